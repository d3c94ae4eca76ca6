"""How a page of a PDF is turned, and where things stand on it when its text is upright."""

from __future__ import annotations

from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Numbers = list[float]


class Placing(NamedTuple):
    """The page's box in user space, and by how many quarters it is turned with the clock until its text is upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def place_all(self, left: Numbers, top: Numbers, right: Numbers, bottom: Numbers) -> tuple[Numbers, ...]:
        """The boxes of user space as they stand on the upright page, in points from its top left: x0, top, x1, bottom."""
        if self.turn == 0:
            return _less(left, self.left), _from(self.top, top), _less(right, self.left), _from(self.top, bottom)
        if self.turn == 1:
            return _less(bottom, self.bottom), _less(left, self.left), _less(top, self.bottom), _less(right, self.left)
        if self.turn == 2:
            return (
                _from(self.right, right),
                _less(bottom, self.bottom),
                _from(self.right, left),
                _less(top, self.bottom),
            )
        return _from(self.top, top), _from(self.right, right), _from(self.top, bottom), _from(self.right, left)

    def place(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The same for one box."""
        (x0,), (y0,), (x1,), (y1,) = self.place_all([left], [top], [right], [bottom])
        return x0, y0, x1, y1


def placing_of(page: Any, turn: int) -> Placing:
    """Where the page's visible box is; a page without a sound one is taken for a letter page."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right <= box.left or box.top <= box.bottom:
        return Placing(0.0, 0.0, 612.0, 792.0, turn)
    return Placing(box.left, box.bottom, box.right, box.top, turn)


def _less(values: Numbers, origin: float) -> Numbers:
    return [value - origin for value in values]


def _from(origin: float, values: Numbers) -> Numbers:
    return [origin - value for value in values]
