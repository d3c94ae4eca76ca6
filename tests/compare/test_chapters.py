"""Chapters put in, renamed, renumbered and taken out by instructions."""

from __future__ import annotations

import pytest

from extractors import amendment
from extractors.clause_place import Level, Step
from pipeline.compare import Side, chapters
from pipeline.compare.clause_tree import tree_of
from pipeline.compare.consolidation import Consolidation, Reason, consolidate
from tests.compare.sides import side_of_text

OLD = """示例市公园管理办法
目录
第一章 总则
第二章 建设
第三章 管理
第四章 附则
第一章 总则
第一条 为了加强公园管理，制定本办法。
第二条 本办法适用于本市公园。
第二章 建设
第一节 规划
第三条 公园应当编制规划。
第二节 施工
第四条 公园应当按照规划施工。
第三章 管理
第一节 规划
第五条 公园应当免费开放。
第四章 附则
第六条 本办法自2015年1月1日起施行。"""
FOLLOW = "此外，对条文顺序作相应调整。"


@pytest.fixture(scope="module")
def old() -> Side:
    return side_of_text(OLD)


def carried_out(old: Side, *lines: str) -> Consolidation:
    text = "\n".join(("关于修改《示例市公园管理办法》的决定", *lines))
    return consolidate(old, [match.value for match in amendment.find(text)])


def reasons(found: Consolidation) -> list[Reason | None]:
    return [outcome.reason for outcome in found.outcomes]


def changed(found: Consolidation) -> list[tuple[str, str]]:
    return [(each.old, each.text) for each in found.paragraphs if each.by]


def test_a_chapter_put_in_with_its_articles_stands_before_them_and_in_the_contents(old: Side) -> None:
    found = carried_out(
        old,
        "一、增加一章，作为第三章：“第三章 服务",
        "“第五条 公园应当设置无障碍设施。",
        "“第六条 公园应当公布开放时间。”",
        FOLLOW,
    )
    assert reasons(found) == [None, None]
    assert changed(found) == [
        ("", "第三章 服务"),
        ("第三章 管理", "第四章 管理"),
        ("第四章 附则", "第五章 附则"),
        ("", "第三章 服务"),
        ("", "第五条 公园应当设置无障碍设施。"),
        ("", "第六条 公园应当公布开放时间。"),
        ("第三章 管理", "第四章 管理"),
        ("第五条 公园应当免费开放。", "第七条 公园应当免费开放。"),
        ("第四章 附则", "第五章 附则"),
        ("第六条 本办法自2015年1月1日起施行。", "第八条 本办法自2015年1月1日起施行。"),
    ]
    lines = found.text.split("\n")
    assert lines.index("第四条 公园应当按照规划施工。") + 1 == lines.index("第五条 公园应当设置无障碍设施。") - 1


def test_a_chapter_of_which_the_articles_are_named_stands_before_the_first_of_them(old: Side) -> None:
    found = carried_out(
        old,
        "一、增加一章，作为第一章“宗旨”，包括第一条、第二条。",
        "二、增加一条，作为第一条：“公园属于全体市民。”",
        "三、增加一条，作为第二条：“公园永久保留。”",
        FOLLOW,
    )
    assert reasons(found) == [None] * 4
    lines = found.text.split("\n")
    assert lines[2:7] == ["第一章 宗旨", "第二章 总则", "第三章 建设", "第四章 管理", "第五章 附则"]
    assert lines[7:11] == ["第一章 宗旨", "第一条 公园属于全体市民。", "第二条 公园永久保留。", "第二章 总则"]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        pytest.param(
            "将第二章章名修改为“规划和建设”。",
            [("第二章 建设", "第二章 规划和建设"), ("第二章 建设", "第二章 规划和建设")],
            id="renamed, in the contents too",
        ),
        pytest.param(
            "将第三章章名“管理”修改为：“第三章 管理和服务”。",
            [("第三章 管理", "第三章 管理和服务"), ("第三章 管理", "第三章 管理和服务")],
            id="renamed with its number",
        ),
        pytest.param(
            "将第二章第二节节名修改为“施工和验收”。", [("第二节 施工", "第二节 施工和验收")], id="a section renamed"
        ),
        pytest.param(
            "删去第三章。",
            [("第三章 管理", ""), ("第三章 管理", ""), ("第一节 规划", ""), ("第五条 公园应当免费开放。", "")],
            id="taken out with its articles",
        ),
        pytest.param(
            "删去第二章第一节节名。", [("第一节 规划", "")], id="a heading alone taken out, its article stays"
        ),
        pytest.param(
            "将第二章第四条中的“施工”修改为“建设”。",
            [("第四条 公园应当按照规划施工。", "第四条 公园应当按照规划建设。")],
            id="an article by its chapter",
        ),
        pytest.param(
            "将第三章中的“免费”修改为“全天免费”。",
            [("第五条 公园应当免费开放。", "第五条 公园应当全天免费开放。")],
            id="words of a chapter",
        ),
    ],
)
def test_an_instruction_changes_the_chapter_it_speaks_of_alone(
    old: Side, instruction: str, expected: list[tuple[str, str]]
) -> None:
    found = carried_out(old, instruction)
    assert reasons(found) == [None]
    assert changed(found) == expected


