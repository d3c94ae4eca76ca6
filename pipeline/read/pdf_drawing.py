"""What is drawn on a page of a PDF: rulings, the area of pictures, whether text is there that is not shown."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.read.pdf_calls import address, fast
from pipeline.read.pdf_placing import Placing

# A table that fills a page has 2,000 rulings; a map has more, and no tables.
MAX_RULINGS = 20_000
_MAX_OBJECTS = 200_000
_MAX_FORM_DEPTH = 8
# A ruling is thinner than this, in points; what is thicker is an area with four sides.
_THIN = 3.0
# What is shorter is a dot, or a piece of a letter drawn as a shape.
_SHORT = 1.0
_WHITE = 250
_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


class Ruling(NamedTuple):
    """A straight line along an axis; a horizontal one has `top == bottom`, a vertical one `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


# a, b, c, d, e, f of a PDF matrix.
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing:
    """Gathers what is drawn on a page: rulings from its paths, also those inside forms, and the area of its images."""

    def __init__(self, placing: Placing) -> None:
        self.rulings: list[Ruling] = []
        self.image_area = 0.0
        self.has_invisible_text = False
        self.too_dense = False
        self._placing = placing
        self._left = _MAX_OBJECTS

    def read(self, page: Any) -> None:
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), _IDENTITY, 0)

    def _objects(self, found: Iterator[Any], matrix: _Matrix, depth: int) -> None:
        for item in found:
            self._left -= 1
            if self._left < 0 or len(self.rulings) > MAX_RULINGS:
                self.too_dense = True
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = _bounds(item, matrix)
                self.image_area = max(self.image_area, (right - left) * (top - bottom))
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.has_invisible_text |= pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = _times(_matrix(item), matrix)
                children = range(pdfium.FPDFFormObj_CountObjects(item))
                self._objects((pdfium.FPDFFormObj_GetObject(item, index) for index in children), inner, depth + 1)

    def _path(self, path: Any, matrix: _Matrix) -> None:
        if _is_white_area(path):
            return
        left, bottom, right, top = _bounds(path, matrix)
        x0, y0, x1, y1 = self._placing.place(left, top, right, bottom)
        if y1 - y0 <= _THIN or x1 - x0 <= _THIN:
            self._add(x0, y0, x1, y1)
            return
        for (ax, ay), (bx, by) in _segments(path, _times(_matrix(path), matrix)):
            if abs(ax - bx) <= _THIN or abs(ay - by) <= _THIN:
                self._add(*self._placing.place(min(ax, bx), max(ay, by), max(ax, bx), min(ay, by)))
            if len(self.rulings) > MAX_RULINGS:
                return

    def _add(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Adds the middle line of a thin box, as far as it stands on the page."""
        x0, x1 = max(0.0, x0), min(self._placing.width, x1)
        top, bottom = max(0.0, top), min(self._placing.height, bottom)
        if x0 > x1 or top > bottom or max(x1 - x0, bottom - top) < _SHORT:
            return
        if x1 - x0 >= bottom - top:
            middle = (top + bottom) / 2
            self.rulings.append(Ruling(x0, middle, x1, middle))
        else:
            middle = (x0 + x1) / 2
            self.rulings.append(Ruling(middle, top, middle, bottom))


def _is_white_area(path: Any) -> bool:
    """Whether the path only fills an area with white, as web browsers do behind each line of text: nothing to be seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return not known or min(red.value, green.value, blue.value) >= _WHITE or alpha.value == 0


def _bounds(item: Any, matrix: _Matrix) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the object on the page."""
    values = (ctypes.c_float * 4)()
    bounds_of = fast("FPDFPageObj_GetBounds", *[ctypes.c_void_p] * 5)
    start = ctypes.addressof(values)
    bounds_of(address(item), start, start + 4, start + 8, start + 12)
    left, bottom, right, top = values
    if matrix == _IDENTITY:
        return left, bottom, right, top
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _segments(path: Any, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path; curves break it off."""
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 4 * MAX_RULINGS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    """The matrix that applies `first`, then `then`."""
    if then == _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
