"""The notices before and after a notice of an archive: what each does to the other, and what changed between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from extractors.kinds import Relation
from pipeline.compare.candidates import consecutive, is_alike, subject
from pipeline.compare.comparison import Side, compare
from pipeline.compare.instructed import instructed_changes
from pipeline.compare.relations import Document, Link, Relations, sentence_at
from pipeline.model.change import Change, ChangeType
from pipeline.model.relation import Pair, PairRelation, Standing
from pipeline.tabulate.spec import Row


@dataclass(frozen=True, slots=True)
class Tie:
    """Two notices of a history by id, the earlier first, and how they belong together; `link` is the relation that a
    citation of the later one states, None where their titles alone do. `versions` says that both are of one matter, so that
    what changed can be told."""

    old: str
    new: str
    relation: Relation | PairRelation
    link: Link | None
    versions: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A notice of a history: its tie to a notice nearer to the one asked for, the sentence that the tie rests on (empty for
    titles), its validity, and what changed between the two where they are versions of one matter."""

    document: Document
    tie: Tie
    sentence: str
    standing: Standing
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A document that the notice cites and the archive does not have."""

    name: str
    relation: Relation
    sentence: str


@dataclass(frozen=True, slots=True)
class History:
    """A notice with what came before and after it, by date; `as_of` is the ISO day of all validity."""

    document: Document
    standing: Standing
    as_of: str
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    absent: tuple[Absent, ...]


SideOf = Callable[[str], Side]


def history(relations: Relations, notice_id: str, side_of: SideOf, *, as_of: str) -> History:
    """The history of a notice as of the ISO day `as_of`; notices that came later are no part of it.

    `side_of` gives a notice by its id, as it is compared.
    """
    ties = Ties(relations, as_of)

    def steps(found: Iterable[Tie], *, is_before: bool) -> tuple[Step, ...]:
        made = [_step(relations, tie, tie.old if is_before else tie.new, side_of, as_of) for tie in found]
        return tuple(sorted(made, key=lambda step: (step.document.date, step.document.notice_id)))

    return History(
        document=relations.document(notice_id),
        standing=relations.validity(notice_id, as_of),
        as_of=as_of,
        before=steps(ties.before(notice_id), is_before=True),
        after=steps(ties.after(notice_id), is_before=False),
        absent=tuple(_absent(side_of(notice_id), relations.of(notice_id))),
    )


class _Way(Enum):
    BACK = "back"
    ON = "on"


class Ties:
    """How notices up to a day belong together.

    From a notice one goes back, or on, from version to version, as far as it leads; to what is only its basis, payload or
    breakdown one step. So a decision that repeals seventy notices ties none of them to another.
    """

    def __init__(self, relations: Relations, as_of: str) -> None:
        self._relations, self._as_of = relations, as_of
        self._pairs: dict[str, list[Pair]] = {}

    def before(self, notice_id: str) -> list[Tie]:
        """The ties that lead back from a notice, nearer ones first."""
        return list(self._walk(notice_id, _Way.BACK))

    def after(self, notice_id: str) -> list[Tie]:
        """The ties that lead on from a notice, nearer ones first."""
        return list(self._walk(notice_id, _Way.ON))

    def _walk(self, start: str, way: _Way) -> Iterator[Tie]:
        seen, waiting = {start}, [start]
        for notice_id in waiting:
            for tie in self._of(notice_id, way):
                other = tie.old if way is _Way.BACK else tie.new
                goes_on = tie.versions or tie.relation in _CHANGES_FORCE
                if other in seen or not (goes_on or notice_id == start):
                    continue
                seen.add(other)
                yield tie
                if goes_on:
                    waiting.append(other)

    def _of(self, notice_id: str, way: _Way) -> Iterator[Tie]:
        """The ties of one notice: what a citation states before what titles tell, the strongest relation first."""
        links = self._relations.of(notice_id) if way is _Way.BACK else self._relations.to(notice_id)
        pairs = [pair for pair in self._of_series(notice_id) if notice_id == _nearer(pair, way)]
        of_series = {(pair.old_id, pair.new_id) for pair in pairs}
        for link in sorted(links, key=lambda link: _STRENGTH.index(link.relation)):
            if self._is_known(link.citing):
                versions = self._is_version(link) or (link.cited, link.citing) in of_series
                yield Tie(link.cited, link.citing, link.relation, link, versions)
        for pair in pairs:
            if self._is_known(pair.new_id):
                yield Tie(pair.old_id, pair.new_id, pair.relation, None, versions=True)

    def _of_series(self, notice_id: str) -> Sequence[Pair]:
        """The pairs of a notice with those before and after it in its series, which is looked up once for all that are in it."""
        if notice_id not in self._pairs:
            namesakes = self._relations.namesakes(notice_id)
            self._pairs |= {each.notice_id: [] for each in namesakes} | {notice_id: []}
            for pair in consecutive(namesakes):
                self._pairs[pair.old_id].append(pair)
                self._pairs[pair.new_id].append(pair)
        return self._pairs[notice_id]

    def _is_known(self, notice_id: str) -> bool:
        """Whether a notice is of no later day."""
        return self._relations.document(notice_id).date <= self._as_of

    def _is_version(self, link: Link) -> bool:
        if link.relation is Relation.REPEALS:
            old, new = self._relations.document(link.cited), self._relations.document(link.citing)
            return is_alike(subject(old.title), subject(new.title))
        return link.relation in (Relation.AMENDS, Relation.SUPERSEDES)


_STRENGTH = tuple(
    Relation(code)
    for code in ("supersedes", "repeals", "amends", "extends", "suspends", "forwards", "issues", "basis", "mentions")
)
_CHANGES_FORCE = frozenset(_STRENGTH[:5])


def _nearer(pair: Pair, way: _Way) -> str:
    return pair.new_id if way is _Way.BACK else pair.old_id


def _step(relations: Relations, tie: Tie, notice_id: str, side_of: SideOf, as_of: str) -> Step:
    sentence = ""
    if tie.link is not None:
        sentence = sentence_at(side_of(tie.link.citing).text, tie.link.start, tie.link.end)
    changes = changes_of(tie, side_of) if tie.versions else ()
    return Step(relations.document(notice_id), tie, sentence, relations.validity(notice_id, as_of), changes)


def changes_of(tie: Tie, side_of: SideOf) -> tuple[Change, ...]:
    """What changed from the earlier to the later notice. What a notice that only amends does not name stays as it is; where
    it amends by instructions, these are carried out."""
    old, new = side_of(tie.old), side_of(tie.new)
    if tie.relation is not Relation.AMENDS:
        return tuple(compare(old, new))
    if by_instructions := instructed_changes(old, new):
        return tuple(by_instructions)
    return tuple(_of_what_is_named(compare(old, new)))


def _of_what_is_named(changes: Iterable[Change]) -> Iterator[Change]:
    """The pairs that an amending notice names, each with what changed in it: units that its tasks no longer have too."""
    is_named = False
    for change in changes:
        if change.field is None:
            is_named = change.type not in (ChangeType.REMOVED, ChangeType.MOVED)
        if is_named:
            yield change


def _absent(own: Side, links: Sequence[Link]) -> Iterator[Absent]:
    """What the notice says it does to documents that the archive does not have."""
    known = {(link.start, link.end) for link in links}
    for row in own.rows["citations"]:
        start, end = row["char_start"], row["char_end"]
        relation = Relation(str(row["relation"]))
        # What a notice issues stands in the notice itself.
        if relation in (Relation.MENTIONS, Relation.ISSUES) or not isinstance(start, int) or not isinstance(end, int):
            continue
        if (start, end) not in known:
            yield Absent(_name(row), relation, sentence_at(own.text, start, end))


def _name(row: Row) -> str:
    title = f"《{row['cited_title']}》" if row["cited_title"] else ""
    return f"{row['cited_number']}{title}"
