"""The members of a tar, read once from front to end.

Not Python's tarfile: that ends in silence at a damaged header, and copies the marks of the whole archive to each member.

1. A member's content is read while the archive stands at it; nothing is kept and nothing goes to the disk.
2. Links, devices and sparse files are members that are no files; what they point to is not looked at.
3. At a damage, or where the end is missing, a ReadError says from where on members are lost; those before it were given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.archive.members import Member, damaged
from pipeline.archive.streams import Stream
from pipeline.errors import ReadError

BLOCK = 512
_NAME, _SIZE, _SUM, _MAGIC, _PREFIX = slice(0, 100), slice(124, 136), slice(148, 156), slice(257, 263), slice(345, 500)
_KIND = slice(156, 157)
_POSIX = b"ustar\0"
_FILES, _FOLDERS = (b"0", b"\0", b"7"), (b"5", b"D")
# Links and devices have no content, whatever their size says.
_EMPTY = (b"1", b"2", b"3", b"4", b"6")
_LONG_NAME, _LONG_LINK, _MARKS, _SPARSE = b"L", b"K", (b"x", b"X"), b"S"
# Marks of the whole archive, and its label.
_OF_ALL = (b"g", b"V")
# An old sparse file's map goes on in further blocks where this byte is set.
_MAP_GOES_ON, _MAP_GOES_ON_AGAIN = 482, 504
_MAX_MAP_BLOCKS = 1 << 10
_MAX_EXTENSION = 1 << 20
_MAX_EXTENSIONS = 16
# Matches: `00000001750 `, ` 644 `. Does not match: `9`, `0x1f`.
_OCTAL = re.compile(rb"[ \0]*([0-7]*)[ \0]*")
# The beginning of a record of marks, `length name=`. Matches: `27 path=通知.txt⏎`. Does not match: `path=通知.txt`.
_RECORD = re.compile(rb"(\d{1,7}) ([^=\n]+)=")


def is_header(block: bytes) -> bool:
    """Whether a block is a member's header: its check sum says so, as old tars have no other mark."""
    if len(block) < BLOCK or not block[0]:
        return False
    stated = _OCTAL.fullmatch(block[_SUM])
    if stated is None or not stated.group(1):
        return False
    others = block[: _SUM.start] + b" " * 8 + block[_SUM.stop :]
    # Some old programs summed up bytes with a sign.
    signed = sum(others) - 256 * sum(byte > 127 for byte in others)
    return int(stated.group(1), 8) in (sum(others), signed)


def members(stream: Stream, archive: str) -> Iterator[Member]:
    """The members of the tar `archive`, in order.

    Raises: ReadError `broken_archive` where members are lost; what the stream raises.
    """
    last = ""
    while (header := _header(stream, archive, last)) is not None:
        end = stream.position + header.stored
        yield Member(
            header.name,
            header.size,
            header.size,
            _reader(stream, header.name, stream.position, header.size),
            is_folder=header.is_folder,
            is_link=header.is_link,
        )
        last = header.name
        if not stream.skip(end - stream.position + -header.stored % BLOCK):
            raise _lost(archive, last, "it is cut off")
    stream.finish()


@dataclass(frozen=True, slots=True)
class _Header:
    """What the headers of a member say: `size` is that of the content, `stored` how many bytes stand behind the headers."""

    name: str
    size: int
    stored: int
    is_folder: bool
    is_link: bool


def _header(stream: Stream, archive: str, last: str) -> _Header | None:
    """The next member's header; None where the archive ends."""
    marks: dict[bytes, bytes] = {}
    for _ in range(_MAX_EXTENSIONS):
        block = stream.read(BLOCK)
        if len(block) == BLOCK and not any(block):
            return None
        if not is_header(block):
            raise _lost(archive, last, "a header is damaged" if len(block) == BLOCK else "it is cut off")
        kind, size = block[_KIND], _number(block[_SIZE])
        if kind not in (_LONG_NAME, _LONG_LINK, *_MARKS, *_OF_ALL):
            return _of_member(stream, block, marks, archive, last)
        if not 0 <= size <= _MAX_EXTENSION:
            raise _lost(archive, last, f"a header says that marks of {size} bytes follow")
        content = stream.read(size + -size % BLOCK)[:size]
        if kind == _LONG_NAME:
            marks.setdefault(b"path", content.partition(b"\0")[0])
        elif kind in _MARKS:
            marks.update(_records(content))
    raise _lost(archive, last, f"more than {_MAX_EXTENSIONS} headers for one member")


