"""A worksheet's XML to what it shows: texts by place, without hidden rows and columns, and merged areas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex
from lxml import etree

from pipeline.errors import ReadError
from pipeline.read.characters import clean
from pipeline.read.number_format import hides_text, shown

MAX_ROWS, MAX_COLUMNS = 1 << 20, 1 << 14
# Matches: `B12`, `XFD1`, `$A$1`. Does not match: `12`, `A`.
_PLACE = regex.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
# How XML of spreadsheets writes characters that XML has not. Matches: `_x000D_`. Does not match: `_x0D_`.
_ESCAPED = regex.compile(r"_x([0-9A-Fa-f]{4})_")
# A date that a cell states in words of ISO 8601. Matches in: `2021-03-31T00:00:00`. Does not match in: `2021-03-31`.
_MIDNIGHT = regex.compile(r"T00:00(?::00(?:\.0+)?)?Z?$")
_TRUTH = {"1": "TRUE", "0": "FALSE"}

# Row and column, counted from 0.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sheet shows: texts by place, those of merged areas at their first visible place; no hidden place is in it.

    `centred` are the places whose text stands in the middle. Places have gaps where rows or columns are hidden or empty.
    """

    texts: dict[Place, str]
    areas: tuple[Area, ...]
    centred: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Book:
    """What cells refer to: texts, and by a cell's style its number format and whether it is centred."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    centred: tuple[bool, ...]
    from_1904: bool


def read_sheet(root: etree._Element, book: Book, room: int, warnings: set[str]) -> Shown:
    """What the sheet shows; `warnings` gathers `hidden_cells_dropped`, `formula_without_value`, `hidden_text_dropped`.

    Raises: ReadError `too_large` where its texts have more than `room` characters.
    """
    reader = _Reader(book, warnings)
    rows = list(_rows(root))
    hidden_rows = _Hidden(number for number, row in rows if _is_hidden(row, "ht"))
    hidden_columns = _hidden_columns(root)
    texts: dict[Place, str] = {}
    centred: set[Place] = set()
    for number, row in rows:
        for column, cell in _cells(row):
            if text := reader.text(cell):
                texts[number, column] = text
                room -= len(text)
                _check(room)
                if reader.is_centred(cell):
                    centred.add((number, column))
    areas = tuple(_areas(root))
    for area in areas:
        _move(texts, area, hidden_rows.next_visible(area.top), hidden_columns.next_visible(area.left))
    visible = {
        place: text for place, text in texts.items() if place[0] not in hidden_rows and place[1] not in hidden_columns
    }
    if len(visible) < len(texts):
        warnings.add("hidden_cells_dropped")
    return Shown(dict(sorted(visible.items())), areas, frozenset(centred))


def _check(room: int) -> None:
    if room < 0:
        message = "expected a workbook of notices, found more characters than any has; split it"
        raise ReadError(message, reason_code="too_large")


def string_of(item: etree._Element) -> str:
    """The text of a shared or inline string, runs of all styles joined, without the readings above it."""
    parts = (t.text or "" for t in item.iterfind("{*}t"))
    runs = (t.text or "" for t in item.iterfind("{*}r/{*}t"))
    return _unescaped("".join((*parts, *runs)))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda hit: chr(int(hit.group(1), 16)), text).replace("\r\n", "\n").replace("\r", "\n")


class _Hidden:
    """Hidden rows or columns, from which the next visible one is found at once."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = sorted(set(numbers))
        self._set = frozenset(self._numbers)
        # Where a run of hidden ones begins.
        self._starts = [b for a, b in pairwise((-2, *self._numbers)) if b != a + 1]
        self._ends = [a for a, b in pairwise((*self._numbers, -2)) if b != a + 1]

    def __contains__(self, number: int) -> bool:
        return number in self._set

    def next_visible(self, number: int) -> int:
        """The first visible one from `number` on."""
        if number not in self._set:
            return number
        return self._ends[bisect_right(self._starts, number) - 1] + 1


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the texts of cells."""

    book: Book
    warnings: set[str]

    def text(self, cell: etree._Element) -> str:
        """What the cell shows, a formula its last value."""
        kind, value = cell.get("t", "n"), cell.findtext("{*}v")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else self._text(string_of(inline), cell)
        if not value:
            # A formula whose value is no text has "str" there and nothing else.
            if kind != "str" and cell.find("{*}f") is not None:
                self.warnings.add("formula_without_value")
            return ""
        if kind == "s":
            index = _index(value)
            return self._text(self.book.strings[index], cell) if index < len(self.book.strings) else ""
        read = _OF_KIND.get(kind)
        return self._text(read(value), cell) if read else self._number(value, cell)

    def is_centred(self, cell: etree._Element) -> bool:
        style = _index(cell.get("s", "0"))
        return style < len(self.book.centred) and self.book.centred[style]

    def _format(self, cell: etree._Element) -> str:
        style = _index(cell.get("s", "0"))
        return self.book.formats[style] if style < len(self.book.formats) else "General"

    def _text(self, text: str, cell: etree._Element) -> str:
        if text and hides_text(self._format(cell)):
            self.warnings.add("hidden_text_dropped")
            return ""
        cleaned, found = clean(text)
        self.warnings.update(found)
        return cleaned.strip()

    def _number(self, value: str, cell: etree._Element) -> str:
        try:
            number = float(value)
        except ValueError:
            return value.strip()
        # Files of hostile programs have nan and inf.
        if not abs(number) < float("inf"):
            return value.strip()
        text = shown(number, self._format(cell), from_1904=self.book.from_1904).strip()
        if not text:
            self.warnings.add("hidden_text_dropped")
        return text


# How values are read that are no numbers and no shared strings: formulas' texts, truth, errors, dates.
_OF_KIND: dict[str, Callable[[str], str]] = {
    "str": _unescaped,
    "b": lambda value: _TRUTH.get(value.strip(), value),
    "e": str.strip,
    "d": lambda value: _MIDNIGHT.sub("", value.strip()),
}
_MAX_DIGITS = 9


def _index(text: str) -> int:
    """A number that counts things of the book; one beyond all where the file has none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else 10**_MAX_DIGITS


