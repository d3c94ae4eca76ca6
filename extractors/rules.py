"""Rules and word lists as tables: `extractors/data/*.tsv`, UTF-8, one header row, tab-separated, `#` starts a comment line.

Every table of patterns has the columns `rule_id`, `pattern`, `examples`, `counter_examples` and `source` beside its own;
examples stand between ` | ` and are run by `tests/extractors/test_rules.py` and by `duban check`. `data/README.md` explains
each table. A folder of one's own may add rows to them: see `use`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import regex

_COMMON = ("rule_id", "pattern", "examples", "counter_examples", "source")
# Matches: by_year_end. Does not match: By-Year, 2nd.
_RULE_ID = regex.compile(r"[a-z][a-z0-9_]*")
# What parts the codes of a cell. Matches: ` `, `；`. Does not match: `_`.
_CODE_END = regex.compile(r"[\s；]+")
# The table of the codes that columns of the other tables may hold, and of the groups that their patterns have.
_CODES = "table_codes"


class RuleError(ValueError):
    """A row of a rule table is wrong; the message has the file and the line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table of patterns; `columns` holds what the table has beside the common columns.

    `place` is the file and line that it stands in: role_labels.tsv:7.
    """

    rule_id: str
    pattern: regex.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    source: str
    columns: dict[str, str]
    place: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the file and line that it stands in."""

    place: str
    cells: dict[str, str]


@dataclass(slots=True)
class _Tables:
    """Which tables this process uses. Once a table is loaded, patterns are made of it all over, and nothing can change."""

    added: Path | None = None
    loaded: set[str] = field(default_factory=set)


_TABLES = _Tables()


def use(folder: Path) -> None:
    """Adds the rows of the tables in `folder` to those of the package, for the whole of this process.

    A table has the name and the columns of one in `extractors/data`; columns may be left out. A row with the same first
    cell (rule_id, word, name, code) as rows of the package stands in their place; all others come before the package's,
    so that of rules that are tried in order one's own come first.
    Raises: RuleError where a row is wrong, or where tables were loaded before.
    """
    if folder == _TABLES.added:
        return
    if _TABLES.added is not None or _TABLES.loaded:
        raise RuleError(f"{folder}: rules of one's own have to be given before any table is loaded")
    check_folder(folder)
    _TABLES.added = folder


def check_folder(folder: Path) -> dict[str, int]:
    """The number of rows of each table of a folder for `use`; loads nothing.

    Raises: RuleError with file and line where a table or a row is wrong.
    """
    files = added_files(folder)
    for file in files:
        name = file.stem
        rows = _merged(name, folder)
        if "pattern" in rows[0].cells:
            _compiled(rows)
    return {file.stem: len(_own_rows(file.stem, folder)) for file in files}


def added_files(folder: Path) -> list[Path]:
    """The tables in a folder for `use`, by name.

    Raises: RuleError where the folder is none or holds no table.
    """
    files = sorted(folder.glob("*.tsv")) if folder.is_dir() else []
    if not files:
        raise RuleError(f"{folder}: expected a folder with tables such as role_labels.tsv, found none")
    return files


