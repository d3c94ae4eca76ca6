"""Lines on a level page: their pictures for the recognizer, and their glyphs once they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import regex
from numpy.typing import NDArray

from pipeline.read.ocr.care import extent, is_tall
from pipeline.read.ocr.engine import Image, Quad, Spoken

# A line's end may lie outside what was detected: ink this near (parts of the line's height) still belongs to it.
_REACH = 0.75
_MOST_REACHES = 3
# The part of a line's height, around its middle, in which ink is looked for.
_CORE = 0.6
# What stays free beside an upright ruling, in pixels.
_WALL = 2
# A column of a line with fewer pixels of ink is a speck.
_LEAST_INK = 2
# A row of a line has ink in this part of its width; with less it has specks.
_ROW_INK = 0.03
# What stays free around a line's ink, in parts of its height.
_MARGIN = 0.15
# A line slants where its ends differ by this part of its height: its picture is then turned level.
_SLANT = 0.12
# The characters of a line are as large as the middle distance of two of them; what is outside these bounds (parts of the
# ink's height) says nothing.
_PLAUSIBLE_EM = (0.7, 2.0)
# The ink of Chinese characters is so high, in ems; a line with so many of them has the highest among them.
_INK_OF_EM = 0.95
_FULL_LINE = 4
# A character ends so near to its middle, in ems.
_FROM_MIDDLE = 0.55
# An opening bracket stands in the right half of its place. Matches: `（一）`, `“放`. Does not match: `一（`.
_OPENING = regex.compile(r"[（〔《“‘「『【]")
_BEFORE_OPENING = 0.4
# A gap for a blank that was read, in ems, and half of a narrow and a wide character.
_BLANK = 0.2
_HALF_WIDE, _HALF_NARROW = 0.5, 0.25
# Matches: `市`, `，`. Does not match: `1`, `a`, `-`.
_WIDE = regex.compile(r"[\u2e80-\uffef]")

# The left, top, right and bottom of an upright ruling.
Wall = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """Where a line stands, in pixels; `quad` has its corners, also of one that slants."""

    quad: Quad
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Character:
    """A character in its place on the page, in pixels."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def regions_of(quads: Sequence[Quad], ink: NDArray[np.uint8], walls: Sequence[Wall] = ()) -> list[Region]:
    """The lines with their ends where their ink ends; the detector often cuts the first or last character.

    No line reaches through another one or through one of the `walls`, the upright rulings of tables.
    """
    found = [_region(quad) for quad in quads]
    return [_fitted(region, [other for other in found if other is not region], ink, walls) for region in found]


def widened(region: Region, by: float, page_width: float) -> Region:
    """The region longer by so much at both ends."""
    return _stretched(region, max(0.0, region.x0 - by), min(page_width, region.x1 + by))


def above_each(regions: Sequence[Region]) -> list[int | None]:
    """For each region the number of the one right above it, with the same left end; None where there is none."""
    if not regions:
        return []
    x0, top, bottom = (np.array([getattr(one, name) for one in regions]) for name in ("x0", "top", "bottom"))
    found: list[int | None] = []
    for region in regions:
        gap = region.top - bottom
        near = np.flatnonzero(
            (top < region.top) & (np.abs(gap) < region.height) & (np.abs(x0 - region.x0) < region.height)
        )
        found.append(int(near[np.argmin(np.abs(gap[near]))]) if near.size else None)
    return found


def picture(image: Image, region: Region) -> Image:
    """The line's picture, level; characters that stand one below the other are set side by side."""
    if is_tall(region.quad):
        return _side_by_side(image, region)
    drop = (region.quad[1, 1] - region.quad[0, 1] + region.quad[2, 1] - region.quad[3, 1]) / 2
    if abs(drop) > _SLANT * region.height:
        return _straightened(image, region)
    top, bottom = max(0, round(region.top)), min(image.shape[0], round(region.bottom))
    x0, x1 = max(0, round(region.x0)), min(image.shape[1], round(region.x1))
    return image[top : max(bottom, top + 1), x0 : max(x1, x0 + 1)]


