"""Pages of a PDF, OFD or picture drawn, with marks on them: what a person sees when asking where a row comes from.

PDFium can be killed by a small hostile PDF: this runs in a limited child process only.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Protocol

import numpy as np
from PIL import Image as Pictures

from pipeline.errors import ReadError
from pipeline.model.mark import Mark, MarkedPage, MarkKind
from pipeline.model.reading import Frame, SourceFormat
from pipeline.read.image import frames
from pipeline.read.ocr import care
from pipeline.read.ocr.engine import Image
from pipeline.read.sniff import sniff

# Twenty sheets of A4 drawn at 200 dpi take 230 MB.
MAX_PAGES = 20
# What a mark leaves of red, green and blue, as a marker does on paper; and the colour of its edge. Orange for the lead,
# blue for responsible units, green for supporting ones, rose for time limits.
_COLOURS: dict[MarkKind, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    MarkKind.TASK: ((255, 247, 204), (214, 178, 60)),
    MarkKind.LEAD: ((253, 200, 140), (138, 67, 0)),
    MarkKind.RESPONSIBLE: ((176, 208, 250), (28, 79, 143)),
    MarkKind.SUPPORTING: ((190, 230, 180), (45, 99, 33)),
    MarkKind.SUPERVISING: ((222, 205, 245), (91, 58, 147)),
    MarkKind.REPORT_TO: ((222, 205, 245), (91, 58, 147)),
    MarkKind.DEADLINE: ((250, 190, 200), (160, 24, 48)),
}
_EDGE = 2
# A mark reaches so far beyond its characters, in points.
_AROUND = 1.5
# Between two pages, in pixels.
_GAP = 24


class _Drawn(Protocol):
    def draw(self, number: int) -> tuple[Image, float]: ...


def marked(data: bytes, pages: Sequence[MarkedPage], *, name: str = "") -> bytes:
    """The pages one below the other as PNG, with their marks.

    Raises: ReadError `too_many_pages`; `no_pictures` for a format that has no pages to draw; those of the readers.
    """
    if len(pages) > MAX_PAGES:
        message = f"the task stands on {len(pages)} pages, more than the {MAX_PAGES} that are drawn in one picture"
        raise ReadError(message, reason_code="too_many_pages")
    with _pictures(data, name) as pictures:
        sheets = [_with_marks(_upright(pictures.draw(page.frame.page)[0], page.frame), page) for page in pages]
    written = io.BytesIO()
    Pictures.fromarray(_stacked(sheets)).save(written, "PNG")
    return written.getvalue()


def _pictures(data: bytes, name: str) -> AbstractContextManager[_Drawn]:
    kind = sniff(data, name=name)
    if kind is SourceFormat.PDF:
        from pipeline.read import pdf_picture

        return pdf_picture.Pictures(data)
    if kind is SourceFormat.OFD:
        from pipeline.read import ofd_picture

        return ofd_picture.Pictures(data)
    if kind is SourceFormat.IMAGE:
        return _Frames(data)
    raise ReadError(
        f"expected a PDF, OFD or picture, found {kind.value}, which has no pages that can be drawn; see its text with duban text",
        reason_code="no_pictures",
    )


class _Frames:
    """The pages of a picture, to be used as a context."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __enter__(self) -> _Frames:
        return self

    def __exit__(self, *_: object) -> None:
        self._data = b""

    def draw(self, number: int) -> tuple[Image, float]:
        return next(islice(frames(self._data), number - 1, None))


def _upright(image: Image, frame: Frame) -> Image:
    level, _ = care.leveled(care.turned(image, frame.turned), [], frame.skew)
    return level


def _with_marks(image: Image, page: MarkedPage) -> Image:
    scale = image.shape[1] / page.frame.width
    sheet = image.copy()
    for mark in page.marks:
        _mark(sheet, image, mark, scale)
    return sheet


def _mark(sheet: Image, image: Image, mark: Mark, scale: float) -> None:
    """Colours the mark's box as a marker does on the page as it was: what is dark stays dark."""
    colour, edge = _COLOURS[mark.kind]
    box, height, width = mark.box, *sheet.shape[:2]
    x0, top = (max(0, round((value - _AROUND) * scale)) for value in (box.x0, box.top))
    x1, bottom = min(width, round((box.x1 + _AROUND) * scale)), min(height, round((box.bottom + _AROUND) * scale))
    if x1 <= x0 or bottom <= top:
        return
    inside = sheet[top:bottom, x0:x1]
    inside[:] = np.minimum(image[top:bottom, x0:x1], np.array(colour, np.uint8))
    for line in (inside[:_EDGE], inside[-_EDGE:], inside[:, :_EDGE], inside[:, -_EDGE:]):
        line[:] = edge


def _stacked(sheets: Sequence[Image]) -> Image:
    width = max(sheet.shape[1] for sheet in sheets)
    height = sum(sheet.shape[0] for sheet in sheets) + _GAP * (len(sheets) - 1)
    whole = np.full((height, width, 3), 128, np.uint8)
    top = 0
    for sheet in sheets:
        whole[top : top + sheet.shape[0], : sheet.shape[1]] = sheet
        top += sheet.shape[0] + _GAP
    return whole
