"""Corrections that know notices: what a line of a scan cannot have said, put right by rules, each change logged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.rules import Rule, patterns

_TABLE = "ocr_corrections"


class Place(StrEnum):
    """Where on a page a rule holds: anywhere, or in the margins alone, where page numbers stand."""

    ANY = "any"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Correction:
    """One change: what was read, what stands now, by which rule, on which page; `line` is the line as it was read."""

    page: int
    old: str
    new: str
    rule_id: str
    line: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line after its corrections; `origins` has for each character the place (0 is the first) that it was read in."""

    text: str
    origins: tuple[float, ...]
    corrections: tuple[Correction, ...]


def correct(text: str, *, page: int = 1, in_margin: bool = False) -> Corrected:
    """The line with what the rules prove wrong put right: 郑政文[2021]26号 gives 郑政文〔2021〕26号."""
    current, origins = text, tuple(float(index) for index in range(len(text)))
    corrections: list[Correction] = []
    for rule in patterns(_TABLE):
        if rule.columns["action"] != "replace" or (rule.columns["place"] == Place.MARGIN and not in_margin):
            continue
        current, origins = _applied(rule, current, origins, corrections, (page, text))
    return Corrected(current, origins, tuple(corrections))


def is_watermark(text: str) -> bool:
    """Whether a line is the mark of a scanner's program: 扫描全能王 创建."""
    flat = "".join(text.split())
    return any(rule.pattern.search(flat) for rule in patterns(_TABLE) if rule.columns["action"] == "drop")


def _applied(
    rule: Rule, text: str, origins: tuple[float, ...], corrections: list[Correction], where: tuple[int, str]
) -> tuple[str, tuple[float, ...]]:
    page, line = where
    pieces: list[str] = []
    places: list[float] = []
    done = 0
    for hit in rule.pattern.finditer(text):
        new = hit.expand(rule.columns["replacement"])
        if new == hit.group():
            continue
        pieces += [text[done : hit.start()], new]
        places += [*origins[done : hit.start()], *_spread(origins[hit.start() : hit.end()], len(new))]
        done = hit.end()
        corrections.append(Correction(page, hit.group(), new, rule.rule_id, line))
    return "".join((*pieces, text[done:])), (*places, *origins[done:])


def _spread(origins: tuple[float, ...], count: int) -> tuple[float, ...]:
    """So many places over the room of those that were there."""
    if len(origins) == count:
        return origins
    first, last = origins[0], origins[-1]
    step = (last - first) / max(1, count - 1)
    return tuple(first + index * step for index in range(count))

