"""What came of one content: the value that a child hands to the run and the store keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

import regex

from pipeline.archive.codec import from_json, to_json
from pipeline.messages import reasons
from pipeline.model.entry import Outcome, Problem, Provenance
from pipeline.tabulate.identity import folded
from pipeline.tabulate.rows import Rows
from pipeline.tabulate.spec import Cell, Row, table, tables

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


@dataclass(frozen=True, slots=True)
class Packed:
    """A content as a child hands it over and the store keeps it: `notices` are its rows of that table as JSON, `rows` those
    of the others by table, both "null" where it has none; `provenance` is JSON or empty. `ids` are what it is found by."""

    key: str
    outcome: Outcome
    text: str
    notices: str
    rows: str
    problem: Problem | None
    provenance: str
    ids: tuple[str, ...]
    citations: str


def content_key(sha256: str, name: str) -> str:
    """The name of a content in the store: its hash and the ending of the file's name, which tells .md from .txt."""
    return sha256 + PurePosixPath(name).suffix.lower()


def failure(key: str, sha256: str, stage: str, reason_code: str, reason: str, *, attempts: int = 1) -> Content:
    """What came of a content that could not be read: a problem, the code's words before what was found."""
    problem = Problem("", sha256, Outcome.FAILED, stage, reason_code, _words(reason_code, reason), attempts)
    return Content(key, Outcome.FAILED, problem=problem)


def refusal(reason_code: str, reason: str) -> Problem:
    """The problem of a file that could not even be fetched."""
    return Problem("", "", Outcome.FAILED, "collect", reason_code, _words(reason_code, reason))


def _words(reason_code: str, reason: str) -> str:
    known = reasons().get(reason_code)
    return f"{known.zh}。{reason}" if known else reason


def packed(content: Content) -> Packed:
    """The content as the store keeps it."""
    return checked(pack(content))


def pack(content: Content) -> bytes:
    """The content as six lines of JSON in UTF-8: key and outcome, text, rows of `notices`, of the others, problem, provenance."""
    rows = dict(content.rows) if content.rows is not None else None
    notices = rows.pop("notices", []) if rows is not None else None
    head, problem = [content.key, content.outcome.value], packed_problem(content.problem)
    fields = (head, content.text, notices, rows, problem, packed_provenance(content.provenance))
    return "\n".join(map(_json, fields)).encode()


def unpack(data: bytes) -> Content:
    """The content that `pack` wrote.

    Raises: ValueError where the data is anything else.
    """
    return opened(checked(data))


def opened(content: Packed) -> Content:
    """The content with its rows and provenance."""
    notices, rows = json.loads(content.notices), json.loads(content.rows)
    whole = None if rows is None else {"notices": notices} | rows
    provenance = unpacked_provenance(content.provenance)
    return Content(content.key, content.outcome, content.text, whole, content.problem, provenance)


def checked(data: bytes) -> Packed:
    """What `pack` wrote, looked through but left as it is.

    Raises: ValueError where the data is anything else: a child may have been taken over by a hostile file.
    """
    lines = data.decode().split("\n")
    if len(lines) != _LINES:
        raise ValueError("expected the six lines of a content")
    head, text, notices, rows, problem, provenance = map(_value, lines)
    if not isinstance(head, list) or len(head) != 2:
        raise ValueError("expected key and outcome of a content")
    found = _rows(notices, rows)
    unpacked_provenance(_text(provenance))
    citations = found.get("citations")
    return Packed(
        key=_text(head[0]),
        outcome=Outcome(head[1]),
        text=_text(text),
        notices=lines[2],
        rows=lines[3],
        problem=unpacked_problem(None if problem is None else _text(problem)),
        provenance=_text(provenance),
        ids=tuple(dict.fromkeys(ids_of(found))),
        citations=_json(citations) if citations else "",
    )


_LINES = 6


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _value(line: str) -> object:
    """What a line of JSON says.

    Raises: ValueError where it says nothing, or what neither UTF-8 nor SQLite's JSON can hold: half of a pair of surrogates, NaN.
    """
    value: object = _decoder().decode(line)
    if _SURROGATE.search(line):
        _json(value).encode()
    return value


# Matches in: `\ud800`. Does not match in: `\u4e00`.
_SURROGATE = regex.compile(r"\\u[dD][89a-fA-F]")


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_constant=_refused)


def _refused(constant: str) -> object:
    raise ValueError(f"expected a number, found {constant}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a text")
    return value


def ids_of(rows: Rows) -> Iterator[str]:
    """The ids and the folded number by which a content of these rows is found."""
    for notice in rows.get("notices", []):
        yield str(notice["notice_id"])
        if notice["doc_number"]:
            yield folded(str(notice["doc_number"]))
    for task in rows.get("tasks", []):
        yield str(task["task_id"])


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


def _rows(notices: object, others: object) -> Rows:
    """The rows by table, none where both are null."""
    if notices is None and others is None:
        return {}
    if not isinstance(others, dict) or "notices" in others or not others.keys() <= tables().keys():
        raise ValueError("expected rows by table")
    whole = {"notices": notices, **others}
    return {name: [_row(row, table(name).names, name) for row in _listed(rows)] for name, rows in whole.items()}


def _listed(rows: object) -> list[object]:
    if not isinstance(rows, list):
        raise ValueError("expected a list of rows")
    return rows


def _row(value: object, names: tuple[str, ...], name: str) -> Row:
    if not isinstance(value, dict) or tuple(value) != names:
        raise ValueError(f"expected the columns of {name}")
    kinds = set(map(type, value.values()))
    if not kinds <= _CELLS or (list in kinds and not all(map(_holds_texts, value.values()))):
        raise ValueError(f"expected cells of {name}")
    row: dict[str, Cell] = value
    return row


_CELLS = frozenset((str, int, float, bool, list, type(None)))


def _holds_texts(cell: object) -> bool:
    """Whether a cell that is a list holds nothing but texts."""
    return type(cell) is not list or all(type(item) is str for item in cell)
