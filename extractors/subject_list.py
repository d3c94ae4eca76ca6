"""Lists of units in running text, where 企业 as such is a subject too and 特别是 and 或 join."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from extractors import bracket, rules, unit, unit_name
from extractors.kinds import UnitKind
from extractors.match import Match
from extractors.unit import UnitName

# What joins the units of a list beside 、 and 和. Matches: 特别是, 尤其是. Does not match: 特别行政区.
_ESPECIALLY = regex.compile(r"(?:特别|尤其)是")
# What may join two lists. Matches: 、, 和, 或者, 及其 (whose 其 begins the second). Does not match: 共和国.
_JOINER = regex.compile(r"、|以及|及(?!其)|(?<!共)和|与|或者?")
# The last unit of a list. Matches: 财政局 of 市发改委、市财政局. Does not match: a list that ends with 、.
_LAST_ITEM = regex.compile(r"(?<=^|[、，,；和及与或者])[^、，,；和及与或]++$")
# Kinds of bodies that one noun closes. Matches: 融资担保、再担保机构, 收购、加工企业. Does not match: 公安、财政部门.
_SHARED_END = regex.compile(
    r"\p{Han}{2,12}(?:、\p{Han}{2,12}){1,5}(?:机构|企业|单位|组织|政府|基金)(?:[（(]\p{Han}{2,4}[）)])?"
)
_MAX_JOINED, _MAX_JOINERS = 80, 10


def units(text: str, begin: int, end: int) -> tuple[Match[UnitName], ...]:
    """The units of a list that fills `begin` to `end` of `text` whole; else none: 各地、省经信委等部门 gives two."""
    return tuple(match.shifted(begin) for match in _units(text[begin:end]))


def is_item(written: str) -> bool:
    """Whether `written` is a unit, or one who is bound as such: 市财政局, 幼儿园."""
    return unit.is_unit(written) or bool(_as_such(written))


def ends() -> frozenset[str]:
    """The characters that one who is bound as such may end with."""
    return frozenset("".join(rule.columns["ends"] for rule in rules.patterns("obligation_subjects")))


@lru_cache(maxsize=8192)
def _units(written: str) -> tuple[Match[UnitName], ...]:
    found: list[Match[UnitName]] = []
    for begin, end in _parts(written):
        part = _part(written[begin:end])
        if not part:
            return ()
        found += [match.shifted(begin) for match in part]
    return tuple(found)


def _parts(written: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for hit in _ESPECIALLY.finditer(written):
        yield begin, hit.start()
        begin = hit.end()
    yield begin, len(written)


def _part(written: str) -> tuple[Match[UnitName], ...]:
    if rule_id := _as_such(written):
        return (Match(0, len(written), written, UnitName(written, UnitKind.CLASS), rule_id),)
    if not _may_end_with_unit(written):
        return ()
    listing = unit.read(written)
    if listing.complete and not any("或" in match.text for match in listing.units):
        return listing.units
    return _joined(written) or (listing.units if listing.complete else _closed_by_one_noun(written))


def _joined(written: str) -> tuple[Match[UnitName], ...]:
    """The units of two lists that a joiner parts, where both are lists of their own: 国家融资担保基金|和|财政部门."""
    if len(written) > _MAX_JOINED:
        return ()
    depth = bracket.depths(written) if unit_name.IN_BRACKETS.search(written) else None
    joiners = [hit for hit in _JOINER.finditer(written) if hit.start() and not (depth and depth[hit.start()])]
    for hit in joiners if len(joiners) <= _MAX_JOINERS else ():
        left = _units(written[: hit.start()])
        right = _units(written[hit.end() :]) if left else ()
        if right:
            return (*left, *(match.shifted(hit.end()) for match in right))
    return ()


def _closed_by_one_noun(written: str) -> tuple[Match[UnitName], ...]:
    """The one class that kinds of bodies with a noun in common make: 政府性融资担保、再担保机构."""
    if not _SHARED_END.fullmatch(written) or any(map(unit_name.holds_stop, written.split("、"))):
        return ()
    return (Match(0, len(written), written, UnitName(written, UnitKind.CLASS), "unit_by_shared_end"),)


def _as_such(written: str) -> str:
    """The rule by which those named are bound though no unit; "" where none is."""
    if not 2 <= len(written) <= unit_name.MAX_NAME:
        return ""
    return next((row.rule_id for row in _subjects().get(written[-1], ()) if row.pattern.match(written)), "")


@cache
def _subjects() -> dict[str, tuple[rules.Rule, ...]]:
    """The rules by the characters that what they match may end with."""
    rows = rules.patterns("obligation_subjects")
    return {char: tuple(row for row in rows if char in row.columns["ends"]) for char in ends()}


def _may_end_with_unit(written: str) -> bool:
    """Whether the last item can be a unit: cheap, as most places where a list may end are none."""
    if "等" in written[-16:] or written.endswith(("）", ")", "〕")):
        return True
    last = _LAST_ITEM.search(written)
    if last is None:
        return False
    return is_item(last.group()) or (last.start() > 0 and unit.is_unit(written))
