"""Units by their full names: 市发展改革委 in a notice of Zhengzhou is 郑州市发展和改革委员会.

1. A name is filled in by a row of the gazetteer only, never by likeness; what no row knows keeps its own words, with the
   place's name for 省, 市 or 县 (市政务办 is 郑州市政务办), and is `derived`.
2. What a name leaves out, 市 or the city's name, is that of the notice's own place, or of the unit before it in a list.
3. The same name in the same place has the same id in each notice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import regex

from extractors import gazetteer
from extractors.gazetteer import CITY, COUNTY, MUNICIPALITY, NATIONAL, PROVINCE, KnownUnit, Region
from extractors.kinds import UnitKind
from extractors.unit import UnitName
from pipeline.model.notice import Header
from pipeline.model.task import Unit
from pipeline.resolve.members import MemberList
from pipeline.resolve.place import (
    DEPARTMENT,
    LEVEL_WORD,
    TOWNSHIP,
    issuer_level,
    region_named,
    region_of,
    unknown_place,
    written_level,
)

__all__ = ["DEPARTMENT", "TOWNSHIP", "UnitBook", "book_of", "issuer_level", "region_of", "resolve"]


@dataclass(frozen=True, slots=True)
class UnitBook:
    """How one notice calls its units: the level and place of its issuer, its day, and the classes whose members it lists.

    `place` is a place that the gazetteer does not hold. A place without a level is that of the title: 市财政局 is of it,
    财政局 may be of a district.
    """

    level: str
    region_code: str
    on: date | None
    place: Region | None = None
    lists: tuple[MemberList, ...] = field(default=(), compare=False)

    def unit(self, named: UnitName, *, before: Unit | None = None) -> Unit:
        """The unit that the notice names; `before` is the unit in front of it in the same list."""
        carried = before.region_code if before and _is_of_province(before) else ""
        unit = _resolve(named.name, named.kind, self.level, self.region_code, self.on, self.place, carried)
        if unit.kind is UnitKind.NAMED or not self.lists:
            return unit
        members = next((listed.units for listed in self.lists if listed.is_of(named.name)), ())
        return self._with_members(unit, members) if members else unit

    def _with_members(self, unit: Unit, members: tuple[UnitName, ...]) -> Unit:
        """A class with members is another unit than the same words in a notice that lists none or others."""
        names = tuple(dict.fromkeys(self.unit(member).name for member in members))
        return replace(unit, unit_id=_unit_id(unit.name, "；".join((unit.region_code, *names))), members=names)


def _is_of_province(unit: Unit) -> bool:
    """Whether a unit is a department of a province: its 省 carries on to what follows, that of a field office does not."""
    place = gazetteer.regions().get(unit.region_code)
    return place is not None and place.level == PROVINCE and unit.name.removeprefix("中共").startswith(place.name)


def book_of(header: Header, lists: tuple[MemberList, ...] = ()) -> UnitBook:
    """The book of a notice with this header and the member lists that were found in it."""
    issuer = header.issuers[0].value if header.issuers else ""
    number = header.doc_number.value if header.doc_number else ""
    region_code = region_of(issuer, number, [element.value for element in header.addressees])
    place = None if region_code else unknown_place(issuer)
    level = issuer_level(issuer)
    if level in ("", DEPARTMENT) and region_code:
        level = gazetteer.regions()[region_code].level
    if not issuer and not region_code:
        region_code = region_named([element.value for element in (header.issuing_office, header.title) if element])
    signed = header.signed_date.value if header.signed_date else ""
    return UnitBook(level, region_code, date.fromisoformat(signed) if signed else None, place, lists)


def resolve(
    name: str,
    *,
    kind: UnitKind = UnitKind.NAMED,
    level: str = "",
    region_code: str = "",
    on: date | None = None,
) -> Unit:
    """The unit that `name` is in a notice of this level and place, on this day."""
    return _resolve(name, kind, level, region_code, on, None, "")


@lru_cache(maxsize=8192)
def _resolve(
    name: str, kind: UnitKind, level: str, region_code: str, on: date | None, unknown: Region | None, carried: str
) -> Unit:
    """As `resolve`; `carried` is the code of the place that stands before the unit in front in the same list."""
    own = gazetteer.region(region_code, on=on) or unknown
    if kind is not UnitKind.NAMED:
        return _derived(name, name, own, kind, level, own)
    places = _places(name, own, level, on, carried)
    found = _known(name, places, own, level, on)
    if found is None and (hit := _PLATE.search(name)):
        found = _without_plate(name[: hit.start()], hit["plate"], own, level, on, carried)
    if found is not None:
        return found
    if places and places[0][1] != name and LEVEL_WORD.match(name):
        place, tail = places[0]
        return _derived(("中共" if name.startswith("中共") else "") + place.name + tail, name, place, kind, level, own)
    return _derived(_whole(name, places), name, places[0][0] if places and len(places) == 1 else own, kind, level, own)


# A second plate of an office, or another name, in brackets behind its name: `市委文明办（创城办）`. Does not match: `区县（市）`.
_PLATE = regex.compile(r"[（(](?P<plate>[^（()）]{2,20})[)）]$")


def _without_plate(head: str, plate: str, own: Region | None, level: str, on: date | None, carried: str) -> Unit | None:
    """The unit of `head`, unless the plate is that of another office that is known."""
    found = _known(head, _places(head, own, level, on, carried), own, level, on)
    other = _known(plate, _places(plate, own, level, on, carried), own, level, on)
    return found if found and (other is None or other.unit_id == found.unit_id) else None


def _known(name: str, places: list[tuple[Region, str]], own: Region | None, level: str, on: date | None) -> Unit | None:
    """The unit of the gazetteer: the notice's own department, else a national organ, else one with its place inside."""
    whole = gazetteer.national(name, on=on, bare=level == NATIONAL)
    if whole and not (level != NATIONAL and (near := _first(places[:1], on)) and _stood(near, on)):
        return _national(whole)
    return _by_whole_name(name, own, on) or _first(places, on)


