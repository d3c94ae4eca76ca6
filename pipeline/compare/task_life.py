"""The life of one task through the versions of its notice: who had it and until when in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.kinds import Relation
from pipeline.compare.comparison import compare
from pipeline.compare.history import SideOf, Tie, Ties
from pipeline.compare.relations import Document, Relations
from pipeline.model.change import Change, Changed
from pipeline.tabulate.spec import Row


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task as one notice has it: its rows (several where it was split, none where the notice does not have it), what
    changed against the notice nearer to the one asked for, and whether that it is the same task is only likely."""

    document: Document
    tasks: tuple[Row, ...]
    summaries: tuple[str, ...] = ()
    needs_review: bool = False


def task_life(relations: Relations, notice_id: str, task_id: str, side_of: SideOf, *, as_of: str) -> list[TaskState]:
    """The task in each notice of its history that has tasks, by date; `notice_id` is the notice in which it stands."""
    states = {notice_id: TaskState(relations.document(notice_id), _tasks(side_of, notice_id, frozenset({task_id})))}
    ties = Ties(relations, as_of)
    for tie in ties.before(notice_id):
        _follow(tie, tie.new, tie.old, states, relations, side_of)
    for tie in ties.after(notice_id):
        _follow(tie, tie.old, tie.new, states, relations, side_of)
    return sorted(states.values(), key=lambda state: (state.document.date, state.document.notice_id))


_HANDED_DOWN = (Relation.BASIS, Relation.FORWARDS, Relation.ISSUES)


def _follow(
    tie: Tie, known: str, other: str, states: dict[str, TaskState], relations: Relations, side_of: SideOf
) -> None:
    """Adds the state of the task in the notice `other`, aligned with that in `known`."""
    here = states.get(known)
    if here is None or not here.tasks or not (tie.versions or tie.relation in _HANDED_DOWN):
        return
    if not side_of(other).rows["tasks"]:
        return
    own = {str(row["task_id"]) for row in here.tasks}
    matches = list(_matches(compare(side_of(tie.old), side_of(tie.new)), own, is_old=known == tie.old))
    ids = frozenset(task_id for task_id, _ in matches)
    states[other] = TaskState(
        relations.document(other),
        _tasks(side_of, other, ids),
        tuple(dict.fromkeys(change.summary for _, change in matches)),
        any(change.needs_review for _, change in matches),
    )


def _matches(changes: list[Change], own: set[str], *, is_old: bool) -> Iterator[tuple[str, Change]]:
    """The tasks on the other side that go with one of `own`, with the pair."""
    for change in changes:
        if change.about is not Changed.TASK or change.field is not None or not change.old or not change.new:
            continue
        here, there = (change.old, change.new) if is_old else (change.new, change.old)
        if here.task_id in own:
            yield there.task_id, change


def _tasks(side_of: SideOf, notice_id: str, ids: frozenset[str]) -> tuple[Row, ...]:
    return tuple(row for row in side_of(notice_id).rows["tasks"] if row["task_id"] in ids)
