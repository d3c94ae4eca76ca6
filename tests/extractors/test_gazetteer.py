"""Every row of the gazetteers is sound, and places and units are found by any of their names."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors import gazetteer
from extractors.gazetteer import KnownUnit, Region

_LEVELS = {"national", "province", "municipality", "city", "county"}


def test_there_are_all_provinces_and_cities() -> None:
    levels = Counter(region.level for region in gazetteer.regions().values())
    assert (levels["province"], levels["city"]) == (34, 333)


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


@pytest.mark.parametrize("text", ["朝阳区人民政府", "市财政局", "各地区", ""])
def test_a_name_of_many_places_or_of_none_gives_none(text: str) -> None:
    assert gazetteer.region_at(text, short=True) is None


@given(st.text(alphabet="北京市朝阳区郑州河南省中牟县财政局", max_size=30))
def test_places_in_any_text_are_known_places(text: str) -> None:
    assert all(region.name in text or region.short in text for region in gazetteer.regions_in(text))
