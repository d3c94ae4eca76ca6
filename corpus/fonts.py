"""Openly licensed Chinese fonts of the machine, in the places of those that GB/T 9704-2012 names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


class FontMissingError(Exception):
    """A font that the page needs is not on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Face:
    """A TrueType file and the Debian package that has it."""

    name: str
    file: str
    package: str


# 仿宋 and 小标宋 have no free TrueType font: the Song face stands in for both.
SONG = Face("SungtiL", "gbsn00lp.ttf", "fonts-arphic-gbsn00lp")
KAI = Face("KaitiM", "gkai00mp.ttf", "fonts-arphic-gkai00mp")
HEI = Face("ZenHei", "wqy-zenhei.ttc", "fonts-wqy-zenhei")
FACES = (SONG, KAI, HEI)


def find_fonts(folders: Iterable[Path] = FOLDERS) -> dict[Face, Path]:
    """Where each face stands on this machine.

    Raises: FontMissingError, where one is in none of the folders.
    """
    places = tuple(folders)
    found = {face: _place(face, places) for face in FACES}
    missing = [face for face, path in found.items() if path is None]
    if missing:
        wanted = ", ".join(face.file for face in missing)
        packages = " ".join(face.package for face in missing)
        raise FontMissingError(
            f"expected the fonts {wanted}, found none in {', '.join(map(str, places))}; "
            f"install them: apt-get install {packages}"
        )
    return {face: path for face, path in found.items() if path is not None}


def _place(face: Face, folders: tuple[Path, ...]) -> Path | None:
    return next((path for folder in folders for path in sorted(folder.rglob(face.file))), None)
