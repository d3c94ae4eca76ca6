"""Files that are replaced as a whole: never half written, never gone, and with a word for people where the disk is full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import StoreError


def temporary(path: Path) -> Path:
    """Where a file grows until it takes the place of the one at `path`."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises what the system says of a file or folder that cannot be written as StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: expected that it can be written, found that it cannot ({error.strerror}); make room or see to the "
            "rights of its folder, and run again: it goes on from there, and until then the old file stays"
        ) from error


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content stands at `path` once the block ends well; else what was there stays.

    Raises: StoreError where it cannot be written, as on a full disk.
    """
    new = temporary(path)
    try:
        with writing(path), new.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with writing(path):
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Writes a text in UTF-8, its line ends as they are.

    Raises: StoreError as `replaced`.
    """
    with replaced(path) as stream:
        stream.write(text.encode())
