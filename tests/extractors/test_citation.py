"""Other documents that a notice names, with what it does to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import citation
from extractors.citation import CitedDocument
from extractors.kinds import Relation


def _cited(text: str, **own: str) -> list[tuple[str, str, str]]:
    return [(m.value.title, m.value.number, m.value.relation.value) for m in citation.find(text, **own)]


def _only(text: str, **own: str) -> CitedDocument:
    found = citation.find(text, **own)
    assert len(found) == 1
    return found[0].value


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("根据《郑州市城市供水管理条例》规定，制定本办法。", "basis", id="根据"),
        pytest.param(
            "为贯彻落实中共中央办公厅、国务院办公厅《关于改革完善社会救助制度的意见》精神，现通知如下：",
            "basis",
            id="issuer-between",
        ),
        pytest.param("“中小企业”按工业和信息化部等四部门印发的《中小企业划型标准规定》认定。", "basis", id="按-认定"),
        pytest.param("申请材料按照《保险公司管理规定》执行。", "basis", id="按照-执行"),
        pytest.param("要严格执行《会计基础工作规范》，做到账实相符。", "basis", id="执行"),
        pytest.param("落实《生态文明体制改革总体方案》相关改革举措。", "basis", id="落实"),
        pytest.param("深入贯彻实施《中华人民共和国乡村振兴促进法》。", "basis", id="贯彻实施"),
        pytest.param("补贴参照《河南省省级储备粮管理办法》第三十一条执行。", "mentions", id="参照-执行"),
        pytest.param("分支机构应当符合《保险公司管理规定》的要求。", "mentions", id="符合"),
        pytest.param("加快实施《盐产品标识管理办法》。", "mentions", id="实施"),
        pytest.param("违反《中华人民共和国安全生产法》的，依法处罚。", "mentions", id="违反"),
        pytest.param("现将《郑州市数字城市建设行动方案》印发给你们，请认真贯彻执行。", "issues", id="现将-印发"),
        pytest.param("《“十四五”现代物流发展规划》已经国务院同意，现印发给你们。", "issues", id="已经同意-现印发"),
        pytest.param(
            "我局研究制定了《森林草原防火约谈暂行办法》（见附件）。现印发给你们。", "issues", id="next-sentence"
        ),
        pytest.param(
            "现公布修订后的《中华人民共和国个人所得税法实施条例》，自2019年1月1日起施行。", "issues", id="公布"
        ),
        pytest.param("郑州市民政局关于印发《郑州市养老服务规范》的通知", "issues", id="in-a-title"),
        pytest.param("国家地震局《关于防震减灾工作意见的报告》已经国务院同意，现转发给你们。", "forwards", id="转发"),
        pytest.param(
            "现将《财政部关于税收政策的通知》（财税[2007]17号）转发给你们，请遵照执行。", "forwards", id="现将-转发"
        ),
        pytest.param("对《关于开展评选工作的通知》（全绿字〔2018〕3号）作如下修改：", "amends", id="作如下修改"),
        pytest.param(
            "将《关于做好承接工作的通知》（郑政文〔2021〕26号）确定的完成时限修改如下：", "amends", id="将-修改如下"
        ),
        pytest.param("删除附件1《建设项目使用林地审核审批管理规范》“二、申请材料”中的", "amends", id="删除"),
        pytest.param("关于《简化行政许可工作的通知》部分内容不再适用的通知", "amends", id="part-void"),
        pytest.param("《郑州市供热管理办法》（郑政〔2009〕3号）同时废止。", "repeals", id="同时废止"),
        pytest.param("自本通知印发之日起，《关于加大激励支持力度的通知》停止执行。", "repeals", id="停止执行"),
        pytest.param("我局决定废止《轮胎式木材装载机》等70项林业行业标准。", "repeals", id="决定废止"),
        pytest.param("《备案管理办法》与本办法不一致的，以本办法为准。《豫A办法》", "supersedes", id="以本办法为准"),
        pytest.param("《工程总承包管理办法》需继续实施，有效期延长至2031年4月30日。", "extends", id="有效期延长"),
        pytest.param("关于延长《工程总承包管理规定》有效期的通知", "extends", id="延长-有效期"),
        pytest.param(
            "在自由贸易试验区暂时调整实施《中华人民共和国外资企业法》有关规定。", "suspends", id="暂时调整实施"
        ),
        pytest.param(
            "《中共中央关于全面推进依法治国若干重大问题的决定》提出，要完善审核机制。", "mentions", id="nothing-said"
        ),
        pytest.param(
            "保障新修订的《中华人民共和国行政处罚法》贯彻实施，我局决定修改和废止部分文件。",
            "mentions",
            id="废止-of-something-else",
        ),
        pytest.param(
            "不再执行《外商投资建筑业企业管理规定》中关于工程承包范围的限制性规定。", "mentions", id="不再执行-a-part"
        ),
    ],
)
def test_the_wording_around_a_title_gives_the_relation(text: str, relation: str) -> None:
    assert citation.find(text)[0].value.relation.value == relation


def test_a_quoted_passage_is_not_the_notices_own_wording() -> None:
    text = "第四点中“按照《信访工作办法实施细则》规定处理”的表述，修改为“按照有关规定处理”。"
    assert _only(text).relation.value == "mentions"


def test_words_before_and_behind_a_list_speak_of_each_document_in_it() -> None:
    text = "《甲管理办法》（豫政〔2001〕1号）、《乙管理办法》(豫政〔2002〕2号)和省财政厅《丙管理办法》同时废止。"
    assert [relation for _, _, relation in _cited(text)] == ["repeals"] * 3


def test_the_sentence_of_one_document_says_nothing_of_another() -> None:
    text = "根据《河南省供水条例》，现将《郑州市供水实施方案》印发给你们。《郑州市供水方案细则》同时废止。"
    assert [relation for _, _, relation in _cited(text)] == ["basis", "issues", "repeals"]


_LISTS = """一、决定废止的规范性文件（3件）
1.河南省人民政府关于加强散装水泥管理的通知（豫政〔2009〕33号）
2.《河南省外来施工企业备案管理办法》（豫政办〔2012〕18号）
二、对1件行政规范性文件延长有效期
《河南省应急转贷资金管理办法》（豫政办〔2019〕52号）
三、有关要求
《中华人民共和国政府采购法》另有规定的除外。"""


def test_the_heading_of_a_list_speaks_of_the_documents_below_it() -> None:
    assert _cited(_LISTS) == [
        ("河南省人民政府关于加强散装水泥管理的通知", "豫政〔2009〕33号", "repeals"),
        ("河南省外来施工企业备案管理办法", "豫政办〔2012〕18号", "repeals"),
        ("河南省应急转贷资金管理办法", "豫政办〔2019〕52号", "extends"),
        ("中华人民共和国政府采购法", "", "mentions"),
    ]


def test_a_sentence_below_a_list_speaks_of_the_documents_above_it() -> None:
    text = "（一）《甲管理规定》（豫政〔2009〕3号）；\n（二）《乙管理规定》（豫政〔2010〕4号）。\n上述文件自本决定印发之日起停止执行。"
    assert [relation for _, _, relation in _cited(text)] == ["repeals", "repeals"]


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        pytest.param(
            "根据《关于印发〈四川省考核办法〉的通知》（川办发〔2017〕86号）",
            "关于印发〈四川省考核办法〉的通知",
            "川办发〔2017〕86号",
            id="inner-marks",
        ),
        pytest.param(
            "根据《关于印发《供水方案》的通知》（川办发〔2017〕86号）",
            "关于印发《供水方案》的通知",
            "川办发〔2017〕86号",
            id="same-inner-marks",
        ),
        pytest.param(
            "根据《关于印发〈供水方案》的通知》要求", "关于印发〈供水方案》的通知", "", id="inner-mark-closed-wrongly"
        ),
        pytest.param(
            "（《技术创新示范企业认定管理办法》（试行）（工信部联科〔2010〕540号））",
            "技术创新示范企业认定管理办法",
            "工信部联科〔2010〕540号",
            id="试行",
        ),
        pytest.param(
            "根据国务院令第396号《国务院关于修改部分法规的决定》",
            "国务院关于修改部分法规的决定",
            "国务院令第396号",
            id="number-before",
        ),
        pytest.param(
            "《残疾人残疾分类和分级》（GB/T26341-2010）标准", "残疾人残疾分类和分级", "GB/T26341-2010", id="standard"
        ),
        pytest.param("积极落实国经贸经〔1998〕154号文件精神", "", "国经贸经〔1998〕154号", id="number-alone"),
        pytest.param(
            "根据国务院关于印发盐业体制改革方案的通知（国发〔2016〕25号）",
            "国务院关于印发盐业体制改革方案的通知",
            "国发〔2016〕25号",
            id="no-marks",
        ),
        pytest.param("噪声执行GB3096-2008有关要求", "", "GB3096-2008", id="standard-alone"),
        pytest.param("根据《自由贸\n易试验区总体方案》要求", "自由贸易试验区总体方案", "", id="line-end-inside"),
    ],
)
def test_title_and_number_are_read_together(text: str, title: str, number: str) -> None:
    value = _only(text)
    assert (value.title, value.number) == (title, number)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("各试点城市要按照《方案》要求，制定实施方案。", id="short-name"),
        pytest.param("应当填写《草原征占用申请表》。", id="form"),
        pytest.param("签订《疫情防控承诺书》。", id="letter-of-commitment"),
        pytest.param("持有《中华人民共和国残疾军人证》的优抚对象", id="certificate"),
        pytest.param("入选《福布斯》（《Forbes》）杂志公布的榜单", id="magazine"),
        pytest.param("符合《政策性照顾学生清单》（附件4）条件的幼儿", id="own-annex"),
        pytest.param("按照《管理办法》规定", id="kind-of-document-only"),
        pytest.param("根据国家有关规定，结合实际", id="no-name"),
        pytest.param("【文号】 林护发〔2020〕42号\n【年份】 2020", id="own-number-in-a-field"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_other_document_is_not_cited(text: str) -> None:
    assert citation.find(text) == []


def test_a_short_name_that_the_notice_gave_is_not_cited_again() -> None:
    text = "根据《海关审定完税价格办法》（海关总署令第213号，以下简称《审价办法》）。按照《审价办法》第二十八条征税。"
    assert _cited(text) == [("海关审定完税价格办法", "海关总署令第213号", "basis")]


def test_what_is_said_of_a_short_name_is_said_of_its_document() -> None:
    text = "《郑州市供热管理办法》（郑政〔2009〕3号，以下简称《办法》）实施多年。《办法》自2021年5月1日起废止。"
    assert _cited(text) == [("郑州市供热管理办法", "郑政〔2009〕3号", "repeals")]


def test_a_short_name_without_marks_leads_to_its_document() -> None:
    text = (
        "银监会《关于规范代理销售业务的通知》（银监发〔2016〕24号，以下简称“24号文”）已经印发。各行应按照24号文执行。"
    )
    assert _cited(text) == [("关于规范代理销售业务的通知", "银监发〔2016〕24号", "basis")]


def test_原_before_a_short_name_means_another_document() -> None:
    text = "现将《郑州市供热管理办法》（以下简称《办法》）印发给你们。原《办法》同时废止。"
    assert _cited(text) == [("郑州市供热管理办法", "", "issues")]


def test_a_short_name_of_anything_else_is_no_document() -> None:
    assert _cited("通过郑州市一体化平台（以下简称“平台”）办理。平台应当稳定。") == []


def test_what_a_notice_issues_is_not_what_it_repeals_by_the_same_title() -> None:
    text = "《价格行为规则》已经审议通过，现予公布。\n《价格行为规则》（国家发展改革委令2006年第44号）同时废止。"
    assert _cited(text) == [
        ("价格行为规则", "", "issues"),
        ("价格行为规则", "国家发展改革委令2006年第44号", "repeals"),
    ]


def test_a_law_with_and_without_the_name_of_the_state_is_one() -> None:
    text = "根据《中华人民共和国保险法》，制定本办法。按照《保险法》执行。"
    assert _cited(text) == [("中华人民共和国保险法", "", "basis")]


def test_what_a_site_wrote_above_the_title_is_not_cited() -> None:
    title = "郑州市人民政府关于加强供热工作的通知"
    text = f"依《中华人民共和国著作权法》第五条，转载须注明来源。\n{title}\n根据《河南省供热条例》，现通知如下。各部门要加强领导，落实责任。"
    assert _cited(text, own_title=title) == [("河南省供热条例", "", "basis")]


def test_the_number_of_a_forwarded_document_is_cited_though_it_stands_alone_too() -> None:
    text = (
        "现将《关于税收政策的通知》（财税〔2007〕17号）转发给你们。\n关于税收政策的通知\n财税〔2007〕17号\n各省财政厅："
    )
    assert _cited(text) == [("关于税收政策的通知", "财税〔2007〕17号", "forwards")]


def test_an_announced_annex_is_no_other_document() -> None:
    text = "申报单位应准备《国家示范企业申报材料》。\n附件：1.推荐企业汇总表\n2.国家示范企业申报材料"
    assert _cited(text) == []


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        pytest.param("遵循中国保监会《统括保单业务通知》要求", "中国保监会", id="遵循"),
        pytest.param(
            "有关单位要认真对照中共中央办公厅、国务院办公厅《自然保护地体系意见》",
            "中共中央办公厅、国务院办公厅",
            id="对照",
        ),
        pytest.param(
            "按财政部、银保监会等四部委印发的《关于加快保险发展的指导意见》", "财政部、银保监会", id="等四部委"
        ),
        pytest.param("所称小型企业指工业和信息化部《企业划型标准》所列企业", "工业和信息化部", id="指"),
        pytest.param("执行教育指导委员会《教学质量标准》", "教育指导委员会", id="指导-is-of-the-name"),
        pytest.param("执行市防指办公室《防汛应急预案》", "市防指办公室", id="防指-is-of-the-name"),
        pytest.param("按照我委《病例转运工作方案》执行", "", id="我委-names-none"),
    ],
)
def test_the_words_before_the_issuer_are_not_the_issuer(text: str, issuer: str) -> None:
    assert [match.value.issuer for match in citation.find(text)] == [issuer]


def test_of_many_places_the_strongest_relation_counts_and_all_that_is_known_is_put_together() -> None:
    text = (
        "《郑州市供热管理办法》规定了标准。根据《郑州市供热管理办法》（郑政〔2009〕3号）收费。郑政〔2009〕3号同时废止。"
    )
    assert _cited(text) == [("郑州市供热管理办法", "郑政〔2009〕3号", "repeals")]


def test_two_documents_of_one_title_with_two_numbers_stay_two() -> None:
    text = "落实《关于做好安全防范工作的通知》（安委办明电〔2020〕1号），按照《关于做好安全防范工作的通知》（安委办通〔2020〕8号）"
    assert len(citation.find(text)) == 2


def test_own_number_and_title_are_not_cited_and_the_title_names_the_payload() -> None:
    text = "郑政办〔2018〕109号\n关于印发大厅运行方案的通知\n附：《大厅运行方案》。查阅《关于印发大厅运行方案的通知》（郑政办[2018]109号）"
    cited = _cited(text, own_number="郑政办〔2018〕109号", own_title="关于印发大厅运行方案的通知")
    assert cited == [("大厅运行方案", "", "issues")]


def test_several_documents_in_one_bracket_are_each_cited() -> None:
    text = "根据《关于做好结算工作的通知》（国办发〔2018〕1号、国办发〔2019〕2号）要求，现通知如下。"
    assert _cited(text) == [
        ("关于做好结算工作的通知", "国办发〔2018〕1号", "basis"),
        ("", "国办发〔2019〕2号", "basis"),
    ]


def test_the_issuer_is_read_from_the_title_or_before_it() -> None:
    text = "根据《国务院关于加强数字政府建设的指导意见》和司法部《司法鉴定程序通则》"
    assert [match.value.issuer for match in citation.find(text)] == ["国务院", "司法部"]


def test_the_match_is_the_title_with_its_bracket() -> None:
    found = citation.find("根据《中小企业划型标准规定》（工信部联企业〔2011〕300号）认定")
    assert found[0].text == "《中小企业划型标准规定》（工信部联企业〔2011〕300号）"


@given(st.text(alphabet="《》〈〉（）〔2021〕9号豫政根据废止同时现印发将、和，。\n关于的通知", max_size=120))
def test_every_match_is_a_piece_of_the_text(text: str) -> None:
    for match in citation.find(text):
        assert match.text == text[match.start : match.end]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    citation.find(text, own_number=text[:10], own_title=text[:30])


@pytest.mark.parametrize(
    "text", ["《" * 200_000, "》" * 200_000, "《〈" * 100_000, "（" * 200_000, "、" * 200_000], ids="《》〈（、"
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    assert citation.find(text) == []


@pytest.mark.parametrize(
    ("head", "cell", "relation"),
    [
        pytest.param("清理结果", "废止", Relation.REPEALS, id="repealed"),
        pytest.param("清理结果", "继续有效", Relation.EXTENDS, id="goes on"),
        pytest.param("继续有效的规范性文件目录", "宣布失效", Relation.REPEALS, id="the cell before the heading"),
        pytest.param("废止的规范性文件目录", "市财政局", Relation.REPEALS, id="the heading where no cell says"),
        pytest.param("清理结果", "拟废止", Relation.MENTIONS, id="not yet"),
    ],
)
def test_a_cell_of_a_row_says_what_became_of_its_document(head: str, cell: str, relation: Relation) -> None:
    text = f"{head}\n1\t郑州市人民政府关于加强燃气管理的意见\t郑政〔2014〕9号\t{cell}\n"
    assert _only(text).relation is relation
