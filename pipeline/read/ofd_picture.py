"""Pages of an OFD as pictures, for OCR and for people: drawn by PDFium from a PDF that is made of each page.

1. Text stands glyph by glyph: by the numbers that the file states, else by its font's characters; where the file does not
   hold the font, in a font of this machine.
2. Templates, annotations and the seals of signatures are drawn; what a seal hides shows through it.
3. What could not be drawn is in `notes`, by code, with the numbers of its pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.read import pdf_picture
from pipeline.read.matrix import Matrix, times
from pipeline.read.ofd_media import Media
from pipeline.read.ofd_package import A4, Document, OfdFile, PagePart, Signature, Stamp
from pipeline.read.ofd_painting import Painting, paint, paint_picture
from pipeline.read.ofd_seal import seal_picture
from pipeline.read.ofd_values import POINTS, Box, placing
from pipeline.read.pdf_canvas import Canvas
from pipeline.read.pdf_canvas import number as written

if TYPE_CHECKING:
    from pipeline.read.ocr.engine import Image

# Of all pages of a document; a seal over the joints of pages has a part on each.
_MAX_STAMPS = 2_000
_ZIP = b"PK\x03\x04"


class Pictures:
    """Draws pages of an OFD, to be used as a context.

    Raises: ReadError as OfdFile does.
    """

    def __init__(self, data: bytes) -> None:
        file = OfdFile(data)
        self.notes: dict[str, set[int]] = {}
        self._sheets = [
            (drawn, index)
            for drawn in (_Drawn(file, document) for document in file.documents)
            for index in range(len(drawn.document.page_ids))
        ]

    def __enter__(self) -> Pictures:
        return self

    def __exit__(self, *_: object) -> None:
        self._sheets = []

    def draw(self, number: int) -> tuple[Image, float]:
        """The page (from 1, through all documents of the file) as rows, columns and red, green, blue, and its pixels an
        inch.

        A page that cannot be read is drawn empty. Raises: ReadError `zip_bomb`.
        """
        drawn, index = self._sheets[number - 1]
        pdf, notes = drawn.page(index)
        for code in notes:
            self.notes.setdefault(code, set()).add(number)
        with pdf_picture.Pictures(pdf) as pictures:
            return pictures.draw(1)


class _Drawn:
    """A document whose pages are drawn, with its fonts and pictures and the places of its seals."""

    def __init__(self, file: OfdFile, document: Document) -> None:
        self.document = document
        self._media = Media(file, document.resources)
        self._stamps: list[tuple[Stamp, Signature]] | None = None

    def page(self, index: int) -> tuple[bytes, set[str]]:
        """The page (from 0) as a PDF, and codes of what could not be drawn."""
        part = self.document.page(index)
        area = part.area if part else A4
        painting = Painting(Canvas(area[2] * POINTS, area[3] * POINTS))
        matrix = _shown(area, (0.0, 0.0, area[2] * POINTS, area[3] * POINTS))
        if part is None:
            painting.notes.add("page_unreadable")
        else:
            _paint_all(painting, self._media, part, matrix)
            self._paint_seals(painting, part.page_id, matrix)
        return painting.canvas.pdf(), painting.notes

    def _paint_seals(self, painting: Painting, page_id: str, matrix: Matrix) -> None:
        if self._stamps is None:
            signatures = self.document.signatures()
            stamps = [(stamp, signature) for signature in signatures for stamp in signature.stamps]
            self._stamps = stamps[:_MAX_STAMPS]
        for stamp, signature in self._stamps:
            if stamp.page_id == page_id and stamp.place:
                pictures = (seal_picture(self._media.part(path)) for path in signature.seal_paths)
                _paint_seal(painting, next(filter(None, pictures), b""), stamp.place, stamp.clip, matrix)


def _paint_all(painting: Painting, media: Media, part: PagePart, matrix: Matrix) -> None:
    for root in (*part.below, part.content, *part.above):
        paint(painting, media, root, matrix)
    for annotation in part.annotations:
        for appearance in annotation.iterfind("{*}Appearance"):
            paint(painting, media, appearance, times(placing(appearance), matrix))


def _paint_seal(painting: Painting, data: bytes, place: Box, clip: Box | None, matrix: Matrix) -> None:
    """A seal in its box, as far as it is shown there."""
    left, top, width, height = place
    x, y, shown_width, shown_height = clip or (0.0, 0.0, width, height)
    corner = times((1.0, 0.0, 0.0, 1.0, left + x, top + y), matrix)
    canvas = painting.canvas
    canvas.add("q", f"/{canvas.state(blend='Multiply')} gs")
    box = (corner[4], corner[5], shown_width * POINTS, shown_height * POINTS)
    canvas.add(f"{' '.join(map(written, box))} re W n")
    try:
        if data.startswith(_ZIP):
            _paint_file(painting, data, place, matrix)
        else:
            paint_picture(painting, data, times((width, 0.0, 0.0, height, left, top), matrix))
    except ReadError:
        painting.notes.add("picture_not_drawn")
    canvas.add("Q")


def _paint_file(painting: Painting, data: bytes, place: Box, matrix: Matrix) -> None:
    """A seal that is an OFD of its own, of one page.

    Raises: ReadError as OfdFile does.
    """
    file = OfdFile(data)
    for document in file.documents[:1]:
        part = document.page(0)
        if part is not None:
            _paint_all(painting, Media(file, document.resources), part, times(_shown(part.area, place), matrix))


def _shown(area: Box, place: Box) -> Matrix:
    """The matrix that takes one box (left, top, width, height) to another."""
    across, down = place[2] / area[2], place[3] / area[3]
    return across, 0.0, 0.0, down, place[0] - area[0] * across, place[1] - area[1] * down
