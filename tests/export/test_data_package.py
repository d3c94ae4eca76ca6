"""The data package, as a stranger's program validates it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.export import tables
from pipeline.export.data_package import FILE_NAME, description
from pipeline.export.formats import export
from pipeline.tabulate.spec import RUN_TABLES, table


@pytest.fixture(scope="module")
def package(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    export(["datapackage"], archive, folder)
    return folder / "datapackage"


def test_frictionless_finds_no_fault(package: Path) -> None:
    """Types, codes, primary and foreign keys of all tables."""
    from frictionless import Package

    report = Package(str(package / FILE_NAME)).validate()
    assert report.valid, report.flatten(["resource", "rowNumber", "fieldNumber", "note"])


def test_frictionless_finds_a_key_that_leads_nowhere(package: Path, tmp_path: Path) -> None:
    from frictionless import Package

    for path in package.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "assignments.csv").read_text(encoding="utf-8")
    (task_id, *_) = [row["task_id"] for row in tables.rows(package, "assignments")]
    (tmp_path / "assignments.csv").write_text(text.replace(str(task_id), "T-000000000000", 1), encoding="utf-8")
    report = Package(str(tmp_path / FILE_NAME)).validate()
    assert {error for (error,) in report.flatten(["type"])} == {"foreign-key"}


@pytest.mark.parametrize("name", RUN_TABLES)
def test_every_column_is_described_in_both_languages(name: str) -> None:
    (resource,) = json.loads(json.dumps(description([name])))["resources"]
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == list(table(name).names)
    assert all("\n" in field["description"] and field["title"] for field in fields)


def test_the_tables_in_it_are_those_of_the_archive(package: Path, archive: Path) -> None:
    for name in RUN_TABLES:
        assert (package / f"{name}.csv").read_bytes() == (archive / f"{name}.csv").read_bytes()
