"""Plain text to lines, as the file breaks them."""

from __future__ import annotations

from pipeline.errors import ReadError
from pipeline.model.reading import Line, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.encoding import decode

_BLANKS = " \t\u3000"
# A tab stands for the two blanks that begin a paragraph.
_TAB_WIDTH = 2


def read(data: bytes) -> Reading:
    """The lines of a text file; a blank line is a line without text, a form feed begins a page.

    Leading blanks stay in the text and are counted in `indent` (characters: two half-width blanks are one).

    Raises: ReadError `not_text`, `too_large`, `no_text`.
    """
    decoded = decode(data)
    pages, warnings = _pages(decoded.text)
    check_text("".join(pages))
    blocks = tuple(line for number, page in enumerate(pages, 1) for line in lines(page, number))
    return Reading(
        SourceFormat.TXT,
        blocks,
        page_count=len(pages) if len(pages) > 1 else 0,
        encoding=decoded.encoding,
        warnings=tuple(sorted({*decoded.warnings, *warnings})),
    )


def _pages(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The text of each page, line ends as they are; a form feed at the very end begins no page."""
    broken = text.rstrip("\f\r\n ").replace("\v", "\n").replace("\x85", "\n")
    cleaned = [clean(page) for page in broken.split("\f")]
    return [page for page, _ in cleaned], tuple(warning for _, warnings in cleaned for warning in warnings)


def check_text(text: str) -> None:
    """Raises: ReadError `no_text` where there is nothing but white space."""
    if not text.strip():
        message = (
            "expected a notice, found no text at all; if the page is a picture or made by a script, save it as PDF"
        )
        raise ReadError(message, reason_code="no_text")


def lines(page: str, number: int) -> list[Line]:
    """The lines of one page of text."""
    return [Line(text, page=number, indent=indent(text)) for text in map(str.rstrip, page.splitlines())]


def indent(text: str) -> float:
    """The width of the leading blanks in characters: 　　各区 gives 2."""
    lead = text[: len(text) - len(text.lstrip(_BLANKS))]
    return sum(1.0 if char == "\u3000" else _TAB_WIDTH if char == "\t" else 0.5 for char in lead)