def _stood(unit: Unit, on: date | None) -> bool:
    """Whether a unit that a local notice may mean by the name of a national organ was there: 人行 of a city."""
    return on is None or (not unit.valid_from or unit.valid_from <= on.isoformat())


def _first(places: list[tuple[Region, str]], on: date | None) -> Unit | None:
    """The first of the places that has such a department."""
    for place, tail in places:
        for words in (tail, tail.removeprefix("党")) if tail.startswith("党委") else (tail,):
            if known := gazetteer.local(words, place, on=on):
                return _local(known, place)
    return None


def _by_whole_name(name: str, own: Region | None, on: date | None) -> Unit | None:
    """The unit whose name has its place inside: 国家税务总局郑州市税务局, 人行南昌中心支行."""
    code = own.code if own else ""
    for place in (*gazetteer.regions_in(name, within=code, on=on), *(_chain(own, on) if own else ())):
        if known := gazetteer.of_region(name, place, on=on):
            return _local(known, place)
    return None


# Without 省, 市 or 县 before it no government in particular is meant.
_ANY_GOVERNMENT = "人民政府"


def _places(name: str, own: Region | None, level: str, on: date | None, carried: str) -> list[tuple[Region, str]]:
    """The places that the name may be of, the likeliest first, each with the name without its place."""
    bare = name.removeprefix("中共")
    if located := gazetteer.region_at(bare, within=own.code if own else "", short=True, on=on):
        return [(located[0], bare[located[1] :])]
    if own is None:
        return []
    if own.code == "" and bare.startswith(own.name):
        return [(own, bare[len(own.name) :])]
    if hit := LEVEL_WORD.match(name):
        return [(place, name[hit.end() :]) for place in _meant(own, hit, on)]
    if level in (NATIONAL, "") or name == _ANY_GOVERNMENT:
        return []
    above = gazetteer.region(carried, on=on) if carried else None
    return [(place, name) for place in ((above,) if above else ())] + [(place, name) for place in _chain(own, on)]


