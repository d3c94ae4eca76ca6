"""How well tables were found: their cells by content, and their adjacency relations.

Texts are compared without blanks, full-width forms and capitals. A merged cell counts once. Relations are those of the
ICDAR 2013 table competition: a pair of cells with text, each the nearest to the other in its row (to the right) or column
(below), over blank cells between them; a merged cell has its neighbours in each row and column that it covers. Neither
measure asks where on the page a table stands or which of several tables a cell is in.
Source: M. Göbel, T. Hassan, E. Oro, G. Orsi, A methodology for evaluating algorithms for table understanding in PDF
documents, DocEng 2012.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from pipeline.model.reading import Cell

Table = tuple[Cell, ...]


class Spans(StrEnum):
    """How tables that are written as rows of texts show a merged cell: with its extent, in its first place, or its text
    again in each row."""

    KEPT = "kept"
    FIRST = "first"
    COPIED_DOWN = "copied_down"


@dataclass(slots=True)
class Tally:
    """How many there are, how many were found, and how many of these are right."""

    expected: int = 0
    found: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """From 0 to 1; 1 where there is nothing and nothing was found."""
        both = self.expected + self.found
        return 2 * self.right / both if both else 1.0

    def add(self, expected: Counter[object], found: Counter[object]) -> None:
        self.expected += expected.total()
        self.found += found.total()
        self.right += (expected & found).total()


@dataclass(frozen=True, slots=True)
class Score:
    """The tallies of a document: its cells, and their adjacency relations."""

    cells: Tally
    relations: Tally

    @classmethod
    def empty(cls) -> Score:
        return cls(Tally(), Tally())

    def add(self, expected: Iterable[Table], found: Iterable[Table], *, in_column: bool = False) -> None:
        """Takes in the tables of one page or file, both with their spans shown the same way.

        With `in_column` a cell is right only where it also stands in its column.
        """
        wanted, got = list(expected), list(found)
        contents = texts_in_columns if in_column else texts
        self.cells.add(_sum(map(contents, wanted)), _sum(map(contents, got)))
        self.relations.add(_sum(map(relations, wanted)), _sum(map(relations, got)))


def plain(text: str) -> str:
    """The text without blanks, and with full-width forms and ligatures as plain characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold(text: str) -> str:
    """The plain text in small letters: the truth of ICDAR 2013 has small capitals as such."""
    return plain(text).casefold()


def shown(table: Table, spans: Spans) -> Table:
    """The table as rows of texts show it; unchanged where spans are kept."""
    if spans is Spans.KEPT:
        return table
    once = [replace(cell, row_span=1, column_span=1) for cell in table]
    if spans is Spans.FIRST:
        return tuple(once)
    return tuple(
        replace(single, row=row)
        for cell, single in zip(table, once, strict=True)
        for row in range(cell.row, cell.row + cell.row_span)
    )


def texts(table: Table) -> Counter[object]:
    """The texts of the cells that have one."""
    return Counter(text for cell in table if (text := fold(cell.text)))


def texts_in_columns(table: Table) -> Counter[object]:
    """Column and text of the cells that have one."""
    return Counter((cell.column, text) for cell in table if (text := fold(cell.text)))


def relations(table: Table) -> Counter[object]:
    """Text, direction and text of each pair of neighbours."""
    filled = {index: text for index, cell in enumerate(table) if (text := fold(cell.text))}
    found: Counter[object] = Counter()
    for direction, pairs in zip(("right", "below"), neighbours(table), strict=True):
        found.update((filled[one], direction, filled[other]) for one, other in pairs)
    return found


def neighbours(table: Table) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs of neighbouring cells with text, by their numbers in the table: those side by side, those one below
    the other."""
    owner = {
        (row, column): index
        for index, cell in enumerate(table)
        if fold(cell.text)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    beside = _following(sorted(owner), owner, same=0)
    below = _following(sorted(owner, key=lambda place: (place[1], place[0])), owner, same=1)
    return beside, below


def _following(places: list[tuple[int, int]], owner: dict[tuple[int, int], int], *, same: int) -> set[tuple[int, int]]:
    """The cells of places that follow one another in one row (`same` 0) or column (`same` 1)."""
    return {
        (owner[one], owner[other])
        for one, other in pairwise(places)
        if one[same] == other[same] and owner[one] != owner[other]
    }


def _sum(counters: Iterable[Counter[object]]) -> Counter[object]:
    total: Counter[object] = Counter()
    for counter in counters:
        total.update(counter)
    return total
