"""The text that a scanner's program laid unseen on the picture of a page, kept until it is tried against the picture."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from pipeline.read.pdf_objects import Page


@dataclass(frozen=True, slots=True)
class UnseenLayer:
    """The characters of a page without blanks, and the middle of each in parts of its width and height.

    `turn` is by how many quarters against the clock the page as it is shown must be turned to be upright, as the
    characters have it.
    """

    text: str
    across: array[float]
    down: array[float]
    turn: int


def unseen_layer(page: Page) -> UnseenLayer:
    """The page's text as a layer; a few bytes a character, for there may be thousands of pages."""
    shown = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    return UnseenLayer(
        "".join(glyph.text for glyph in shown),
        array("f", ((glyph.x0 + glyph.x1) / 2 / page.width for glyph in shown)),
        array("f", ((glyph.top + glyph.bottom) / 2 / page.height for glyph in shown)),
        page.turned,
    )
