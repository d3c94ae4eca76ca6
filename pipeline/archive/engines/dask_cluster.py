"""The engine of a cluster: files go in shards to the workers of a dask scheduler.

1. So many shards are under way that no thread is idle, and no more: the memory of this process stays bounded.
2. What was under way on a worker that is lost is done by others. A shard with which four workers were lost is tried in
   smaller ones; a file with which they are lost is tried last and alone, and where that fails it is refused.
3. Workers that join later take part.
"""

from __future__ import annotations

import logging
import queue
import time
import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import dask
from distributed import CancelledError, Client, Future, KilledWorker

from extractors.rules import added_files
from pipeline.archive.content import refusal
from pipeline.archive.engines import dask_worker
from pipeline.archive.engines.dask_worker import NewWorker, Order
from pipeline.archive.engines.job import Done, Job
from pipeline.archive.engines.shards import Shard, shards
from pipeline.archive.versions import Versions
from pipeline.errors import NoticeError

# Shards for each thread, one of which waits while the other is done; and what of files may travel at a time.
_AHEAD = 2
_MOST_CARRIED = 256 << 20
# How often a shard is tried again where something on the worker's machine fails, such as its disk.
_RETRIES = 2
_CONNECT_SECONDS = 10
_FIRST_WORKER_SECONDS = 30
# A cluster may be without workers for a time, while lost ones start again.
_PATIENCE_SECONDS = 60.0
_WATCH_SECONDS = 1.0
_FETCH_SECONDS = 600
_LOST = "the workers that read it were lost again and again; run this file on one machine, without --engine dask"


class DaskCluster:
    """An `Executor` of the workers of a dask scheduler (`tcp://host:8786`), whose children are made by `new_worker`.

    `rules` is a folder of rules of one's own: its tables are sent along.
    """

    def __init__(self, scheduler: str, new_worker: NewWorker, *, made_by: Versions, rules: Path | None = None) -> None:
        self._scheduler = scheduler
        tables = added_files(rules) if rules else []
        content = tuple((table.name, table.read_bytes()) for table in tables)
        self._order = Order(uuid.uuid4().hex, made_by, new_worker, content)

    def map(self, jobs: Iterable[Job]) -> Generator[Sequence[Done], None, None]:
        """What became of the jobs, shard by shard in the order in which they end. To be called once.

        Closing the iterator takes the rest off the cluster and ends the children.
        Raises: NoticeError `no_cluster` where scheduler or workers cannot be reached or are lost, `other_version`.
        """
        with _connected(self._scheduler) as client:
            traffic = _Traffic(client, self._scheduler, self._order)
            try:
                yield from traffic.through(jobs)
            finally:
                traffic.stop()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    # What goes wrong is told by errors of ours, not by lines in a log.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"{scheduler}: no dask scheduler can be reached there ({error}); start one with dask scheduler"
        raise NoticeError(message, reason_code="no_cluster") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_FIRST_WORKER_SECONDS)
        except TimeoutError as error:
            raise _without_workers(scheduler) from error
        yield client


def _without_workers(scheduler: str) -> NoticeError:
    message = f"{scheduler}: the scheduler has no workers; start some with dask worker {scheduler}"
    return NoticeError(message, reason_code="no_cluster")


class _Traffic:
    """The shards of one `map` on their way."""

    def __init__(self, client: Client, scheduler: str, order: Order) -> None:
        self._client, self._scheduler, self._order = client, scheduler, order
        self._answers: queue.SimpleQueue[Future[list[Done]]] = queue.SimpleQueue()
        self._under_way: dict[str, tuple[Future[list[Done]], Shard]] = {}
        self._suspects: list[Shard] = []
        self._number = 0

    def through(self, jobs: Iterable[Job]) -> Iterator[Sequence[Done]]:
        for shard in shards(jobs, max(1, self._threads())):
            while self._is_full():
                yield self._next()
            self._send(shard)
        while self._under_way:
            yield self._next()
        # Alone, so that whatever loses a worker now is this file.
        for suspect in self._suspects:
            self._send(suspect)
            yield self._next(is_last=True)

    def stop(self) -> None:
        """Takes off the cluster what is under way, and ends the children."""
        if self._client.status != "running":
            return
        # Where the scheduler is lost right now, workers end what they have, and their children when they end.
        with suppress(OSError):
            self._client.cancel([future for future, _ in self._under_way.values()], force=True)
            self._client.run(dask_worker.stop, self._order.run, on_error="ignore")

    def _is_full(self) -> bool:
        carried = sum(shard.carried for _, shard in self._under_way.values())
        return len(self._under_way) >= _AHEAD * max(1, self._threads()) or carried >= _MOST_CARRIED

    def _threads(self) -> int:
        """The threads of all workers that the cluster has now."""
        if self._client.status == "running":
            with suppress(OSError):
                return sum(self._client.nthreads().values())
        raise self._lost()

    def _send(self, shard: Shard) -> None:
        self._number += 1
        key = f"duban-{self._order.run}-{self._number}"
        # A member of an archive may be large.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": f"{_MOST_CARRIED} B"}):
            future = self._client.submit(dask_worker.do_shard, self._order, shard, key=key, retries=_RETRIES)
        self._under_way[key] = (future, shard)
        future.add_done_callback(self._answers.put)

    def _next(self, *, is_last: bool = False) -> Sequence[Done]:
        """What became of the shard that ends next; of one that lost its workers nothing yet, unless it was the last try."""
        key = str(self._ended().key)
        future, shard = self._under_way.pop(key)
        try:
            return self._result(future)
        except KilledWorker:
            return self._again(shard) if not is_last else [_refused(job) for job in shard.jobs]
        except CancelledError as error:
            raise self._lost() from error
        except (ImportError, AttributeError) as error:
            message = f"the workers have no duban like this one ({error}); install the same on all and start them again"
            raise NoticeError(message, reason_code="other_version") from error

    def _ended(self) -> Future[list[Done]]:
        """A shard that came to its end, waited for as long as there is anybody who works on it."""
        last = time.monotonic()
        while True:
            try:
                return self._answers.get(timeout=_WATCH_SECONDS)
            except queue.Empty:
                if self._threads():
                    last = time.monotonic()
                elif time.monotonic() - last >= _PATIENCE_SECONDS:
                    raise _without_workers(self._scheduler) from None

    def _result(self, future: Future[list[Done]]) -> list[Done]:
        """The result of a shard that ended; where its worker was lost with it, the shard is done once more."""
        while True:
            try:
                done: list[Done] = future.result(timeout=_FETCH_SECONDS)
                return done
            except TimeoutError:
                if future.status == "error":
                    raise
                if not self._threads():
                    raise _without_workers(self._scheduler) from None

    def _again(self, shard: Shard) -> Sequence[Done]:
        """Sends the shard in smaller ones, puts a single file aside; nothing is done yet."""
        if len(shard.jobs) == 1:
            self._suspects.append(shard)
            return ()
        for part in shard.parts():
            self._send(part)
        return ()

    def _lost(self) -> NoticeError:
        message = (
            f"{self._scheduler}: the dask scheduler was lost; what was read is kept, the same command goes on from here"
        )
        return NoticeError(message, reason_code="no_cluster")


def _refused(job: Job) -> Done:
    return Done(job.place, problem=refusal("worker_lost", f"{job.name}: {_LOST}"))
