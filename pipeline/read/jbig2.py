"""JBIG2 files (ITU-T T.88, annex D) as the pictures of black and white that a PDF holds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import ReadError

MAGIC = b"\x97JB2\r\n\x1a\n"
_SEQUENTIAL, _PAGES_UNKNOWN = 1, 2
_PAGE, _END_OF_PAGE, _END_OF_STRIPE, _END_OF_FILE = 48, 49, 50, 51
_UNKNOWN = 0xFFFFFFFF
_MAX_SEGMENTS = 10_000
# Segments that refer to more others have the number in four bytes.
_MANY_REFERENCES = 7


@dataclass(frozen=True, slots=True)
class Jbig2:
    """The first page of a file: its size in pixels, and its segments as a PDF holds them."""

    width: int
    height: int
    segments: bytes


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: int
    page: int
    header: bytes
    length: int


def read_jbig2(data: bytes) -> Jbig2:
    """The picture in a JBIG2 file.

    Raises: ReadError `broken_image`.
    """
    try:
        found = list(_segments(data))
    except struct.error as error:
        raise _broken("it ends within a segment") from error
    size = next((content for segment, content in found if segment.kind == _PAGE and len(content) >= 8), None)
    if size is None:
        raise _broken("no page is in it")
    width, height = struct.unpack_from(">II", size)
    if height == _UNKNOWN:
        stripes = [content for segment, content in found if segment.kind == _END_OF_STRIPE and len(content) == 4]
        height = 1 + max((int.from_bytes(content, "big") for content in stripes), default=-1)
    if not width or not height:
        raise _broken(f"its page has {width} x {height} pixels")
    first = next(segment.page for segment, _ in found if segment.kind == _PAGE)
    kept = [
        segment.header + content
        for segment, content in found
        if segment.page in (0, first) and segment.kind not in (_END_OF_PAGE, _END_OF_FILE)
    ]
    return Jbig2(width, height, b"".join(kept))


def _segments(data: bytes) -> Iterator[tuple[_Segment, bytes]]:
    """The segments of a file, each with its content."""
    if not data.startswith(MAGIC):
        raise _broken("it does not start as one")
    flags = data[len(MAGIC)] if len(data) > len(MAGIC) else 0
    start = len(MAGIC) + (1 if flags & _PAGES_UNKNOWN else 5)
    segments: list[_Segment] = []
    while start < len(data) and len(segments) < _MAX_SEGMENTS:
        segment = _segment(data, start)
        start += len(segment.header)
        if flags & _SEQUENTIAL:
            yield segment, data[start : start + segment.length]
            start += segment.length
        else:
            # All headers stand first, then all contents.
            segments.append(segment)
        if segment.kind == _END_OF_FILE:
            break
    for segment in segments:
        yield segment, data[start : start + segment.length]
        start += segment.length


def _segment(data: bytes, start: int) -> _Segment:
    number, flags, count = struct.unpack_from(">IBB", data, start)
    at = start + 6
    references = count >> 5
    if references == _MANY_REFERENCES:
        references = struct.unpack_from(">I", data, start + 5)[0] & 0x1FFFFFFF
        at = start + 9 + (references + 8) // 8
    at += references * (1 if number <= 256 else 2 if number <= 65536 else 4)
    page_format = ">I" if flags & 0x40 else ">B"
    (page,) = struct.unpack_from(page_format, data, at)
    at += struct.calcsize(page_format)
    (length,) = struct.unpack_from(">I", data, at)
    # A region may be as long as the file goes on.
    length = len(data) if length == _UNKNOWN else length
    return _Segment(flags & 0x3F, page, data[start : at + 4], length)


def _broken(what: str) -> ReadError:
    return ReadError(f"expected a JBIG2 picture, but {what}; save it again", reason_code="broken_image")
