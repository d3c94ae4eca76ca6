"""Lists of units in running text, where 企业 as such is a subject too and 特别是 joins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from extractors import unit
from extractors.kinds import UnitKind
from extractors.match import Match
from extractors.unit import UnitName

# What joins the units of a list beside 、 and 和. Matches: 特别是, 尤其是. Does not match: 特别行政区.
_ESPECIALLY = regex.compile(r"(?:特别|尤其)是")
# Those who are no unit by name but bound as such. Matches: 企业, 第三方治理企业. Does not match: 企业家.
_AS_SUCH = regex.compile(r"(?:第三方\p{Han}{0,6})?企业|银行|学校|医院|高校|幼儿园|海关")
# The last unit of a list. Matches: 财政局 of 市发改委、市财政局. Does not match: a list that ends with 、.
_LAST_ITEM = regex.compile(r"(?<=^|[、，,；和及与])[^、，,；和及与]++$")


def units(text: str, begin: int, end: int) -> tuple[Match[UnitName], ...]:
    """The units of a list that fills `begin` to `end` of `text` whole; else none: 各地、省经信委等部门 gives two."""
    return tuple(match.shifted(begin) for match in _units(text[begin:end]))


@lru_cache(maxsize=4096)
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
    if _AS_SUCH.fullmatch(written):
        return (Match(0, len(written), written, UnitName(written, UnitKind.CLASS), "unit_as_such"),)
    if not _may_end_with_unit(written):
        return ()
    listing = unit.read(written)
    return listing.units if listing.complete else ()


def _may_end_with_unit(written: str) -> bool:
    """Whether the last item can be a unit: cheap, as most places where a list may end are none."""
    if "等" in written[-16:] or written.endswith(("）", ")", "〕")):
        return True
    last = _LAST_ITEM.search(written)
    return last is not None and (unit.is_unit(last.group()) or (last.start() > 0 and unit.is_unit(written)))
