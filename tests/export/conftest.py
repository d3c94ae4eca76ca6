"""The corpus, run once for all exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch import run


@pytest.fixture(scope="session")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    run([corpus], folder)
    return folder
