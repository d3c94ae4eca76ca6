"""What a file holds, if it is an archive by its content: zip, tar, a packed tar, or one packed document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from pipeline.archive import streams, tars, zips
from pipeline.archive.members import MAX_FILE_SIZE, Budget, Member
from pipeline.archive.streams import Inflated, Plain
from pipeline.errors import ReadError

# What may be an archive inside an archive; whether it is one, its content says.
ENDINGS = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz")
_PACKED_ENDINGS = (".gz", ".bz2", ".xz")


def open_members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member] | None:
    """The members of the archive that the file is, in order; None where it is a document.

    Raises (the iterator): ReadError where the rest of the archive is lost or beyond a limit.
    """
    head = file.read(tars.BLOCK)
    file.seek(0)
    if head.startswith(zips.MAGICS):
        return zips.open_members(file, name)
    if tars.is_header(head):
        return tars.members(Plain(file), name)
    kind = streams.compression(head)
    return _packed(file, name, kind, budget) if kind else None


def _packed(file: IO[bytes], name: str, kind: str, budget: Budget) -> Iterator[Member]:
    """The members of a packed tar; else the one document that was packed, named without the ending .gz."""
    size = file.seek(0, 2)
    file.seek(0)
    stream = Inflated(file, name, kind, budget)
    if tars.is_header(stream.peek(tars.BLOCK)):
        yield from tars.members(stream, name)
        return
    content = stream.read(MAX_FILE_SIZE + 1)
    if len(content) > MAX_FILE_SIZE:
        message = f"{name}: unpacks to more than {MAX_FILE_SIZE >> 20} MiB; no notice is so large"
        raise ReadError(message, reason_code="zip_bomb")
    own_name = PurePosixPath(name).name
    ending = next((ending for ending in _PACKED_ENDINGS if own_name.lower().endswith(ending)), "")
    yield Member(own_name[: len(own_name) - len(ending)], len(content), size, lambda: content)
