"""Working days by the State Council's calendar of holidays and of the weekends that are worked for them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_YEAR_DAYS = 366
# More working days than any notice gives; hostile text names more.
_MOST = 1_000


def later(day: date, count: int) -> date | None:
    """The working day that is `count` (from 1) working days after `day`; None where a year's calendar is not known.

    Source: 国务院办公厅关于部分节假日安排的通知 of each year, as the package chinesecalendar holds them.
    """
    if not 0 < count <= _MOST:
        return None
    for year in range(day.year, day.year + 2 + count // 200):
        days = _working_days(year)
        if days is None:
            return None
        left = [each for each in days if each > day]
        if count <= len(left):
            return left[count - 1]
        count -= len(left)
    return None


@cache
def _working_days(year: int) -> tuple[date, ...] | None:
    """The working days of a year in order, None where the calendar lacks the year."""
    import chinese_calendar  # type: ignore[import-untyped]  # loaded only where a notice counts working days

    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(_YEAR_DAYS))
    try:
        return tuple(day for day in days if day.year == year and chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
