"""CPU of the text stage (structure to tasks, warm) a notice, scaled to 5,000 characters.

    python -m benchmarks.text_stage FOLDER [FOLDER ...]

Each notice is read once and worked through several times; the least time of each stage counts, so that a busy machine
is not the program's fault. A notice that is shorter than 500 characters says little and is left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.model.reading import Reading
from pipeline.read import read
from pipeline.resolve import resolve
from pipeline.structure import build

CHARACTERS = 5_000
LIMIT_MS = 25.0
STAGES = ("structure", "extract", "resolve")
_LEAST_CHARACTERS = 500
_ROUNDS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of CPU of each stage for one notice of so many characters."""

    name: str
    characters: int
    stages: tuple[float, ...]

    @property
    def scaled(self) -> float:
        """All stages together for a notice of 5,000 characters."""
        return sum(self.stages) * CHARACTERS / self.characters


def main(folders: list[Path]) -> int:
    timings = [timing for folder in folders for timing in measure(folder)]
    characters = sum(timing.characters for timing in timings)
    print(f"{len(timings)} notices, {characters} characters; CPU in ms for {CHARACTERS} characters")
    whole = 0.0
    for index, stage in enumerate(STAGES):
        share = sum(timing.stages[index] for timing in timings) * CHARACTERS / characters
        whole += share
        print(f"  {stage:10} {share:6.1f}")
    print(f"  {'all':10} {whole:6.1f}   (at most {LIMIT_MS:g})")
    ranked = sorted(timings, key=lambda timing: timing.scaled)
    print(
        f"  median notice {ranked[len(ranked) // 2].scaled:.1f}, nine of ten below {ranked[len(ranked) * 9 // 10].scaled:.1f}"
    )
    for timing in ranked[:-4:-1]:
        print(f"  slowest {timing.scaled:6.1f}  {timing.name} ({timing.characters} characters)")
    return 0 if whole <= LIMIT_MS else 1


def measure(folder: Path) -> Iterator[Timing]:
    """The timings of all notices below a folder that can be read."""
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        try:
            reading = read(path.read_bytes(), name=path.name)
        except ReadError:
            continue
        timing = _timing(path.name, reading)
        if timing.characters >= _LEAST_CHARACTERS:
            yield timing


def _timing(name: str, reading: Reading) -> Timing:
    rounds = [_round(reading) for _ in range(1 + _ROUNDS)]
    # The first round loads what is loaded once.
    return Timing(name, rounds[0][0], tuple(map(min, zip(*(stages for _, stages in rounds[1:]), strict=True))))


def _round(reading: Reading) -> tuple[int, tuple[float, ...]]:
    notice, first = _timed(lambda: build(reading))
    mentions, second = _timed(lambda: extract(notice))
    _, third = _timed(lambda: resolve(notice, mentions))
    return len(notice.text), (first, second, third)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1_000


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
