"""The scorer gives the figures of the annotations' own scorer."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.errors import NoticeError
from pipeline.gold import squash
from pipeline.score import as_json, score
from pipeline.tabulate.spec import table

TASK = "（一）制定方案。市发展改革委制定方案。（责任单位：市发展改革委）"
GOLD = {
    "notice": {"doc_number": "郑政文〔2021〕26号", "issuer": ["郑州市人民政府"], "title": "通知"},
    "complete": True,
    "tasks": [
        {
            "source": "bracket",
            "find": "制定方案。（责任单位：市发展改革委）",
            "start": "制定方案。市发",
            "responsible": ["市发展改革委"],
            "deadlines": [{"text": "3月底前", "kind": "by", "due_date": "2021-03-31"}],
        }
    ],
    "citations": [{"number": "豫政〔2021〕9号", "title": "", "relation": "basis"}],
}


def write_table(folder: Path, name: str, *rows: dict[str, str]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, table(name).names, restval="")
        writer.writeheader()
        writer.writerows(rows)


def written(tmp_path: Path, gold: dict[str, Any], **tables: list[dict[str, str]]) -> tuple[Path, Path]:
    """A folder of one annotation, and one of tables."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    notice = {
        "notice_id": "N-1",
        "source_path": "a.txt",
        "doc_number": "郑政文[2021]26号",
        "issuer": "郑州市人民政府",
        "title": "意见",
    }
    given = {"notices": [notice], "tasks": [], "assignments": [], "deadlines": [], "citations": [], **tables}
    for name, rows in given.items():
        write_table(tmp_path, name, *rows)
    return tmp_path / "gold", tmp_path


def task_row(evidence: str = TASK, task_id: str = "T-1", source: str = "bracket") -> dict[str, str]:
    return {"task_id": task_id, "notice_id": "N-1", "evidence": evidence, "source": source}


def unit_row(unit: str, role: str = "responsible", task_id: str = "T-1") -> dict[str, str]:
    return {"assignment_id": unit + role, "task_id": task_id, "unit_text": unit, "role": role}


def test_a_right_row_is_right(tmp_path: Path) -> None:
    tables = {"tasks": [task_row()], "assignments": [unit_row("市发展改革委")]}
    report = score(*written(tmp_path, GOLD, **tables))
    assert (report.tallies["task"].f1, report.tallies["unit_role"].f1) == (1.0, 1.0)
    assert report.shares["span"].accuracy == 1.0
    # The number is right in any brackets, the issuer is right, the title is not.
    assert (report.shares["header"].right, report.shares["header"].number) == (2, 3)
    assert report.tallies["deadline"].missing == 1
    assert report.tallies["citation"].missing == 1


@pytest.mark.parametrize(
    ("rows", "complete", "expected"),
    [
        pytest.param([task_row(), task_row("另一项（责任单位：市财政局）", "T-2")], True, (1, 1, 0), id="one too many"),
        pytest.param(
            [task_row(), task_row("另一项（责任单位：市财政局）", "T-2")], False, (1, 0, 0), id="gold in part"
        ),
        pytest.param([task_row("前文" + TASK, "T-2"), task_row()], True, (1, 1, 0), id="the shortest that holds it"),
        pytest.param([], True, (0, 0, 1), id="not found"),
        pytest.param([task_row(source="body")], True, (0, 0, 1), id="a running sentence is no stated task"),
    ],
)
def test_tasks_are_paired_by_the_words_they_hold(
    tmp_path: Path, rows: list[dict[str, str]], complete: bool, expected: tuple[int, int, int]
) -> None:
    report = score(*written(tmp_path, {**GOLD, "complete": complete}, tasks=rows))
    tally = report.tallies["task"]
    assert (tally.right, tally.extra, tally.missing) == expected


def test_tables_of_no_notice_leave_it_absent(tmp_path: Path) -> None:
    gold, tables = written(tmp_path, GOLD, notices=[])
    report = score(gold, tables)
    assert report.absent == ["a"]
    assert report.tallies["unit_role"].missing == 1


def test_two_files_of_one_name_cannot_be_scored(tmp_path: Path) -> None:
    notices = [{"notice_id": "N-1", "source_path": "a.txt"}, {"notice_id": "N-2", "source_path": "a.pdf"}]
    with pytest.raises(NoticeError, match="one format at a time"):
        score(*written(tmp_path, GOLD, notices=notices))


def test_differences_say_what_is_missing(tmp_path: Path) -> None:
    report = score(*written(tmp_path, GOLD))
    assert any("task not found" in each for each in report.differences)
    assert json.loads(as_json(report))["task"]["fn"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("〔２０２１〕 26号", "(2021)26号"), ("“甲”、《乙》。", "'甲',《乙》."), (None, "")],
)
def test_one_form_of_each_mark(text: str | None, expected: str) -> None:
    assert squash(text) == expected


def their_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_marks_are_folded_as_the_annotations_scorer_does(shared: Path) -> None:
    theirs = their_scorer(shared)
    assert [chr(point) for point in range(0x20, 0xD800) if theirs.squash(chr(point)) != squash(chr(point))] == []


@pytest.mark.shared
@pytest.mark.long
def test_all_figures_are_those_of_the_annotations_scorer(shared: Path, tmp_path: Path) -> None:
    from pipeline.batch import run

    run([shared / "gold" / "texts"], tmp_path)
    theirs = their_scorer(shared).score(shared / "gold", tmp_path, None, 0)
    ours = json.loads(as_json(score(shared / "gold", tmp_path)))
    for report in (ours, theirs):
        report.pop("log")
    assert ours == json.loads(json.dumps(theirs, ensure_ascii=False))


def test_a_row_is_right_where_units_roles_and_limits_are(tmp_path: Path) -> None:
    sure = task_row() | {"confidence": "0.98"}
    limit = {"deadline_id": "D-1", "task_id": "T-1", "kind": "by", "due_date": "2021-03-31"}
    tables = {"tasks": [sure], "assignments": [unit_row("市发展改革委")], "deadlines": [limit]}
    (row,) = score(*written(tmp_path, GOLD, **tables)).rows
    assert (row.confidence, row.is_right) == (0.98, True)


@pytest.mark.parametrize(
    ("rows", "roles"),
    [
        pytest.param([task_row()], [unit_row("市发展改革委")], id="no time limit"),
        pytest.param([task_row()], [unit_row("市发展改革委", "lead")], id="another role"),
        pytest.param([task_row("另一项（责任单位：市财政局）")], [unit_row("市财政局")], id="paired with none"),
    ],
)
def test_a_row_that_lacks_anything_is_wrong(
    tmp_path: Path, rows: list[dict[str, str]], roles: list[dict[str, str]]
) -> None:
    report = score(*written(tmp_path, GOLD, tasks=rows, assignments=roles))
    assert [row.is_right for row in report.rows] == [False]


def test_values_say_which_are_right(tmp_path: Path) -> None:
    tables = {"tasks": [task_row()], "assignments": [unit_row("市发展改革委"), unit_row("市财政局")]}
    values = score(*written(tmp_path, GOLD, **tables)).values
    units = {value.words.split(" ")[1]: right for value, right in values.items() if value.figure == "unit_role"}
    assert units == {"市发展改革委": True, "市财政局": False}
