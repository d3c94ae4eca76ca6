"""Documents read in a limited child process: one that hangs, dies or takes the memory costs itself and nothing else.

1. A call ends within its time limit, whatever the document does.
2. The child's resident memory is watched; above the limit it is killed.
3. What the child says is checked JSON: a child that a document has taken over can lie about that document only.
4. A child ends with its parent, and is replaced after so many documents or when it has grown.
5. A document whose child died or took the memory is tried once more in a fresh child: what others left behind, or the
   machine, may have been the cause. One that took too long is not: it would take as long again.
6. A child works in a temporary folder of its own, which goes with it, and can reach nothing else (see `sandbox`).
"""

from __future__ import annotations

import json
import queue
import struct
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from pipeline.archive import child, sandbox
from pipeline.archive.child_process import TOO_LONG, ChildProcess
from pipeline.archive.codec import from_json, to_json
from pipeline.errors import ReadError
from pipeline.model.mark import MarkedPage
from pipeline.model.reading import Ocr, Reading

_WATCH_SECONDS = 0.05
_NAME_LENGTH = struct.Struct(">I")
_PNG_MARK = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take (seconds, bytes of memory without and with OCR, bytes of the reply), and when a child has
    served long enough (`grown` is its memory between documents)."""

    seconds: float = 120.0
    memory: int = 2 << 30
    memory_for_ocr: int = 4 << 30
    # A reading of 5,000 pages takes 40 MB.
    reply: int = 256 << 20
    documents: int = 500
    grown: int = 512 << 20


_LIMITS = Limits()
# The models of OCR take half a GiB; loading them again for each document would cost more than it saves.
OCR_LIMITS = Limits(grown=1 << 30)
# What a fresh child may do better, by reason code.
_TRIED_AGAIN = ("crashed", "memory")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call took over all its attempts: seconds, and the most resident bytes that a child had; 0 where unknown."""

    seconds: float = 0.0
    memory: int = 0
    attempts: int = 0


NO_COST = Cost()


class Worker:
    """One child process that answers requests with the function `target` (`module:function`, bytes to bytes).

    `rules` is a folder of rules that the child adds to its own; `cost` is what the last call took. The child is started
    with the first call, and again after it was lost or recycled. Not to be used by two threads at once. Close it, or
    use it as a context.
    """

    def __init__(self, target: str, *, limits: Limits = _LIMITS, rules: Path | None = None) -> None:
        own = [] if rules is None else [str(rules.resolve())]
        self._arguments = [target, f"{limits.seconds:g}", *own]
        self._limits = limits
        self._child: ChildProcess | None = None
        self._served = 0
        self._is_closed = False
        self.cost = Cost()

    def call(self, request: bytes) -> bytes:
        """The function's reply to the request; `cost` is then what the call took, also where it failed.

        Raises: ReadError with the reason code of the function's own error; `timeout`, `memory`, `too_large` where a
        limit was reached; `crashed` where the child died or the function failed; its `attempts` are those of the call.
        """
        self.cost, self._is_closed = Cost(), False
        try:
            return self._attempt(request)
        except ReadError as error:
            # A child that another thread ended was no fault of the document, and nobody waits for the answer.
            if error.reason_code not in _TRIED_AGAIN or self._is_closed:
                raise
        self._drop()
        try:
            return self._attempt(request)
        except ReadError as error:
            error.attempts = self.cost.attempts
            raise

    def close(self) -> None:
        """Ends the child at once; a call under way in another thread ends as `crashed`, and is not tried again."""
        self._is_closed = True
        self._drop()

    def _drop(self) -> None:
        ended, self._child, self._served = self._child, None, 0
        if ended is not None:
            ended.end()

    def _attempt(self, request: bytes) -> bytes:
        started, asked = time.monotonic(), self._running()
        asked.forget_peak()
        try:
            answer = self._watched(asked, request)
        except BaseException:
            # Also Ctrl-C: the child is in the middle of a document and cannot be asked again.
            self._count(asked, started)
            self._drop()
            raise
        self._count(asked, started)
        self._served += 1
        if self._served >= self._limits.documents or asked.memory() > self._limits.grown:
            self._drop()
        return _content(answer)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> ChildProcess:
        if self._child is not None and not self._child.lives():
            self._drop()
        if self._child is None:
            self._child = ChildProcess(self._arguments)
        return self._child

    def _watched(self, asked: ChildProcess, request: bytes) -> tuple[bytes, bytes]:
        """The child's answer, waited for within the limits."""
        end = time.monotonic() + self._limits.seconds
        answers = asked.ask(request, longest=self._limits.reply)
        while True:
            try:
                answer = answers.get(timeout=min(_WATCH_SECONDS, max(0.0, end - time.monotonic())))
            except queue.Empty:
                self._check(asked, end)
                continue
            if answer is None:
                raise _crashed(asked)
            if answer[0] == TOO_LONG:
                raise _too_long(self._limits.reply)
            return answer

    def _check(self, asked: ChildProcess, end: float) -> None:
        used, allowed = asked.memory(), self._limits.memory
        # In a used child others may have loaded OCR; that this document needs it, only a fresh one shows.
        if used > allowed and not self._served and asked.recognizes():
            allowed = self._limits.memory_for_ocr
        if used > allowed:
            raise ReadError(
                f"reading took more than the {allowed >> 20} MiB of memory allowed; split the document, or "
                "print it to PDF anew",
                reason_code="memory",
            )
        if time.monotonic() >= end:
            raise ReadError(
                f"reading took longer than the {self._limits.seconds:g} s allowed; split the document, or print it to "
                "PDF anew",
                reason_code="timeout",
            )

    def _count(self, asked: ChildProcess, started: float) -> None:
        seconds = round(self.cost.seconds + time.monotonic() - started, 3)
        self.cost = Cost(seconds, max(self.cost.memory, asked.peak()), self.cost.attempts + 1)


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


def layers() -> dict[str, bool]:
    """Which layers of isolation hold for a child on this machine, each tried out in one: see `sandbox.Layers`.

    Raises: ReadError `crashed` where no child can be started.
    """
    with Worker(f"{__name__}:answer_layers") as worker:
        return {str(name): bool(holds) for name, holds in json.loads(worker.call(b"")).items()}


def answer_layers(_: bytes) -> bytes:
    """Runs in the child: which layers hold for it."""
    return json.dumps(asdict(sandbox.tried())).encode()


@dataclass(frozen=True, slots=True)
class _Marking:
    """What a child is asked to draw."""

    name: str
    pages: tuple[MarkedPage, ...]


def _crashed(asked: ChildProcess) -> ReadError:
    return ReadError(
        f"the process that read the file died (status {asked.status()}); the file is damaged or made to do harm: get it "
        "again, or print it to PDF anew",
        reason_code="crashed",
    )


def _too_long(most: int) -> ReadError:
    return ReadError(
        f"what was read of the file takes more than the {most >> 20} MiB allowed; split the document",
        reason_code="too_large",
    )


def _content(answer: tuple[bytes, bytes]) -> bytes:
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
