"""Glyphs to lines of text, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import regex

from pipeline.model.reading import Box
from pipeline.read.pdf_objects import Glyph

# Two glyphs stand on one line where they share this part of the lower one's height.
_SHARED_HEIGHT = 0.5
# A glyph drawn again this near itself (parts of its width and height) makes it bold, no second character.
_SAME_PLACE = 0.4
# A gap without a blank in the file is one from this on, in ems. Word parts 2021 from 年 by a quarter of an em, and a full
# line is stretched at its points.
_LATIN_GAP = 0.25
_CHINESE_GAP = 0.3
_MIXED_GAP = 0.45
_POINT_GAP = 0.8
# A line whose characters are spread out has gaps that are no blanks: 郑 州 市 文 件.
_SPREAD = 1.8
# A blank of the file that takes no room is an artefact of its writer.
_LEAST_BLANK = 0.12
_NO_GAP = 0.5
_FIRST_WIDE = "\u2e80"
# Matches: `，`, `）`, `“`. Does not match: `一`, `2`.
_POINT = regex.compile(r"\p{P}")
_IDEOGRAPHIC_SPACE = "\u3000"
# A column's gutter is wider than this (ems), has so many lines on both sides, and text fills them to this part.
_GUTTER = 1.2
_COLUMN_LINES = 8
_COLUMN_FILL = 0.6


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs of one line from left to right, and what they say; `size` and `page` are 0 until they are asked for."""

    glyphs: tuple[Glyph, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    page: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        return Box(self.page, *(round(value, 1) for value in (self.x0, self.top, self.x1, self.bottom)))


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of text from top to bottom; those that only hold blanks are left out.

    Glyphs that are drawn twice to look bold count once. Gaps are blanks where they are wide enough.
    """
    bands = _merge(_bands(glyphs))
    found = (_line(_distinct(sorted(band.glyphs, key=attrgetter("x0")))) for band in bands)
    return [line for line in found if line is not None]


def in_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines in reading order: where a gutter surely parts two columns, all of the left one before the right one."""
    ordered: list[TextLine] = []
    for run in _runs_with_gutter(lines):
        gutter = _gutter(run)
        if gutter is None:
            ordered.extend(run)
            continue
        for side in (
            [glyph for line in run for glyph in line.glyphs if glyph.x0 < gutter],
            [glyph for line in run for glyph in line.glyphs if glyph.x0 >= gutter],
        ):
            ordered.extend(lines_of(side))
    return ordered


@dataclass(slots=True)
class _Band:
    """Glyphs that stand on one line, while they are gathered."""

    top: float
    bottom: float
    glyphs: list[Glyph]


def _bands(glyphs: Iterable[Glyph]) -> list[_Band]:
    """The glyphs in the file's order, cut wherever the height changes."""
    bands: list[_Band] = []
    top = bottom = -1.0
    members: list[Glyph] = []
    for glyph in glyphs:
        _, _, glyph_top, _, glyph_bottom, _ = glyph
        shared = (bottom if bottom < glyph_bottom else glyph_bottom) - (top if top > glyph_top else glyph_top)
        lower = min(bottom - top, glyph_bottom - glyph_top)
        if shared < _SHARED_HEIGHT * lower or not members:
            top, bottom, members = glyph_top, glyph_bottom, []
            bands.append(_Band(top, bottom, members))
        members.append(glyph)
    return bands


def _merge(bands: list[_Band]) -> list[_Band]:
    """The bands from top to bottom, those at one height as one."""
    merged: list[_Band] = []
    for band in sorted(bands, key=lambda band: band.top + band.bottom):
        last = merged[-1] if merged else None
        if last is not None and _share_height(last, band):
            # The higher of the two says where the line is: a superscript or a point does not.
            if band.bottom - band.top > last.bottom - last.top:
                last.top, last.bottom = band.top, band.bottom
            last.glyphs.extend(band.glyphs)
        else:
            merged.append(_Band(band.top, band.bottom, list(band.glyphs)))
    return merged


def _share_height(one: _Band, other: _Band) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SHARED_HEIGHT * min(one.bottom - one.top, other.bottom - other.top)


def _distinct(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that are drawn again in their place."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        width, height = glyph.x1 - glyph.x0, glyph.bottom - glyph.top
        again = (
            bool(kept)
            and glyph.x0 - kept[-1].x0 < _SAME_PLACE * width
            and any(
                glyph.text == other.text
                and glyph.x0 - other.x0 < _SAME_PLACE * width
                and abs(glyph.top - other.top) < _SAME_PLACE * height
                for other in kept[-3:]
            )
        )
        if not again:
            kept.append(glyph)
    return kept


def _line(glyphs: list[Glyph]) -> TextLine | None:
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return None
    text = "".join(_pieces(glyphs))
    top, bottom = min(glyph.top for glyph in shown), max(glyph.bottom for glyph in shown)
    return TextLine(tuple(shown), text, shown[0].x0, top, max(glyph.x1 for glyph in shown), bottom)


def _pieces(glyphs: list[Glyph]) -> Iterator[str]:
    """The characters of a line, with a blank where there is one in the file or a gap on the page."""
    last: Glyph | None = None
    blank = ""
    usual: float | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            blank = _IDEOGRAPHIC_SPACE if _IDEOGRAPHIC_SPACE in (blank, glyph.text) else " "
            continue
        if last is not None and glyph.x0 - last.x1 > _NO_GAP:
            usual = _usual_gap(glyphs) if usual is None else usual
            yield _space(last, glyph, blank, usual)
        yield glyph.text
        last, blank = glyph, ""


def _space(left: Glyph, right: Glyph, blank: str, usual: float) -> str:
    em = max(left.bottom - left.top, right.bottom - right.top)
    gap = (right.x0 - left.x1) / em
    if blank:
        return blank if gap > _LEAST_BLANK else ""
    kinds = (_is_chinese(left.text), _is_chinese(right.text))
    if any(kinds) and (_POINT.match(left.text) or _POINT.match(right.text)):
        least = _POINT_GAP
    else:
        # Where PDFium saw a blank its numbers leave one out.
        latin = _LATIN_GAP if right.number == left.number + 1 else _LEAST_BLANK
        least = _CHINESE_GAP if all(kinds) else _MIXED_GAP if any(kinds) else latin
    return " " if gap > max(least, _SPREAD * usual / em if any(kinds) else 0.0) else ""


def _usual_gap(glyphs: list[Glyph]) -> float:
    """The middle one of the gaps beside Chinese characters."""
    gaps = sorted(right.x0 - left.x1 for left, right in pairwise(glyphs) if _is_chinese(left.text + right.text))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _is_chinese(text: str) -> bool:
    return any(character >= _FIRST_WIDE for character in text)


def _runs_with_gutter(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The lines in stretches that either all leave room for a common gutter, or none."""
    run: list[TextLine] = []
    common: tuple[float, float] | None = None
    for line in lines:
        gap = _widest_gap(line)
        shared = _overlap([common, gap]) if common and gap else gap
        if run and (shared is None) != (common is None):
            yield run
            run, shared = [], gap
        run.append(line)
        common = shared
    if run:
        yield run


def _widest_gap(line: TextLine) -> tuple[float, float] | None:
    em = line.height
    gaps = [(left.x1, right.x0) for left, right in pairwise(line.glyphs) if right.x0 - left.x1 > _GUTTER * em]
    return max(gaps, key=lambda gap: gap[1] - gap[0]) if len(gaps) == 1 else None


def _overlap(gaps: list[tuple[float, float]]) -> tuple[float, float] | None:
    left, right = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    return (left, right) if right > left else None


def _gutter(run: list[TextLine]) -> float | None:
    """Where two columns part; None where the lines are too few, or do not fill the columns as running text does."""
    gaps = [gap for line in run if (gap := _widest_gap(line))]
    common = _overlap(gaps) if len(gaps) >= _COLUMN_LINES else None
    if common is None:
        return None
    start, end = min(line.x0 for line in run), max(line.x1 for line in run)
    em = sorted(line.height for line in run)[len(run) // 2]
    full_left = sum(common[0] - gap[0] < 2 * em for gap in gaps)
    full_right = sum(end - line.x1 < 2 * em for line in run)
    alike = 0.5 < (common[0] - start) / max(1.0, end - common[1]) < 2
    return common[1] if alike and min(full_left, full_right) >= _COLUMN_FILL * len(gaps) else None
