"""What SQLite says when it cannot use a store, in words that a person can act upon."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError

_GO_ON = "run again: it goes on from there"
_NO_ROOM = f"expected room for the store, found that the disk is full; make room and {_GO_ON}"
_BROKEN_DISK = (
    "expected a disk that can be written, found that it is full, beyond a quota, or broken; make room or name another "
    f"folder with -o, and {_GO_ON}"
)
_NOT_WRITABLE = (
    "expected a store that can be opened and written, found that it cannot; give yourself the right to write in its "
    "folder, or copy the folder"
)
_HELD = f"expected the store for itself, found that another program holds it; wait until that has ended and {_GO_ON}"
_DAMAGED = (
    "expected the store of an archive, found one that is damaged, or no SQLite database; move it away and run again: all "
    "files are read anew"
)
# By the first byte of SQLite's result code. Source: sqlite.org/rescode.html.
_WORDS = {
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: _BROKEN_DISK,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PROTOCOL: _HELD,
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises what SQLite says of the store at `path`, and JSON in it that is none, as StoreError."""
    try:
        yield
    except json.JSONDecodeError as error:
        raise StoreError(f"{path}: {_DAMAGED} ({error})") from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            # A fault of ours, not of the store.
            raise
        words = _DAMAGED if code is None else _WORDS.get(code & 0xFF, _DAMAGED)
        raise StoreError(f"{path}: {words} ({error})") from error