def characters_of(spoken: Spoken, region: Region, ink: NDArray[np.uint8]) -> list[Character]:
    """The characters of a line with their places; blanks are characters with a gap of their own.

    Neighbours touch, so that no gap stands between them that nobody wrote.
    """
    if not spoken.text:
        return []
    width = region.x1 - region.x0
    start, end, top, bottom = _inked(region, ink)
    if is_tall(region.quad):
        return _below_each_other(spoken, region)
    centres = [region.x0 + middle * width for middle in spoken.middles]
    em = _em(spoken.text, centres, bottom - top)
    middle = (top + bottom) / 2
    if is_only_low(spoken.text):
        middle = (region.top + region.bottom) / 2
    # Specks beside a line are no part of it.
    start, end = max(start, centres[0] - _FROM_MIDDLE * em), min(end, centres[-1] + _FROM_MIDDLE * em)
    if _OPENING.match(spoken.text):
        start -= _BEFORE_OPENING * em
    size = (bottom - top) / _INK_OF_EM if len(_WIDE.findall(spoken.text)) >= _FULL_LINE else em
    edges = _edges(spoken.text, centres, em, (start, end))
    return [
        Character(character, x0, x1, middle - em / 2, middle + em / 2, size)
        for character, (x0, x1) in zip(spoken.text, edges, strict=True)
    ]


# Matches: `一一`. Does not match: `一二`.
_TWO_ONES = regex.compile("一一")


def with_dashes(spoken: Spoken, region: Region, ink: NDArray[np.uint8]) -> Spoken:
    """The line with —— where it was read as 一一, but the stroke goes on from one character to the next."""
    text = spoken.text
    width = region.x1 - region.x0
    for hit in _TWO_ONES.finditer(text):
        left, right = (round(region.x0 + spoken.middles[index] * width) for index in (hit.start(), hit.start() + 1))
        between = ink[max(0, round(region.top)) : round(region.bottom), left:right]
        if between.size and bool(between.any(axis=0).all()):
            text = text[: hit.start()] + "——" + text[hit.end() :]
    return spoken if text == spoken.text else replace(spoken, text=text)


# Matches: `——`, `，。`. Does not match: `一`, `附件1`.
_LOW = regex.compile(r"[\p{P}\s]+")


def is_only_low(text: str) -> bool:
    """Whether a line has points alone, whose ink does not say where its middle is."""
    return _LOW.fullmatch(text) is not None


def _region(quad: Quad) -> Region:
    left, right = float(quad[[0, 3], 0].mean()), float(quad[[1, 2], 0].mean())
    top, bottom = float(quad[[0, 1], 1].mean()), float(quad[[2, 3], 1].mean())
    return Region(quad, left, top, max(right, left + 1), max(bottom, top + 1))


def _fitted(region: Region, others: Sequence[Region], ink: NDArray[np.uint8], walls: Sequence[Wall]) -> Region:
    """The region stretched to the left and right over ink that goes on, up to the next region or wall."""
    if is_tall(region.quad):
        return region
    width, height = float(ink.shape[1]), region.height
    left, right = _room(region, others, walls, width)
    # Lines stand close: the parts of a line above or below must not count.
    middle, half = (region.top + region.bottom) / 2, _CORE / 2 * height
    band = ink[max(0, round(middle - half)) : round(middle + half)]
    inked = np.count_nonzero(band, axis=0) >= _LEAST_INK
    reach = max(1, round(_REACH * height))
    before = _reached(inked[::-1], round(width - region.x0), width - left, reach)
    behind = _reached(inked, round(region.x1), right, reach)
    x0 = width - before - _MARGIN * height if before > round(width - region.x0) else region.x0
    x1 = behind + _MARGIN * height if behind > round(region.x1) else region.x1
    x0, x1 = max(left, x0), min(right, x1)
    return _stretched(region, x0, x1) if x1 - x0 > 1 else region


def _room(region: Region, others: Sequence[Region], walls: Sequence[Wall], width: float) -> tuple[float, float]:
    """How far the region may reach to the left and right."""
    left, right = 0.0, width
    middle = (region.x0 + region.x1) / 2
    for other in others:
        if other.top < region.bottom - 2 and other.bottom > region.top + 2:
            if region.x0 >= other.x1 - region.height / 2:
                left = max(left, min(other.x1, region.x0))
            if region.x1 <= other.x0 + region.height / 2:
                right = min(right, max(other.x0, region.x1))
    for x0, top, x1, bottom in walls:
        if top <= (region.top + region.bottom) / 2 <= bottom:
            if x1 <= middle:
                left = max(left, x1 + _WALL)
            else:
                right = min(right, x0 - _WALL)
    return left, right


