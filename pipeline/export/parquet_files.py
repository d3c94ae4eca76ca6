"""Parquet files: a folder a table, by year of the notices where the table has them, as `duban run --publish` puts them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.export.dataset import publish_dataset

FOLDER = "parquet"


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes the folder `parquet` with the tables of the archive.

    Raises: NoticeError `missing_package` without pyarrow, `no_tables`.
    """
    folder = output / FOLDER
    publish_dataset(archive, str(folder))
    return sorted(folder.rglob("*.parquet"))