def _of_member(stream: Stream, block: bytes, marks: dict[bytes, bytes], archive: str, last: str) -> _Header:
    kind, size = block[_KIND], _number(block[_SIZE])
    if (stated := marks.get(b"size", b"")).isdigit():
        size = int(stated[:_MAX_DIGITS])
    if size < 0:
        raise _lost(archive, last, "a header gives no size")
    if kind == _SPARSE:
        _skip_map(stream, block)
    raw = marks.get(b"path") or _short_name(block)
    is_sparse = kind == _SPARSE or any(key.startswith(b"GNU.sparse") for key in marks)
    is_folder = kind in _FOLDERS or (kind in _FILES and raw.endswith(b"/"))
    stored = 0 if kind in (*_FOLDERS[:1], *_EMPTY) else size
    is_link = is_sparse or not (is_folder or kind in _FILES)
    return _Header(_decoded(raw), size, stored, is_folder, is_link)


# 10 ** 18 bytes are more than any archive holds.
_MAX_DIGITS = 18


def _number(digits: bytes) -> int:
    """A number in octal digits, or in base 256 behind a first byte of 128; -1 where it is neither."""
    if digits[0] == 0x80:
        return int.from_bytes(digits[1:], "big")
    found = _OCTAL.fullmatch(digits)
    return int(found.group(1) or b"0", 8) if found else -1


def _short_name(block: bytes) -> bytes:
    name = block[_NAME].partition(b"\0")[0]
    prefix = block[_PREFIX].partition(b"\0")[0] if block[_MAGIC] == _POSIX else b""
    return prefix + b"/" + name if prefix else name


def _records(content: bytes) -> dict[bytes, bytes]:
    """The marks of a member: `27 path=通知.txt⏎`, each with its length in front."""
    records: dict[bytes, bytes] = {}
    start = 0
    while (found := _RECORD.match(content, start)) is not None:
        end = start + int(found.group(1))
        records[found.group(2)] = content[found.end() : max(end - 1, found.end())]
        start = max(end, found.end())
    return records


def _skip_map(stream: Stream, block: bytes) -> None:
    goes_on = block[_MAP_GOES_ON]
    for _ in range(_MAX_MAP_BLOCKS):
        if not goes_on:
            return
        goes_on = stream.read(BLOCK).ljust(BLOCK, b"\0")[_MAP_GOES_ON_AGAIN]


# Letters that UTF-8 writes in two bytes, beyond those of Latin; GB18030 writes most of its characters in such bytes.
# Matches: `\u0368\u05aa`, which is 通知 in GB18030. Does not match: `通知`, `é`.
_TWO_BYTES = re.compile("[\u0250-\u07ff]")
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")


def _decoded(raw: bytes) -> str:
    """A name as UTF-8, or else GB18030, as Windows programs in China write it; with `/`, without `./` in front."""
    name = raw.decode("utf-8", "backslashreplace")
    is_doubtful = name.encode() != raw or (_TWO_BYTES.search(name) and not _THREE_BYTES.search(name))
    if is_doubtful:
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            return name.replace("\\", "/")
    return name.replace("\\", "/").removeprefix("./")


def _reader(stream: Stream, name: str, start: int, size: int) -> Callable[[], bytes]:
    def read() -> bytes:
        if stream.position != start:
            raise ValueError(f"{name}: expected to be read once, and while its archive stands at it")
        content = stream.read(size)
        if len(content) < size:
            raise damaged(name, f"{size - len(content)} of {size} bytes are missing", reason_code="broken_archive")
        return content

    return read


def _lost(archive: str, last: str, found: str) -> ReadError:
    where = f"behind {last}" if last else "at its beginning"
    message = f"{archive}: damaged {where} ({found}); what stands there and further on was not read"
    return ReadError(f"{message}, make the archive again", reason_code="broken_archive")
