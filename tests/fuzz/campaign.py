"""A reader given damaged files in a child with limits: whatever it does but read or refuse is a finding.

`python -m tests.fuzz READER --seconds 600 --keep DIR` writes each finding into DIR. A file that a reader was mended for
becomes a case of that reader's tests; one at which a library runs away stands in `held`.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.archive import office
from pipeline.archive.isolate import Limits, Worker
from pipeline.errors import ReadError
from tests.fuzz.mutants import mutant
from tests.fuzz.seeds import READERS, seeds

_LIMITS = Limits(seconds=20, memory=2 << 30)
# What a reader never answers with.
_FINDINGS = ("crashed", "timeout", "memory", "too_large")
_OFFICE_BATCH = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """A damaged file that a reader failed at, and what it did."""

    name: str
    data: bytes
    what: str

    @property
    def file_name(self) -> str:
        ending = self.name.rpartition(".")[2].lower()
        return f"{hashlib.sha256(self.data).hexdigest()[:12]}.{ending}"


@dataclass(slots=True)
class Campaign:
    """What came of it: how many files came to what, and the findings, one of a kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)
    slowest: float = 0.0
    largest: int = 0


def run(reader: str, *, seconds: float = 1e9, files: int = 1 << 60, seed: int = 0, shared: bool = True) -> Campaign:
    """Damaged files, from the seed's own chance, until the time or the number of files is up."""
    done, end = Campaign(), time.monotonic() + seconds
    damaged = _damaged(reader, seed, shared)
    with Worker(f"tests.fuzz.targets:{READERS[reader].target}", limits=_LIMITS) as worker:
        ask = _convert if READERS[reader].target == "convert" else worker_call(worker, done)
        while files > 0 and time.monotonic() < end:
            batch = [next(damaged) for _ in range(min(files, _OFFICE_BATCH))]
            files -= len(batch)
            for (name, data), outcome in zip(batch, ask(batch), strict=True):
                code, _, words = outcome.partition(": ")
                done.outcomes[code] += 1
                if code in _FINDINGS:
                    done.findings.setdefault(outcome[:120], Finding(name, data, words))
    return done


def outcome_of(worker: Worker, name: str, data: bytes) -> str:
    """`read`, or the code of the refusal with its words."""
    try:
        return worker.call(name.encode() + b"\0" + data).decode()
    except ReadError as error:
        return f"{error.reason_code}: {error}"


_Asking = Callable[[list[tuple[str, bytes]]], Iterator[str]]


def worker_call(worker: Worker, done: Campaign) -> _Asking:
    def ask(batch: list[tuple[str, bytes]]) -> Iterator[str]:
        for name, data in batch:
            yield outcome_of(worker, name, data)
            done.slowest, done.largest = max(done.slowest, worker.cost.seconds), max(done.largest, worker.cost.memory)

    return ask


def _convert(batch: list[tuple[str, bytes]]) -> Iterator[str]:
    """LibreOffice fails at what it likes, by whatever it does: only that is looked at which gets past its limits."""
    made = office.convert({str(place): data for place, (_, data) in enumerate(batch)})
    for result in made.values():
        if isinstance(result, ReadError):
            # It is slow with some files; they are refused in time.
            yield f"{'refused' if result.reason_code == 'timeout' else result.reason_code}: {result}"
        else:
            yield "read"


def _damaged(reader: str, seed: int, shared: bool) -> Iterator[tuple[str, bytes]]:
    chance, known = random.Random(f"{reader} {seed}"), seeds(reader, shared=shared)
    while True:
        name, data = chance.choice(known)
        yield name, mutant(data, chance.choice(known)[1], chance)
