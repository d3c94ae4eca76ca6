"""Other documents that a notice names: 《X》（豫政〔2021〕9号), with what the notice does to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from extractors import citation_name, citation_relation, citation_short
from extractors.citation_name import NamedDocument
from extractors.kinds import Relation
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document as cited; what is not given is empty. `date` is ISO."""

    number: str
    title: str
    issuer: str
    date: str
    relation: Relation


def find(text: str, *, own_number: str = "", own_title: str = "") -> list[Match[CitedDocument]]:
    """The other documents that the notice `text` names, one match each, in order.

    1. A document has a title in 《》 or a number; forms, newspapers and annexes of the notice itself are none.
    2. A short name that the notice gave (以下简称《方案》) names the document that it was given to, and no other.
    3. Of several places that name a document the one with the strongest relation counts; number and title are put
       together from all of them.
    4. `own_number` and `own_title` are the notice's own and cite nothing; what the title says of its payload
       (关于印发X的通知) counts as a place. What a site wrote above the title is not the notice's.
    """
    named, meant = citation_short.resolve(text, citation_name.find(text))
    stated = citation_relation.read(text, named)
    own = _own(text, named, own_number, own_title)
    places: list[Match[CitedDocument]] = []
    for match, full, relation in zip(named, meant, stated, strict=True):
        place = _cited(match, full, relation, own.title)
        if match.start >= own.head and _cites(full, place.value.relation, own):
            places.append(place)
    return sorted(_one_each(places), key=lambda match: match.start)


def folded(name: str) -> str:
    """A number or title as it is compared: without white space, with one form for each bracket and mark."""
    return regex.sub(r"[\s《》〈〉<>＜＞“”\"'‘’]", "", name).translate(_BRACKETS)


_BRACKETS = str.maketrans("〔〕【】[]［］（）﹝﹞", "()()()()()()")


@dataclass(frozen=True, slots=True)
class _Own:
    """What is the notice's own, folded: number, title, annexes; and where its head begins, 0 where that is not known.

    `alone` are numbers on lines of their own: the notice's, or that of a document that it forwards.
    """

    number: str
    alone: frozenset[str]
    title: str
    annexes: frozenset[str]
    head: int


def _own(text: str, named: Sequence[Match[NamedDocument]], number: str, title: str) -> _Own:
    alone = (match.value.number for match in named if match.value.no_document == citation_name.OWN_NUMBER)
    return _Own(
        folded(number),
        frozenset(map(folded, alone)),
        folded(title),
        frozenset(folded(match.value.title) for match in named if match.value.in_annex) | _announced(text),
        _head(text, title),
    )


_MAX_ABOVE = 2000


def _head(text: str, title: str) -> int:
    """Where the notice's title first stands in the text, if in its head; 0 else: a link to its file may have it at the end."""
    found = text.find(title, 0, _MAX_ABOVE + len(title)) if title else -1
    return found if 0 < found < len(text) // 2 else 0


# Where annexes are announced or begin: `附件：1.任务分工表`, `附件2`. Does not match: `见附件`.
_ANNEX = regex.compile(
    r"(?m)^[ \t　]*附\s?[件表录][ \t　]*[\d一二三四五六七八九十]{0,3}[ \t　]*[：:.．、]{0,2}[ \t　]*(?P<rest>.*)$"
)
# One more of the announced: `2.联络员名单`. Does not match: `二、工作要求`.
_MORE = regex.compile(r"[ \t　]*\d{1,2}[ \t　]*[.．、][ \t　]*(?P<rest>.+)")
# What a line says behind an annex's name: `（见附件）`, `.docx`. Does not match: `（试行）`.
_BEHIND_NAME = regex.compile(r"[。；;]+$|\.(?:docx?|xlsx?|pdf|wps).*$|[（(]见?附[^（()）]*[）)]$")


def _announced(text: str) -> frozenset[str]:
    """The names, folded, of the annexes that the notice announces or has."""
    names: set[str] = set()
    for hit in _ANNEX.finditer(text):
        lines = [hit["rest"]]
        begin = hit.end() + 1
        while begin < len(text) and (more := _MORE.match(text, begin, _line_end(text, begin))):
            lines.append(more["rest"])
            begin = more.end() + 1
        if not hit["rest"] and begin < len(text):
            lines.append(text[begin : _line_end(text, begin)])
        names.update(folded(_BEHIND_NAME.sub("", _MORE_LABEL.sub("", line.strip()))) for line in lines)
    return frozenset(names - {""})


# Matches: `1.`. Does not match: `2021年`.
_MORE_LABEL = regex.compile(r"^\d{1,2}\s*[.．、]\s*")


