"""Engines: who does the reading of a run. Each is an `Executor`, so that a run knows none of them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Protocol

from pipeline.archive.engines.job import Done, Job


class Executor(Protocol):
    """Does jobs in any order, on this machine or others."""

    def map(self, jobs: Iterable[Job]) -> Generator[Sequence[Done], None, None]:
        """What became of the jobs, in parts of any size and in any order; each job gives one `Done`.

        `jobs` is taken from the calling thread as room gets free. Closing the generator ends all work.
        """
        ...
