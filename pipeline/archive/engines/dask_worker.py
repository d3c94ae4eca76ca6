"""What runs in a dask worker: a shard of files at the desk of each thread, with a child process of its own.

1. A thread keeps its child from shard to shard, as long as shards are of one run.
2. The children of a run end with it (`stop`), and with the dask worker, however that ends.
3. A worker with another program, or other rules in it, does nothing but say so.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from distributed import get_worker

from pipeline.archive import versions
from pipeline.archive.engines.desk import Desk
from pipeline.archive.engines.job import Done
from pipeline.archive.engines.shards import Shard
from pipeline.archive.isolate import Worker
from pipeline.archive.versions import Versions
from pipeline.errors import NoticeError


class NewWorker(Protocol):
    """A function of a module: it goes to the workers by its name."""

    def __call__(self, *, rules: Path | None) -> Worker: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What holds for all shards of a run: its name, the versions that it is made by, and what makes a thread its child;
    `rules` are the names and contents of the tables of one's own."""

    run: str
    made_by: Versions
    new_worker: NewWorker
    rules: tuple[tuple[str, bytes], ...] = ()


# The seats of this process by thread, and the runs that ended: a shard of theirs is not wanted any more.
_seats: dict[int, _Seat] = {}
_stopped: set[str] = set()


def do_shard(order: Order, shard: Shard) -> list[Done]:
    """What became of the jobs of a shard.

    Raises: NoticeError `other_version` where this worker's program is not the one that the run is made by.
    """
    _check(order.made_by)
    seat = _seat(order)
    desk, done = Desk(seat.worker, lambda: order.run in _stopped), list[Done]()
    for job in shard.jobs:
        if order.run in _stopped:
            break
        done.extend(desk.take(job))
    else:
        done.extend(desk.finish())
    if order.run in _stopped:
        # Nobody waits for this; the child may have been started again after `stop`.
        seat.close()
    return done


def stop(run: str) -> None:
    """Ends the children of a run, also in the middle of a document."""
    _stopped.add(run)
    for seat in list(_seats.values()):
        if seat.run == run:
            seat.close()


class _Seat:
    """The child of one thread, with a copy of the rules that it adds to its own."""

    def __init__(self, order: Order) -> None:
        self.run = order.run
        self._rules = _unpacked(order.rules) if order.rules else None
        self.worker = order.new_worker(rules=self._rules)

    def close(self) -> None:
        self.worker.close()
        if self._rules is not None:
            shutil.rmtree(self._rules, ignore_errors=True)


def _seat(order: Order) -> _Seat:
    """The seat of this thread; what another run left there is ended."""
    thread = threading.get_ident()
    seat = _seats.get(thread)
    if seat is None or seat.run != order.run:
        if seat is not None:
            seat.close()
        seat = _seats[thread] = _Seat(order)
    return seat


def _unpacked(rules: tuple[tuple[str, bytes], ...]) -> Path:
    """A folder with the rules, where dask clears up after a worker that was killed."""
    folder = Path(tempfile.mkdtemp(prefix="duban-rules-", dir=get_worker().local_directory))
    for name, content in rules:
        (folder / Path(name).name).write_bytes(content)
    return folder


def _check(wanted: Versions) -> None:
    own = versions.current()
    if (own.program, own.code, own.rules) != (wanted.program, wanted.code, wanted.rules):
        raise NoticeError(
            f"{get_worker().address}: expected duban {wanted.program} (code {wanted.code}, rules {wanted.rules}), found "
            f"{own.program} (code {own.code}, rules {own.rules}); install the same on all workers and start them again",
            reason_code="other_version",
        )
