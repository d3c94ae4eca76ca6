"""What the notices of an archive do to each other, from which day on, and which of them are in force on a day.

Guarantees:
1. A relation rests on a citation that leads to one notice of the archive, which is not later than the citing one;
   与本通知不一致的，按照本通知执行 names no file and ends none. A list or table of repealed documents counts as a sentence does.
2. A relation holds from the day that its sentence names, else from the day on which the citing notice takes effect, else
   from its date; an extension from its date. What has no date decides nothing on any day.
3. What nothing says is unknown; expiry is not repeal, and a suspension, which is of a place and a time, changes no validity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex

from extractors import calendar_date
from extractors.kinds import Relation
from pipeline.compare.extension import Extension, extension_of, last_day
from pipeline.model.relation import Ground, Standing, Validity
from pipeline.tabulate.spec import Row


@dataclass(frozen=True, slots=True)
class Document:
    """A notice as its relations go by; dates are ISO or empty, `level` the code of its issuer's level."""

    notice_id: str
    doc_number: str = ""
    title: str = ""
    issuers: tuple[str, ...] = ()
    level: str = ""
    date: str = ""
    effective: str = ""
    expiry: str = ""

    @property
    def name(self) -> str:
        """The number and title by which a person knows it."""
        return f"{self.doc_number}《{self.title}》" if self.title else self.doc_number or self.notice_id


@dataclass(frozen=True, slots=True)
class Link:
    """What the notice `citing` does to the notice `cited`, both by id, from the ISO day `since` on, empty if that is unknown.

    `start` and `end` are the citation's offsets in the citing text; `extension` is what it says of the last day.
    """

    citing: str
    cited: str
    relation: Relation
    since: str
    start: int
    end: int
    extension: Extension | None = None


def document(row: Row) -> Document:
    """What a row of `notices` says for its relations."""
    issuers = row["issuer"]
    return Document(
        notice_id=_text(row["notice_id"]),
        doc_number=_text(row["doc_number"]),
        title=_text(row["title"]),
        issuers=tuple(issuers) if isinstance(issuers, list) else (),
        level=_text(row["issuer_level"]),
        date=_text(row["signed_date"]) or _text(row["issued_date"]),
        effective=_text(row["effective_date"]),
        expiry=_text(row["expiry_date"]),
    )


def links_of(citing: Document, citations: Iterable[Row], text: str) -> Iterator[Link]:
    """The relations that rows of `citations` state, whose notices have been found; a mention is none.

    `text` is the stored text of the citing notice. Of several citations of one notice with one relation the first counts.
    """
    seen: set[tuple[str, str]] = set()
    for row in citations:
        cited, relation = _text(row["cited_notice_id"]), Relation(_text(row["relation"]))
        if not cited or relation is Relation.MENTIONS or (cited, relation) in seen:
            continue
        seen.add((cited, relation))
        yield _link(citing, cited, relation, row, text)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence or table row of `text` that `start` to `end` stands in, cut to what stands near it."""
    left = max(start - _REACH, *(text.rfind(char, 0, start) + 1 for char in _SENTENCE_ENDS))
    ends = [at for char in _SENTENCE_ENDS if (at := text.find(char, end, end + _REACH)) >= 0]
    return _BREAK.sub("", text[left : min(ends, default=min(len(text), end + _REACH))].strip())


_REACH = 200
_SENTENCE_ENDS = "。；！？\n"
# A line break inside a title. Matches: `自由贸⏎易试验区`. Does not match: `1 月`.
_BREAK = regex.compile(r"\s*\n\s*")
# The day from which a sentence ends a document. Matches in: `自2018年7月1日起废止`, `于2020年12月31日停止执行`.
# Does not match in: `自印发之日起废止`, `自2018年7月1日起施行`.
_ENDS_ON = regex.compile(
    r"[自从于]\s*(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:之日)?(?:起|后)?\s*(?:予以|同时|即|一并)?\s*(?:废止|失效|停止|终止|不再)"
)
_BY_HEADING = "list_extended"
_ENDING = (Relation.REPEALS, Relation.SUPERSEDES)


def _link(citing: Document, cited: str, relation: Relation, row: Row, text: str) -> Link:
    start, end = _offset(row, "char_start"), _offset(row, "char_end")
    sentence = sentence_at(text, start, end)
    since, extension = citing.effective or citing.date, None
    if relation in _ENDING:
        since = _day(_ENDS_ON.search(sentence)) or since
    elif relation is Relation.EXTENDS:
        # 现将《X》有效期延长至… takes effect at once; its own effective date is often that of what it extends.
        since = citing.date or citing.effective
        is_listed = _text(row["rule_id"]) == _BY_HEADING
        extension = extension_of(sentence, text, text[:start], is_listed=is_listed, issued=since)
    return Link(citing.notice_id, cited, relation, since, start, end, extension)


def _day(hit: regex.Match[str] | None) -> str:
    day = calendar_date.full(hit["day"]) if hit else None
    return day.isoformat() if day else ""


class Graph(Protocol):
    """What holds the notices of an archive and the links between them, each found by the id of a notice."""

    def document(self, notice_id: str) -> Document:
        """The notice with this id."""
        ...

    def namesakes(self, notice_id: str) -> Sequence[Document]:
        """The notices of the issuer and subject of this one, with it; none where it has no issuer, subject or date."""
        ...

    def citing(self, notice_id: str) -> Sequence[Link]:
        """The links of a notice to others, in order of its text."""
        ...

    def cited(self, notice_id: str) -> Sequence[Link]:
        """The links of others to a notice."""
        ...


class Relations:
    """What notices do to each other."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def document(self, notice_id: str) -> Document:
        """The notice with this id."""
        return self._graph.document(notice_id)

    def namesakes(self, notice_id: str) -> Sequence[Document]:
        """The notices of the issuer and subject of this one, with it; none where it has no issuer, subject or date."""
        return self._graph.namesakes(notice_id)

    def of(self, notice_id: str) -> Sequence[Link]:
        """What a notice does to others, in order of its text."""
        return self._graph.citing(notice_id)

    def to(self, notice_id: str) -> Sequence[Link]:
        """What others do to a notice, by the day from which it holds."""
        return sorted(self._graph.cited(notice_id), key=lambda link: (link.since, link.citing, link.start))

    def validity(self, notice_id: str, as_of: str) -> Standing:
        """Whether a notice is in force on the ISO day `as_of`, by what the archive's notices say up to that day."""
        own = self.document(notice_id)
        if not as_of or own.date > as_of:
            return Standing(Validity.UNKNOWN, Ground.NOT_YET, own.date)
        links = [link for link in self.to(notice_id) if link.since <= as_of]
        term = _Term.of(own, links)
        return (
            _ended(links)
            or _lapsed(term, as_of)
            or _amended(links)
            or _in_force(own, term, as_of)
            or Standing(Validity.UNKNOWN, Ground.NOTHING_SAYS)
        )


