"""The picture of an electronic seal (GB/T 38540, GM/T 0031) for a signature of an OFD; whether the seal is valid is not asked.

A seal file, and the value of a signature, hold in ASN.1 a sequence of the kind of the picture (`PNG`, `ofd`), its content, and
its width and height in millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator

_MAX_SIZE = 32 << 20
_MAX_DEPTH = 12
_MAX_VALUES = 20_000
_INTEGER, _OCTETS, _UTF8_STRING, _IA5_STRING = 0x02, 0x04, 0x0C, 0x16
_CONSTRUCTED = 0x20
_LONGEST_KIND = 8


def seal_picture(data: bytes) -> bytes:
    """The content of the picture file in a seal or in a signature's value; empty where there is none."""
    return next(_pictures(data), b"") if len(data) <= _MAX_SIZE else b""


def _pictures(data: bytes) -> Iterator[bytes]:
    left = [_MAX_VALUES]
    yield from _within(data, 0, len(data), 0, left)


def _within(data: bytes, start: int, end: int, depth: int, left: list[int]) -> Iterator[bytes]:
    values = []
    for value in _values(data, start, end):
        left[0] -= 1
        if left[0] < 0:
            return
        values.append(value)
    yield from (data[first:last] for first, last in _contents(values))
    for kind, first, last in values:
        if kind & _CONSTRUCTED and depth < _MAX_DEPTH:
            yield from _within(data, first, last, depth + 1, left)


def _contents(values: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Where octets stand between the short name of their kind and two numbers."""
    for (kind, start, end), (octets, first, last), (width, *_), (height, *_) in zip(
        values, values[1:], values[2:], values[3:], strict=False
    ):
        is_named = kind in (_IA5_STRING, _UTF8_STRING) and 0 < end - start <= _LONGEST_KIND
        if is_named and octets == _OCTETS and width == height == _INTEGER and last > first:
            yield first, last


def _values(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The tag of each value from `start` to `end`, and where its content starts and ends."""
    while start + 2 <= end:
        tag, length = data[start], data[start + 1]
        start += 2
        if length & 0x80:
            digits = length & 0x7F
            length = int.from_bytes(data[start : start + min(digits, 8)], "big")
            start += digits
        if start + length > end:
            return
        yield tag, start, start + length
        start += length
