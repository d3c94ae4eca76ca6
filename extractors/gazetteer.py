"""What is known of places and units: their full names, short names, codes, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from extractors import rules

PROVINCE, MUNICIPALITY, CITY, COUNTY, NATIONAL = "province", "municipality", "city", "county", "national"
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


@dataclass(frozen=True, slots=True)
class Region:
    """A place: its GB/T 2260 code, full name, short name, the letter that its document numbers begin with, its level.

    `valid_from` and `valid_to` are the years in which it began and ended, empty where it stood before 2010 or stands.
    A place that the gazetteer does not hold has no code.
    """

    code: str
    name: str
    short: str
    letter: str
    level: str
    valid_from: str = ""
    valid_to: str = ""

    @property
    def kind(self) -> str:
        """The level, with 直辖市 told apart from provinces: its departments are 局 and 委, not 厅."""
        return MUNICIPALITY if self.level == PROVINCE and self.code[:2] in _MUNICIPALITIES else self.level

    def holds(self, code: str) -> bool:
        """Whether the place of `code` is this place or lies in it."""
        return code.startswith({PROVINCE: self.code[:2], CITY: self.code[:4]}.get(self.level, self.code))

    def stood_on(self, day: date | None) -> bool:
        """Whether the place was there on `day`, in the year of a change before and after it; None is today."""
        if day is None:
            return not self.valid_to
        year = f"{day.year:04d}"
        return (self.valid_from or "0") <= year <= (self.valid_to or "9")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A row of the gazetteer of units; in names of `levels` other than national, {region} and {place} stand for the place."""

    name: str
    short_name: str
    aliases: tuple[str, ...]
    bare_names: tuple[str, ...]
    levels: tuple[str, ...]
    valid_from: str
    valid_to: str
    successor: str
    parent: str

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit was there on `day`; a month or a year as its last day holds to its end."""
        written = day.isoformat()
        return (not self.valid_from or written[: len(self.valid_from)] >= self.valid_from) and (
            not self.valid_to or written[: len(self.valid_to)] <= self.valid_to
        )

    def filled(self, region: Region) -> str:
        """The full name for a place."""
        return fill(self.name, region)


def fill(name: str, region: Region) -> str:
    """A name of the gazetteer with the place put in: {region}财政厅 for 河南省 gives 河南省财政厅."""
    return (
        name.replace("{region}", region.name)
        .replace("{place}", region.short or region.name)
        .replace("{level}", level_word(region))
    )


def level_word(region: Region) -> str:
    """What notices of the place put before its departments: 省, 自治区, 市, 县."""
    return "自治区" if region.name.endswith("自治区") else region.name[-1]


@cache
def regions() -> dict[str, Region]:
    """All places by code, under their last names."""
    return {
        row["code"]: Region(
            row["code"], row["name"], row["short"], row["letter"], row["level"], row["valid_from"], row["valid_to"]
        )
        for row in rules.table("regions")
    }


@cache
def _former_names() -> dict[str, tuple[Region, ...]]:
    """The places as they were under former names, by code, the oldest first: 襄樊市 until 2010."""
    former = {}
    for row in rules.table("regions"):
        if row["former"]:
            names = [part.split(":") for part in _parts(row["former"])]
            place = regions()[row["code"]]
            former[place.code] = tuple(
                replace(place, name=name, short=name[:-1], letter="", valid_from="", valid_to=last)
                for name, last in names
            )
    return former


def region(code: str, *, on: date | None = None) -> Region | None:
    """The place of this code under the name that it had on the day."""
    for former in _former_names().get(code, ()) if on else ():
        if on and f"{on.year:04d}" < former.valid_to:
            return former
    return regions().get(code)


@cache
def units() -> tuple[KnownUnit, ...]:
    """All rows of the gazetteer of units that stand for the whole country or for each place of a level."""
    return tuple(_known(row, _parts(row["level"])) for row in rules.table("units"))


def _known(row: dict[str, str], levels: tuple[str, ...]) -> KnownUnit:
    return KnownUnit(
        row["name"],
        row["short_name"],
        _parts(row["aliases"]),
        _parts(row.get("bare_names", "")),
        levels,
        row["valid_from"],
        row["valid_to"],
        row["successor"],
        row.get("parent", ""),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("；") if part)


def national(name: str, *, on: date | None = None, bare: bool = False) -> KnownUnit | None:
    """The national unit of this name, short name or alias; with `bare` also of a name without 国家 (发展改革委).

    Of several units that had the name, the one of the day `on`, without a day the one that has it now.
    """
    found = _national_names().get(name, ())
    if not found and bare:
        found = _bare_names().get(name, ())
    return _of_the_day(found, on)


def local(tail: str, place: Region, *, on: date | None = None) -> KnownUnit | None:
    """The department of the place that `tail` names, without 省, 市 or the place's name: 发改委 gives 发展和改革委员会."""
    own = _units_of_places().get((place.code, tail), ())
    return _of_the_day((*own, *_local_names().get((place.kind, tail), ())), on)