def _ended(links: Sequence[Link]) -> Standing | None:
    """What the first notice that repeals or supersedes makes of it; unknown where all such have no date."""
    ending = [link for link in links if link.relation in _ENDING]
    dated = [link for link in ending if link.since]
    if dated:
        first = min(dated, key=lambda link: (link.since, _ENDING.index(link.relation), link.citing))
        return Standing(_ENDS_AS[first.relation], Ground.BY_NOTICE, first.since, first.citing)
    return Standing(Validity.UNKNOWN, Ground.UNDATED, by=ending[0].citing) if ending else None


_ENDS_AS: Mapping[Relation, Validity] = {
    Relation.REPEALS: Validity.REPEALED,
    Relation.SUPERSEDES: Validity.SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class _Term:
    """The last day of a notice, empty for none, and the notice that moved it; `is_known` is false where it was moved to a
    day that nobody can tell."""

    last: str
    moved_by: Link | None = None
    is_known: bool = True

    @classmethod
    def of(cls, own: Document, links: Sequence[Link]) -> _Term:
        term = cls(own.expiry)
        for link in links:
            if link.extension is None:
                continue
            last = term.last if term.is_known else ""
            moved = last_day(link.extension, last=last, effective=own.effective, since=link.since)
            is_known = bool(moved) or link.extension.goes_on
            term = cls(moved if is_known else term.last, link, is_known)
        return term


def _lapsed(term: _Term, as_of: str) -> Standing | None:
    if not term.last or term.last >= as_of:
        return None
    by = term.moved_by.citing if term.moved_by else ""
    if not term.is_known:
        return Standing(Validity.UNKNOWN, Ground.EXTENDED_HOW_LONG, term.last, by)
    return Standing(Validity.EXPIRED, Ground.EXPIRY, term.last, by)


def _amended(links: Sequence[Link]) -> Standing | None:
    """Amended by the last notice that does so; one without a date does nothing on any day."""
    amending = [link for link in links if link.relation is Relation.AMENDS and link.since]
    return Standing(Validity.AMENDED, Ground.BY_NOTICE, amending[-1].since, amending[-1].citing) if amending else None


def _in_force(own: Document, term: _Term, as_of: str) -> Standing | None:
    """In force where something says so; a notice that states its last day is in force from its own date on."""
    if moved := term.moved_by:
        ground = Ground.EXTENDED if term.last and term.is_known else Ground.CONTINUED
        return Standing(
            Validity.IN_FORCE, ground, term.last if ground is Ground.EXTENDED else moved.since, moved.citing
        )
    start = own.effective or (own.date if own.expiry else "")
    if not start:
        return None
    if start > as_of:
        return Standing(Validity.UNKNOWN, Ground.NOT_YET, start)
    return Standing(Validity.IN_FORCE, Ground.TAKEN_EFFECT, start)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _offset(row: Row, column: str) -> int:
    value = row[column]
    return value if isinstance(value, int) else 0
