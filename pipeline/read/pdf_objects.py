"""What PDFium finds on a page of a PDF: glyphs with their boxes, rulings, images.

PDFium can be killed or hung by a small hostile file: this runs in a limited child process only.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
import regex

from pipeline.errors import ReadError
from pipeline.read.pdf_calls import address, fast
from pipeline.read.pdf_drawing import Drawing
from pipeline.read.pdf_placing import Placing, placing_of
from pipeline.read.rulings import Ruling

# The largest compendium seen has some 1,200 pages; PDFium takes 100,000 that are one and the same object.
MAX_PAGES = 5_000
# A page of small print has 10,000 glyphs.
MAX_GLYPHS = 200_000
# Less than this is no quarter turn, in degrees.
_TURN_TOLERANCE = 5.0
# A glyph is no higher than this, in parts of its font's size; where the font says more it is wrong (a Symbol font: 2.5).
_TALLEST = 1.8
# PDFium's mark of a hyphen at the end of a line. Matches: `\x02`. Does not match: `-`.
_HYPHENS = regex.compile("[\x02\ufffe]")


class Glyph(NamedTuple):
    """A character where it stands on the upright page: points, origin at the top left; `number` is PDFium's own."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read, turned so that its text stands upright.

    `aside` is text that stands at an angle to the rest (watermarks, notes on the margin). `sizes` are the font sizes of
    asked glyphs. `image_share` is the part of the page that its largest image covers; `turned` and `skew` are as in
    `Frame`. `blur` is by how much a line may seem shorter than it was set, in points: of a picture only the ink is known.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...]
    aside: tuple[str, ...]
    image_share: float
    unmapped_share: float
    has_invisible_text: bool
    too_dense: bool
    sizes: Callable[[int], float]
    turned: int = 0
    skew: float = 0.0
    blur: float = 0.0


class Document:
    """An open PDF, to be used as a context.

    Raises: ReadError `encrypted`, `broken_pdf`, `no_pages`, `too_many_pages`.
    """

    def __init__(self, data: bytes) -> None:
        _library()
        # PDFium reads from this memory until the document is closed.
        self._data = data
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise _not_opened(pdfium.FPDF_GetLastError())
        self.page_count = int(pdfium.FPDF_GetPageCount(self._document))
        if not 0 < self.page_count <= MAX_PAGES:
            self.close()
            raise _wrong_page_count(self.page_count)

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._document:
            pdfium.FPDF_CloseDocument(self._document)
        self._document = None

    def pages(self) -> Iterator[Page | None]:
        """Each page in order, None for one that cannot be loaded; a page's `sizes` can be asked until the next is taken."""
        for index in range(self.page_count):
            page = pdfium.FPDF_LoadPage(self._document, index)
            if not page:
                yield None
                continue
            text_page = pdfium.FPDFText_LoadPage(page)
            try:
                yield _page(page, text_page, index + 1) if text_page else None
            finally:
                if text_page:
                    pdfium.FPDFText_ClosePage(text_page)
                pdfium.FPDF_ClosePage(page)


@cache
def _library() -> bool:
    pdfium.FPDF_InitLibrary()
    return True


def _not_opened(error: int) -> ReadError:
    if error == pdfium.FPDF_ERR_PASSWORD:
        return ReadError("the PDF needs a password to be opened; save it without one", reason_code="encrypted")
    if error == pdfium.FPDF_ERR_SECURITY:
        return ReadError(
            "the PDF is protected in a way that is not known; print it to a new PDF", reason_code="encrypted"
        )
    return ReadError(
        "expected a PDF, but it is broken beyond repair; open it in a viewer and save or print it again",
        reason_code="broken_pdf",
    )


def _wrong_page_count(count: int) -> ReadError:
    if count < 1:
        return ReadError("the PDF has no pages; check whether the file was saved completely", reason_code="no_pages")
    return ReadError(
        f"the PDF has {count} pages, more than {MAX_PAGES}; split it into its documents", reason_code="too_many_pages"
    )


def _page(page: Any, text_page: Any, number: int) -> Page:
    count = max(0, min(int(pdfium.FPDFText_CountChars(text_page)), MAX_GLYPHS))
    text = _text(text_page, count)
    turns = _turns(text_page, text)
    turn = _main_turn(turns, page)
    placing = placing_of(page, turn)
    boxes = _boxes(text_page, count)
    aside = tuple(
        text[start:end].strip() for (start, end), its in turns.items() if its != turn and text[start:end].strip()
    )
    askew = {index for span, its in turns.items() if its != turn for index in range(*span)}
    glyphs = _trimmed(_glyphs(text, boxes, askew, placing), text_page, placing)
    drawing = Drawing(placing)
    drawing.read(page)
    return Page(
        number,
        placing.width,
        placing.height,
        glyphs,
        tuple(drawing.rulings),
        aside,
        drawing.image_area / max(1.0, placing.width * placing.height),
        _unmapped_share(text_page, glyphs),
        drawing.has_invisible_text,
        drawing.too_dense or count == MAX_GLYPHS,
        lambda index: _font_size(text_page, index),
        # A viewer has turned the page by what the file says.
        (int(pdfium.FPDFPage_GetRotation(page)) - turn) % 4,
    )


