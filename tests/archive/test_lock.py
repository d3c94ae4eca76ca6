"""One run at a time in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.archive.lock import LOCK_NAME, only_run
from pipeline.errors import StoreError


def test_the_second_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with only_run(tmp_path):
        with pytest.raises(StoreError, match=f"process {os.getpid()}") as raised, only_run(tmp_path):
            pass
        assert raised.value.reason_code == "busy"
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_run_that_was_killed_locks_nobody_out(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("4294967295", encoding="ascii")
    with only_run(tmp_path):
        assert (tmp_path / LOCK_NAME).read_text(encoding="ascii") == str(os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_two_folders_are_held_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with only_run(tmp_path / "a"), only_run(tmp_path / "b"):
        assert (tmp_path / "b" / LOCK_NAME).exists()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="-o"), only_run(tmp_path / "file"):
        pass
