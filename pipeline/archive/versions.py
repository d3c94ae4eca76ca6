"""What made a result: the program, its code, its rules, rules of one's own. A result of other versions is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from extractors.rules import added_files
from pipeline import __version__
from pipeline.model.reading import Ocr

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Versions:
    """`program` is the release; `code` and `rules` are digests of the modules and of the tables in `extractors/data`.

    `added_rules` is the digest of the tables of a folder of one's own, empty without one; `ocr` says when pages were
    read by OCR.
    """

    program: str
    code: str
    rules: str
    added_rules: str = ""
    ocr: Ocr = Ocr.AUTO

    @property
    def stamp(self) -> str:
        """All of it in one word."""
        own = f".{self.added_rules}" if self.added_rules else ""
        ocr = f".ocr-{self.ocr}" if self.ocr is not Ocr.AUTO else ""
        return f"{self.program}+{self.code}.{self.rules}{own}{ocr}"


def current(added: Path | None = None, *, ocr: Ocr = Ocr.AUTO) -> Versions:
    """The versions of this program, and of the rules in the folder `added`; `ocr` is when pages are read by OCR."""
    return replace(_own(), added_rules=_digest(added_files(added)) if added else "", ocr=ocr)


@cache
def _own() -> Versions:
    packages = [resources.files("extractors"), resources.files("pipeline")]
    modules = [item for package in packages for item in _below(package) if item.name.endswith(".py")]
    tables = [item for package in packages for item in _below(package) if item.name.endswith((".tsv", ".toml"))]
    return Versions(__version__, _digest(modules), _digest(tables))


def _below(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        found.extend(_below(item) if item.is_dir() else [item])
    return found


def _digest(files: Sequence[Traversable]) -> str:
    digest = hashlib.sha256()
    for file in files:
        # Line ends do not count: a checkout may have changed them.
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:_DIGITS]
