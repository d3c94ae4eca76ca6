"""What a single cell of a task table holds: 无, 同上, 合计, 3, 一、, 2023年6月底前, a list of units, or text."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import regex

from extractors import rules, unit


class CellKind(StrEnum):
    """NONE: nobody (无, —). DITTO: as above. LABEL: an item's label alone. END: a line behind which no table goes on."""

    BLANK = "blank"
    NONE = "none"
    DITTO = "ditto"
    TOTAL = "total"
    NOTE = "note"
    NUMBER = "number"
    SCORE = "score"
    LABEL = "label"
    SECTION = "section"
    TIME = "time"
    UNITS = "units"
    END = "end"
    DATE = "date"
    TEXT = "text"


_MAX_MARKED = 90
_MAX_UNITS = 200
_MAX_UNIT = 60


def kind(text: str) -> CellKind:
    """The kind of a cell by its text: 〃 is DITTO, 市财政局、市税务局 UNITS, 长期坚持 TIME."""
    text = text.strip()
    if not text:
        return CellKind.BLANK
    return _kind(text) if len(text) <= _MAX_UNITS else CellKind.TEXT


@lru_cache(maxsize=8192)
def _kind(text: str) -> CellKind:
    if len(text) <= _MAX_MARKED:
        for rule in rules.patterns("table_cells"):
            if rule.pattern.search(text):
                return CellKind(rule.columns["kind"])
    return CellKind.UNITS if is_units(text) else CellKind.TEXT


# What separates units in a cell. Matches: `、`, `；`, a line end. Does not match: `和`, a blank.
_SEPARATORS = regex.compile(r"[、，,；;。/／\n]+")
_WHITE = regex.compile(r"\s+")
_JOINERS = regex.compile(r"以及|及|和|与|暨|会同|[ \t　]+")
# Innermost brackets. Matches: `（市、区）`. Does not match: `市、区`.
_BRACKETS = regex.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]{0,60}[）)〕\]】]")


def is_units(text: str) -> bool:
    """Whether a cell is wholly a list of units, with or without role words: 市发改委牵头落实; not 宣传工作."""
    text = text.strip()
    if not 2 <= len(text) <= _MAX_UNITS:
        return False
    pieces = [piece.strip() for piece in _SEPARATORS.split(_BRACKETS.sub("", text)) if piece.strip()]
    if "。" in text and all(_without_role_words(piece) == piece for piece in pieces):
        return False
    return all(map(_names_units, pieces)) and any(map(_without_role_words, pieces))


@lru_cache(maxsize=8192)
def units_share(text: str) -> float:
    """The share of a list's items that are units: 0.5 for 市财政局、重点企业; 0 for what is too long for a cell of units."""
    if len(text) > _MAX_UNITS:
        return 0.0
    pieces = [piece.strip() for piece in _SEPARATORS.split(_BRACKETS.sub("", text)) if piece.strip()]
    return sum(map(_names_units, pieces)) / len(pieces) if pieces else 0.0


def _names_units(piece: str) -> bool:
    if len(piece) > _MAX_UNIT:
        return False
    if unit.is_unit(_WHITE.sub("", piece)):
        return True
    bare = _without_role_words(piece)
    if not bare:
        return bare != piece
    if unit.is_unit(_WHITE.sub("", bare)):
        return True
    parts = [part for part in _JOINERS.split(bare) if part]
    return len(parts) > 1 and all(unit.is_unit(part) for part in parts)


def _without_role_words(piece: str) -> str:
    """The piece without what says the role or closes the list: 市财政局 of 由市财政局等部门牵头负责."""
    for rule in rules.patterns("table_units"):
        piece = rule.pattern.sub("", piece, count=1)
    return piece.strip()
