"""What is drawn on a page of a PDF: rulings, the area of pictures, whether text is there that is not shown."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.read.matrix import IDENTITY, Matrix, apply, bounds, times
from pipeline.read.pdf_calls import address, fast
from pipeline.read.pdf_placing import Placing
from pipeline.read.rulings import MAX_RULINGS, THIN, Ruling, ruling_of

_MAX_OBJECTS = 200_000
_MAX_FORM_DEPTH = 8
_WHITE = 250
# A picture that is so much of the page hides the text that was drawn before it.
_COVERING = 0.5
_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


class Drawing:
    """Gathers what is drawn on a page: rulings from its paths, also those inside forms, and the area of its images."""

    def __init__(self, placing: Placing) -> None:
        self.rulings: list[Ruling] = []
        self.image_area = 0.0
        self.has_invisible_text = False
        self.too_dense = False
        self._has_text = False
        self._placing = placing
        self._left = _MAX_OBJECTS

    def read(self, page: Any) -> None:
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), IDENTITY, 0)

    def _objects(self, found: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for item in found:
            self._left -= 1
            if self._left < 0 or len(self.rulings) > MAX_RULINGS:
                self.too_dense = True
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._has_text = True
                self.has_invisible_text |= pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = times(_matrix(item), matrix)
                children = range(pdfium.FPDFFormObj_CountObjects(item))
                self._objects((pdfium.FPDFFormObj_GetObject(item, index) for index in children), inner, depth + 1)

    def _image(self, image: Any, matrix: Matrix) -> None:
        left, bottom, right, top = _bounds(image, matrix)
        area = (right - left) * (top - bottom)
        self.image_area = max(self.image_area, area)
        if self._has_text and area >= _COVERING * self._placing.width * self._placing.height:
            self.has_invisible_text |= not pdfium.FPDFPageObj_HasTransparency(image)

    def _path(self, path: Any, matrix: Matrix) -> None:
        if _is_white_area(path):
            return
        left, bottom, right, top = _bounds(path, matrix)
        x0, y0, x1, y1 = self._placing.place(left, top, right, bottom)
        if y1 - y0 <= THIN or x1 - x0 <= THIN:
            self._add(x0, y0, x1, y1)
            return
        for (ax, ay), (bx, by) in _segments(path, times(_matrix(path), matrix)):
            if abs(ax - bx) <= THIN or abs(ay - by) <= THIN:
                self._add(*self._placing.place(min(ax, bx), max(ay, by), max(ax, bx), min(ay, by)))
            if len(self.rulings) > MAX_RULINGS:
                return

    def _add(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if ruling := ruling_of(x0, top, x1, bottom, self._placing.width, self._placing.height):
            self.rulings.append(ruling)


def _is_white_area(path: Any) -> bool:
    """Whether the path only fills an area with white, as web browsers do behind each line of text: nothing to be seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return not known or min(red.value, green.value, blue.value) >= _WHITE or alpha.value == 0


def _bounds(item: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the object on the page."""
    values = (ctypes.c_float * 4)()
    bounds_of = fast("FPDFPageObj_GetBounds", *[ctypes.c_void_p] * 5)
    start = ctypes.addressof(values)
    bounds_of(address(item), start, start + 4, start + 8, start + 12)
    left, bottom, right, top = values
    if matrix == IDENTITY:
        return left, bottom, right, top
    return bounds(matrix, left, bottom, right, top)


def _segments(path: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path; curves break it off."""
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 4 * MAX_RULINGS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
