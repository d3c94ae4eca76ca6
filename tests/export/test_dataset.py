"""Tables as a dataset of Parquet files, read back as others read it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import fsspec
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

from pipeline.batch import run
from pipeline.errors import NoticeError
from pipeline.export import parquet
from pipeline.export.dataset import Sent, publish_dataset
from pipeline.tabulate.csv_file import tables_in
from pipeline.tabulate.frames import load
from pipeline.tabulate.spec import RUN_TABLES, CellType, Row, table
from tests.stores import S3, s3_for


@pytest.fixture(scope="module")
def tables(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the corpus."""
    folder = tmp_path_factory.mktemp("tables")
    run([corpus], folder)
    return folder


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    with s3_for(monkeypatch) as server:
        yield server


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def row_of(name: str, **cells: object) -> Row:
    """A row of a table with these cells, all else empty."""
    return {column: cells.get(column) for column in table(name).names}  # type: ignore[misc]


def written(folder: Path, rows: dict[str, list[Row]]) -> Path:
    """A folder with tables of these rows and a run.json, as a run leaves it."""
    folder.mkdir()
    with tables_in(folder, RUN_TABLES) as writer:
        for name, each in rows.items():
            writer.add(name, each)
    (folder / "run.json").write_text("{}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", RUN_TABLES)
def test_what_is_read_back_is_what_stands_in_the_tables(tables: Path, tmp_path: Path, name: str) -> None:
    publish_dataset(tables, str(tmp_path / "set"))
    expected = load(tables)[name]
    found = pd.read_parquet(tmp_path / "set" / name)
    key = table(name).key
    assert sorted(found[key]) == sorted(expected[key])
    found, expected = found.set_index(key).sort_index(), expected.set_index(key).sort_index()
    for column in table(name).columns:
        if column.name != key:
            assert plain(found[column.name]) == plain(expected[column.name]), column.name


def plain(cells: pd.Series) -> list[object]:  # type: ignore[type-arg]
    """Cells as Python values: None for what is empty, dates as ISO."""
    return [value(cell) for cell in cells]


def value(cell: object) -> object:
    if isinstance(cell, list | np.ndarray):
        return list(cell)
    if pd.isna(cell):  # type: ignore[call-overload]
        return None
    if isinstance(cell, date):
        return str(cell)[:10]
    return float(cell) if isinstance(cell, int | float | np.number) else cell


def test_types_are_those_of_the_specification(tables: Path, tmp_path: Path) -> None:
    publish_dataset(tables, str(tmp_path))
    types = {
        CellType.TEXT: "string",
        CellType.LIST: "list<element: string>",
        CellType.INTEGER: "int64",
        CellType.NUMBER: "double",
        CellType.BOOLEAN: "bool",
        CellType.DATE: "date32[day]",
    }
    for name in RUN_TABLES:
        for path in (tmp_path / name).rglob("*.parquet"):
            found = {field.name: str(field.type) for field in pyarrow.parquet.read_schema(path)}
            assert found == {column.name: types[column.type] for column in table(name).columns}


@pytest.mark.parametrize(
    ("doc_year", "signed_date", "expected"),
    [
        pytest.param(2021, "2022-01-05", "2021", id="year of the number"),
        pytest.param(None, "2022-01-05", "2022", id="year of the signature"),
        pytest.param(None, None, "unknown", id="neither"),
        pytest.param(9021, "2022-01-05", "unknown", id="a slip of the pen"),
    ],
)
def test_a_notice_and_its_tasks_stand_under_its_year(
    tmp_path: Path, doc_year: int | None, signed_date: str | None, expected: str
) -> None:
    other = row_of("notices", notice_id="N-0", doc_year=2010)
    notice = row_of("notices", notice_id="N-1", doc_year=doc_year, signed_date=signed_date)
    task = row_of("tasks", task_id="T-1", notice_id="N-1", task_text="=1+1；甲", lead_units=["甲", "-乙"])
    folder = written(tmp_path / "out", {"notices": [other, notice], "tasks": [task]})
    publish_dataset(folder, str(tmp_path / "set"))
    found = duckdb.sql(
        f"SELECT year::VARCHAR, task_text, lead_units FROM read_parquet('{tmp_path}/set/tasks/**/*.parquet',"
        " hive_partitioning = true)"
    ).fetchall()
    assert found == [(expected, "=1+1；甲", ["甲", "-乙"])]


