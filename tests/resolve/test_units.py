"""Units by their full names, in the place and on the day of the notice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.kinds import UnitKind
from extractors.unit import UnitName
from pipeline.model.notice import Element, Header
from pipeline.resolve import units

_ZHENGZHOU = "410100"


@pytest.mark.parametrize(
    ("written", "full", "code"),
    [
        pytest.param("市发展改革委", "郑州市发展和改革委员会", _ZHENGZHOU, id="short-name"),
        pytest.param("市发改委", "郑州市发展和改革委员会", _ZHENGZHOU, id="alias"),
        pytest.param("市人力资源和社会保障局", "郑州市人力资源和社会保障局", _ZHENGZHOU, id="full-tail"),
        pytest.param("郑州市财政局", "郑州市财政局", _ZHENGZHOU, id="full-name"),
        pytest.param("民政局", "郑州市民政局", _ZHENGZHOU, id="no-prefix"),
        pytest.param("市场监管局", "郑州市市场监督管理局", _ZHENGZHOU, id="市-that-is-no-prefix"),
        pytest.param("市市场监管局", "郑州市市场监督管理局", _ZHENGZHOU, id="市-twice"),
        pytest.param("市委编办", "中共郑州市委机构编制委员会办公室", _ZHENGZHOU, id="party"),
        pytest.param("中共郑州市委组织部", "中共郑州市委组织部", _ZHENGZHOU, id="party-full"),
        pytest.param("市税务局", "国家税务总局郑州市税务局", _ZHENGZHOU, id="field-office"),
        pytest.param("省财政厅", "河南省财政厅", "410000", id="province"),
        pytest.param("财政厅", "河南省财政厅", "410000", id="province-by-its-厅"),
        pytest.param("中牟县财政局", "中牟县财政局", "410122", id="county-by-name"),
        pytest.param("河南银保监局", "中国银行保险监督管理委员会河南监管局", "410000", id="regulator"),
        pytest.param("财政部", "财政部", "", id="national"),
        pytest.param("国家发展改革委", "国家发展和改革委员会", "", id="national-short"),
    ],
)
def test_a_name_becomes_the_full_name_of_the_place(written: str, full: str, code: str) -> None:
    unit = units.resolve(written, level="city", region_code=_ZHENGZHOU, on=date(2021, 3, 5))
    assert (unit.name, unit.region_code, unit.basis) == (full, code, "gazetteer")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("市政务办", "郑州市政务办", id="short-name-of-many-offices"),
        pytest.param("市大数据局", "郑州市大数据局", id="another"),
        pytest.param("市城管局", "郑州市城管局", id="differs-from-city-to-city"),
        pytest.param("郑州市城管局", "郑州市城管局", id="with-the-city"),
        pytest.param("河南省郑州市城管局", "郑州市城管局", id="with-province-and-city"),
        pytest.param("区发改局", "区发改局", id="of-one-of-many-districts"),
        pytest.param("航空港区管委会", "航空港区管委会", id="zone"),
        pytest.param("机关事务局民政", "机关事务局民政", id="no-name"),
        pytest.param("市政控股公司", "市政控股公司", id="市-of-市政"),
        pytest.param("人民政府", "人民政府", id="any-government"),
    ],
)
def test_what_no_row_knows_keeps_its_words(written: str, name: str) -> None:
    """政务办 and 大数据局 are two offices: no name is filled in by likeness, only the place is put in."""
    unit = units.resolve(written, level="city", region_code=_ZHENGZHOU)
    assert (unit.name, unit.basis, unit.region_code) == (name, "derived", _ZHENGZHOU)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市民政局", "市财政局"),
        ("市政府办公厅", "市机关事务局"),
        ("市政府办公室", "市机关事务局"),
        ("市工商联", "市工商局"),
        ("市政务办", "市大数据局"),
        ("财政部", "财政部门"),
        ("市司法局", "市统计局"),
        ("市委外办", "市外办"),
        ("市委金融办", "市金融办"),
        ("人行郑州中心支行", "市税务局"),
        ("省财政厅", "市财政局"),
    ],
)
def test_names_that_look_alike_are_two_units(one: str, other: str) -> None:
    first, second = (
        units.resolve(name, level="city", region_code=_ZHENGZHOU, on=date(2021, 3, 5)) for name in (one, other)
    )
    assert first.unit_id != second.unit_id and first.name != second.name


def test_a_class_is_no_ministry() -> None:
    unit = units.resolve("财政部门", kind=UnitKind.CLASS, level="city", region_code=_ZHENGZHOU)
    assert (unit.name, unit.basis) == ("财政部门", "derived")


@pytest.mark.parametrize(
    ("written", "before", "full"),
    [
        pytest.param("市场监管局", "省发展改革委", "河南省市场监督管理局", id="the-province's-goes-on"),
        pytest.param("市场监管局", "市发展改革委", "郑州市市场监督管理局", id="the-city's-goes-on"),
        pytest.param("财政局", "省发展改革委", "郑州市财政局", id="a-province-has-a-厅"),
        pytest.param("市市场监管局", "省发展改革委", "郑州市市场监督管理局", id="its-own-市"),
        pytest.param("市场监管局", "河南银保监局", "郑州市市场监督管理局", id="a-field-office-carries-nothing"),
        pytest.param("市场监管局", "财政部", "郑州市市场监督管理局", id="a-ministry-carries-nothing"),
    ],
)
def test_the_level_of_the_unit_before_carries_on(written: str, before: str, full: str) -> None:
    book = units.UnitBook("city", _ZHENGZHOU, date(2021, 3, 5))
    previous = book.unit(UnitName(before, UnitKind.NAMED))
    assert book.unit(UnitName(written, UnitKind.NAMED), before=previous).name == full


@pytest.mark.parametrize(
    ("written", "full", "basis"),
    [
        pytest.param("市委文明办（创城办）", "郑州市精神文明建设指导委员会办公室", "gazetteer", id="second-plate"),
        pytest.param("市发展改革委（市粮食和储备局）", "市发展改革委（市粮食和储备局）", "derived", id="two-offices"),
    ],
)
def test_a_second_plate_in_brackets_names_no_other_unit(written: str, full: str, basis: str) -> None:
    unit = units.resolve(written, level="city", region_code=_ZHENGZHOU, on=date(2021, 3, 5))
    assert (unit.name.replace("郑州市发展", "市发展"), unit.basis) == (full, basis)


@pytest.mark.parametrize(
    ("written", "on", "full"),
    [
        pytest.param("人行", date(2021, 3, 5), "中国人民银行郑州中心支行", id="branch-of-the-city"),
        pytest.param("人行", date(2024, 3, 5), "中国人民银行郑州市分行", id="branch-since-2023"),
        pytest.param("市金融监管局", date(2021, 3, 5), "郑州市地方金融监督管理局", id="local-finance"),
        pytest.param("河南金融监管局", date(2024, 3, 5), "国家金融监督管理总局河南监管局", id="regulator-since-2023"),
        pytest.param("市环保局", date(2017, 3, 5), "郑州市环境保护局", id="before-2018"),
        pytest.param("团市委", date(2021, 3, 5), "中国共产主义青年团郑州市委员会", id="league"),
        pytest.param("市编委办", date(2017, 3, 5), "中共郑州市委机构编制委员会办公室", id="编委办"),
    ],
)
def test_the_day_decides_between_a_unit_and_its_successor(written: str, on: date, full: str) -> None:
    assert units.resolve(written, level="city", region_code=_ZHENGZHOU, on=on).name == full


def test_a_local_unit_that_was_names_its_successor_in_the_same_place() -> None:
    past = units.resolve("市环保局", level="city", region_code=_ZHENGZHOU, on=date(2017, 1, 1))
    now = units.resolve("市生态环境局", level="city", region_code=_ZHENGZHOU, on=date(2021, 1, 1))
    assert past.successor_id == now.unit_id


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("市发展改革委", "示例市发展和改革委员会", id="department"),
        pytest.param("示例市财政局", "示例市财政局", id="with-the-place"),
        pytest.param("市政务办", "示例市政务办", id="no-row"),
        pytest.param("财政部", "财政部", id="national"),
    ],
)
def test_a_place_that_the_gazetteer_lacks_has_departments_of_its_own(written: str, name: str) -> None:
    header = Header(issuers=(Element("示例市人民政府", None, "test"),))
    unit = units.book_of(header).unit(UnitName(written, UnitKind.NAMED))
    assert unit.name == name and unit.basis == ("derived" if name != "财政部" else "gazetteer")


def test_departments_of_two_unknown_places_are_two_units() -> None:
    ids = set()
    for issuer in ("示例市人民政府", "样板市人民政府"):
        book = units.book_of(Header(issuers=(Element(issuer, None, "test"),)))
        ids.add(book.unit(UnitName("市财政局", UnitKind.NAMED)).unit_id)
    assert len(ids) == 2


def test_a_place_known_from_the_title_only_decides_over_names_with_their_level() -> None:
    """广州南沙新区…办法 without issuer: 发改局 is the zone's, not the city's."""
    book = units.book_of(Header(title=Element("广州南沙新区促进总部经济发展扶持办法", None, "test")))
    names = [book.unit(UnitName(name, UnitKind.NAMED)).name for name in ("市财政局", "发改局")]
    assert names == ["广州市财政局", "发改局"]


def test_names_of_one_unit_have_one_id_and_another_city_another() -> None:
    names = ("市发展改革委", "市发改委", "发改委", "郑州市发展和改革委员会")
    ids = {units.resolve(name, level="city", region_code=_ZHENGZHOU).unit_id for name in names}
    assert len(ids) == 1
    assert units.resolve("市发改委", level="city", region_code="410300").unit_id not in ids


@pytest.mark.parametrize(
    ("written", "level", "code", "full"),
    [
        pytest.param("发展改革委", "national", "", "国家发展和改革委员会", id="national-notice"),
        pytest.param("发展改革委", "province", "410000", "河南省发展和改革委员会", id="provincial-notice"),
        pytest.param("市财政局", "county", "110107", "北京市财政局", id="市-of-a-municipality"),
        pytest.param("区财政局", "county", "110107", "石景山区财政局", id="区"),
        pytest.param("市财政局", "county", "410122", "郑州市财政局", id="市-above-a-county"),
        pytest.param("市财政局", "county", "410183", "新密市财政局", id="county-level-city"),
        pytest.param("自治区财政厅", "province", "450000", "广西壮族自治区财政厅", id="autonomous-region"),
        pytest.param("区财政厅", "province", "450000", "广西壮族自治区财政厅", id="区-for-自治区"),
        pytest.param("自治区党委组织部", "province", "450000", "中共广西壮族自治区委组织部", id="自治区党委"),
        pytest.param("市财政局", "county", "360735", "赣州市财政局", id="parent-city"),
        pytest.param("财政局", "county", "360735", "石城县财政局", id="bare-name-is-the-county's"),
        pytest.param("州财政局", "city", "513200", "阿坝藏族羌族自治州财政局", id="州"),
    ],
)
def test_the_same_words_mean_the_unit_of_the_notices_own_place(written: str, level: str, code: str, full: str) -> None:
    assert units.resolve(written, level=level, region_code=code).name == full


def test_a_past_unit_says_until_when_it_was_and_what_follows_it() -> None:
    unit = units.resolve("银保监会", level="national", on=date(2021, 1, 1))
    successor = units.resolve("金融监管总局", level="national")
    assert (unit.valid_to, unit.successor_id) == ("2023-05-17", successor.unit_id)


@pytest.mark.parametrize(("written", "kind"), [("各有关部门", UnitKind.CLASS), ("各区县（市）", UnitKind.TERRITORY)])
def test_classes_and_territories_are_derived(written: str, kind: UnitKind) -> None:
    unit = units.resolve(written, kind=kind, level="city", region_code=_ZHENGZHOU)
    assert (unit.name, unit.kind, unit.basis) == (written, kind, "derived")


@pytest.mark.parametrize(
    ("issuer", "level", "code"),
    [
        ("国务院办公厅", "national", ""),
        ("财政部", "national", ""),
        ("国家林业和草原局", "national", ""),
        ("河南省人民政府", "province", "410000"),
        ("上海市住房和城乡建设管理委员会", "province", "310000"),
        ("中国银保监会江苏监管局办公室", "province", "320000"),
        ("郑州市人民政府", "city", "410100"),
        ("国家税务总局郑州市税务局", "city", "410100"),
        ("阿坝州人民政府办公室", "city", "513200"),
        ("蔡甸区人民政府办公室", "county", "420114"),
        ("北京市石景山区人民政府", "county", "110107"),
        ("石城县琴江镇人民政府", "township", "360735"),
        ("民政局", "department", ""),
        ("", "", ""),
    ],
)
def test_level_and_place_of_an_issuer(issuer: str, level: str, code: str) -> None:
    assert (units.issuer_level(issuer), units.region_of(issuer, "", [])) == (level, code)


@pytest.mark.parametrize(
    ("issuer", "number", "addressees", "code"),
    [
        pytest.param("市民政局", "穗民规字〔2018〕10号", [], "440100", id="letter-of-the-number"),
        pytest.param("省财政厅", "豫财〔2021〕3号", [], "410000", id="letter-of-the-province"),
        pytest.param("市教育局", "", ["金水区人民政府", "中牟县人民政府"], "410100", id="addressees"),
        pytest.param("县人民政府", "", ["各乡镇人民政府"], "", id="nothing-tells"),
        pytest.param("国务院", "国发〔2019〕3号", ["河南省人民政府"], "", id="national"),
    ],
)
def test_the_place_comes_from_name_number_or_addressees(
    issuer: str, number: str, addressees: list[str], code: str
) -> None:
    assert units.region_of(issuer, number, addressees) == code


def test_the_book_of_a_notice_knows_its_place_and_day() -> None:
    header = Header(
        doc_number=Element("郑政文〔2021〕26号", None, "test"),
        issuers=(Element("郑州市人民政府", None, "test"),),
        signed_date=Element("2021-03-05", None, "test"),
    )
    book = units.book_of(header)
    assert (book.level, book.region_code, book.on) == ("city", _ZHENGZHOU, date(2021, 3, 5))
    assert book.unit(UnitName("市发展改革委", UnitKind.NAMED)).name == "郑州市发展和改革委员会"


@given(
    st.text(max_size=30),
    st.sampled_from(["national", "province", "city", "county", ""]),
    st.sampled_from(["", "410100", "110107"]),
)
def test_any_name_gives_a_unit_with_an_id(name: str, level: str, code: str) -> None:
    unit = units.resolve(name, level=level, region_code=code)
    assert unit.unit_id.startswith("U-") and len(unit.unit_id) == 14
