"""Temporary folders are gone with the process that made them, or after the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from pipeline.archive import scratch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing locks folders there")
# Makes a folder, has a process at work in it, and is killed.
KILLED = """
import os, signal, subprocess
from pipeline.archive import scratch
with scratch.folder() as folder:
    work = subprocess.Popen(
        ["sh", "-c", "sleep 600; :", str(folder / "a.doc")], start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    print(work.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_folder_is_deleted_at_its_end(temporary: Path) -> None:
    with scratch.folder() as folder:
        (folder / "通知.doc").touch()
        assert folder.parent == temporary
    assert list(temporary.iterdir()) == []


def test_a_folder_in_use_is_not_swept(temporary: Path) -> None:
    with scratch.folder() as folder:
        scratch.sweep()
        assert list(temporary.iterdir()) == [folder]


def test_what_a_killed_process_left_is_swept_with_what_it_had_at_work(temporary: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    work = psutil.Process(int(killed.stdout))
    (other,) = temporary.iterdir()
    (other / "profile").mkdir()
    (temporary / "of another program").mkdir()
    scratch.sweep()
    psutil.wait_procs([work], timeout=60)
    assert not work.is_running()
    assert [each.name for each in temporary.iterdir()] == ["of another program"]


def test_a_link_is_left_alone(temporary: Path) -> None:
    """Anybody may put one into the folder of all."""
    target = temporary / "target"
    target.mkdir()
    link = temporary / f"{scratch.PREFIX}link"
    os.symlink(target, link)  # noqa: PTH211
    scratch.sweep()
    assert target.is_dir() and link.is_symlink()
