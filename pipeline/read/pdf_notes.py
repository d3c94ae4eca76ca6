"""Footnotes of a PDF page: small print under a short ruling, which cuts a sentence in two if it is read where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.read.pdf_lines import TextLine, lines_of
from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.rulings import Ruling

# The ruling above footnotes is 2 inches long in Word, a quarter of the text's width in LibreOffice.
_LONGEST_RULE = 0.45
_SHORTEST_RULE = 40.0
# A page with more of them is a table or a drawing.
_MOST_RULINGS = 200
_SMALL = 0.92
# The mark of a footnote in the text: smaller than the line and raised by this part of its height.
_MARK_HEIGHT = 0.8
_MARK_RAISED = 0.2


def split_notes(lines: Sequence[TextLine], page: Page) -> tuple[list[TextLine], list[TextLine]]:
    """The page's text without the marks of its footnotes, and its footnotes; all of it and nothing where it has none."""
    left = min((line.x0 for line in lines), default=0.0)
    for ruling in sorted(page.rulings, key=lambda ruling: ruling.top)[:_MOST_RULINGS]:
        if not _may_part_notes(ruling, left, page):
            continue
        text = [line for line in lines if line.bottom <= ruling.top + 2]
        notes = [line for line in lines if line.bottom > ruling.top + 2 and not _is_in_foot(line, page)]
        foot = [line for line in lines if line.bottom > ruling.top + 2 and _is_in_foot(line, page)]
        if text and notes and _height(notes) <= _SMALL * _height(text):
            return [_without_marks(line) for line in text] + foot, notes
    return list(lines), []


def _may_part_notes(ruling: Ruling, left: float, page: Page) -> bool:
    length = ruling.x1 - ruling.x0
    is_short = _SHORTEST_RULE <= length <= _LONGEST_RULE * page.width
    return is_short and abs(ruling.x0 - left) < 12 and ruling.top > 0.4 * page.height


def _is_in_foot(line: TextLine, page: Page) -> bool:
    """Whether the line stands alone in the margin, where the page number is."""
    return line.top > 0.9 * page.height and len(line.text) < 12


def _height(lines: Sequence[TextLine]) -> float:
    return median(_usual_height(line) for line in lines)


def _usual_height(line: TextLine) -> float:
    return median(glyph.bottom - glyph.top for glyph in line.glyphs)


def _without_marks(line: TextLine) -> TextLine:
    height = _usual_height(line)
    bottom = median(glyph.bottom for glyph in line.glyphs)
    kept: list[Glyph] = []
    for glyph in line.glyphs:
        is_small = glyph.bottom - glyph.top < _MARK_HEIGHT * height
        if kept and glyph.text.isdigit() and is_small and glyph.bottom < bottom - _MARK_RAISED * height:
            # The room of the mark is no gap.
            kept[-1] = kept[-1]._replace(x1=glyph.x1)
        else:
            kept.append(glyph)
    return line if len(kept) == len(line.glyphs) else lines_of(kept)[0]