def _rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers; a row without one follows the row before."""
    last = -1
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = _index(row.get("r", "")) - 1 if row.get("r") else last + 1
        if 0 <= number < MAX_ROWS:
            last = number
            yield number, row


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    last = -1
    for cell in row.iterfind("{*}c"):
        place = _place(cell.get("r", ""))
        column = place[1] if place else last + 1
        if column < MAX_COLUMNS:
            last = column
            yield column, cell


def _place(reference: str) -> Place | None:
    """Row and column of `B12`: 11, 1."""
    found = _PLACE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found.group(2)) - 1, column - 1


def _is_hidden(element: etree._Element, measure: str) -> bool:
    """Whether a row or column is hidden, or has no height or width."""
    size = element.get(measure, "")
    return element.get("hidden") in ("1", "true") or (size != "" and not size.strip("0."))


def _hidden_columns(root: etree._Element) -> _Hidden:
    flags = bytearray(MAX_COLUMNS)
    for element in root.iterfind("{*}cols/{*}col"):
        first, last = _index(element.get("min", "1")) - 1, min(_index(element.get("max", "1")), MAX_COLUMNS)
        if 0 <= first < last:
            flags[first:last] = bytes([_is_hidden(element, "width")]) * (last - first)
    return _Hidden(number for number, flag in enumerate(flags) if flag)


def _areas(root: etree._Element) -> Iterator[Area]:
    for element in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = element.get("ref", "").partition(":")
        start, end = _place(first), _place(last)
        if start and end and start <= end and start[1] <= end[1] and start != end:
            yield Area(*start, min(end[0], MAX_ROWS - 1), min(end[1], MAX_COLUMNS - 1))


def _move(texts: dict[Place, str], area: Area, top: int, left: int) -> None:
    """Moves a merged area's text to its first visible place; where it has none, the text stays hidden."""
    if (top, left) == (area.top, area.left) or top > area.bottom or left > area.right:
        return
    if text := texts.pop((area.top, area.left), ""):
        texts[top, left] = text
