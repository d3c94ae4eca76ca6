"""Threads with a child each: what they give, and how they end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pipeline import batch
from pipeline.archive.engines.job import Job
from pipeline.archive.engines.local import LocalPool
from pipeline.archive.isolate import OCR_LIMITS, Worker
from pipeline.archive.place import Place
from pipeline.batch import run
from pipeline.model.reading import Ocr
from tests.test_run import table_bytes


class Dying(Worker):
    """Its thread dies with the third document, as where the machine gives no more threads."""

    def __init__(self) -> None:
        super().__init__("pipeline.run:answer", limits=OCR_LIMITS)
        self._calls = 0

    def call(self, request: bytes) -> bytes:
        self._calls += 1
        if self._calls == 3:
            raise RuntimeError("can't start new thread")
        return super().call(request)


def jobs(corpus: Path) -> Iterator[Job]:
    for path in sorted(corpus.glob("*.txt")):
        yield Job(Place(str(path), ""), path.name, str(path), Ocr.AUTO)


def test_each_job_comes_to_one_end(corpus: Path) -> None:
    pool = LocalPool(lambda: Worker("pipeline.run:answer", limits=OCR_LIMITS), 2)
    done = [each for part in pool.map(jobs(corpus)) for each in part]
    assert sorted(each.place.path for each in done) == sorted(str(path) for path in corpus.glob("*.txt"))
    assert all(each.content is not None and each.content.rows for each in done)


def test_what_ends_the_calling_thread_ends_children_in_the_middle_of_a_document() -> None:
    before, started = set(psutil.Process().children()), set[psutil.Process]()

    def endless() -> Iterator[Job]:
        for name in ("一.md", "二.md"):
            yield Job(Place(name, ""), name, "", Ocr.AUTO, data=b"")
        while len(started) < 2:
            started.update(set(psutil.Process().children()) - before)
        raise KeyboardInterrupt

    pool = LocalPool(lambda: Worker("tests.archive.child_targets:hang"), 2)
    with pytest.raises(KeyboardInterrupt):
        list(pool.map(endless()))
    assert not any(each.is_running() for each in started)
    assert not any("_work" in thread.name for thread in threading.enumerate())


def test_a_thread_that_dies_ends_the_run_and_the_next_one_goes_on(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([corpus], tmp_path / "calm", workers=1)
    with monkeypatch.context() as patched:
        patched.setattr(batch, "interpreting_worker", lambda **_: Dying())
        with pytest.raises(RuntimeError, match="new thread"):
            run([corpus], tmp_path / "out", workers=1)
    assert run([corpus], tmp_path / "out", workers=1).counts.unchanged >= 2
    assert table_bytes(tmp_path / "out") == table_bytes(tmp_path / "calm")
