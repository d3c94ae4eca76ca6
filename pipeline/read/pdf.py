"""PDF to lines and grids, page by page from its text or, where that cannot be trusted, by OCR.

1. Lines stand in reading order, with their boxes and where they stand in the text area; each may go on in the next (WRAP).
2. A ruled table is one grid over all its pages; its text stands nowhere else.
3. A page without text, or with text that means nothing, is read by OCR; native and read pages make one text.
4. A page that cannot be read is a warning with its number; where that is every page, the file is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading, Recognition, SourceFormat
from pipeline.read.assembly import assemble, ranges, to_sheet
from pipeline.read.pdf_layout import Sheet
from pipeline.read.pdf_objects import Document, Page
from pipeline.read.pdf_text_layer import TextLayer, judge

if TYPE_CHECKING:
    from pipeline.read.ocr.page import OcrPage

_WARNINGS = {TextLayer.PICTURE: "no_text_layer", TextLayer.GARBLED: "garbled_text"}


def read(data: bytes, *, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The text of a PDF.

    Raises: ReadError `encrypted`, `broken_pdf`, `no_pages`, `too_many_pages`; `no_text` where the pages are empty;
    without OCR `no_text_layer` for a scan, `garbled_text` where the fonts do not say what they show.
    """
    pages = _read_pages(data, ocr)
    if wanted := pages.wanted(ocr):
        _recognize(data, wanted, pages)
    _require_text(pages)
    sheets = sorted(pages.sheets, key=lambda sheet: sheet.number)
    reading = assemble(SourceFormat.PDF, sheets, pages=pages.count, aside=pages.aside, warnings=pages.warnings())
    return replace(reading, ocr=pages.recognition())


@dataclass(slots=True)
class _Pages:
    """What was read of all pages; `notes` are the numbers of pages by what is to be said of them."""

    count: int
    sheets: list[Sheet] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)
    recognized: list[OcrPage] = field(default_factory=list)

    def note(self, code: str, page: int) -> None:
        self.notes.setdefault(code, []).append(page)

    def wanted(self, ocr: Ocr) -> list[int]:
        """The pages to read by OCR."""
        if ocr is Ocr.ALWAYS:
            return list(range(1, self.count + 1))
        unread = {number for code in _WARNINGS.values() for number in self.notes.get(code, ())}
        return sorted(unread) if ocr is Ocr.AUTO else []

    def warnings(self) -> set[str]:
        """Codes with the pages they hold for: `no_text_layer:3-5,8`; `ocr_corrected` with how often."""
        corrected = sum(len(found.corrections) for found in self.recognized)
        codes = {f"{code}:{ranges(numbers)}" for code, numbers in self.notes.items() if numbers}
        return codes | ({f"ocr_corrected:{corrected}"} if corrected else set())

    def recognition(self) -> Recognition | None:
        """What OCR read, None where it read nothing."""
        if not self.recognized:
            return None
        characters = sum(len(found.page.glyphs) for found in self.recognized)
        sure = sum(found.confidence * len(found.page.glyphs) for found in self.recognized) / max(1, characters)
        corrections = tuple(correction for found in self.recognized for correction in found.corrections)
        return Recognition(tuple(found.page.number for found in self.recognized), round(sure, 4), corrections)


def _read_pages(data: bytes, ocr: Ocr) -> _Pages:
    with Document(data) as document:
        pages = _Pages(document.page_count)
        for number, page in enumerate(document.pages(), 1):
            if page is None:
                pages.note("page_unreadable", number)
            elif ocr is not Ocr.ALWAYS:
                _add_page(pages, page)
    return pages


def _add_page(pages: _Pages, page: Page) -> None:
    layer = judge(page)
    if code := _WARNINGS.get(layer):
        pages.note(code, page.number)
    if layer in (TextLayer.EMPTY, TextLayer.GARBLED) or not page.glyphs:
        return
    if page.has_invisible_text:
        pages.note("invisible_text", page.number)
    if page.too_dense:
        pages.note("page_too_dense", page.number)
    pages.aside += page.aside
    pages.sheets.append(to_sheet(page))


def _recognize(data: bytes, numbers: Iterable[int], pages: _Pages) -> None:
    """Reads pages by OCR; what is read takes the place of a poor text layer, and of the warning about it."""
    from pipeline.read.ocr.page import read_page
    from pipeline.read.pdf_picture import Pictures

    with Pictures(data) as pictures:
        for number in numbers:
            image, dpi = pictures.draw(number)
            found = read_page(image, page=number, dpi=dpi)
            if not found.page.glyphs:
                continue
            for code in _WARNINGS.values():
                if number in pages.notes.get(code, ()):
                    pages.notes[code].remove(number)
            for code in found.warnings:
                pages.note(code, number)
            pages.sheets = [sheet for sheet in pages.sheets if sheet.number != number]
            pages.sheets.append(to_sheet(found.page))
            pages.aside += found.page.aside
            pages.recognized.append(found)


def _require_text(pages: _Pages) -> None:
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
