"""Paths of OFD: letters with their numbers, and arcs as the curves that come next to them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import regex

from pipeline.read.ofd_values import number

Point = tuple[float, float]
Command = tuple[str, list[float]]

# Matches: `M 0 0 L 5 0 C` letter by letter and number by number; does not match: `, `.
_PATH_WORD = regex.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# Numbers behind each letter of a path.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def commands(data: str) -> Iterator[Command]:
    """Letters of a path with their numbers; letters may be followed by several sets of them; what is cut short is left out."""
    words = _PATH_WORD.findall(data)
    letter, index = "", 0
    while index < len(words):
        if words[index].isalpha():
            letter = words[index].upper()
            index += 1
            if letter == "C":
                yield letter, []
            continue
        count = _ARGUMENTS.get(letter, 0)
        values = words[index : index + count]
        if not count or len(values) < count or any(word.isalpha() for word in values):
            index += 1
            continue
        yield letter, [number(word) for word in values]
        index += count


def outline(data: str) -> Iterator[Command]:
    """The path in moves (M), lines (L), curves with two bends (B) and closings (C)."""
    last = start = (0.0, 0.0)
    for letter, values in commands(data):
        if letter == "C":
            yield "C", []
            last = start
            continue
        reached = (values[-2], values[-1])
        if letter in "SM":
            start = reached
            yield "M", values
        elif letter == "Q":
            yield "B", _raised(last, values)
        elif letter == "A":
            yield from _arc(last, values)
        else:
            yield letter, values
        last = reached


def _raised(last: Point, values: list[float]) -> list[float]:
    """A curve with one bend as one with two."""
    (x0, y0), (bx, by, x1, y1) = last, values
    return [(x0 + 2 * bx) / 3, (y0 + 2 * by) / 3, (x1 + 2 * bx) / 3, (y1 + 2 * by) / 3, x1, y1]


def _arc(last: Point, values: list[float]) -> Iterator[Command]:
    """An arc of an ellipse (its radii, turn in degrees, whether the long way, whether with the clock, its end) as curves.

    Source: SVG 1.1, F.6, whose arcs these are.
    """
    rx, ry, degrees, is_large, is_clockwise, x1, y1 = values
    x0, y0 = last
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or last == (x1, y1):
        yield "L", [x1, y1]
        return
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    # Half the way from start to end, in the ellipse's own axes, its radii taken as 1.
    hx = (cos * (x0 - x1) + sin * (y0 - y1)) / 2 / rx
    hy = (cos * (y0 - y1) - sin * (x0 - x1)) / 2 / ry
    length = math.hypot(hx, hy)
    if length > 1:
        rx, ry, hx, hy, length = rx * length, ry * length, hx / length, hy / length, 1.0
    aside = math.sqrt(max(0.0, 1 / (length * length) - 1)) * (-1 if bool(is_large) == bool(is_clockwise) else 1)
    cx, cy = aside * hy, -aside * hx
    first, end = math.atan2(hy - cy, hx - cx), math.atan2(-hy - cy, -hx - cx)
    sweep = (end - first) % math.tau if is_clockwise else -((first - end) % math.tau)
    mx, my = (x0 + x1) / 2 + cos * rx * cx - sin * ry * cy, (y0 + y1) / 2 + sin * rx * cx + cos * ry * cy
    for bends in _curves(first, sweep):
        points = ((mx + cos * rx * u - sin * ry * v, my + sin * rx * u + cos * ry * v) for u, v in bends)
        yield "B", [value for point in points for value in point]


def _curves(first: float, sweep: float) -> Iterator[tuple[Point, Point, Point]]:
    """The bends and ends of curves along the unit circle, each over a quarter at most."""
    count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    step = sweep / count
    pull = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        one, two = first + index * step, first + (index + 1) * step
        (u0, v0), (u1, v1) = (math.cos(one), math.sin(one)), (math.cos(two), math.sin(two))
        yield (u0 - pull * v0, v0 + pull * u0), (u1 + pull * v1, v1 - pull * u1), (u1, v1)
