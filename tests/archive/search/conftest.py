"""The corpus as an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.store import Store, open_store
from pipeline.batch import run


@pytest.fixture(scope="package")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    run([corpus], folder)
    return folder


@pytest.fixture
def store(archive: Path) -> Iterator[Store]:
    with open_store(archive) as opened:
        yield opened
