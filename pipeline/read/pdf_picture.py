"""Pages of a PDF as pictures, for OCR."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

from pipeline.errors import ReadError

if TYPE_CHECKING:
    from pipeline.read.ocr.engine import Image

DPI = 200.0
_POINTS = 72.0
# A page of A3 at 200 dpi has 8 million pixels; a larger one is drawn smaller.
_MAX_PIXELS = 30_000_000


class Pictures:
    """Draws pages of a PDF, to be used as a context.

    Raises: ReadError `broken_pdf`.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            message = f"expected a PDF that can be drawn, but it is broken ({error}); save or print it again"
            raise ReadError(message, reason_code="broken_pdf") from error

    def __enter__(self) -> Pictures:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def draw(self, number: int) -> tuple[Image, float]:
        """The page (from 1) as rows, columns and red, green, blue, and its pixels an inch.

        Raises: ReadError `page_unreadable`.
        """
        try:
            page = self._document[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            message = f"page {number} of the PDF cannot be drawn ({error}); save or print it again"
            raise ReadError(message, reason_code="page_unreadable") from error
        width, height = page.get_size()
        scale = DPI / _POINTS
        scale *= min(1.0, (_MAX_PIXELS / max(1.0, width * height * scale * scale)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        image: Image = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        page.close()
        return image, scale * _POINTS
