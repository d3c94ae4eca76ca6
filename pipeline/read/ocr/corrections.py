"""Corrections that know notices: what a line of a scan cannot have said, put right by rules, each change logged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.rules import Rule, patterns
from pipeline.model.reading import Correction

_TABLE = "ocr_corrections"


class Place(StrEnum):
    """Where a rule holds: anywhere; in the margins alone, where page numbers stand; at the break between two lines.

    A rule of the last kind is tried on both lines with a line end between them, and changes the second one.
    """

    ANY = "any"
    MARGIN = "margin"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line after its corrections; `origins` has for each character the place (0 is the first) that it was read in."""

    text: str
    origins: tuple[float, ...]
    corrections: tuple[Correction, ...]


def correct(text: str, *, page: int = 1, in_margin: bool = False, above: str = "") -> Corrected:
    """The line with what the rules prove wrong put right: 郑政文[2021]26号 gives 郑政文〔2021〕26号.

    `above` is the line above it in its column or cell, if any.
    """
    current, origins = text, tuple(float(index) for index in range(len(text)))
    corrections: list[Correction] = []
    for rule in patterns(_TABLE):
        place = Place(rule.columns["place"])
        if rule.columns["action"] != "replace" or (place is Place.MARGIN and not in_margin):
            continue
        lead = f"{above}\n" if place is Place.BREAK else ""
        current, origins = _applied(rule, lead, (current, origins), corrections, (page, text))
    return Corrected(current, origins, tuple(corrections))


def is_watermark(text: str) -> bool:
    """Whether a line is the mark of a scanner's program: 扫描全能王 创建."""
    flat = "".join(text.split())
    return any(rule.pattern.search(flat) for rule in patterns(_TABLE) if rule.columns["action"] == "drop")


def _applied(
    rule: Rule,
    lead: str,
    line: tuple[str, tuple[float, ...]],
    corrections: list[Correction],
    where: tuple[int, str],
) -> tuple[str, tuple[float, ...]]:
    """The line and its origins after one rule, which sees `lead` before it."""
    text, origins = line
    page, read = where
    pieces: list[str] = []
    places: list[float] = []
    done = 0
    for hit in rule.pattern.finditer(lead + text, len(lead)):
        start, end, new = hit.start() - len(lead), hit.end() - len(lead), hit.expand(rule.columns["replacement"])
        if new == hit.group():
            continue
        pieces += [text[done:start], new]
        places += [*origins[done:start], *_spread(origins[start:end], len(new))]
        done = end
        corrections.append(Correction(page, hit.group(), new, rule.rule_id, read))
    return "".join((*pieces, text[done:])), (*places, *origins[done:])


def _spread(origins: tuple[float, ...], count: int) -> tuple[float, ...]:
    """So many places over the room of those that were there."""
    if len(origins) == count:
        return origins
    first, last = origins[0], origins[-1]
    step = (last - first) / max(1, count - 1)
    return tuple(first + index * step for index in range(count))
