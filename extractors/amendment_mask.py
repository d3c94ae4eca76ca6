"""A text in which one sign stands for each quotation, place and named document, as the patterns of amendments read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors import citation_name, citation_short, clause_place, quotation
from extractors.citation_name import NamedDocument
from extractors.clause_place import Place
from extractors.match import Match
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
    plain = source.translate(_SIGNS).translate(_FULL_WIDTH)
    quotations = quotation.find(plain)
    hidden = _hidden(plain, quotations)
    names, meant = citation_short.resolve(hidden, citation_name.find(hidden))
    names_at = {(match.start, match.end): document for match, document in zip(names, meant, strict=True)}
    without_names = _hidden(hidden, names)
    places_at = {(match.start, match.end): match.value for match in clause_place.find(without_names)}
    quotes_at = {(match.start, match.end): _said(source, match) for match in quotations}
    return _built(hidden, {**dict.fromkeys(quotes_at, QUOTE), **_outside(places_at, names_at)}, quotes_at, places_at, names_at)


_Span = tuple[int, int]


def _said(source: str, match: Match[Quotation]) -> Quotation:
    """The quotation with its words as the source has them."""
    found = quotation.find(source[match.start : match.end])
    return found[0].value if found else match.value


def _hidden(text: str, matches: Sequence[Match[Quotation]] | Sequence[Match[NamedDocument]]) -> str:
    """The text with signs of no meaning in place of the matches, of the same length."""
    parts: list[str] = []
    done = 0
    for match in matches:
        parts += [text[done : match.start], QUOTE * (match.end - match.start)]
        done = match.end
    return "".join((*parts, text[done:]))


def _outside(places: Mapping[_Span, object], names: Mapping[_Span, object]) -> dict[_Span, str]:
    return {**dict.fromkeys(places, PLACE), **dict.fromkeys(names, NAME)}


def _built(
    hidden: str,
    signs: Mapping[_Span, str],
    quotes_at: Mapping[_Span, Quotation],
    places_at: Mapping[_Span, tuple[Place, ...]],
    names_at: Mapping[_Span, NamedDocument],
) -> Masked:
    left_out = {(hit.start(), hit.end()): "" for hit in _LEFT_OUT.finditer(hidden)}
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    found: dict[_Span, int] = {}
    done = 0
    for (start, end), sign in sorted({**left_out, **signs}.items()):
        if start < done:
            continue
        pieces += [hidden[done:start], sign]
        starts += [*range(done, start), *([start] if sign else [])]
        ends += [*range(done + 1, start + 1), *([end] if sign else [])]
        found[start, end] = len(starts) - 1
        done = end
    pieces.append(hidden[done:])
    starts += range(done, len(hidden))
    ends += range(done + 1, len(hidden) + 1)
    return Masked(
        "".join(pieces),
        starts,
        ends,
        {found[span]: value for span, value in quotes_at.items() if span in found},
        {found[span]: value for span, value in places_at.items() if span in found},
        {found[span]: value for span, value in names_at.items() if span in found},
    )
