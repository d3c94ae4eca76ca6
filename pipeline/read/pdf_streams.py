"""Whether a stream of a PDF inflates beyond all measure, found out before PDFium inflates it in one piece."""

from __future__ import annotations

import zlib

import regex

from pipeline.errors import ReadError

# The text of a page with 200,000 glyphs takes 10 MB, the largest font for Chinese 40 MB.
MAX_STREAM_SIZE = 128 << 20
# Deflate reaches no more than this, so that what is packed smaller need not be looked at.
_HIGHEST_RATIO = 1032
_PIECE, _CHUNK = 1 << 16, 1 << 20
_HEAD = 2_000
# Matches `stream⏎`; does not match `endstream⏎`.
_STREAM = regex.compile(rb"(?<!end)stream\r?\n")
_STREAM_END = b"endstream"
# How a stream that was deflated begins, with the window sizes and levels in use.
_DEFLATED = regex.compile(rb"[\x08-\x78][\x01\x5e\x9c\xda]")
# Matches `/Subtype /Image`; does not match `/ImageMask`. Pictures are inflated only where they are drawn, in lines.
_PICTURE = regex.compile(rb"/Subtype\s*/Image\b")


def check(data: bytes) -> None:
    """Looks through the deflated streams of a PDF.

    Raises: ReadError `zip_bomb` where one inflates to more than MAX_STREAM_SIZE.
    """
    end = 0
    for found in _STREAM.finditer(data):
        start = found.end()
        if start < end:
            continue
        end = data.find(_STREAM_END, start)
        end = len(data) if end < 0 else end
        if (end - start) * _HIGHEST_RATIO > MAX_STREAM_SIZE and _is_checked(data, found.start(), start):
            _inflate(data, start, end)


def _is_checked(data: bytes, head_end: int, start: int) -> bool:
    """Whether the stream is deflated and no picture, by what stands before it."""
    head = data[max(0, head_end - _HEAD) : head_end].rpartition(b" obj")[2]
    return _DEFLATED.match(data, start) is not None and not _PICTURE.search(head)


def _inflate(data: bytes, start: int, end: int) -> None:
    """Inflates a stream piece by piece and keeps nothing of it."""
    inflator, size = zlib.decompressobj(), 0
    for at in range(start, end, _PIECE):
        piece = data[at : min(end, at + _PIECE)]
        while piece and not inflator.eof:
            try:
                size += len(inflator.decompress(piece, _CHUNK))
            except zlib.error:
                # PDFium takes what comes before the damage.
                return
            if size > MAX_STREAM_SIZE:
                raise _bomb()
            piece = inflator.unconsumed_tail


def _bomb() -> ReadError:
    return ReadError(
        f"a part of the PDF inflates to more than {MAX_STREAM_SIZE >> 20} MiB; check where the file comes from, or print "
        "it to PDF anew",
        reason_code="zip_bomb",
    )
