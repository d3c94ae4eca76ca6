"""Rows that head a section of a table: 一、营商环境方面, 通用考核项目（全部责任单位）, 市财政局（5项）."""

from __future__ import annotations

from dataclasses import dataclass

from extractors import bracket, label, table_cell
from extractors.label import LabelKind
from extractors.table_cell import CellKind
from extractors.table_column import ColumnKind
from extractors.table_grid import CellPart, CellText, Layout, whole
from extractors.table_head import Head


@dataclass(frozen=True, slots=True)
class Section:
    """The head of a section: where it stands, its rank (less is further out), and where it names units, if it does."""

    part: CellPart
    rank: int
    units: CellPart | None


_RANKS = {LabelKind.PART: 0, LabelKind.CHAPTER: 0, LabelKind.SECTION: 1, LabelKind.HAN: 1, LabelKind.HAN_PAREN: 2}
_UNLABELLED = 3
_MAX_HEADING = 60
_WIDE_SHARE = 0.6
# What a section's head does not fill; 分值 and 备注 it may.
_FILLED_BY_TASKS = (ColumnKind.CONTENT, ColumnKind.ROLE, ColumnKind.DEADLINE, ColumnKind.PERSON)


def read(grid: Layout, head: Head, row: int) -> Section | None:
    """The section that `row` heads, or None where it heads none."""
    texts = [cell for cell in grid.filled(row) if not _says_nothing(cell) and not _beside(head, cell)]
    if not texts or _has_task_cells(grid, head, row, texts):
        return None
    if len(texts) == 1 and _stands_alone(grid, head, texts[0]):
        return _section(texts[0], texts[0].text)
    if len(texts) == 2 and table_cell.kind(texts[0].text) is CellKind.LABEL:
        return _section(texts[1], texts[0].text)
    return None


def rank_of(text: str) -> int:
    """The rank of a label: 一、 1, （一） 2, none 3."""
    found = label.at_start(text.strip() + "X")
    return _RANKS.get(found.value.kind, _UNLABELLED) if found else _UNLABELLED


def _says_nothing(cell: CellText) -> bool:
    return table_cell.kind(cell.text) in (CellKind.NONE, CellKind.SCORE) or (
        cell.column > 0 and table_cell.kind(cell.text) is CellKind.NUMBER
    )


def _beside(head: Head, cell: CellText) -> bool:
    column = head.columns[cell.column]
    return column is not None and column.kind is ColumnKind.OTHER and cell.column_span == 1


def _has_task_cells(grid: Layout, head: Head, row: int, texts: list[CellText]) -> bool:
    """Whether a cell of the task's own columns holds text here, be it merged from above."""
    wide = len(texts) == 1 and _is_wide(grid, texts[0])
    return not wide and any(grid.at(row, column) is not None for kind in _FILLED_BY_TASKS for column in head.of(kind))


def _stands_alone(grid: Layout, head: Head, cell: CellText) -> bool:
    if _is_wide(grid, cell):
        return True
    text = cell.text.strip()
    if len(text) > _MAX_HEADING or text.endswith(("。", "；", ";")):
        return False
    column = head.columns[cell.column]
    in_serial = column is not None and column.kind is ColumnKind.SERIAL and table_cell.kind(text) is not CellKind.NUMBER
    return cell.row_span == 1 and (
        in_serial or table_cell.kind(text) is CellKind.SECTION or bool(head.of(ColumnKind.CONTENT))
    )


def _is_wide(grid: Layout, cell: CellText) -> bool:
    return cell.column_span >= max(2, _WIDE_SHARE * grid.columns)


def _section(cell: CellText, labelled: str) -> Section:
    return Section(whole(cell), rank_of(labelled), _units(cell))


def _units(cell: CellText) -> CellPart | None:
    """Where a section's head names units: its whole text behind a label and before a count, or a bracket."""
    text = cell.text
    brackets = bracket.outermost(text)
    for match in reversed(brackets):
        inner = match.value
        if table_cell.is_units(text[inner.inner_start : inner.inner_end]):
            return CellPart(cell.row, cell.column, inner.inner_start, inner.inner_end)
    found = label.at_start(text.lstrip())
    start = len(text) - len(text.lstrip()) + (found.end if found else 0)
    end = brackets[-1].start if brackets and text.rstrip().endswith(("）", ")")) else len(text.rstrip())
    if start < end and table_cell.is_units(text[start:end]):
        return CellPart(cell.row, cell.column, start, end)
    return None
