"""Periods of the calendar, where the year comes from."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import period

REFERENCE = date(2020, 2, 11)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param(
            "2019年完成，6月验收",
            ["2019-01-01/2019-12-31", "2020-06-01/2020-06-30"],
            id="a-past-year-is-not-carried-on",
        ),
        pytest.param(
            "2021年3月完成，6月验收", ["2021-03-01/2021-03-31", "2021-06-01/2021-06-30"], id="a-year-to-come-is"
        ),
        pytest.param(
            "2021年3月完成。6月验收", ["2021-03-01/2021-03-31", "2020-06-01/2020-06-30"], id="not-over-a-sentence-end"
        ),
        pytest.param("2019年末余额", ["2019-01-01/2019-12-31"], id="end-as-a-base"),
        pytest.param("2021年3月10日至4月5日", ["2021-03-10/2021-04-05"], id="second-end-takes-the-year"),
        pytest.param("11月至次年3月", ["2020-11-01/2021-03-31"], id="over-the-year"),
        pytest.param(
            "2021年5月至2020年3月", ["2021-05-01/2021-05-31", "2020-03-01/2020-03-31"], id="no-range-backwards"
        ),
        pytest.param("2月30日、三年内、三个月、年初", [], id="none"),
        pytest.param("2月29日", ["2020-02-29/2020-02-29"], id="leap-day"),
    ],
)
def test_spans(text: str, spans: list[str]) -> None:
    assert [f"{item.earliest}/{item.latest}" for item in period.find(text, REFERENCE)] == spans


def test_without_a_year_or_a_reference_the_dates_stay_unknown() -> None:
    (item,) = period.find("3月底", None)
    assert (item.earliest, item.latest, item.edge) == (None, None, "底")
