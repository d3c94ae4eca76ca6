"""Units by their full names: 市发展改革委 in a notice of Zhengzhou is 郑州市发展和改革委员会.

1. A name is filled in by a row of the gazetteer only, never by likeness; what no row knows keeps the name as written.
2. What a name leaves out, 市 or the city's name, is that of the notice's own place.
3. The same name in the same place has the same id in each notice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import regex

from extractors import gazetteer
from extractors.gazetteer import CITY, COUNTY, MUNICIPALITY, NATIONAL, PROVINCE, KnownUnit, Region
from extractors.kinds import UnitKind
from extractors.unit import UnitName
from pipeline.model.notice import Header
from pipeline.model.task import Unit

TOWNSHIP, DEPARTMENT = "township", "department"


@dataclass(frozen=True, slots=True)
class UnitBook:
    """How one notice calls its units: the level and place of its issuer and its day."""

    level: str
    region_code: str
    on: date | None

    def unit(self, named: UnitName) -> Unit:
        """The unit that the notice names."""
        return resolve(named.name, kind=named.kind, level=self.level, region_code=self.region_code, on=self.on)


def book_of(header: Header) -> UnitBook:
    """The book of a notice with this header."""
    issuer = header.issuers[0].value if header.issuers else ""
    number = header.doc_number.value if header.doc_number else ""
    region_code = region_of(issuer, number, [element.value for element in header.addressees])
    level = issuer_level(issuer)
    if level in ("", DEPARTMENT) and region_code:
        level = gazetteer.regions()[region_code].level
    signed = header.signed_date.value if header.signed_date else ""
    return UnitBook(level, region_code, date.fromisoformat(signed) if signed else None)


def resolve(
    name: str,
    *,
    kind: UnitKind = UnitKind.NAMED,
    level: str = "",
    region_code: str = "",
    on: date | None = None,
) -> Unit:
    """The unit that `name` is in a notice of this level and place, on this day."""
    if kind is UnitKind.NAMED and (known := gazetteer.national(name, on=on, bare=level == NATIONAL)):
        return _national(known)
    found = _place_and_tail(name, level, region_code)
    if kind is UnitKind.NAMED and found is not None:
        for place, tail in found:
            if known := gazetteer.local(tail, place.kind, on=on):
                return _local(known, place)
    if kind is UnitKind.NAMED and (office := _by_whole_name(name, region_code)):
        return office
    return _derived(name, kind, level, region_code)


def _by_whole_name(name: str, region_code: str) -> Unit | None:
    """The unit whose name has its place inside: 国家税务总局郑州市税务局, 人行南昌中心支行."""
    own = gazetteer.regions().get(region_code)
    for place in (*gazetteer.regions_in(name, within=region_code), *(_chain(own) if own else ())):
        if known := gazetteer.of_region(name, place):
            return _local(known, place)
    return None


# The names of levels before a department: `市财政局`, `自治区发展改革委`. Does not match: `市场监管局`, `市直机关`, `城市管理局`.
_LEVEL_WORD = regex.compile(
    r"(?:中共)?(?:(?P<province>省|自治区)|(?P<municipal>市)|(?P<city>州|盟)|(?P<county>县|区|旗))(?!级|直|属|场|容|域|舰)"
)


def _place_and_tail(name: str, level: str, region_code: str) -> list[tuple[Region, str]] | None:
    """The places that the name may be of, the likeliest first, each with the name without its place."""
    bare = name.removeprefix("中共")
    if located := gazetteer.region_at(bare, within=region_code, short=True):
        return [(located[0], bare[located[1] :])]
    own = gazetteer.regions().get(region_code)
    if own is None:
        return None
    if hit := _LEVEL_WORD.match(name):
        place = _upward(own, hit)
        return [(place, name[hit.end() :])] if place else None
    if level == NATIONAL:
        return None
    return [(place, name) for place in _chain(own)]


def _chain(own: Region) -> Iterable[Region]:
    """The place and those that it lies in: a city's notice may say 财政厅 and mean the province's."""
    codes = (own.code, own.code[:4] + "00", own.code[:2] + "0000")
    return [gazetteer.regions()[code] for code in dict.fromkeys(codes) if code in gazetteer.regions()]


def _upward(own: Region, hit: regex.Match[str]) -> Region | None:
    """The place that 省, 市, 县 or 区 means in a notice of `own`, None where it is one of many below."""
    for place in _chain(own):
        wanted = {
            PROVINCE: hit["province"],
            MUNICIPALITY: hit["municipal"],
            CITY: hit["municipal"] or hit["city"],
            COUNTY: hit["county"] or (hit["municipal"] if place.name.endswith("市") else None),
        }
        if wanted[place.kind] and (place.kind != COUNTY or place.name.endswith(wanted[place.kind] or "")):
            return place
    return None


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
    name = known.filled(place)
    successor = gazetteer.fill(known.successor, place)
    is_local = known.successor != successor
    return Unit(
        unit_id=_unit_id(name, place.code),
        name=name,
        kind=UnitKind.NAMED,
        basis="gazetteer",
        short_name=_with_level(known.short_name, place),
        aliases=tuple(_with_level(alias, place) for alias in known.aliases),
        level=place.level,
        region_code=place.code,
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        successor_id=_unit_id(successor, place.code if is_local else "") if successor else "",
    )


def _with_level(tail: str, place: Region) -> str:
    """The short name as notices of the place write it: 市发展改革委, 江西银保监局."""
    return gazetteer.fill(tail if "{" in tail else "{level}" + tail, place) if tail else ""


def _derived(name: str, kind: UnitKind, level: str, region_code: str) -> Unit:
    """A unit that no row knows: the name as written, in the place that it names or the notice's."""
    located = gazetteer.region_at(name.removeprefix("中共"), within=region_code, short=True)
    code = located[0].code if located else region_code
    own = located[0].level if located else _written_level(name) or level
    return Unit(_unit_id(name, code or own), name, kind, "derived", level=own, region_code=code)


