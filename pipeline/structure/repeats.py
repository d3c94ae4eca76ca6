"""The whole text once more in a single line, as some sites put it into a page for their search."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pipeline.model.reading import Block, Line

_LONG = 800
_TELLING = 40
_MIN_SHARED = 3
# So many lines tell a repeat; to look for more of them would cost lines times long lines.
_MAX_TELLING = 60


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a long line that only repeats lines before it."""
    kept: list[Block] = []
    telling: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            text = "".join(block.text.split())
            if len(text) > _LONG and _repeats(text, telling):
                continue
            if _TELLING <= len(text) <= _LONG and len(telling) < _MAX_TELLING:
                telling.append(text)
        kept.append(block)
    return kept


def _repeats(text: str, telling: Sequence[str]) -> bool:
    """Whether enough of the lines before stand in the text."""
    shared = (line for line in telling if line in text)
    return len(list(islice(shared, _MIN_SHARED))) == _MIN_SHARED
