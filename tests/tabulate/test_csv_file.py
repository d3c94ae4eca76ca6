"""CSV that opens right on a double click, runs nothing, and reads back as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.entry import Outcome, Problem
from pipeline.tabulate.csv_file import guarded, rendered, tables_in, unguarded
from pipeline.tabulate.frames import load
from pipeline.tabulate.rows import problem_row
from pipeline.tabulate.spec import CellType


def problem(reason: str, path: str = "a.pdf") -> Problem:
    return Problem(path, "", Outcome.FAILED, "read", "broken_pdf", reason)


def write(folder: Path, *problems: Problem) -> Path:
    with tables_in(folder, ["problems"]) as writer:
        writer.add("problems", map(problem_row, problems))
    return folder / "problems.csv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"])
def test_what_a_spreadsheet_would_run_is_guarded(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "1=1", "——加快推进", "市委编办", "2021-03-10"])
def test_what_no_spreadsheet_would_run_stays(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_a_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@＝＋－＠\t\r\n"))


@pytest.mark.parametrize(
    ("cell", "cell_type", "expected"),
    [
        pytest.param(None, CellType.INTEGER, "", id="unknown"),
        pytest.param(True, CellType.BOOLEAN, "true", id="true"),
        pytest.param(False, CellType.BOOLEAN, "false", id="false"),
        pytest.param(-5, CellType.INTEGER, "-5", id="a number is no formula"),
        pytest.param(0.95, CellType.NUMBER, "0.95", id="number"),
        pytest.param(["市委编办", "市政务办"], CellType.LIST, "市委编办；市政务办", id="list"),
        pytest.param(["甲；乙", "丙"], CellType.LIST, "甲;乙；丙", id="separator in an item"),
        pytest.param([], CellType.LIST, "", id="empty list"),
        pytest.param(["=1+1"], CellType.LIST, "'=1+1", id="formula in a list"),
        pytest.param("2021-03-10", CellType.DATE, "2021-03-10", id="date"),
    ],
)
def test_a_cell_is_written_as_its_type_says(
    cell: str | int | float | list[str] | None, cell_type: CellType, expected: str
) -> None:
    assert rendered(cell, cell_type) == expected


def test_a_table_begins_with_a_mark_of_utf8_and_one_header_row(tmp_path: Path) -> None:
    data = write(tmp_path, problem("坏")).read_bytes()
    assert data.startswith(b"\xef\xbb\xbfsource_path,source_sha256,")
    assert data.count(b"\r\n") == 2


@given(reason=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_reads_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, reason: str) -> None:
    folder = tmp_path_factory.mktemp("csv")
    path = write(folder, problem(reason))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert unguarded(row["reason"]) == reason


def test_a_run_that_fails_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    before = write(tmp_path, problem("第一次")).read_bytes()
    with pytest.raises(ZeroDivisionError), tables_in(tmp_path, ["problems"]) as writer:
        writer.add("problems", [problem_row(problem("第二次"))])
        raise ZeroDivisionError
    assert (tmp_path / "problems.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["problems.csv"]


def test_pandas_gets_texts_without_guards_and_numbers_as_numbers(tmp_path: Path) -> None:
    write(tmp_path, problem("=1+1"), problem(""))
    frame = load(tmp_path)["problems"]
    assert list(frame["reason"].fillna("–")) == ["=1+1", "–"]
    assert frame["attempts"].sum() == 2
