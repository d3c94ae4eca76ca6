"""The glyphs of characters, out of the tables that fonts have for them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.font_file import FontKind, read_characters, read_font


def font(*tables: tuple[int, int, bytes], collection: bool = False) -> bytes:
    """A file with the table `cmap` only, of tables by platform and encoding."""
    at, records, contents = 4 + 8 * len(tables), b"", b""
    for platform, encoding, content in tables:
        records += struct.pack(">HHI", platform, encoding, at + len(contents))
        contents += content
    cmap = struct.pack(">HH", 0, len(tables)) + records + contents
    start = 16 if collection else 0
    head = struct.pack(">4sIII", b"ttcf", 0x10000, 1, start) if collection else b""
    return head + struct.pack(">IHHHH4sIII", 0x10000, 1, 0, 0, 0, b"cmap", 0, start + 28, len(cmap)) + cmap


BYTES = struct.pack(">HHH", 0, 262, 0) + bytes([0] * 65 + [7] + [0] * 190)
SEGMENTS = struct.pack(
    ">HHHHHHH 3H H 3H 3H 3H 2H",
    *(4, 44, 0, 6, 0, 0, 0),
    *(0x4E01, 0x5E02, 0xFFFF),
    0,
    *(0x4E00, 0x5E01, 0xFFFF),
    # The first goes by difference, the second by a list.
    *(0x10000 - 0x4E00 + 3, 0, 1),
    *(0, 4, 0),
    *(40, 50),
)
TRIMMED = struct.pack(">HHHHH 2H", 6, 14, 0, 0x4E00, 2, 8, 9)
GROUPS = struct.pack(">HHIII III", 12, 0, 28, 0, 1, 0x20000, 0x20002, 100)


@pytest.mark.parametrize(
    ("data", "glyphs"),
    [
        pytest.param(font((1, 0, BYTES)), {0x41: 7}, id="bytes"),
        pytest.param(font((3, 1, SEGMENTS)), {0x4E00: 3, 0x4E01: 4, 0x5E01: 40, 0x5E02: 50}, id="segments"),
        pytest.param(font((0, 3, TRIMMED)), {0x4E00: 8, 0x4E01: 9}, id="in a row"),
        pytest.param(font((3, 10, GROUPS)), {0x20000: 100, 0x20001: 101, 0x20002: 102}, id="groups"),
        pytest.param(font((3, 1, TRIMMED), (3, 10, GROUPS)), {0x20000: 100, 0x20001: 101, 0x20002: 102}, id="best"),
        pytest.param(font((3, 1, TRIMMED), collection=True), {0x4E00: 8, 0x4E01: 9}, id="first of a collection"),
        pytest.param(font((3, 1, b"\0\x09")), {}, id="unknown format"),
        pytest.param(font((3, 1, SEGMENTS[:20])), {}, id="cut short"),
        pytest.param(b"", {}, id="empty"),
    ],
)
def test_characters(data: bytes, glyphs: dict[int, int]) -> None:
    assert read_characters(io.BytesIO(data)) == glyphs


def test_no_font_has_more_characters_than_unicode_needs() -> None:
    every = struct.pack(">III", 0, 0xFFFFFFFF, 1)
    many = struct.pack(">HHIII", 12, 0, 16 + 12 * 60_000, 0, 60_000) + every * 60_000
    assert len(read_characters(io.BytesIO(font((3, 10, many))))) <= 200_000


@given(st.binary(max_size=200))
def test_any_bytes_give_characters_or_none(data: bytes) -> None:
    for table in (data, b"\0\x04" + data, b"\0\x06" + data, b"\0\x0c" + data):
        found = read_characters(io.BytesIO(font((3, 1, table))))
        assert all(0 < glyph <= 0xFFFF for glyph in found.values())
    assert read_font(data) is None


def test_a_font_that_can_be_drawn_with(latin: Path) -> None:
    data = latin.read_bytes()
    found = read_font(data)
    assert found is not None and found.kind is FontKind.TRUETYPE
    assert found.glyph("A") != found.glyph("B") and found.glyph("国") == 0
    assert read_font(data[: len(data) // 20]) is None


def test_a_symbol_font_adds_to_the_codes(latin: Path) -> None:
    found = read_font(latin.read_bytes())
    assert found is not None
    found.glyphs[0xF041] = found.glyphs.pop(0x41)
    assert found.glyph("A") == found.glyphs[0xF041]
