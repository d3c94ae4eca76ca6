"""A plan through the levels of government: who took which task over, and how many days each level kept for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.compare.candidates import rank
from pipeline.compare.comparison import Side, compare
from pipeline.compare.relations import Document, document
from pipeline.model.change import Changed
from pipeline.tabulate.identity import Ids
from pipeline.tabulate.spec import Row, table


@dataclass(frozen=True, slots=True)
class Share:
    """What one level has of a task: its rows (several where it split the task), the leads and the last due date of them, ISO
    or empty; `slack_days` by which that lies before the due date of the level above, negative where it lies behind, None
    where one of the two has none; `needs_review` where that it is the same task is only likely."""

    tasks: tuple[Row, ...]
    leads: tuple[str, ...]
    due_date: str
    slack_days: int | None = None
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A task from the level `first` on, at which it begins: one share for each level, None above it and where a level did
    not take it over."""

    first: int
    shares: tuple[Share | None, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one level: tasks of the level above that it took over and that it did not, and tasks of its own."""

    taken_over: int
    not_taken_over: int
    own: int


@dataclass(frozen=True, slots=True)
class Cascade:
    """Notices from the highest level down, the tasks of the highest, then what each level added, and the counts of each
    level below the highest."""

    documents: tuple[Document, ...]
    lines: tuple[Line, ...]
    counts: tuple[Counts, ...]


def cascade(sides: Sequence[Side]) -> Cascade:
    """The tasks of notices, which may come in any order, from the highest level down; of one level the earlier comes first.

    A notice whose issuer's level nobody can tell stands before the first later one.
    """
    ordered = _ordered(sides)
    below = [_taken_over(upper, lower) for upper, lower in pairwise(ordered)]
    lines = [line for first in range(len(ordered)) for line in _lines(ordered, below, first)]
    counts = tuple(_counts(ordered, below, level) for level in range(1, len(ordered)))
    return Cascade(tuple(document(side.notice) for side in ordered), tuple(lines), counts)


def rows_of(made: Cascade) -> Iterator[Row]:
    """The cascade as rows of the table `cascade`: each task at each level from that on at which it begins."""
    ids = Ids("K")
    for line in made.lines:
        origin = line.shares[line.first]
        assert origin is not None
        for level in range(line.first, len(made.documents)):
            yield _row(made.documents[level], level, line, origin.tasks[0], ids)


_UNTOLD = ("", "department")
_Matches = dict[str, list[tuple[str, bool]]]


def _ordered(sides: Sequence[Side]) -> list[Side]:
    by_level = sorted(sides, key=lambda side: _place(document(side.notice)))
    ordered = [side for side in by_level if side.notice["issuer_level"] not in _UNTOLD]
    for side in by_level:
        if side.notice["issuer_level"] in _UNTOLD:
            day = document(side.notice).date
            later = (at for at, other in enumerate(ordered) if document(other.notice).date > day)
            ordered.insert(next(later, len(ordered)), side)
    return ordered


def _place(own: Document) -> tuple[int, str, str]:
    return rank(own), own.date, own.notice_id


def _taken_over(upper: Side, lower: Side) -> _Matches:
    """By id of a task of the upper notice the tasks of the lower one that go with it, each with whether that is only likely."""
    matches: _Matches = {}
    for change in compare(upper, lower):
        if change.about is Changed.TASK and change.field is None and change.old and change.new:
            matches.setdefault(change.old.task_id, []).append((change.new.task_id, change.needs_review))
    return matches


def _lines(ordered: Sequence[Side], below: Sequence[_Matches], first: int) -> Iterator[Line]:
    """The tasks that begin at the level `first`, in order of its text."""
    taken = {lower for found in below[first - 1].values() for lower, _ in found} if first else set()
    for row in ordered[first].rows["tasks"]:
        if str(row["task_id"]) not in taken:
            yield Line(first, (*[None] * first, *_shares(row, ordered, below, first)))


def _shares(row: Row, ordered: Sequence[Side], below: Sequence[_Matches], first: int) -> Iterator[Share | None]:
    above: Share | None = _share([row])
    yield above
    for level in range(first + 1, len(ordered)):
        found = [
            pair for task in (above.tasks if above else ()) for pair in below[level - 1].get(str(task["task_id"]), ())
        ]
        ids = {task_id for task_id, _ in found}
        rows = [each for each in ordered[level].rows["tasks"] if str(each["task_id"]) in ids]
        share = _share(rows, above, needs_review=any(doubt for _, doubt in found)) if rows else None
        yield share
        above = share


def _share(rows: Sequence[Row], above: Share | None = None, *, needs_review: bool = False) -> Share:
    due = max(str(row["due_date"] or "") for row in rows)
    leads = dict.fromkeys(unit for row in rows for unit in _units(row))
    return Share(tuple(rows), tuple(leads), due, _days(due, above.due_date) if above else None, needs_review)


def _units(row: Row) -> Sequence[str]:
    """Who answers for a task: its leads, where it names none the responsible units."""
    leads, responsible = row["lead_units"], row["responsible_units"]
    found = leads or responsible
    return found if isinstance(found, list) else ()


def _days(lower: str, upper: str) -> int | None:
    return (date.fromisoformat(upper) - date.fromisoformat(lower)).days if lower and upper else None


def _counts(ordered: Sequence[Side], below: Sequence[_Matches], level: int) -> Counts:
    matches, upper, lower = below[level - 1], ordered[level - 1].rows["tasks"], ordered[level].rows["tasks"]
    taken = {task_id for found in matches.values() for task_id, _ in found}
    return Counts(len(matches), len(upper) - len(matches), sum(str(row["task_id"]) not in taken for row in lower))


def _row(own: Document, level: int, line: Line, origin: Row, ids: Ids) -> Row:
    share = line.shares[level]
    status = "taken_over" if share else "not_taken_over"
    if level == line.first:
        status = "own" if line.first else "origin"
    return table("cascade").row(
        cascade_id=ids.make(str(origin["task_id"]), own.notice_id),
        origin_task_id=origin["task_id"],
        origin_task_name=origin["task_name"],
        level_order=level + 1,
        issuer_level=own.level,
        notice_id=own.notice_id,
        doc_number=own.doc_number,
        status=status,
        task_ids=[str(row["task_id"]) for row in share.tasks] if share else [],
        task_names=[str(row["task_name"]) for row in share.tasks] if share else [],
        lead_units=list(share.leads) if share else [],
        due_date=share.due_date if share else "",
        slack_days=share.slack_days if share else None,
        needs_review=share.needs_review if share else None,
    )
