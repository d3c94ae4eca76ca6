"""Files damaged at random: bytes, numbers and words of the format changed, pieces cut, doubled and swapped; of packages
(DOCX, XLSX, OFD) the parts inside, of PDF the inflated streams."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable

_EDGES = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"-2147483648",
    b"1e309",
    b"99999999999999999999",
)
_BYTES = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"<",
    b">",
    b"&",
    b'"',
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r",
    b"\n" * 50,
)
_NUMBER = re.compile(rb"\d+")
# What has a meaning in the formats: names of PDF, tags of markup.
_WORD = re.compile(rb"</?[\w:]+|/[A-Za-z]+|[\w:]+=")
_STREAM = re.compile(rb"(?s)(?<!end)stream\r?\n(.*?)endstream")
_MOST_CHANGES = 8
_MOST_REPEATS = 2_000
_MOST_SIZE = 4 << 20


def mutant(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The file damaged; pieces of another one may stand in it."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _of_package(data, other, chance)
    if data.startswith(b"%PDF") and chance.random() < 0.5:
        return _of_pdf(data, other, chance)
    return changed(data, other, chance)


def changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Bytes with one to eight changes."""
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, other, chance)[:_MOST_SIZE]
    return data


def _of_package(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The package with one or two of its parts damaged, parts left out or put in twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return changed(data, other, chance)
    for _ in range(chance.randint(1, 2)):
        if not parts:
            break
        place = chance.randrange(len(parts))
        name, content = parts[place]
        kind = chance.random()
        if kind < 0.8:
            parts[place] = name, changed(content, chance.choice(parts)[1], chance)
        elif kind < 0.9:
            del parts[place]
        else:
            parts.append((name, chance.choice(parts)[1]))
    return packed(parts)


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """Parts as a zip package without times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        # Two parts of one name are meant.
        warnings.simplefilter("ignore", UserWarning)
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name or "x"), content)
    return stream.getvalue()


def _of_pdf(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The PDF with one of its streams inflated and damaged; places in the table of objects are then wrong, as in many."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return changed(data, other, chance)
    found = chance.choice(streams)
    try:
        content = zlib.decompressobj().decompress(found[1], _MOST_SIZE)
        pack = zlib.compress
    except zlib.error:
        content, pack = found[1], bytes
    return data[: found.start(1)] + pack(changed(content, other, chance)) + data[found.end(1) :]


_Change = Callable[[bytes, bytes, random.Random], bytes]


def _flip(data: bytes, _: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def _insert(data: bytes, _: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(_BYTES) + data[place:]


def _cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return data[:start] + data[end:]


def _shorten(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _repeat(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    times = chance.choice((2, 3, 50, _MOST_REPEATS))
    return data[:start] + data[start:end] * times + data[end:]


def _splice(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _piece(other, chance)
    place = chance.randint(0, len(data))
    return data[:place] + other[start:end] + data[place:]


def _renumber(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return _swapped(data, _NUMBER, chance.choice(_EDGES), chance)


def _reword(data: bytes, _: bytes, chance: random.Random) -> bytes:
    words = _WORD.findall(data, 0, 100_000)
    return _swapped(data, _WORD, chance.choice(words), chance) if words else data


def _swapped(data: bytes, pattern: re.Pattern[bytes], new: bytes, chance: random.Random) -> bytes:
    found = pattern.search(data, chance.randint(0, len(data)))
    return data[: found.start()] + new + data[found.end() :] if found else data


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + int(chance.expovariate(1 / 60)) + 1)


_CHANGES: tuple[_Change, ...] = (
    _flip,
    _insert,
    _cut,
    _shorten,
    _repeat,
    _splice,
    _renumber,
    _renumber,
    _reword,
    _reword,
)
