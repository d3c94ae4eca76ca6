"""Heads of columns among the lines of a text: each on a line of its own, or all on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors import rules, table_column
from extractors.table_column import Column, ColumnKind
from pipeline.model.reading import Cell, Line


@dataclass(frozen=True, slots=True)
class HeadText:
    """The head of a column as it stands in the text, from `line` on; `column` is None where it is no known head."""

    text: str
    column: Column | None
    line: int = -1

    @property
    def kind(self) -> ColumnKind:
        if self.column is None:
            return ColumnKind.OTHER
        return ColumnKind.CONTENT if self.column.kind is ColumnKind.PERIOD else self.column.kind


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads in the lines `first` to `last`, half-open. `separator` parts them where they stand on one line, else "".

    `group` and `grouped` are the wide head and the columns below it, from and to, where the heads took two rows.
    """

    first: int
    last: int
    heads: tuple[HeadText, ...]
    separator: str = ""
    group: str = ""
    grouped: tuple[int, int] = (0, 0)

    @property
    def kinds(self) -> tuple[ColumnKind, ...]:
        return tuple(head.kind for head in self.heads)

    @property
    def row_count(self) -> int:
        return 2 if self.group else 1

    def cells(self) -> list[Cell]:
        """The heads as the first rows of a grid; a head without text is the right half of a wide one."""
        cells: list[Cell] = []
        start, end = self.grouped
        for index, head in enumerate(self.heads):
            if self.group and start <= index < end:
                cells.append(Cell(head.text, 1, index))
            elif head.text:
                wide = index + 1 < len(self.heads) and not self.heads[index + 1].text
                cells.append(Cell(head.text, 0, index, self.row_count, 2 if wide else 1))
        if self.group:
            cells.append(Cell(self.group, 0, start, 1, end - start))
        return sorted(cells, key=lambda cell: (cell.row, cell.column))

    def with_units_behind(self, index: int) -> Heads:
        """The heads with a column of units without a head of its own behind column `index`."""
        unheaded = HeadText("", Column(ColumnKind.ROLE, "", "head_over_units"))
        return replace(self, heads=(*self.heads[: index + 1], unheaded, *self.heads[index + 1 :]))

    def with_units_at(self, index: int) -> Heads:
        """The heads with column `index`, such as 说明, as one of units."""
        head = HeadText(self.heads[index].text, Column(ColumnKind.ROLE, self.heads[index].text, "head_over_units"))
        return replace(self, heads=(*self.heads[:index], head, *self.heads[index + 1 :]))

    def with_numbers(self) -> Heads:
        """The heads with a column for the rows' numbers before them, which has no head of its own."""
        unheaded = HeadText("", Column(ColumnKind.SERIAL, "", "head_over_numbers"))
        return replace(self, heads=(unheaded, *self.heads), grouped=(self.grouped[0] + 1, self.grouped[1] + 1))


_MAX_HEADS = 12
_MAX_HEAD_LINE = 20
_MAX_ROW_LINE = 160
_MAX_PART = 4
_MAX_PARTS = 4
# The heads before that of the units, some cut over lines or with blank lines between them.
_LINES_BEFORE_SIGN = 12
_TEXTS = (ColumnKind.TASK, ColumnKind.CONTENT)


def find(lines: Sequence[Line]) -> list[Heads]:
    """The heads of tables of tasks in a text, in order."""
    found: list[Heads] = []
    end = 0
    for sign in _signs(lines):
        for index in range(max(end, sign - _LINES_BEFORE_SIGN), sign + 1):
            run = _at(lines, index)
            if run is not None and _is_of_tasks(run):
                found.append(_regrouped(_from_numbers(run)))
            if run is not None and (_is_of_tasks(run) or len(run.heads) == _MAX_HEADS):
                end = run.last
                break
        end = max(end, sign + 1)
    return found


def _signs(lines: Sequence[Line]) -> list[int]:
    """The lines that may be or hold the head of a column of numbers or units."""
    signs = [rule.pattern for rule in rules.patterns("table_signs")]
    short = ((index, line.text) for index, line in enumerate(lines) if 1 < len(line.text) <= _MAX_ROW_LINE)
    return [index for index, text in short if "。" not in text and any(sign.search(text) for sign in signs)]


def _at(lines: Sequence[Line], index: int) -> Heads | None:
    """The run of heads that begins at a line, be it of a table of tasks or not."""
    text = lines[index].text.strip()
    if not text or len(text) > _MAX_ROW_LINE:
        return None
    if (heads := _on_one_line(text, index)) is not None:
        return heads
    return _on_lines(lines, index) if len(text) <= _MAX_HEAD_LINE else None


# What parts cells on a line, the plainest first. Each matches a tab; two blanks or a wide one; a blank.
SEPARATORS = {
    "tab": regex.compile(r"\t"),
    "blanks": regex.compile(r"\t|[ \u3000]{2,}|\u3000"),
    "blank": regex.compile(r"\s+"),
}


