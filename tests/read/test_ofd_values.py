"""Numbers, boxes, matrices, offsets and colours as OFD writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.ofd_values import box, is_white, number, offsets


@pytest.mark.parametrize(
    ("text", "value"),
    [("5.6", 5.6), (None, 0.0), ("", 0.0), ("x", 0.0), ("nan", 0.0), ("inf", 0.0), ("1e300", 0.0), ("-3", -3.0)],
)
def test_number(text: str | None, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("0 0 210 297", (0, 0, 210, 297)), ("0,0,210,297", (0, 0, 210, 297)), ("0 0 210", None), (None, None)],
)
def test_box(text: str | None, value: tuple[float, ...] | None) -> None:
    assert box(text) == value


@pytest.mark.parametrize(
    ("text", "count", "values"),
    [
        ("g 3 5 2.5", 9, [5, 5, 5, 2.5]),
        ("3.175 g 2 1.5 4", 9, [3.175, 1.5, 1.5, 4]),
        ("g 999999999999999999999 5", 3, [5, 5, 5]),
        ("1 2 3 4", 2, [1, 2]),
        ("g -1 5 2", 9, [2]),
        ("g 2", 9, [0, 2]),
        ("", 9, []),
        (None, 9, []),
    ],
)
def test_offsets(text: str | None, count: int, values: list[float]) -> None:
    assert offsets(text, count) == values


@given(st.text(" g0123456789.-", max_size=60), st.integers(0, 20))
def test_offsets_are_never_more_than_asked_for(text: str, count: int) -> None:
    assert len(offsets(text, count)) <= count


@pytest.mark.parametrize(
    ("value", "white"),
    [
        ("255 255 255", True),
        ("#FF #ff #FF", True),
        ("252", True),
        ("0 0 0 0", True),
        ("255 255 255 255", False),
        ("255 0 0", False),
        ("#zz", False),
        (None, False),
    ],
)
def test_white(value: str | None, white: bool) -> None:
    assert is_white(value) is white
