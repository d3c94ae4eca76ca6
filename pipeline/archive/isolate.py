"""Documents read in a limited child process: one that hangs, dies or takes the memory costs itself and nothing else.

1. A call ends within its time limit, whatever the document does.
2. The child's resident memory is watched; above the limit it is killed.
3. What the child says is checked JSON: a child that a document has taken over can lie about that document only.
4. A child ends with its parent, and is replaced after so many documents or when it has grown.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

import psutil

from pipeline.archive import child
from pipeline.archive.codec import from_json, to_json
from pipeline.errors import ReadError
from pipeline.model.mark import MarkedPage
from pipeline.model.reading import Ocr, Reading

# A reading of 5,000 pages takes 40 MB as JSON.
MAX_REPLY = 256 << 20
_WATCH_SECONDS = 0.05
_NAME_LENGTH = struct.Struct(">I")
_PNG_MARK = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take, and when a child has served long enough (`grown` is its memory between documents)."""

    seconds: float = 120.0
    memory: int = 2 << 30
    documents: int = 500
    grown: int = 512 << 20


_LIMITS = Limits()
# The models of OCR take 1 GiB; loading them again for each document would cost more than it saves.
OCR_LIMITS = Limits(memory=4 << 30, grown=2 << 30)


class Worker:
    """One child process that answers requests with the function `target` (`module:function`, bytes to bytes).

    `rules` is a folder of rules that the child adds to its own. The child is started with the first call, and again after it was lost or recycled. Not to be used by two threads at
    once. Close it, or use it as a context.
    """

    def __init__(self, target: str, *, limits: Limits = _LIMITS, rules: Path | None = None) -> None:
        self._arguments = [target] if rules is None else [target, str(rules.resolve())]
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def call(self, request: bytes) -> bytes:
        """The function's reply to the request.

        Raises: ReadError with the reason code of the function's own error; `timeout`, `memory` where a limit was
        reached; `crashed` where the child died or the function failed.
        """
        try:
            return self._attempt(request)
        except ReadError as error:
            if error.reason_code != "crashed":
                raise
        # Once more in a fresh child: what others left behind, or the machine, may have been the cause.
        self.close()
        return self._attempt(request)

    def _attempt(self, request: bytes) -> bytes:
        process = self._running()
        answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        threading.Thread(target=_exchange, args=(process, request, answers), daemon=True).start()
        try:
            answer = self._watched(process, answers)
        except BaseException:
            # Also Ctrl-C: the child is in the middle of a document and cannot be asked again.
            self.close()
            raise
        self._served += 1
        if self._served >= self._limits.documents or _memory(process) > self._limits.grown:
            self.close()
        return _content(answer)

    def close(self) -> None:
        """Ends the child at once."""
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = _start(self._arguments)
        return self._process

    def _watched(self, process: subprocess.Popen[bytes], answers: queue.SimpleQueue[_Answer]) -> _Answer:
        """The child's answer, waited for within the limits."""
        end = time.monotonic() + self._limits.seconds
        while True:
            try:
                answer = answers.get(timeout=min(_WATCH_SECONDS, max(0.0, end - time.monotonic())))
            except queue.Empty:
                self._check(process, end)
                continue
            if answer is None:
                raise _crashed(process)
            return answer

    def _check(self, process: subprocess.Popen[bytes], end: float) -> None:
        if (used := _memory(process)) > self._limits.memory:
            allowed = self._limits.memory >> 20
            raise ReadError(
                f"reading took {used >> 20} MiB of memory, more than the {allowed} MiB allowed; "
                "split the document, or allow more",
                reason_code="memory",
            )
        if time.monotonic() >= end:
            raise ReadError(
                f"reading took longer than the {self._limits.seconds:g} s allowed; split the document, or allow more",
                reason_code="timeout",
            )


