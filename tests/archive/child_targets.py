"""What children of workers do in tests: each takes bytes and returns bytes, or does not."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import ReadError


def echo(request: bytes) -> bytes:
    return request


def hang(request: bytes) -> bytes:
    time.sleep(600)
    return request


def misbehave(request: bytes) -> bytes:
    """Does what the request says; answers with the process's id where that is nothing."""
    name, _, argument = request.decode().partition(":")
    if name == "sleep":
        time.sleep(float(argument))
    if name == "refuse":
        raise ReadError("expected a notice, found a cat", reason_code="no_notice")
    if name == "fail":
        raise KeyError("section")
    if name == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "exit":
        os._exit(7)
    if name == "grow":
        keep = bytearray(int(argument) << 20)
        keep[:: 1 << 12] = b"x" * len(keep[:: 1 << 12])
        time.sleep(5)
    if name == "print":
        print("noise from a library", flush=True)
        sys.stdin.read()
    if name == "folder":
        return os.fsencode(Path.cwd())
    return str(os.getpid()).encode()


def wear_out(_: bytes) -> bytes:
    """Answers once in a process's life, and dies when asked again."""
    if _SERVED:
        os._exit(1)
    _SERVED.append(True)
    return str(os.getpid()).encode()


_SERVED: list[bool] = []


def reach_out(request: bytes) -> bytes:
    """Does one thing that a document may not do; answers `done`, or the name of the system's error."""
    name, _, argument = request.decode().partition(":")
    try:
        _REACHING[name](argument)
    except OSError as error:
        return errno.errorcode[error.errno or 0].encode()
    return b"done"


def _connect(_: str) -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1).close()


def _overwrite(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))


def _write(path: str) -> None:
    Path(path).write_bytes(b"x")


def _call_kernel(number: str) -> None:
    if ctypes.CDLL(None, use_errno=True).syscall(int(number), 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "")


# What a document might try, by name: each takes one argument.
_REACHING: dict[str, Callable[[str], object]] = {
    "read": lambda path: Path(path).read_bytes(),
    "list": lambda path: list(Path(path).iterdir()),
    "overwrite": _overwrite,
    "write": _write,
    "delete": lambda path: Path(path).unlink(),
    "rename": lambda path: Path(path).rename(path + "2"),
    "chmod": lambda path: Path(path).chmod(0o777),
    "touch": lambda path: os.utime(path, (0, 0)),
    "link": lambda path: Path("here").symlink_to(path),
    "connect": _connect,
    "pair": lambda _: socket.socketpair(),
    "fork": lambda _: os.fork() or os._exit(0),
    "run": lambda program: os.execv(program, [program]),
    "kill": lambda process: os.kill(int(process), 0),
    "call": _call_kernel,
    "folder": lambda path: [Path(path).mkdir(), Path(path).rmdir()],
}


def recognize(request: bytes) -> bytes:
    """Takes so many MiB, with the models of OCR loaded where `ocr` is said before."""
    if request.startswith(b"ocr"):
        import numpy as np

        from pipeline.read.ocr.engine import engine

        engine().detect(np.zeros((64, 64, 3), dtype=np.uint8))
    return misbehave(b"grow:" + request.removeprefix(b"ocr"))


def lie(request: bytes) -> bytes:
    """A reading as a child gives it that a document has taken over."""
    return request[4:]


def read_lines(request: bytes) -> bytes:
    """The text lines of a file, by LF."""
    from pipeline.model.reading import Line
    from pipeline.read import read

    return "\n".join(block.text for block in read(request, name="a").blocks if isinstance(block, Line)).encode()
