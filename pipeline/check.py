"""Whether rules, word lists and gold annotations are consistent with themselves and with one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import combinations
from pathlib import Path

from extractors import rules
from extractors.kinds import DeadlineKind, Relation
from pipeline.errors import NoticeError
from pipeline.gold import Gold, GoldTask, pieces, read_gold, squash
from pipeline.model.task import TaskSource
from pipeline.run import read_notice

_REGION_LEVELS = ("province", "city", "county")


@dataclass(slots=True)
class Inspection:
    """What was looked at, and each fault in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def check_rules() -> Inspection:
    """Runs each pattern on its examples and counter-examples; looks for empty and repeated rows in all tables."""
    found = Inspection()
    owners: dict[str, str] = {}
    for name in rules.table_names():
        found.counts["tables"] += 1
        found.faults.extend(_row_faults(name))
        if not _has_patterns(name):
            continue
        try:
            table = rules.patterns(name)
        except rules.RuleError as error:
            found.faults.append(str(error))
            continue
        for rule in table:
            if owners.setdefault(rule.rule_id, name) != name:
                found.faults.append(f"{rule.place}: {rule.rule_id}: stands in {owners[rule.rule_id]}.tsv too")
            found.counts["rules"] += 1
            found.counts["examples"] += len(rule.examples)
            found.counts["counter_examples"] += len(rule.counter_examples)
            found.faults.extend(f"{rule.place}: {fault}" for fault in _example_faults(rule))
    return found


def check_gazetteer() -> Inspection:
    """Looks whether regions have what lies above them, and units what they point to, and names mean one unit each."""
    found = Inspection()
    regions, units = rules.table("regions"), rules.table("units")
    found.counts["regions"], found.counts["units"] = len(regions), len(units)
    found.faults.extend(f"regions.tsv: {fault}" for fault in _region_faults(regions))
    found.faults.extend(f"units.tsv: {fault}" for fault in _unit_faults(units))
    return found


def check_gold(gold: Path, texts: Path, *, added: Path | None = None) -> Inspection:
    """Looks for the quoted pieces of each annotation in the text of its notice as it is read.

    `added` is a folder of rules of one's own, in use in this process too.
    Raises: NoticeError where there is no annotation.
    """
    found = Inspection()
    for path in sorted(gold.glob("*.json")):
        found.counts["notices"] += 1
        for notice in sorted(file for file in texts.iterdir() if file.stem == path.stem):
            whole = squash(read_notice(notice.read_bytes(), notice.name, rules=added).text)
            for fault in _gold_faults(read_gold(path), whole, found.counts):
                found.faults.append(f"{notice.name}: {fault}")
    if not found.counts["notices"]:
        raise NoticeError(f"{gold}: expected annotations (*.json), found none", reason_code="no_gold")
    return found


def corpus_folder() -> Path:
    """The corpus that comes with the program: `gold` and `notices` in it."""
    return Path(str(resources.files("corpus")))


def _has_patterns(name: str) -> bool:
    rows = rules.table(name)
    return bool(rows) and "pattern" in rows[0]


def _row_faults(name: str) -> Iterator[str]:
    rows = [tuple(row.items()) for row in rules.table(name)]
    yield from _code_faults(name)
    if not rows:
        yield f"{name}.tsv: has no row"
    for row, count in Counter(rows).items():
        if count > 1:
            yield f"{name}.tsv: {row[0][1]!r} stands {count} times"
        if not row[0][1]:
            yield f"{name}.tsv: a row has nothing in its first column"


def _code_faults(name: str) -> Iterator[str]:
    for column, known in rules.closed_columns(name).items():
        for place, row in zip(rules.places(name), rules.table(name), strict=True):
            if unknown := set(rules.codes_in(row[column])) - set(known):
                yield f"{place}: {column} is {sorted(unknown)}, not of {', '.join(map(repr, known))}"


def _example_faults(rule: rules.Rule) -> Iterator[str]:
    for example in rule.examples:
        if not rule.pattern.search(example):
            yield f"{rule.rule_id}: does not match its example {example!r}"
    for example in rule.counter_examples:
        if rule.pattern.search(example):
            yield f"{rule.rule_id}: matches its counter-example {example!r}"


def _region_faults(regions: Sequence[dict[str, str]]) -> Iterator[str]:
    codes = Counter(row["code"] for row in regions)
    for row in regions:
        code = row["code"]
        if len(code) != 6 or not code.isdigit() or codes[code] > 1:
            yield f"{code} {row['name']}: expected six digits that stand once"
        if row["level"] not in _REGION_LEVELS:
            yield f"{code} {row['name']}: unknown level {row['level']!r}"
        if f"{code[:2]}0000" not in codes:
            yield f"{code} {row['name']}: its province is not there"


def _unit_faults(units: Sequence[dict[str, str]]) -> Iterator[str]:
    names = {row["name"] for row in units}
    for row in units:
        for column in ("parent", "successor"):
            yield from (
                f"{row['name']}: {column} {name} is not there" for name in _items(row[column]) if name not in names
            )
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            yield f"{row['name']}: valid from {row['valid_from']} to {row['valid_to']}"
    for (name, level), owners in _owners(units).items():
        for first, second in combinations(owners, 2):
            if _overlap(first, second):
                yield f"{name} ({level}) means {first['name']} and {second['name']} at one time"


def _owners(units: Sequence[dict[str, str]]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The units that each name may mean at each level."""
    owners: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in units:
        names = {row["name"], *_items(row["short_name"]), *_items(row["aliases"])}
        for level in _items(row["level"]):
            for name in names:
                owners[name, level].append(row)
    return owners


def _overlap(first: dict[str, str], second: dict[str, str]) -> bool:
    """Whether both units stood at one time; a unit that ends in the year in which another begins made way for it."""
    earlier, later = sorted((first, second), key=lambda row: row["valid_from"])
    return not earlier["valid_to"] or not later["valid_from"] or earlier["valid_to"][:4] > later["valid_from"][:4]


def _items(cell: str) -> list[str]:
    return [item for item in cell.split("；") if item]


def _gold_faults(gold: Gold, whole: str, counts: Counter[str]) -> Iterator[str]:
    for number, task in enumerate(gold.get("tasks", []), 1):
        for fault in _task_faults(task, whole, counts):
            yield f"task {number}: {fault}"
    for citation in gold.get("citations", []):
        if citation.get("relation") not in set(Relation):
            yield f"citation {citation}: unknown relation"


def _task_faults(task: GoldTask, whole: str, counts: Counter[str]) -> Iterator[str]:
    found = pieces(task)
    counts["pieces"] += len(found)
    for piece in found:
        if squash(piece) not in whole:
            yield f"is not in the text: {piece!r}"
    if len(found) == 1 and whole.count(squash(found[0])) > 1:
        yield f"stands more than once in the text: {found[0]!r}"
    if squash(task.get("start", "")) not in whole:
        yield f"its start is not in the text: {task['start']!r}"
    if task.get("source") not in set(TaskSource):
        yield f"unknown source {task.get('source')!r}"
    units = [*task.get("lead", []), *task.get("responsible", []), *task.get("supporting", [])]
    for unit, count in Counter(units).items():
        if squash(unit) not in whole:
            yield f"unit not in the text: {unit!r}"
        if count > 1:
            yield f"unit in two roles: {unit!r}"
    for limit in task.get("deadlines", []):
        if limit.get("kind") not in set(DeadlineKind):
            yield f"unknown kind of time limit {limit.get('kind')!r}"
