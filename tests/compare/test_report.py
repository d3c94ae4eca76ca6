"""The page as a file: what it says, that it is escaped, and that it needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from pipeline.compare.cards import cards
from pipeline.compare.compared import Compared, compared
from pipeline.compare.report import report
from tests.compare.sides import notice, sample, side_of

EVIL = "关于<script>alert(1)</script>&\"工作'的通知"


def page(both: Compared | None = None, language: str = "zh") -> html.HtmlElement:
    return html.document_fromstring(report(both or sample(), language="zh" if language == "zh" else "en"))


def words(element: html.HtmlElement) -> str:
    return "".join(element.text_content().split())


def card(name: str) -> html.HtmlElement:
    """The card whose new side, or old one where there is none, has this name."""
    return page().xpath(f"//article[.//h3[contains(., '{name}')]][last()]")[0]


def test_the_heads_name_both_notices_and_their_relation() -> None:
    heads = page().xpath("//section[@class='heads']")[0]
    assert [words(each) for each in heads.xpath(".//h2")] == [
        "郑州市人民政府关于做好省级经济社会管理权限承接工作的通知",
        "示例市人民政府关于调整省级经济社会管理权限承接工作任务的通知",
    ]
    assert heads.xpath(".//b/text()") == ["郑政文〔2021〕26号", "示例文〔2021〕58号"]
    assert heads.xpath(".//time/@datetime") == ["2021-03-05", "2021-05-20"]
    assert words(heads.xpath("./p")[0]) == "修改"


def test_a_button_counts_the_cards_of_its_kind() -> None:
    made = page()
    buttons = {each.get("data-kind"): int(each.find("b").text) for each in made.xpath("//div[@class='sum']/button")}
    kinds = [each.get("data-kinds").split() for each in made.xpath("//article")]
    assert buttons.pop("") == len(kinds) == len(cards(sample().changes))
    assert buttons == {kind: sum(kind in each for each in kinds) for kind in {kind for each in kinds for kind in each}}


def test_only_the_button_for_all_is_pressed() -> None:
    pressed = page().xpath("//div[@class='sum']/button/@aria-pressed")
    assert pressed == ["true"] + ["false"] * (len(pressed) - 1)


def test_a_pair_shows_units_and_time_limits_with_what_changed_marked() -> None:
    found = card("（三）强化协同配合")
    assert found.xpath(".//div[@class='was']/ul//del/text()")[:2] == ["市委编办", "2021年4月10日前"]
    assert found.xpath(".//div[@class='is']/ul//ins/text()")[:2] == ["市司法局", "2021年5月30日前"]
    assert "完成时限由2021年4月10日推迟50天至5月30日" in words(found)
    assert found.xpath(".//div[@class='is']//time/@datetime")[0] == "2021-05-30"


def test_the_text_of_a_pair_has_its_heading_once_and_its_bracket_as_duties() -> None:
    text = words(card("（三）强化协同配合").xpath("(.//div[@class='is'])[1]")[0])
    assert text.count("强化协同配合") == 1
    assert "（牵头单位" not in text


def test_a_heading_that_changed_is_marked() -> None:
    both = compared(
        *(notice(f"一、{name}\n按期完成省级下放权限的承接。") for name in ("工作任务和目标", "工作任务和要求"))
    )
    (found,) = page(both).xpath("//article[.//h3//ins]")
    assert [words(each) for each in found.xpath(".//h3//del | .//h3//ins")] == ["目标", "要求"]


def test_a_suggestion_asks_to_be_checked_with_method_and_likeness() -> None:
    note = words(card("（二）细化分工").xpath(".//p[@class='note']")[0])
    assert note.startswith("建议，请核对文字相近，相似度0.")


def test_where_nothing_is_marked_though_all_is_reworded_it_says_so() -> None:
    first = page().xpath("//article")[0]
    assert first.xpath(".//ins | .//del") == [] and "整段改写，未逐字标出" in words(first)
    assert "整段改写" not in words(card("（三）强化协同配合"))


def test_a_legend_says_what_the_marks_mean() -> None:
    (legend,) = page().xpath("//p[@class='legend']")
    assert [words(each) for each in legend.xpath(".//del | .//ins")] == ["只有原文有", "只有新文有"]
    assert "另一件没有对应内容" in words(legend) and "建议，请核对" in words(legend)


def test_an_old_notice_that_is_later_than_the_new_one_is_noted() -> None:
    swapped = page(compared(sample().new, sample().old))
    assert "2021-05-20）晚于作为新文的一件（2021-03-05" in words(swapped.xpath("//p[@class='order']")[0])
    assert page().xpath("//p[@class='order']") == []


def test_mere_wording_is_said_less_loudly_than_other_changes() -> None:
    (sentence,) = card("一、目标要求").xpath(".//div[@class='what']/p[contains(@class, 'wording')]")
    assert "改为“目标要求坚持接得住、管得好、用得活”" in words(sentence)


def test_what_was_added_has_no_old_side_and_no_marks() -> None:
    found = card("（六）开展承接评估")
    assert found.xpath(".//div[@class='was']") == [] and found.xpath(".//div[@class='none']")
    assert found.xpath(".//ins | .//del") == []


def test_whatever_a_notice_says_is_escaped() -> None:
    both = compared(notice("一、<b>甲</b>", title=EVIL), notice("一、<img src=x onerror=alert(1)>", title=EVIL))
    made = page(both)
    assert len(made.xpath("//script")) == 1
    assert made.xpath("//img | //main//*[@onerror]") == []
    assert "<script>alert(1)</script>" in words(made.xpath("//h2")[0])


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    made = page()
    policy = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    for name, element in (("style-src", "style"), ("script-src", "script")):
        (found,) = made.xpath(f"//{element}")
        digest = base64.b64encode(hashlib.sha256(found.text.encode()).digest()).decode()
        assert allowed[name] == f"'sha256-{digest}'"


def test_nothing_comes_from_outside() -> None:
    made = page()
    assert made.xpath("//@src | //link | //@style | //@*[starts-with(name(), 'on')]") == []
    assert "http" not in made.xpath("string(//style)") + made.xpath("string(//script)")
    assert "url(" not in made.xpath("string(//style)")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_come_in_order(language: str) -> None:
    levels = [
        int(each.tag[1])
        for each in page(language=language).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_in_english_the_labels_are_english_and_the_notices_are_marked_as_chinese() -> None:
    made = page(language="en")
    assert made.get("lang") == "en" and page().get("lang") == "zh-CN"
    assert words(made.xpath("//h1")[0]) == "Whatthelaternoticechanged"
    han = made.xpath("//main//*[not(ancestor-or-self::*[@lang='zh-CN'])]/text()")
    assert not [text for text in han if any("一" <= each <= "鿿" for each in text)]


def test_the_page_is_the_same_each_time() -> None:
    assert report(sample(), language="zh") == report(sample(), language="zh")


def test_tasks_of_a_table_have_cards_of_their_own_with_their_text() -> None:
    table = "| 序号 | 重点任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 制定承接方案并报市政府 | {} | {} |\n"
    head = "# 示例市人民政府关于做好承接工作的通知\n\n示政办发〔2022〕5号\n\n各有关单位：\n\n{}\n示例市人民政府\n\n2022年3月1日\n"
    sides = [
        side_of(head.format(table.format(*cells)).encode(), "notice.md")
        for cells in (("市发展改革委", "2022年5月底前"), ("市政务办", "2022年6月底前"))
    ]
    (found,) = page(compared(*sides)).xpath("//article[.//del]")
    assert "制定承接方案并报市政府" in words(found.xpath(".//div[@class='is']/p")[0])
    assert found.xpath(".//del/text()") == ["市发展改革委", "2022年5月底前"]
    assert found.xpath(".//ins/text()") == ["市政务办", "2022年6月底前"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "laws/行政法规__国际海运条例__2019-03-02__2023-07-20/old.md", "new.md", id="a law and its revision"
        ),
        pytest.param(
            "archive/gz_31_居家社区养老服务管理办法_穗府办规2022-13号.html",
            "gz_30_老年人助餐配餐服务管理办法_穗民规字2024-3号.html",
            id="a city's measures and a special part of them",
        ),
    ],
)
def test_real_pairs_show_every_pair_with_all_its_text(shared: Path, old: str, new: str) -> None:
    before = shared / old
    sides = [side_of(path.read_bytes(), path.name) for path in (before, before.with_name(new))]
    both = compared(*sides)
    made = page(both)
    found = made.xpath("//article")
    assert len(found) == len(cards(both.changes))
    shown = words(made.xpath("//div[@class='cards']")[0])
    said = ["".join(str(row["text"]).split()) for side in sides for row in side.rows["sections"]]
    assert said and all(text[-30:] in shown for text in said)
