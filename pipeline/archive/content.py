"""What came of one content: the value that a child hands to the run and the store keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.archive.codec import from_json, to_json
from pipeline.messages import reasons
from pipeline.model.entry import Outcome, Problem, Provenance
from pipeline.tabulate.rows import Rows
from pipeline.tabulate.spec import Cell, Row, table

NO_PROVENANCE = Provenance()


@dataclass(frozen=True, slots=True)
class Content:
    """What came of one content, named by `content_key`. `rows` are those of a first file; no path stands in it."""

    key: str
    outcome: Outcome
    text: str = ""
    rows: Rows | None = None
    problem: Problem | None = None
    provenance: Provenance = NO_PROVENANCE


def content_key(sha256: str, name: str) -> str:
    """The name of a content in the store: its hash and the ending of the file's name, which tells .md from .txt."""
    return sha256 + PurePosixPath(name).suffix.lower()


def failure(key: str, sha256: str, stage: str, reason_code: str, reason: str, *, attempts: int = 1) -> Content:
    """What came of a content that could not be read: a problem, the code's words before what was found."""
    known = reasons().get(reason_code)
    words = f"{known.zh}。{reason}" if known else reason
    problem = Problem("", sha256, Outcome.FAILED, stage, reason_code, words, attempts)
    return Content(key, Outcome.FAILED, problem=problem)


def pack(content: Content) -> bytes:
    """The content as JSON in UTF-8."""
    outcome, problem = content.outcome.value, packed_problem(content.problem)
    provenance = packed_provenance(content.provenance)
    fields = [content.key, outcome, content.text, content.rows, problem, provenance]
    return json.dumps(fields, ensure_ascii=False).encode()


def unpack(data: bytes) -> Content:
    """The content that `pack` wrote.

    Raises: ValueError where the data is anything else: a child may have been taken over by a hostile file.
    """
    fields = json.loads(data)
    if not isinstance(fields, list) or len(fields) != 6:
        raise ValueError("expected the six fields of a content")
    key, outcome, text, rows, problem, provenance = fields
    if not isinstance(key, str) or not isinstance(text, str) or not isinstance(provenance, str):
        raise ValueError("expected key, text and provenance of a content")
    return Content(
        key,
        Outcome(outcome),
        text,
        None if rows is None else _rows(rows),
        unpacked_problem(problem),
        unpacked_provenance(provenance),
    )


def packed_provenance(provenance: Provenance) -> str:
    """The provenance as JSON; empty where there is nothing to say."""
    return to_json(provenance).decode() if provenance != NO_PROVENANCE else ""


def unpacked_provenance(packed: str) -> Provenance:
    """The provenance that `packed_provenance` wrote.

    Raises: ValueError where the text is anything else.
    """
    return from_json(Provenance, packed.encode()) if packed else NO_PROVENANCE


def packed_problem(problem: Problem | None) -> str | None:
    """The problem as JSON, its path left out."""
    if problem is None:
        return None
    fields = [
        problem.sha256,
        problem.outcome.value,
        problem.stage,
        problem.reason_code,
        problem.reason,
        problem.attempts,
    ]
    return json.dumps(fields, ensure_ascii=False)


def unpacked_problem(packed: str | None) -> Problem | None:
    """The problem that `packed_problem` wrote, without a path.

    Raises: ValueError where the text is anything else.
    """
    if packed is None:
        return None
    sha256, outcome, stage, reason_code, reason, attempts = json.loads(packed)
    return Problem("", str(sha256), Outcome(outcome), str(stage), str(reason_code), str(reason), int(attempts))


def _rows(value: object) -> Rows:
    if not isinstance(value, dict):
        raise ValueError("expected rows by table")
    return {str(name): [_row(str(name), row) for row in rows] for name, rows in value.items()}


def _row(name: str, value: object) -> Row:
    if not isinstance(value, dict) or tuple(value) != table(name).names:
        raise ValueError(f"expected the columns of {name}")
    if not all(_is_cell(cell) for cell in value.values()):
        raise ValueError(f"expected cells of {name}")
    row: dict[str, Cell] = value
    return row


def _is_cell(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str | int | float)
