"""What is drawn on a page of an OFD: text, rulings, pictures, in layers, blocks and composite objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import regex
from lxml import etree

from pipeline.read.matrix import Matrix, apply, bounds, times
from pipeline.read.ofd_package import Resources
from pipeline.read.ofd_text import Run, is_painted, read_text
from pipeline.read.ofd_values import Box, box, is_said, is_white, local_name, number, placing
from pipeline.read.pdf_objects import MAX_GLYPHS
from pipeline.read.rulings import MAX_RULINGS, THIN

_MAX_OBJECTS = 200_000
_MAX_DEPTH = 32
# White text is looked for on each of them.
_MAX_AREAS = 500
_MAX_COMPOSITE_DEPTH = 8
# The outline of a map; no table's rulings stand in one path so long.
_LONGEST_PATH = 100_000
# All paths of a page together, in characters; a dense map has a million.
_MAX_PATHS = 4_000_000
_CONTAINERS = ("Layer", "PageBlock", "Content")
# Matches: `M 0 0 L 5 0 C` letter by letter and number by number; does not match: `, `.
_PATH_WORD = regex.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# Numbers behind each letter of a path.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Visibility(StrEnum):
    """white: to be seen only on what is not white. hidden: not to be seen."""

    SHOWN = "shown"
    WHITE = "white"
    HIDDEN = "hidden"


@dataclass(slots=True)
class Drawing:
    """What is drawn, in points of the page before it is turned.

    `lines` are the boxes of straight strokes and thin areas, `areas` those of pictures and areas that are not white,
    `shapes` the number of other areas; `picture` is the path of the largest picture, `unknown` the number of glyphs for
    which no character is stated.
    """

    resources: Resources
    runs: list[tuple[Run, Visibility]] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    picture: str = ""
    picture_area: float = 0.0
    shapes: int = 0
    unknown: int = 0
    too_dense: bool = False
    _left: int = _MAX_OBJECTS
    _glyphs_left: int = MAX_GLYPHS
    _path_left: int = _MAX_PATHS

    def add_area(self, place: Box) -> None:
        if len(self.areas) < _MAX_AREAS:
            self.areas.append(place)


def draw(drawing: Drawing, root: etree._Element, matrix: Matrix) -> None:
    """Adds what stands in `root`: a page or template, or the appearance of an annotation."""
    _Pen(drawing).draw_all(root, matrix, _Style())


@dataclass(frozen=True, slots=True)
class _Style:
    """What an object takes from what it stands in."""

    is_shown: bool = True
    parameter: str = ""
    depth: int = 0
    composites: int = 0


class _Pen:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._resources = drawing.resources

    def draw_all(self, parent: etree._Element, matrix: Matrix, style: _Style) -> None:
        drawing = self._drawing
        for element in parent:
            drawing._left -= 1
            if drawing._left < 0 or drawing._glyphs_left < 0:
                drawing.too_dense = True
                return
            name = local_name(element)
            if name == "TextObject":
                self._text(element, matrix, style)
            elif name == "PathObject":
                self._path(element, matrix, style)
            elif name == "ImageObject":
                self._image(element, matrix, style)
            elif name == "CompositeObject":
                self._composite(element, matrix, style)
            elif name in _CONTAINERS:
                self._contents(element, matrix, style)

    def _contents(self, element: etree._Element, matrix: Matrix, style: _Style) -> None:
        if style.depth >= _MAX_DEPTH:
            self._drawing.too_dense = True
            return
        self.draw_all(element, matrix, self._within(element, style))

    def _within(self, element: etree._Element, style: _Style, composites: int = 0) -> _Style:
        is_shown = style.is_shown and is_said(element, "Visible", default=True)
        parameter = element.get("DrawParam") or style.parameter
        return _Style(is_shown, parameter, style.depth + 1, style.composites + composites)

    def _composite(self, element: etree._Element, matrix: Matrix, style: _Style) -> None:
        unit = self._resources.composites.get(element.get("ResourceID", ""))
        if unit is None:
            return
        if style.composites >= _MAX_COMPOSITE_DEPTH:
            self._drawing.too_dense = True
            return
        self.draw_all(unit, times(placing(element), matrix), self._within(element, style, composites=1))

    def _text(self, element: etree._Element, matrix: Matrix, style: _Style) -> None:
        drawing = self._drawing
        read = read_text(element, matrix, self._resources.fonts)
        visibility = self._visibility(element, style)
        drawing.unknown += read.unknown if visibility is Visibility.SHOWN else 0
        for run in read.runs:
            drawing.runs.append((run, visibility))
            drawing._glyphs_left -= len(run.text)

    def _visibility(self, element: etree._Element, style: _Style) -> Visibility:
        if not style.is_shown or not is_painted(element):
            return Visibility.HIDDEN
        if is_said(element, "Stroke", default=False):
            return Visibility.SHOWN
        colour = self._colour(element, "FillColor", style)
        if colour is not None and number(colour.get("Alpha"), 255.0) <= 0:
            return Visibility.HIDDEN
        return Visibility.WHITE if colour is not None and is_white(colour.get("Value")) else Visibility.SHOWN

    def _colour(self, element: etree._Element, kind: str, style: _Style) -> etree._Element | None:
        """The object's colour, or that of its drawing parameters."""
        for child in element:
            if local_name(child) == kind:
                return child
        parameter = self._resources.parameters.get(element.get("DrawParam") or style.parameter)
        return None if parameter is None else parameter.find(f"{{*}}{kind}")

    def _image(self, element: etree._Element, matrix: Matrix, style: _Style) -> None:
        path = self._resources.pictures.get(element.get("ResourceID", ""), "")
        if not path or not style.is_shown or not is_said(element, "Visible", default=True):
            return
        if element.get("CTM"):
            # A picture is the unit square of its own space.
            place = bounds(times(placing(element), matrix), 0.0, 0.0, 1.0, 1.0)
        else:
            left, top, width, height = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
            place = bounds(matrix, left, top, left + width, top + height)
        drawing = self._drawing
        drawing.add_area(place)
        area = (place[2] - place[0]) * (place[3] - place[1])
        if area > drawing.picture_area:
            drawing.picture, drawing.picture_area = path, area

    def _path(self, element: etree._Element, matrix: Matrix, style: _Style) -> None:
        drawing = self._drawing
        if not style.is_shown or not is_said(element, "Visible", default=True):
            return
        strokes, fills = is_said(element, "Stroke", default=True), is_said(element, "Fill", default=False)
        strokes = strokes and not self._is_white(element, "StrokeColor", style)
        fills = fills and not self._is_white(element, "FillColor", style)
        data = next((child.text or "" for child in element if local_name(child) == "AbbreviatedData"), "")
        if not (strokes or fills) or not data:
            return
        drawing._path_left -= len(data)
        if drawing._path_left < 0 or len(drawing.lines) > MAX_RULINGS:
            drawing.too_dense = True
            return
        if len(data) > _LONGEST_PATH:
            drawing.shapes += 1
            return
        self._trace(data, times(placing(element), matrix), fills)

    def _is_white(self, element: etree._Element, kind: str, style: _Style) -> bool:
        colour = self._colour(element, kind, style)
        return colour is not None and (is_white(colour.get("Value")) or number(colour.get("Alpha"), 255.0) <= 0)

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


def _segments(data: str, matrix: Matrix) -> tuple[list[tuple[float, float]], list[Box], int]:
    """All points that a path goes through or bends to, the boxes of its straight pieces, and the number of its curves."""
    curves = 0
    points: list[tuple[float, float]] = []
    pieces: list[Box] = []
    start = last = apply(matrix, 0.0, 0.0)
    for letter, values in _commands(data):
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


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Letters of a path with their numbers; letters may be followed by several sets of them; what is cut short is left out."""
    words = _PATH_WORD.findall(data)
    letter, index = "", 0
    while index < len(words):
        if words[index].isalpha():
            letter = words[index].upper()
            index += 1
            if letter == "C":
                yield letter, []
            continue
        count = _ARGUMENTS.get(letter, 0)
        values = words[index : index + count]
        if not count or len(values) < count or any(word.isalpha() for word in values):
            index += 1
            continue
        yield letter, [number(word) for word in values]
        index += count


def _box_of(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (ax, ay), (bx, by) = one, other
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
