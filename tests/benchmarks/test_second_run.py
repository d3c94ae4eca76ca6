"""What is measured of a second run."""

from __future__ import annotations

from pathlib import Path

from benchmarks.second_run import make_files, timed


def test_the_second_run_reads_nothing(tmp_path: Path) -> None:
    make_files(tmp_path / "files", 3)
    assert [timed(tmp_path).read for _ in range(2)] == [3, 0]


def test_files_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    make_files(tmp_path, 1)
    (made,) = tmp_path.rglob("*.md")
    made.write_text("通知", encoding="utf-8")
    make_files(tmp_path, 2)
    assert made.read_text(encoding="utf-8") == "通知"
