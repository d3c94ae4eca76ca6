"""A run that is killed or stopped at any moment goes on from there, and ends with the bytes of one that never was."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from pipeline.archive.lock import LOCK_NAME
from pipeline.archive.store import FILE_NAME
from pipeline.messages import message
from tests.archive.made_run import MOMENTS, NOTICE, Place, Run, check_that_it_goes_on, filled, left_behind, undisturbed
from tests.made_office import needs_office

SEED = 20210305
READING_CHILD, OFFICE = "pipeline.archive.child", "soffice.bin"


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
        pytest.param("subprocess.Popen:2", id="as LibreOffice is started"),
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
@pytest.mark.hours
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
@pytest.mark.hours
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
    pytest.param("INT", "subprocess.Popen:2", 130, id="as LibreOffice is started"),
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
@pytest.mark.hours
@pytest.mark.parametrize("signal_name", ["INT", "TERM"])
def test_a_run_that_is_stopped_at_any_moment_goes_on(large: Place, tmp_path: Path, signal_name: str) -> None:
    code = {"INT": 130, "TERM": 143}[signal_name]
    for number in moments(large.steps["any"], MOMENTS):
        run = Run(large.files, tmp_path / str(number), workers=2)
        ended, errors = run.end(signal_name, f"any:{number}")
        assert ended in (code, 3) and "Traceback" not in errors, (number, errors)
        assert left_behind(run) == [], number
        check_that_it_goes_on(run, large)


def test_what_a_killed_run_left_is_gone_after_the_next(calm: Place, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    assert run.end("KILL", "os.rename:3")[0] == -signal.SIGKILL
    assert LOCK_NAME in left_behind(run) and ".units.csv.new" in left_behind(run)
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
                [sys.executable, "-m", "pipeline.cli", *command, "-a", str(run.output)],
                capture_output=True,
                timeout=600,
            ).returncode
            for command in (["text", "郑政文〔2021〕26号"], ["history", "郑政文〔2021〕26号"])
        ]
        process.communicate(timeout=600)
    finally:
        (calm.files / "新.md").unlink()
    assert (asked, process.returncode) == ([0, 0], 3)
