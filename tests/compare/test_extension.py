"""How long a later notice keeps an earlier one in force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.extension import Extension, extension_of, last_day

ISSUED = "2023-06-01"


def read(sentence: str, text: str = "", before: str = "", *, is_listed: bool = False) -> Extension:
    return extension_of(sentence, text or sentence, before, is_listed=is_listed, issued=ISSUED)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("有效期延长至2031年4月30日", Extension(until="2031-04-30"), id="to a day"),
        pytest.param("继续执行至2022年12月31日", Extension(until="2022-12-31"), id="goes on to a day"),
        pytest.param("有效期延长2年，至2025年12月31日", Extension(until="2025-12-31"), id="by years to a day"),
        pytest.param("有效期延长2年", Extension(months=24), id="by years"),
        pytest.param("经评估，延长有效期两年", Extension(months=24), id="by years, verb first"),
        pytest.param("有效期限再延长六个月", Extension(months=6), id="by months"),
        pytest.param("延期执行1年", Extension(months=12), id="carried on for a year"),
        pytest.param("有效期延长为5年", Extension(months=60, is_whole=True), id="to a length in all"),
        pytest.param("自2023年1月1日起延长五年", Extension(months=60, start="2023-01-01"), id="from a day"),
        pytest.param(
            "自本通知印发之日起继续有效，有效期2年", Extension(months=24, start=ISSUED), id="from the day of issue"
        ),
        pytest.param("《甲办法》继续有效", Extension(goes_on=True), id="goes on"),
        pytest.param("租赁期最长可延长至20年", Extension(), id="a lease"),
        pytest.param("将纳税申报期限延长至2月24日", Extension(), id="a day without a year"),
        pytest.param("许可证有效期5年", Extension(), id="a term of its own"),
    ],
)
def test_what_a_sentence_says(sentence: str, expected: Extension) -> None:
    assert read(sentence) == expected


def test_what_the_sentence_leaves_out_is_what_the_whole_text_says_once() -> None:
    title = "关于延长《甲办法》有效期的通知"
    assert read(title, f"{title}\n经评估，有效期延长3年。") == Extension(months=36)
    assert read(title, f"{title}\n甲有效期延长3年。乙有效期延长5年。") == Extension()


def test_what_stands_in_a_list_is_kept_by_its_heading() -> None:
    assert read("1.甲办法", before="继续有效的文件目录\n", is_listed=True) == Extension(goes_on=True)
    assert read("1.甲办法", before="废止的文件目录\n", is_listed=True) == Extension()


@pytest.mark.parametrize(
    ("extension", "last", "effective", "expected"),
    [
        pytest.param(Extension(until="2031-04-30"), "", "", "2031-04-30", id="a day"),
        pytest.param(Extension(months=24), "2024-06-30", "", "2026-06-30", id="from the last day"),
        pytest.param(Extension(months=12), "2024-02-29", "", "2025-02-28", id="from the end of February"),
        pytest.param(Extension(months=24), "", "", "", id="no last day is known"),
        pytest.param(Extension(months=24), "2023-05-31", "", "", id="the last day was past"),
        pytest.param(Extension(months=60, is_whole=True), "2024-06-30", "2021-07-01", "2026-06-30", id="in all"),
        pytest.param(Extension(months=60, is_whole=True), "2024-06-30", "", "", id="in all, from no day that is known"),
        pytest.param(Extension(months=60, start="2020-02-29"), "", "", "2025-02-28", id="from a leap day"),
        pytest.param(Extension(goes_on=True), "2024-06-30", "", "", id="goes on"),
    ],
)
def test_the_new_last_day(extension: Extension, last: str, effective: str, expected: str) -> None:
    assert last_day(extension, last=last, effective=effective, since=ISSUED) == expected


@given(st.dates().map(str), st.integers(1, 2400))
def test_any_length_from_any_day_has_a_last_day_or_none(day: str, months: int) -> None:
    found = last_day(Extension(months=months, start=day), last="", effective="", since="")
    assert found == "" or found >= day