def _chain(own: Region, on: date | None) -> Iterator[Region]:
    """The place and those that it lies in: a city's notice may say 财政厅 and mean the province's."""
    yield own
    for code in dict.fromkeys((own.code[:4] + "00", own.code[:2] + "0000")):
        if own.code and code != own.code and (place := gazetteer.region(code, on=on)):
            yield place


def _meant(own: Region, hit: regex.Match[str], on: date | None) -> Iterator[Region]:
    """The places that 省, 市, 县 or 区 may mean in a notice of `own`, none where it is one of many below."""
    for place in _chain(own, on):
        wanted = {
            PROVINCE: hit["province"] or (hit["county"] if place.name.endswith("自治区") and own is place else None),
            MUNICIPALITY: hit["municipal"],
            CITY: hit["municipal"] or hit["city"],
            COUNTY: hit["county"] or (hit["municipal"] if place.name.endswith("市") else None),
        }[place.kind]
        if wanted and (place.kind != COUNTY or place.name.endswith(wanted)):
            yield place
            return


def _national(known: KnownUnit) -> Unit:
    return Unit(
        unit_id=_unit_id(known.name, ""),
        name=known.name,
        kind=UnitKind.NAMED,
        basis="gazetteer",
        short_name=known.short_name,
        aliases=known.aliases,
        level=NATIONAL,
        parent_unit_id=_unit_id(known.parent, "") if known.parent else "",
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        successor_id=_unit_id(known.successor, "") if known.successor else "",
    )


def _local(known: KnownUnit, place: Region) -> Unit:
    """The unit of the place; that of a place which the gazetteer does not hold is derived, under its full name."""
    name = known.filled(place)
    successor = gazetteer.fill(known.successor, place)
    is_local = known.successor != successor or not known.levels
    return Unit(
        unit_id=_unit_id(name, place.code or place.name),
        name=name,
        kind=UnitKind.NAMED,
        basis="gazetteer" if place.code else "derived",
        short_name=_with_level(known.short_name, place, known),
        aliases=tuple(_with_level(alias, place, known) for alias in known.aliases),
        level=place.level,
        region_code=place.code,
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        successor_id=_unit_id(successor, place.code or place.name if is_local else "") if successor else "",
    )


def _with_level(tail: str, place: Region, known: KnownUnit) -> str:
    """The short name as notices of the place write it: 市发展改革委, 江西银保监局."""
    if not tail or not known.levels:
        return tail
    return gazetteer.fill(tail if "{" in tail else "{level}" + tail, place)


def _whole(name: str, places: list[tuple[Region, str]]) -> str:
    """A name that begins with the names of places in a row, with the last of them only: 河南省郑州市政务办 is 郑州市政务办."""
    if len(places) == 1 and (tail := places[0][1]) != name and name[: -len(tail) or None].endswith(places[0][0].name):
        return ("中共" if name.startswith("中共") else "") + places[0][0].name + tail
    return name


def _derived(name: str, written: str, place: Region | None, kind: UnitKind, level: str, own: Region | None) -> Unit:
    """A unit that no row knows, in the place that it names or the notice's."""
    code = place.code if place else ""
    same = place is own
    its_level = (written_level(written) or level) if same else place.level if place else level
    key = code or (place.name if place else its_level)
    return Unit(_unit_id(name, key), name, kind, "derived", level=its_level, region_code=code)


def _unit_id(name: str, place: str) -> str:
    folded = regex.sub(r"\s+", "", name).translate(_BRACKETS)
    return "U-" + hashlib.sha256(f"{folded}|{place}".encode()).hexdigest()[:12]


_BRACKETS = str.maketrans("（）〔〕[]", "()()()")
