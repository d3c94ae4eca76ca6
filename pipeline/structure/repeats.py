"""The whole text once more in a single line, as some sites put it into a page for their search."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.reading import Block, Line

_LONG = 800
_TELLING = 40
_MIN_SHARED = 3


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a long line that only repeats lines before it."""
    kept: list[Block] = []
    telling: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            text = "".join(block.text.split())
            if len(text) > _LONG and sum(line in text for line in telling) >= _MIN_SHARED:
                continue
            if _TELLING <= len(text) <= _LONG:
                telling.append(text)
        kept.append(block)
    return kept
