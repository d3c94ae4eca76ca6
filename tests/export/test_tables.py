"""The tables read back row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import NoticeError
from pipeline.export import tables
from pipeline.export.formats import FORMATS, export
from pipeline.tabulate.csv_file import rendered, write_table
from pipeline.tabulate.frames import load
from pipeline.tabulate.spec import RUN_TABLES, CellType, table


@pytest.mark.parametrize("name", RUN_TABLES)
def test_rows_are_those_that_were_written(archive: Path, tmp_path: Path, name: str) -> None:
    write_table(tmp_path / f"{name}.csv", name, tables.rows(archive, name))
    assert (tmp_path / f"{name}.csv").read_bytes() == (archive / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", RUN_TABLES)
def test_rows_are_those_that_pandas_reads(archive: Path, name: str) -> None:
    assert len(load(archive)[name]) == len(list(tables.rows(archive, name)))


@pytest.mark.parametrize(
    ("value", "cell_type"),
    [
        ("=1+1", CellType.TEXT),
        ("'quoted", CellType.TEXT),
        (["市财政局", "－"], CellType.LIST),
        ([], CellType.LIST),
        (None, CellType.INTEGER),
        (8, CellType.INTEGER),
        (0.98, CellType.NUMBER),
        (False, CellType.BOOLEAN),
        ("2021-03-10", CellType.DATE),
    ],
)
def test_a_cell_comes_back_as_it_went(value: str | list[str] | float | None, cell_type: CellType) -> None:
    assert tables.typed(rendered(value, cell_type), cell_type) == value


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="duban run"):
        tables.names_in(tmp_path)


def test_a_table_of_other_columns_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tasks.csv").write_text("﻿task_id,old\n", encoding="utf-8")
    with pytest.raises(NoticeError, match="run duban run again"):
        list(tables.rows(tmp_path, "tasks"))


def test_a_format_that_is_none_is_an_error_that_lists_them(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match=", ".join(FORMATS)):
        export(["docx"], archive, tmp_path)


def test_the_key_of_every_table_stands_first() -> None:
    assert all(table(name).names[0] == table(name).key for name in RUN_TABLES if name != "problems")
