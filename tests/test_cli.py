"""The command line: codes, languages, where words go, and how soon it answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from extractors.rules import table_names
from pipeline.cli import _exit_code, _language, duban
from pipeline.messages import message
from tests.read.made_scan import rendered
from tests.test_run import csv_rows

HEAVY = (
    "jinja2",
    "pandas",
    "numpy",
    "spacy",
    "jieba",
    "lxml",
    "pypdfium2",
    "pdfplumber",
    "rich",
    "regex",
    "sqlite3",
    "psutil",
    "distributed",
    "fsspec",
    "pyarrow",
)
NOTICE = "示政发〔2022〕8号.md"


def call(*arguments: str | Path, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **env}, timeout=120
    )


@pytest.fixture(scope="module")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    assert call("run", corpus / NOTICE, corpus / "郑政文〔2021〕26号.md", "-o", folder).returncode == 0
    return folder


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom pipeline.cli import _exit_code\n_exit_code(['--help'])\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8")
    assert (found.returncode, found.stderr.strip()) == (0, "[]")


@pytest.mark.parametrize(
    "command", [[], *([name] for name in duban.commands)], ids=lambda command: " ".join(command) or "duban"
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help_in_both_languages(
    command: list[str], language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(["--lang", language, *command, "--help"]) == 0
    printed = capfd.readouterr().out
    words = message(f"help.{command[0] if command else 'duban'}", "zh" if language == "zh" else "en")
    assert "".join(words.split()) in "".join(printed.split())
    assert "option." not in printed and "help." not in printed


@pytest.mark.parametrize(
    ("arguments", "env", "expected"),
    [
        pytest.param(["run"], {}, "en", id="nothing said"),
        pytest.param(["run"], {"LANG": "zh_CN.UTF-8"}, "zh", id="Chinese locale"),
        pytest.param(["run"], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en", id="LC_ALL comes first"),
        pytest.param(["--lang", "en", "run"], {"LANG": "zh_CN.UTF-8"}, "en", id="option before locale"),
        pytest.param(["--lang=zh", "run"], {}, "zh", id="with an equals sign"),
    ],
)
def test_the_language_is_that_of_the_option_or_the_locale(
    arguments: list[str], env: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert _language(arguments) == expected


def test_a_run_says_what_it_found_on_standard_error_alone(corpus: Path, tmp_path: Path) -> None:
    done = call("--lang", "zh", "run", corpus / NOTICE, "-o", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 个文件" in done.stderr and "notices.csv" in done.stderr and "秒" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["frobnicate"], 2, id="no such command"),
        pytest.param(["run"], 2, id="no path"),
        pytest.param(["run", "--no-such-option", "x"], 2, id="no such option"),
        pytest.param(["run", "no/such/file.pdf"], 4, id="no such file"),
        pytest.param(["explain", "T-000000000000", "-a", "no/such/folder"], 1, id="no archive"),
        pytest.param(["text", "没有〔2021〕1号", "-a", "no/such/folder"], 1, id="no such notice"),
    ],
)
def test_what_goes_wrong_has_its_code_and_words_on_standard_error(arguments: list[str], code: int) -> None:
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr and "Traceback" not in done.stderr


def test_a_folder_of_no_documents_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "tasks.csv").write_text("x")
    assert call("run", tmp_path, "-o", tmp_path / "out").returncode == 4
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_read_is_named_and_gives_code_3(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\n damaged")
    (tmp_path / NOTICE).write_bytes((corpus / NOTICE).read_bytes())
    done = call("run", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "坏.pdf" in done.stderr
    assert len(csv_rows(tmp_path / "out", "notices")) == 1


def test_explain_shows_the_text_the_rule_and_the_units(archive: Path) -> None:
    (row,) = [row for row in csv_rows(archive, "tasks") if row["task_text"].startswith("强化协同配合")]
    done = call("explain", row["task_id"], "-a", archive)
    assert done.returncode == 0
    assert f"⟦{row['evidence']}⟧" in done.stdout
    assert row["rule_id"] in done.stdout and "lead 市委编办" in done.stdout and "2021-04-10" in done.stdout


def test_explain_of_no_task_says_where_ids_stand(archive: Path) -> None:
    done = call("--lang", "zh", "explain", "T-000000000000", "-a", archive)
    assert done.returncode == 1
    assert "tasks.csv" in done.stderr


@pytest.mark.parametrize("wanted", ["郑政文〔2021〕26号", "郑政文[2021]26号"])
def test_text_of_a_number_is_the_stored_text(archive: Path, corpus: Path, wanted: str) -> None:
    stored = call("text", wanted, "-a", archive)
    read = call("text", corpus / "郑政文〔2021〕26号.md")
    assert stored.returncode == read.returncode == 0
    assert stored.stdout == read.stdout
    assert "抓好学习研究" in stored.stdout


def test_text_of_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    done = call("text", tmp_path / "空.txt")
    assert (done.returncode, done.stdout) == (1, "")


def test_score_prints_every_figure(archive: Path, corpus: Path) -> None:
    done = call("score", corpus.parent / "gold", archive, "--only", "郑政文")
    assert done.returncode == 0
    for figure in ("task", "unit_role", "deadline", "body", "citation", "header", "relation", "span"):
        assert figure in done.stdout


def test_check_says_that_rules_and_gold_are_consistent() -> None:
    done = call("check")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert f"{len(table_names())} rule tables" in done.stdout


def test_ctrl_c_stops_with_130_and_says_how_to_go_on(corpus: Path, tmp_path: Path) -> None:
    # So many that a busy machine sends the signal before the last one is read.
    for number in range(3_000):
        text = (corpus / NOTICE).read_text(encoding="utf-8").replace("8号", f"{number}号")
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "run", str(tmp_path), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    while not (tmp_path / "out" / "duban.sqlite").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert message("interrupted", _language([])) in errors and "Traceback" not in errors


def test_score_against_an_older_run_lists_what_was_gained_and_lost(archive: Path, corpus: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(archive, tmp_path / "old")
    path = tmp_path / "old" / "assignments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("市政务办", "市政府办"), encoding="utf-8")
    gold = corpus.parent / "gold"
    done = call("score", gold, archive, "--against", tmp_path / "old", "--only", "郑政文")
    assert done.returncode == 0
    assert "  + unit_role: lead 市政务办" in done.stdout and "  - ✗ unit_role: lead 市政府办" in done.stdout
    assert "nothing changed" in call("score", gold, archive, "--against", archive).stdout


def test_explain_says_why_a_task_is_to_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        "一、甲。规范管理。（海关总署等有关部门负责）\n二、乙。优化服务。（商务部负责）\n", encoding="utf-8"
    )
    assert call("run", path, "-o", tmp_path / "out").returncode == 0
    first, second = csv_rows(tmp_path / "out", "tasks")
    (notice,) = csv_rows(tmp_path / "out", "notices")
    assert (first["needs_review"], second["needs_review"]) == ("true", "false")
    assert "list_goes_on:#1" in notice["warnings"].split("；")
    done = call("--lang", "zh", "explain", first["task_id"], "-a", tmp_path / "out")
    assert "待核: 单位名单以“等”收尾" in done.stdout and "list_goes_on" in done.stdout
    assert "待核" not in call("--lang", "zh", "explain", second["task_id"], "-a", tmp_path / "out").stdout


@pytest.fixture(scope="module")
def scan(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The third page of the sample notice as a picture."""
    path = tmp_path_factory.mktemp("scan") / "第三页.png"
    Image.fromarray(rendered(corpus / "郑政文〔2021〕26号.pdf", 3)).save(path, dpi=(200, 200))
    return path


