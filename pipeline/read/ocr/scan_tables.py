"""Rulings of scanned tables: long straight strokes of ink along the axes of a level page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Image, Quad
from pipeline.read.rulings import Ruling

# Shorter strokes are parts of characters, in points; breaks this long are bridged.
_SHORTEST = 15.0
_BREAK = 2.0
# A ruling is thinner than this.
_THICKEST = 5.0
# A stroke inside a line of text is no ruling where it does not reach beyond the line: upright ones by this part of its
# height, level ones by this much at both ends.
_IN_TEXT = 1.1
_BESIDE = 0.5
# How far from a line's end a ruling parts it in two, in parts of the line's height.
_FROM_END = 0.35
# What is whitened around a ruling before the text is read, in pixels.
_AROUND = 2
_MOST = 5_000

# A ruling in pixels: left, top, right, bottom of its ink.
Stroke = tuple[int, int, int, int]


def find_strokes(ink: NDArray[np.uint8], quads: Sequence[Quad], points: float) -> list[Stroke]:
    """The rulings of a level page, without the strokes of its characters; `points` is the size of a pixel."""
    shortest, gap, thickest = (max(1, round(value / points)) for value in (_SHORTEST, _BREAK, _THICKEST))
    level = _strokes(ink, (shortest, 1), (gap, 1), thickest)
    upright = _strokes(ink, (1, shortest), (1, gap), thickest)
    rectangles = [_rectangle(quad) for quad in quads]
    return [stroke for stroke in (*level, *upright)[:_MOST] if not any(_is_in(stroke, text) for text in rectangles)]


def rulings_of(strokes: Sequence[Stroke], points: float) -> tuple[Ruling, ...]:
    """The middle lines of the strokes, in points."""
    rulings = []
    for x0, top, x1, bottom in strokes:
        if x1 - x0 >= bottom - top:
            middle = (top + bottom) / 2 * points
            rulings.append(Ruling(x0 * points, middle, x1 * points, middle))
        else:
            middle = (x0 + x1) / 2 * points
            rulings.append(Ruling(middle, top * points, middle, bottom * points))
    return tuple(rulings)


def without_strokes(image: Image, strokes: Sequence[Stroke]) -> Image:
    """The picture with paper where the rulings were: a ruling beside a character reads as 1 or |."""
    if not strokes:
        return image
    paper = np.percentile(image[::8, ::8].reshape(-1, 3), 75, axis=0).astype(np.uint8)
    clean = image.copy()
    for x0, top, x1, bottom in strokes:
        clean[max(0, top - _AROUND) : bottom + _AROUND, max(0, x0 - _AROUND) : x1 + _AROUND] = paper
    return clean


def upright_of(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The upright ones."""
    return [stroke for stroke in strokes if stroke[3] - stroke[1] > stroke[2] - stroke[0]]


def parted(quads: Sequence[Quad], strokes: Sequence[Stroke]) -> list[Quad]:
    """The lines, those that run through an upright ruling cut in two there: they stand in two cells."""
    upright = upright_of(strokes)
    if not upright:
        return list(quads)
    return [part for quad in quads for part in _cut(quad, upright)]


def _strokes(ink: NDArray[np.uint8], length: tuple[int, int], gap: tuple[int, int], thickest: int) -> list[Stroke]:
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8))
    # A ruling that is not quite level comes as steps that touch at their corners.
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    along, across = (
        (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT) if length[0] > 1 else (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH)
    )
    strokes = []
    for row in stats[1:count]:
        thickness = row[cv2.CC_STAT_AREA] / max(1, row[along])
        if thickness <= thickest and row[across] <= max(2 * thickest, 0.02 * row[along]):
            x, y, width, height = (int(value) for value in row[:4])
            strokes.append((x, y, x + width, y + height))
    return strokes


def _rectangle(quad: Quad) -> tuple[float, float, float, float]:
    return float(quad[:, 0].min()), float(quad[:, 1].min()), float(quad[:, 0].max()), float(quad[:, 1].max())


def _is_in(stroke: Stroke, text: tuple[float, float, float, float]) -> bool:
    """Whether the stroke is a part of the text's characters: level ones may go on from one character to the next."""
    x0, top, x1, bottom = text
    height = bottom - top
    if not top <= (stroke[1] + stroke[3]) / 2 <= bottom:
        return False
    if stroke[2] - stroke[0] >= stroke[3] - stroke[1]:
        return x0 - _BESIDE * height <= stroke[0] and stroke[2] <= x1 + _BESIDE * height
    return x0 <= stroke[0] and stroke[2] <= x1 and stroke[3] - stroke[1] <= _IN_TEXT * height


def _cut(quad: Quad, upright: Sequence[Stroke]) -> list[Quad]:
    x0, top, x1, bottom = _rectangle(quad)
    height, middle = bottom - top, (top + bottom) / 2
    inside = sorted(
        (stroke[0] + stroke[2]) / 2
        for stroke in upright
        if x0 < stroke[0] and stroke[2] < x1 and stroke[1] <= middle <= stroke[3]
    )
    edges = [x0, *inside, x1]
    if not inside:
        return [quad]
    pieces = [(left, right) for left, right in pairwise(edges) if right - left > _FROM_END * height]
    return [_between(quad, left, right) for left, right in pieces]


def _between(quad: Quad, left: float, right: float) -> Quad:
    """The part of a line between two places."""
    x0, x1 = float(min(quad[0, 0], quad[3, 0])), float(max(quad[1, 0], quad[2, 0]))
    start, end = ((value - x0) / max(1.0, x1 - x0) for value in (left, right))
    upper, lower = quad[1] - quad[0], quad[2] - quad[3]
    corners = [quad[0] + start * upper, quad[0] + end * upper, quad[3] + end * lower, quad[3] + start * lower]
    return np.asarray(corners, dtype=np.float32)
