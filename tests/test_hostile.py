"""Files made or found to do harm, all of them in one run: each comes to what its index says, and none does harm."""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.archive import office
from pipeline.archive.isolate import Limits, read_isolated, reading_worker
from pipeline.errors import ReadError

pytestmark = [pytest.mark.shared, pytest.mark.long]

# What no document may come to.
HARM = {"crashed", "internal_error", "memory", "timeout"}
EXIT_SOME_FAILED = 3


@dataclass(frozen=True, slots=True)
class Ran:
    """A run over the hostile folder: exit code, what it said, its tables by source, what was there before and after."""

    code: int
    said: str
    notices: dict[str, dict[str, str]]
    problems: dict[str, dict[str, str]]
    before: set[str]
    after: set[str]


@pytest.fixture(scope="module")
def hostile(shared: Path) -> Path:
    return shared / "hostile"


@pytest.fixture(scope="module")
def ran(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("hostile")
    home, temporary, output = (folder / name for name in ("home", "temporary", "output"))
    for each in (home, temporary):
        each.mkdir()
    before = set(_files(hostile, home, temporary))
    command = [sys.executable, "-m", "pipeline.cli", "run", str(hostile), "-o", str(output)]
    environment = {"HOME": str(home), "TMPDIR": str(temporary), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    after = set(_files(hostile, home, temporary))
    return Ran(
        done.returncode, done.stderr, _rows(output / "notices.csv"), _rows(output / "problems.csv"), before, after
    )


def test_each_file_comes_to_what_its_index_says(hostile: Path, ran: Ran) -> None:
    wrong = {file: expected for file, expected in _index(hostile) if not _is_as_expected(file, expected, ran)}
    assert wrong == {}


def test_nothing_crashes_hangs_or_takes_too_much(ran: Ran) -> None:
    assert ran.code == EXIT_SOME_FAILED
    assert "Traceback" not in ran.said
    assert {path: row["reason"] for path, row in ran.problems.items() if row["reason_code"] in HARM} == {}


def test_nothing_is_written_outside_the_output(ran: Ran) -> None:
    assert ran.after == ran.before


def test_every_problem_says_what_was_found_and_how_often_it_was_tried(ran: Ran) -> None:
    for path, row in ran.problems.items():
        assert row["stage"] and row["attempts"] == "1", path
        assert len(row["reason"]) > 10, path


def test_no_file_comes_near_the_limit_of_memory(hostile: Path) -> None:
    limits = Limits(memory=1 << 30, memory_for_ocr=2 << 30, grown=1 << 28)
    with reading_worker(limits=limits) as worker:
        for file, _ in _index(hostile):
            data = (hostile / file).read_bytes()
            if office.kind(data) is None:
                try:
                    read_isolated(data, file, worker=worker)
                except ReadError as error:
                    assert error.reason_code not in HARM, file


def _index(hostile: Path) -> Iterator[tuple[str, str]]:
    with (hostile / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["file"], row["expected"]


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["source_path"]: row for row in csv.DictReader(file)}


def _is_as_expected(file: str, expected: str, ran: Ran) -> bool:
    """A file with text has a row of notices; a clear error is a problem that is more than a doubt."""
    is_read = file in ran.notices
    is_refused = file in ran.problems and ran.problems[file]["outcome"] == "failed"
    return {"ok": is_read, "clear-error": is_refused, "either": is_read or is_refused}[expected]


def _files(*folders: Path) -> Iterator[str]:
    """Files with their times, also those for all to which hostile names lead."""
    for path in (path for folder in folders for path in folder.rglob("*")):
        yield f"{path} {path.stat().st_mtime_ns}"
    yield from (str(path) for path in Path(tempfile.gettempdir()).glob("*PWNED*"))