def test_what_was_corrected_after_ocr_is_listed_from_the_file_and_from_the_archive(scan: Path, tmp_path: Path) -> None:
    assert call("run", scan, "-o", tmp_path).returncode == 0
    (notice,) = csv_rows(tmp_path, "notices")
    of_file, of_archive = (
        call("text", scan, "--corrections"),
        call("text", notice["notice_id"], "--corrections", "-a", tmp_path),
    )
    lines = of_file.stdout.splitlines()
    assert of_file.stdout == of_archive.stdout
    assert f"ocr_corrected:{len(lines)}" in notice["warnings"].split("；")
    assert "p1 “)” → “）” (bracket_closes" in of_file.stdout


def test_explain_names_the_corrections_in_the_task_and_draws_it(scan: Path, tmp_path: Path) -> None:
    assert call("run", scan, "-o", tmp_path / "out").returncode == 0
    plan, *_ = [row for row in csv_rows(tmp_path / "out", "tasks") if "制定承接方案" in row["task_text"]]
    image = tmp_path / "task.png"
    done = call("explain", plan["task_id"], "-a", tmp_path / "out", "--image", image)
    assert done.returncode == 0 and str(image) in done.stderr
    assert image.read_bytes().startswith(b"\x89PNG")
    corrected = [line for line in done.stdout.splitlines() if line.startswith("  p1 ")]
    assert corrected and all("做好上下衔接" not in line and "一3一" not in line for line in corrected)


