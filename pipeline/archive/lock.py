"""One run at a time in a folder: a lock that is gone with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import StoreError

LOCK_NAME = ".duban.lock"
# Windows locks bytes; this one lies behind all that is ever written, so that others can read who holds the lock.
_LOCKED_BYTE = 1 << 20
_MOST_DIGITS = 20


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Keeps other runs out of `folder`; the file that stands for the lock is gone at the end.

    Raises: StoreError `busy` where another run is in it, `store` where the folder cannot be written or locked.
    """
    path = folder / LOCK_NAME
    try:
        descriptor = _held(path)
    except OSError as error:
        raise StoreError(
            f"{folder}: expected a folder to write to, found that it cannot be written or locked ({error.strerror}); make "
            "room, check its rights, or name a folder on a disk of this machine with -o, and run again"
        ) from error
    try:
        yield
    finally:
        _release(path, descriptor)


def locks_at_once(descriptor: int) -> bool:
    """Whether the open file could be locked; the lock goes when it is closed.

    Raises: OSError where its file system has no locks.
    """
    try:
        _lock(descriptor)
    except BlockingIOError:
        return False
    return True


def _held(path: Path) -> int:
    """The open lock file, locked, with the number of this process in it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not locks_at_once(descriptor):
                raise _busy(path, descriptor)
            if _is_at(path, descriptor):
                _write_holder(descriptor)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _write_holder(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, str(os.getpid()).encode())


def _busy(path: Path, descriptor: int) -> StoreError:
    os.lseek(descriptor, 0, os.SEEK_SET)
    holder = os.read(descriptor, _MOST_DIGITS).decode("ascii", "replace")
    process = f" (process {holder})" if holder else ""
    return StoreError(
        f"{path.parent}: another run{process} is writing there; wait until it has ended, or name another folder with -o",
        reason_code="busy",
    )


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the open file still stands at the path: its last holder may have deleted it before we had the lock."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

    def _release(path: Path, descriptor: int) -> None:
        # An open file cannot be deleted there; where another run has opened it meanwhile, that one deletes it.
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(path: Path, descriptor: int) -> None:
        # While it is locked: who opened it meanwhile sees that it is gone, and makes a new one.
        path.unlink(missing_ok=True)
        os.close(descriptor)
