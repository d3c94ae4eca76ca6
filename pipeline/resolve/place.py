"""The place and level of the organ that issued a notice."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractors import gazetteer
from extractors.gazetteer import CITY, COUNTY, MUNICIPALITY, PROVINCE, Region

TOWNSHIP, DEPARTMENT, NATIONAL = "township", "department", gazetteer.NATIONAL

# The names of levels before a department: `市财政局`, `自治区发展改革委`, `市政府办`. Does not match: `市场监管局`, `市直机关`, `市政控股公司`, `市民中心`.
LEVEL_WORD = regex.compile(
    r"(?:中共)?(?:(?P<province>省|自治区)|(?P<municipal>市)|(?P<city>州|盟)|(?P<county>县|区|旗))(?!级|直|属|场|容|域|舰|块链|政(?!府|协|法|务|数)|民(?:中心|服务|热线))"
)
# Organs of the state as a whole: `国务院办公厅`, `中共中央`, `最高人民法院`. Does not match: `中国移动郑州分公司`.
_STATE_ORGAN = regex.compile(r"(?:国务院|中共中央|中央|全国|最高人民|国家|中华人民共和国|中国)")
# Matches: `石城县琴江镇人民政府`, `八宝山街道办事处`. Does not match: `镇江市人民政府`.
_TOWNSHIP = regex.compile(r"(?:乡|镇|街道|苏木)(?:人民政府|政府|办事处|党工委|党委|办公室|党政办公室)")
# A zone that a city runs: `郑州航空港经济综合实验区管委会`. Does not match: `蔡甸区人民政府`.
_ZONE = regex.compile(r"(?:开发区|示范区|实验区|高新区|管理区|试验区|新区|园区)")
# The level behind the name of a place that the gazetteer does not know, before a government or committee:
# `示例省人民政府`, `某某县委办公室`. Does not match: `市场监督管理局`.
_LEVEL_BEHIND = regex.compile(
    r"(?:中共)?(?P<place>\p{Han}{2,6}?(?:(?P<province>省|自治区)|(?P<city>市|州|盟)|(?P<county>县|区|旗)))(?=人民政府|政府|委|人大|政协|\p{Han}{2,12}(?:厅|局|委员会)$)"
)
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
    if hit := _LEVEL_BEHIND.match(issuer):
        return written_level(issuer) or _level_of(hit)
    return written_level(issuer) or DEPARTMENT


def written_level(name: str) -> str:
    """The level that a name begins with: city for 市财政局, empty for 财政局."""
    hit = LEVEL_WORD.match(name)
    if hit is None:
        return ""
    return PROVINCE if hit["province"] else COUNTY if hit["county"] else CITY


def _level_of(hit: regex.Match[str]) -> str:
    return PROVINCE if hit["province"] else CITY if hit["city"] else COUNTY


def unknown_place(issuer: str) -> Region | None:
    """The place of an issuer that the gazetteer does not hold, as its name gives it: 示例市 of 示例市人民政府."""
    if LEVEL_WORD.match(issuer) or not (hit := _LEVEL_BEHIND.match(issuer)):
        return None
    return Region("", hit["place"], hit["place"][:-1], "", _level_of(hit))


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
    return region_named(addressees)


def region_named(names: Iterable[str]) -> str:
    """The code of the one place that all places in these names lie in."""
    return _common(region.code for name in names for region in gazetteer.regions_in(name))


def _common(codes: Iterable[str]) -> str:
    """The code of the city or province that all places lie in, empty where there is none."""
    seen = set(codes)
    for length in (6, 4, 2):
        outer = {code[:length].ljust(6, "0") for code in seen}
        if len(outer) == 1 and (code := outer.pop()) in gazetteer.regions():
            return code
    return ""
