"""The child process of a `Worker`: takes requests on standard input, answers on standard output, ends with its parent.

Run as `python -m pipeline.archive.child MODULE:FUNCTION [RULES]`; the function takes bytes and returns bytes, RULES is a
folder of rules of one's own. A frame is a kind (one byte), a length (eight bytes) and that many bytes. Imports nothing
that the function does not need.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO

HEADER = struct.Struct(">cQ")
REQUEST, REPLY, REFUSAL, FAILURE = b"Q", b"R", b"E", b"X"
_ORPHAN_CHECK_SECONDS = 1.0
_MAX_OPEN_FILES = 256


def main(target: str, rules: str = "") -> None:
    """Answers requests with the function `target` until standard input ends, with the rules in the folder `rules`."""
    requests, replies = _own_pipes()
    _limit()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    if rules:
        _use(Path(rules))
    function = _function(target)
    while (frame := read_frame(requests)) is not None:
        write_frame(replies, *_answer(function, frame[1]))


def read_frame(stream: IO[bytes], most: int = 1 << 62) -> tuple[bytes, bytes] | None:
    """The next frame's kind and content; None where the stream ends.

    Raises: ValueError where the content would be longer than `most`.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    if length > most:
        raise ValueError(f"expected at most {most} bytes, found {length}")
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


def write_frame(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    stream.write(HEADER.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent; what libraries print goes nowhere, and what reads standard input finds nothing."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    return requests, replies


def _limit() -> None:
    """No core dumps, no files written, few files open; where the system has no such limits, none."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
    ):
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def _end_with_parent(parent: int) -> None:
    """Ends the process when its parent is gone, also in the middle of a document."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK_SECONDS)
    os._exit(1)


def _use(folder: Path) -> None:
    from extractors import rules

    rules.use(folder)


def _function(target: str) -> Callable[[bytes], bytes]:
    module, _, name = target.partition(":")
    function: Callable[[bytes], bytes] = getattr(import_module(module), name)
    return function


def _answer(function: Callable[[bytes], bytes], request: bytes) -> tuple[bytes, bytes]:
    """The reply, or what went wrong: a refusal names why the document cannot be read, a failure is a fault of ours."""
    try:
        return REPLY, function(request)
    except MemoryError:
        return REFUSAL, json.dumps(["memory", "the document needs more memory than there is"]).encode()
    except Exception as error:  # whatever a hostile document brings out is told to the parent, and the child lives on
        code = getattr(error, "reason_code", None)
        if isinstance(code, str):
            return REFUSAL, json.dumps([code, str(error)]).encode()
        return FAILURE, json.dumps(["crashed", f"{type(error).__name__}: {error}"]).encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
