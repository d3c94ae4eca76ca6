"""Temporary folders that are deleted also where the process that made them was killed: by the next run.

A folder is locked by its process as long as that lives (on Windows nothing locks folders, and nothing is swept).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from pipeline.archive.lock import locks_at_once

PREFIX = "duban-scratch-"
_TRIES, _TRY_SECONDS = 20, 0.05


@contextmanager
def folder() -> Iterator[Path]:
    """A new temporary folder, deleted at the end.

    Raises: OSError where there is no room for it.
    """
    path, descriptor = _made()
    try:
        yield path
    finally:
        _delete(path)
        if descriptor is not None:
            os.close(descriptor)


def sweep() -> None:
    """Deletes the folders of processes that were killed, and ends what these had at work in them."""
    if sys.platform == "win32":
        return
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Not to be opened, as that of another user, or deleted by another run at this moment.
        with suppress(OSError):
            _sweep(path)


def _made() -> tuple[Path, int | None]:
    if sys.platform == "win32":
        return Path(tempfile.mkdtemp(prefix=PREFIX)), None
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        # Before it was locked, another run may have swept it.
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDONLY)
            if _is_locked(descriptor) and path.exists():
                return path, descriptor
            os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Whether no other run sweeps the folder: it is locked now, or its file system knows no locks and nobody sweeps there."""
    try:
        return locks_at_once(descriptor)
    except OSError:
        return True


def _sweep(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        if os.fstat(descriptor).st_uid == os.getuid() and locks_at_once(descriptor):
            _end_processes(path)
            _delete(path)
    finally:
        os.close(descriptor)


def _delete(path: Path) -> None:
    """Deletes the folder; a process that was killed a moment ago may still put something in it."""
    for _ in range(_TRIES):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(_TRY_SECONDS)


def _end_processes(path: Path) -> None:
    """Ends the processes that were started with something in the folder as an argument."""
    inside = f"{path}{os.sep}"
    for process in psutil.process_iter(["cmdline"]):
        if any(inside in argument for argument in process.info["cmdline"] or ()):
            with suppress(psutil.Error):
                process.kill()
