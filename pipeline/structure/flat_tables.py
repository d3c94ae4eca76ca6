"""Tables that a crawler or a plain text left as one cell a line, put together again as grids.

The heads of the columns stand on lines of their own (序号, 重点任务, 责任单位), then the cells follow. What tells the
rows apart is the column of units: a line that is wholly a list of units ends what its row has to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors import rules, statement
from pipeline.model.reading import Cell, Grid
from pipeline.structure.pieces import Piece

_UNIT_ROLES = {"lead", "responsible", "supporting"}
_MIN_HEADS = 3
_MAX_HEADS = 10
_MIN_ROWS = 2


def column_role(head: str) -> str:
    """What the head of a column says of it: 责任单位 gives responsible; "" where it is no known head."""
    name = regex.sub(r"\s+", "", head)
    for rule, pattern in _head_patterns():
        if pattern.fullmatch(name):
            return rule
    return ""


@cache
def _head_patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((rule.columns["role"], rule.pattern) for rule in rules.patterns("columns"))


def rebuild(items: Sequence[Piece | Grid]) -> list[Piece | Grid]:
    """The items with each flattened table as a grid; all else as it was."""
    result: list[Piece | Grid] = []
    index = 0
    while index < len(items):
        heads = _heads_at(items, index)
        table = _table_behind(items, index, heads) if heads else None
        if table is None:
            result.append(items[index])
            index += 1
        else:
            grid, index = table
            result.append(grid)
    return result


def _heads_at(items: Sequence[Piece | Grid], index: int) -> list[tuple[str, int]]:
    """(role, index behind it) of each head of columns that the lines from `index` on are; [] where they are no heads.

    A head may be cut over lines (目标⏎任务) or spaced (主 要 内 容).
    """
    heads: list[tuple[str, int]] = []
    position = index
    while position < len(items) and len(heads) < _MAX_HEADS:
        found = _head(items, position)
        if found is None:
            break
        heads.append(found)
        position = found[1]
    roles = {role for role, _ in heads}
    return heads if len(heads) >= _MIN_HEADS and roles & _UNIT_ROLES else []


def _head(items: Sequence[Piece | Grid], position: int) -> tuple[str, int] | None:
    text, end = "", position
    for _ in range(2):
        while end < len(items) and isinstance(items[end], Piece) and not _text(items[end]):
            end += 1
        if end >= len(items) or not isinstance(items[end], Piece) or len(_text(items[end])) > 12:
            return None
        text += _text(items[end])
        end += 1
        if role := column_role(text):
            return role, end
    return None


def _text(item: Piece | Grid) -> str:
    return item.text if isinstance(item, Piece) else ""


def _table_behind(items: Sequence[Piece | Grid], index: int, heads: list[tuple[str, int]]) -> tuple[Grid, int] | None:
    roles = [role for role, _ in heads]
    unit_columns = [column for column, role in enumerate(roles) if role in _UNIT_ROLES]
    lines, end = _lines_until_text(items, heads[-1][1])
    rows = _rows(lines, roles, unit_columns)
    if len(rows) < _MIN_ROWS:
        return None
    head_cells = [_head_text(items, start, stop) for start, stop in _head_ranges(index, heads)]
    return _grid(head_cells, rows, items[index]), end


def _head_ranges(index: int, heads: list[tuple[str, int]]) -> list[tuple[int, int]]:
    starts = [index, *(end for _, end in heads[:-1])]
    return [(start, end) for start, (_, end) in zip(starts, heads, strict=True)]


def _head_text(items: Sequence[Piece | Grid], start: int, end: int) -> str:
    return "".join(_text(item) for item in items[start:end])


# A line behind which no cell of the table stands: 附件2, 注：…, 打印, a file's name.
_ENDS_TABLE = regex.compile(r"附\s*件\s*\d?\s*[：:]?$|注\s*[：:]|备注\s*[：:]|.*\.(?:pdf|docx?|wps|PDF)$|扫一扫|打印|分享|上一篇|相关(?:链接|解读|文档)")


def _lines_until_text(items: Sequence[Piece | Grid], start: int) -> tuple[list[Piece], int]:
    lines: list[Piece] = []
    index = start
    while index < len(items):
        item = items[index]
        if isinstance(item, Grid) or _ENDS_TABLE.match(item.text):
            break
        if item.text:
            lines.append(item)
        index += 1
    return lines, index


def _rows(lines: list[Piece], roles: list[str], unit_columns: list[int]) -> list[list[Piece]]:
    """The lines of each row; each row has its units' lines last but for the columns behind them."""
    trailing = len(roles) - 1 - unit_columns[-1]
    rows: list[list[Piece]] = []
    current: list[Piece] = []
    index = 0
    while index < len(lines):
        current.append(lines[index])
        if _is_units(lines[index].text) and len(current) > 1:
            while index + 1 < len(lines) and _is_units(lines[index + 1].text):
                index += 1
                current.append(lines[index])
            for _ in range(trailing):
                if index + 1 < len(lines) and not _NUMBER.fullmatch(lines[index + 1].text):
                    index += 1
                    current.append(lines[index])
            rows.append(current)
            current = []
        index += 1
    return rows


