"""Every row of every table of rules is true of its own examples."""

from __future__ import annotations

from importlib import resources

import pytest

from extractors import rules
from extractors.rules import Rule

_TABLES = sorted(
    path.name.removesuffix(".tsv")
    for path in (resources.files("extractors") / "data").iterdir()
    if path.name.endswith(".tsv")
)


def _with_patterns() -> list[str]:
    return [name for name in _TABLES if rules.table(name) and "pattern" in rules.table(name)[0]]


def _rows() -> list[object]:
    return [
        pytest.param(rule, id=f"{name}-{rule.rule_id}") for name in _with_patterns() for rule in rules.patterns(name)
    ]


@pytest.mark.parametrize("rule", _rows())
def test_a_pattern_matches_its_examples_and_no_counter_example(rule: Rule) -> None:
    assert [text for text in rule.examples if not rule.pattern.search(text)] == []
    assert [text for text in rule.counter_examples if rule.pattern.search(text)] == []


@pytest.mark.parametrize("name", _TABLES)
def test_a_table_loads_with_a_value_in_its_first_column_in_every_row(name: str) -> None:
    rows = rules.table(name)
    first = next(iter(rows[0]))
    assert all(row[first] for row in rows)


@pytest.mark.parametrize("name", _TABLES)
def test_no_row_stands_twice(name: str) -> None:
    rows = [tuple(row.items()) for row in rules.table(name)]
    assert [row for row in rows if rows.count(row) > 1] == []


def test_no_rule_id_stands_in_two_tables() -> None:
    """Outputs cite a rule by its id alone."""
    ids = [rule.rule_id for name in _with_patterns() for rule in rules.patterns(name)]
    assert sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}) == []


def test_a_table_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        rules.table("no_such_table")
