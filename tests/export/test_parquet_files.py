"""Parquet, read back with pyarrow."""

from __future__ import annotations

from pathlib import Path

import pyarrow.dataset
import pytest

from pipeline.export import tables
from pipeline.export.formats import export
from pipeline.export.parquet_files import FOLDER
from pipeline.tabulate.spec import RUN_TABLES, table


@pytest.fixture(scope="module")
def folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("parquet")
    paths = export(["parquet"], archive, output)
    assert {path.relative_to(output / FOLDER).parts[0] for path in paths} == set(RUN_TABLES)
    return output / FOLDER


@pytest.mark.parametrize("name", RUN_TABLES)
def test_every_row_of_a_table_stands_in_it_with_its_key(archive: Path, folder: Path, name: str) -> None:
    found = pyarrow.dataset.dataset(folder / name, partitioning="hive").to_table().to_pylist()
    columns = table(name).names[0]
    assert sorted(str(row[columns]) for row in found) == sorted(str(row[columns]) for row in tables.rows(archive, name))
