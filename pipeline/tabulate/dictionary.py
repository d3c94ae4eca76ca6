"""The data dictionary, made of the specification: `python -m pipeline.tabulate.dictionary > docs/tables.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.tabulate.spec import CellType, Column, Table, tables

_INTRODUCTION = """\
# 数据字典 · Data dictionary

本页由表格规范 `pipeline/tabulate/columns.tsv` 生成，勿手工修改。
This page is made of `pipeline/tabulate/columns.tsv`; do not edit it.

## 通则 · What holds for all tables

- CSV 为带 BOM 的 UTF-8，格式依 RFC 4180；首行为英文列名；单元格内的换行保留。
  CSV is UTF-8 with BOM by RFC 4180, with one header row of English names; line breaks inside a cell are kept.
- 空单元格表示未知或没有。 An empty cell means unknown or absent.
- 列表各项以 `；` 连接；项内的 `；` 写作 `;`。 Items of a list are joined by `；`; in an item it is written `;`.
- 日期为 ISO 格式（2021-03-10）；布尔值为 `true`、`false`。 Dates are ISO; booleans are `true` and `false`.
- 文本或列表单元格若以 `=` `+` `-` `@`、其全角形式、制表符、回车、换行或 `'` 开头，则在前面加一个 `'`，以免电子表格当作公式执行；
  还原时去掉开头的一个 `'`。
  A text or list cell that begins with `=` `+` `-` `@`, a full-width form of these, a tab, CR, LF or `'` gets one `'` before
  it, so that no spreadsheet runs it; to read it back, take one leading `'` off.
- `char_start`、`char_end` 以码点计，左闭右开，指向公文全文；`evidence` 与全文该段逐字相同，每次运行后全部复核。
  `char_start` and `char_end` count code points, half-open, in the notice's text; `evidence` equals that piece of it,
  which is checked after every run.
- 键：K 为本表主键，F 为外键。 Key: K is the table's own key, F points to another table's.
- 以 pandas 读取 · With pandas: `from pipeline.tabulate.frames import load; tables = load("outputs")`
"""
_TYPES = {
    CellType.TEXT: "文本 text",
    CellType.LIST: "列表 list",
    CellType.INTEGER: "整数 integer",
    CellType.NUMBER: "数 number",
    CellType.BOOLEAN: "布尔 boolean",
    CellType.DATE: "日期 date",
}


def dictionary() -> str:
    """The data dictionary as Markdown, in Chinese and English."""
    return "\n".join([_INTRODUCTION, *(line for table in tables().values() for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name} {table.title}\n"
    yield "| 列 column | 名称 title | 类型 type | 键 key | 含义 meaning |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.title} | {_TYPES[column.type]} | {_key(column)} | {_meaning(column)} |"
    yield ""


def _key(column: Column) -> str:
    return "K" if column.is_key else f"F {column.references}" if column.references else ""


def _meaning(column: Column) -> str:
    codes = " ".join(f"`{value}`" for value in column.values)
    return f"{column.meaning_zh}<br>{column.meaning_en}" + (f"<br>{codes}" if codes else "")


if __name__ == "__main__":
    sys.stdout.write(dictionary())
