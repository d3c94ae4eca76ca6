"""Characters as they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.characters import clean


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("一、制定方案　（牵头单位：市委编办）", "一、制定方案　（牵头单位：市委编办）", id="as it is"),
        pytest.param("\u2f00、\u2f2f作", "一、工作", id="radicals"),
        pytest.param("\u2ed3期\u2ee9河", "长期黄河", id="radicals without decomposition"),
        pytest.param("\uf9dd用", "利用", id="compatibility ideograph"),
        pytest.param("e\ufb03cient", "efficient", id="ligature"),
        pytest.param("2021\u00a0年", "2021 年", id="no-break space"),
        pytest.param("下放\u200b权\ufeff限", "下放权限", id="zero width"),
        pytest.param("合\u00ad作", "合作", id="soft hyphen"),
        pytest.param("１２月", "１２月", id="full width stays"),
        pytest.param("甲\t乙\n丙", "甲\t乙\n丙", id="tab and line end stay"),
    ],
)
def test_clean(written: str, meant: str) -> None:
    assert clean(written) == (meant, ())


@pytest.mark.parametrize(
    ("written", "meant", "warning"),
    [("3月\u202e01日", "3月01日", "direction_marks_dropped"), ("权\x00限\ud800", "权限", "control_characters_dropped")],
)
def test_what_may_mislead_is_a_warning(written: str, meant: str, warning: str) -> None:
    assert clean(written) == (meant, (warning,))


@given(st.text())
def test_any_text_is_clean_after_once(text: str) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned) == (cleaned, ())
    assert cleaned.encode().decode() == cleaned
