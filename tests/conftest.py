"""Fixtures of all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import reportlab
from hypothesis import settings

from corpus.fonts import SONG, Face, FontMissingError, find_fonts

# No test asserts how long something takes.
settings.register_profile("duban", deadline=None)
settings.load_profile("duban")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public documents beside the checkout; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the folder of public documents, ../shared, is not there")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The notices of the project's own corpus."""
    return ROOT / "corpus" / "notices"


@pytest.fixture(scope="session")
def fonts() -> dict[Face, Path]:
    """Font files with Chinese characters; tests that need them are skipped where one is absent."""
    try:
        return find_fonts()
    except FontMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def song(fonts: dict[Face, Path]) -> Path:
    """The font file of the Song face."""
    return fonts[SONG]


@pytest.fixture(scope="session")
def latin() -> Path:
    """A font file with letters only."""
    return Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
