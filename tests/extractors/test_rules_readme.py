"""Every table of rules is explained, and every row that the explanation shows can be added as it is."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import regex

from extractors import rules

README = (resources.files("extractors") / "data" / "README.md").read_text(encoding="utf-8")
SECTIONS = README.split("\n### ")[1:]
COMMON = {"rule_id", "pattern", "examples", "counter_examples", "source", "word"}
# Half a page, and for a group of kindred tables half a page each at most.
LINES_OF_A_TABLE = 25


def tables_of(section: str) -> list[str]:
    return regex.findall(r"`(\w+)\.tsv`", section.split("\n", 1)[0])


def section_of(name: str) -> str:
    return next(section for section in SECTIONS if name in tables_of(section))


def blocks() -> list[tuple[str, str]]:
    return regex.findall(r"```tsv (\w+)\n(.*?)```", README, regex.DOTALL)


@pytest.mark.parametrize("name", rules.table_names())
def test_a_table_is_explained_with_all_its_columns(name: str) -> None:
    assert any(name in tables_of(section) for section in SECTIONS), f"{name}.tsv is not explained in README.md"
    section = section_of(name)
    missing = {column for column in rules.table(name)[0] if column not in COMMON and f"`{column}`" not in section}
    assert missing == set()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: ", ".join(tables_of(section)))
def test_an_explanation_is_short_has_an_example_and_is_of_tables_that_are_there(section: str) -> None:
    assert set(tables_of(section)) <= set(rules.table_names())
    assert len(section.splitlines()) <= LINES_OF_A_TABLE * len(tables_of(section))
    assert "```tsv" in section or tables_of(section) == ["table_codes"]


@pytest.mark.parametrize(("name", "text"), blocks(), ids=lambda value: value.split("\n")[0][:30])
def test_a_row_that_is_shown_can_be_added(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    assert rules.check_folder(tmp_path) == {name: len(text.splitlines()) - 1}
    known = {next(iter(row.values())) for row in rules.table(name)}
    assert not known & {line.split("\t")[0] for line in text.splitlines()[1:]}, (
        "the example stands in the table already"
    )
