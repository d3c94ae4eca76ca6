"""Tables as pandas DataFrames with the right types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import NoticeError
from pipeline.tabulate.csv_file import unguarded
from pipeline.tabulate.spec import LIST_SEPARATOR, CellType, tables


def load(folder: str | Path) -> dict[str, pd.DataFrame]:
    """The tables of an archive by name: dates as datetime64, lists as Python lists, guards taken off, empty as NA.

    Raises: NoticeError where the folder holds no table.
    """
    paths = {name: Path(folder) / f"{name}.csv" for name in tables()}
    found = {name: path for name, path in paths.items() if path.exists()}
    if not found:
        raise NoticeError(f"{folder}: expected tables such as notices.csv, found none", reason_code="no_tables")
    return {name: _frame(name, path) for name, path in found.items()}


def _frame(name: str, path: Path) -> pd.DataFrame:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    types = {column.name: column.type for column in tables()[name].columns}
    return pd.DataFrame({column: _typed(raw[column], types.get(column, CellType.TEXT)) for column in raw.columns})


def _typed(cells: pd.Series[str], cell_type: CellType) -> pd.Series[Any]:
    empty = cells == ""
    match cell_type:
        case CellType.DATE:
            return pd.to_datetime(cells.mask(empty), format="%Y-%m-%d")
        case CellType.INTEGER:
            return cells.mask(empty).astype("Int64")
        case CellType.NUMBER:
            return cells.mask(empty).astype("Float64")
        case CellType.BOOLEAN:
            return (cells == "true").astype("boolean").mask(empty)
        case CellType.LIST:
            return cells.map(lambda cell: unguarded(cell).split(LIST_SEPARATOR) if cell else [])
        case CellType.TEXT:
            return cells.map(unguarded).astype("string").mask(empty)
