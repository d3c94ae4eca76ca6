"""Header elements of a notice, as real notices write them."""

from __future__ import annotations

import pytest

from pipeline.model.notice import Notice
from pipeline.structure import build
from tests.structure.reading import reading

ADDRESSED = "各区、县（市）人民政府，市政府各部门："
BODY = "为做好有关工作，现就有关事项通知如下："

TITLES = [
    pytest.param(
        ["郑州市人民政府", "关于做好权限承接", "工作的通知", ADDRESSED, BODY],
        "郑州市人民政府关于做好权限承接工作的通知",
        id="cut_over_lines",
    ),
    pytest.param(
        [
            "关于印发政策措施的通知",
            "铁岭市人民政府关于印发",
            "铁岭市应对疫情",
            "支持中小企业发展政策措施的通知",
            ADDRESSED,
            BODY,
        ],
        "铁岭市人民政府关于印发铁岭市应对疫情支持中小企业发展政策措施的通知",
        id="site_title_above_own",
    ),
    pytest.param(
        ["石政发〔2020〕3号-北京市石景山区人民政府关于印发《若干措施（暂行）》的通知", ADDRESSED, BODY],
        "北京市石景山区人民政府关于印发《若干措施（暂行）》的通知",
        id="number_before_title",
    ),
    pytest.param(
        ["《北京市人民政府办公厅关于印发〈要点〉的通知》", "京政办发〔2016〕26号", ADDRESSED, BODY],
        "北京市人民政府办公厅关于印发〈要点〉的通知",
        id="marks_around",
    ),
    pytest.param(
        ["广州市人民政府办公厅关于加强救助工作的通知 - 广州市人民政府门户网站", ADDRESSED, BODY],
        "广州市人民政府办公厅关于加强救助工作的通知",
        id="site_name_behind",
    ),
    pytest.param(
        ["考核依据", "石城县2018年度河长制工作考核细则", "为落实河长制，制定本细则。"],
        "石城县2018年度河长制工作考核细则",
        id="begins_with_place",
    ),
    pytest.param(["各有关单位：", "现将有关事项通知如下。"], "", id="absent"),
]


@pytest.mark.parametrize(("lines", "title"), TITLES)
def test_title(lines: list[str], title: str) -> None:
    assert _value(build(reading(lines)), "title") == title


ISSUERS = [
    pytest.param(
        ["浙江保监局  浙江省司法厅  宁波保监局", "关于修订《意见》的通知", ADDRESSED, BODY],
        ["浙江保监局", "浙江省司法厅", "宁波保监局"],
        id="joint_in_title",
    ),
    pytest.param(
        ["区人民政府办公室关于印发要点的通知", ADDRESSED, BODY, "蔡甸区人民政府办公室", "2023年1月3日"],
        ["蔡甸区人民政府办公室"],
        id="signature_fuller",
    ),
    pytest.param(
        ["广东省人民政府办公厅关于印发方案的通知", ADDRESSED, BODY, "省府办公厅", "2017年3月21日"],
        ["广东省人民政府办公厅"],
        id="title_fuller",
    ),
    pytest.param(
        ["国家发展改革委等部门关于印发方案的通知", ADDRESSED, BODY, "国家发展改革委", "财政部", "2022年3月1日"],
        ["国家发展改革委", "财政部"],
        id="others_in_signature",
    ),
    pytest.param(["郑州市人民政府文件", "郑政文〔2021〕26号", ADDRESSED, BODY], ["郑州市人民政府"], id="red_head"),
]


@pytest.mark.parametrize(("lines", "issuers"), ISSUERS)
def test_issuers(lines: list[str], issuers: list[str]) -> None:
    assert [element.value for element in build(reading(lines)).header.issuers] == issuers


