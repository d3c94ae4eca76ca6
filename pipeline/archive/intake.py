"""Takes files into the store: what is new is handed to an engine, what an engine hands back is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from pipeline.archive.choice import Choice
from pipeline.archive.content import refusal
from pipeline.archive.engines import Executor
from pipeline.archive.engines.job import Done, Job
from pipeline.archive.place import Place
from pipeline.archive.sources import Found, Refusal, Source, Sources
from pipeline.archive.store import Store
from pipeline.archive.versions import Versions
from pipeline.errors import ReadError
from pipeline.model.entry import Outcome

_COMMIT_SECONDS = 1.0


@dataclass(slots=True)
class Counts:
    """What an intake did so far: `total` files were found on disk, of which `looked_at` were looked at; an archive is one.

    The others count documents: `files` all of them, `read` those read now, `unchanged` those known from before, `left` those
    that were not chosen, `failed` those read now or refused that came to nothing. `moved` stand elsewhere than before.
    """

    total: int = 0
    looked_at: int = 0
    files: int = 0
    read: int = 0
    unchanged: int = 0
    left: int = 0
    failed: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A file that came to its end: where it stands, what came of it, and why that is not all well (a reason code)."""

    path: str
    member: str
    outcome: Outcome
    reason_code: str


# Told the counts as files are looked at, and each file that was read or refused.
Progress = Callable[[Counts, Told | None], None]


@dataclass(slots=True)
class Intake:
    """Takes files into a store; `choice` says which are read."""

    store: Store
    engine: Executor
    made_by: Versions
    choice: Choice
    progress: Progress
    counts: Counts = field(default_factory=Counts)

    def read_all(self, found: Sources) -> None:
        """Reads what is new; what was read is kept also where this ends before its time."""
        self.counts.total = found.total
        archives: list[Place] = []
        last = time.monotonic()
        try:
            with closing(self.engine.map(self._jobs(found, archives))) as results:
                for part in results:
                    self._keep_all(part)
                    if time.monotonic() - last >= _COMMIT_SECONDS:
                        self.store.commit()
                        last = time.monotonic()
        finally:
            self.store.commit()
        # Only now: a member that was not read when a run was stopped is not to be taken for unchanged.
        for archive in archives:
            self.store.put_archive(archive)

    def _jobs(self, found: Sources, archives: list[Place]) -> Iterator[Job]:
        """What is to be read; all other files are dealt with at once."""
        for file in found.files():
            self.counts.looked_at += 1
            yield from self._jobs_of(found, file, archives)
            self.progress(self.counts, None)

    def _jobs_of(self, found: Sources, file: Found, archives: list[Place]) -> Iterator[Job]:
        place = file.place
        if self.choice.is_plain and (known := self.store.unchanged_members(place, self.made_by.stamp)):
            self.counts.files += known
            self.counts.unchanged += known
            return
        has_members = False
        for source in found.within(file):
            has_members = has_members or bool(source.member)
            if job := self._job(source):
                yield job
        if has_members:
            archives.append(place)

    def _job(self, source: Source | Refusal) -> Job | None:
        """The job of reading a file, None where it need not or cannot be read."""
        self.counts.files += 1
        self.store.see(source.path, source.member)
        if isinstance(source, Refusal):
            self._refuse(Place(source.path, source.member), source.reason_code, source.reason)
            return None
        stamp, record = self.made_by.stamp, self.store.record(source.place)
        if not self.choice.takes(record, source.name, stamp):
            self.counts.left += 1
            return None
        if record and record.is_of(source.place) and self.choice.trusts(record, stamp):
            self.counts.unchanged += 1
            return None
        known = self.store.contents_of_size(source.place.size, stamp, with_failed=not self.choice.reads_failed)
        try:
            # A member is read now: the archive goes on from here.
            data = source.read() if source.place.member else None
        except ReadError as error:
            self._refuse(source.place, error.reason_code, str(error))
            return None
        return Job(source.place, source.name, source.location, self.made_by.ocr, known, data)

    def _keep_all(self, part: Sequence[Done]) -> None:
        for done in part:
            self._keep(done)
            if told := _told(done):
                self.progress(self.counts, told)

    def _refuse(self, place: Place, reason_code: str, reason: str) -> None:
        done = Done(place, problem=refusal(reason_code, reason))
        self._keep(done)
        self.progress(self.counts, _told(done))

    def _keep(self, done: Done) -> None:
        """Stores what became of a file, and forgets where it stood before it was moved."""
        if done.content is not None:
            self.counts.read += 1
        elif done.key:
            self.counts.unchanged += 1
        outcome = done.content.outcome if done.content else None
        self.counts.failed += done.problem is not None or outcome is Outcome.FAILED
        with self.store.step():
            self._store(done)

    def _store(self, done: Done) -> None:
        if done.content is not None:
            self.store.put_content(done.content, self.made_by.stamp)
            self.store.put_cost(done.key, done.cost)
        if done.key and self.store.record(done.place) is None:
            self.counts.moved += self.store.forget_moved(done.key)
        self.store.put_file(done.place, done.key, done.problem)


def _told(done: Done) -> Told | None:
    """What there is to tell of a file; nothing of one that is known from before."""
    problem = done.problem or (done.content.problem if done.content else None)
    if problem is None and done.content is None:
        return None
    outcome = done.content.outcome if done.content else Outcome.FAILED
    return Told(done.place.path, done.place.member, outcome, problem.reason_code if problem else "")