_NUMBER = regex.compile(r"\d{1,3}[.．、]?|[一二三四五六七八九十]{1,3}、?")
_MAX_UNITS_LINE = 120


def _is_units(text: str) -> bool:
    """Whether a line is wholly a cell of units: 县水利局; 市发改委牵头落实; not 宣传工作."""
    if len(text) > _MAX_UNITS_LINE or "。" in text:
        return False
    found = statement.read(text)
    return found is not None and not found.time_slots


def _grid(head: list[str], rows: list[list[Piece]], first: Piece | Grid) -> Grid:
    columns = len(head)
    cells = [Cell(text, 0, column) for column, text in enumerate(head)]
    for number, row in enumerate(rows, 1):
        cells.extend(_cells(row, head, number))
    page = first.pages[0][1] if isinstance(first, Piece) else first.page
    pages = (page, *(row[0].pages[0][1] for row in rows))
    return Grid(tuple(cells), len(rows) + 1, columns, page, pages)


def _cells(row: list[Piece], head: list[str], number: int) -> list[Cell]:
    """The row's lines in the columns: number first, units in theirs, the rest before them in the column of the task."""
    roles = [column_role(name) for name in head]
    unit_column = max(column for column, role in enumerate(roles) if role in _UNIT_ROLES)
    texts = [piece.text for piece in row]
    first_unit = next(i for i in range(1, len(texts)) if _is_units(texts[i]))
    last_unit = first_unit
    while last_unit + 1 < len(texts) and _is_units(texts[last_unit + 1]):
        last_unit += 1
    filled: dict[int, str] = {unit_column: "、".join(texts[first_unit : last_unit + 1])}
    for column, text in zip(range(unit_column + 1, len(head)), texts[last_unit + 1 :], strict=False):
        filled[column] = text
    before = texts[:first_unit]
    if roles[0] == "serial":
        numbers = [i for i, text in enumerate(before) if _NUMBER.fullmatch(text)]
        if numbers:
            filled[0] = before[numbers[0]]
            # What stands before a row's number is the head of a section or the rest of one: no part of the row.
            before = before[numbers[0] + 1 :]
    _spread(before, [c for c in range(len(head)) if c not in filled and c < unit_column], roles, filled)
    return [Cell(text, number, column) for column, text in sorted(filled.items()) if text]


def _spread(texts: list[str], columns: list[int], roles: list[str], filled: dict[int, str]) -> None:
    """One text a column where the counts agree; else short texts in the first columns and the rest in the last."""
    if not columns:
        return
    texts = [text for text in texts if not _NUMBER.fullmatch(text)] if len(texts) > len(columns) else texts
    for column, text in zip(columns[:-1], texts, strict=False):
        filled[column] = text
    rest = texts[len(columns) - 1 :]
    if rest:
        filled[columns[-1]] = "".join(rest)
    elif texts and len(columns) > len(texts):
        filled[columns[len(texts) - 1]] = texts[-1]
