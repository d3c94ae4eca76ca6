from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.notice import Notice
from pipeline.read import read
from pipeline.structure import build

SAMPLE = Path(__file__).parents[2] / "corpus" / "notices" / "郑政文〔2021〕26号.md"


@pytest.fixture(scope="session")
def sample() -> Notice:
    return build(read(SAMPLE.read_bytes(), name=SAMPLE.name))