def _on_one_line(text: str, index: int) -> Heads | None:
    for name, pattern in SEPARATORS.items():
        fields = [field.strip() for field in pattern.split(text)] if pattern.search(text) else []
        least = 2 if name == "tab" else 3
        if not least <= len(fields) <= _MAX_HEADS:
            continue
        heads = Heads(index, index + 1, tuple(HeadText(field, table_column.read(field)) for field in fields), name)
        known = sum(head.column is not None for head in heads.heads)
        if known >= least and known >= len(fields) - 1 and _is_of_tasks(heads):
            return heads
    return None


def _on_lines(lines: Sequence[Line], index: int) -> Heads | None:
    heads: list[HeadText] = []
    position = last = index
    while position < len(lines) and len(heads) < _MAX_HEADS:
        found = _head(lines, position)
        if found is None and heads and len(heads) < _MAX_HEADS - 1:
            found = _unknown_between(lines, position)
        if found is None:
            break
        head, position = found
        heads.append(head)
        last = position
    return Heads(index, last, tuple(heads)) if heads else None


def _is_of_tasks(run: Heads) -> bool:
    """Whether heads are those of a table that says who does what: with units, or numbered with what is asked in four columns."""
    kinds, count = set(run.kinds), len(run.heads)
    if count < 2 or not kinds.intersection(_TEXTS):
        return False
    if ColumnKind.ROLE in kinds:
        return True
    return ColumnKind.SERIAL in kinds and (count > 3 or (count > 2 and ColumnKind.PERHAPS in kinds))


def _from_numbers(run: Heads) -> Heads:
    """The heads from 序号 on, where what stands before it is a title and no category: 重点任务⏎序号⏎任务⏎责任单位."""
    numbers = run.kinds.index(ColumnKind.SERIAL) if ColumnKind.SERIAL in run.kinds else 0
    titles = [index for index in range(numbers) if run.kinds[index] is not ColumnKind.CATEGORY]
    if not titles or run.separator:
        return run
    heads = run.heads[titles[-1] + 1 :]
    return replace(run, heads=heads, first=heads[0].line)


def _head(lines: Sequence[Line], position: int) -> tuple[HeadText, int] | None:
    """The head that begins at a line, and the line behind it; a narrow column cuts it over lines (目标⏎任务)."""
    first = _next_text(lines, position)
    if first >= len(lines) or len(lines[first].text.strip()) > _MAX_HEAD_LINE:
        return None
    text, end = lines[first].text.strip(), first + 1
    found = (HeadText(text, column, first), end) if (column := table_column.read(text)) is not None else None
    for _ in range(_MAX_PARTS - 1):
        following = _next_text(lines, end)
        if following >= len(lines) or len(text) > _MAX_PART * _MAX_PARTS:
            break
        part = lines[following].text.strip()
        if len(part) > _MAX_PART or (found is not None and _stand_apart(found[0], part)):
            break
        text, end = text + part, following + 1
        if (column := table_column.read(text)) is not None:
            found = (HeadText(text, column, first), end)
    return found


def _stand_apart(head: HeadText, part: str) -> bool:
    """Whether a head and the line below it are two heads: 任务⏎时限; 目标⏎任务 and 责任⏎单位 are one, cut by a narrow column."""
    if len(head.text) > 2 or len(part) > 2:
        return True
    below = table_column.read(part)
    return below is not None and below.kind is ColumnKind.DEADLINE and head.kind is not ColumnKind.DEADLINE


def _unknown_between(lines: Sequence[Line], position: int) -> tuple[HeadText, int] | None:
    """A head that is not known, before one that is: 序号, 街道, 工作任务."""
    here = _next_text(lines, position)
    if here >= len(lines):
        return None
    text = lines[here].text.strip()
    if not _HEAD_LIKE.fullmatch(text) or _head(lines, here + 1) is None:
        return None
    return HeadText(text, None, here), here + 1


# Matches: `街道`, `改革试点（市）`. Does not match: `1`, `一、总体要求`, `推进政务公开。`
_HEAD_LIKE = regex.compile(r"\p{Han}[\p{Han}（）()/]{1,7}")
_MAX_BLANK = 3


def _next_text(lines: Sequence[Line], position: int) -> int:
    for index in range(position, min(position + _MAX_BLANK + 1, len(lines))):
        if lines[index].text.strip():
            return index
    return len(lines)


def _regrouped(heads: Heads) -> Heads:
    """The heads with 牵头单位 and 配合单位, which come last, in the place of the wide 责任分工 above them."""
    kinds = heads.kinds
    trailing = len(kinds)
    while trailing and kinds[trailing - 1] is ColumnKind.ROLE:
        trailing -= 1
    wide = [index for index in range(trailing) if kinds[index] is ColumnKind.PERHAPS]
    count = len(kinds) - trailing
    if len(wide) != 1 or count < 2:
        return heads
    at = wide[0]
    ordered = (*heads.heads[:at], *heads.heads[trailing:], *heads.heads[at + 1 : trailing])
    return replace(heads, heads=ordered, group=heads.heads[at].text, grouped=(at, at + count))