def read_isolated(data: bytes, name: str = "", *, worker: Worker, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The file as `pipeline.read.read` gives it, read in the worker's child (see `reading_worker`).

    Raises: ReadError as `pipeline.read.read` does, and those of `Worker.call`.
    """
    encoded = f"{ocr}\0{name}".encode("utf-8", "surrogatepass")
    reply = worker.call(_NAME_LENGTH.pack(len(encoded)) + encoded + data)
    try:
        return from_json(Reading, reply)
    except (ValueError, RecursionError) as error:
        worker.close()
        raise ReadError(
            f"the process that read the file gave no reading: {error}; report the file", reason_code="crashed"
        ) from error


def reading_worker(*, limits: Limits = OCR_LIMITS, rules: Path | None = None) -> Worker:
    """A worker whose child reads files."""
    return Worker(f"{__name__}:answer_reading", limits=limits, rules=rules)


def answer_reading(request: bytes) -> bytes:
    """Runs in the child: the reading of the named file as JSON."""
    from pipeline.read import read

    (length,) = _NAME_LENGTH.unpack_from(request)
    start = _NAME_LENGTH.size + length
    ocr, _, name = request[_NAME_LENGTH.size : start].decode("utf-8", "surrogatepass").partition("\0")
    return to_json(read(request[start:], name=name, ocr=Ocr(ocr)))


def draw_isolated(data: bytes, pages: tuple[MarkedPage, ...], *, name: str, worker: Worker) -> bytes:
    """The pages of a file as `pipeline.read.marking.marked` draws them, drawn in the worker's child (see `drawing_worker`).

    Raises: ReadError as `marked` does, and those of `Worker.call`; `crashed` where what comes back is no PNG.
    """
    encoded = to_json(_Marking(name, pages))
    reply = worker.call(_NAME_LENGTH.pack(len(encoded)) + encoded + data)
    if not reply.startswith(_PNG_MARK):
        raise ReadError("the process that drew the pages gave no picture; report the file", reason_code="crashed")
    return reply


def drawing_worker(*, limits: Limits = OCR_LIMITS) -> Worker:
    """A worker whose child draws pages."""
    return Worker(f"{__name__}:answer_drawing", limits=limits)


def answer_drawing(request: bytes) -> bytes:
    """Runs in the child: the asked pages as PNG."""
    from pipeline.read.marking import marked

    (length,) = _NAME_LENGTH.unpack_from(request)
    start = _NAME_LENGTH.size + length
    asked = from_json(_Marking, request[_NAME_LENGTH.size : start])
    return marked(request[start:], asked.pages, name=asked.name)


@dataclass(frozen=True, slots=True)
class _Marking:
    """What a child is asked to draw."""

    name: str
    pages: tuple[MarkedPage, ...]


# The kind and content of the child's frame; None where it ended without one.
_Answer = tuple[bytes, bytes] | None


def _start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    # The child finds the program where the parent found it, and writes no bytecode beside it.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", child.__name__, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], request: bytes, answers: queue.SimpleQueue[_Answer]) -> None:
    """Runs in a thread: pipes that a stuck child does not empty or fill would hold up the watching."""
    assert process.stdin is not None and process.stdout is not None
    try:
        child.write_frame(process.stdin, child.REQUEST, request)
        answers.put(child.read_frame(process.stdout, MAX_REPLY))
    except (OSError, ValueError):
        # The child is gone, was killed in between, or says more than it may.
        answers.put(None)


def _memory(process: subprocess.Popen[bytes]) -> int:
    """Resident bytes of the child; 0 where it has ended."""
    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0


def _crashed(process: subprocess.Popen[bytes]) -> ReadError:
    try:
        status: object = process.wait(timeout=1.0)
    except subprocess.TimeoutExpired:
        status = "running"
    return ReadError(
        f"the process that read the file died (status {status}); the file is damaged or made to do harm",
        reason_code="crashed",
    )


def _content(answer: _Answer) -> bytes:
    assert answer is not None
    kind, content = answer
    if kind == child.REPLY:
        return content
    try:
        code, message = map(str, json.loads(content))
    except ValueError as error:
        raise ReadError("the process that read the file gave no reason", reason_code="crashed") from error
    if kind == child.FAILURE:
        message = f"the file could not be read because of a fault in the program ({message}); report the file"
    raise ReadError(message, reason_code=code)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except OSError:
            # What was still to be written to a child that is gone.
            return
