"""A full disk, a quota, a folder that cannot be written: a message, old tables as they were, and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.archive import office
from pipeline.errors import StoreError
from pipeline.tabulate.csv_file import tables_in, write_table
from tests.archive.disturbed_run import FULL
from tests.archive.made_run import MOMENTS, Place, Run, check_that_it_goes_on, filled, undisturbed
from tests.archive.test_office import rtf
from tests.made_office import needs_office

# From no room for the store itself to room for all but the last table, in KiB.
SIZES = (16, 128, 256, 384, 512, 640, 768, 896, 1024)
ROOM = "64m"


@pytest.fixture(scope="module")
def calm(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    base = tmp_path_factory.mktemp("calm")
    return undisturbed(filled(base / "files", corpus), base)


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory at `folder`; the test is skipped where it cannot be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = sys.platform == "linux" and shutil.which("mount")
    if (
        not mounted
        or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("this user cannot mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def mounted_again(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def check_that_it_says_so(code: int, errors: str, run: Run) -> None:
    assert (code, "Traceback" in errors) == (1, False), errors
    assert str(run.output) in errors and "room" in errors and "run again" in errors


@pytest.mark.parametrize("size", [384])
def test_a_run_on_a_full_disk_goes_on_when_there_is_room(calm: Place, tmp_path: Path, size: int) -> None:
    check_full(calm, tmp_path, size)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES if len(SIZES) <= MOMENTS else SIZES[:: len(SIZES) // 2])
def test_a_run_goes_on_whatever_filled_the_disk(calm: Place, tmp_path: Path, size: int) -> None:
    check_full(calm, tmp_path, size)


def check_full(calm: Place, base: Path, size: int) -> None:
    run = Run(calm.files, base)
    with small_disk(run.output, f"size={size}k"):
        check_that_it_says_so(*run.end(), run)
        mounted_again(run.output, f"size={ROOM}")
        check_that_it_goes_on(run, calm)


@pytest.mark.parametrize("kind", ["INSERT", "COMMIT", "os.rename", "open", "os.mkdir"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_step_that_finds_the_disk_full_is_told_and_the_run_goes_on(
    calm: Place, tmp_path: Path, kind: str, share: float
) -> None:
    """Wherever it is told, also where no small disk can be mounted."""
    steps = calm.steps[kind]
    code, errors = Run(calm.files, tmp_path).end(FULL, f"{kind}:{1 + round(share * (steps - 1))}")
    assert (code, "Traceback" in errors) == (1, False), errors
    assert "room" in errors and "run again" in errors
    check_that_it_goes_on(Run(calm.files, tmp_path), calm)


def test_old_tables_stay_as_they_were_on_a_full_disk(calm: Place, corpus: Path, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    with small_disk(run.output, f"size={ROOM}"):
        before = Run(corpus / "示政发〔2022〕8号.md", tmp_path)
        assert before.end()[0] == 0
        old = run.tables()
        used = shutil.disk_usage(run.output).used >> 10
        mounted_again(run.output, f"size={used + 64}k")
        check_that_it_says_so(*run.end(), run)
        assert run.tables() == old


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("kilobytes", [1, 100])
def test_a_limit_on_the_size_of_files_is_told_as_a_full_disk(calm: Place, tmp_path: Path, kilobytes: int) -> None:
    """As a quota: SQLite calls it an error of the disk."""
    run = Run(calm.files, tmp_path)
    run.output.mkdir()
    script = f'ulimit -f {kilobytes}; exec "$0" "$@"'
    command = ["sh", "-c", script, sys.executable, "-m", "pipeline.cli", "--lang", "en"]
    asked = [*command, "run", str(calm.files), "-o", str(run.output)]
    done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", timeout=600)
    check_that_it_says_so(done.returncode, done.stderr, run)


def test_a_folder_that_cannot_be_written_is_told(calm: Place, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    with small_disk(run.output, "ro"):
        code, errors = run.end()
    assert (code, "Traceback" in errors, "-o" in errors) == (1, False, True), errors


def test_an_archive_that_cannot_be_written_can_be_read(calm: Place, tmp_path: Path) -> None:
    run = Run(calm.files, tmp_path)
    with small_disk(run.output, f"size={ROOM}"):
        assert run.end()[0] == 3
        mounted_again(run.output, "ro")
        command = [sys.executable, "-m", "pipeline.cli", "text", "郑政文〔2021〕26号", "-a", str(run.output)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600)
    assert (done.returncode, "制定承接方案" in done.stdout) == (0, True), done.stderr


@needs_office
def test_no_room_for_temporary_files_says_nothing_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "tmp", "size=200k") as folder:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        with pytest.raises(StoreError, match="TMPDIR"):
            office.convert({"a": rtf("甲市财政局关于做好工作的通知")})
        assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_table_on_a_full_disk_names_the_file(tmp_path: Path) -> None:
    os.symlink("/dev/full", tmp_path / ".cascade.csv.new")  # noqa: PTH211
    with pytest.raises(StoreError, match=r"cascade\.csv: .*room"):
        write_table(tmp_path / "cascade.csv", "cascade", [])
    assert list(tmp_path.iterdir()) == []


def test_tables_in_a_folder_that_is_gone_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"units\.csv"), tables_in(tmp_path / "gone", ["units"]):
        pass
