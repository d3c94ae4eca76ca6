"""How a run tells where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.archive.intake import Counts, Told
from pipeline.errors import NoticeError
from pipeline.model.entry import Outcome
from pipeline.progress import Pace, shown


def test_the_pace_tells_rate_and_what_is_left() -> None:
    clock = iter([100.0, 104.0])
    pace = Pace(lambda: next(clock))
    told = pace.at(Counts(total=10, looked_at=8, failed=1))
    assert told == {"done": 8, "total": 10, "failed": 1, "rate": 2.0, "seconds_left": 1}


def test_nothing_is_said_of_a_rate_before_the_first_file() -> None:
    assert Pace().at(Counts(total=10)) == {"done": 0, "total": 10, "failed": 0}


def test_a_log_has_a_line_for_each_file_and_one_at_the_end(tmp_path: Path) -> None:
    with shown("zh", tmp_path / "run.jsonl") as progress:
        counts = Counts(total=1, looked_at=1)
        progress(counts, None)
        progress(counts, Told("/data/a.zip", "附件/通知.pdf", Outcome.FAILED, "encrypted"))
    file, end = map(json.loads, (tmp_path / "run.jsonl").read_text(encoding="utf-8").splitlines())
    assert (file["event"], file["path"], file["member"]) == ("file", "/data/a.zip", "附件/通知.pdf")
    assert (file["outcome"], file["reason_code"]) == ("failed", "encrypted")
    assert (end["event"], end["done"], end["total"]) == ("end", 1, 1)


def test_a_log_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="another file"), shown("en", tmp_path / "no folder" / "run.jsonl"):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_log_on_a_full_disk_is_an_error() -> None:
    with pytest.raises(NoticeError, match="another file"), shown("en", Path("/dev/full")) as progress:
        progress(Counts(total=1), Told("/data/a.md", "", Outcome.FAILED, "encrypted"))
