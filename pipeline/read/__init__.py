"""Stage 1: bytes to lines and grids, each format in a module of its own.

1. What a file is, its content says, not its name.
2. A file that cannot be read is a ReadError with what was expected, what was found and what to do.
3. Nothing that people see is lost silently: what is left out or guessed is a warning.
4. No network, no clock, no other file: the bytes alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from pipeline.model.reading import Ocr, Reading, SourceFormat
from pipeline.read.sniff import sniff

# The module whose `read(data)` reads a format; loaded when a file of that format comes.
READERS: dict[SourceFormat, str] = {
    SourceFormat.TXT: "pipeline.read.text",
    SourceFormat.MD: "pipeline.read.markdown",
    SourceFormat.HTML: "pipeline.read.html",
    SourceFormat.DOCX: "pipeline.read.docx",
    SourceFormat.XLSX: "pipeline.read.xlsx",
    SourceFormat.PDF: "pipeline.read.pdf",
    SourceFormat.OFD: "pipeline.read.ofd",
    SourceFormat.IMAGE: "pipeline.read.image",
}


# Formats whose pages may be pictures.
_PICTURED = (SourceFormat.PDF, SourceFormat.OFD, SourceFormat.IMAGE)


def read(data: bytes, *, name: str = "", ocr: Ocr = Ocr.AUTO) -> Reading:
    """What the file of these bytes says, in reading order; `name` only helps to tell Markdown from plain text.

    Raises: ReadError, also where the file has no text (`no_text`).
    """
    kind = sniff(data, name=name)
    reader = import_module(READERS[kind])
    return cast(Reading, reader.read(data, ocr=ocr) if kind in _PICTURED else reader.read(data))
