"""What is drawn on a page of an OFD as operators of PDF: text by its glyphs, paths, pictures, with clips and opacity.

Colours that change over an area (AxialShd, RadialShd) are drawn in the first of them; areas filled with a pattern are not.
Nothing is clipped to the box of its object, which some writers set too small; a font is never made bold or slanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import regex
from lxml import etree

from pipeline.errors import ReadError
from pipeline.read.font_file import FontFile
from pipeline.read.image import MAX_PIXELS, layers
from pipeline.read.jbig2 import MAGIC, Jbig2, read_jbig2
from pipeline.read.machine_fonts import font_for
from pipeline.read.matrix import IDENTITY, Matrix, apply, times
from pipeline.read.ofd_drawing import MAX_PATHS, path_data, picture_place
from pipeline.read.ofd_media import Media
from pipeline.read.ofd_path import outline
from pipeline.read.ofd_text import NO_CHARACTER, NO_GLYPH, SetGlyph, is_painted, set_glyphs, shown_by
from pipeline.read.ofd_values import components, is_said, number, numbers, placing
from pipeline.read.ofd_walk import Placed, Room, colour, objects, opacity, said
from pipeline.read.pdf_canvas import Canvas, Picture, matrix_of
from pipeline.read.pdf_canvas import number as written
from pipeline.read.pdf_objects import MAX_GLYPHS

# A page of A4 at 600 dpi; a larger picture is made smaller.
_MAX_PICTURE = 36_000_000
# Pixels of all pictures of a page.
_MAX_PIXELS = 120_000_000
# How lines are drawn where nothing is said, lengths in the object's unit.
_LINE = {
    "LineWidth": "0.353",
    "Cap": "Butt",
    "Join": "Miter",
    "MiterLimit": "3.528",
    "DashPattern": "",
    "DashOffset": "0",
}
_MAX_DASHES = 10
_CAPS = {"Butt": 0, "Round": 1, "Square": 2}
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
# The operators of colours by the number of their components: grey, red green blue, CMYK.
_COLOURS = {1: "g", 3: "rg", 4: "k"}
_BLACK = "0"
# How colours may mix; PDF has the same words. Matches: `Darken`. Does not match: `Normal`, `/Darken gs`.
_BLEND = regex.compile(
    "Multiply|Screen|Overlay|Darken|Lighten|ColorDodge|ColorBurn|HardLight|SoftLight|Difference|Exclusion|Hue"
    "|Saturation|Color|Luminosity"
)
_UPRIGHT: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, 1.0)
_PATH = {"M": "m", "L": "l", "B": "c", "C": "h"}


@dataclass(slots=True)
class Painting:
    """A page in the making; `pictures` are the names of those on it by their files and those of their masks, `notes` codes
    of what could not be drawn."""

    canvas: Canvas
    pictures: dict[tuple[bytes, bytes], str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    room: Room = field(default_factory=Room)
    glyphs_left: int = MAX_GLYPHS
    path_left: int = MAX_PATHS
    pixels_left: int = _MAX_PIXELS


def paint(painting: Painting, media: Media, root: etree._Element, matrix: Matrix) -> None:
    """Adds what stands in `root`: a page or template, or the appearance of an annotation.

    Raises: ReadError `zip_bomb`.
    """
    brush = _Brush(painting, media)
    paint_of = {"TextObject": brush.text, "PathObject": brush.path, "ImageObject": brush.image}
    for placed in objects(root, matrix, media.resources, painting.room):
        if min(painting.glyphs_left, painting.path_left, painting.pixels_left) < 0:
            painting.room.is_full = True
            break
        if placed.is_shown:
            paint_of[placed.name](placed)
    if painting.room.is_full:
        painting.notes.add("page_too_dense")


def paint_picture(painting: Painting, data: bytes, place: Matrix, mask: bytes = b"") -> None:
    """Adds a picture that fills the unit square, which `place` takes to the page; where the picture `mask` is black, it is
    not shown.

    Raises: ReadError `broken_image`, `image_too_large`.
    """
    name = painting.pictures.get((data, mask)) or _named(painting, data, mask)
    painting.canvas.add("q", f"{matrix_of(times(_UPRIGHT, place))} cm", f"/{name} Do", "Q")


def _named(painting: Painting, data: bytes, mask: bytes) -> str:
    content, opaque = _decoded(painting, data)
    if mask:
        stencil, _ = _decoded(painting, mask)
        opaque = stencil if isinstance(stencil, Jbig2) else stencil.max(axis=2)
    name = painting.canvas.picture(content, opaque)
    painting.pictures[data, mask] = name
    return name


def _decoded(painting: Painting, data: bytes) -> tuple[Picture, Picture | None]:
    """The picture, and how opaque each of its pixels is."""
    if data.startswith(MAGIC):
        bilevel = read_jbig2(data)
        if bilevel.width * bilevel.height > MAX_PIXELS:
            message = f"the picture has {bilevel.width} x {bilevel.height} pixels, more than {MAX_PIXELS:,}"
            raise ReadError(f"{message}; scan it at 200 to 600 dpi", reason_code="image_too_large")
        painting.pixels_left -= bilevel.width * bilevel.height
        return bilevel, None
    colours, opaque = layers(data, most=_MAX_PICTURE)
    painting.pixels_left -= colours.shape[0] * colours.shape[1]
    return colours, opaque


@dataclass(frozen=True, slots=True)
class _Inks:
    """Whether areas and lines are drawn, and the operators that set how."""

    fills: bool
    strokes: bool
    operators: tuple[str, ...]


class _Brush:
    def __init__(self, painting: Painting, media: Media) -> None:
        self._painting, self._media = painting, media
        self._canvas, self._resources = painting.canvas, media.resources

    def text(self, placed: Placed) -> None:
        element, canvas = placed.element, self._canvas
        inks = self._inks(placed, fills=is_said(element, "Fill", default=True), area=_BLACK)
        if not is_painted(element) or not (inks.fills or inks.strokes):
            return
        with self._framed(placed):
            canvas.add(f"{matrix_of(times(placing(element), placed.matrix))} cm", *inks.operators, "BT")
            canvas.add("2 Tr" if inks.fills and inks.strokes else "0 Tr" if inks.fills else "1 Tr")
            self._set(element)
            canvas.add("ET")

    def _set(self, element: etree._Element) -> None:
        """The glyphs of a text object, each in its place."""
        font_id, used = element.get("Font", ""), None
        for each in set_glyphs(element):
            self._painting.glyphs_left -= 1
            font, glyph = self._glyph(each, font_id)
            if font is None:
                continue
            if font is not used:
                self._canvas.add(f"/{self._canvas.font(font)} 1 Tf")
                used = font
            self._canvas.add(f"{matrix_of(each.matrix)} Tm <{glyph:04X}> Tj")

    def _glyph(self, each: SetGlyph, font_id: str) -> tuple[FontFile | None, int]:
        """The font to draw with, None where nothing is to be drawn, and the glyph's number in it."""
        own = self._media.font(font_id)
        if own and each.number is not None:
            return (None, 0) if each.number == NO_GLYPH else (own, each.number & 0xFFFF)
        if own and (glyph := own.glyph(each.character)):
            return own, glyph
        character = shown_by(self._resources.fonts.get(font_id, ""), each.character)
        if not character.strip():
            return None, 0
        font = font_for(character) if character != NO_CHARACTER else None
        if font is None:
            self._painting.notes.add("glyphs_not_drawn")
        return font, font.glyph(character) if font else 0

    def path(self, placed: Placed) -> None:
        element, canvas = placed.element, self._canvas
        inks = self._inks(placed, fills=is_said(element, "Fill", default=False))
        data = path_data(element)
        self._painting.path_left -= len(data)
        if not data or self._painting.path_left < 0 or not (inks.fills or inks.strokes):
            return
        with self._framed(placed):
            canvas.add(f"{matrix_of(times(placing(element), placed.matrix))} cm", *inks.operators, *_traced(data))
            star = "*" if inks.fills and said(placed, self._resources, "Rule") == "Even-Odd" else ""
            canvas.add(("B" if inks.fills and inks.strokes else "f" if inks.fills else "S") + star)

    def image(self, placed: Placed) -> None:
        element = placed.element
        if not element.get("ResourceID"):
            return
        shade = placed.style.alpha * opacity(element)
        data, mask = (self._media.picture(element.get(name, "")) for name in ("ResourceID", "ImageMask"))
        with self._framed(placed):
            self._canvas.add(f"/{self._canvas.state(fill=shade, blend=_blend(element))} gs")
            try:
                paint_picture(self._painting, data, picture_place(element, placed.matrix), mask)
            except ReadError:
                self._painting.notes.add("picture_not_drawn")

    def _inks(self, placed: Placed, *, fills: bool, area: str = "") -> _Inks:
        """How the object's areas and lines are drawn; `area` is the colour of areas without one, "" for none."""
        strokes = is_said(placed.element, "Stroke", default=placed.name == "PathObject")
        filling, fill = self._ink(placed, "FillColor", area) if fills else ("", 0.0)
        stroking, stroke = self._ink(placed, "StrokeColor", _BLACK) if strokes else ("", 0.0)
        state = self._canvas.state(fill=fill, stroke=stroke, blend=_blend(placed.element))
        operators = [f"/{state} gs"]
        if filling:
            operators.append(filling)
        if stroking:
            operators += [stroking.upper(), *self._line(placed)]
        return _Inks(bool(filling), bool(stroking), tuple(operators))

    def _ink(self, placed: Placed, kind: str, usual: str) -> tuple[str, float]:
        """The operator that sets the colour of areas, "" where nothing is drawn, and how opaque it is."""
        shade = placed.style.alpha * opacity(placed.element)
        found = colour(placed, self._resources, kind)
        if found is None:
            return (f"{usual} g" if usual else ""), shade
        parts = components(_value(found))
        operator = _COLOURS.get(len(parts), "" if found.find("{*}Pattern") is not None else "g")
        values = [written(min(1.0, max(0.0, part / 255))) for part in parts] if len(parts) in _COLOURS else [_BLACK]
        return (f"{' '.join(values)} {operator}" if operator else ""), shade * opacity(found)

    def _line(self, placed: Placed) -> list[str]:
        """How wide lines are, how they end, bend and break."""
        of = {name: said(placed, self._resources, name) or usual for name, usual in _LINE.items()}
        dashes = [max(0.0, value) for value in numbers(of["DashPattern"])][:_MAX_DASHES]
        pattern = " ".join(map(written, dashes)) if sum(dashes) > 0 else ""
        return [
            f"{written(abs(number(of['LineWidth'])))} w",
            f"{_CAPS.get(of['Cap'], 0)} J",
            f"{_JOINS.get(of['Join'], 0)} j",
            f"{written(max(1.0, number(of['MiterLimit'])))} M",
            f"[{pattern}] {written(number(of['DashOffset']))} d",
        ]

    @contextmanager
    def _framed(self, placed: Placed) -> Iterator[None]:
        """Within the clips of the object and of the composite objects that it stands in."""
        self._canvas.add("q")
        for element, matrix in (*placed.style.composites, (placed.element, placed.matrix)):
            self._clip(element, matrix)
        yield
        self._canvas.add("Q")

    def _clip(self, element: etree._Element, matrix: Matrix) -> None:
        for clips in element.iterfind("{*}Clips"):
            of_object = placing(element)
            if not is_said(clips, "TransFlag", default=True):
                of_object = (1.0, 0.0, 0.0, 1.0, *of_object[4:])
            for clip in clips.iterfind("{*}Clip"):
                areas = list(_areas(clip, times(of_object, matrix)))
                # A clip of text is left out.
                if areas:
                    self._painting.path_left -= sum(len(data) for data, _ in areas)
                    self._canvas.add(*(operator for area in areas for operator in _traced(*area)), "W n")


def _areas(clip: etree._Element, matrix: Matrix) -> Iterator[tuple[str, Matrix]]:
    """The paths that make up a clip, each with the matrix from its space to the page."""
    for area in clip.iterfind("{*}Area"):
        for path in area.iterfind("{*}Path"):
            if data := path_data(path):
                yield data, times(placing(path), times(placing(area), matrix))


def _traced(data: str, matrix: Matrix = IDENTITY) -> Iterator[str]:
    is_begun = False
    for letter, values in outline(data):
        if not is_begun and letter != "M":
            yield f"{written(matrix[4])} {written(matrix[5])} m"
        is_begun = True
        points = (apply(matrix, values[i], values[i + 1]) for i in range(0, len(values), 2))
        yield " ".join([*(f"{written(x)} {written(y)}" for x, y in points), _PATH[letter]])


def _value(found: etree._Element) -> str | None:
    """What a colour says; of one that changes, the first."""
    return found.get("Value") or next((each.get("Value") for each in found.iter("{*}Color")), None)


def _blend(element: etree._Element) -> str:
    named = element.get("BlendMode", "")
    return named if _BLEND.fullmatch(named) else ""
