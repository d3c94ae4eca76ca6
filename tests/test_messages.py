"""What the program says is there in both languages, and every code that it gives is explained."""

from __future__ import annotations

import re
import string
from importlib import resources
from pathlib import Path

import pytest

from pipeline.messages import message, reasons
from pipeline.tabulate.spec import table

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py")
}
# Codes of errors that stop a run or a command; they stand in no table.
OF_COMMANDS = {
    "busy",
    "log",
    "missing_package",
    "no_ledger",
    "same_file",
    "too_many_tasks",
    "no_such_format",
    "no_boxes",
    "no_cluster",
    "no_gold",
    "no_index",
    "no_input",
    "no_series",
    "no_such_notice",
    "no_such_path",
    "no_such_task",
    "no_tables",
    "not_one_notice",
    "other_version",
    "password_in_url",
    "rules",
    "source_gone",
    "too_many_clauses",
    "two_files_of_one_name",
    "two_notices",
    "unreachable",
}
PREFIXES = {"validity": "code.validity", "relation": "code.relation", "change_type": "code.change"}
LINES = [
    line.split("\t")
    for line in (resources.files("pipeline.messages") / "messages.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
][1:]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_a_message_says_the_same_in_both_languages(line: list[str]) -> None:
    key, zh, en = line
    assert zh and en and key
    assert fields(zh) == fields(en)


def test_a_message_stands_once() -> None:
    keys = [key for key, *_ in LINES]
    assert len(keys) == len(set(keys))


def test_every_message_is_said_somewhere() -> None:
    said = "".join(SOURCES.values())
    # Inside an f-string a key stands in single quotes.
    quoted = re.compile(r"""["']([a-z_.]+)["']""")
    keys = set(quoted.findall(said))
    unsaid = [key for key, *_ in LINES if key not in keys and not key.startswith(("help.", "code."))]
    assert set(unsaid) <= {"failed", "skipped", "review"}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("assignments", "role"),
        ("assignments", "role_basis"),
        ("tasks", "source"),
        ("tasks", "part"),
        ("deadlines", "kind"),
        ("notices", "validity"),
        ("citations", "relation"),
        ("changes", "change_type"),
    ],
)
def test_every_code_that_is_explained_has_words(name: str, column: str) -> None:
    (found,) = [each for each in table(name).columns if each.name == column]
    prefix = PREFIXES.get(column, "code")
    assert all(message(f"{prefix}.{value}", "zh") for value in found.values if value != "mentions")


def test_a_message_is_filled_in() -> None:
    assert message("summary_seconds", "zh", seconds="1.5") == "用时 1.5 秒"


def test_reason_codes_of_files_are_explained() -> None:
    given = {code for text in SOURCES.values() for code in re.findall(r'reason_code="([a-z_]+)"', text)}
    assert given - OF_COMMANDS <= set(reasons())


def test_warning_codes_are_explained() -> None:
    given = {code for text in SOURCES.values() for code in re.findall(r'Warning\(\s*"([a-z_]+)"', text)}
    noted = {code for text in SOURCES.values() for code in re.findall(r'"([a-z_]+_(?:dropped|guessed|skipped))"', text)}
    assert given
    assert given | noted <= set(reasons())


@pytest.mark.parametrize("code", reasons())
def test_a_reason_is_given_in_both_languages(code: str) -> None:
    assert reasons()[code].zh and reasons()[code].en
