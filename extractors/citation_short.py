"""Short names that a notice gives to documents: （以下简称《方案》）, （国发〔2016〕82号，以下简称“82号文”）."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors import title
from extractors.citation_name import NamedDocument
from extractors.match import Match

# Where a short name is given: `以下简称《方案》`, `下称“82号文”`, `简称为“《审价办法》”`. Does not match: `简称于`.
_GIVEN = regex.compile(
    r"(?:简称|下称|统称)(?:为)?[：:]?(?P<open>[“\"《〈‘]{1,2})(?P<name>[^”\"》《“〉\n，。；（）()]{2,24})[”\"》〉’]{1,2}"
)
# How far behind a document its short name may be given.
_MAX_GAP = 60
_MAX_GIVEN = 60
# Matches: `82号文`, `银监会25号令`. Does not match: `合作机构`.
_OF_DOCUMENT = regex.compile(r"\d+号|[文令法]$")


@dataclass(frozen=True, slots=True)
class _Given:
    """A short name, folded to bare letters, where it was given, and the document that it stands for."""

    name: str
    end: int
    document: NamedDocument
    marked: bool


def resolve(text: str, named: Sequence[Match[NamedDocument]]) -> tuple[list[Match[NamedDocument]], list[NamedDocument]]:
    """The places that name documents, with those that use a short name without 《》, and the document that each means.

    Of 现将《X方案》（以下简称《方案》）印发给你们 …… 《方案》 both places mean X方案; behind 原 a short name means another document.
    """
    given = _given(text, named)
    if not given:
        return list(named), [match.value for match in named]
    places = sorted([*named, *_unmarked(text, named, given)], key=lambda match: match.start)
    by_name: dict[str, list[_Given]] = {}
    for short in given:
        by_name.setdefault(short.name, []).append(short)
    return places, [_meant(text, match, by_name.get(_bare(match.value.title), ())) for match in places]


def _given(text: str, named: Sequence[Match[NamedDocument]]) -> list[_Given]:
    """What short names the text gives to documents, in order; one given to anything else is none."""
    starts = [match.start for match in named]
    given: list[_Given] = []
    for hit in _GIVEN.finditer(text):
        at = hit.start("open")
        index = bisect_left(starts, at) - 1
        document = named[index] if index >= 0 else None
        marked = "《" in hit["open"] or "〈" in hit["open"]
        is_name = marked or title.document_type(hit["name"]) or _OF_DOCUMENT.search(hit["name"])
        if document is None or not is_name or document.value.no_document:
            continue
        between = text[document.end : hit.start()]
        if len(between) <= _MAX_GAP and not regex.search(r"[。；\n]", between):
            given.append(_Given(_bare(hit["name"]), hit.end(), document.value, marked))
        if len(given) == _MAX_GIVEN:
            break
    return given


def _bare(name: str) -> str:
    return regex.sub(r"\s+", "", name)


def _unmarked(text: str, named: Sequence[Match[NamedDocument]], given: Sequence[_Given]) -> list[Match[NamedDocument]]:
    """The later places of short names that were given without 《》: 82号文."""
    taken = [(match.start, match.end) for match in named]
    found: list[Match[NamedDocument]] = []
    for short in given:
        if short.marked:
            continue
        for hit in regex.compile(r"[“\"]?" + regex.escape(short.name) + r"[”\"]?").finditer(text, short.end):
            index = bisect_left(taken, (hit.end(), 0)) - 1
            if (index < 0 or taken[index][1] <= hit.start()) and all(hit.start() >= match.end for match in found[-1:]):
                value = NamedDocument(short.name, "", "", "", "short_name", False)
                found.append(Match(hit.start(), hit.end(), hit.group(), value, "short_name_given"))
    return _apart(found)


def _apart(found: list[Match[NamedDocument]]) -> list[Match[NamedDocument]]:
    kept: list[Match[NamedDocument]] = []
    for match in sorted(found, key=lambda match: (match.start, -match.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


_FORMER = "原"


def _meant(text: str, match: Match[NamedDocument], given: Sequence[_Given]) -> NamedDocument:
    """The document that a place means, where its name was `given`: that of the last such short name before it."""
    if not given or match.value.number or text[max(0, match.start - 1) : match.start] == _FORMER:
        return match.value
    before = [short for short in given if short.end <= match.start]
    # The place where the name is given names no document of its own.
    return before[-1].document if before else replace(match.value, no_document="short_name")
