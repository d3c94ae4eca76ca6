"""`--rules DIR`: wordings and units of one's own, without touching the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.errors import NoticeError
from tests.test_cli import call
from tests.test_run import csv_rows

NOTICE = """郑政文〔2021〕26号

郑州市人民政府关于做好有关工作的通知

各有关单位：

一、制定方案。各部门要细化措施，制定承接方案。

包抓单位：市惠企办、市财政局

二、推进改革。完善制度。（牵头单位：市财政局，完成时限：霜降前）

郑州市人民政府
2021年3月5日
"""
TABLES = {
    "role_labels": "rule_id\tpattern\trole\texamples\nlabel_bundled\t包抓(?:单位|部门)\tresponsible\t包抓单位\n",
    "units_of_places": "name\tregion_code\tshort_name\n郑州市惠企服务办公室\t410100\t市惠企办\n",
    "deadline_events": "rule_id\tpattern\texamples\nbefore_frost\t霜降(?:前|之前)\t霜降前\n",
}


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "通知.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def added(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return folder


def units(folder: Path) -> dict[str, tuple[str, str]]:
    return {row["unit_text"]: (row["role"], row["unit_name"]) for row in csv_rows(folder, "assignments")}


def stamp(folder: Path) -> str:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return str(record["versions"]["added_rules"])


def test_a_label_a_unit_and_a_limit_of_ones_own(notice: Path, added: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([notice], out)
    assert "市惠企办" not in units(out)
    assert stamp(out) == ""
    assert run([notice], out, rules=added).counts.read == 1
    assert units(out)["市惠企办"] == ("responsible", "郑州市惠企服务办公室")
    limits = [(row["deadline_text"], row["kind"]) for row in csv_rows(out, "deadlines")]
    assert ("霜降前", "event") in limits


def test_other_rules_read_again_and_the_same_do_not(notice: Path, added: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run([notice], out, rules=added).counts.read == 1
    first = stamp(out)
    assert run([notice], out, rules=added).counts.read == 0
    with (added / "role_labels.tsv").open("a", encoding="utf-8") as stream:
        stream.write("label_backed\t兜底单位\tresponsible\t兜底单位\n")
    assert run([notice], out, rules=added).counts.read == 1
    assert stamp(out) != first
    assert run([notice], out).counts.read == 1


def test_a_wrong_row_stops_a_run_before_it_begins(notice: Path, added: Path, tmp_path: Path) -> None:
    (added / "role_labels.tsv").write_text(
        "rule_id\tpattern\trole\texamples\nlabel_x\t包抓\tboss\t包抓\n", encoding="utf-8"
    )
    with pytest.raises(NoticeError, match=r"role_labels\.tsv:2: role is 'boss'") as raised:
        run([notice], tmp_path / "out", rules=added)
    assert raised.value.reason_code == "rules"
    assert not (tmp_path / "out").exists()


def test_the_command_takes_the_folder_and_explain_shows_its_row(notice: Path, added: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert call("run", notice, "-o", out, "--rules", added).returncode == 0
    (task,) = [row for row in csv_rows(out, "tasks") if "市惠企办" in row["responsible_units"]]
    done = call("explain", task["task_id"], "-a", out, "--rules", added)
    assert f"{added}/role_labels.tsv:2 (包抓单位)" in done.stdout
    assert call("explain", task["task_id"], "-a", out).returncode == 0


def test_check_runs_the_examples_of_added_rows(added: Path) -> None:
    done = call("check", "--rules", added)
    assert done.returncode == 0, done.stdout
    assert "3 rows of rules" in done.stdout
    (added / "role_labels.tsv").write_text(
        "rule_id\tpattern\trole\texamples\tcounter_examples\nlabel_x\t包抓\tlead\t包抓\t包抓领导\n", encoding="utf-8"
    )
    done = call("check", "--rules", added)
    assert done.returncode == 1
    assert f"{added}/role_labels.tsv:2: label_x: matches its counter-example" in done.stdout


@pytest.mark.parametrize("command", ["run", "check", "text", "explain"])
def test_a_folder_that_is_none_is_an_error_with_words(command: str, notice: Path, tmp_path: Path) -> None:
    given: dict[str, list[str | Path]] = {
        "run": [notice, "-o", tmp_path / "out"],
        "text": [notice],
        "explain": ["T-0"],
    }
    done = call(command, *given.get(command, []), "--rules", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "expected a folder with tables" in done.stderr and "Traceback" not in done.stderr


def test_text_is_read_with_the_rules(notice: Path, added: Path) -> None:
    done = call("text", notice, "--rules", added)
    assert done.returncode == 0
    assert "包抓单位：市惠企办" in done.stdout
