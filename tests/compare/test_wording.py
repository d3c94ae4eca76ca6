"""What an aligned clause says differently, by field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare import sentence
from pipeline.compare.wording import text_differences
from pipeline.model.change import ChangeType

Told = list[tuple[str, str, str]]


def told(old: str, new: str) -> Told:
    return [(str(each.field), each.old, each.new) for each in text_differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(
            "为其提供市司法局的证明。",
            "为其提供市司法局和市公安局的证明。",
            [("scope", "", "市公安局")],
            id="a member put in",
        ),
        pytest.param(
            "应当申请保安服务许可证、保安培训许可证。",
            "应当申请保安服务许可证。",
            [("scope", "保安培训许可证", "")],
            id="a member cut where the list joins it",
        ),
        pytest.param(
            "城镇居民人均消费性支出和农村居民人均年生活消费支出标准计算。",
            "城镇居民人均消费支出标准计算。",
            [("scope", "农村居民人均年生活消费支出", ""), ("wording", "消费性支出", "消费支出")],
            id="a member left out, another in other words",
        ),
        pytest.param(
            "应当重新确定保密期限。",
            "应当重新确定密级、保密期限和知悉范围。",
            [("scope", "", "密级、知悉范围")],
            id="one difference a list",
        ),
        pytest.param(
            "可以公开募捐的基金会和社会团体，由民政部门发给证书。",
            "可以公开募捐的非营利性组织，由民政部门发给证书。",
            [("scope", "基金会和社会团体", "非营利性组织")],
            id="a list for one word",
        ),
        pytest.param(
            "对知悉的商业秘密负有保密义务。",
            "对知悉的商业秘密、个人隐私和个人信息依法负有保密义务。",
            [("scope", "", "个人隐私和个人信息"), ("wording", "", "依法")],
            id="an adverb behind members",
        ),
        pytest.param(
            "应当及时、完整地提供资料。",
            "应当及时、真实、完整地提供资料。",
            [("wording", "", "真实")],
            id="how, not what",
        ),
        pytest.param(
            "鼓励开展科学研究。", "鼓励和支持开展科学研究。", [("wording", "", "支持")], id="a modal is no member"
        ),
        pytest.param(
            "依照《》予以处理。",
            "依照《中华人民共和国治安管理处罚法》予以处理。",
            [("wording", "", "中华人民共和国治安管理处罚法")],
            id="no joint in a name",
        ),
        pytest.param(
            "春节放假（正月初一、初二）。",
            "春节放假（除夕、正月初一、初二）。",
            [("wording", "", "除夕")],
            id="brackets explain",
        ),
        pytest.param(
            "公司登记机关可以吊销营业执照。",
            "公司登记机关可以吊销营业执照，但公司依法办理歇业的除外。",
            [("scope", "", "但公司依法办理歇业的除外")],
            id="an exception",
        ),
        pytest.param(
            "有限责任公司设立董事会的，股东会会议由董事会召集。",
            "股东会会议由董事会召集。",
            [("scope", "有限责任公司设立董事会的", "")],
            id="a condition of what stays",
        ),
        pytest.param(
            "向国家统计局申请行政复议；对其他机构的决定不服的，向本级人民政府提出。",
            "向国家统计局申请行政复议。",
            [("wording", "对其他机构的决定不服的，向本级人民政府提出", "")],
            id="a condition with a provision of its own",
        ),
        pytest.param(
            "法律规定自登记之日起可以公开募捐的，由民政部门发给证书。",
            "法律规定可以公开募捐的，由民政部门发给证书。",
            [("scope", "自登记之日起", "")],
            id="a time inside a phrase",
        ),
        pytest.param(
            "下列费用：（一）申请费；（二）年费；（三）审查费。",
            "下列费用：（一）申请费；（二）审查费；（三）副本证明费。",
            [("scope", "年费", ""), ("scope", "", "副本证明费")],
            id="items, not their numbers",
        ),
        pytest.param(
            "被告人的亲友代为赔偿的，应当准许。",
            "被告人的亲友代为赔偿的，可以准许。",
            [("strength", "应当", "可以")],
            id="another modal",
        ),
        pytest.param("不应当做出标志。", "不得作出标志。", [("wording", "不应当做出", "不得作出")], id="as strong"),
        pytest.param(
            "（二）由甲提供；（三）由乙提供。", "（一）由甲提供；（二）由乙提供。", [], id="other numbers of items"
        ),
        pytest.param("应当在三十日内办结。", "应当在30天内办结。", [], id="the same figure in other numerals"),
        pytest.param(
            "按期完成，报送进展。",
            "报送进展，按期完成。",
            [("wording", "按期完成，报送进展。", "报送进展，按期完成。")],
            id="phrases in another order",
        ),
    ],
)
def test_what_changed_has_its_field(old: str, new: str, found: Told) -> None:
    assert told(old, new) == found


MANY = (
    "（一）新年，放假1天；（二）植树节，适当开展活动；（三）各地可以组织参观；（四）市财政局安排经费；（五）各校自行安排课程。",
    "（一）元旦，放假1天；（二）植树节，积极开展活动；（三）各地应当组织参观；（四）市财政部门安排经费；（五）各校统筹安排课程。",
)


def test_where_much_changed_values_are_whole_phrases() -> None:
    (strength, wording) = text_differences(*MANY)
    assert (strength.old, strength.new) == ("可以", "应当")
    assert wording.old == "新年，适当开展活动；市财政局安排经费；各校自行安排课程。"
    assert wording.new == "元旦，积极开展活动；市财政部门安排经费；各校统筹安排课程。"
    assert sentence.of_difference(wording) == "文字有4处改动，如“新年”改为“元旦”"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "情节严重的，处五万元以下罚款。",
            "情节严重的，处十万元以下罚款。",
            ["罚款由五万元以下提高到十万元以下"],
        ),
        (
            "逾期不改的，处二万元以上十万元以下的罚款。",
            "逾期不改的，处二万元以下的罚款；情节严重的，处二万元以上十万元以下的罚款。",
            ["罚款由二万元以上十万元以下改为二万元以下、二万元以上十万元以下", "范围增加“情节严重的”"],
        ),
        (
            "自收到申请之日起七日内作出决定。",
            "自收到申请之日起十日内作出决定。",
            ["“自收到申请之日起七日内作出决定”改为“自收到申请之日起十日内作出决定”"],
        ),
        ("依法登记的企业从事经营。", "依法备案的企业从事有关经营。", ["“登记”改为“备案”，增加“有关”"]),
        ("尽快组织培训。", "分批组织培训。", ["文字由“尽快”改为“分批”"]),
        (
            "处理违反第二十条规定的行为。",
            "处理违反第十一条、第二十三条规定的行为。",
            ["引用的条款由第二十条改为第十一条、第二十三条"],
        ),
    ],
)
def test_a_change_is_said_as_a_person_would(old: str, new: str, said: list[str]) -> None:
    assert [sentence.of_difference(each) for each in text_differences(old, new)] == said


def test_the_same_change_in_two_places_is_told_once() -> None:
    old = "骗取职务晋升的，撤销晋升的职务。"
    new = "骗取职务职级等晋升的，撤销晋升的职务职级等。"
    assert told(old, new) == [("scope", "", "职级等")]


TEXTS = st.lists(
    st.sampled_from(
        [
            "由市财政局、市公安局负责，",
            "由市财政局负责，",
            "应当在七日内报送；",
            "可以在十日内报送；",
            "情节严重的，",
            "处五万元以下罚款。",
            "处1万元以上5万元以下罚款。",
            "（一）有章程；",
            "违反第五条、第六条的，",
            "“收入”“支出”",
            "和",
            "\n",
        ]
    ),
    max_size=9,
).map("".join)
REVERSE = {ChangeType.ADDED: ChangeType.REMOVED, ChangeType.REMOVED: ChangeType.ADDED}


@given(TEXTS, TEXTS)
def test_the_texts_changed_over_give_the_reverse(old: str, new: str) -> None:
    forth = {(each.field, each.type, each.old, each.new) for each in text_differences(old, new)}
    back = {(each.field, REVERSE.get(each.type, each.type), each.new, each.old) for each in text_differences(new, old)}
    assert forth == back


@given(TEXTS)
def test_a_text_says_nothing_else_than_itself(text: str) -> None:
    assert text_differences(text, text) == []


@given(TEXTS, TEXTS)
def test_every_difference_has_words_that_differ(old: str, new: str) -> None:
    for each in text_differences(old, new):
        assert each.old != each.new
        assert sentence.of_difference(each)
