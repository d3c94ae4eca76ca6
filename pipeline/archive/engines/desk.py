"""One worker's desk: files fetched, old office formats converted in batches, each file read in the worker's child."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.archive import office, sources
from pipeline.archive.content import refusal
from pipeline.archive.engines.job import Done, Job
from pipeline.archive.isolate import NO_COST, Worker
from pipeline.archive.request import Original, interpreted
from pipeline.errors import ReadError

_BATCH_DOCUMENTS = 60
_BATCH_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An office document that waits for its batch."""

    job: Job
    original: Original
    data: bytes


class Desk:
    """Does jobs one after the other; `finish` after the last one. `stopped` says that nobody waits for them any more."""

    def __init__(self, worker: Worker, stopped: Callable[[], bool]) -> None:
        self._worker, self._limits = worker, office.Limits(stopped=stopped)
        self._waiting: list[_Waiting] = []

    def take(self, job: Job) -> list[Done]:
        """What is done now: the job itself, nothing where it waits for its batch, or with it those that waited."""
        try:
            data = sources.fetched(job.location) if job.data is None else job.data
        except ReadError as error:
            return [Done(job.place, problem=refusal(error.reason_code, str(error)))]
        original = Original(hashlib.sha256(data).hexdigest(), job.name, office.kind(data), job.ocr)
        if original.key in job.known:
            return [Done(job.place, original.key)]
        if original.format is None:
            return [self._done(job, original, data)]
        self._waiting.append(_Waiting(job, original, data))
        full = len(self._waiting) >= _BATCH_DOCUMENTS or sum(len(each.data) for each in self._waiting) >= _BATCH_BYTES
        return self.finish() if full else []

    def finish(self) -> list[Done]:
        """Converts the office documents that wait, and reads what came of them."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return []
        converted = office.convert({each.original.key: each.data for each in waiting}, limits=self._limits)
        return [self._done(each.job, each.original, converted[each.original.key]) for each in waiting]

    def _done(self, job: Job, original: Original, data: bytes | ReadError) -> Done:
        content = interpreted(self._worker, original, data)
        # What could not be converted was not asked of the child.
        cost = NO_COST if isinstance(data, ReadError) else self._worker.cost
        return Done(job.place, original.key, content, cost=cost)
