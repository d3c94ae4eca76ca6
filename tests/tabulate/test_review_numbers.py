from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tabulate.review_numbers import pack, reasons


@pytest.mark.parametrize(
    ("numbers", "packed"),
    [([], ""), ([3], "#3"), ([2, 5, 6, 7], "#2,#5-7"), ([1, 2], "#1-2"), ([1, 3, 5], "#1,#3,#5")],
)
def test_numbers_are_packed_as_ranges(numbers: list[int], packed: str) -> None:
    assert pack(numbers) == packed


def test_pages_of_another_warning_are_no_tasks() -> None:
    assert reasons(["no_text_layer:3-5", "annex_missing", "torn_bracket:#2,#4-6"], 4) == ["torn_bracket"]


@given(st.sets(st.integers(1, 200)))
def test_a_packed_number_is_found_again(numbers: set[int]) -> None:
    warnings = [f"torn_bracket:{pack(sorted(numbers))}"]
    assert {seq for seq in range(1, 202) if reasons(warnings, seq)} == numbers
