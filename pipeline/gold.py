"""Gold annotations: what a notice says, written down by people, and which rows of a run are the same tasks."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypedDict

from pipeline.errors import NoticeError

# A row that holds the words of more gold tasks than this is no one task.
_MOST_TASKS_IN_A_ROW = 3
# Two running sentences are the same task where they share this many characters and this part of the shorter one.
_LEAST_OVERLAP, _LEAST_SHARE = 4, 0.5
# All brackets are one form, as are all quotes; ： ； 。 are as : ; . and both Chinese commas as the Western one.
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("〔【[{﹝", "("),
        **dict.fromkeys("〕】]}﹞", ")"),
        **dict.fromkeys('“”‘’"', "'"),
        "：": ":",
        "；": ";",
        "，": ",",
        "、": ",",
        "。": ".",
    }
)

Cells = dict[str, str]


class GoldLimit(TypedDict, total=False):
    text: str
    kind: str
    due_date: str


class GoldTask(TypedDict, total=False):
    source: str
    find: str | list[str]
    start: str
    lead: list[str]
    responsible: list[str]
    supporting: list[str]
    deadlines: list[GoldLimit]


class GoldCitation(TypedDict, total=False):
    number: str
    title: str
    relation: str


class Gold(TypedDict, total=False):
    notice: dict[str, str | list[str] | None]
    complete: bool
    body_complete: bool
    tasks: list[GoldTask]
    citations: list[GoldCitation]


@dataclass(frozen=True, slots=True)
class RunTables:
    """The tables of a run that are scored: notices by the stem of their file, the others by notice or task."""

    notices: dict[str, Cells]
    tasks: Mapping[str, list[Cells]]
    citations: Mapping[str, list[Cells]]
    assignments: Mapping[str, list[Cells]]
    deadlines: Mapping[str, list[Cells]]


def read_gold(path: Path) -> Gold:
    """The annotations of one notice."""
    gold: Gold = json.loads(path.read_text(encoding="utf-8"))
    return gold


def read_tables(folder: Path) -> RunTables:
    """The tables of a run.

    Raises: NoticeError where a table is not there, or two files have one stem.
    """
    csv.field_size_limit(sys.maxsize)
    notices: dict[str, Cells] = {}
    for row in _read_table(folder, "notices"):
        stem = Path(row["source_path"]).stem
        if stem in notices:
            raise NoticeError(
                f"{folder}: two files are named {stem}; run one format at a time", reason_code="two_files_of_one_name"
            )
        notices[stem] = row
    return RunTables(
        notices,
        _grouped(_read_table(folder, "tasks"), "notice_id"),
        _grouped(_read_table(folder, "citations"), "notice_id"),
        _grouped(_read_table(folder, "assignments"), "task_id"),
        _grouped(_read_table(folder, "deadlines"), "task_id"),
    )


def squash(text: str | None) -> str:
    """The text without white space, in one width, with one form of each bracket and mark: how gold is compared."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).translate(_ONE_FORM)


def pieces(task: GoldTask) -> list[str]:
    """The pieces of text by which a gold task is found."""
    found = task["find"]
    return [found] if isinstance(found, str) else found


def evidence_of(row: Cells) -> str:
    """The words of a row of tasks that are compared."""
    return row["evidence"] or row["task_text"]


def pair_stated(gold: Sequence[GoldTask], rows: Sequence[Cells]) -> dict[int, int]:
    """Gold task to row: the shortest row not yet taken that holds all pieces of the task, tasks in order."""
    texts = [squash(evidence_of(row)) for row in rows]
    wanted = [[squash(piece) for piece in pieces(task)] for task in gold]
    holds = [{g for g, parts in enumerate(wanted) if all(part in text for part in parts)} for text in texts]
    usable = [i for i in sorted(range(len(rows)), key=lambda i: len(texts[i])) if len(holds[i]) <= _MOST_TASKS_IN_A_ROW]
    pairs: dict[int, int] = {}
    for g in range(len(gold)):
        row = next((i for i in usable if g in holds[i]), None)
        if row is not None:
            pairs[g] = row
            usable.remove(row)
    return pairs


def pair_body(gold: Sequence[GoldTask], rows: Sequence[Cells]) -> dict[int, int]:
    """Gold sentence to row, the largest share of common text first."""
    texts = [squash(evidence_of(row)) for row in rows]
    wanted = [squash("".join(pieces(task))) for task in gold]
    candidates = sorted(_overlaps(wanted, texts), key=lambda each: (-each[0], each[1], each[2]))
    pairs: dict[int, int] = {}
    for _, g, row in candidates:
        if g not in pairs and row not in pairs.values():
            pairs[g] = row
    return pairs


def _overlaps(wanted: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    for g, sentence in enumerate(wanted):
        for row, text in enumerate(texts):
            shorter = min(len(sentence), len(text))
            common = SequenceMatcher(None, sentence, text, autojunk=False).find_longest_match().size if text else 0
            if common >= max(_LEAST_OVERLAP, _LEAST_SHARE * shorter):
                yield common / max(1, shorter), g, row


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
