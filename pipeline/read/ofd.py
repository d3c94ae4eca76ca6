"""OFD (GB/T 33190) to lines and grids: text objects by their places, as the glyphs of a PDF.

1. Lines, tables, footnotes, page numbers and running heads as in `assembly`.
2. All documents of the file are read one after another, with their templates.
3. What is not to be seen (invisible, transparent, white on white) is left out with a warning.
4. Text of annotations and names of attached files go to `furniture`; signatures and seals are noted, never checked.
5. A page whose text cannot be read is drawn and read by OCR; where that gives nothing it is a warning with its number, and
   where that is every page, the file is not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading, SourceFormat
from pipeline.read.assembly import ranges
from pipeline.read.ofd_package import Document, OfdFile, PagePart
from pipeline.read.ofd_page import read_page
from pipeline.read.paged import Pages

# Attached files that may be documents of their own; others are data, as of an invoice.
_DOCUMENTS = frozenset(
    (".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".rtf", ".odt", ".txt", ".htm", ".html", ".zip")
)


def read(data: bytes, *, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The text of an OFD; a page that has none, whose glyphs have no characters, or that holds only what was recognised
    badly, is drawn and read by OCR.

    Raises: ReadError `encrypted`, `broken_package`, `bad_xml`, `zip_bomb`, `no_pages`, `too_many_pages`; `no_text_layer`
    for a scan that is not read by OCR, `garbled_text` where glyphs stand without characters, `no_text` where the pages
    are empty.
    """
    file = OfdFile(data)
    pages = Pages(file.page_count, ocr)
    for number, document, part in _parts(file):
        if part is None:
            pages.note("page_unreadable", number)
            continue
        found = read_page(part, document.resources, number)
        for code in found.notes:
            pages.note(code, number)
        pages.add(found.page)
    _note_signatures(file, pages)
    _note_attachments(file, pages)
    if not pages.sheets:
        # Where a file shows nothing but seals, these are what there is to read.
        for number in pages.notes.get("sealed", ()):
            pages.note("no_text_layer", number)
    if wanted := pages.wanted():
        _recognize(data, wanted, pages)
    _require_text(pages)
    pages.codes |= file.warnings
    return pages.reading(SourceFormat.OFD)


def _recognize(data: bytes, numbers: list[int], pages: Pages) -> None:
    from pipeline.read.ofd_picture import Pictures

    with Pictures(data) as pictures:
        for number in numbers:
            pages.recognize(number, *pictures.draw(number))
        for code, noted in pictures.notes.items():
            for number in noted:
                pages.note(code, number)


def _parts(file: OfdFile) -> Iterator[tuple[int, Document, PagePart | None]]:
    """All pages, numbered through, each with its document; None for one that cannot be read."""
    number = 0
    for document in file.documents:
        for part in document.pages():
            number += 1
            yield number, document, part


def _note_signatures(file: OfdFile, pages: Pages) -> None:
    first = 1
    for document in file.documents:
        numbers = {page_id: first + index for index, page_id in enumerate(document.page_ids)}
        for signature in document.signatures():
            sealed = [numbers[stamp.page_id] for stamp in signature.stamps if stamp.page_id in numbers]
            for number in sealed:
                pages.note("sealed", number)
            if not sealed:
                pages.codes.add("signed")
        first += len(document.page_ids)


def _note_attachments(file: OfdFile, pages: Pages) -> None:
    names = [name for document in file.documents for name in document.attachments()]
    pages.aside += names
    for name in names:
        ending = posixpath.splitext(name)[1].lower()
        pages.codes.add("embedded_document_skipped" if ending in _DOCUMENTS else "attached_data_skipped")


def _require_text(pages: Pages) -> None:
    if pages.sheets:
        return
    for code, reason_code, what, advice in _FAILURES:
        if numbers := pages.notes.get(code):
            message = f"{what} (page {ranges(numbers)} of {pages.count}); {advice}"
            raise ReadError(message, reason_code=reason_code)
    message = "the OFD has no text and no pictures; check whether it is the right file"
    raise ReadError(message, reason_code="no_text")


# Code of the warning, code of the reason, what was found, what to do.
_FAILURES = (
    (
        "garbled_text",
        "garbled_text",
        "the OFD does not say which characters its glyphs are",
        "print it from the program that made it, or read it with OCR",
    ),
    ("no_text_layer", "no_text_layer", "the OFD holds pictures of pages (a scan) and no text", "read it with OCR"),
    (
        "page_unreadable",
        "broken_package",
        "no page of the OFD can be read",
        "open it in a viewer and save it again",
    ),
)
