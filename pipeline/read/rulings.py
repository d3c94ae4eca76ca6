"""Rulings: the straight lines along an axis that tables are drawn with."""

from __future__ import annotations

from typing import NamedTuple

# A table that fills a page has 2,000 rulings; a map has more, and no tables.
MAX_RULINGS = 20_000
# A ruling is thinner than this, in points; what is thicker is an area with four sides.
THIN = 3.0
# What is shorter is a dot, or a piece of a letter drawn as a shape.
_SHORT = 1.0


class Ruling(NamedTuple):
    """A straight line along an axis; a horizontal one has `top == bottom`, a vertical one `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


def ruling_of(x0: float, top: float, x1: float, bottom: float, width: float, height: float) -> Ruling | None:
    """The middle line of a thin box, as far as it stands on a page of this size; None for a dot."""
    x0, x1 = max(0.0, x0), min(width, x1)
    top, bottom = max(0.0, top), min(height, bottom)
    if x0 > x1 or top > bottom or max(x1 - x0, bottom - top) < _SHORT:
        return None
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        return Ruling(x0, middle, x1, middle)
    middle = (x0 + x1) / 2
    return Ruling(middle, top, middle, bottom)