def of_region(name: str, place: Region, *, on: date | None = None) -> KnownUnit | None:
    """The unit of this place whose whole name is `name`: 国家税务总局郑州市税务局, 人行南昌中心支行, 团市委."""
    own = _units_of_places().get((place.code, name), ())
    return _of_the_day((*own, *_whole_names(place).get(name, ())), on)


@lru_cache(maxsize=256)
def _whole_names(place: Region) -> dict[str, tuple[KnownUnit, ...]]:
    return _by_name(
        (fill(name, place), unit)
        for unit in units()
        if place.kind in unit.levels
        for name in {unit.name, unit.short_name, *unit.aliases}
        if "{" in name
    )


def _of_the_day(found: Sequence[KnownUnit], on: date | None) -> KnownUnit | None:
    if on is not None and (valid := [unit for unit in found if unit.is_valid_on(on)]):
        return valid[0]
    return max(found, key=lambda unit: unit.valid_to or "9999", default=None)


def _by_name(pairs: Iterable[tuple[str, KnownUnit]]) -> dict[str, tuple[KnownUnit, ...]]:
    names: dict[str, list[KnownUnit]] = defaultdict(list)
    for name, unit in pairs:
        names[name].append(unit)
    return {name: tuple(found) for name, found in names.items()}


@cache
def _national_names() -> dict[str, tuple[KnownUnit, ...]]:
    return _by_name(
        (name, unit)
        for unit in units()
        if NATIONAL in unit.levels
        for name in {unit.name, unit.short_name, *unit.aliases} - {""}
    )


@cache
def _bare_names() -> dict[str, tuple[KnownUnit, ...]]:
    return _by_name((name, unit) for unit in units() for name in unit.bare_names)


@cache
def _local_names() -> dict[tuple[str, str], tuple[KnownUnit, ...]]:
    names: dict[tuple[str, str], list[KnownUnit]] = defaultdict(list)
    for unit in units():
        own = unit.name.removeprefix("{region}")
        tails = {own if "{" not in own else "", unit.short_name, *unit.aliases} - {""}
        for level in unit.levels:
            for tail in tails if level != NATIONAL else ():
                if "{" not in tail:
                    names[level, tail].append(unit)
    return {key: tuple(found) for key, found in names.items()}


@cache
def _units_of_places() -> dict[tuple[str, str], tuple[KnownUnit, ...]]:
    """The units that one place only has, by its code and each name, whole and without 省, 市 or the place's name."""
    names: dict[tuple[str, str], list[KnownUnit]] = defaultdict(list)
    for row in rules.table("units_of_places"):
        unit, place = _known(row, ()), regions()[row["region_code"]]
        own = {unit.name.removeprefix(place.name)}
        short = {name.removeprefix(level_word(place)) for name in (unit.short_name, *unit.aliases)}
        for name in {unit.name, unit.short_name, *unit.aliases, *own, *short} - {""}:
            names[place.code, name].append(unit)
    return {key: tuple(found) for key, found in names.items()}


