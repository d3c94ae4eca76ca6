"""Font files (TrueType, OpenType, bare CFF): the glyph of each character, as far as the file says."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO

from PIL import ImageFont

# A font of all Chinese characters has 40 MB.
MAX_FONT_SIZE = 64 << 20
_MAX_TABLES = 100
_MAX_CMAP = 8 << 20
# Pairs of character and glyph that are taken from one font.
_MAX_PAIRS = 200_000
_HIGHEST_GLYPH = 0xFFFF
# What symbol fonts add to the codes of their characters.
_SYMBOLS = 0xF000
_COLLECTION = b"ttcf"
# Which of a font's tables of characters is the best, by platform and encoding: all of Unicode, its first plane, symbols.
_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0), (3, 0), (1, 0))


class FontKind(StrEnum):
    TRUETYPE = "truetype"
    OPENTYPE_CFF = "opentype_cff"
    CFF = "cff"


# What a file starts with; a collection of TrueType fonts counts as its first.
_KINDS = {
    b"\x00\x01\x00\x00": FontKind.TRUETYPE,
    b"true": FontKind.TRUETYPE,
    _COLLECTION: FontKind.TRUETYPE,
    b"OTTO": FontKind.OPENTYPE_CFF,
    b"\x01\x00\x04\x01": FontKind.CFF,
    b"\x01\x00\x04\x02": FontKind.CFF,
    b"\x01\x00\x04\x03": FontKind.CFF,
    b"\x01\x00\x04\x04": FontKind.CFF,
}


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that can be drawn with; `glyphs` are numbers of glyphs by code point."""

    data: bytes = field(repr=False)
    kind: FontKind
    glyphs: dict[int, int] = field(repr=False)

    def glyph(self, character: str) -> int:
        """The number of the character's glyph, 0 where it has none."""
        return self.glyphs.get(ord(character)) or self.glyphs.get(_SYMBOLS + ord(character), 0)


def read_font(data: bytes) -> FontFile | None:
    """The font that the data is; None where it is none, or of a kind or so damaged that it cannot be drawn with."""
    kind = _KINDS.get(data[:4])
    if kind is None or len(data) > MAX_FONT_SIZE or not _loads(data):
        return None
    return FontFile(data, kind, {} if kind is FontKind.CFF else read_characters(io.BytesIO(data)))


def _loads(data: bytes) -> bool:
    try:
        ImageFont.truetype(io.BytesIO(data), 16, layout_engine=ImageFont.Layout.BASIC)
    except (OSError, ValueError):
        return False
    return True


def read_characters(stream: IO[bytes]) -> dict[int, int]:
    """The numbers of glyphs by code point; empty where the font states none, or is damaged."""
    try:
        return _characters(_cmap(stream))
    except struct.error:
        return {}


def _cmap(stream: IO[bytes]) -> bytes:
    """The font's table `cmap`; of a collection the first font's."""
    start = 0
    if stream.read(4) == _COLLECTION:
        stream.seek(12)
        (start,) = struct.unpack(">I", stream.read(4))
    stream.seek(start + 4)
    (count,) = struct.unpack(">H", stream.read(2))
    stream.seek(start + 12)
    for _ in range(min(count, _MAX_TABLES)):
        name, _, offset, length = struct.unpack(">4sIII", stream.read(16))
        if name == b"cmap":
            stream.seek(offset)
            return stream.read(min(length, _MAX_CMAP))
    return b""


def _characters(cmap: bytes) -> dict[int, int]:
    if not cmap:
        return {}
    (count,) = struct.unpack_from(">H", cmap, 2)
    records = [struct.unpack_from(">HHI", cmap, 4 + 8 * index) for index in range(min(count, _MAX_TABLES))]
    offsets = {(platform, encoding): offset for platform, encoding, offset in records}
    for kind in _TABLES:
        if kind in offsets:
            table = cmap[offsets[kind] :]
            read = _FORMATS.get(struct.unpack_from(">H", table)[0])
            if read and (pairs := _bounded(read(table))):
                return pairs
    return {}


def _bounded(pairs: Iterator[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for _, (code, glyph) in zip(range(_MAX_PAIRS), pairs, strict=False):
        if 0 < glyph <= _HIGHEST_GLYPH:
            found[code] = glyph
    return found


def _bytes(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 0: a glyph for each byte."""
    yield from enumerate(table[6:262])


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 4: segments of the first plane."""
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * double)
    ranges = struct.unpack_from(f">{count}H", table, 16 + 3 * double)
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        place = 16 + 3 * double + 2 * index + offset
        for code in range(start, end + 1):
            at = place + 2 * (code - start)
            glyph = code if not offset else int.from_bytes(table[at : at + 2], "big")
            yield code, (glyph + delta) & _HIGHEST_GLYPH if glyph or not offset else 0


def _trimmed(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 6: glyphs of characters in a row."""
    first, count = struct.unpack_from(">HH", table, 6)
    yield from enumerate(struct.unpack_from(f">{count}H", table, 10), first)


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: groups of all planes."""
    (count,) = struct.unpack_from(">I", table, 12)
    for index in range(min(count, _MAX_PAIRS)):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
        yield from zip(range(start, end + 1), range(glyph, _HIGHEST_GLYPH + 1), strict=False)


_FORMATS: dict[int, Callable[[bytes], Iterator[tuple[int, int]]]] = {
    0: _bytes,
    4: _segments,
    6: _trimmed,
    12: _groups,
}