def table_names() -> list[str]:
    """The names of the tables in `extractors/data`."""
    names = (item.name for item in (resources.files("extractors") / "data").iterdir())
    return sorted(name.removesuffix(".tsv") for name in names if name.endswith(".tsv"))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.tsv` as dictionaries, in order, with those of the folder in use."""
    return tuple(row.cells for row in _rows(name))


@cache
def places(name: str) -> tuple[str, ...]:
    """For each row of `table(name)` the file and line that it stands in."""
    return tuple(row.place for row in _rows(name))


@cache
def words(name: str, column: str = "word") -> tuple[str, ...]:
    """One column of `data/<name>.tsv`, in order."""
    return tuple(row[column] for row in table(name))


@cache
def patterns(name: str) -> tuple[Rule, ...]:
    """The rules of `data/<name>.tsv`, compiled, in order.

    Raises: RuleError where an id is missing or given twice, a pattern does not compile, or a rule has no example.
    """
    return _compiled(_rows(name))


def _rows(name: str) -> Sequence[_Row]:
    if name != _CODES:
        _TABLES.loaded.add(name)
    return _merged(name, _TABLES.added)


def _merged(name: str, folder: Path | None) -> list[_Row]:
    """The rows of the package with those of the folder in their places or before them."""
    own: dict[str, list[_Row]] = {}
    for row in _own_rows(name, folder):
        own.setdefault(_key(row), []).append(row)
    package = _read(resources.files("extractors") / "data" / f"{name}.tsv", f"{name}.tsv")
    known = {_key(row) for row in package}
    merged = [row for key, rows in own.items() if key not in known for row in rows]
    placed: set[str] = set()
    for row in package:
        key = _key(row)
        if key not in own:
            merged.append(row)
        elif key not in placed:
            placed.add(key)
            merged.extend(own[key])
    return merged


def _own_rows(name: str, folder: Path | None) -> list[_Row]:
    """The rows that a folder has for the table, with the package's columns."""
    path = folder / f"{name}.tsv" if folder is not None else None
    if path is None or not path.is_file():
        return []
    if name not in table_names() or name == _CODES:
        raise RuleError(f"{path}: there is no table {name}; the tables are {', '.join(table_names())}")
    columns = _header(resources.files("extractors") / "data" / f"{name}.tsv")
    rows = _read(path, str(path))
    header = _header(path)
    if unknown := [column for column in header if column not in columns]:
        raise RuleError(f"{path}: no column {', '.join(unknown)}; {name} has {', '.join(columns)}")
    full = [_Row(row.place, dict.fromkeys(columns, "") | row.cells) for row in rows]
    for row in full:
        _check_own(name, row)
    return full


def _check_own(name: str, row: _Row) -> None:
    """Raises: RuleError where a row of one's own lacks its key or has what its table does not know."""
    if not _key(row):
        raise RuleError(f"{row.place}: nothing in column {next(iter(row.cells))}")
    for column, known in closed_columns(name).items():
        for value in codes_in(row.cells[column]):
            if value not in known:
                raise RuleError(f"{row.place}: {column} is {value!r}, not one of {', '.join(map(repr, known))}")
    if "pattern" not in row.cells:
        return
    if not _RULE_ID.fullmatch(row.cells["rule_id"]):
        raise RuleError(f"{row.place}: rule_id {row.cells['rule_id']!r} is not of the form label_lead")
    (rule,) = _compiled([row])
    for text in (text for text in rule.examples if not rule.pattern.search(text)):
        raise RuleError(f"{row.place}: {rule.rule_id} does not match its example {text!r}")
    if missing := [group for group in _groups(name) if group not in rule.pattern.groupindex]:
        raise RuleError(f"{row.place}: {rule.rule_id} has no group (?P<{missing[0]}>…)")


@cache
def closed_columns(name: str) -> dict[str, tuple[str, ...]]:
    """For each column of a table that holds codes, the codes ("" where it may be empty); a cell may hold several."""
    codes = {row["column"]: row["codes"].split() for row in table(_CODES) if row["table"] == name}
    return {
        column: tuple("" if code == "-" else code for code in known)
        for column, known in codes.items()
        if column != "pattern"
    }


def codes_in(cell: str) -> list[str]:
    """The codes of a cell: by window gives two, an empty cell the empty one."""
    return _CODE_END.split(cell)


def _groups(name: str) -> list[str]:
    """The groups that every pattern of a table has."""
    rows = (row for row in table(_CODES) if row["table"] == name and row["column"] == "pattern")
    return [group for row in rows for group in row["codes"].split()]


def _key(row: _Row) -> str:
    return next(iter(row.cells.values()))


def _lines(path: Traversable, shown: str) -> list[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise RuleError(f"{shown}: is not UTF-8: {error}") from error
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise RuleError(f"{shown}: no header row")
    return numbered


def _header(path: Traversable) -> list[str]:
    return [cell.strip() for cell in _lines(path, path.name)[0][1].split("\t")]


def _read(path: Traversable, shown: str) -> list[_Row]:
    """The rows of one file."""
    numbered = _lines(path, shown)
    header = [cell.strip() for cell in numbered[0][1].split("\t")]
    rows: list[_Row] = []
    for number, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise RuleError(f"{shown}:{number}: {len(cells)} cells, but the header has {len(header)} columns")
        cells += [""] * (len(header) - len(cells))
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        rows.append(_Row(f"{shown}:{number}", row))
    return rows


def _compiled(rows: Sequence[_Row]) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    seen: set[str] = set()
    for row in rows:
        rule = _rule(row)
        if not rule.rule_id or rule.rule_id in seen:
            raise RuleError(f"{row.place}: rule_id {rule.rule_id!r} is empty or stands twice")
        seen.add(rule.rule_id)
        rules.append(rule)
    return tuple(rules)


def _rule(row: _Row) -> Rule:
    cells = row.cells
    if missing := set(_COMMON) - cells.keys():
        raise RuleError(f"{row.place}: no column {', '.join(sorted(missing))}")
    if not cells["examples"]:
        raise RuleError(f"{row.place}: rule {cells['rule_id']} has no example")
    try:
        pattern = regex.compile(cells["pattern"])
    except regex.error as error:
        raise RuleError(f"{row.place}: pattern of {cells['rule_id']} does not compile: {error}") from error
    examples, counter_examples = _split(cells["examples"]), _split(cells["counter_examples"])
    own = {key: value for key, value in cells.items() if key not in _COMMON}
    return Rule(cells["rule_id"], pattern, examples, counter_examples, cells["source"], own, row.place)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(" | ") if part.strip())