NUMBERS = [
    pytest.param(
        ["国务院关于X的通知", "国发〔2019〕5号", ADDRESSED, "根据国发〔2018〕1号文件要求，通知如下："],
        "国发〔2019〕5号",
        id="own_line",
    ),
    pytest.param(["国务院关于X的通知", ADDRESSED, "根据《方案》（国发〔2018〕1号）要求。"], "", id="cited_only"),
    pytest.param(
        ["国家林业和草原局公告（2019年第8号）", "现予以废止。"],
        "国家林业和草原局公告（2019年第8号）",
        id="announcement",
    ),
    pytest.param(["根据《价格办法》（海关总署令第213号），公告如下：", "一、调整价格。"], "", id="cited_order"),
]


@pytest.mark.parametrize(("lines", "number"), NUMBERS)
def test_doc_number(lines: list[str], number: str) -> None:
    assert _value(build(reading(lines)), "doc_number") == number


DATES = [
    pytest.param(["甲市人民政府", "2021 年 3 月 5 日"], "2021-03-05", "", id="blanks"),
    pytest.param(["甲市人民政府", "二○一一年九月三日"], "2011-09-03", "", id="chinese"),
    pytest.param(
        ["甲市人民政府", "2021年3月5日", "甲市人民政府办公厅 2021年3月8日印发"], "2021-03-05", "2021-03-08", id="issued"
    ),
    pytest.param(["甲市人民政府办公厅", "2021年3月8日印发"], "", "2021-03-08", id="issued_only"),
    pytest.param(["请于2021年3月5日前报送。"], "", "", id="a_limit_is_no_date"),
]


@pytest.mark.parametrize(("below", "signed", "issued"), DATES)
def test_dates(below: list[str], signed: str, issued: str) -> None:
    notice = build(reading(["甲市人民政府关于X工作的通知", ADDRESSED, BODY, "一、加强领导。", *below]))
    assert (_value(notice, "signed_date"), _value(notice, "issued_date")) == (signed, issued)


def test_addressees_split_at_commas_only() -> None:
    notice = build(reading(["国务院关于X工作的通知", "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", BODY]))
    assert [e.value for e in notice.header.addressees] == ["各省、自治区、直辖市人民政府", "国务院各部委、各直属机构"]


def test_head_run_together_is_cut() -> None:
    text = (
        "国务院办公厅关于加强环境监管执法的通知国办发〔2014〕56号各省、自治区、直辖市人民政府，国务院各部委、各直属机构："
        "　　近年来，各地区不断加大工作力度。经国务院同意，现就加强环境监管执法通知如下：　　一、严格依法保护环境"
        "　　（一）完善监管制度。健全执法机制，落实监管责任，推动监管执法全覆盖。　　二、加强协调配合　　各地区要密切配合。"
        "国务院办公厅2014年11月12日（此件公开发布）"
    )
    notice = build(reading([text]))
    assert _value(notice, "title") == "国务院办公厅关于加强环境监管执法的通知"
    assert _value(notice, "doc_number") == "国办发〔2014〕56号"
    assert _value(notice, "signed_date") == "2014-11-12"
    assert [clause.label for clause in notice.clauses] == ["一、", "（一）", "二、"]


def test_every_element_stands_where_it_says(sample: Notice) -> None:
    header = sample.header
    for element in (header.title, header.doc_number, *header.issuers, *header.addressees, *header.copied_to):
        assert element is not None and element.span is not None
        assert "".join(element.span.of(sample.text).split()) == element.value


def test_sample_header(sample: Notice) -> None:
    header = sample.header
    assert _value(sample, "doc_number") == "郑政文〔2021〕26号"
    assert _value(sample, "signed_date") == "2021-03-05"
    assert _value(sample, "issued_date") == "2021-03-08"
    assert [element.value for element in header.addressees] == [
        "各开发区管委会",
        "各区县（市）人民政府",
        "市人民政府各部门",
        "各有关单位",
    ]
    assert _value(sample, "issuing_office") == "郑州市人民政府办公厅"
    assert _value(sample, "drafting_unit") == "市委改革办"
    assert _value(sample, "supervising_unit") == "市政府办公厅二处"
    assert [element.value for element in header.attachments] == [
        "河南省向郑州市和郑州航空港经济综合实验区下放的省级经济社会管理权限目录"
    ]


def _value(notice: Notice, element: str) -> str:
    found = getattr(notice.header, element)
    return found.value if found else ""
