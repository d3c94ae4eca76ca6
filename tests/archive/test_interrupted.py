"""A run that is killed or stopped at any moment goes on from there, and ends with the bytes of one that never was."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from pipeline.archive.lock import LOCK_NAME
from pipeline.archive.store import FILE_NAME
from pipeline.messages import message
from pipeline.tabulate.spec import RUN_TABLES
from tests.archive.test_office import rtf
from tests.made_office import needs_office

NOTICE = ("甲市财政局关于做好工作的通知", "各单位：", "一、制定方案。（责任单位：市财政局）")
SEED, MOMENTS = 20210305, 50
WRITTEN = {FILE_NAME, "run.json", *(f"{name}.csv" for name in RUN_TABLES)}
READING_CHILD, OFFICE = "pipeline.archive.child", "soffice.bin"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of files to read, and the bytes of its tables and the steps of a run that nobody disturbed."""

    files: Path
    tables: dict[str, bytes]
    steps: dict[str, int]


@dataclass(slots=True)
class Run:
    """A run with an output folder and a folder of temporary files of its own, disturbed at a step."""

    place: Path
    base: Path
    workers: int = 1

    @property
    def output(self) -> Path:
        return self.base / "out"

    @property
    def temporary(self) -> Path:
        return self.base / "tmp"

    def start(self, signal_name: str = "KILL", step: str = "any:0", arguments: Sequence[str] = ()) -> subprocess.Popen[str]:
        self.temporary.mkdir(parents=True, exist_ok=True)
        command = ["run", str(self.place), "-o", str(self.output), "--workers", str(self.workers), *arguments]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.archive.disturbed_run", signal_name, step, "--lang", "en", *command],
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def end(self, signal_name: str = "KILL", step: str = "any:0") -> tuple[int, str]:
        """Exit code and what was said."""
        process = self.start(signal_name, step)
        _, errors = process.communicate(timeout=600)
        return process.returncode, errors

    def tables(self) -> dict[str, bytes]:
        return {name: (self.output / f"{name}.csv").read_bytes() for name in RUN_TABLES}


def filled(folder: Path, corpus: Path) -> Path:
    """A folder of notices as files, in a zip, in a tar, as RTF; two of them are the same damaged PDF."""
    folder.mkdir()
    for name in ("示政发〔2022〕8号.md", "示国办发〔2023〕9号.html", "郑政文〔2021〕26号.docx", "郑政文〔2021〕26号.pdf"):
        shutil.copy(corpus / name, folder)
    with zipfile.ZipFile(folder / "一.zip", "w") as packed:
        for name in ("示县政办发〔2023〕33号.txt", "示应急〔2022〕15号.txt"):
            packed.write(corpus / name, f"附件/{name}")
    with tarfile.open(folder / "二.tar.gz", "w:gz") as packed_too:
        for name in ("示发改农经〔2022〕210号.txt", "示政发〔2022〕8号.md"):
            packed_too.add(corpus / name, name)
    (folder / "通知.rtf").write_bytes(rtf(*NOTICE))
    for name in ("坏.pdf", "坏（副本）.pdf"):
        (folder / name).write_bytes((corpus / "郑政文〔2021〕26号.pdf").read_bytes()[:3_000])
    return folder


def undisturbed(files: Path, base: Path) -> Place:
    run = Run(files, base)
    process = run.start()
    printed, errors = process.communicate(timeout=600)
    assert process.returncode in (0, 3), errors
    return Place(files, run.tables(), json.loads(printed))


