"""How well a run's tables agree with gold annotations: precision, recall and F1 of tasks, units, time limits, citations."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import NoticeError
from pipeline.gold import Cells, Gold, GoldTask, evidence_of, pair_body, pair_stated, pieces, read_gold, squash

FIGURES = ("task", "unit_role", "deadline", "body", "citation")
SHARES = ("header", "relation", "span")
_ROLES = ("lead", "responsible", "supporting")
_FIELDS = ("doc_number", "title", "doc_type", "issuer", "addressees", "signed_date", "issued_date")
_LIST_FIELDS = ("issuer", "addressees")
# The label of an item in folded text. Matches: (一), 一., 1., (1), 第一条. Does not match: 2.5 万, 一季度.
_LABEL = re.compile(
    r"(?:\([一二三四五六七八九十百\d]{1,4}\)[,.]?|[一二三四五六七八九十百]{1,4}[,.]|\d{1,3}[.,](?!\d{1,3}(?!\d))|第[一二三四五六七八九十百]+条)"
)

Key = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """What was found and is right, what is too many, what is missing."""

    right: int = 0
    extra: int = 0
    missing: int = 0

    def compare(self, gold: set[Key], found: set[Key]) -> None:
        self.right += len(gold & found)
        self.extra += len(found - gold)
        self.missing += len(gold - found)

    def __iadd__(self, other: Tally) -> Tally:
        self.right, self.extra, self.missing = (
            self.right + other.right,
            self.extra + other.extra,
            self.missing + other.missing,
        )
        return self

    @property
    def precision(self) -> float:
        return round(_ratio(self.right, self.right + self.extra), 4)

    @property
    def recall(self) -> float:
        return round(_ratio(self.right, self.right + self.missing), 4)

    @property
    def f1(self) -> float:
        p, r = _ratio(self.right, self.right + self.extra), _ratio(self.right, self.right + self.missing)
        return round(_ratio(2 * p * r, p + r), 4)


@dataclass(slots=True)
class Share:
    """How many of `number` are right."""

    right: int = 0
    number: int = 0

    def count(self, is_right: bool) -> None:
        self.right += is_right
        self.number += 1

    @property
    def accuracy(self) -> float | None:
        return round(self.right / self.number, 4) if self.number else None


@dataclass(slots=True)
class Report:
    """The figures of a comparison; `differences` say one by one what is not as the gold has it."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIGURES})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in SHARES})
    absent: list[str] = field(default_factory=list)
    per_notice: dict[str, dict[str, float]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tables:
    notices: dict[str, Cells]
    tasks: Mapping[str, list[Cells]]
    citations: Mapping[str, list[Cells]]
    assignments: Mapping[str, list[Cells]]
    deadlines: Mapping[str, list[Cells]]


def score(gold: Path, tables: Path, *, only: str = "") -> Report:
    """The agreement of the tables in `tables` with the annotations in `gold`, of notices whose name holds `only`.

    A notice is found by the stem of its file; of one found in several formats the score cannot tell which is meant.
    Raises: NoticeError where two files have one stem, or where there is no annotation or no table.
    """
    found = _read_tables(tables)
    report = Report()
    for path in sorted(gold.glob("*.json")):
        if only in path.stem:
            _NoticeScore(path.stem, read_gold(path), found, report).add()
    if not report.per_notice:
        raise NoticeError(f"{gold}: expected annotations (*.json), found none", reason_code="no_gold")
    return report


def as_json(report: Report) -> str:
    """The report with all figures, the same names as in the annotations' own scorer."""
    figures = {name: _figures(tally) for name, tally in report.tallies.items()}
    shares = {
        name: {"accuracy": share.accuracy, "fields" if name == "header" else "n": share.number}
        for name, share in report.shares.items()
    }
    counts = {"notices": len(report.per_notice), "absent": report.absent, "per_notice": report.per_notice}
    return json.dumps({**figures, **shares, **counts, "log": report.differences}, ensure_ascii=False, indent=1)


class _NoticeScore:
    """The comparison of one notice."""

    def __init__(self, stem: str, gold: Gold, tables: _Tables, report: Report) -> None:
        self._stem, self._gold, self._tables, self._report = stem, gold, tables, report
        self._own = {name: Tally() for name in FIGURES}
        self._row = tables.notices.get(stem, {})
        self._id = self._row.get("duplicate_of") or self._row.get("notice_id", "")

    def add(self) -> None:
        if not self._row:
            self._report.absent.append(self._stem)
        rows = self._tables.tasks.get(self._id, [])
        gold = self._gold.get("tasks", [])
        self._stated([t for t in gold if t.get("source") != "body"], [r for r in rows if r["source"] != "body"])
        self._body([t for t in gold if t.get("source") == "body"], [r for r in rows if r["source"] == "body"])
        self._header()
        self._citations()
        for name, tally in self._own.items():
            self._report.tallies[name] += tally
        judged = {name: t.f1 for name, t in self._own.items() if t.right + t.extra + t.missing}
        self._report.per_notice[self._stem] = judged

    def _stated(self, gold: Sequence[GoldTask], rows: Sequence[Cells]) -> None:
        pairs = pair_stated(gold, rows)
        extra = [row for index, row in enumerate(rows) if index not in pairs.values()]
        self._own["task"].right += len(pairs)
        self._own["task"].missing += len(gold) - len(pairs)
        if self._gold.get("complete", True):
            self._own["task"].extra += len(extra)
            self._differ(*(f"task not in the gold: {evidence_of(row)[:60]!r}" for row in extra))
        for index, task in enumerate(gold):
            row = rows[pairs[index]] if index in pairs else None
            self._compare_duties("unit_role", task, row)
            self._compare_limits(task, row)
            if row is None:
                self._differ(f"task not found: {task['find']!r}")
            elif task.get("start"):
                self._compare_start(task["start"], row)

    def _body(self, gold: Sequence[GoldTask], rows: Sequence[Cells]) -> None:
        if not gold:
            return
        pairs = pair_body(gold, rows)
        for index, task in enumerate(gold):
            self._compare_duties("body", task, rows[pairs[index]] if index in pairs else None)
        if not self._gold.get("body_complete"):
            return
        for index, row in enumerate(rows):
            if index not in pairs.values():
                self._own["body"].compare(set(), self._duties(row))
                self._differ(f"running sentence not in the gold: {evidence_of(row)[:60]!r}")

    def _compare_duties(self, figure: str, task: GoldTask, row: Cells | None) -> None:
        named = {
            "lead": task.get("lead", []),
            "responsible": task.get("responsible", []),
            "supporting": task.get("supporting", []),
        }
        gold = {(role, squash(unit)) for role in _ROLES for unit in named[role]}
        found = self._duties(row) if row else set()
        self._own[figure].compare(gold, found)
        if gold != found and (row or figure == "body"):
            self._differ(f"units of {_words(task)!r}: missing {sorted(gold - found)}, too many {sorted(found - gold)}")

    def _duties(self, row: Cells) -> set[Key]:
        assigned = self._tables.assignments.get(row["task_id"], [])
        return {(each["role"], squash(each["unit_text"])) for each in assigned if each["role"] in _ROLES}

    def _compare_limits(self, task: GoldTask, row: Cells | None) -> None:
        gold = {_limit(each.get("kind", ""), each.get("due_date", "")) for each in task.get("deadlines", [])}
        rows = self._tables.deadlines.get(row["task_id"], []) if row else []
        found = {_limit(each["kind"], each["due_date"]) for each in rows}
        self._own["deadline"].compare(gold, found)
        if gold != found and row:
            self._differ(f"time limits of {_words(task)!r}: expected {sorted(gold)}, found {sorted(found)}")

    def _compare_start(self, start: str, row: Cells) -> None:
        expected, evidence = squash(start), squash(row["evidence"])
        is_right = evidence.startswith(expected) or _unlabelled(evidence).startswith(_unlabelled(expected))
        self._report.shares["span"].count(is_right)
        if not is_right:
            self._differ(f"begins with {evidence[:20]!r}, not with {start!r}")

    def _header(self) -> None:
        for name in _FIELDS:
            if name not in self._gold.get("notice", {}):
                continue
            gold = self._gold["notice"][name]
            is_right = _field(name, gold) == _field(name, self._row.get(name))
            self._report.shares["header"].count(is_right)
            if not is_right:
                self._differ(f"{name}: expected {gold!r}, found {self._row.get(name)!r}")

    def _citations(self) -> None:
        if "citations" not in self._gold:
            return
        left = list(self._tables.citations.get(self._id, []))
        for gold in self._gold["citations"]:
            number, title = squash(gold.get("number")), _bare(gold.get("title"))
            row = next((row for row in left if _cites(row, number, title)), None)
            if row is None:
                self._own["citation"].missing += 1
                self._differ(f"citation not found: {number or title}")
                continue
            left.remove(row)
            self._own["citation"].right += 1
            if relation := gold.get("relation"):
                self._report.shares["relation"].count(relation == row["relation"])
                if relation != row["relation"]:
                    self._differ(f"relation of {number or title}: expected {relation}, found {row['relation']}")
        self._own["citation"].extra += len(left)
        self._differ(*(f"citation not in the gold: {row['cited_number'] or row['cited_title']}" for row in left))

    def _differ(self, *differences: str) -> None:
        self._report.differences.extend(f"{self._stem}: {each}" for each in differences)


def _read_tables(folder: Path) -> _Tables:
    csv.field_size_limit(sys.maxsize)
    notices: dict[str, Cells] = {}
    for row in _read_table(folder, "notices"):
        stem = Path(row["source_path"]).stem
        if stem in notices:
            raise NoticeError(
                f"{folder}: two files are named {stem}; run one format at a time", reason_code="two_files_of_one_name"
            )
        notices[stem] = row
    return _Tables(
        notices,
        _grouped(_read_table(folder, "tasks"), "notice_id"),
        _grouped(_read_table(folder, "citations"), "notice_id"),
        _grouped(_read_table(folder, "assignments"), "task_id"),
        _grouped(_read_table(folder, "deadlines"), "task_id"),
    )


def _read_table(folder: Path, name: str) -> list[Cells]:
    path = folder / f"{name}.csv"
    if not path.exists():
        raise NoticeError(f"{folder}: expected {path.name}, found none; run duban run first", reason_code="no_tables")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _grouped(rows: Iterable[Cells], column: str) -> dict[str, list[Cells]]:
    groups: dict[str, list[Cells]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _figures(tally: Tally) -> dict[str, float]:
    counts = {"tp": tally.right, "fp": tally.extra, "fn": tally.missing}
    return {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1, **counts}


def _field(name: str, value: str | list[str] | None) -> frozenset[str] | str:
    if name not in _LIST_FIELDS:
        return squash(value if isinstance(value, str) else "".join(value or ()))
    items = re.split("[；;]", value) if isinstance(value, str) else value or ()
    return frozenset(squash(item).rstrip(":") for item in items if item)


def _cites(row: Cells, number: str, title: str) -> bool:
    same_number = bool(number) and number == squash(row["cited_number"])
    return same_number or (bool(title) and title == _bare(row["cited_title"]))


def _limit(kind: str, due_date: str) -> Key:
    return ("due", due_date) if due_date else ("kind", kind)


def _words(task: GoldTask) -> str:
    return "…".join(pieces(task))[-30:]


def _bare(title: str | None) -> str:
    return squash(title).strip("《》<>")


def _unlabelled(text: str) -> str:
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
