"""Every row of the gazetteers is sound, and places and units are found by any of their names."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors import gazetteer, rules
from extractors.gazetteer import KnownUnit, Region

_LEVELS = {"national", "province", "municipality", "city", "county"}


def test_there_are_all_provinces_and_cities() -> None:
    """Those of 2025, and 雄安新区 among the cities."""
    levels = Counter(region.level for region in gazetteer.regions().values() if region.stood_on(None))
    assert (levels["province"], levels["city"], levels["county"]) == (34, 334, 2847)


@pytest.mark.parametrize(
    ("code", "name", "years"),
    [
        pytest.param("371200", "莱芜市", ("", "2019"), id="莱芜-to-济南"),
        pytest.param("370116", "莱芜区", ("2019", ""), id="district-that-follows"),
        pytest.param("341400", "巢湖市", ("", "2011"), id="巢湖-prefecture"),
        pytest.param("340181", "巢湖市", ("2011", ""), id="巢湖-county"),
        pytest.param("460300", "三沙市", ("2012", ""), id="三沙"),
        pytest.param("110118", "密云区", ("2015", ""), id="county-to-district"),
        pytest.param("110228", "密云县", ("", "2015"), id="county-that-was"),
        pytest.param("530800", "普洱市", ("", ""), id="普洱-before-2010"),
        pytest.param("410100", "郑州市", ("", ""), id="unchanged"),
    ],
)
def test_a_place_says_in_which_years_it_held(code: str, name: str, years: tuple[str, str]) -> None:
    region = gazetteer.regions()[code]
    assert (region.name, (region.valid_from, region.valid_to)) == (name, years)


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        pytest.param("420600", date(2009, 5, 1), "襄樊市", id="former-name"),
        pytest.param("420600", date(2011, 5, 1), "襄阳市", id="name-now"),
        pytest.param("420600", None, "襄阳市", id="no-day"),
        pytest.param("130502", date(2019, 5, 1), "桥东区", id="district-renamed"),
    ],
)
def test_a_code_gives_the_name_of_the_day(code: str, on: date | None, name: str) -> None:
    found = gazetteer.region(code, on=on)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        pytest.param("巢湖市财政局", date(2010, 5, 1), "341400", id="prefecture-then"),
        pytest.param("巢湖市财政局", date(2020, 5, 1), "340181", id="county-now"),
        pytest.param("公主岭市财政局", None, "220184", id="moved-to-another-city"),
        pytest.param("襄樊市财政局", date(2009, 5, 1), "420600", id="former-name"),
        pytest.param("湾里区财政局", date(2018, 5, 1), "360105", id="abolished"),
    ],
)
def test_of_a_place_that_was_and_one_that_is_the_day_decides(text: str, on: date | None, code: str) -> None:
    found = gazetteer.region_at(text, on=on)
    assert found is not None and found[0].code == code


@pytest.mark.parametrize("region", [pytest.param(region, id=code) for code, region in gazetteer.regions().items()])
def test_each_place_has_a_code_of_its_level_in_a_place_above(region: Region) -> None:
    assert regex.fullmatch(r"\d{6}", region.code)
    assert {"province": "0000", "city": "00"}.get(region.level, "") in (region.code[2:], region.code[4:], "")
    assert region.code[:2] + "0000" in gazetteer.regions()
    assert region.name and region.short != region.name


def test_a_letter_of_document_numbers_belongs_to_one_place() -> None:
    letters = [region.letter for region in gazetteer.regions().values() if region.letter]
    assert [letter for letter, times in Counter(letters).items() if times > 1] == []
    assert all(len(letter) == 1 for letter in letters)


@pytest.mark.parametrize("unit", [pytest.param(unit, id=f"{unit.name}-{unit.valid_to}") for unit in gazetteer.units()])
def test_each_unit_has_known_levels_valid_dates_and_a_successor_that_exists(unit: KnownUnit) -> None:
    assert unit.levels and set(unit.levels) <= _LEVELS
    assert all(regex.fullmatch(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?", day) for day in (unit.valid_from, unit.valid_to))
    assert not unit.valid_to or unit.valid_from <= unit.valid_to
    assert ("{" in unit.name) == ("national" not in unit.levels)
    names = {other.name for other in gazetteer.units()}
    assert not unit.successor or unit.successor in names
    assert not unit.parent or unit.parent in names
    assert unit.name not in (unit.short_name, *unit.aliases, *unit.bare_names, unit.successor)


def test_each_unit_of_one_place_has_a_place_and_valid_dates() -> None:
    for row in rules.table("units_of_places"):
        assert row["region_code"] in gazetteer.regions(), row["name"]
        assert all(regex.fullmatch(r"(?:\d{4}(?:-\d{2})?)?", row[column]) for column in ("valid_from", "valid_to"))
        names = {other["name"] for other in rules.table("units_of_places")}
        assert not row["successor"] or row["successor"] in names


@pytest.mark.parametrize(
    ("tail", "code", "on", "full"),
    [
        pytest.param("财政局", "410100", None, "{region}财政局", id="city"),
        pytest.param("财政局", "410000", None, None, id="a-province-has-a-厅"),
        pytest.param("政务办", "410100", None, None, id="differs-from-place-to-place"),
        pytest.param("大数据局", "410100", None, None, id="differs-too"),
        pytest.param("大数据局", "410000", date(2021, 1, 1), "河南省大数据管理局", id="known-of-one-place"),
        pytest.param("规划国土委", "110000", date(2018, 1, 1), "北京市规划和国土资源管理委员会", id="place-and-day"),
        pytest.param("人行", "410700", date(2021, 1, 1), "中国人民银行{place}中心支行", id="branch-then"),
        pytest.param("人行", "410700", date(2024, 1, 1), "中国人民银行{region}分行", id="branch-now"),
    ],
)
def test_a_department_is_found_by_its_name_without_the_place(
    tail: str, code: str, on: date | None, full: str | None
) -> None:
    found = gazetteer.local(tail, gazetteer.regions()[code], on=on)
    assert (found.name if found else None) == full


@pytest.mark.parametrize(
    ("name", "code", "on", "full"),
    [
        ("江西金融监管局", "360000", date(2024, 1, 1), "国家金融监督管理总局{place}监管局"),
        ("江西银保监局", "360000", date(2021, 1, 1), "中国银行保险监督管理委员会{place}监管局"),
        ("国家税务总局郑州市税务局", "410100", None, "国家税务总局{region}税务局"),
        ("人民银行沈阳分行", "210100", date(2017, 9, 1), "中国人民银行沈阳分行"),
        ("人民银行沈阳分行", "210100", date(2024, 9, 1), "中国人民银行{region}分行"),
        ("中国铁路郑州局集团有限公司", "410100", None, "中国铁路{place}局集团有限公司"),
        ("团市委", "410100", None, "中国共产主义青年团{region}委员会"),
        ("市直机关工委", "410100", None, "中共{region}委直属机关工作委员会"),
    ],
)
def test_a_field_office_is_found_by_its_whole_name(name: str, code: str, on: date | None, full: str) -> None:
    found = gazetteer.of_region(name, gazetteer.regions()[code], on=on)
    assert found is not None and found.name == full


def test_no_unit_stands_twice() -> None:
    keys = Counter((unit.name, level) for unit in gazetteer.units() for level in unit.levels)
    assert [key for key, times in keys.items() if times > 1] == []


def test_a_name_that_two_units_had_names_one_of_them_on_each_day() -> None:
    """The same short name may pass from a unit to its successor, but two units never have it at once."""
    names: dict[tuple[str, str], list[KnownUnit]] = {}
    for unit in gazetteer.units():
        for level in unit.levels:
            for name in {unit.short_name, *unit.aliases} - {""}:
                names.setdefault((level, name), []).append(unit)
    for key, found in names.items():
        for first, second in pairwise(found):
            assert min(first.valid_to or "9", second.valid_to or "9") <= max(first.valid_from, second.valid_from), key


@pytest.mark.parametrize(
    ("name", "on", "full"),
    [
        pytest.param("国家发改委", None, "国家发展和改革委员会", id="alias"),
        pytest.param("银保监会", date(2021, 3, 1), "中国银行保险监督管理委员会", id="past"),
        pytest.param("广电总局", date(2010, 1, 1), "国家广播电影电视总局", id="name-of-two-by-day"),
        pytest.param("广电总局", None, "国家广播电视总局", id="name-of-two-now"),
    ],
)
def test_a_national_unit_is_found_by_its_names(name: str, on: date | None, full: str) -> None:
    found = gazetteer.national(name, on=on)
    assert found is not None and found.name == full


@pytest.mark.parametrize("name", ["政务办", "财政部门", "民政", "发展改革委", ""])
def test_a_name_that_is_no_national_unit_is_not_found(name: str) -> None:
    assert gazetteer.national(name) is None


@pytest.mark.parametrize(
    ("past", "now"),
    [
        ("中国银行保险监督管理委员会", "国家金融监督管理总局"),
        ("农业部", "农业农村部"),
        ("国家林业局", "国家林业和草原局"),
        ("环境保护部", "生态环境部"),
        ("国家卫生和计划生育委员会", "国家卫生健康委员会"),
        ("国土资源部", "自然资源部"),
    ],
)
def test_a_reform_names_the_successor(past: str, now: str) -> None:
    found = gazetteer.national(past)
    assert found is not None and found.successor == now


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        pytest.param("郑州市财政局", "", "410100", id="city"),
        pytest.param("河南省郑州市中牟县财政局", "", "410122", id="names-in-a-row"),
        pytest.param("北京市朝阳区人民政府", "", "110105", id="district-of-a-municipality"),
        pytest.param("长春市朝阳区人民政府", "", "220104", id="same-name-elsewhere"),
        pytest.param("朝阳区人民政府", "110000", "110105", id="same-name-within"),
        pytest.param("江西银保监局", "", "360000", id="short-name"),
        pytest.param("内蒙古自治区人民政府", "", "150000", id="autonomous-region"),
    ],
)
def test_a_place_is_found_at_the_start_of_a_name(text: str, within: str, code: str) -> None:
    found = gazetteer.region_at(text, within=within, short=True)
    assert found is not None and found[0].code == code


@pytest.mark.parametrize("text", ["朝阳区人民政府", "市财政局", "各地区", "城区各有关部门", "矿区管理局", ""])
def test_a_name_of_many_places_or_of_none_gives_none(text: str) -> None:
    assert gazetteer.region_at(text, short=True) is None


@given(st.text(alphabet="北京市朝阳区郑州河南省中牟县财政局", max_size=30))
def test_places_in_any_text_are_known_places(text: str) -> None:
    assert all(region.name in text or region.short in text for region in gazetteer.regions_in(text))
