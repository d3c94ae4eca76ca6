"""Lines as a file has them, cut where paragraphs began and freed of accidental blanks."""

from __future__ import annotations

import pytest

from pipeline.model.notice import Notice
from pipeline.structure import build
from pipeline.structure.pieces import tidy
from tests.structure.reading import reading

FOLLOWS = (
    "辖内银行业金融机构应加强网点、渠道建设，合理推进自助网点布放，做到社区自助网点全覆盖，并建立健全考核机制。" * 6
)
# A notice that a converter ran together: 绍银监发〔2014〕49号.
RUN_TOGETHER = [
    "中国银监会绍兴监管分局关于深入开展银行业消费者权益保护工作的指导意见",
    "各国有商业银行绍兴分行：",
    "现就深入开展辖内银行业消费者权益保护工作提出如下意见。",
]
REST = (
    "（二）加强金融知识宣传针对性和有效性。"
    + FOLLOWS
    + "（三）提升风险防范能力。"
    + FOLLOWS
    + "（四）建立问责机制。"
    + FOLLOWS
)


def flat(text: str) -> Notice:
    return build(reading([*RUN_TOGETHER, text + REST]))


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param(
            "一、密切联系群众，加大宣传普及力度（一）提高金融知识宣传深度和广度。要进一步提升覆盖面。",
            ["一、密切联系群众，加大宣传普及力度", "（一）提高金融知识宣传深度和广度。要进一步提升覆盖面。"],
            id="heading_with_a_comma",
        ),
        pytest.param(
            "一、持续提升投资建设便利度（一）优化再造投资审批流程。要进一步提升覆盖面。",
            ["一、持续提升投资建设便利度", "（一）优化再造投资审批流程。要进一步提升覆盖面。"],
            id="heading_without_a_comma",
        ),
        pytest.param(
            "一、对符合条件的企业，按照第三条第二款（一）规定的标准执行。要进一步提升覆盖面。",
            ["一、对符合条件的企业，按照第三条第二款（一）规定的标准执行。要进一步提升覆盖面。"],
            id="item_of_an_article",
        ),
        pytest.param(
            "一、对符合条件的企业，按照前述标准（一）至（三）执行。要进一步提升覆盖面。",
            ["一、对符合条件的企业，按照前述标准（一）至（三）执行。要进一步提升覆盖面。"],
            id="items_from_to",
        ),
    ],
)
def test_a_heading_is_cut_from_the_first_item_under_it(text: str, headings: list[str]) -> None:
    paragraphs = flat(text).text.splitlines()
    assert paragraphs[3:-3] == headings


@pytest.mark.parametrize(
    ("behind", "names"),
    [
        pytest.param(
            "附件：绍兴银行业消费者权益保护工作联络表", ["绍兴银行业消费者权益保护工作联络表"], id="behind_a_stop"
        ),
        pytest.param("具体要求见附件：绍兴银行业工作联络表。请认真执行。", [], id="inside_a_sentence"),
    ],
)
def test_the_note_of_annexes_is_cut_from_the_last_sentence(behind: str, names: list[str]) -> None:
    notice = build(reading([*RUN_TOGETHER, "（一）提高广度。" + REST + behind]))
    assert [element.value for element in notice.header.attachments] == names


@pytest.mark.parametrize(
    ("line", "tidied"),
    [
        pytest.param(
            "第一条 根据《促进总部经济发展扶持办法》，为便于政策 实施，结合本区实际，制订本实施细则，现予公布，请遵照执行。",
            "第一条 根据《促进总部经济发展扶持办法》，为便于政策实施，结合本区实际，制订本实施细则，现予公布，请遵照执行。",
            id="behind_an_article",
        ),
        pytest.param(
            "为贯彻落实《中共中央 国务院关于打赢脱贫攻坚战三年行动的指导意见》，深入开展 消费扶贫，经国务院同意，现提出如下意见。",
            "为贯彻落实《中共中央 国务院关于打赢脱贫攻坚战三年行动的指导意见》，深入开展消费扶贫，经国务院同意，现提出如下意见。",
            id="between_organs_in_a_title",
        ),
        pytest.param(
            "《广州市民政局 广州市财政局 广州市卫生局关于转发护理工作的通知》（穗民规字〔2018〕11号）自本通知印发之日起 同时废止。",
            "《广州市民政局 广州市财政局 广州市卫生局关于转发护理工作的通知》（穗民规字〔2018〕11号）自本通知印发之日起同时废止。",
            id="three_organs",
        ),
        pytest.param("2021 年 3 月 5 日", "2021年3月5日", id="in_a_date"),
        pytest.param("广州市医疗保障局 广州市财政局", "广州市医疗保障局 广州市财政局", id="in_a_signature"),
    ],
)
def test_blanks_that_part_words_stay(line: str, tidied: str) -> None:
    assert tidy(line) == tidied


@pytest.mark.parametrize(
    ("line", "paragraphs"),
    [
        pytest.param(
            "农发行丽水市分行、各城市商业银行丽水分行、各农村中小金融机构: 现将《丽水银行业债权人委员会管理办法（试行）》印发给你们，请遵照执行。",
            [
                "农发行丽水市分行、各城市商业银行丽水分行、各农村中小金融机构:",
                "现将《丽水银行业债权人委员会管理办法（试行）》印发给你们，请遵照执行。",
            ],
            id="addressees_before_the_first_sentence",
        ),
        pytest.param(
            "市财政局、市教育局、市民政局：负责落实资金保障、学校管理和困难群众救助，按照各自职责做好有关工作，加强协调配合。",
            [
                "市财政局、市教育局、市民政局：负责落实资金保障、学校管理和困难群众救助，按照各自职责做好有关工作，加强协调配合。"
            ],
            id="duties_of_units",
        ),
        pytest.param(
            "（六）移动公司、电信公司、联通公司：按照“谁搭挂、谁整治”的原则，会同有关单位做好线缆整治，并按月报送工作进展情况。",
            [
                "（六）移动公司、电信公司、联通公司：按照“谁搭挂、谁整治”的原则，会同有关单位做好线缆整治，并按月报送工作进展情况。"
            ],
            id="item_with_its_units",
        ),
        pytest.param(
            "附件：1. 商业银行履职情况评价体系表2. 商业银行履职评价操作表 中国银监会浙江监管局",
            ["附件：1. 商业银行履职情况评价体系表", "2. 商业银行履职评价操作表", "中国银监会浙江监管局"],
            id="annexes_and_signature",
        ),
        pytest.param(
            "附件：1. 执行GB 18483中第2.1条的企业名单",
            ["附件：1. 执行GB 18483中第2.1条的企业名单"],
            id="number_inside_a_name",
        ),
    ],
)
def test_a_line_that_a_converter_ran_together_is_cut(line: str, paragraphs: list[str]) -> None:
    heading = ["中国银监会丽水监管分局关于印发管理办法的通知", "丽银监发〔2016〕38号"]
    assert build(reading([*heading, line])).text.splitlines()[2:] == paragraphs
