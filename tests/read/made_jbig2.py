"""JBIG2 files made for tests: a black page, and white on parts of it."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageChops

from pipeline.read.jbig2 import MAGIC

Segment = tuple[bytes, bytes]


def segment(kind: int, content: bytes, *, number: int = 1) -> Segment:
    """A segment of the page with the number: its header and its content."""
    return struct.pack(">IBBBI", kind, kind, 0, number, len(content)), content


END_OF_PAGE = segment(49, b"")
END_OF_FILE = segment(51, b"", number=0)


def page(width: int, height: int, *, number: int = 1) -> Segment:
    """A page, all black."""
    black, striped = 0x04, 0x8000 | 0x7FFF if height == 0xFFFFFFFF else 0
    return segment(48, struct.pack(">IIIIBH", width, height, 0, 0, black, striped), number=number)


def region(width: int, height: int) -> Segment:
    """White at the page's top left corner; the height is a multiple of 8."""
    return _coded(width, height, b"\xff" * (height // 8) + b"\x00\x10\x01")


def scan(image: Image.Image) -> bytes:
    """A file of a picture of mode 1."""
    buffer = io.BytesIO()
    # In JBIG2 1 is black; one strip holds all rows.
    ImageChops.invert(image).save(buffer, "TIFF", compression="group4", tiffinfo={278: image.height})
    buffer.seek(0)
    with Image.open(buffer) as saved:
        (start,), (length,) = saved.tag_v2[273], saved.tag_v2[279]  # type: ignore[attr-defined]
    rows = buffer.getvalue()[start : start + length]
    return file(page(*image.size), _coded(*image.size, rows), END_OF_PAGE, END_OF_FILE)


def _coded(width: int, height: int, rows: bytes) -> Segment:
    """Rows in the code of facsimiles (MMR), in the place of what the page had."""
    replace, mmr = 4, 1
    return segment(38, struct.pack(">IIIIBB", width, height, 0, 0, replace, mmr) + rows)


def file(*segments: Segment, sequential: bool = True) -> bytes:
    parts = [MAGIC, bytes([1 if sequential else 0]), struct.pack(">I", 1)]
    if sequential:
        parts += [part for each in segments for part in each]
    else:
        parts += [header for header, _ in segments] + [content for _, content in segments]
    return b"".join(parts)
