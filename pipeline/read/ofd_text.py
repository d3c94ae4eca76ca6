"""Text objects of OFD: characters with the boxes that they take on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import regex
from lxml import etree

from pipeline.read.matrix import IDENTITY, Matrix, apply, bounds, times
from pipeline.read.ofd_values import Box, box, is_said, local_name, number, offsets, placing
from pipeline.read.symbols import shown_symbol

# Above and below the base line, in ems.
_ASCENT, _DESCENT = 0.88, 0.12
_FIRST_WIDE = "\u2e80"
# A narrow character is half an em, or as wide as its distance from the next, up to this.
_NARROW, _WIDEST_NARROW = 0.5, 1.05
# Less than this is no quarter turn, in degrees.
_TURN_TOLERANCE = 5.0
_QUARTERS: tuple[Matrix, ...] = (
    IDENTITY,
    (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
)
_SYMBOL_FONTS = frozenset(("wingdings", "wingdings 2", "symbol"))
# Stands for a character that the file does not state.
NO_CHARACTER = "\0"
# Stands for the glyph of a character that is part of the glyph of another.
NO_GLYPH = -1
# What writers set for a glyph whose meaning they do not know. Matches: `\ue001`, `\ufffd`, `¤`. Does not match: `一`, ` `,
# `\uf0b7` (a bullet of a symbol font).
_PLACEHOLDER = regex.compile("[[\\p{Co}\\p{Cn}\\p{Cc}\ufffd¤]--[\uf020-\uf0ff\t]]", flags=regex.VERSION1)
_LINE_ENDS = regex.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are set together, with their boxes on the page as it is before it is turned, in points.

    `turn` are the quarters with the clock at which they stand, -1 where they stand askew; `is_stacked` says that each
    stands below the one before, None for a single one.
    """

    text: str
    boxes: list[Box]
    size: float
    turn: int
    is_stacked: bool | None


@dataclass(frozen=True, slots=True)
class TextObject:
    """What a text object shows; `unknown` is the number of glyphs for which the file states no character."""

    runs: tuple[Run, ...]
    unknown: int


def read_text(element: etree._Element, matrix: Matrix, fonts: dict[str, str]) -> TextObject:
    """The runs of the object `element`, whose parent's space `matrix` takes to the page."""
    texts = [(code, _text_of(code)) for code in element if local_name(code) == "TextCode"]
    texts, unknown = _known(element, texts)
    font = fonts.get(element.get("Font", ""), "")
    if font.lower() in _SYMBOL_FONTS:
        texts = [(code, shown_by(font, text)) for code, text in texts]
    setting = _Setting(element, times(placing(element), matrix))
    return TextObject(tuple(setting.runs(texts)), unknown)


def _text_of(code: etree._Element) -> str:
    text = code.text or ""
    # Line ends come from indented XML: they are no characters.
    return _LINE_ENDS.sub("", text) if "\n" in text else text


_Texts = list[tuple[etree._Element, str]]


def _known(element: etree._Element, texts: _Texts) -> tuple[_Texts, int]:
    """The texts with U+0000 for characters that only hold a glyph's place, and the number of glyphs so left unread."""
    transforms = [child for child in element if local_name(child) == "CGTransform"]
    if not transforms:
        return texts, 0
    whole = "".join(text for _, text in texts)
    unknown = 0
    for transform in transforms:
        start, count = int(number(transform.get("CodePosition"))), int(number(transform.get("CodeCount"), 1.0))
        meant = whole[max(0, start) : max(0, start + count)]
        glyphs = len((transform.findtext("{*}Glyphs") or "").split())
        odd = len(_PLACEHOLDER.findall(meant))
        unknown += glyphs if not meant else odd
    return ([(code, _PLACEHOLDER.sub(NO_CHARACTER, text)) for code, text in texts] if unknown else texts), unknown


def shown_by(font: str, text: str) -> str:
    """What the font with the name shows for the characters: a symbol font shows others."""
    if font.lower() not in _SYMBOL_FONTS:
        return text
    return "".join(shown_symbol(font, f"{ord(character):X}") or character for character in text)


@dataclass(frozen=True, slots=True)
class SetGlyph:
    """A character in its place: itself (U+0000: not stated), the number of its glyph in the object's font where the file
    states one (NO_GLYPH: it is part of the glyph of another, as in a ligature), and the matrix from its em square, whose
    y goes up, to the object's space."""

    character: str
    number: int | None
    matrix: Matrix


def set_glyphs(element: etree._Element) -> Iterator[SetGlyph]:
    """The characters of a text object in the order in which they are set."""
    texts = [(code, _text_of(code)) for code in element if local_name(code) == "TextCode"]
    count = sum(len(text) for _, text in texts)
    stated = _stated(element, count)
    if texts and (further := max(stated, default=0) + 1 - count) > 0:
        # Glyphs behind the last character have places, but nothing says what they stand for.
        texts[-1] = (texts[-1][0], texts[-1][1] + NO_CHARACTER * further)
    for position, (character, matrix) in enumerate(_Setting(element, IDENTITY).places(texts)):
        glyph = stated.get(position)
        yield SetGlyph(character if glyph is None else _PLACEHOLDER.sub(NO_CHARACTER, character), glyph, matrix)


