"""The lines that close a notice: signature, date, notes and imprint. They belong to no item of the outline."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors import unit
from pipeline.structure import signature
from pipeline.structure.front import Anchors, Front
from pipeline.structure.imprint import is_attachment, is_imprint

# What may stand below the date. Matches: （此件公开发布）, （本文有删减）. Does not match: （一）加强领导.
_NOTE = regex.compile(r"[（(][^（()）]{2,40}[）)]")


def closing_lines(front: Front, anchors: Anchors) -> frozenset[int]:
    """The numbers of the paragraphs that close the notice, and of those of its imprint."""
    return frozenset({*_imprint(front, anchors.body), *_signature(front, anchors)})


def _imprint(front: Front, body: int) -> Iterator[int]:
    """The lines of the imprint, with the organs that stand alone beside them: 印发机关, more of 抄送."""
    for index in range(body, len(front.blocks)):
        if is_imprint(front.paragraph(index)):
            yield index
            yield from (
                near
                for near in (index - 1, index + 1)
                if body <= near < len(front.blocks) and _names_organs(front, near)
            )


def _names_organs(front: Front, index: int) -> bool:
    names = regex.split(r"[，,；。\s]+", front.paragraph(index).strip("。 "))
    return all(unit.is_unit(name) for name in names)


def _signature(front: Front, anchors: Anchors) -> Iterator[int]:
    """附件说明, the signature, its date and the note below it."""
    if anchors.signed < 0:
        return
    first = signature.first_line(front, anchors)
    attachments = [index for index in range(anchors.body, first) if is_attachment(front.paragraph(index))]
    yield from range(min([*attachments, first]), anchors.signed + 1)
    below = anchors.signed + 1
    if below < len(front.blocks) and _NOTE.fullmatch(front.paragraph(below)):
        yield below
