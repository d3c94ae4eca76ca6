"""`duban search`: codes, where words go, options."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import _exit_code
from tests.test_cli import archive

__all__ = ["archive"]


def test_a_hit_leads_to_explain(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code(["search", "协同", "配合", "--unit", "市委编办", "--json", "-a", str(archive)]) == 0
    (hit, *_) = json.loads(capsys.readouterr().out)["hits"]
    assert _exit_code(["explain", hit["task"]["task_id"], "-a", str(archive)]) == 0
    assert "强化协同配合" in capsys.readouterr().out


def test_no_hit_is_no_error_but_is_said(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code(["--lang", "zh", "search", "子虚乌有", "-a", str(archive)]) == 0
    printed = capsys.readouterr()
    assert printed.out == "" and "没有找到" in printed.err


def test_a_word_to_leave_out_is_no_option(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code(["search", "承接", "-方案", "--tasks", "-a", str(archive)]) == 0
    fewer = capsys.readouterr().out
    assert _exit_code(["search", "承接", "--tasks", "-a", str(archive)]) == 0
    assert 0 < len(fewer) < len(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["承接 OR"], 1),
        (["承接", "--yaer", "2021"], 2),
        (["承接", "--limit", "0"], 2),
        ([], 2),
    ],
)
def test_what_cannot_be_asked_has_its_code(
    archive: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(["search", *arguments, "-a", str(archive)]) == code
    printed = capsys.readouterr()
    assert printed.out == "" and "Error" in printed.err and "sqlite" not in printed.err.lower()


def test_a_folder_without_an_archive_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code(["search", "承接", "-a", str(tmp_path)]) == 1
    assert "duban run" in capsys.readouterr().err
