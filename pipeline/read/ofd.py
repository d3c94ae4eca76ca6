"""OFD (GB/T 33190) to lines and grids: text objects by their places, as of a PDF.

1. to 5. as in `sheets`: lines in reading order, tables by rulings, footnotes, page numbers and heads aside, pages that
   cannot be read as warnings.
6. All documents of the file are read one after another, with their templates.
7. What is not to be seen (invisible, transparent, white on white) is left out with a warning.
8. Text of annotations and names of attached files go to `furniture`; signatures and seals are noted, never checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from pipeline.errors import ReadError
from pipeline.model.reading import Reading, SourceFormat
from pipeline.read.ofd_package import Document, OfdFile, PagePart
from pipeline.read.ofd_page import read_page
from pipeline.read.sheets import Sheets, reading_of

# Attached files that may be documents of their own; others are data, as of an invoice.
_DOCUMENTS = frozenset(
    (".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".rtf", ".odt", ".txt", ".htm", ".html", ".zip")
)


def read(data: bytes) -> Reading:
    """The text of an OFD.

    Raises: ReadError `encrypted`, `broken_package`, `bad_xml`, `zip_bomb`, `no_pages`, `too_many_pages`; `no_text_layer`
    for a scan, `garbled_text` where glyphs stand without characters, `no_text` where the pages are empty.
    """
    file = OfdFile(data)
    pages = Sheets(file.page_count)
    for number, document, part in _parts(file):
        if part is None:
            pages.note("page_unreadable", number)
            continue
        read = read_page(part, document.resources, number)
        for code in read.notes:
            pages.note(code, number)
        pages.add(read.page)
    _note_signatures(file, pages)
    _note_attachments(file, pages)
    pages.codes |= file.warnings
    return reading_of(pages, SourceFormat.OFD)


def page_images(data: bytes) -> list[bytes]:
    """For each page the file of its largest picture (PNG, JPEG, JBIG2 …), empty where there is none: what OCR reads of
    pages without text.

    Raises: ReadError.
    """
    file = OfdFile(data)
    return [_picture(file, document, part, number) for number, document, part in _parts(file)]


def _picture(file: OfdFile, document: Document, part: PagePart | None, number: int) -> bytes:
    path = read_page(part, document.resources, number).picture if part is not None else ""
    try:
        return file.part(path) if path else b""
    except ReadError as error:
        if error.reason_code != "broken_package":
            raise
        return b""


def _parts(file: OfdFile) -> Iterator[tuple[int, Document, PagePart | None]]:
    """All pages, numbered through, each with its document; None for one that cannot be read."""
    number = 0
    for document in file.documents:
        for part in document.pages():
            number += 1
            yield number, document, part


def _note_signatures(file: OfdFile, pages: Sheets) -> None:
    first = 1
    for document in file.documents:
        numbers = {page_id: first + index for index, (page_id, _) in enumerate(document.page_places)}
        for stamped in document.signatures():
            sealed = [numbers[page_id] for page_id in stamped if page_id in numbers]
            for number in sealed:
                pages.note("sealed", number)
            if not sealed:
                pages.codes.add("signed")
        first += len(document.page_places)


def _note_attachments(file: OfdFile, pages: Sheets) -> None:
    names = [name for document in file.documents for name in document.attachments()]
    pages.aside += names
    for name in names:
        ending = posixpath.splitext(name)[1].lower()
        pages.codes.add("embedded_document_skipped" if ending in _DOCUMENTS else "attached_data_skipped")
