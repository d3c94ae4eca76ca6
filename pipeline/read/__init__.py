"""Stage 1: bytes to lines and grids, each format in a module of its own.

1. What a file is, its content says, not its name.
2. A file that cannot be read is a ReadError with what was expected, what was found and what to do.
3. Nothing that people see is lost silently: what is left out or guessed is a warning.
4. No network, no clock, no other file: the bytes alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from pipeline.model.reading import Reading, SourceFormat
from pipeline.read.sniff import sniff

# The module whose `read(data)` reads a format; loaded when a file of that format comes.
READERS: dict[SourceFormat, str] = {
    SourceFormat.TXT: "pipeline.read.text",
    SourceFormat.MD: "pipeline.read.markdown",
    SourceFormat.HTML: "pipeline.read.html",
    SourceFormat.DOCX: "pipeline.read.docx",
    SourceFormat.PDF: "pipeline.read.pdf",
    SourceFormat.OFD: "pipeline.read.ofd",
    SourceFormat.IMAGE: "pipeline.read.image",
}


def read(data: bytes, *, name: str = "") -> Reading:
    """What the file of these bytes says, in reading order; `name` only helps to tell Markdown from plain text.

    Raises: ReadError, also where the file has no text (`no_text`).
    """
    reader = import_module(READERS[sniff(data, name=name)])
    return cast(Reading, reader.read(data))
