"""A text in which one sign stands for each quotation, place and named document, as the patterns of amendments read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors import citation_name, citation_short, clause_place, quotation
from extractors.citation_name import NamedDocument
from extractors.clause_place import Place
from extractors.quotation import Quotation

QUOTE, PLACE, NAME = "◆", "▲", "◇"
_SIGNS = str.maketrans(dict.fromkeys(QUOTE + PLACE + NAME, "□"))
_FULL_WIDTH = str.maketrans(",;:()", "，；：（）")
# What is left out. Matches: ` `, `　`, `（以下简称◆）`. Does not match: `\n`, `（试行）`.
_LEFT_OUT = regex.compile(r"[^\S\n]+|（[^（）\n]{0,20}(?:以下|下称|简称)[^（）\n]{0,60}）")


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with signs; `starts` and `ends` are where each of its characters stands in the source; the others are what
    stands behind a sign, by its offset in `text`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    quotations: Mapping[int, Quotation]
    places: Mapping[int, tuple[Place, ...]]
    names: Mapping[int, NamedDocument]


def mask(source: str) -> Masked:
    """`source` as patterns read it: without blanks and short names, points full-width, signs for what they speak of."""
    quotations = quotation.find(source)
    hidden = _hidden(source.translate(_SIGNS).translate(_FULL_WIDTH), [(each.start, each.end) for each in quotations])
    names, meant = citation_short.resolve(hidden, citation_name.find(hidden))
    places = clause_place.find(_hidden(hidden, [(each.start, each.end) for each in names]))
    signs = [
        *((each.start, each.end, QUOTE) for each in quotations),
        *((each.start, each.end, NAME) for each in names),
        *((each.start, each.end, PLACE) for each in places),
        *((each.start(), each.end(), "") for each in _LEFT_OUT.finditer(hidden)),
    ]
    text, starts, ends = _signed(hidden, sorted(signs))
    at = {start: offset for offset, start in enumerate(starts)}
    return Masked(
        text,
        starts,
        ends,
        {at[each.start]: each.value for each in quotations if each.start in at},
        {at[each.start]: each.value for each in places if each.start in at},
        {at[each.start]: named for each, named in zip(names, meant, strict=True) if each.start in at},
    )


def _hidden(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with a sign in place of each character of the spans."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], QUOTE * (end - start)]
        done = end
    return "".join((*parts, text[done:]))


def _signed(text: str, signs: Sequence[tuple[int, int, str]]) -> tuple[str, list[int], list[int]]:
    """The text with a sign (or nothing) for each span, and where its characters start and end in it; of spans that
    overlap the first counts."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, sign in (*signs, (len(text), len(text), "")):
        if start < done:
            continue
        pieces += [text[done:start], sign]
        starts += [*range(done, start), *([start] if sign else [])]
        ends += [*range(done + 1, start + 1), *([end] if sign else [])]
        done = end
    return "".join(pieces), starts, ends