def test_a_table_without_rows_says_its_columns(tmp_path: Path) -> None:
    publish_dataset(written(tmp_path / "out", {}), str(tmp_path / "set"))
    for name in RUN_TABLES:
        assert tuple(pd.read_parquet(tmp_path / "set" / name).columns)[: len(table(name).names)] == table(name).names


def test_the_same_tables_give_the_same_bytes_and_nothing_is_sent_twice(tables: Path, tmp_path: Path) -> None:
    first = publish_dataset(tables, f"file://{tmp_path}/a")
    publish_dataset(tables, str(tmp_path / "b"))
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert publish_dataset(tables, str(tmp_path / "a")) == Sent(first.files, 0, 0)


def test_rows_are_the_same_however_many_wait_in_memory(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dataset(tables, str(tmp_path / "a"))
    monkeypatch.setattr(parquet, "_MOST_ROWS", 7)
    publish_dataset(tables, str(tmp_path / "b"))
    for name in RUN_TABLES:
        whole, parts = (pd.read_parquet(tmp_path / each / name) for each in "ab")
        assert plain(whole[table(name).key]) == plain(parts[table(name).key])


def test_old_files_go_after_new_ones_came_and_those_of_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "set"
    notice, task = row_of("notices", notice_id="N-1", doc_year=2021), row_of("tasks", task_id="T-1", notice_id="N-1")
    publish_dataset(written(tmp_path / "one", {"notices": [notice], "tasks": [task]}), str(target))
    for mine in ("tasks/year=2021/mine.parquet", "tasks/part-1.parquet", "mine/part-0123456789abcdef.parquet"):
        (target / mine).parent.mkdir(exist_ok=True)
        (target / mine).write_bytes(b"mine")
    before = set(files_of(target))
    later = notice | {"title": "通知"}
    sent = publish_dataset(written(tmp_path / "two", {"notices": [later], "tasks": [task]}), str(target))
    assert (sent.sent, sent.removed) == (1, 1)
    after = set(files_of(target))
    gone, new = before - after, after - before
    assert [name.rpartition("/")[0] for name in (*gone, *new)] == ["notices/year=2021"] * 2
    listed = {each["path"] for each in json.loads((target / "manifest.json").read_text(encoding="utf-8"))["files"]}
    assert new <= listed and not gone & listed


def test_a_file_that_was_cut_when_it_was_sent_is_sent_again(tables: Path, tmp_path: Path) -> None:
    first = publish_dataset(tables, str(tmp_path))
    part = next((tmp_path / "tasks").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    assert publish_dataset(tables, str(tmp_path)) == Sent(first.files, 1, 0)


def test_a_run_publishes_to_a_bucket(s3: S3, corpus: Path, tmp_path: Path) -> None:
    summary = run([corpus / "示政发〔2022〕8号.md"], tmp_path / "out", publish_to="s3://archive/库/表")
    assert summary.sent == Sent(8, 8, 0)
    assert "库/表/run.json" in s3.names()
    shutil.rmtree(tmp_path / "out")
    with fsspec.filesystem("s3").open("s3://archive/库/表/manifest.json") as stream:
        manifest = json.load(stream)
    (tasks,) = [each for each in manifest["files"] if each["table"] == "tasks"]
    assert tasks["year"] == "2022"
    assert len(pd.read_parquet(f"s3://archive/库/表/{tasks['path']}")) == summary.rows["tasks"]


def test_what_cannot_be_published_is_said_before_anything_is_read(s3: S3, corpus: Path, tmp_path: Path) -> None:
    assert s3.names() == []
    with pytest.raises(NoticeError) as raised:
        run([corpus], tmp_path / "out", publish_to="nonsense://bucket")
    assert raised.value.reason_code == "unreachable"
    assert not (tmp_path / "out").exists()
