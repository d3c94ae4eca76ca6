"""Numbers as the cells of a spreadsheet show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.number_format import BUILT_IN, hides_text, shown

CASES = [
    (3.0, "General", "3"),
    (0.1 + 0.2, "General", "0.3"),
    (-2.5, "General", "-2.5"),
    (130_000_000_000.0, "General", "130000000000"),
    (44286.0, 'yyyy"年"m"月"d"日"', "2021年3月31日"),
    (44286.0, "yyyy\\-mm\\-dd", "2021-03-31"),
    (44286.0, "yyyy/m/d;@", "2021/3/31"),
    (44286.0, 'm"月"d"日"', "3月31日"),
    (44286.0, "[$-804]yyyy年m月", "2021年3月"),
    (44286.0, "yyyy.mm.dd", "2021.03.31"),
    (44286.0, "[$-F800]dddd, mmmm dd, yyyy", "2021年3月31日"),
    (44286.0, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二一年三月三十一日"),
    (44484.0, '[DBNum1]m"月"d"日"', "十月十五日"),
    (44286.0, "yyyy年m月d日 aaaa", "2021年3月31日 星期三"),
    (44286.0, "d-mmm-yy", "31-Mar-21"),
    (44286.75, "yyyy/m/d h:mm", "2021/3/31 18:00"),
    (0.5208333, "h:mm AM/PM", "12:30 PM"),
    (0.0, "上午/下午h时mm分", "上午12时00分"),
    (1.5, "[h]:mm:ss", "36:00:00"),
    (-1.0, "yyyy/m/d", "-1"),
    (0.5, "0%", "50%"),
    (0.125, "0.0%", "12.5%"),
    (0.985, "0%", "99%"),
    (1234567.0, "#,##0", "1,234,567"),
    (1234.5, "#,##0.00_ ", "1,234.50 "),
    (1234567.0, "0.0,", "1234.6"),
    (2.5, "0.##", "2.5"),
    (0.5, "#.0", ".5"),
    (7.0, "000", "007"),
    (3.0, '"第"0"项"', "第3项"),
    (3.0, "0个", "3个"),
    (1200.0, "[$¥-804]#,##0.00", "¥1,200.00"),
    (-5.0, "0.0", "-5.0"),
    (-5.0, "0.0;[Red](0.0)", "(5.0)"),
    (0.0, '0;-0;"—"', "—"),
    (12345.0, "0.00E+00", "1.23E+04"),
    (5.0, ";;;", ""),
    (5.0, "@", "5"),
    (5.0, "# ?/?", "5"),
    (150.0, '[>=100]"多";"少"', "150"),
]


@pytest.mark.parametrize(("value", "code", "expected"), CASES, ids=lambda each: str(each))
def test_a_number_is_shown_as_its_format_says(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_may_count_from_1904() -> None:
    assert shown(42824.0, "yyyy-mm-dd", from_1904=True) == "2021-03-31"


def test_a_format_may_hide_text() -> None:
    assert hides_text(";;;")
    assert not hides_text("0;-0;0;@")


@pytest.mark.parametrize("code", BUILT_IN.values())
def test_a_built_in_format_gives_text(code: str) -> None:
    assert shown(44286.25, code)


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='yYmdhsaeE0#?.,%;"\\_*[]$<>-+@年/ ', max_size=20)
)
def test_no_code_makes_it_fail(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
