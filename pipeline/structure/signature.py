"""署名: the organs above the date of signature."""

from __future__ import annotations

import regex

from extractors import unit
from pipeline.model.notice import Element, Span
from pipeline.structure.front import Anchors, Front

_MAX_LINES = 6
_LAST_LINES = 8
_MAX_ORGAN = 40


def read(front: Front, anchors: Anchors) -> tuple[Element, ...]:
    """The organs above the date of signature, on a line each or side by side; without a date on the last lines."""
    if anchors.signed <= 0:
        return _without_date(front, anchors)
    first = first_line(front, anchors)
    return tuple(name for index in range(first, anchors.signed) for name in organs(front, index))


def first_line(front: Front, anchors: Anchors) -> int:
    """The first paragraph of the signature; that of the date where no organ stands above it."""
    first = anchors.signed
    while first > max(anchors.signed - _MAX_LINES, anchors.body) and organs(front, first - 1):
        first -= 1
    return first


# A name spaced letter by letter: `国 务 院`. Does not match: `省财政厅 省税务局`.
_LETTER_SPACED = regex.compile(r"\s*\p{Han}(?:\s{1,4}\p{Han}){1,11}\s*")


def organs(front: Front, index: int) -> list[Element]:
    """The organs that a line of nothing else names: 浙江保监局  浙江省司法厅 gives two."""
    start, paragraph = front.blocks[index].span.start, front.paragraph(index)
    if _LETTER_SPACED.fullmatch(paragraph) and unit.is_unit(name := "".join(paragraph.split())):
        return [Element(name, front.blocks[index].span, "signature")]
    names: list[Element] = []
    for hit in regex.finditer(r"\S+", paragraph):
        if len(hit.group()) > _MAX_ORGAN or not unit.is_unit(hit.group()) or "、" in hit.group():
            return []
        names.append(Element(hit.group(), Span(start + hit.start(), start + hit.end()), "signature"))
    return names


def _without_date(front: Front, anchors: Anchors) -> tuple[Element, ...]:
    for index in range(len(front.blocks) - 1, max(anchors.body, len(front.blocks) - _LAST_LINES), -1):
        names = organs(front, index)
        if names and front.paragraph(index - 1).endswith("。"):
            return tuple(names)
    return ()
