"""What children of workers do in tests: each takes bytes and returns bytes, or does not."""

from __future__ import annotations

import os
import signal
import sys
import time

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
    if name == "write":
        with open(argument, "wb") as file:  # noqa: PTH123
            file.write(b"x" * 1000)
    return str(os.getpid()).encode()


def lie(request: bytes) -> bytes:
    """A reading as a child gives it that a document has taken over."""
    return request[4:]


def read_lines(request: bytes) -> bytes:
    """The text lines of a file, by LF."""
    from pipeline.model.reading import Line
    from pipeline.read import read

    return "\n".join(block.text for block in read(request, name="a").blocks if isinstance(block, Line)).encode()
