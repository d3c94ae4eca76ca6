"""The objects of an OFD's page in the order in which they are drawn, out of their layers, blocks and composite objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from pipeline.read.matrix import Matrix, times
from pipeline.read.ofd_package import Resources
from pipeline.read.ofd_values import is_said, local_name, number, placing

_MAX_OBJECTS = 200_000
_MAX_DEPTH = 32
_MAX_COMPOSITE_DEPTH = 8
# Drawing parameters that go back to others.
_MAX_RELATIVES = 8
_CONTAINERS = ("Layer", "PageBlock", "Content")
_OBJECTS = ("TextObject", "PathObject", "ImageObject")
_OPAQUE = 255.0


@dataclass(slots=True)
class Room:
    """How many objects may still be drawn; `is_full` once there were more, or they stood too deep in one another."""

    left: int = _MAX_OBJECTS
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """What an object takes from what it stands in; `composites` are the composite objects around it, the outermost first,
    each with the matrix of what it stands in, `alpha` is 0 to 1."""

    is_shown: bool = True
    parameter: str = ""
    alpha: float = 1.0
    depth: int = 0
    composites: tuple[tuple[etree._Element, Matrix], ...] = ()


class Placed(NamedTuple):
    """A text, path or image object; `matrix` takes the space of what it stands in to the page."""

    name: str
    element: etree._Element
    matrix: Matrix
    style: Style

    @property
    def is_shown(self) -> bool:
        return self.style.is_shown and is_said(self.element, "Visible", default=True)


def objects(
    parent: etree._Element, matrix: Matrix, resources: Resources, room: Room, style: Style | None = None
) -> Iterator[Placed]:
    """What stands in `parent`: a page or template, or the appearance of an annotation."""
    style = style or Style()
    for element in parent:
        room.left -= 1
        if room.left < 0 or style.depth > _MAX_DEPTH or len(style.composites) > _MAX_COMPOSITE_DEPTH:
            room.is_full = True
            return
        name = local_name(element)
        if name in _OBJECTS:
            yield Placed(name, element, matrix, style)
        elif name in _CONTAINERS:
            yield from objects(element, matrix, resources, room, _within(element, style))
        elif name == "CompositeObject":
            unit = resources.composites.get(element.get("ResourceID", ""))
            if unit is not None:
                inner = replace(_within(element, style), composites=(*style.composites, (element, matrix)))
                yield from objects(unit, times(placing(element), matrix), resources, room, inner)


def _within(element: etree._Element, style: Style) -> Style:
    is_shown = style.is_shown and is_said(element, "Visible", default=True)
    alpha = style.alpha * opacity(element)
    return Style(is_shown, element.get("DrawParam") or style.parameter, alpha, style.depth + 1, style.composites)


def opacity(element: etree._Element) -> float:
    """How opaque the object or colour says to be: 0 to 1."""
    return min(1.0, max(0.0, number(element.get("Alpha"), _OPAQUE) / _OPAQUE))


def parameters(placed: Placed, resources: Resources) -> Iterator[etree._Element]:
    """What says how an object is drawn, the nearest first: itself, its drawing parameters, those that they go back to."""
    yield placed.element
    name = placed.element.get("DrawParam") or placed.style.parameter
    for _ in range(_MAX_RELATIVES):
        parameter = resources.parameters.get(name)
        if parameter is None:
            return
        yield parameter
        name = parameter.get("Relative", "")


def said(placed: Placed, resources: Resources, name: str) -> str | None:
    """The attribute of the object or of its drawing parameters."""
    values = (each.get(name) for each in parameters(placed, resources))
    return next((value for value in values if value is not None), None)


def colour(placed: Placed, resources: Resources, kind: str) -> etree._Element | None:
    """The object's colour (`FillColor`, `StrokeColor`), or that of its drawing parameters."""
    for each in parameters(placed, resources):
        for child in each:
            if local_name(child) == kind:
                return child
    return None