def _stated(element: etree._Element, characters: int) -> dict[int, int]:
    """The numbers of glyphs by the positions of their characters."""
    stated: dict[int, int] = {}
    for transform in element:
        if local_name(transform) != "CGTransform":
            continue
        start, count = int(number(transform.get("CodePosition"))), int(number(transform.get("CodeCount"), 1.0))
        if not 0 <= start <= characters + len(stated):
            continue
        glyphs = [int(number(word)) for word in (transform.findtext("{*}Glyphs") or "").split()]
        end = min(start + count, characters)
        stated |= dict.fromkeys(range(start + len(glyphs), end), NO_GLYPH)
        # More glyphs than characters have places only behind the text.
        last = end if end < characters else start + len(glyphs)
        stated |= {start + index: max(0, glyph) for index, glyph in enumerate(glyphs[: max(0, last - start)])}
    return stated


class _Setting:
    """How an object sets its text: size, width, direction, and its place on the page."""

    def __init__(self, element: etree._Element, matrix: Matrix) -> None:
        self._matrix = matrix
        self._size = abs(number(element.get("Size")))
        self._scale = number(element.get("HScale"), 1.0) or 1.0
        self._quarters = round(number(element.get("CharDirection")) / 90) % 4
        self._room = _room(element)
        _, _, c, d, _, _ = matrix
        self._shown_size = self._size * math.hypot(c, d)
        self._turn = _turn_of(times(_QUARTERS[self._quarters], matrix))

    def runs(self, texts: _Texts) -> Iterator[Run]:
        x = y = 0.0
        for code, text in texts:
            # A place that is not stated is that of the code before.
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            if text:
                yield self._run(code, text, x, y)

    def places(self, texts: _Texts) -> Iterator[tuple[str, Matrix]]:
        """Each character with the matrix from the em square of its glyph."""
        em = times((self._size * self._scale, 0.0, 0.0, -self._size, 0.0, 0.0), _QUARTERS[self._quarters])
        x = y = 0.0
        for code, text in texts:
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            dx, dy = self._steps(code, text, self._natural(text))
            for character, x0, y0 in zip(text, accumulate(dx, initial=x), accumulate(dy, initial=y), strict=False):
                yield character, times(em, (1.0, 0.0, 0.0, 1.0, x0, y0))

    def _natural(self, text: str) -> list[float]:
        em = self._size * self._scale
        return [em if character >= _FIRST_WIDE else _NARROW * em for character in text]

    def _steps(self, code: etree._Element, text: str, natural: list[float]) -> tuple[list[float], list[float]]:
        """How far it is from each character to the next, along and across."""
        count = len(text) - 1
        dx, dy = offsets(code.get("DeltaX"), count), offsets(code.get("DeltaY"), count)
        if not dx and not dy:
            dx = natural[:-1]
        _lengthen(dx, count)
        _lengthen(dy, count)
        return dx, dy

    def _run(self, code: etree._Element, text: str, x: float, y: float) -> Run:
        count = len(text) - 1
        natural = self._natural(text)
        dx, dy = self._steps(code, text, natural)
        across, along = sum(map(abs, dy)), sum(map(abs, dx))
        is_stacked = (across > along) != (self._quarters % 2 == 1) if count else None
        widths = natural if across > along else self._widths(text, natural, dx)
        xs = list(accumulate(dx, initial=x))
        a, b, c, d, e, f = self._matrix
        if across == 0 and self._quarters == 0 and b == 0 and c == 0 and a > 0 and d > 0:
            top, bottom = f + d * (y - _ASCENT * self._size), f + d * (y + _DESCENT * self._size)
            boxes = [(e + a * x0, top, e + a * (x0 + width), bottom) for x0, width in zip(xs, widths, strict=True)]
        else:
            ys = accumulate(dy, initial=y)
            boxes = [self._box(x0, y0, width) for x0, y0, width in zip(xs, ys, widths, strict=True)]
        return Run(text, boxes, self._shown_size, self._turn, is_stacked)

    def _widths(self, text: str, natural: list[float], dx: list[float]) -> list[float]:
        """How wide each character is: no wider than its distance from the next; the last one, where it is narrow, as wide
        as its object's box has room."""
        most = _WIDEST_NARROW * self._size * self._scale
        is_wide = text[-1] >= _FIRST_WIDE
        steps = [*dx, dx[-1] if is_wide and dx else 0.0 if is_wide else self._room - sum(dx)]
        return [
            (step if 0 < step < width else width) if character >= _FIRST_WIDE else (step if 0 < step <= most else width)
            for character, width, step in zip(text, natural, steps, strict=True)
        ]

    def _box(self, x: float, y: float, width: float) -> Box:
        a, b, c, d, _, _ = times(_QUARTERS[self._quarters], self._matrix)
        e, f = apply(self._matrix, x, y)
        return bounds((a, b, c, d, e, f), 0.0, -_ASCENT * self._size, width, _DESCENT * self._size)


def _room(element: etree._Element) -> float:
    """The width of the object's box in its own space; 0 where it is turned."""
    place = box(element.get("Boundary"))
    a, b, _, _, _, _ = placing(element)
    return place[2] / a if place and a > 0 and b == 0 else 0.0


def _lengthen(steps: list[float], count: int) -> None:
    """The last offset holds for all characters that have none; without any there is none."""
    steps += [steps[-1] if steps else 0.0] * (count - len(steps))


def _turn_of(matrix: Matrix) -> int:
    degrees = math.degrees(math.atan2(matrix[1], matrix[0]))
    quarters = round(degrees / 90)
    return quarters % 4 if abs(degrees - 90 * quarters) <= _TURN_TOLERANCE else -1


def is_painted(element: etree._Element) -> bool:
    """Whether the object's text leaves a trace: it is visible, not transparent, and filled or stroked."""
    if not is_said(element, "Visible", default=True) or number(element.get("Alpha"), 255.0) <= 0:
        return False
    return is_said(element, "Fill", default=True) or is_said(element, "Stroke", default=False)
