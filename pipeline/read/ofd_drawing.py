"""What is drawn on a page of an OFD: text, rulings, pictures, in layers, blocks and composite objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from pipeline.read.matrix import Matrix, apply, bounds, times
from pipeline.read.ofd_package import Resources
from pipeline.read.ofd_path import commands
from pipeline.read.ofd_text import Run, is_painted, read_text
from pipeline.read.ofd_values import Box, box, is_said, is_white, local_name, placing
from pipeline.read.ofd_walk import Placed, Room, colour, objects, opacity
from pipeline.read.pdf_objects import MAX_GLYPHS
from pipeline.read.rulings import MAX_RULINGS, THIN

# White text is looked for on each of them.
_MAX_AREAS = 500
# The outline of a map; no table's rulings stand in one path so long.
_LONGEST_PATH = 100_000
# All paths of a page together, in characters; a dense map has a million.
MAX_PATHS = 4_000_000


class Visibility(StrEnum):
    """white: to be seen only on what is not white. hidden: not to be seen."""

    SHOWN = "shown"
    WHITE = "white"
    HIDDEN = "hidden"


@dataclass(slots=True)
class Drawing:
    """What is drawn, in points of the page before it is turned.

    `lines` are the boxes of straight strokes and thin areas, `areas` those of pictures and areas that are not white,
    `shapes` the number of other areas; `picture_area` is the area of the largest picture, `unknown` the number of glyphs
    for which no character is stated.
    """

    resources: Resources
    runs: list[tuple[Run, Visibility]] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    picture_area: float = 0.0
    shapes: int = 0
    unknown: int = 0
    room: Room = field(default_factory=Room)
    glyphs_left: int = MAX_GLYPHS
    path_left: int = MAX_PATHS

    def add_area(self, place: Box) -> None:
        if len(self.areas) < _MAX_AREAS:
            self.areas.append(place)


def draw(drawing: Drawing, root: etree._Element, matrix: Matrix) -> None:
    """Adds what stands in `root`: a page or template, or the appearance of an annotation."""
    pen = _Pen(drawing)
    draw_of = {"TextObject": pen.text, "PathObject": pen.path, "ImageObject": pen.image}
    for placed in objects(root, matrix, drawing.resources, drawing.room):
        draw_of[placed.name](placed)
        if drawing.glyphs_left < 0:
            drawing.room.is_full = True
            return


class _Pen:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._resources = drawing.resources

    def text(self, placed: Placed) -> None:
        drawing = self._drawing
        read = read_text(placed.element, placed.matrix, self._resources.fonts)
        visibility = self._visibility(placed)
        drawing.unknown += read.unknown if visibility is Visibility.SHOWN else 0
        for run in read.runs:
            drawing.runs.append((run, visibility))
            drawing.glyphs_left -= len(run.text)

    def _visibility(self, placed: Placed) -> Visibility:
        if not placed.style.is_shown or not is_painted(placed.element):
            return Visibility.HIDDEN
        if is_said(placed.element, "Stroke", default=False):
            return Visibility.SHOWN
        found = colour(placed, self._resources, "FillColor")
        if found is not None and opacity(found) <= 0:
            return Visibility.HIDDEN
        return Visibility.WHITE if found is not None and is_white(found.get("Value")) else Visibility.SHOWN

    def image(self, placed: Placed) -> None:
        element = placed.element
        if not placed.is_shown or not self._resources.pictures.get(element.get("ResourceID", "")):
            return
        place = bounds(picture_place(element, placed.matrix), 0.0, 0.0, 1.0, 1.0)
        drawing = self._drawing
        drawing.add_area(place)
        drawing.picture_area = max(drawing.picture_area, (place[2] - place[0]) * (place[3] - place[1]))

    def path(self, placed: Placed) -> None:
        drawing, element = self._drawing, placed.element
        if not placed.is_shown:
            return
        strokes, fills = is_said(element, "Stroke", default=True), is_said(element, "Fill", default=False)
        strokes = strokes and not self._is_white(placed, "StrokeColor")
        fills = fills and not self._is_white(placed, "FillColor")
        data = path_data(element)
        if not (strokes or fills) or not data:
            return
        drawing.path_left -= len(data)
        if drawing.path_left < 0 or len(drawing.lines) > MAX_RULINGS:
            drawing.room.is_full = True
            return
        if len(data) > _LONGEST_PATH:
            drawing.shapes += 1
            return
        self._trace(data, times(placing(element), placed.matrix), fills)

    def _is_white(self, placed: Placed, kind: str) -> bool:
        found = colour(placed, self._resources, kind)
        return found is not None and (is_white(found.get("Value")) or opacity(found) <= 0)

    def _trace(self, data: str, matrix: Matrix, fills: bool) -> None:
        drawing = self._drawing
        points, pieces, curves = _segments(data, matrix)
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        around = min(xs), min(ys), max(xs), max(ys)
        if around[2] - around[0] <= THIN or around[3] - around[1] <= THIN:
            drawing.lines.append(around)
            return
        straight = [piece for piece in pieces if piece[2] - piece[0] <= THIN or piece[3] - piece[1] <= THIN]
        drawing.lines += straight
        if fills:
            drawing.add_area(around)
            drawing.shapes += curves > 0 or len(straight) < len(pieces)


def picture_place(element: etree._Element, matrix: Matrix) -> Matrix:
    """The matrix from the unit square, which a picture fills in its own space, to the page."""
    if element.get("CTM"):
        return times(placing(element), matrix)
    left, top, width, height = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return times((width, 0.0, 0.0, height, left, top), matrix)


def path_data(element: etree._Element) -> str:
    """The letters and numbers of a path."""
    return next((child.text or "" for child in element if local_name(child) == "AbbreviatedData"), "")


def _segments(data: str, matrix: Matrix) -> tuple[list[tuple[float, float]], list[Box], int]:
    """All points that a path goes through or bends to, the boxes of its straight pieces, and the number of its curves."""
    curves = 0
    points: list[tuple[float, float]] = []
    pieces: list[Box] = []
    start = last = apply(matrix, 0.0, 0.0)
    for letter, values in commands(data):
        if letter == "C":
            if last != start:
                pieces.append(_box_of(last, start))
            last = start
            continue
        reached = [apply(matrix, values[i], values[i + 1]) for i in _PAIRS[letter]]
        points += reached
        if letter in "SM":
            start = reached[-1]
        elif letter == "L":
            pieces.append(_box_of(last, reached[-1]))
        else:
            curves += 1
        last = reached[-1]
    return points, pieces, curves


# Where among its numbers a command has points: an arc has its radii and angles first.
_PAIRS = {"S": (0,), "M": (0,), "L": (0,), "Q": (0, 2), "B": (0, 2, 4), "A": (5,)}


def _box_of(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (ax, ay), (bx, by) = one, other
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
