"""Jobs in shards, as they are sent to a cluster: few jobs at first, so that few files spread over all workers, then many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.archive.engines.job import Job

_FIRST = 2
# A shard costs a few milliseconds on its way, a notice about 35; what is lost with a worker is a shard of each thread.
MOST_FILES = 500
_MOST_BYTES = 32 << 20
# Shards of one size for each thread, before they double.
_OF_ONE_SIZE = 2
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Shard:
    """Jobs that go to one worker together."""

    jobs: tuple[Job, ...]

    @property
    def carried(self) -> int:
        """The bytes of the files that travel with it: members of archives, which only the one who opened them can read."""
        return sum(len(job.data) for job in self.jobs if job.data is not None)

    def parts(self) -> list[Shard]:
        """Its jobs in up to eight smaller shards."""
        size = -(-len(self.jobs) // _PARTS)
        return [Shard(self.jobs[start : start + size]) for start in range(0, len(self.jobs), size)]


def shards(jobs: Iterable[Job], threads: int) -> Iterator[Shard]:
    """The jobs in order, in shards for so many threads: 2 files each at first, 500 or 32 MiB each in the end."""
    number, gathered = 0, _Gathered(_FIRST)
    for job in jobs:
        gathered.add(job)
        if gathered.is_full:
            yield Shard(tuple(gathered.jobs))
            number += 1
            gathered = _Gathered(_FIRST << min(number // (_OF_ONE_SIZE * threads), MOST_FILES.bit_length()))
    if gathered.jobs:
        yield Shard(tuple(gathered.jobs))


class _Gathered:
    """A shard that grows to so many files."""

    def __init__(self, files: int) -> None:
        self._files, self._size = min(files, MOST_FILES), 0
        self.jobs: list[Job] = []

    def add(self, job: Job) -> None:
        self.jobs.append(job)
        self._size += job.place.size

    @property
    def is_full(self) -> bool:
        return len(self.jobs) >= self._files or self._size >= _MOST_BYTES
