"""Rules of one's own: added, put in another's place, refused with file and line, and loaded once for a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractors import rules
from extractors.rules import RuleError

LABEL = "rule_id\tpattern\trole\texamples\n"


def folder(tmp_path: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(program: str, added: Path) -> str:
    """What a program prints in a process of its own that uses the folder."""
    start = f"from pathlib import Path\nfrom extractors import rules\nrules.use(Path({str(added)!r}))\n"
    done = subprocess.run(
        [sys.executable, "-c", start + program], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_rows_come_first_and_one_of_the_same_id_stands_in_its_place(tmp_path: Path) -> None:
    before = [rule.rule_id for rule in rules.patterns("role_labels")]
    added = folder(
        tmp_path,
        role_labels=LABEL
        + f"{before[2]}\t另一个标签\tlead\t另一个标签\nlabel_bundled\t包抓单位\tresponsible\t包抓单位\n",
    )
    program = "for rule in rules.patterns('role_labels'): print(rule.rule_id, rule.columns['role'], rule.place)"
    lines = [line.split() for line in loaded(program, added).splitlines()]
    assert [line[0] for line in lines] == ["label_bundled", *before]
    assert lines[3][1:] == ["lead", f"{tmp_path}/role_labels.tsv:2"]


def test_all_rows_of_a_word_give_way(tmp_path: Path) -> None:
    added = folder(tmp_path, doc_number_leads="word\tplace\texample\n和\tinside\t\n")
    program = "print([row['place'] for row in rules.table('doc_number_leads') if row['word'] == '和'])"
    assert len([row for row in rules.table("doc_number_leads") if row["word"] == "和"]) > 1
    assert loaded(program, added) == "['inside']"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("role_labels", LABEL + "label_x\t包抓(\tlead\t包抓\n", "role_labels.tsv:2: pattern", id="pattern"),
        pytest.param(
            "role_labels", LABEL + "label_x\t包抓\tlead\t\n", "role_labels.tsv:2: rule label_x", id="no example"
        ),
        pytest.param("role_labels", LABEL + "label_x\t包抓\tlead\t牵头\n", "does not match its example", id="example"),
        pytest.param("role_labels", LABEL + "label_x\t包抓\tboss\t包抓\n", "role is 'boss', not one of", id="code"),
        pytest.param("role_labels", LABEL + "标签\t包抓\tlead\t包抓\n", "not of the form", id="rule_id"),
        pytest.param("role_labels", "rule_id\tcolour\nx\tred\n", "no column colour", id="column"),
        pytest.param("role_labels", LABEL + "#\n\nlabel_x\ta\tb\tc\td\n", "role_labels.tsv:4: 5 cells", id="cells"),
        pytest.param(
            "role_labels", LABEL + "label_x\t包\tlead\t包\n" * 2, "role_labels.tsv:3: rule_id 'label_x'", id="twice"
        ),
        pytest.param(
            "reports", "rule_id\tpattern\texamples\nto_x\t抄备\t抄备\n", "has no group (?P<to>", id="group of the table"
        ),
        pytest.param("units", "name\tlevel\n\tcity\n", "units.tsv:2: nothing in column name", id="no key"),
        pytest.param("units", "name\tlevel\n某局\tcity；moon\n", "level is 'moon'", id="one code of several"),
        pytest.param("no_such", "word\nx\n", "there is no table no_such", id="table"),
        pytest.param("table_codes", "table\tcolumn\tcodes\nx\ty\tz\n", "there is no table table_codes", id="codes"),
        pytest.param("role_labels", "", "no header row", id="empty"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(RuleError) as raised:
        rules.check_folder(folder(tmp_path, **{name: text}))
    assert words in str(raised.value)
    assert str(tmp_path) in str(raised.value)


@pytest.mark.parametrize("made", [False, True], ids=["no folder", "no table in it"])
def test_a_folder_without_tables_is_refused(tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "rules").mkdir()
    with pytest.raises(RuleError, match="expected a folder with tables"):
        rules.check_folder(tmp_path / "rules")


def test_rules_cannot_change_once_a_table_is_loaded(tmp_path: Path) -> None:
    rules.table("role_labels")
    with pytest.raises(RuleError, match="before any table is loaded"):
        rules.use(folder(tmp_path, unit_class_heads="word\n凡涉及\n"))


def test_the_same_folder_may_be_given_again(tmp_path: Path) -> None:
    added = folder(tmp_path, unit_class_heads="word\n凡涉及\n")
    program = f"rules.table('role_labels'); rules.use(Path({str(added)!r})); print(rules.words('unit_class_heads')[0])"
    assert loaded(program, added) == "凡涉及"


def test_codes_of_the_package_are_those_of_its_columns() -> None:
    for name in rules.table_names():
        for column, known in rules.closed_columns(name).items():
            assert {code for row in rules.table(name) for code in rules.codes_in(row[column])} <= set(known), name
