"""What a comparison of two notices says: pairs of clauses and tasks, and what changed in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Changed(StrEnum):
    """What a change is about."""

    NOTICE = "notice"
    SECTION = "section"
    TASK = "task"
    ASSIGNMENT = "assignment"
    DEADLINE = "deadline"


class ChangeType(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    UNCHANGED = "unchanged"


class Field(StrEnum):
    """Which side of it changed."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    DUE_DATE = "due_date"
    FIGURE = "figure"
    STRENGTH = "strength"
    SCOPE = "scope"
    WORDING = "wording"
    UNIT_RENAMED = "unit_renamed"


@dataclass(frozen=True, slots=True)
class Point:
    """One side of a change: label of the clause, task where it is about one, offsets of the notice's text."""

    label: str
    start: int
    end: int
    task_id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of `changes`: a pair (`field` None), or what changed in it. `old` is None for what is added, `new` for what
    is removed. `summary` is a sentence in Chinese; of a pair `own` is what of it speaks of the pair itself, not of what changed
    in it (由二（三）移至二（四）), and `is_moved` says that its pieces stand elsewhere. `from_role` is the role that a unit had
    before, where it has another one now."""

    about: Changed
    type: ChangeType
    old: Point | None
    new: Point | None
    summary: str
    field: Field | None = None
    old_value: str = ""
    new_value: str = ""
    days_shift: int | None = None
    similarity: float | None = None
    method: str = ""
    needs_review: bool = False
    own: str = ""
    is_moved: bool = False
    from_role: Field | None = None