def test_diff_prints_a_summary_and_writes_the_files_on_request(archive: Path, corpus: Path, tmp_path: Path) -> None:
    later = corpus / "示例文〔2021〕58号.md"
    done = call("--lang", "zh", "diff", "郑政文〔2021〕26号", later, "-a", archive, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "关系  修改" in done.stdout and "牵头单位减少市委编办" in done.stdout and "\x1b" not in done.stdout
    assert "diff.html" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["changes.csv", "changes.json", "diff.html"]


def test_diff_prints_json_on_request(archive: Path) -> None:
    done = call("diff", "郑政文〔2021〕26号", "示政发〔2022〕8号", "-a", archive, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["notice_relation"] == "chosen"


def test_diff_of_a_number_that_is_not_there_is_a_problem(archive: Path) -> None:
    done = call("--lang", "zh", "diff", "郑政文〔2021〕26号", "没有〔2021〕1号", "-a", archive)
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有公文 没有〔2021〕1号" in done.stderr


@pytest.fixture(scope="module")
def levels(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("levels")
    names = ("郑政文〔2021〕26号.md", "示例文〔2021〕58号.md", "示政办发〔2023〕21号.txt", "示市政办〔2023〕40号.docx")
    assert call("run", *(corpus / name for name in names), "-o", folder, "--as-of", "2021-05-20").returncode == 0
    return folder


def test_history_is_told_on_standard_output(levels: Path) -> None:
    found = call("history", "郑政文[2021]26号", "-a", levels, "--as-of", "2021-06-01")
    assert found.returncode == 0
    assert "As of 2021-06-01: amended (from 2021-05-20 on, by 示例文〔2021〕58号)" in found.stdout
    assert call("history", "郑政文〔1999〕1号", "-a", levels).returncode == 1


def test_a_cascade_is_printed_and_written(levels: Path, tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    found = call("cascade", "示市政办〔2023〕40号", "示政办发〔2023〕21号", "-a", levels, "-o", path)
    assert found.returncode == 0
    assert "示市政办〔2023〕40号: " in found.stdout and str(path) in found.stderr
    assert path.read_text(encoding="utf-8-sig").startswith("cascade_id,")


def test_a_day_that_is_none_is_a_fault_of_usage(levels: Path) -> None:
    assert call("history", "郑政文〔2021〕26号", "-a", levels, "--as-of", "2021-13-01").returncode == 2


def test_diff_wants_two_notices_or_a_series(archive: Path) -> None:
    one, none = call("diff", "郑政文〔2021〕26号", "-a", archive), call("diff", "--all-pairs", "没有", "-a", archive)
    assert (one.returncode, none.returncode) == (2, 1)
    assert "--all-pairs" in one.stderr and "没有" in none.stderr


def test_the_text_of_a_day_goes_to_standard_output_and_how_it_came_to_be_to_standard_error(archive: Path) -> None:
    done = call("--lang", "zh", "text", "郑政文〔2021〕26号", "--as-of", "2021-04-01", "-a", archive)
    assert done.returncode == 0 and "抓好学习研究" in done.stdout
    assert done.stderr.strip() == "库中没有修改它的公文，即原文"


@pytest.mark.parametrize(
    "options",
    [
        ["--engine", "dask"],
        ["--scheduler", "tcp://h:1"],
        ["--engine", "dask", "--scheduler", "tcp://h:1", "--workers", "2"],
    ],
)
def test_engine_and_scheduler_are_given_together_and_workers_are_not(corpus: Path, options: list[str]) -> None:
    done = call("run", corpus / NOTICE, *options)
    assert done.returncode == 2
    assert message("engine_usage", "en") in done.stderr


def test_a_run_tells_what_it_published(corpus: Path, tmp_path: Path) -> None:
    done = call("run", corpus / NOTICE, "-o", tmp_path / "out", "--publish", tmp_path / "set")
    assert done.returncode == 0
    assert message("summary_sent", "en", files=8, sent=8, removed=0) in done.stderr
