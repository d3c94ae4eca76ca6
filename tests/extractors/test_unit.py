"""Lists of units: what splits them, what stands inside a name, what is no unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import unit
from extractors.kinds import UnitKind

# The units of each list stand between bars where the list is split.
_LISTS = [
    pytest.param("市委编办、市政务办", "市委编办|市政务办", id="enumeration_comma"),
    pytest.param(
        "省通信管理局，省铁塔公司、各基础电信企业，各市人民政府",
        "省通信管理局|省铁塔公司|各基础电信企业|各市人民政府",
        id="groups",
    ),
    pytest.param("市工信局;市商务局,交发集团", "市工信局|市商务局|交发集团", id="half_width_marks"),
    pytest.param("市人社局　市财政局 市税务局", "市人社局|市财政局|市税务局", id="blanks"),
    pytest.param("市发展改革委\n市财政局", "市发展改革委|市财政局", id="lines_of_a_cell"),
    pytest.param("、区市场监管局、区投促中心", "区市场监管局|区投促中心", id="stray_separator"),
    pytest.param("1.市财政局；2.市审计局", "市财政局|市审计局", id="numbered"),
    pytest.param(
        "市人力资源和社会保障局、农业和农村局、粮食和储备局",
        "市人力资源和社会保障局|农业和农村局|粮食和储备局",
        id="and_inside_names",
    ),
    pytest.param("国家发展改革委和科技部", "国家发展改革委|科技部", id="and_between_units"),
    pytest.param("财政和医保部门", "财政|医保部门", id="and_between_fields"),
    pytest.param("人力资源和社会保障部门", "人力资源和社会保障部门", id="and_inside_a_field"),
    pytest.param("各级盐业主管机构与公安、司法等部门", "各级盐业主管机构|公安|司法", id="and_before_fields"),
    pytest.param("教育、卫生健康等部门和乡镇人民政府", "教育|卫生健康|乡镇人民政府", id="and_behind_and_so_on"),
    pytest.param("供水、供电等部门和单位", "供水|供电", id="fields_of_departments_and_units"),
    pytest.param("市场监督管理、社会组织管理和相关部门", "市场监督管理|社会组织管理|相关部门", id="fields_and_others"),
    pytest.param("各地级以上市和省各牵头部门", "各地级以上市|省各牵头部门", id="area_and_class"),
    pytest.param(
        "各级发展改革、财政、社会组织管理部门和市残疾人联合会",
        "各级发展改革、财政、社会组织管理部门|市残疾人联合会",
        id="fields_of_all_levels_share_their_noun",
    ),
    pytest.param("各省、市、县级人民政府", "各省、市、县级人民政府", id="levels_share_their_noun"),
    pytest.param("国务院相关部门及各地区", "国务院相关部门|各地区", id="and_before_a_class"),
    pytest.param("国务院相关部门和单位及各地区", "国务院相关部门和单位|各地区", id="and_inside_a_class"),
    pytest.param("拖欠民营企业账款的所有部门和单位", "拖欠民营企业账款的所有部门和单位", id="described_class"),
    pytest.param("各县市区人民政府、园区和示范区管委会", "各县市区人民政府|园区和示范区管委会", id="and_between_areas"),
    pytest.param(
        "各市、县（区）人民政府、赣江新区管委会", "各市、县（区）人民政府|赣江新区管委会", id="areas_share_a_head"
    ),
    pytest.param("各省、自治区、直辖市人民政府", "各省、自治区、直辖市人民政府", id="three_areas_share_a_head"),
    pytest.param(
        "各省、自治区、直辖市人民政府和新疆生产建设兵团",
        "各省、自治区、直辖市人民政府|新疆生产建设兵团",
        id="shared_head_before_and",
    ),
    pytest.param(
        "省级有关部门和各市、县（市、区）人民政府",
        "省级有关部门|各市、县（市、区）人民政府",
        id="shared_head_behind_and",
    ),
    pytest.param("各市、县〔市、区〕政府", "各市、县〔市、区〕政府", id="square_bracket_inside"),
    pytest.param("各市财政局、县（市、区）发展改革部门", "各市财政局|县（市、区）发展改革部门", id="no_shared_head"),
    pytest.param("各乡镇人民政府、街道办事处", "各乡镇人民政府|街道办事处", id="two_heads"),
    pytest.param("各街道、区发改局", "各街道|区发改局", id="higher_unit_behind_an_area"),
    pytest.param("各区县（市）、开发区管委会", "各区县（市）|开发区管委会", id="committee_of_another_area"),
    pytest.param("各市县农业农村、财政部门", "各市县农业农村、财政部门", id="fields_of_areas"),
    pytest.param("公安、司法、食品药品监管等部门", "公安|司法|食品药品监管", id="fields_of_departments"),
    pytest.param("各有关部门、单位", "各有关部门、单位", id="pair_of_classes"),
    pytest.param("开发区、区县（市）", "开发区|区县（市）", id="territories"),
    pytest.param(
        "省盐业集团（盐务管理局）、省财政厅", "省盐业集团（盐务管理局）|省财政厅", id="second_name_in_bracket"
    ),
    pytest.param("市司法局、市公安局等", "市司法局|市公安局", id="and_so_on"),
    pytest.param("商务部、海关总署等有关部门", "商务部|海关总署", id="and_so_on_with_class"),
    pytest.param("住房城乡建设部等国务院相关部门及各地区", "住房城乡建设部|各地区", id="and_so_on_inside"),
    pytest.param("扶贫办、商务部等和各有关省级人民政府", "扶贫办|商务部|各有关省级人民政府", id="and_so_on_before_and"),
    pytest.param(
        "区国资委、区政府集体资产监管办区住房城市建设委",
        "区国资委|区政府集体资产监管办|区住房城市建设委",
        id="lost_separator",
    ),
    pytest.param(
        "市委组织部\n市人力资源和社\n会保障局", "市委组织部|市人力资源和社会保障局", id="name_cut_by_a_line_end"
    ),
    pytest.param("市委 组织部、省发展和改革委 员会", "市委组织部|省发展和改革委员会", id="blank_inside_a_name"),
    pytest.param("市财政局 张三", "市财政局", id="person_behind_a_unit"),
    pytest.param(
        "国家安全部、成都市、江门市、综合一处、省军区",
        "国家安全部|成都市|江门市|综合一处|省军区",
        id="ends_like_a_false_friend",
    ),
]
_UNITS = [
    "团省委",
    "省妇联",
    "人民银行",
    "人行",
    "银保监会",
    "江西银保监局",
    "中国人民银行郑州中心支行",
    "国网铁岭供电公司",
    "省级试点城市政府",
    "县河长办",
    "全区各部门",
    "各承接部门",
    "国务院扶贫办",
    "省通信管理局",
    "省税务局",
    "市中级法院",
    "各地级以上市政府",
    "联席会议成员单位",
    "产业集团",
    "海关总署广东分署",
    "中央网信办",
    "省推进工业互联网创新发展专项工作组",
    "各级新冠肺炎防控指挥部",
    "中国（河南）自由贸易试验区郑州片区管委会",
    "国家税务总局示例省税务局",
    "会同县人民政府",
]
_NO_UNITS = [
    "下同",
    "合规负责人",
    "责任领导",
    "2021年底前完成",
    "长期坚持",
    "报送至市发展改革委",
    "由市财政局",
    "市财政局负责",
    "部署",
    "全局",
    "格局",
    "干部",
    "社会",
    "场所",
    "网站",
    "举办",
    "符合条件的企业",
    "有关工作",
    "任务分工方案",
    "以下简称市财政局",
    "“一网通办”",
    "局",
    "军民深度融合方面",
    "行为依法查处",
    "的十二项政策以及地方",
    "抢抓此次省政府",
    "企业签订的辅导协议及中介机构",
    "特殊教育学校机构",
    "相应名额在幼儿园",
    "合作机构金额占全部",
]
_KINDS = [
    ("市财政局", UnitKind.NAMED),
    ("市人民政府", UnitKind.NAMED),
    ("各有关部门", UnitKind.CLASS),
    ("相关承接市直单位", UnitKind.CLASS),
    ("各省级人民政府", UnitKind.CLASS),
    ("县（市、区）人民政府", UnitKind.CLASS),
    ("乡镇政府", UnitKind.CLASS),
    ("区民政部门", UnitKind.CLASS),
    ("各地区", UnitKind.TERRITORY),
    ("区县（市）", UnitKind.TERRITORY),
    ("县（市）", UnitKind.TERRITORY),
    ("立山经济开发区", UnitKind.TERRITORY),
]


@pytest.mark.parametrize(("text", "units"), _LISTS)
def test_a_list_falls_into_its_units(text: str, units: str) -> None:
    assert [match.value.name for match in unit.find(text)] == units.split("|")


@pytest.mark.parametrize("name", _UNITS)
def test_names_of_units(name: str) -> None:
    assert unit.is_unit(name)


@pytest.mark.parametrize("name", _NO_UNITS)
def test_what_is_no_unit(name: str) -> None:
    assert not unit.is_unit(name)


@pytest.mark.parametrize(("name", "kind"), _KINDS)
def test_kinds(name: str, kind: UnitKind) -> None:
    assert unit.find(name)[0].value.kind is kind


def test_the_span_is_the_unit_as_written_and_the_name_has_no_white_space() -> None:
    match = unit.find("责任：市人力资源 社会保障局等部门"[3:])[0]
    assert (match.start, match.end, match.text, match.value.name) == (
        0,
        11,
        "市人力资源 社会保障局",
        "市人力资源社会保障局",
    )


def test_a_list_says_whether_it_is_complete_and_goes_on() -> None:
    assert unit.read("海关总署、商务部等有关部门").and_so_on
    assert not unit.read("海关总署、商务部").and_so_on
    assert unit.read("海关总署、商务部").complete
    assert not unit.read("海关总署、下同").complete


def test_a_label_makes_a_unit_of_a_name_without_a_units_ending() -> None:
    assert [match.value.name for match in unit.read("市国资运营、市财政局", trusted=True).units] == [
        "市国资运营",
        "市财政局",
    ]
    assert unit.read("市国资运营、市财政局").complete is False


@pytest.mark.parametrize("text", ["张三", "张三、李四", "2021年6月底前", "推进政务公开"])
def test_no_label_makes_a_unit_of_a_person_a_time_or_a_duty(text: str) -> None:
    assert unit.read(text, trusted=True).units == ()


@given(st.text(alphabet="市县区各省财政局委、，和及与等部门（）〔〕 \n政府单位0", max_size=50), st.booleans())
def test_every_unit_is_a_piece_of_the_text(text: str, trusted: bool) -> None:
    found = unit.read(text, trusted=trusted)
    assert all(match.text == text[match.start : match.end] for match in found.units)
    assert [match.start for match in found.units] == sorted(match.start for match in found.units)
    assert all("".join(match.text.split()) == match.value.name for match in found.units)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    unit.read(text, trusted=True)
    unit.is_unit(text)