def region_at(
    text: str, start: int = 0, *, within: str = "", short: bool = False, on: date | None = None
) -> tuple[Region, int] | None:
    """The place whose full name (with `short` also short name) begins at `start`, and where its name ends.

    Names in a row go down: 郑州市中牟县 gives 中牟县. A name that several places have is the one that lies in what stands
    before it or in the place of code `within`; of a place that was and one that is, the one of the day `on`; where that
    leaves several, there is none.
    """
    place: Region | None = None
    while found := _one_region(text, start, place.code if place else within, place is not None, short, on):
        place, start = found
    return (place, start) if place else None


def _one_region(
    text: str, start: int, within: str, need: bool, short: bool, on: date | None
) -> tuple[Region, int] | None:
    """The place whose name, the longest of them, begins at `start`; with `need` it must lie in `within`."""
    names, longest = _region_names(short)
    for length in range(min(longest.get(text[start : start + 1], 0), len(text) - start), 1, -1):
        candidates = names.get(text[start : start + length], ())
        chosen = _chosen(_standing(candidates, on), within, need=need)
        if chosen and not _goes_on(text, start, length, chosen):
            return chosen, start + length
        if candidates and not chosen and not need:
            return None
    return None


def _standing(candidates: Sequence[Region], on: date | None) -> Sequence[Region]:
    """Those that were there on the day; where none was, those that are there now; where none is, all."""
    if len(candidates) < 2:
        return candidates
    then = [region for region in candidates if region.stood_on(on)]
    return then or [region for region in candidates if region.stood_on(None)] or candidates


def _chosen(candidates: Sequence[Region], within: str, *, need: bool) -> Region | None:
    """The one of several places of a name that is the notice's own, lies in it, or lies in its province."""
    if len(candidates) == 1 and not need and not _is_common_noun(candidates[0]):
        return candidates[0]
    outer = regions().get(within)
    inside = [region for region in candidates if outer and outer.holds(region.code) and region.code != within]
    if need:
        return inside[0] if len(inside) == 1 else None
    own = [region for region in candidates if region.code == within]
    near = [region for region in candidates if within and region.code[:2] == within[:2]]
    return next((found[0] for found in (own, inside, near) if len(found) == 1), None)


def _is_common_noun(region: Region) -> bool:
    """Whether the name is also that of a kind of area: 城区, 矿区, 郊区."""
    return not region.short and region.name.endswith("区")


# What makes a short name the beginning of another place's name: 朝阳 of 朝阳区 is no city.
_LEVEL_ENDINGS = "省市区县州盟旗镇乡"


def _goes_on(text: str, start: int, length: int, region: Region) -> bool:
    return length < len(region.name) and text[start + length : start + length + 1] in tuple(_LEVEL_ENDINGS)


@cache
def _region_names(short: bool) -> tuple[dict[str, tuple[Region, ...]], dict[str, int]]:
    """Places by full name, with `short` provinces and cities by short name too; the longest name by first character."""
    names: dict[str, list[Region]] = defaultdict(list)
    longest: dict[str, int] = defaultdict(int)
    for region in (*regions().values(), *(place for former in _former_names().values() for place in former)):
        is_short = short and region.short and region.level != COUNTY and region.short != region.name
        for name in (region.name, region.short) if is_short else (region.name,):
            names[name].append(region)
            longest[name[0]] = max(longest[name[0]], len(name))
    return {name: tuple(found) for name, found in names.items()}, dict(longest)


def regions_in(text: str, *, within: str = "", on: date | None = None) -> Iterator[Region]:
    """The places that `text` names anywhere, in order: of 国家税务总局郑州市税务局 郑州市."""
    start = 0
    while start < len(text):
        found = region_at(text, start, within=within, short=True, on=on)
        if found:
            yield found[0]
        start = found[1] if found else start + 1


@cache
def letters() -> dict[str, Region]:
    """The places by the letter that their document numbers begin with: 豫 of 豫政〔2021〕9号."""
    return {region.letter: region for region in regions().values() if region.letter}