def test_numbers_follow_a_chapter_that_is_taken_out(old: Side) -> None:
    found = carried_out(old, "一、删去第三章。", FOLLOW)
    lines = found.text.split("\n")
    assert lines[2:5] == ["第一章 总则", "第二章 建设", "第三章 附则"]
    assert lines[-2:] == ["第三章 附则", "第五条 本办法自2015年1月1日起施行。"]


def test_a_chapter_gets_the_number_and_the_name_that_one_sentence_gives_it(old: Side) -> None:
    found = carried_out(
        old,
        "一、增加一章，作为第三章：“第三章 服务\n“第五条 公园应当设置无障碍设施。”",
        "二、将第三章改为第四章，章名修改为：“第四章 管理和服务”。",
        FOLLOW,
    )
    assert reasons(found) == [None] * 4
    assert "第四章 管理和服务" in found.text and found.text.count("第三章 服务") == 2


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        pytest.param("删去第七章。", Reason.NOT_FOUND, id="no such chapter"),
        pytest.param("将第七章章名修改为“责任”。", Reason.NOT_FOUND, id="no such chapter to rename"),
        pytest.param("将第一节节名修改为“总体规划”。", Reason.UNCLEAR_TARGET, id="a section of which chapter"),
        pytest.param("增加一章，作为第三章，章名为“服务”。", Reason.NO_ARTICLES, id="a chapter without articles"),
        pytest.param(
            "增加一章，作为第三章“服务”，包括第七条至第九条。", Reason.UNCLEAR_TARGET, id="articles that are not there"
        ),
        pytest.param("第二章修改为：“第二章 建设\n“第三条 略。”", Reason.UNCLEAR_TARGET, id="a chapter given anew"),
        pytest.param("将第二章改为第四章。", None, id="a number alone"),
        pytest.param("，章名修改为：“服务”。", Reason.INCOMPLETE, id="a name of no chapter"),
    ],
)
def test_what_cannot_be_carried_out_changes_nothing_and_says_why(
    old: Side, instruction: str, reason: Reason | None
) -> None:
    found = carried_out(old, instruction)
    assert reasons(found) == [reason]
    assert (found.text == old.text) == (reason is not None)


def test_a_number_that_does_not_follow_from_the_others_is_not_clear(old: Side) -> None:
    found = carried_out(old, "一、将第二章改为第四章。", FOLLOW)
    assert reasons(found) == [Reason.UNCLEAR_TARGET, None]
    assert "第二章 建设" in found.text


def test_chapters_that_each_part_numbers_anew_keep_their_numbers() -> None:
    parts = side_of_text(
        "示例市公园条例\n第一编 总则\n第一章 目的\n第一条 甲。\n第二章 原则\n第二条 乙。\n"
        "第二编 分则\n第一章 建设\n第三条 丙。\n第二章 管理\n第四条 丁。\n"
    )
    text = "关于修改《示例市公园条例》的决定\n一、增加一章，作为第三章：“第三章 服务\n“第五条 戊。”\n" + FOLLOW
    found = consolidate(parts, [match.value for match in amendment.find(text)])
    assert [line for line in found.text.split("\n") if "章" in line] == [
        "第一章 目的",
        "第二章 原则",
        "第一章 建设",
        "第二章 管理",
        "第三章 服务",
    ]
    assert reasons(carried_out_of(parts, "删去第二章。")) == [Reason.UNCLEAR_TARGET]


def carried_out_of(side: Side, line: str) -> Consolidation:
    text = f"关于修改《示例市公园条例》的决定\n{line}"
    return consolidate(side, [match.value for match in amendment.find(text)])


def test_a_chapter_ends_where_the_next_one_begins(old: Side) -> None:
    tree = tree_of(old.text, old.rows["sections"])
    (heading,) = chapters.at(tree, [Step(Level.CHAPTER, 2)])
    assert [node.number for node in chapters.extent(tree, heading)] == [1, 3, 2, 4]
    assert len(chapters.at(tree, [Step(Level.SECTION, 1)])) == 2
    assert len(chapters.at(tree, [Step(Level.CHAPTER, 3), Step(Level.SECTION, 1)])) == 1
