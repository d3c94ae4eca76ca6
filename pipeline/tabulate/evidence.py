"""Whether rows say what the stored text says at their offsets."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.errors import EvidenceError
from pipeline.tabulate.spec import Cell, Row

# The column of each table that repeats the text between `char_start` and `char_end`.
QUOTING = {
    "tasks": "evidence",
    "assignments": "evidence",
    "deadlines": "evidence",
    "citations": "evidence",
    "sections": "text",
}


def check_rows(table: str, rows: Iterable[Row], text: str, path: str) -> int:
    """The number of rows that were read again from `text`, the stored text of the file `path`.

    Raises: EvidenceError at the first row whose evidence is not `text[char_start:char_end]`.
    """
    column = QUOTING[table]
    checked = 0
    for row in rows:
        start, end = row["char_start"], row["char_end"]
        quoted = _piece(text, start, end)
        if quoted is None or quoted != row[column]:
            raise EvidenceError(
                f"{path}: {table} {next(iter(row.values()))}: expected {_short(row[column])} at {start} to {end} of the "
                f"stored text, found {_short(quoted)}; no table was written: please report this file"
            )
        checked += 1
    return checked


def _piece(text: str, start: Cell, end: Cell) -> str | None:
    if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text):
        return text[start:end]
    return None


def _short(value: object) -> str:
    written = str(value)
    return repr(written if len(written) <= 40 else written[:37] + "…")
