"""What made a result: the program, its code, its rules. A result of other versions is made anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pipeline import __version__

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Versions:
    """`program` is the release; `code` and `rules` are digests of the modules and of the tables in `extractors/data`."""

    program: str
    code: str
    rules: str

    @property
    def stamp(self) -> str:
        """All of it in one word."""
        return f"{self.program}+{self.code}.{self.rules}"


@cache
def current() -> Versions:
    """The versions of this program."""
    packages = [resources.files("extractors"), resources.files("pipeline")]
    modules = [item for package in packages for item in _below(package) if item.name.endswith(".py")]
    tables = [item for package in packages for item in _below(package) if item.name.endswith((".tsv", ".toml"))]
    return Versions(__version__, _digest(modules), _digest(tables))


def _below(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        found.extend(_below(item) if item.is_dir() else [item])
    return found


def _digest(files: list[Traversable]) -> str:
    digest = hashlib.sha256()
    for file in files:
        # Line ends do not count: a checkout may have changed them.
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:_DIGITS]
