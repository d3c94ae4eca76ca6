"""The engine of one machine: so many threads, each with a child process of its own that does the work."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

from pipeline.archive.engines.desk import Desk
from pipeline.archive.engines.job import Done, Job
from pipeline.archive.isolate import Worker

# Jobs that wait for each worker, so that none is idle while results are stored.
_AHEAD = 2
# A thread returns soon after its child was ended; one that something else holds up is left to end with the program.
_GRACE_SECONDS = 1.5
_LOOK_SECONDS = 0.02


class LocalPool:
    """An `Executor` of `workers` child processes, each made by `new_worker`."""

    def __init__(self, new_worker: Callable[[], Worker], workers: int) -> None:
        self._new_worker, self._workers = new_worker, workers

    def map(self, jobs: Iterable[Job]) -> Generator[Sequence[Done], None, None]:
        """What became of the jobs, in the order in which they end; a job's turn may come with those of others.

        Jobs are taken from `jobs` as workers get free. Closing it ends children and LibreOffice at once.
        """
        crew = _Crew([self._new_worker() for _ in range(self._workers)])
        try:
            yield from crew.through(iter(jobs))
        finally:
            crew.stop()


def all_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Crew:
    """The threads of one `map`, with the queues to and from them. None in place of a job ends a thread."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._workers = workers
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Sequence[Done] | BaseException | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(each,), daemon=True) for each in workers]
        for thread in self._threads:
            thread.start()

    def through(self, jobs: Iterator[Job]) -> Iterator[Sequence[Done]]:
        given = ended = 0
        for job in jobs:
            self._jobs.put(job)
            given += 1
            if given - ended >= _AHEAD * len(self._workers):
                yield self._next()
                ended += 1
        for _ in self._workers:
            self._jobs.put(None)
        # One answer to each job, one more from each worker at its end.
        for _ in range(given - ended + len(self._workers)):
            yield self._next()

    def stop(self) -> None:
        """Ends threads, children and LibreOffice, also in the middle of a document."""
        self._stopped.set()
        for _ in self._workers:
            self._jobs.put(None)
        end = time.monotonic() + _GRACE_SECONDS
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < end:
            # Again and again: a thread may be about to start its child.
            for worker, thread in zip(self._workers, self._threads, strict=True):
                worker.close()
                thread.join(_LOOK_SECONDS)

    def _next(self) -> Sequence[Done]:
        answer = self._results.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer or ()

    def _work(self, worker: Worker) -> None:
        """Runs in a thread: an error of ours there is raised where results are taken."""
        stopped = self._stopped.is_set
        desk = Desk(worker, stopped)
        try:
            while not stopped() and (job := self._jobs.get()) is not None:
                self._results.put(desk.take(job))
            self._results.put([] if stopped() else desk.finish())
        except BaseException as error:
            self._results.put(error)
        finally:
            worker.close()
