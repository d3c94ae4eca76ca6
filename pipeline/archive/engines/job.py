"""What an engine is handed and what it hands back: plain values that go to another thread, process or machine."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.archive.content import Packed
from pipeline.archive.isolate import NO_COST, Cost
from pipeline.archive.place import Place
from pipeline.model.entry import Problem
from pipeline.model.reading import Ocr


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. `data` are its bytes where they are at hand, else whoever does the job fetches them from `location`.

    `known` are the contents of this size that need not be read again.
    """

    place: Place
    name: str
    location: str
    ocr: Ocr
    known: tuple[str, ...] = ()
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: `key` names its content, which is None where it is one of the known ones.

    Where the file could not even be fetched, `key` is empty and `problem` says why. `cost` is what reading took.
    """

    place: Place
    key: str = ""
    content: Packed | None = None
    problem: Problem | None = None
    cost: Cost = NO_COST
