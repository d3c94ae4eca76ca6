"""Where a consolidated text and a published one differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Deviation:
    """Paragraphs that stand for one another and differ, "" where one text has nothing; `start` and `end` are offsets of
    the published text."""

    consolidated: str
    published: str
    start: int
    end: int


def deviations(consolidated: str, published: str) -> list[Deviation]:
    """The places in which the two texts differ, in order; white space, points, width and line ends are no difference."""
    ours, theirs = _paragraphs(consolidated), _paragraphs(published)
    matcher = SequenceMatcher(None, [said for said, _, _ in ours], [said for said, _, _ in theirs], autojunk=False)
    found: list[Deviation] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and _joined(ours[a:b]) != _joined(theirs[c:d]):
            start = theirs[c][1] if c < len(theirs) else len(published)
            end = theirs[d - 1][2] if d > c else start
            words = "\n".join(consolidated[begin:stop] for _, begin, stop in ours[a:b])
            found.append(Deviation(words, published[start:end], start, end))
    return found


_Said = tuple[str, int, int]


def _paragraphs(text: str) -> list[_Said]:
    """The letters and digits of each paragraph that has any, with its offsets."""
    found: list[_Said] = []
    start = 0
    for line in text.split("\n"):
        if said := "".join(char for char in unicodedata.normalize("NFKC", line) if char.isalnum()):
            found.append((said, start, start + len(line)))
        start += len(line) + 1
    return found


def _joined(paragraphs: Sequence[_Said]) -> str:
    return "".join(said for said, _, _ in paragraphs)
