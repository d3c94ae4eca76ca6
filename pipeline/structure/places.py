"""Where a notice's text stands on the pages: each line of the reading found again in the one text that was made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.notice import Placed, Span
from pipeline.model.reading import Block, Box, Line

# Between two lines that both stand in the text, so much of it may come from lines without boxes or that were cut.
_FARTHEST = 2_000
# A shorter line is only taken where it is expected: it may stand anywhere else too.
_TELLING = 4


def places(blocks: Sequence[Block], text: str) -> tuple[Placed, ...]:
    """The spans of `text` that came from a line with a box, in order.

    The text keeps the lines' characters and their order but for white space, and leaves some lines out: so each line is
    looked for behind the one before. What is not found has no place.
    """
    offsets = [offset for offset, character in enumerate(text) if not character.isspace()]
    solid = "".join(text[offset] for offset in offsets)
    found: list[Placed] = []
    done = 0
    for words, box in _stretches(blocks):
        start = done if solid.startswith(words, done) else _ahead(solid, words, done)
        if start >= 0:
            done = start + len(words)
            found.append(Placed(Span(offsets[start], offsets[done - 1] + 1), box))
    return tuple(found)


def _ahead(solid: str, words: str, start: int) -> int:
    return solid.find(words, start, start + _FARTHEST + len(words)) if len(words) >= _TELLING else -1


def _stretches(blocks: Sequence[Block]) -> Iterator[tuple[str, Box]]:
    """The characters that stand in one box, without white space, in the order of the text."""
    for block in blocks:
        if isinstance(block, Line):
            words = "".join(block.text.split())
            if words and block.box is not None:
                yield words, block.box
            continue
        for cell in block.cells:
            words, start = "".join(cell.text.split()), 0
            for stretch in cell.stretches:
                if part := words[start : start + stretch.length]:
                    yield part, stretch.box
                start += stretch.length
