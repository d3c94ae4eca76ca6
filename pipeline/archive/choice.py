"""Which files a run reads: all that is new or changed, unless it is asked for others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.archive.place import Place
from pipeline.model.entry import Outcome

FAILED, STALE = "failed", "stale"


@dataclass(frozen=True, slots=True)
class Record:
    """What the store knows of a file: size and time of when it was read, the stamp of the program that read it (empty
    where it could not be fetched), what came of it, its format (empty where it was not read)."""

    size: int
    mtime_ns: int
    stamp: str
    outcome: Outcome
    format: str

    def is_of(self, place: Place) -> bool:
        """Whether the file still has the size and time of when it was read; one of unknown time may have changed."""
        return place.mtime_ns != 0 and (self.size, self.mtime_ns) == (place.size, place.mtime_ns)


@dataclass(frozen=True, slots=True)
class Choice:
    """`only` restricts a run to files that failed, that another version read (stale), or of one format; empty for all.

    With `retry` what failed is read again though nothing changed; `only` failed means that too.
    """

    only: str = ""
    retry: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether what has not changed needs no second look."""
        return not self.only and not self.retry

    @property
    def reads_failed(self) -> bool:
        return self.retry or self.only == FAILED

    def takes(self, record: Record | None, name: str, stamp: str) -> bool:
        """Whether the run is about this file."""
        if not self.only:
            return True
        if self.only == FAILED:
            return record is not None and record.outcome is Outcome.FAILED
        if self.only == STALE:
            return record is not None and record.stamp != stamp
        return self.only == ((record.format if record else "") or PurePosixPath(name).suffix.lower().removeprefix("."))

    def trusts(self, record: Record, stamp: str) -> bool:
        """Whether what is known of an unchanged file still holds."""
        return record.stamp == stamp and not (self.reads_failed and record.outcome is Outcome.FAILED)
