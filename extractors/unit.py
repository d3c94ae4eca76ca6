"""Units in a list of units: 市委编办、市政务办, 开发区、区县（市）."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.kinds import UnitKind
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as written, without white space; `kind` says whether it is a name, a class or a territory."""

    name: str
    kind: UnitKind


def find(text: str) -> list[Match[UnitName]]:
    """The units of a list of units, in order."""
    raise NotImplementedError
