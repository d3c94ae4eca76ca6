"""JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.export import tables
from pipeline.export.formats import export
from pipeline.tabulate.spec import RUN_TABLES


def test_each_line_is_a_row_with_its_types(archive: Path, tmp_path: Path) -> None:
    paths = export(["jsonl"], archive, tmp_path)
    assert [path.stem for path in paths] == list(RUN_TABLES)
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == list(tables.rows(archive, path.stem))
