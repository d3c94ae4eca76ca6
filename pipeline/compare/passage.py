"""Where words stand in lines exactly, but for white space and line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.compare.clause_tree import Line, label_end


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines that words stand in, from `start` in the first to `end` in the last."""

    lines: tuple[Line, ...]
    start: int
    end: int


def passages(lines: Sequence[Line], words: str) -> list[Passage]:
    """The places in which `words` stand in the lines, in order; none overlaps another.

    Labels of clauses are no place of words (四 in 第四条), unless the words begin with one.
    """
    sought = _bare(words)
    if not sought:
        return []
    with_label = label_end(words) > 0
    places = [
        (index, at)
        for index, line in enumerate(lines)
        for at in range(0 if with_label else label_end(line.text), len(line.text))
        if not line.text[at].isspace()
    ]
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
