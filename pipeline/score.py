"""How well a run's tables agree with gold annotations: precision, recall and F1 of tasks, units, time limits, citations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import NoticeError
from pipeline.gold import (
    Cells,
    Gold,
    GoldTask,
    RunTables,
    evidence_of,
    pair_body,
    pair_stated,
    pieces,
    read_gold,
    read_tables,
    squash,
)

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


@dataclass(frozen=True, slots=True)
class Value:
    """One scored value of a run: in which notice, of which figure, in words (for units: role, unit and task)."""

    stem: str
    figure: str
    words: str


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


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row of tasks with its confidence; `is_right` where its units, roles and time limits are all those of the gold."""

    stem: str
    task_id: str
    confidence: float
    is_right: bool


@dataclass(slots=True)
class Report:
    """The figures of a comparison; `differences` say one by one what is not as the gold has it."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIGURES})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in SHARES})
    absent: list[str] = field(default_factory=list)
    per_notice: dict[str, dict[str, float]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    # Each value that the run has and that was judged: whether the gold has it too.
    values: dict[Value, bool] = field(default_factory=dict)
    # Each row of tasks that was judged: whether its units, roles and time limits are those of the gold.
    rows: list[JudgedRow] = field(default_factory=list)


def score(gold: Path, tables: Path, *, only: str = "") -> Report:
    """The agreement of the tables in `tables` with the annotations in `gold`, of notices whose name holds `only`.

    A notice is found by the stem of its file; of one found in several formats the score cannot tell which is meant.
    Raises: NoticeError where two files have one stem, or where there is no annotation or no table.
    """
    found = read_tables(tables)
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

    def __init__(self, stem: str, gold: Gold, tables: RunTables, report: Report) -> None:
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
        self._judge("task", right=True, values=(_name_of(gold[index]) for index in pairs))
        self._own["task"].missing += len(gold) - len(pairs)
        if self._gold.get("complete", True):
            self._own["task"].extra += len(extra)
            self._judge("task", right=False, values=(evidence_of(row) for row in extra))
            self._judge_rows(extra)
            self._differ(*(f"task not in the gold: {evidence_of(row)[:60]!r}" for row in extra))
        for index, task in enumerate(gold):
            row = rows[pairs[index]] if index in pairs else None
            self._compare_duties("unit_role", task, row)
            self._compare_limits(task, row)
            self._judge_rows([row] if row else [], task)
            if row is None:
                self._differ(f"task not found: {task['find']!r}")
            elif task.get("start"):
                self._compare_start(task["start"], row)

    def _body(self, gold: Sequence[GoldTask], rows: Sequence[Cells]) -> None:
        if not gold:
            return
        pairs = pair_body(gold, rows)
        for index, task in enumerate(gold):
            row = rows[pairs[index]] if index in pairs else None
            self._compare_duties("body", task, row)
            self._judge_rows([row] if row else [], task)
        if not self._gold.get("body_complete"):
            return
        for index, row in enumerate(rows):
            if index not in pairs.values():
                self._compare("body", evidence_of(row)[-30:], set(), self._duties(row))
                self._judge_rows([row])
                self._differ(f"running sentence not in the gold: {evidence_of(row)[:60]!r}")

    def _compare_duties(self, figure: str, task: GoldTask, row: Cells | None) -> None:
        gold, found = gold_duties(task), self._duties(row) if row else set()
        self._compare(figure, _words(task), gold, found)
        if gold != found and (row or figure == "body"):
            self._differ(f"units of {_words(task)!r}: missing {sorted(gold - found)}, too many {sorted(found - gold)}")

    def _duties(self, row: Cells) -> set[Key]:
        assigned = self._tables.assignments.get(row["task_id"], [])
        return {(each["role"], squash(each["unit_text"])) for each in assigned if each["role"] in _ROLES}

    def _limits(self, row: Cells) -> set[Key]:
        return {limit_key(each["kind"], each["due_date"]) for each in self._tables.deadlines.get(row["task_id"], [])}

    def _judge_rows(self, rows: Iterable[Cells], gold: GoldTask | None = None) -> None:
        """Keeps each row with whether it is right; without a task of the gold it is wrong."""
        for row in rows:
            found = (self._duties(row), self._limits(row))
            is_right = gold is not None and found == (gold_duties(gold), gold_limits(gold))
            confidence = float(row["confidence"] or 0)
            self._report.rows.append(JudgedRow(self._stem, row["task_id"], confidence, is_right))

    def _compare_limits(self, task: GoldTask, row: Cells | None) -> None:
        gold, found = gold_limits(task), self._limits(row) if row else set()
        self._compare("deadline", _words(task), gold, found)
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
            self._judge("header", right=is_right, values=[f"{name} {self._row.get(name, '')}"])
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
            self._judge("citation", right=True, values=[number or title])
            if relation := gold.get("relation"):
                self._report.shares["relation"].count(relation == row["relation"])
                self._judge(
                    "relation", right=relation == row["relation"], values=[f"{row['relation']} {number or title}"]
                )
                if relation != row["relation"]:
                    self._differ(f"relation of {number or title}: expected {relation}, found {row['relation']}")
        self._own["citation"].extra += len(left)
        self._judge("citation", right=False, values=(row["cited_number"] or row["cited_title"] for row in left))
        self._differ(*(f"citation not in the gold: {row['cited_number'] or row['cited_title']}" for row in left))

    def _compare(self, figure: str, about: str, gold: set[Key], found: set[Key]) -> None:
        self._own[figure].compare(gold, found)
        for is_right, keys in ((True, gold & found), (False, found - gold)):
            self._judge(figure, right=is_right, values=(f"{' '.join(key)} ({about})" for key in keys))

    def _judge(self, figure: str, *, right: bool, values: Iterable[str]) -> None:
        """Keeps each value with whether it is right; one that stands twice is right where one of them is."""
        for words in values:
            value = Value(self._stem, figure, words)
            self._report.values[value] = right or self._report.values.get(value, False)

    def _differ(self, *differences: str) -> None:
        self._report.differences.extend(f"{self._stem}: {each}" for each in differences)


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


def gold_duties(task: GoldTask) -> set[Key]:
    named = {
        "lead": task.get("lead", []),
        "responsible": task.get("responsible", []),
        "supporting": task.get("supporting", []),
    }
    return {(role, squash(unit)) for role in _ROLES for unit in named[role]}


def gold_limits(task: GoldTask) -> set[Key]:
    return {limit_key(each.get("kind", ""), each.get("due_date", "")) for each in task.get("deadlines", [])}


def limit_key(kind: str, due_date: str) -> Key:
    return ("due", due_date) if due_date else ("kind", kind)


def _words(task: GoldTask) -> str:
    return _name_of(task)[-30:]


def _name_of(task: GoldTask) -> str:
    return "…".join(pieces(task))


def _bare(title: str | None) -> str:
    return squash(title).strip("《》<>")


def _unlabelled(text: str) -> str:
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
