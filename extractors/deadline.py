"""Time limits: 2021年3月10日前, 每月28日前, 印发之日起30日内, 长期坚持."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.kinds import Calendar, DeadlineKind, Precision


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit as read. `due_date` is the last day that keeps it; dates are None where nothing says them."""

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
