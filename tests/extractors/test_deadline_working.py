"""Working days by the State Council's calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import deadline_working


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        pytest.param(date(2021, 3, 8), 5, date(2021, 3, 15), id="over-a-weekend"),
        pytest.param(date(2021, 9, 30), 5, date(2021, 10, 13), id="national-day-and-a-worked-saturday"),
        pytest.param(date(2020, 1, 20), 10, date(2020, 2, 11), id="spring-festival-made-longer"),
        pytest.param(date(2020, 12, 31), 1, date(2021, 1, 4), id="over-the-year"),
        pytest.param(date(2026, 12, 30), 5, None, id="into-a-year-without-a-calendar"),
        pytest.param(date(2003, 5, 1), 5, None, id="before-the-first-calendar"),
        pytest.param(date(2031, 5, 1), 5, None, id="behind-the-last-calendar"),
        pytest.param(date(2021, 3, 8), 0, None, id="no-days"),
    ],
)
def test_later(day: date, count: int, last: date | None) -> None:
    assert deadline_working.later(day, count) == last


@given(st.dates(date(2004, 1, 1), date(2025, 12, 31)), st.integers(1, 60))
def test_one_working_day_more_is_later(day: date, count: int) -> None:
    first, second = deadline_working.later(day, count), deadline_working.later(day, count + 1)
    assert first is not None and first > day
    assert second is None or second > first
