"""Header elements of a notice, as real notices write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.notice import Notice
from pipeline.model.reading import Align, Line, Reading, SourceFormat
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
    pytest.param(
        [
            "国务院关于同意乌鲁木齐、昌吉、石河子",
            "高新技术产业开发区建设",
            "国家自主创新示范区的批复",
            "科技部：",
            BODY,
        ],
        "国务院关于同意乌鲁木齐、昌吉、石河子高新技术产业开发区建设国家自主创新示范区的批复",
        id="last_line_could_be_a_title",
    ),
    pytest.param(
        ["国家税务总局 财政部 海关总署公告2019年第39号", "关于深化增值税改革有关政策的公告", BODY],
        "关于深化增值税改革有关政策的公告",
        id="announcement_number_above",
    ),
    pytest.param(
        ["ColumnName：招生考试", "ArticleTitle：广州市天河区教育局关于印发招生方案的通知", "各幼儿园：", BODY],
        "广州市天河区教育局关于印发招生方案的通知",
        id="field_in_letters",
    ),
    pytest.param(
        ["附件", "", "银行债权人委员会管理暂行办法", "第一条 为做好工作，制定本办法。"],
        "银行债权人委员会管理暂行办法",
        id="annex_head_above",
    ),
    pytest.param(
        [
            "为做好疫情防控工作，现就有关事项公告如下，请各单位认真贯彻执行，抓好各项措施的落实，确保取得实效。" * 2,
            "企业申请操作指引",
        ],
        "",
        id="line_below_running_text",
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
    pytest.param(
        ["龙岩市工业和信息化局中共龙岩市委文明办龙岩市城市管理局关于印发方案的通知", ADDRESSED, BODY],
        ["龙岩市工业和信息化局", "中共龙岩市委文明办", "龙岩市城市管理局"],
        id="run_together",
    ),
    pytest.param(
        ["国务院应对新型冠状病毒感染肺炎疫情联防联控机制关于做好保供工作的通知", ADDRESSED, BODY],
        ["国务院应对新型冠状病毒感染肺炎疫情联防联控机制"],
        id="mechanism",
    ),
    pytest.param(
        ["关于印发规划的通知", ADDRESSED, BODY, "国  务  院", "2011年12月15日"], ["国务院"], id="letter_spaced"
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
    pytest.param(
        ["某委关于印发预案的通知", ADDRESSED, BODY, "2020年2月23日", "京建发〔2020〕46号附件1", "名单"],
        "京建发〔2020〕46号",
        id="repeated_at_annexes",
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
    pytest.param(["甲市人民政府", "2020年2月20日责任编辑：陈静"], "2020-02-20", "", id="site_words_behind"),
    pytest.param(["国家林业和草原局 2020年4月2日"], "2020-04-02", "", id="organ_before"),
    pytest.param(["甲市人民政府", "二ＯＯ七年二月六日"], "2007-02-06", "", id="full_width_zero"),
    pytest.param(["甲市人民政府", "二ОО六年六月八日"], "2006-06-08", "", id="cyrillic_zero"),
    pytest.param(["请于2021年3月5日前报送。"], "", "", id="a_limit_is_no_date"),
]


@pytest.mark.parametrize(("below", "signed", "issued"), DATES)
def test_dates(below: list[str], signed: str, issued: str) -> None:
    notice = build(reading(["甲市人民政府关于X工作的通知", ADDRESSED, BODY, "一、加强领导。", *below]))
    assert (_value(notice, "signed_date"), _value(notice, "issued_date")) == (signed, issued)


def test_addressees_split_at_commas_only() -> None:
    notice = build(reading(["国务院关于X工作的通知", "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", BODY]))
    assert [e.value for e in notice.header.addressees] == ["各省、自治区、直辖市人民政府", "国务院各部委、各直属机构"]


ADDRESSEES = [
    pytest.param(["在沪各银行保险机构:"], ["在沪各银行保险机构"], id="class_behind_a_place"),
    pytest.param(
        ["苏州保监分局，各保险行业协会，各财产保险公司省级分公司，", "各市公安局："],
        ["苏州保监分局", "各保险行业协会", "各财产保险公司省级分公司", "各市公安局"],
        id="over_two_lines",
    ),
    pytest.param(["一、司法结论。", "承办部门："], [], id="below_the_first_item"),
]


@pytest.mark.parametrize(("lines", "addressees"), ADDRESSEES)
def test_addressees(lines: list[str], addressees: list[str]) -> None:
    notice = build(reading(["上海银保监局关于X工作的通知", *lines, BODY]))
    assert [element.value for element in notice.header.addressees] == addressees


ATTACHMENTS = [
    pytest.param(["附件：", "1.申请表", "2.汇总表"], ["申请表", "汇总表"], id="word_alone"),
    pytest.param(["附件：（略）", "1.申请表"], ["申请表"], id="left_out"),
    pytest.param(["附件1.界址点坐标", "2.桥面坐标"], ["界址点坐标", "桥面坐标"], id="numbered_word"),
    pytest.param(["附件：长期科研基地管理办法", "第一章 总则"], ["长期科研基地管理办法"], id="rules_follow"),
    pytest.param(
        ["附件：1.申请表", "2.推荐上岗人员", "名单", "联系人：王某"], ["申请表", "推荐上岗人员名单"], id="contact_below"
    ),
]


@pytest.mark.parametrize(("lines", "names"), ATTACHMENTS)
def test_attachments(lines: list[str], names: list[str]) -> None:
    notice = build(reading(["甲市人民政府关于X工作的通知", ADDRESSED, BODY, *lines, "甲市人民政府", "2021年3月5日"]))
    assert [element.value for element in notice.header.attachments] == names


def test_issuing_office_run_together_with_a_list() -> None:
    lines = ["甲市财政局关于X工作的通知", ADDRESSED, BODY, "整治工作清单甲市财政局办公室2021年3月8日印发"]
    assert _value(build(reading(lines)), "issuing_office") == "甲市财政局办公室"


def test_a_field_ends_where_the_next_begins() -> None:
    notice = build(reading(["索引号： 000014349/2004-711188 主题分类：", "甲市财政局关于X工作的通知", ADDRESSED, BODY]))
    assert _value(notice, "index_no") == "000014349/2004-711188"


def test_title_with_its_number_in_one_chunk_is_cut() -> None:
    text = "国务院关于印发环境保护“十二五”规划的通知国发〔2011〕42号 各省、自治区、直辖市人民政府，国务院各部委、各直属机构： 现将《环境保护“十二五”规划》印发给你们，请认真贯彻执行。 国  务  院 二○一一年十二月十五日 环境保护“十二五”规划 为推进“十二五”期间环境保护事业的科学发展，加快资源节约型社会建设，制定本规划。"
    notice = build(reading([text]))
    assert (_value(notice, "doc_number"), _value(notice, "signed_date")) == ("国发〔2011〕42号", "2011-12-15")
    assert [element.value for element in notice.header.issuers] == ["国务院"]


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


ARTICLES = ["第一条 本办法所指的总部型企业，应当满足以下条件：", "第二条 对总部型企业给予落户奖励。"]


@pytest.mark.parametrize(
    ("page_title", "found"),
    [
        pytest.param(
            "广州南沙新区(自贸片区)促进总部经济发展扶持办法",
            "广州南沙新区(自贸片区)促进总部经济发展扶持办法",
            id="办法",
        ),
        pytest.param("广州市人民政府门户网站政策文件", None, id="column"),
        pytest.param("南沙企业智能服务平台首页", None, id="site"),
    ],
)
def test_a_page_title_that_names_its_kind_is_the_title(page_title: str, found: str | None) -> None:
    title = build(replace(reading(ARTICLES), title=page_title)).header.title
    assert (title and title.value) == found


RUNNING = "党的十八大以来第14个指导“三农”工作的中央一号文件2月3日由新华社受权发布，对锚定农业农村现代化、扎实推进乡村全面振兴进行了部署。"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param([Line("2026年中央一号文件", align=Align.CENTER)], "2026年中央一号文件", id="centred"),
        pytest.param([Line("2026年中央一号文件", heading=1)], "2026年中央一号文件", id="heading"),
        pytest.param(
            [
                Line("中国银监会绍兴监管分局文件", align=Align.CENTER),
                Line("绍兴银行业", align=Align.CENTER),
                Line("监管工作回顾", align=Align.CENTER),
            ],
            "绍兴银行业监管工作回顾",
            id="below_the_red_head",
        ),
        pytest.param([Line("2026年中央一号文件")], None, id="not_set_apart"),
        pytest.param([Line("一、营商环境方面的措施", align=Align.CENTER)], None, id="item"),
        pytest.param([Line("Table 8.12 Own brand shares", align=Align.CENTER)], None, id="not_chinese"),
    ],
)
def test_a_title_without_a_kind_is_told_by_how_it_is_set(lines: list[Line], found: str | None) -> None:
    title = build(Reading(SourceFormat.DOCX, (*lines, Line(RUNNING)))).header.title
    assert (title and title.value) == found