def _written_level(name: str) -> str:
    hit = _LEVEL_WORD.match(name)
    if hit is None:
        return ""
    return PROVINCE if hit["province"] else COUNTY if hit["county"] else CITY


def _unit_id(name: str, place: str) -> str:
    folded = regex.sub(r"\s+", "", name).translate(_BRACKETS)
    return "U-" + hashlib.sha256(f"{folded}|{place}".encode()).hexdigest()[:12]


_BRACKETS = str.maketrans("（）〔〕[]", "()()()")


# Organs of the state as a whole: `国务院办公厅`, `中共中央`, `最高人民法院`. Does not match: `中国移动郑州分公司`.
_STATE_ORGAN = regex.compile(r"(?:国务院|中共中央|中央|全国|最高人民|国家|中华人民共和国|中国)")
# Matches: `石城县琴江镇人民政府`, `八宝山街道办事处`. Does not match: `镇江市人民政府`.
_TOWNSHIP = regex.compile(r"(?:乡|镇|街道|苏木)(?:人民政府|政府|办事处|党工委|党委|办公室|党政办公室)")
# A zone that a city runs: `郑州航空港经济综合实验区管委会`. Does not match: `蔡甸区人民政府`.
_ZONE = regex.compile(r"(?:开发区|示范区|实验区|高新区|管理区|试验区|新区|园区)")
_LEVEL_OF_KIND = {PROVINCE: PROVINCE, MUNICIPALITY: PROVINCE, CITY: CITY, COUNTY: COUNTY}


def issuer_level(issuer: str) -> str:
    """The level of the organ that issued a notice: national, province, city, county, township; department where the
    organ's name does not tell the level of its place (民政局); empty for no name.
    """
    if not issuer:
        return ""
    if _TOWNSHIP.search(issuer):
        return TOWNSHIP
    if places := list(gazetteer.regions_in(issuer)):
        level = _LEVEL_OF_KIND[places[-1].kind]
        return COUNTY if level == CITY and _ZONE.search(issuer) else level
    if gazetteer.national(issuer) or _STATE_ORGAN.match(issuer):
        return NATIONAL
    return _written_level(issuer) or _level_behind_place(issuer) or DEPARTMENT


# The level behind the name of a place that the gazetteer does not know, before a government or committee:
# `示例省人民政府`, `某某县委办公室`. Does not match: `市场监督管理局`.
_LEVEL_BEHIND = regex.compile(
    r"(?:中共)?\p{Han}{2,6}?(?:(?P<province>省|自治区)|(?P<city>市|州|盟)|(?P<county>县|区|旗))(?=人民政府|政府|委|人大|政协|\p{Han}{2,12}(?:厅|局|委员会)$)"
)


def _level_behind_place(issuer: str) -> str:
    hit = _LEVEL_BEHIND.match(issuer)
    if hit is None:
        return ""
    return PROVINCE if hit["province"] else CITY if hit["city"] else COUNTY


def region_of(issuer: str, doc_number: str, addressees: Iterable[str]) -> str:
    """The code of the place whose organ issued a notice, empty for a national one or where nothing tells.

    From the issuer's name, else from the first letter of the number (豫政), else from the one place that all
    addressees with a place's name lie in.
    """
    if places := list(gazetteer.regions_in(issuer)):
        return places[-1].code
    if issuer_level(issuer) == NATIONAL:
        return ""
    if place := gazetteer.letters().get(doc_number[:1]):
        return place.code
    named = [region for addressee in addressees for region in gazetteer.regions_in(addressee)]
    return _common(region.code for region in named)


def _common(codes: Iterable[str]) -> str:
    """The code of the city or province that all places lie in, empty where there is none."""
    seen = set(codes)
    for length in (6, 4, 2):
        outer = {code[:length].ljust(6, "0") for code in seen}
        if len(outer) == 1 and (code := outer.pop()) in gazetteer.regions():
            return code
    return ""
