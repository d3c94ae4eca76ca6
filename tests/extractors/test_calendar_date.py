"""Calendar dates as notices write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import calendar_date, numeral
from extractors.calendar_date import PartialDate
from extractors.kinds import Precision


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("2021年3月5日", PartialDate(2021, 3, 5), id="standard"),
        pytest.param("2021 年 3 月 5 日", PartialDate(2021, 3, 5), id="blanks"),
        pytest.param("2021年3月\n5日", PartialDate(2021, 3, 5), id="line-break-before-day"),
        pytest.param("2021\n年3月5日", PartialDate(2021, 3, 5), id="line-break-before-year-word"),
        pytest.param("202\n1年3月5日", PartialDate(2021, 3, 5), id="line-break-between-digits"),
        pytest.param("2 0 2 1 年 3 月 5 日", PartialDate(2021, 3, 5), id="spaced-out"),
        pytest.param("２０２１年３月５日", PartialDate(2021, 3, 5), id="full-width"),
        pytest.param("二○一一年三月五日", PartialDate(2011, 3, 5), id="circle-for-zero"),
        pytest.param("二〇一一年十二月三十一日", PartialDate(2011, 12, 31), id="ideographic-zero"),
        pytest.param("二零一零年十月十日", PartialDate(2010, 10, 10), id="zero-word"),
        pytest.param("二O一一年三月五日", PartialDate(2011, 3, 5), id="letter-for-zero"),
        pytest.param("二〇二一年三月廿五日", PartialDate(2021, 3, 25), id="old-twenty"),
        pytest.param("2021-03-05", PartialDate(2021, 3, 5), id="iso"),
        pytest.param("2021.3.5", PartialDate(2021, 3, 5), id="dots"),
        pytest.param("2021/3/5", PartialDate(2021, 3, 5), id="slashes"),
        pytest.param("2021-03-05 10:20", PartialDate(2021, 3, 5), id="with-the-hour"),
        pytest.param("2021年3月", PartialDate(2021, 3), id="month"),
        pytest.param("2021年", PartialDate(2021), id="year"),
        pytest.param("附件1 2021年3月", PartialDate(2021, 3), id="a-number-before"),
    ],
)
def test_reads_a_date_as_far_as_it_is_written(text: str, value: PartialDate) -> None:
    assert [match.value for match in calendar_date.find(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("201903015", id="digits-run-together"),
        pytest.param("2019年2月29日", id="day-of-no-calendar"),
        pytest.param("2021年13月", id="month-of-no-calendar"),
        pytest.param("2021-13-05", id="iso-month-of-no-calendar"),
        pytest.param("2021-03-050", id="day-of-three-digits"),
        pytest.param("豫政〔2021〕9号", id="doc-number"),
        pytest.param("三年行动计划", id="number-of-years"),
        pytest.param("3月5日", id="no-year"),
    ],
)
def test_what_is_no_date_is_passed_over(text: str) -> None:
    assert calendar_date.find(text) == []


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "precision"),
    [
        (PartialDate(2020, 2, 29), date(2020, 2, 29), date(2020, 2, 29), Precision.DAY),
        (PartialDate(2020, 2), date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH),
        (PartialDate(2021), date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR),
    ],
    ids=["day", "month", "year"],
)
def test_a_partial_date_stays_partial(value: PartialDate, earliest: date, latest: date, precision: Precision) -> None:
    assert (value.earliest, value.latest, value.precision) == (earliest, latest, precision)


def test_full_is_the_first_date_with_a_day() -> None:
    assert calendar_date.full("2021年工作要点\n2021 年 3 月 5 日印发") == date(2021, 3, 5)


def test_full_is_none_where_no_day_is_named() -> None:
    assert calendar_date.full("2021年3月") is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_round_trip_in_both_numerals(day: date) -> None:
    arabic = f"{day.year}年{day.month}月{day.day}日"
    assert calendar_date.full(arabic) == day
    year = numeral.to_chinese(day.year, digit_by_digit=True)
    assert calendar_date.full(f"{year}年{numeral.to_chinese(day.month)}月{numeral.to_chinese(day.day)}日") == day


@given(st.text(alphabet="2021年月日三十二○〇零 　\n\t-./5《》（）", max_size=40))
def test_evidence_is_the_text_of_the_span(text: str) -> None:
    for match in calendar_date.find(text):
        assert match.text == text[match.start : match.end]
        assert match.value.earliest <= match.value.latest