def _reached(inked: NDArray[np.bool_], start: int, limit: float, reach: int) -> int:
    """How far ink goes on from `start`, each time no farther than `reach`; a few characters at most."""
    end = start
    for _ in range(_MOST_REACHES):
        stop = min(end + reach, round(limit), len(inked))
        more = np.flatnonzero(inked[end:stop])
        if not more.size:
            break
        end += int(more[-1]) + 1
    return end


def _stretched(region: Region, x0: float, x1: float) -> Region:
    """The region with its ends at `x0` and `x1`, along its own slant."""
    if x0 == region.x0 and x1 == region.x1:
        return region
    quad, width = region.quad, region.x1 - region.x0
    upper, lower = (quad[1] - quad[0]) / width, (quad[2] - quad[3]) / width
    left, right = x0 - region.x0, x1 - region.x1
    corners = (quad[0] + left * upper, quad[1] + right * upper, quad[2] + right * lower, quad[3] + left * lower)
    return replace(region, quad=np.asarray(corners, dtype=np.float32), x0=x0, x1=x1)


def _straightened(image: Image, region: Region) -> Image:
    width, height = (max(1, round(value)) for value in extent(region.quad))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(region.quad.astype(np.float32), target)
    level = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8)


def _side_by_side(image: Image, region: Region) -> Image:
    """The squares of a column of characters, from left to right."""
    width = round(region.x1 - region.x0)
    count = max(1, round(region.height / max(1, width)))
    edges = np.linspace(region.top, region.bottom, count + 1)
    x0 = max(0, round(region.x0))
    squares = [image[max(0, round(a)) : max(1, round(b)), x0 : x0 + width] for a, b in pairwise(edges)]
    side = max(1, width)
    parts = [np.asarray(cv2.resize(square, (side, side)), dtype=np.uint8) for square in squares if square.size]
    return np.concatenate(parts, axis=1) if parts else image[:1, :1]


def _inked(region: Region, ink: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    """Left, right, top, bottom of the region's ink; of the region itself where there is none."""
    x0, top = max(0, round(region.x0)), max(0, round(region.top))
    part = ink[top : round(region.bottom), x0 : round(region.x1)]
    columns = np.flatnonzero(np.count_nonzero(part, axis=0) >= _LEAST_INK)
    rows = np.flatnonzero(np.count_nonzero(part, axis=1) >= max(_LEAST_INK, _ROW_INK * part.shape[1]))
    if not columns.size or not rows.size:
        return region.x0, region.x1, region.top, region.bottom
    return x0 + float(columns[0]), x0 + float(columns[-1]) + 1, top + float(rows[0]), top + float(rows[-1]) + 1


def _em(text: str, centres: Sequence[float], height: float) -> float:
    """The size of the line's characters."""
    steps = [
        right - left
        for (a, left), (b, right) in pairwise(zip(text, centres, strict=True))
        if a.isalpha() and b.isalpha() and _WIDE.match(a) and _WIDE.match(b)
    ]
    lowest, highest = _PLAUSIBLE_EM
    em = median(steps) if steps else height
    return min(max(em, lowest * height), highest * height) if height else em


def _edges(text: str, centres: Sequence[float], em: float, ends: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Left and right of each character: half way between neighbours, with a gap where a blank was read."""
    half = [(_HALF_WIDE if _WIDE.match(character) else _HALF_NARROW) * em for character in text]
    cuts = [(left + right) / 2 for left, right in pairwise(centres)]
    starts, stops = [min(ends[0], centres[0]), *cuts], [*cuts, max(ends[1], centres[-1])]
    for index, character in enumerate(text):
        if character.isspace() and 0 < index < len(text) - 1:
            stops[index - 1] = min(stops[index - 1], centres[index - 1] + half[index - 1])
            starts[index + 1] = max(
                starts[index + 1], stops[index - 1] + _BLANK * em, centres[index + 1] - half[index + 1]
            )
            starts[index], stops[index] = stops[index - 1], starts[index + 1]
    yield from zip(starts, stops, strict=True)


def _below_each_other(spoken: Spoken, region: Region) -> list[Character]:
    """The characters of a column: each on a line of its own."""
    em = region.x1 - region.x0
    return [
        Character(character, region.x0, region.x1, top := region.top + middle * region.height - em / 2, top + em, em)
        for character, middle in zip(spoken.text, spoken.middles, strict=True)
        if not character.isspace()
    ]
