"""Other documents that a notice names: 《X》（豫政〔2021〕9号), with what the notice does to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from extractors import citation_name, citation_relation
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

    1. A document has a title in 《》 or a number; forms, newspapers and short names (《方案》) are none.
    2. Of several places that name a document the one with the strongest relation counts; number and title are put
       together from all of them.
    3. `own_number` and `own_title` are the notice's own and cite nothing; what the title says of its payload
       (关于印发X的通知) counts as a place.
    """
    named = citation_name.find(text)
    stated = citation_relation.read(text, named)
    own = _own(text, named, own_number, own_title)
    places = [
        place
        for match, relation in zip(named, stated, strict=True)
        if _cites(match.value, (place := _cited(match, relation, own.title)).value.relation, own)
    ]
    return sorted(_one_each(places), key=lambda match: match.start)


def folded(name: str) -> str:
    """A number or title as it is compared: without white space, with one form for each bracket and mark."""
    return regex.sub(r"[\s《》〈〉<>＜＞“”\"'‘’]", "", name).translate(_BRACKETS)


_BRACKETS = str.maketrans("〔〕【】[]［］（）﹝﹞", "()()()()()()")


@dataclass(frozen=True, slots=True)
class _Own:
    """What is the notice's own, folded: numbers, title, annexes, and the short names that it gives other documents."""

    numbers: frozenset[str]
    title: str
    annexes: frozenset[str]
    short_names: frozenset[str]


# Where a notice gives a short name: `（以下简称《方案》）`, `（以下简称“《审价办法》”）`. Does not match: `简称于`.
_SHORT_NAME = regex.compile(r"简称(?:为)?[“\"《]{1,2}([^”\"》《“\n]{2,24})[”\"》]")


def _own(text: str, named: Sequence[Match[NamedDocument]], number: str, title: str) -> _Own:
    """A number that stands alone, in no running text, is the notice's own too."""
    alone = (match.value.number for match in named if match.value.no_document == citation_name.OWN_NUMBER)
    return _Own(
        frozenset(folded(written) for written in (number, *alone) if written),
        folded(title),
        frozenset(folded(match.value.title) for match in named if match.value.in_annex),
        frozenset(folded(hit[1]) for hit in _SHORT_NAME.finditer(text)),
    )


# What a form can be: a payload, or what a notice changes (《使用林地申请表》予以废止).
_CHANGES = frozenset({Relation.ISSUES, Relation.FORWARDS, Relation.REPEALS, Relation.AMENDS, Relation.EXTENDS})


def _cites(named: NamedDocument, relation: Relation, own: _Own) -> bool:
    """Whether the place names another document."""
    if named.no_document and not (named.no_document == "form" and relation in _CHANGES):
        return False
    if named.number:
        return folded(named.number) not in own.numbers
    title = folded(named.title)
    if title == own.title or title in own.short_names:
        return False
    return title not in own.annexes or relation in _CHANGES


# What a notice's title says of its payload, at the end of what stands before it. Matches: `关于印发`, `关于转发省应急管理厅`.
_ISSUES = regex.compile(r"(?:印发|公布|发布|颁布|下发)(?:\d{4}年)?$")
_FORWARDS = regex.compile(r"(?:转发|批转)[^关]{0,30}$")
_MIN_PAYLOAD = 5


def _cited(match: Match[NamedDocument], stated: citation_relation.Stated, own_title: str) -> Match[CitedDocument]:
    named, relation, rule_id = match.value, stated.relation, stated.rule_id
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
    for place in sorted(places, key=lambda place: not place.value.number):
        number, title = folded(place.value.number), folded(place.value.title)
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


def _strongest(group: Iterable[Match[CitedDocument]]) -> Match[CitedDocument]:
    ordered = sorted(group, key=lambda place: (_STRENGTH[place.value.relation], place.start))
    best = ordered[0]
    value = replace(
        best.value,
        number=_first(place.value.number for place in ordered),
        title=_first(place.value.title for place in ordered),
        issuer=_first(place.value.issuer for place in ordered),
        date=_first(place.value.date for place in ordered),
    )
    return Match(best.start, best.end, best.text, value, best.rule_id)


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
