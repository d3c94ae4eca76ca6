"""What the children of a campaign run: a file read, or an archive gone through, without OCR."""

from __future__ import annotations

import io
import itertools

from pipeline.archive import containers
from pipeline.archive.members import Budget
from pipeline.model.reading import Ocr

_MOST_MEMBERS = 1_000


def read_file(request: bytes) -> bytes:
    """Reads a file; the request is its name, a NUL and its bytes."""
    from pipeline.read import read

    name, _, data = request.partition(b"\0")
    read(data, name=name.decode(), ocr=Ocr.NEVER)
    return b"read"


def recognize(request: bytes) -> bytes:
    """Reads a picture by OCR."""
    from pipeline.read import read

    name, _, data = request.partition(b"\0")
    read(data, name=name.decode(), ocr=Ocr.ALWAYS)
    return b"read"


def unpack(request: bytes) -> bytes:
    """Reads all members of an archive that its limits let pass."""
    name, _, data = request.partition(b"\0")
    budget = Budget.whole()
    for member in itertools.islice(
        containers.open_members(io.BytesIO(data), name.decode(), budget) or (), _MOST_MEMBERS
    ):
        if not member.is_folder and budget.refuses(member) is None:
            _ = member.read()
    return b"read"
