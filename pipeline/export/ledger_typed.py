"""What stands in a ledger that people filled in: read with openpyxl, in a limited child process.

1. Every cell of every sheet is read, also of hidden rows, columns and sheets, with its comments.
2. A cell says what it shows: of a formula its last value, and the formula itself where it has none.
"""

from __future__ import annotations

import io
import json
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.archive.isolate import OCR_LIMITS, Worker
from pipeline.errors import ReadError
from pipeline.tabulate.spec import Cell

MAX_CELLS = 5_000_000

Value = Cell | date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was saved: `rows` of values, `comments` by row and column, both from 0."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    comments: dict[tuple[int, int], str]


def read_book(data: bytes) -> list[Sheet]:
    """The sheets of an XLSX file, in order.

    Raises: ReadError `no_ledger` where it is no workbook, `too_large`; those of `Worker.call`.
    """
    with Worker(f"{__name__}:answer", limits=OCR_LIMITS) as worker:
        told = json.loads(worker.call(data))
    return [
        Sheet(
            str(name),
            tuple(tuple(map(_value, row)) for row in rows),
            {(int(row), int(column)): str(text) for row, column, text in comments},
        )
        for name, rows, comments in told
    ]


def answer(request: bytes) -> bytes:
    """Runs in the child: name, rows and comments of each sheet as JSON; a date as {"date": "2021-03-10"}."""
    # openpyxl asks the system for its types of files, which the child may not read.
    mimetypes.knownfiles.clear()
    import openpyxl

    try:
        shown = openpyxl.load_workbook(io.BytesIO(request), data_only=True)
        typed = openpyxl.load_workbook(io.BytesIO(request))
    except Exception as error:  # openpyxl raises what zipfile, the XML parser and its own checks do
        message = f"expected a ledger as XLSX, found no workbook ({error}); save it in Excel or WPS as .xlsx"
        raise ReadError(message, reason_code="no_ledger") from error
    sheets, room = [], MAX_CELLS
    for sheet in shown.worksheets:
        room -= sheet.max_row * sheet.max_column
        if room < 0:
            message = f"expected at most {MAX_CELLS} cells, found more; delete empty rows at the end of the sheets"
            raise ReadError(message, reason_code="too_large")
        sheets.append(_sheet(sheet.title, sheet.iter_rows(), typed[sheet.title].iter_rows()))
    return json.dumps(sheets, ensure_ascii=False, default=_plain).encode()


def _sheet(name: str, shown: Iterable[Sequence[object]], typed: Iterable[Sequence[object]]) -> list[object]:
    rows: list[list[object]] = []
    comments: list[tuple[int, int, str]] = []
    for at, (values, formulas) in enumerate(zip(shown, typed, strict=True)):
        cells: list[object] = []
        for column, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            shown_value, comment = getattr(value, "value", None), getattr(formula, "comment", None)
            cells.append(getattr(formula, "value", None) if shown_value is None else shown_value)
            if comment is not None:
                comments.append((at, column, comment.text))
        rows.append(cells)
    return [name, rows, comments]


def _plain(value: object) -> object:
    """A date as JSON has none; a time of day, a formula of an array and the like as their text."""
    if isinstance(value, datetime) and value.time().replace(microsecond=0).isoformat() != "00:00:00":
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return {"date": value.isoformat()[:10]}
    return str(getattr(value, "text", value))


def _value(told: object) -> Value:
    if isinstance(told, dict):
        return date.fromisoformat(str(told["date"]))
    if told is None or isinstance(told, bool | int | float):
        return told
    return str(told)
