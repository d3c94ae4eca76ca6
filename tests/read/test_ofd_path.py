"""Paths of OFD become lines and curves that go where they said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.ofd_path import Command, outline


def along(start: tuple[float, float], curve: list[float], t: float) -> tuple[float, float]:
    """The point of a curve with two bends at 0 to 1 of its way."""
    points = [start, *zip(curve[::2], curve[1::2], strict=True)]
    weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
    return tuple(sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))  # type: ignore[return-value]


def ends(path: list[Command]) -> list[tuple[float, float]]:
    return [(round(values[-2], 6), round(values[-1], 6)) for _, values in path if values]


@pytest.mark.parametrize(
    ("data", "letters", "last"),
    [
        ("S 1 1 L 5 1 L 5 4 C", "MLLC", (5, 4)),
        ("M 0 0 L 5 0 6 0", "MLL", (6, 0)),
        ("M 0 0 Q 3 6 6 0", "MB", (6, 0)),
        ("M 0 0 B 1 1 2 2 3 3", "MB", (3, 3)),
        ("M 0 0 A 0 5 0 0 1 4 4", "ML", (4, 4)),
        ("M 0 0 A 5 5 0 0 1 10 0", "MBB", (10, 0)),
        ("M 0 0 L 5", "M", (0, 0)),
        ("#, N 7 7", "", None),
    ],
    ids=["start", "letter once", "one bend", "two bends", "arc without width", "half a circle", "cut short", "no path"],
)
def test_letters(data: str, letters: str, last: tuple[int, int] | None) -> None:
    path = list(outline(data))
    assert "".join(letter for letter, _ in path) == letters
    assert (ends(path) or [None])[-1] == last


def test_a_curve_with_one_bend_keeps_its_middle() -> None:
    (_, (_, curve)) = outline("M 0 0 Q 3 6 6 0")
    assert along((0, 0), curve, 0.5) == pytest.approx((3, 3))


@pytest.mark.parametrize(
    ("flags", "middle"),
    [("0 1", (2.929, -7.071)), ("0 0", (7.071, -2.929)), ("1 1", (-7.071, -17.071)), ("1 0", (17.071, 7.071))],
    ids=["short, with the clock", "short, against it", "long, with the clock", "long, against it"],
)
def test_an_arc_goes_its_way_around(flags: str, middle: tuple[float, float]) -> None:
    """From (0, 0) to (10, -10) by a radius of 10; y goes down the page, so 1 is with the clock."""
    path = list(outline(f"M 0 0 A 10 10 0 {flags} 10 -10"))
    curves = [values for letter, values in path if letter == "B"]
    starts = [(0.0, 0.0), *((curve[4], curve[5]) for curve in curves)]
    points = [along(start, curve, t / 20) for start, curve in zip(starts, curves, strict=False) for t in range(21)]
    assert min(math.dist(point, middle) for point in points) < 0.1


@given(st.floats(1, 50), st.floats(0.5, 2), st.integers(0, 180), st.booleans(), st.booleans(), st.floats(-80, 80))
def test_every_point_of_an_arc_lies_on_an_ellipse(
    radius: float, ratio: float, turn: int, large: bool, clockwise: bool, x: float
) -> None:
    """Turned back and squeezed to a circle, all of an arc is as far from one point."""
    path = list(outline(f"M 0 0 A {radius} {radius * ratio} {turn} {large:d} {clockwise:d} {x} 7"))
    curves = [values for letter, values in path if letter == "B"]
    starts = [(0.0, 0.0), *((curve[4], curve[5]) for curve in curves)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    found = [along(s, c, t / 4) for s, c in zip(starts, curves, strict=False) for t in range(5)]
    round_ = [(u * cos + v * sin, (v * cos - u * sin) / ratio) for u, v in found]
    (ax, ay), (bx, by), (cx, cy) = round_[0], round_[2], round_[-1]
    assert ends(path)[-1] == (round(x, 6), 7)
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(twice) < 1e-3:
        return
    ux = ((ax**2 + ay**2) * (by - cy) + (bx**2 + by**2) * (cy - ay) + (cx**2 + cy**2) * (ay - by)) / twice
    uy = ((ax**2 + ay**2) * (cx - bx) + (bx**2 + by**2) * (ax - cx) + (cx**2 + cy**2) * (bx - ax)) / twice
    distances = [math.dist(point, (ux, uy)) for point in round_]
    assert max(distances) - min(distances) < 0.01 * max(distances)
