"""The child process of a `Worker`: takes requests on standard input, answers on standard output, ends with its parent.

Run as `python -m pipeline.archive.child MODULE:FUNCTION SECONDS [RULES]` in a folder of its own, with nothing taken from
it: it confines itself (see `sandbox`). The function takes bytes and returns bytes, SECONDS is what one request may take,
RULES a folder of rules of one's own. A frame is a kind (one byte), a length (eight bytes) and that many bytes. Imports
nothing that the function does not need.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO

from pipeline.archive import sandbox

HEADER = struct.Struct(">cQ")
REQUEST, REPLY, REFUSAL, FAILURE = b"Q", b"R", b"E", b"X"
_ORPHAN_CHECK_SECONDS = 1.0
# Documents come by the pipe and go by it; nothing that reads them needs a file of its own.
_FILE_SIZE = 0


def main(target: str, seconds: str, rules: str = "") -> None:
    """Answers requests with the function `target` until standard input ends, with the rules in the folder `rules`."""
    requests, replies = _own_pipes()
    _confine(target, rules)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    if rules:
        _use(Path(rules))
    function = _function(target)
    processor = float(seconds) * (os.cpu_count() or 1)
    while (frame := read_frame(requests)) is not None:
        sandbox.limit_processor(processor)
        write_frame(replies, *_answer(function, frame[1]))


def read_frame(stream: IO[bytes], most: int = 1 << 62) -> tuple[bytes, bytes] | None:
    """The next frame's kind and content; None where the stream ends.

    Raises: OverflowError where the content would be longer than `most` bytes.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    if length > most:
        raise OverflowError(f"expected at most {most} bytes, found {length}")
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


def _confine(target: str, rules: str) -> None:
    """Before anything is loaded that a document could make use of, and before there are threads."""
    places = [*import_module(target.partition(".")[0]).__path__, *filter(None, [rules])]
    sandbox.confine(sandbox.Allowance(Path.cwd(), _FILE_SIZE, tuple(map(Path, places))))


def _end_with_parent(parent: int) -> None:
    """Ends the process when its parent is gone, also in the middle of a document; nobody else empties its folder then."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK_SECONDS)
    shutil.rmtree(Path.cwd(), ignore_errors=True)
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