def _text(text_page: Any, count: int) -> str:
    """One character for each of PDFium's, in its order."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = int(pdfium.FPDFText_GetText(text_page, 0, count, buffer))
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return _HYPHENS.sub("-", text)
    # Characters without a code point are not in the text: asked one by one, the others keep their places.
    code = fast("FPDFText_GetUnicode", ctypes.c_void_p, ctypes.c_int)
    handle = address(text_page)
    return "".join(_character(code(handle, index)) for index in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _boxes(text_page: Any, count: int) -> list[float]:
    """Left, top, right, bottom of each character in user space, as one flat list."""
    rectangles = (pdfium.FS_RECTF * count)()
    box_of = fast("FPDFText_GetLooseCharBox", ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    handle, start, size = address(text_page), ctypes.addressof(rectangles), ctypes.sizeof(pdfium.FS_RECTF)
    for index in range(count):
        box_of(handle, index, start + index * size)
    return array("f", bytes(rectangles)).tolist()


def _turns(text_page: Any, text: str) -> dict[tuple[int, int], int]:
    """For each run that PDFium keeps on a line its quarter turns against the clock, -1 where it stands askew."""
    angle_of = pdfium.FPDFText_GetCharAngle
    turns: dict[tuple[int, int], int] = {}
    start = 0
    for run in text.splitlines(keepends=True):
        end = start + len(run)
        if stripped := run.lstrip():
            degrees = math.degrees(angle_of(text_page, end - len(stripped)))
            quarters = round(degrees / 90)
            # PDFium counts with the clock.
            turns[start, end] = -quarters % 4 if abs(degrees - 90 * quarters) <= _TURN_TOLERANCE else -1
        start = end
    return turns


def _main_turn(turns: dict[tuple[int, int], int], page: Any) -> int:
    weights: Counter[int] = Counter()
    for (start, end), turn in turns.items():
        if turn >= 0:
            weights[turn] += end - start
    return weights.most_common(1)[0][0] if weights else int(pdfium.FPDFPage_GetRotation(page)) % 4


def _glyphs(text: str, boxes: list[float], askew: set[int], placing: Placing) -> tuple[Glyph, ...]:
    """The characters on the page; blanks only where the file itself has one: those that PDFium put in have no box."""
    left, top, right, bottom = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    columns = placing.place_all(left, top, right, bottom)
    width, height = placing.width, placing.height
    # A point that hangs over the line's end has no width either: only blanks without a box are left out.
    return tuple(
        glyph
        for glyph in map(Glyph._make, zip(text, *columns, range(len(text)), strict=True))
        if glyph[1] < width
        and glyph[3] >= 0
        and glyph[2] < height
        and glyph[4] > 0
        and (glyph[1] < glyph[3] or not glyph[0].isspace())
        and glyph[5] not in askew
    )


def _trimmed(glyphs: tuple[Glyph, ...], text_page: Any, placing: Placing) -> tuple[Glyph, ...]:
    """The glyphs, those that are higher than their font's size allows as high as what is drawn: a bullet of such a font
    would reach into the line above its own."""
    if not glyphs:
        return glyphs
    heights = sorted(glyph.bottom - glyph.top for glyph in glyphs)
    usual = _TALLEST * heights[len(heights) // 2]
    return tuple(
        _as_drawn(glyph, text_page, placing)
        if glyph.bottom - glyph.top > usual
        and glyph.bottom - glyph.top > _TALLEST * _font_size(text_page, glyph.number)
        else glyph
        for glyph in glyphs
    )


def _as_drawn(glyph: Glyph, text_page: Any, placing: Placing) -> Glyph:
    """The glyph with the height of its ink, as it is where it has none."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, glyph.number, left, right, bottom, top):
        return glyph
    _, y0, _, y1 = placing.place(left.value, top.value, right.value, bottom.value)
    return glyph._replace(top=y0, bottom=y1) if glyph.top <= y0 < y1 <= glyph.bottom else glyph


def _font_size(text_page: Any, index: int) -> float:
    """The size in which the character is shown: the font's size times what the text's matrix makes of it."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return size
    return size * math.hypot(matrix.c, matrix.d)


def _unmapped_share(text_page: Any, glyphs: tuple[Glyph, ...]) -> float:
    """The share of characters whose font does not say what they mean; PDFium then gives their number in the font."""
    sample = glyphs[:: max(1, len(glyphs) // 64)]
    unmapped = sum(pdfium.FPDFText_HasUnicodeMapError(text_page, glyph.number) == 1 for glyph in sample)
    return unmapped / len(sample) if sample else 0.0
