"""How a run tells where it stands: a bar on a terminal, JSON lines elsewhere, and a log of every file on request."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.archive.intake import Counts, Progress, Told
from pipeline.errors import NoticeError
from pipeline.messages import Language, message

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

# Without a terminal a line is written so often.
_EVERY_SECONDS = 5.0

Standing = dict[str, int | float]


class Pace:
    """How fast files come to their end, from the time when it is made."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._start = clock, clock()

    def at(self, counts: Counts) -> Standing:
        """Files `done` of `total`, documents `failed`; `rate` in files a second, `seconds_left` as far as one can tell."""
        passed, done = self._clock() - self._start, counts.looked_at
        standing: Standing = {"done": done, "total": counts.total, "failed": counts.failed}
        if done and passed > 0:
            rate = done / passed
            standing |= {"rate": round(rate, 1), "seconds_left": round((counts.total - done) / rate)}
        return standing


@contextmanager
def shown(language: Language, log: Path | None) -> Iterator[Progress]:
    """What a run calls as files come to their end; `log` is a file that gets a line for each.

    Raises: NoticeError `log` where that file cannot be written.
    """
    with ExitStack() as stack:
        here = _bar(language) if sys.stderr.isatty() else _lines()
        told = [stack.enter_context(each) for each in (here, *([_log(log)] if log else []))]
        yield _All(told)


@dataclass(frozen=True, slots=True)
class _All:
    listeners: Sequence[Progress]

    def __call__(self, counts: Counts, told: Told | None) -> None:
        for listener in self.listeners:
            listener(counts, told)


@contextmanager
def _bar(language: Language) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    words = TextColumn("{task.description}", markup=False)
    state = TextColumn("{task.fields[state]}", markup=False)
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), state)
    pace = Pace()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(message("progress", language), state="")

        def draw(counts: Counts, _told: Told | None) -> None:
            rate = pace.at(counts).get("rate", 0)
            state = message("progress_state", language, rate=rate, failed=counts.failed)
            bar.update(task, completed=counts.looked_at, total=counts.total, state=state)

        yield draw


@contextmanager
def _lines() -> Iterator[Progress]:
    """A JSON line to standard error every few seconds."""
    pace, last = Pace(), time.monotonic()
    log = _json_lines(sys.stderr)

    def write(counts: Counts, _told: Told | None) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_SECONDS:
            last = time.monotonic()
            log.info("progress", **pace.at(counts))

    yield write


@contextmanager
def _log(path: Path) -> Iterator[Progress]:
    """A JSON line for each file that was read or refused, one with the standing at the end."""
    with _writing(path):
        stream = path.open("a", encoding="utf-8")
    with _closed(stream):
        log, pace, last = _json_lines(stream), Pace(), Counts()

        def write(counts: Counts, told: Told | None) -> None:
            nonlocal last
            last = counts
            if told is not None:
                outcome = told.outcome.value
                with _writing(path):
                    log.info("file", path=told.path, member=told.member, outcome=outcome, reason_code=told.reason_code)

        yield write
        with _writing(path):
            log.info("end", **pace.at(last))


@contextmanager
def _closed(stream: TextIO) -> Iterator[None]:
    """Closes the log; each line was written by then, or it was told that it cannot be."""
    try:
        yield
    finally:
        with suppress(OSError):
            stream.close()


@contextmanager
def _writing(log: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoticeError(
            f"{log}: expected a log that can be written, found that it cannot ({error.strerror}); name another file",
            reason_code="log",
        ) from error


def _json_lines(stream: TextIO) -> FilteringBoundLogger:
    import structlog

    stamp, render = structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer(ensure_ascii=False)
    logger: FilteringBoundLogger = structlog.wrap_logger(structlog.WriteLogger(stream), processors=[stamp, render])
    return logger
