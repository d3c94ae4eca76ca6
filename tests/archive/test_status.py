"""What a run did, asked of its store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.archive.status import Status, _pages_named, status
from pipeline.archive.store import open_store
from pipeline.batch import run
from pipeline.exits import ALL_WELL
from tests.test_cli import call


@pytest.fixture(scope="module")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("status")
    (folder / "in").mkdir()
    for name in ("郑政文〔2021〕26号.pdf", "示政发〔2022〕8号.md"):
        shutil.copy(corpus / name, folder / "in")
    (folder / "in" / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    run([folder / "in"], folder / "out")
    return folder / "out"


def asked(archive: Path) -> Status:
    with open_store(archive) as store:
        return status(store)


def test_files_are_counted_by_outcome_format_and_reason(archive: Path) -> None:
    found = asked(archive)
    assert found.outcomes.total() == 3 and found.outcomes["failed"] == 1
    assert found.formats == {"pdf": 1, "md": 1, "": 1}
    assert found.reasons.total() >= 1


def test_the_slowest_files_come_first_with_what_they_took(archive: Path) -> None:
    slowest = asked(archive).slowest
    assert sorted(slow.shown for slow in slowest) == ["坏.pdf", "示政发〔2022〕8号.md", "郑政文〔2021〕26号.pdf"]
    assert [slow.seconds for slow in slowest] == sorted((slow.seconds for slow in slowest), reverse=True)
    assert all(slow.memory > 0 and slow.attempts == 1 for slow in slowest)


def test_pages_without_text_are_those_that_warnings_name() -> None:
    assert _pages_named(["no_text_layer:3-5,8", "ocr_no_text:5", "torn_bracket:#2", "no_text_layer"]) == 4


def test_a_share_of_pages_without_text_that_jumps_is_an_alarm(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(corpus / "郑政文〔2021〕26号.pdf", folder)
    run([folder], tmp_path / "out")
    assert (asked(tmp_path / "out").textless_before, asked(tmp_path / "out").alarms) == (None, False)
    for number in range(3):
        (folder / f"{number}.txt").write_bytes(b" \n" * (number + 1))
    run([folder], tmp_path / "out")
    found = asked(tmp_path / "out")
    assert (found.textless, found.textless_before, found.alarms) == (3, 0.0, True)
    run([folder], tmp_path / "out")
    assert asked(tmp_path / "out").alarms, "a run that changes nothing does not end the alarm"


def test_the_command_prints_it_in_words_and_as_json(archive: Path) -> None:
    words, told = call("--lang", "zh", "status", archive), call("status", archive, "--json")
    assert (words.returncode, told.returncode) == (ALL_WELL, ALL_WELL)
    assert "结果：" in words.stdout and "坏.pdf" in words.stdout and "没有文字" in words.stdout
    assert json.loads(told.stdout)["outcomes"]["failed"] == 1
