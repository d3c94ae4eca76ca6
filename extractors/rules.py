"""Rules and word lists as tables: `extractors/data/*.tsv`, UTF-8, one header row, tab-separated, `#` starts a comment line.

Every table of patterns has the columns `rule_id`, `pattern`, `examples`, `counter_examples` and `source` beside its own;
examples stand between ` | ` and are run by `tests/extractors/test_rules.py` and by `duban check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import regex


class RuleError(ValueError):
    """A row of a rule table is wrong; the message has the file and the line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table of patterns; `columns` holds what the table has beside the common columns."""

    rule_id: str
    pattern: regex.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    source: str
    columns: dict[str, str]


def _rows(name: str) -> list[tuple[int, dict[str, str]]]:
    path = resources.files("extractors") / "data" / f"{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise RuleError(f"{name}.tsv: no header row")
    header = numbered[0][1].split("\t")
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise RuleError(f"{name}.tsv:{number}: {len(cells)} cells, but the header has {len(header)} columns")
        cells += [""] * (len(header) - len(cells))
        rows.append((number, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    return rows


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.tsv` as dictionaries, in order."""
    return tuple(row for _, row in _rows(name))


@cache
def words(name: str, column: str = "word") -> tuple[str, ...]:
    """One column of `data/<name>.tsv`, in order."""
    return tuple(row[column] for row in table(name))


@cache
def patterns(name: str) -> tuple[Rule, ...]:
    """The rules of `data/<name>.tsv`, compiled, in order.

    Raises: RuleError where an id is missing or given twice, a pattern does not compile, or a rule has no example.
    """
    rules: list[Rule] = []
    seen: set[str] = set()
    common = {"rule_id", "pattern", "examples", "counter_examples", "source"}
    for number, row in _rows(name):
        where = f"{name}.tsv:{number}"
        if missing := common - row.keys():
            raise RuleError(f"{where}: no column {', '.join(sorted(missing))}")
        rule_id = row["rule_id"]
        if not rule_id or rule_id in seen:
            raise RuleError(f"{where}: rule_id {rule_id!r} is empty or stands twice")
        seen.add(rule_id)
        if not row["examples"]:
            raise RuleError(f"{where}: rule {rule_id} has no example")
        try:
            pattern = regex.compile(row["pattern"])
        except regex.error as error:
            raise RuleError(f"{where}: pattern of {rule_id} does not compile: {error}") from error
        rules.append(
            Rule(
                rule_id,
                pattern,
                _split(row["examples"]),
                _split(row["counter_examples"]),
                row["source"],
                {key: value for key, value in row.items() if key not in common},
            )
        )
    return tuple(rules)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(" | ") if part.strip())
