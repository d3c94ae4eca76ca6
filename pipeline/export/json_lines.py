"""JSON Lines: a file a table, an object a row, the names and types of the specification, null where nothing is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.export import tables
from pipeline.tabulate.files import replaced


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes NAME.jsonl for each table of the archive."""
    paths = [(name, output / f"{name}.jsonl") for name in tables.names_in(archive)]
    for name, path in paths:
        with replaced(path) as stream:
            for row in tables.rows(archive, name):
                stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return [path for _, path in paths]
