"""Fonts of this machine for characters whose font a file does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.read import machine_fonts
from pipeline.read.machine_fonts import font_for

_CACHES = ("font_for", "_paths", "_is_chinese", "_characters", "_font")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that counts as the only one with fonts."""
    monkeypatch.setattr(machine_fonts, "_FOLDERS", (str(tmp_path),))
    for name in _CACHES:
        getattr(machine_fonts, name).cache_clear()
    yield tmp_path
    for name in _CACHES:
        getattr(machine_fonts, name).cache_clear()


def test_a_font_for_chinese_goes_before_others(folder: Path, latin: Path, song: Path) -> None:
    (folder / "b").mkdir()
    shutil.copy(latin, folder / "a.ttf")
    shutil.copy(song, folder / "b" / "song.TTF")
    chinese, letters, european = font_for("国"), font_for("A"), font_for("ÿ")
    assert chinese is not None and chinese is letters and chinese.data == song.read_bytes()
    assert european is not None and european.data == latin.read_bytes()
    assert font_for("\U0002a6d6") is None


def test_what_is_no_font_is_passed_over(folder: Path, latin: Path) -> None:
    (folder / "a.ttf").write_bytes(latin.read_bytes()[:3000])
    (folder / "b.ttf").write_bytes(b"no font")
    assert font_for("A") is None
    shutil.copy(latin, folder / "c.ttf")
    for name in _CACHES:
        getattr(machine_fonts, name).cache_clear()
    assert font_for("A") is not None
