"""The fonts of this machine, for text whose font its file does not hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from pipeline.read.font_file import MAX_FONT_SIZE, FontFile, read_characters, read_font

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_ENDINGS = (".ttf", ".ttc", ".otf")
_MAX_FILES = 5_000
# A font for Chinese has it, one for Latin text has not.
_CHINESE = "国"


@lru_cache(10_000)
def font_for(character: str) -> FontFile | None:
    """A font of this machine that has the character, fonts for Chinese first; None where there is none."""
    for for_chinese in (True, False):
        for path in _paths():
            if _is_chinese(path) is for_chinese and ord(character) in _characters(path):
                font = _font(path)
                if font is not None:
                    return font
    return None


@cache
def _paths() -> tuple[Path, ...]:
    """The files of fonts in the order of folders and names."""
    found = (path for folder in _FOLDERS for path in _below(Path(folder).expanduser()))
    return tuple(islice(found, _MAX_FILES))


def _below(folder: Path) -> Iterator[Path]:
    # pathlib's walk is in 3.12 only.
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names) if name.lower().endswith(_ENDINGS))


@cache
def _is_chinese(path: Path) -> bool:
    return ord(_CHINESE) in _characters(path)


@lru_cache(16)
def _characters(path: Path) -> frozenset[int]:
    try:
        with path.open("rb") as stream:
            return frozenset(read_characters(stream))
    except OSError:
        return frozenset()


@lru_cache(4)
def _font(path: Path) -> FontFile | None:
    try:
        with path.open("rb") as stream:
            return read_font(stream.read(MAX_FONT_SIZE + 1))
    except OSError:
        return None