def _line_end(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return len(text) if end < 0 else end


# What a form can be: a payload, or what a notice changes (《使用林地申请表》予以废止).
_CHANGES = frozenset({Relation.ISSUES, Relation.FORWARDS, Relation.REPEALS, Relation.AMENDS, Relation.EXTENDS})


def _cites(named: NamedDocument, relation: Relation, own: _Own) -> bool:
    """Whether the place names another document."""
    if named.no_document and not (named.no_document == "form" and relation in _CHANGES):
        return False
    number, title = folded(named.number), folded(named.title)
    if number:
        return number != own.number and (bool(title) or number not in own.alone) and not (title and title == own.title)
    if title == own.title:
        return False
    if relation in _CHANGES:
        return True
    return not named.in_annex and (title not in own.annexes or relation is Relation.BASIS)


# What a notice's title says of its payload, at the end of what stands before it. Matches: `关于印发`, `关于转发省应急管理厅`.
_ISSUES = regex.compile(r"(?:印发|公布|发布|颁布|下发)(?:\d{4}年)?$")
_FORWARDS = regex.compile(r"(?:转发|批转)[^关]{0,30}$")
_MIN_PAYLOAD = 5


def _cited(
    match: Match[NamedDocument], named: NamedDocument, stated: citation_relation.Stated, own_title: str
) -> Match[CitedDocument]:
    """The place of `match` as it cites `named`, which it may give by a short name."""
    relation, rule_id = stated.relation, stated.rule_id
    title = folded(named.title)
    if len(title) >= _MIN_PAYLOAD and title in own_title and relation in (Relation.MENTIONS, Relation.BASIS):
        before = own_title[: own_title.index(title)]
        if _ISSUES.search(before):
            relation, rule_id = Relation.ISSUES, "payload_in_own_title"
        elif _FORWARDS.search(before):
            relation, rule_id = Relation.FORWARDS, "payload_in_own_title"
    value = CitedDocument(named.number, named.title, named.issuer, named.date, relation)
    return Match(match.start, match.end, match.text, value, rule_id)


# The strongest first: what changes a document's force, then what hands it on, then what rests on it.
_STRENGTH = {
    relation: rank
    for rank, relation in enumerate(
        (
            Relation.REPEALS,
            Relation.SUPERSEDES,
            Relation.AMENDS,
            Relation.EXTENDS,
            Relation.SUSPENDS,
            Relation.FORWARDS,
            Relation.ISSUES,
            Relation.BASIS,
            Relation.MENTIONS,
        )
    )
}


def _one_each(places: Sequence[Match[CitedDocument]]) -> list[Match[CitedDocument]]:
    """One match for each document: places with the same number, or the same title and no other number, name one document."""
    groups: list[list[Match[CitedDocument]]] = []
    by_number: dict[str, int] = {}
    by_title: dict[str, int] = {}
    ordered = sorted(places, key=lambda place: not place.value.number)
    for place, title in zip(ordered, _title_keys(ordered), strict=True):
        number = folded(place.value.number)
        index = by_number.get(number, -1) if number else by_title.get(title, -1)
        if index < 0:
            index = len(groups)
            groups.append([])
        groups[index].append(place)
        if number:
            by_number.setdefault(number, index)
        if title:
            by_title.setdefault(title, index)
    return [_strongest(group) for group in groups]


_STATE = "中华人民共和国"


# What a notice does to a document that was there before, and what to one that it brings.
_ENDS = frozenset({Relation.REPEALS, Relation.SUPERSEDES})
_BRINGS = frozenset({Relation.ISSUES, Relation.FORWARDS})


def _law(title: str) -> str:
    """A title as one compares it: 中华人民共和国森林法 and 森林法 are one law."""
    return folded(title).removeprefix(_STATE)


def _title_keys(places: Sequence[Match[CitedDocument]]) -> list[str]:
    """For each place what it shares with others of its document; what a notice issues is not what it repeals by the same title."""
    brought = {_law(place.value.title) for place in places if place.value.relation in _BRINGS}
    keys = [_law(place.value.title) for place in places]
    return [
        f"{key}\n" if key in brought and place.value.relation in _ENDS else key
        for key, place in zip(keys, places, strict=True)
    ]


def _strongest(group: Iterable[Match[CitedDocument]]) -> Match[CitedDocument]:
    ordered = sorted(group, key=lambda place: (_STRENGTH[place.value.relation], place.start))
    best = ordered[0]
    value = replace(
        best.value,
        number=_first(place.value.number for place in ordered),
        title=_fullest([place.value.title for place in ordered if place.value.title]),
        issuer=_first(place.value.issuer for place in ordered),
        date=_first(place.value.date for place in ordered),
    )
    return Match(best.start, best.end, best.text, value, best.rule_id)


def _fullest(titles: Sequence[str]) -> str:
    """The first of the titles, with the name of the state where another place has it."""
    return next((title for title in titles if titles and title == _STATE + titles[0]), titles[0] if titles else "")


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
