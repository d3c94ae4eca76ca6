"""One door for all formats."""

from __future__ import annotations

import csv
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.archive import office
from pipeline.errors import ReadError
from pipeline.model.reading import Line, SourceFormat
from pipeline.read import READERS, read

TEXT_SUFFIXES = {".txt", ".md", ".html", ".htm"}


def test_every_format_has_a_reader() -> None:
    assert set(READERS) | office.FORMATS == set(SourceFormat)
    assert not set(READERS) & office.FORMATS
    assert [module for module in READERS.values() if find_spec(module) is None] == []


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("通知\n", "a.txt", SourceFormat.TXT),
        ("通知\n", "a.md", SourceFormat.MD),
        ("<html><body>通知</body></html>", "a.doc", SourceFormat.HTML),
    ],
)
def test_the_reader_is_that_of_the_content(data: str, name: str, expected: SourceFormat) -> None:
    reading = read(data.encode(), name=name)
    assert reading.format is expected
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["通知"]


def test_importing_the_stage_loads_no_reader() -> None:
    heavy = "{'lxml', 'pypdfium2', 'pdfplumber', 'pandas', 'spacy'}"
    code = f"import sys, pipeline.read; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.shared
def test_hostile_text_and_pages_give_text_or_a_reason(shared: Path) -> None:
    with (shared / "hostile" / "index.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table))[1:]
    wrong = []
    for path, _, _, expected, *_ in rows:
        if Path(path).suffix not in TEXT_SUFFIXES or "pdf_" in path:
            continue
        try:
            read((shared / "hostile" / path).read_bytes(), name=path)
            outcome = "ok"
        except ReadError:
            outcome = "clear-error"
        if expected not in (outcome, "either"):
            wrong.append((path, outcome))
    assert wrong == []


@pytest.mark.shared
def test_no_text_or_page_of_the_archive_fails(shared: Path) -> None:
    files = [path for path in sorted((shared / "archive").iterdir()) if path.suffix in TEXT_SUFFIXES]
    assert len(files) > 50
    for path in files:
        assert read(path.read_bytes(), name=path.name).blocks, path.name
