"""How OFD writes numbers, boxes, matrices, offsets and colours in attributes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from pipeline.read.matrix import IDENTITY, Matrix

# Millimetres, OFD's unit, in points.
POINTS = 72 / 25.4
# No page is 100 m long; what goes beyond was written to do harm.
_MOST = 1e5
_WHITE = 250.0
# What white is by the number of its components: grey, red green blue, cyan magenta yellow black.
_NO_INK = 4

Box = tuple[float, float, float, float]


def number(text: str | None, default: float = 0.0) -> float:
    """The number that the attribute states; `default` where it is absent or none that a page could have."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) <= _MOST else default


def numbers(text: str | None) -> list[float]:
    """The numbers apart by blanks (some writers set commas)."""
    return [number(word) for word in (text or "").replace(",", " ").split()]


def box(text: str | None) -> Box | None:
    """Left, top, width, height; None where these are not four."""
    values = numbers(text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def placing(element: etree._Element) -> Matrix:
    """The matrix from an object's own space to the space of what it stands in: its CTM, then its boundary's corner."""
    left, top, _, _ = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    values = numbers(element.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else IDENTITY
    return a, b, c, d, e + left, f + top


def offsets(text: str | None, count: int) -> list[float]:
    """At most `count` offsets from character to character: `g 3 5 2.5` says 5 three times, then 2.5."""
    return list(_offsets((text or "").replace(",", " ").split(), count))


def _offsets(words: list[str], count: int) -> Iterator[float]:
    left, index = count, 0
    while index < len(words) and left > 0:
        if words[index] == "g" and index + 2 < len(words):
            # As many as there is text for, whatever the file claims.
            times = min(left, _count(words[index + 1]))
            yield from [number(words[index + 2])] * times
            index += 3
        else:
            times = 1
            yield number(words[index])
            index += 1
        left -= times


def _count(word: str) -> int:
    """The whole number that the word is, 0 where it is none; of more than nine digits the first nine."""
    return int(word[:9]) if word.isascii() and word.isdigit() else 0


def is_said(element: etree._Element, name: str, *, default: bool) -> bool:
    """What a truth value says: `true`, `1`, `false`, `0`."""
    value = element.get(name, "").strip().lower()
    return value in ("true", "1") if value in ("true", "1", "false", "0") else default


def is_white(value: str | None) -> bool:
    """Whether a colour's value is white: `255 255 255`, `#FF #FF #FF`; without a value it is black."""
    parts = components(value)
    if len(parts) == _NO_INK:
        return max(parts) <= 0
    return bool(parts) and min(parts) >= _WHITE


def components(value: str | None) -> list[float]:
    """A colour's components, 0 to 255; empty where it has no value."""
    return [_component(word) for word in (value or "").replace(",", " ").split()]


def _component(word: str) -> float:
    if word.startswith("#"):
        try:
            return float(int(word[1:3], 16))
        except ValueError:
            return 0.0
    return number(word)


def local_name(element: etree._Element) -> str:
    """The element's name; OFD's namespace has had several names, and some files have none."""
    return str(element.tag).rpartition("}")[2]
