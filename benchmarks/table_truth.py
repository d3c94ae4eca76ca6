"""PDFs with their true tables, and which of these are ruled.

FOLDER has `index.csv` (set, file, expected, note). `expected` is either a list of tables with `cells` (page from 1; row, col,
end_row, end_col from 0; text: ICDAR 2013) or the rows of texts of one table, as such or under `rows`. With rows, a merged
cell stands in its first place; where the note says `copied down`, in each of its rows.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from benchmarks.table_measure import Spans, Table, neighbours, plain
from pipeline.model.reading import Cell

# A table is ruled where this part of its neighbouring cells have a ruling between them, side by side and up and down.
_RULED = 0.9
# A ruling may stand this far inside the boxes of the characters beside it, in points: boxes are as high as their font.
_INSIDE = 3.0
# The set whose truth joins the pages of a file.
WHOLE_FILES = "made"

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page cut out as a file of its own (or, in the set `made`, a whole file) with its true tables."""

    group: str
    document: str
    data: bytes
    tables: tuple[Table, ...]
    spans: Spans
    ruled: bool


def samples(folder: Path) -> Iterator[Sample]:
    """Every page of every file of the index that has its tables written down; pages without tables too."""
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["expected"]]
    for name, members in groupby(rows, key=lambda row: row["file"]):
        rows_of_file = list(members)
        spans, tables = _truth(folder, rows_of_file)
        for page, data in enumerate(_cut(folder / name), 1):
            yield Sample(rows_of_file[0]["set"], name, data, tuple(tables[page]), spans, is_ruled(data, tables[page]))


def made(folder: Path) -> Iterator[Sample]:
    """The made task tables, over pages, with spans, scanned: each a whole file with its one table."""
    for path in sorted((folder / WHOLE_FILES).glob("*.pdf")):
        table = _table(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["rows"])
        yield Sample(WHOLE_FILES, f"{WHOLE_FILES}/{path.name}", path.read_bytes(), (table,), Spans.FIRST, True)


def is_ruled(data: bytes, tables: Sequence[Table]) -> bool:
    """Whether the page has tables and rulings part the cells of them all, side by side and one below the other.

    Decided from what is drawn (pdfplumber's edges of lines and rectangles) between the places of the true texts; a cell
    whose text cannot be placed for sure says nothing.
    """
    if not tables:
        return False
    with pdfplumber.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        chars, edges = page.chars, page.edges
    return all(_parted_share(table, chars, edges) >= _RULED for table in tables)


def _truth(folder: Path, rows: list[dict[str, str]]) -> tuple[Spans, dict[int, list[Table]]]:
    """How merged cells are shown, and the true tables of each page of a file."""
    tables: dict[int, list[Table]] = defaultdict(list)
    spans = Spans.KEPT
    for row in rows:
        content = json.loads((folder / row["expected"]).read_text(encoding="utf-8"))
        if isinstance(content[0], dict):
            for table in content:
                tables[table["cells"][0]["page"]].append(tuple(_cell(cell) for cell in table["cells"]))
        else:
            spans = Spans.COPIED_DOWN if "copied down" in row["note"] else Spans.FIRST
            tables[1].append(_table(content))
    return spans, tables


def _cell(cell: dict[str, Any]) -> Cell:
    row, column = cell["row"], cell["col"]
    return Cell(cell["text"], row, column, cell["end_row"] - row + 1, cell["end_col"] - column + 1)


def _table(rows: list[list[str]]) -> Table:
    return tuple(Cell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts))


def _cut(path: Path) -> Iterator[bytes]:
    """Each page of a file as a file of its own."""
    with pypdfium2.PdfDocument(path) as whole:
        for index in range(len(whole)):
            with pypdfium2.PdfDocument.new() as single:
                single.import_pages(whole, [index])
                written = io.BytesIO()
                single.save(written)
            yield written.getvalue()


def _parted_share(table: Table, chars: list[dict[str, Any]], edges: list[dict[str, Any]]) -> float:
    """The smaller of two parts: of the pairs side by side those with a ruling between them, and of those up and down."""
    boxes = _placed(table, chars)
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    shares = []
    for pairs, rulings, axes in zip(neighbours(table), (upright, level), ((0, 1), (1, 0)), strict=True):
        known = [(boxes[one], boxes[other]) for one, other in pairs if one in boxes and other in boxes]
        parted = sum(_is_parted(one, other, rulings, *axes) for one, other in known)
        shares.append(parted / len(known) if known else 0.0)
    return min(shares)


def _is_parted(one: _Box, other: _Box, rulings: list[dict[str, Any]], along: int, across: int) -> bool:
    """Whether a ruling stands between two boxes that follow one another `along` an axis (0: x, 1: y)."""
    names = (("x0", "x1"), ("top", "bottom"))
    middle = (max(one[across], other[across]) + min(one[across + 2], other[across + 2])) / 2
    place, (start, end) = names[along][0], names[across]
    return any(
        one[along + 2] - _INSIDE <= ruling[place] <= other[along] + _INSIDE and ruling[start] <= middle <= ruling[end]
        for ruling in rulings
    )


def _placed(table: Table, chars: list[dict[str, Any]]) -> dict[int, _Box]:
    """The boxes of the cells whose text stands once in the table and on the page, or right beside one of these in the
    file's order."""
    letters = [(letter, char) for char in chars for letter in plain(char["text"])]
    stream = "".join(letter for letter, _ in letters)
    wanted = [(index, text) for index, cell in enumerate(table) if (text := plain(cell.text))]
    times = Counter(text for _, text in wanted)
    starts = {index: stream.find(text) for index, text in wanted if times[text] == stream.count(text) == 1}
    for (last, before), (index, text) in pairwise(wanted):
        if last in starts and stream.startswith(text, starts[last] + len(before)):
            starts.setdefault(index, starts[last] + len(before))
    for (following, _), (index, text) in pairwise(reversed(wanted)):
        if following in starts and stream.endswith(text, 0, starts[following]):
            starts.setdefault(index, starts[following] - len(text))
    return {
        index: _around([char for _, char in letters[starts[index] : starts[index] + len(text)]])
        for index, text in wanted
        if index in starts
    }


def _around(chars: list[dict[str, Any]]) -> _Box:
    x0, top = (min(char[name] for char in chars) for name in ("x0", "top"))
    x1, bottom = (max(char[name] for char in chars) for name in ("x1", "bottom"))
    return x0, top, x1, bottom
