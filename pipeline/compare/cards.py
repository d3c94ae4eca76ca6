"""Changes as a reader goes through them: one card for each pair of clauses, with the tasks that stand in it.

1. Every pair of `compare` stands on one card: a pair of tasks on that of its clauses, else on one of its own.
2. Cards stand in the order of the new notice, what was removed where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.model.change import Change, Changed, ChangeType, Field, Point

_OF_PARTS = (ChangeType.SPLIT, ChangeType.MERGED)


class Kind(StrEnum):
    """What a reader looks for, in the order in which it is offered."""

    DUE_DATE = "due_date"
    LEAD = "lead"
    UNITS = "units"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    SPLIT = "split"
    FIGURE = "figure"
    BINDING = "binding"
    UNIT_RENAMED = "unit_renamed"
    WORDING = "wording"
    UNCHANGED = "unchanged"
    REVIEW = "review"


_KINDS_OF_FIELD = {
    Field.LEAD: Kind.LEAD,
    Field.RESPONSIBLE: Kind.UNITS,
    Field.SUPPORTING: Kind.UNITS,
    Field.DUE_DATE: Kind.DUE_DATE,
    Field.FIGURE: Kind.FIGURE,
    Field.STRENGTH: Kind.BINDING,
    Field.SCOPE: Kind.BINDING,
    Field.WORDING: Kind.WORDING,
    Field.UNIT_RENAMED: Kind.UNIT_RENAMED,
}
_KINDS_OF_TYPE = {
    ChangeType.ADDED: Kind.ADDED,
    ChangeType.REMOVED: Kind.REMOVED,
    ChangeType.SPLIT: Kind.SPLIT,
    ChangeType.MERGED: Kind.SPLIT,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Old and new pieces that belong together, with what changed in them; `first` is the row that says so.

    One side is empty for what was added or removed; a split has several new pieces, a merge several old ones.
    """

    first: Change
    olds: tuple[Point, ...]
    news: tuple[Point, ...]
    changes: tuple[Change, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        return self.first.type is ChangeType.UNCHANGED

    @property
    def kinds(self) -> set[Kind]:
        found = {_kind(change) for change in self.changes}
        if self.first.type in _KINDS_OF_TYPE:
            found.add(_KINDS_OF_TYPE[self.first.type])
        return found | ({Kind.MOVED} if self.first.is_moved else set())


@dataclass(frozen=True, slots=True)
class Card:
    """A pair of clauses, or of tasks that stand in none, with the pairs of tasks that stand in it."""

    pair: Pair
    tasks: tuple[Pair, ...] = ()

    @property
    def kinds(self) -> list[Kind]:
        """What changed; WORDING only where nothing else did, UNCHANGED where nothing did. REVIEW where any of it is a
        suggestion."""
        pairs = (self.pair, *self.tasks)
        found = {kind for pair in pairs for kind in pair.kinds}
        if found > {Kind.WORDING}:
            found.remove(Kind.WORDING)
        if not found and all(pair.first.type is ChangeType.UNCHANGED for pair in pairs):
            found = {Kind.UNCHANGED}
        if any(pair.first.needs_review for pair in pairs):
            found.add(Kind.REVIEW)
        return [kind for kind in Kind if kind in found]

    @property
    def is_unchanged(self) -> bool:
        return Kind.UNCHANGED in self.kinds


def cards(changes: Sequence[Change]) -> list[Card]:
    """The changes of `compare` as cards."""
    found = pairs(changes)
    made = [Card(pair) for pair in found if pair.first.about is Changed.SECTION]
    alone: list[Pair] = []
    for task in (pair for pair in found if pair.first.about is Changed.TASK):
        place = next((place for place, card in enumerate(made) if _stands_in(task, card.pair)), -1)
        if place < 0:
            alone.append(task)
        else:
            made[place] = replace(made[place], tasks=(*made[place].tasks, task))
    return _with_alone(made, alone)


def pairs(changes: Iterable[Change]) -> list[Pair]:
    """The pairs of `compare` in its order, each with what changed in it; the parts of a split or merge in one."""
    found: list[Pair] = []
    for change in changes:
        if change.field is not None:
            found[-1] = replace(found[-1], changes=(*found[-1].changes, change))
        elif found and _goes_on(found[-1], change):
            last = found[-1]
            found[-1] = replace(last, olds=_with(last.olds, change.old), news=_with(last.news, change.new))
        else:
            found.append(Pair(change, _with((), change.old), _with((), change.new)))
    return found


def _goes_on(pair: Pair, change: Change) -> bool:
    """Whether the row is about one more part of what was split or merged."""
    if change.type not in _OF_PARTS or (change.type, change.about) != (pair.first.type, pair.first.about):
        return False
    return change.old in pair.olds if change.type is ChangeType.SPLIT else change.new in pair.news


def _with(points: tuple[Point, ...], point: Point | None) -> tuple[Point, ...]:
    return points if point is None or point in points else (*points, point)


def _kind(change: Change) -> Kind:
    """The kind of what changed in a pair; a unit that led and now has another role is a change of the lead."""
    assert change.field is not None
    return Kind.LEAD if change.from_role is Field.LEAD else _KINDS_OF_FIELD[change.field]


def _stands_in(task: Pair, clause: Pair) -> bool:
    """Whether the pieces of a pair of tasks stand in those of a pair of clauses."""
    olds = all(any(_is_within(point, whole) for whole in clause.olds) for point in task.olds)
    return olds and all(any(_is_within(point, whole) for whole in clause.news) for point in task.news)


def _is_within(point: Point, whole: Point) -> bool:
    return whole.start <= point.start and point.end <= whole.end


def _with_alone(made: Sequence[Card], alone: Iterable[Pair]) -> list[Card]:
    """The cards with one more for each of the pairs `alone`, behind the card that begins last before it."""
    behind: dict[int, list[Pair]] = {}
    for pair in alone:
        behind.setdefault(_place(pair, made), []).append(pair)
    found = [Card(pair) for pair in behind.get(-1, [])]
    for place, card in enumerate(made):
        found += [card, *(Card(pair) for pair in behind.get(place, []))]
    return found


def _place(pair: Pair, made: Sequence[Card]) -> int:
    """The place of the card that begins last before the pair, by the new notice, for what was removed by the old one."""
    is_new = bool(pair.news)
    start = (pair.news or pair.olds)[0].start
    before = [
        (points[0].start, place)
        for place, card in enumerate(made)
        if (points := card.pair.news if is_new else card.pair.olds) and points[0].start <= start
    ]
    return max(before, default=(0, -1))[1]
