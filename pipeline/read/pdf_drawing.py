"""What is drawn on a page of a PDF: rulings, the area of pictures, whether text is there that is not shown."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.read.matrix import IDENTITY, Matrix, apply, bounds, times
from pipeline.read.pdf_calls import address, fast
from pipeline.read.pdf_placing import Placing
from pipeline.read.rulings import MAX_RULINGS, THIN, Ruling, ruling_of

_MAX_OBJECTS = 200_000
_MAX_FORM_DEPTH = 8
_WHITE = 250
# A path with more segments is no single rectangle.
_RECTANGLE = 5
# What lies under an area was drawn not long before it: among so many.
_SHADES = 64
# Sides this near are one, in points.
_SAME_SIDE = 0.5
# A picture that is so much of the page hides the text that was drawn before it.
_COVERING = 0.5
_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

# Red, green, blue, alpha.
_Colour = tuple[int, int, int, int]
# Left, top, right, bottom on the upright page.
_Box = tuple[float, float, float, float]


class _Shade(NamedTuple):
    """A rectangle that is filled with a colour."""

    colour: _Colour
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        near = _SAME_SIDE
        return self.x0 <= x0 + near and self.top <= top + near and x1 - near <= self.x1 and bottom - near <= self.bottom


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
        self._shades: deque[_Shade] = deque(maxlen=_SHADES)

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
        left, bottom, right, top = _bounds(path, matrix)
        x0, y0, x1, y1 = box = self._placing.place(left, top, right, bottom)
        is_thin = y1 - y0 <= THIN or x1 - x0 <= THIN
        if _is_area(path) and self._is_unseen(path, box, is_thin):
            return
        if is_thin and pdfium.FPDFPath_CountSegments(path) <= _RECTANGLE:
            self._add(*box)
            return
        pieces = [
            self._placing.place(min(ax, bx), max(ay, by), max(ax, bx), min(ay, by))
            for (ax, ay), (bx, by) in _segments(path, times(_matrix(path), matrix))
        ]
        for piece in _runs(pieces, box) if is_thin else pieces:
            if min(piece[2] - piece[0], piece[3] - piece[1]) <= THIN:
                self._add(*piece)
            if len(self.rulings) > MAX_RULINGS:
                return

    def _is_unseen(self, area: Any, box: _Box, is_thin: bool) -> bool:
        """Whether an area is white, as web browsers fill it behind each line of text, or lies in one of its own colour, as
        Word shades the paragraphs of a shaded cell once more. Thin ones are rulings, also where a header has their colour."""
        colour = _fill_colour(area)
        is_white = min(colour[:3]) >= _WHITE
        if is_thin or colour[3] == 0:
            return is_white
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        under = None if is_white else next((s for s in reversed(self._shades) if s.holds(x, y, x, y)), None)
        if pdfium.FPDFPath_CountSegments(area) <= _RECTANGLE:
            self._shades.append(_Shade(colour, *box))
        return is_white or (under is not None and under.colour == colour and under.holds(*box))

    def _add(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if ruling := ruling_of(x0, top, x1, bottom, self._placing.width, self._placing.height):
            self.rulings.append(ruling)


def _is_area(path: Any) -> bool:
    """Whether the path fills an area and draws no outline."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return not stroke.value


def _fill_colour(area: Any) -> _Colour:
    """The colour of an area, white without alpha where it shows nothing."""
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(area, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue, alpha) if known and alpha else (_WHITE, _WHITE, _WHITE, 0)


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


def _runs(pieces: list[_Box], whole: _Box) -> list[_Box]:
    """The stretches of a thin path that no wide gap parts: dots and dashes make one ruling, the pieces of a ruling under
    some of a row's cells as many as there are."""
    x0, top, x1, bottom = whole
    start, end = (0, 2) if x1 - x0 >= bottom - top else (1, 3)
    stretches: list[list[float]] = []
    for piece in sorted(pieces, key=lambda piece: piece[start]):
        if stretches and piece[start] - stretches[-1][1] <= THIN:
            stretches[-1][1] = max(stretches[-1][1], piece[end])
        else:
            stretches.append([piece[start], piece[end]])
    if not stretches:
        return [whole]
    if start == 0:
        return [(first, top, last, bottom) for first, last in stretches]
    return [(x0, first, x1, last) for first, last in stretches]


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
