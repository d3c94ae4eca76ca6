"""PDF to lines and grids, page by page from its text or, where that cannot be trusted, by OCR.

1. Lines stand in reading order, with their boxes and where they stand in the text area; each may go on in the next (WRAP).
2. A ruled table is one grid over all its pages; its text stands nowhere else.
3. A page without text, or with text that means nothing, is read by OCR; native and read pages make one text.
   The unseen text that a scanner's program laid on a page is kept where a trial finds it as good as OCR.
4. A page that cannot be read is a warning with its number; where that is every page, the file is not read.
"""

from __future__ import annotations

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading, SourceFormat
from pipeline.read import pdf_streams
from pipeline.read.assembly import ranges
from pipeline.read.paged import Pages
from pipeline.read.pdf_objects import Document


def read(data: bytes, *, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The text of a PDF.

    Raises: ReadError `encrypted`, `broken_pdf`, `no_pages`, `too_many_pages`, `zip_bomb`; `no_text` where the pages are
    empty; without OCR `no_text_layer` for a scan, `garbled_text` where the fonts do not say what they show.
    """
    pdf_streams.check(data)
    pages = _read_pages(data, ocr)
    if wanted := pages.wanted():
        _recognize(data, wanted, pages)
    _require_text(pages)
    return pages.reading(SourceFormat.PDF)


def _read_pages(data: bytes, ocr: Ocr) -> Pages:
    with Document(data) as document:
        pages = Pages(document.page_count, ocr)
        for number, page in enumerate(document.pages(), 1):
            if page is None:
                pages.note("page_unreadable", number)
            elif ocr is not Ocr.ALWAYS:
                pages.add(page)
    return pages


def _recognize(data: bytes, numbers: list[int], pages: Pages) -> None:
    from pipeline.read.pdf_picture import Pictures

    with Pictures(data) as pictures:
        for number in numbers:
            pages.recognize(number, *pictures.draw(number))


def _require_text(pages: Pages) -> None:
    if pages.sheets:
        return
    for code, what, advice in (
        (
            "garbled_text",
            "the fonts of the PDF do not say which characters they show",
            "print it from the program that made it, or read it with OCR",
        ),
        ("no_text_layer", "the PDF holds pictures of pages (a scan) and no text", "read it with OCR"),
        ("page_unreadable", "no page of the PDF can be read", "open it in a viewer and save or print it again"),
    ):
        if numbers := pages.notes.get(code):
            reason = "broken_pdf" if code == "page_unreadable" else code
            raise ReadError(f"{what} (page {ranges(numbers)} of {pages.count}); {advice}", reason_code=reason)
    raise ReadError("the PDF has no text and no pictures; check whether it is the right file", reason_code="no_text")
