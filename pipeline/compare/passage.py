"""Where words stand in lines exactly, but for white space and line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.compare.clause_tree import Line


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines that words stand in, from `start` in the first to `end` in the last."""

    lines: tuple[Line, ...]
    start: int
    end: int


def passages(lines: Sequence[Line], words: str) -> list[Passage]:
    """The places in which `words` stand in the lines, in order; none overlaps another."""
    sought = _bare(words)
    if not sought:
        return []
    places = [(index, at) for index, line in enumerate(lines) for at, char in enumerate(line.text) if not char.isspace()]
    text = "".join(lines[index].text[at] for index, at in places)
    found: list[Passage] = []
    start = text.find(sought)
    while start >= 0:
        (first, begin), (last, end) = places[start], places[start + len(sought) - 1]
        found.append(Passage(tuple(lines[first : last + 1]), begin, end + 1))
        start = text.find(sought, start + len(sought))
    return found


def _bare(words: str) -> str:
    return "".join(words.split())
