"""The bytes of an archive read once from front to end: as they stand, or unpacked from gzip, bzip2 or xz within limits."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import IO, Protocol

from pipeline.archive.members import Budget, is_bomb
from pipeline.errors import ReadError

_GZIP = b"\x1f\x8b\x08"
# The digit of the block size stands between the two; no text begins so.
_BZIP2, _BZIP2_BLOCK = b"BZh", b"1AY&SY"
_XZ = b"\xfd7zXZ\0"
# Bytes taken and given at a time: what stands less far before a damage is lost with it.
_STEP = 1 << 12
# What `xz -9` needs is 65 MiB; a file may ask for 4 GiB.
_XZ_MEMORY = 128 << 20
_ERRORS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Stream(Protocol):
    """Bytes in order; `position` counts those that were read or passed over."""

    position: int

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer where the stream ends. Raises: ReadError where it is damaged."""

    def skip(self, size: int) -> bool:
        """Passes over so many bytes; whether there were as many. Raises: ReadError where the stream is damaged."""

    def finish(self) -> None:
        """Passes over the rest. Raises: ReadError where it is damaged, or is not what its check sum says."""


class Plain:
    """The bytes of a file as they stand."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.position = file, 0
        self._size = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int) -> bytes:
        content = self._file.read(size)
        self.position += len(content)
        return content

    def skip(self, size: int) -> bool:
        end = self.position + size
        self.position = min(end, self._size)
        self._file.seek(self.position)
        return self.position == end

    def finish(self) -> None:
        """Nothing says whether the rest is sound."""


class Decompressor(Protocol):
    """What bz2 and lzma offer."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's decompressor as bz2 and lzma have theirs."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def compression(head: bytes) -> str:
    """gzip, bzip2 or xz where a file that begins so is packed by one, else ""."""
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(_BZIP2) and head[4:].startswith(_BZIP2_BLOCK):
        return "bzip2"
    return "xz" if head.startswith(_XZ) else ""


class Inflated:
    """What a file unpacks to that `compression` knows, all streams of it one after the other.

    Raises (all): ReadError `broken_archive` at a damage or where the file is cut; `zip_bomb` beyond the limits of ratio
    and of the budget's `inflated`. After an error the same one comes again.
    """

    def __init__(self, file: IO[bytes], name: str, kind: str, budget: Budget) -> None:
        self._file, self._name, self._kind, self._budget = file, name, kind, budget
        self._decompressor = _decompressor(kind)
        self._waiting = b""
        self._taken = self._given = self.position = 0
        self._ended = False
        self._error: ReadError | None = None

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay to be read."""
        while len(self._waiting) < size and (more := self._more()):
            self._waiting += more
        return self._waiting[:size]

    def read(self, size: int) -> bytes:
        parts, wanted = [], size
        while wanted and (part := self._waiting or self._more()):
            parts.append(part[:wanted])
            self._waiting = part[wanted:]
            wanted -= len(parts[-1])
        self.position += size - wanted
        return b"".join(parts)

    def skip(self, size: int) -> bool:
        end = self.position + size
        while self.position < end and self.read(min(_STEP, end - self.position)):
            pass
        return self.position == end

    def finish(self) -> None:
        while self.read(_STEP):
            pass

    def _more(self) -> bytes:
        """The next bytes that the file unpacks to, b"" at its end."""
        if self._error is not None:
            raise self._error
        try:
            content = self._unpacked()
            self._given += len(content)
            self._check(len(content))
        except ReadError as error:
            self._error = error
            raise
        return content

    def _unpacked(self) -> bytes:
        while not self._ended:
            wants_input = self._decompressor.needs_input
            packed = self._file.read(_STEP) if wants_input else b""
            self._taken += len(packed)
            content = self._step(packed)
            if self._decompressor.eof:
                self._turn(self._decompressor.unused_data)
            elif wants_input and not packed and not content:
                raise self._broken("it is cut off")
            if content:
                return content
        return b""

    def _step(self, packed: bytes) -> bytes:
        try:
            return self._decompressor.decompress(packed, _STEP)
        except _ERRORS as error:
            raise self._broken(str(error)) from error

    def _broken(self, found: str) -> ReadError:
        message = f"{self._name}: damaged ({found}); what stands at the damage and behind it was not read"
        return ReadError(f"{message}, make the archive again", reason_code="broken_archive")

    def _turn(self, rest: bytes) -> None:
        """Goes on to the next stream of the file; what follows that is none (zeros, a signature) does not count."""
        self._taken -= len(rest)
        self._file.seek(-len(rest), 1)
        head = self._file.read(len(_BZIP2) + 1 + len(_BZIP2_BLOCK))
        self._file.seek(-len(head), 1)
        self._ended = compression(head) != self._kind
        self._decompressor = _decompressor(self._kind)

    def _check(self, size: int) -> None:
        self._budget.inflated -= size
        if is_bomb(self._given, self._taken) or self._budget.inflated < 0:
            message = f"{self._name}: unpacks to {self._given} bytes and more, out of {self._taken}"
            raise ReadError(f"{message}; unpack it yourself if it is what it should be", reason_code="zip_bomb")


def _decompressor(kind: str) -> Decompressor:
    if kind == "gzip":
        return _Gzip()
    if kind == "bzip2":
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
