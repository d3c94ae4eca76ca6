"""A time limit as read, and what may turn out to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.duration import Unresolved
from extractors.kinds import Calendar, DeadlineKind, Precision


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit as read. `due_date` is the last day that keeps it; dates are None where nothing says them.

    `resolved` is false where a date is meant that the text and the notice's own day do not give; `unresolved` says why.
    """

    kind: DeadlineKind
    start_date: date | None = None
    due_date: date | None = None
    precision: Precision | None = None
    inclusive: bool = True
    anchor_text: str = ""
    anchor_date: date | None = None
    recurrence: str = ""
    calendar: Calendar = Calendar.UNSPECIFIED
    action: str = ""
    resolved: bool = True
    unresolved: Unresolved | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time expression of the folded text that may be a limit; `bare` ones count only where a limit is stated."""

    start: int
    end: int
    value: TimeLimit
    rule_id: str
    bare: bool = False
    core: int = -1

    @property
    def core_start(self) -> int:
        """Where the expression begins without 到, 至 before it."""
        return self.start if self.core < 0 else self.core