@pytest.fixture(scope="module")
def calm(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    base = tmp_path_factory.mktemp("calm")
    return undisturbed(filled(base / "files", corpus), base)


@pytest.fixture(scope="module")
def large(corpus: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """More files, with those of the folder of public documents among them."""
    base = tmp_path_factory.mktemp("large")
    files = filled(base / "files", corpus)
    for ending, number in ((".doc", 4), (".html", 4), (".txt", 6), (".pdf", 1)):
        found = sorted((shared / "archive").glob(f"*{ending}"), key=lambda path: path.stat().st_size)
        for path in found[: 4 * number : 4]:
            shutil.copy(path, files)
    return undisturbed(files, base)


def left_behind(run: Run) -> list[str]:
    """Files and folders that are no result."""
    return [*sorted({each.name for each in run.output.iterdir()} - WRITTEN), *map(str, run.temporary.iterdir())]


def check_that_it_goes_on(run: Run, calm: Place) -> None:
    """A plain second run comes to the tables of an undisturbed one, and leaves nothing behind."""
    code, errors = run.end()
    assert code == 3, errors
    assert run.tables() == calm.tables
    assert left_behind(run) == []


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def member(process: subprocess.Popen[str], words: str) -> psutil.Process | None:
    """A process that the run started with these words in its command."""
    for each in family(process):
        try:
            if any(words in argument for argument in each.cmdline()):
                return each
        except psutil.Error:
            continue
    return None


def wait_for(found: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Waits until something is there, or the run has ended."""
    while process.poll() is None and not found():
        time.sleep(0.005)


def moments(steps: int, number: int) -> Iterator[int]:
    yield from random.Random(SEED).sample(range(1, steps + 1), number)


@needs_office
@pytest.mark.parametrize(
    "step",
    [
        pytest.param("INSERT:9", id="in the middle of reading"),
        pytest.param("COMMIT:1", id="before a commit"),
        pytest.param("os.mkdir:3", id="as LibreOffice is started"),
        pytest.param("os.rename:1", id="before the first table is replaced"),
        pytest.param("os.rename:5", id="between tables"),
        pytest.param("os.rename:9", id="before run.json"),
    ],
)
def test_a_run_that_is_killed_goes_on(calm: Place, tmp_path: Path, step: str) -> None:
    run = Run(calm.files, tmp_path)
    assert run.end("KILL", step)[0] == -signal.SIGKILL
    check_that_it_goes_on(run, calm)


@needs_office
@pytest.mark.long
def test_a_run_that_is_killed_at_any_moment_goes_on(large: Place, tmp_path: Path) -> None:
    for number in moments(large.steps["any"], MOMENTS):
        run = Run(large.files, tmp_path / str(number), workers=2)
        assert run.end("KILL", f"any:{number}")[0] in (-signal.SIGKILL, 3), number
        check_that_it_goes_on(run, large)


@needs_office
@pytest.mark.parametrize("words", [READING_CHILD, OFFICE])
def test_a_child_that_is_killed_costs_nothing(calm: Place, tmp_path: Path, words: str) -> None:
    run = Run(calm.files, tmp_path)
    process = run.start()
    wait_for(lambda: member(process, words), process)
    killed = member(process, words)
    assert killed is not None
    killed.kill()
    process.communicate(timeout=600)
    assert run.tables() == calm.tables
    check_that_it_goes_on(run, calm)


@needs_office
@pytest.mark.long
@pytest.mark.parametrize("words", [READING_CHILD, OFFICE])
def test_children_that_are_killed_at_any_moment_cost_nothing(large: Place, tmp_path: Path, words: str) -> None:
    chance = random.Random(SEED)
    for number in range(MOMENTS):
        run = Run(large.files, tmp_path / str(number), workers=2)
        process = run.start()
        wait_for(lambda at=process: member(at, words), process)
        time.sleep(chance.uniform(0, 2))
        if found := member(process, words):
            found.kill()
        process.communicate(timeout=600)
        assert (number, run.tables()) == (number, large.tables)


STOPS = [
    pytest.param("INT", "INSERT:1", 130, id="before anything is read"),
    pytest.param("INT", "INSERT:9", 130, id="in the middle of reading"),
    pytest.param("TERM", "INSERT:9", 143, id="at the end of a job"),
    pytest.param("INT", "os.mkdir:3", 130, id="as LibreOffice is started"),
    pytest.param("INT", "os.rename:2", 130, id="between tables"),
]


@needs_office
@pytest.mark.parametrize(("signal_name", "step", "expected"), STOPS)
def test_a_run_that_is_stopped_says_how_to_go_on(
    calm: Place, tmp_path: Path, signal_name: str, step: str, expected: int
) -> None:
    run = Run(calm.files, tmp_path)
    code, errors = run.end(signal_name, step)
    assert (code, "Traceback" in errors, message("interrupted", "en") in errors) == (expected, False, True), errors
    assert left_behind(run) == []
    check_that_it_goes_on(run, calm)


@needs_office
@pytest.mark.parametrize("words", [READING_CHILD, OFFICE])
def test_a_stop_ends_children_also_when_it_comes_twice(calm: Place, tmp_path: Path, words: str) -> None:
    run = Run(calm.files, tmp_path)
    process = run.start()
    wait_for(lambda: member(process, words), process)
    started = family(process)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, errors = process.communicate(timeout=60)
    assert started
    assert (process.returncode, "Traceback" in errors) == (130, False), errors
    _, alive = psutil.wait_procs(started, timeout=5)
    assert alive == []
    assert left_behind(run) == []


@needs_office
@pytest.mark.long
@pytest.mark.parametrize("signal_name", ["INT", "TERM"])
def test_a_run_that_is_stopped_at_any_moment_goes_on(large: Place, tmp_path: Path, signal_name: str) -> None:
    code = {"INT": 130, "TERM": 143}[signal_name]
    for number in moments(large.steps["any"], MOMENTS):
        run = Run(large.files, tmp_path / str(number), workers=2)
        ended, errors = run.end(signal_name, f"any:{number}")
        assert ended in (code, 3) and "Traceback" not in errors, (number, errors)
        assert left_behind(run) == [], number
        check_that_it_goes_on(run, large)


def test_what_a_killed_run_left_is_swept_while_another_works(calm: Place, tmp_path: Path) -> None:
    """One run at a time in a folder, but many in the folder of temporary files."""
    run = Run(calm.files, tmp_path)
    assert run.end("KILL", "os.rename:3")[0] == -signal.SIGKILL
    assert LOCK_NAME in left_behind(run) and ".tasks.csv.new" in left_behind(run)
    check_that_it_goes_on(run, calm)


def test_the_second_of_two_runs_says_that_the_first_is_at_work(calm: Place, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    first = run.start()
    wait_for((run.output / FILE_NAME).exists, first)
    code, errors = run.end()
    assert (code, f"process {first.pid}" in errors, "Traceback" in errors) == (1, True, False), errors
    first.communicate(timeout=600)
    assert (first.returncode, run.tables()) == (3, calm.tables)


def test_an_archive_can_be_read_while_a_run_is_at_work(calm: Place, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    assert run.end()[0] == 3
    (calm.files / "新.md").write_text("\n\n".join(NOTICE), encoding="utf-8")
    try:
        process = run.start(arguments=["--retry"])
        wait_for((run.output / LOCK_NAME).exists, process)
        asked = [
            subprocess.run(
                [sys.executable, "-m", "pipeline.cli", *command, "-a", str(run.output)], capture_output=True, timeout=600
            ).returncode
            for command in (["text", "郑政文〔2021〕26号"], ["history", "郑政文〔2021〕26号"])
        ]
        process.communicate(timeout=600)
    finally:
        (calm.files / "新.md").unlink()
    assert (asked, process.returncode) == ([0, 0], 3)
