"""Numerals of dates, labels and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import numeral


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("12", 12, id="arabic"),
        pytest.param("１５", 15, id="full-width"),
        pytest.param("十", 10, id="ten"),
        pytest.param("十二", 12, id="ten-and-units"),
        pytest.param("三十", 30, id="tens"),
        pytest.param("三十一", 31, id="tens-and-units"),
        pytest.param("廿八", 28, id="old-twenty"),
        pytest.param("卅", 30, id="old-thirty"),
        pytest.param("两", 2, id="two-of-a-measure"),
        pytest.param("二〇二一", 2021, id="year-with-ideographic-zero"),
        pytest.param("二○一一", 2011, id="year-with-circle"),
        pytest.param("二O一一", 2011, id="year-with-letter"),
        pytest.param("二零一零", 2010, id="year-with-zero-word"),
        pytest.param("一百二十", 120, id="hundreds"),
        pytest.param("一百零五", 105, id="hundreds-with-gap"),
        pytest.param("一千零一十", 1010, id="thousands"),
        pytest.param("三万零五", 30005, id="myriads"),
        pytest.param("三十七万", 370000, id="tens-of-myriads"),
    ],
)
def test_reads_a_numeral(written: str, number: int) -> None:
    assert numeral.to_int(written) == number


@pytest.mark.parametrize(
    "written", ["", "年", "十二月", "1.5", "第三", "O", "○", "百十二百", "万", "十十", "三廿", "2021年"]
)
def test_what_is_no_numeral_is_none(written: str) -> None:
    assert numeral.to_int(written) is None


def test_year_is_written_digit_by_digit() -> None:
    assert numeral.to_chinese(2021, digit_by_digit=True) == "二〇二一"


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="expected a number from 0"):
        numeral.to_chinese(number)


@given(st.integers(0, 99_999_999))
def test_numerals_round_trip(number: int) -> None:
    assert numeral.to_int(numeral.to_chinese(number)) == number


@given(st.integers(0, 99_999_999))
def test_digits_round_trip(number: int) -> None:
    assert numeral.to_int(numeral.to_chinese(number, digit_by_digit=True)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = numeral.to_int(text)
    assert number is None or number >= 0
