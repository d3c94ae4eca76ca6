"""A notice as it reads once the instructions of a later one are carried out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import amendment
from extractors.amendment import Instruction, InstructionKind
from extractors.clause_place import Level, Step
from pipeline.compare import Side
from pipeline.compare.consolidation import Consolidation, Reason, consolidate
from pipeline.compare.published import deviations
from tests.compare.made_decision import articles, decision, read_law
from tests.compare.sides import side_of_text

OLD = """示例市公园管理办法
第一条 为了加强公园管理，制定本办法。
第二条 本办法适用于本市公园。
市园林局负责公园管理工作。
第三条 公园分为下列类型：
（一）综合公园；
（二）专类公园；
（三）社区公园。
前款以外的，按照第二条办理。
第四条 公园应当免费开放。
第五条 违反本办法第四条规定的，由市园林局责令改正，处500元罚款。
第六条 本办法自2015年1月1日起施行。"""
FOLLOW = "此外，条文顺序作相应调整。"


@pytest.fixture(scope="module")
def old() -> Side:
    return side_of_text(OLD)


def _consolidated(old: Side, *lines: str) -> Consolidation:
    text = "\n".join(("关于修改《示例市公园管理办法》的决定", *lines))
    return consolidate(old, [match.value for match in amendment.find(text)])


def _changed(found: Consolidation) -> list[tuple[str, str]]:
    return [(each.old, each.text) for each in found.paragraphs if each.by]


def _reasons(found: Consolidation) -> list[Reason | None]:
    return [outcome.reason for outcome in found.outcomes]


@pytest.mark.parametrize(
    ("instruction", "changed"),
    [
        pytest.param(
            "第四条修改为：“公园免费开放，专类公园除外。”",
            [("第四条 公园应当免费开放。", "第四条 公园免费开放，专类公园除外。")],
            id="article",
        ),
        pytest.param(
            "将第四条修改为：“第四条 公园免费开放。\n“专类公园除外。”",
            [("第四条 公园应当免费开放。", "第四条 公园免费开放。"), ("", "专类公园除外。")],
            id="article-of-two-paragraphs",
        ),
        pytest.param(
            "第二条第一款修改为：“本办法适用于本市的公园。”",
            [("第二条 本办法适用于本市公园。", "第二条 本办法适用于本市的公园。")],
            id="paragraph-on-the-line-of-its-article",
        ),
        pytest.param(
            "第三条第一款第（二）项修改为：“（二）专类公园和主题公园”。",
            [("（二）专类公园；", "（二）专类公园和主题公园；")],
            id="item-keeps-its-point",
        ),
        pytest.param(
            "第三条第一款修改为：“公园不分类型。”",
            [
                ("第三条 公园分为下列类型：", "第三条 公园不分类型。"),
                ("（一）综合公园；", ""),
                ("（二）专类公园；", ""),
                ("（三）社区公园。", ""),
            ],
            id="paragraph-with-its-items",
        ),
        pytest.param(
            "第五条中的“500元”修改为“1000元”。",
            [
                (
                    "第五条 违反本办法第四条规定的，由市园林局责令改正，处500元罚款。",
                    "第五条 违反本办法第四条规定的，由市园林局责令改正，处1000元罚款。",
                )
            ],
            id="words",
        ),
        pytest.param("删去第四条。", [("第四条 公园应当免费开放。", "")], id="article-deleted"),
        pytest.param(
            "删去第二条第一款。",
            [
                ("第二条 本办法适用于本市公园。", ""),
                ("市园林局负责公园管理工作。", "第二条 市园林局负责公园管理工作。"),
            ],
            id="first-paragraph-deleted",
        ),
        pytest.param("删去第三条第一项。", [("（一）综合公园；", "")], id="item-of-the-paragraph-that-has-items"),
        pytest.param(
            "第二条增加一款，作为第一款：“公园是公益设施。”",
            [("", "第二条 公园是公益设施。"), ("第二条 本办法适用于本市公园。", "本办法适用于本市公园。")],
            id="paragraph-put-in-first",
        ),
        pytest.param(
            "第二条增加一款，作为第三款：“区园林局协助。”", [("", "区园林局协助。")], id="paragraph-put-in-last"
        ),
        pytest.param(
            "在第四条后增加一条，作为第四条之一：“公园实行预约。”", [("", "第四条之一 公园实行预约。")], id="branch"
        ),
        pytest.param("将名称修改为《示例市公园规定》。", [("示例市公园管理办法", "示例市公园规定")], id="title"),
    ],
)
def test_an_instruction_changes_what_it_speaks_of_and_nothing_else(
    old: Side, instruction: str, changed: list[tuple[str, str]]
) -> None:
    found = _consolidated(old, instruction)
    assert _reasons(found) == [None]
    assert sorted(_changed(found)) == sorted(changed)
    assert [each.text for each in found.paragraphs if not each.by] == [
        each.old for each in found.paragraphs if not each.by
    ]


def test_words_change_everywhere_where_it_says_so(old: Side) -> None:
    found = _consolidated(old, "将“市园林局”统一修改为“市园林绿化局”。")
    assert found.text == old.text.replace("市园林局", "市园林绿化局")


def test_words_that_are_changed_everywhere_stay_in_new_wording(old: Side) -> None:
    found = _consolidated(
        old,
        "一、第四条修改为：“公园由市园林局及其所属单位免费开放。”",
        "二、将“市园林局”统一修改为“市园林局及其所属单位”。",
    )
    assert "第四条 公园由市园林局及其所属单位免费开放。" in found.text.split("\n")


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        pytest.param("第四条中的“收费”修改为“免费”。", Reason.NOT_FOUND, id="words-not-there"),
        pytest.param("第三条中的“公园”修改为“绿地”。", Reason.SEVERAL, id="words-several-times"),
        pytest.param("删去第九条。", Reason.NOT_FOUND, id="no-such-article"),
        pytest.param("第九条中的“公园”修改为“绿地”。", Reason.UNCLEAR_TARGET, id="words-of-no-such-article"),
        pytest.param("增加一条，作为第三十条：“甲。”", Reason.UNCLEAR_TARGET, id="number-out-of-reach"),
        pytest.param("将第二条第二款改为第三十条。", Reason.UNCLEAR_TARGET, id="paragraph-to-a-number-out-of-reach"),
        pytest.param("第九条增加一款，作为第二款：“甲。”", Reason.NOT_FOUND, id="paragraph-of-no-such-article"),
        pytest.param("第四条修改为：公园免费开放。", Reason.INCOMPLETE, id="quotes-missing"),
        pytest.param("将《示例市广场管理规定》第四条删去。", Reason.OTHER_DOCUMENT, id="other-document"),
    ],
)
def test_what_is_not_found_exactly_once_changes_nothing_and_says_why(
    old: Side, instruction: str, reason: Reason
) -> None:
    found = _consolidated(old, instruction)
    assert (_reasons(found), found.text) == ([reason], old.text)


def test_numbers_stay_where_nothing_says_that_they_follow(old: Side) -> None:
    found = _consolidated(old, "删去第四条。").text
    assert "第五条 违反本办法第四条规定的" in found and "第四条 " not in found


def test_numbers_follow_where_it_says_so_and_references_stay(old: Side) -> None:
    found = _consolidated(old, "一、删去第二条。", "二、增加一条，作为第四条：“公园实行名录管理。”", FOLLOW).text.split(
        "\n"
    )
    assert [line.split(" ")[0] for line in found if line.startswith("第")] == [f"第{n}条" for n in "一二三四五六"]
    assert found[-3:-1] == [
        "第四条 公园实行名录管理。",
        "第五条 违反本办法第四条规定的，由市园林局责令改正，处500元罚款。",
    ]


def test_references_follow_where_it_says_so(old: Side) -> None:
    found = _consolidated(old, "增加一条，作为第二条：“公园是公益设施。”", "条文序号和引用条文的序号作相应调整。").text
    assert "前款以外的，按照第三条办理。" in found and "第六条 违反本办法第五条规定的" in found


def test_items_that_are_put_in_shift_those_behind_them(old: Side) -> None:
    found = _consolidated(old, "第三条第一款增加一项，作为第二项：“（二）主题公园；”", "序号作相应调整。").text
    assert "（一）综合公园；\n（二）主题公园；\n（三）专类公园；\n（四）社区公园。" in found


def test_a_paragraph_becomes_an_article(old: Side) -> None:
    found = _consolidated(old, "一、将第二条第二款改为第三条，修改为：“市园林绿化局负责公园管理工作。”", FOLLOW)
    assert _reasons(found) == [None, None, None]
    assert (
        "第二条 本办法适用于本市公园。\n第三条 市园林绿化局负责公园管理工作。\n第四条 公园分为下列类型：" in found.text
    )


def test_articles_that_change_places_have_their_new_numbers(old: Side) -> None:
    found = _consolidated(old, "删去第三条。", "将第五条改为第三条。").text.split("\n")
    assert [line.split(" ")[0] for line in found if line.startswith("第")] == [f"第{n}条" for n in "一二三四六"]
    assert "第三条 违反本办法第四条规定的，由市园林局责令改正，处500元罚款。" in found


def test_two_articles_are_merged(old: Side) -> None:
    found = _consolidated(old, "将第三条、第四条合并，作为第三条，修改为：“公园免费开放。”", FOLLOW).text
    assert "第三条 公园免费开放。\n第四条 违反本办法" in found


def test_a_quoted_heading_narrows_the_words_to_its_clause() -> None:
    text = "示例市林业局关于林地审批的通知\n一、申请材料\n（一）需要申请书和证明。\n（二）需要协议。\n二、审批\n（一）需要证明。\n（二）办结时限为十日。"
    found = _consolidated(
        side_of_text(text),
        "《示例市林业局关于林地审批的通知》",
        "删除“一、申请材料”中的“和证明”；将“二、审批 （一）”中的“证明”修改为“承诺书”。",
    )
    assert _reasons(found) == [None, None]
    assert found.text == text.replace("申请书和证明", "申请书").replace(
        "二、审批\n（一）需要证明", "二、审批\n（一）需要承诺书"
    )


def test_the_point_of_a_text_without_articles_is_its_clause() -> None:
    """The published text of 浙保监发〔2014〕37号 has 第四大点第（二）项; here as it was before."""
    text = "关于做好司法鉴定工作的意见\n一、依法开展\n（一）坚持中立。\n二、加强监管\n（一）搭建平台。\n（二）畅通渠道。应当按照旧办法处理。"
    found = _consolidated(
        side_of_text(text), "《关于做好司法鉴定工作的意见》第二大点第（二）项中“旧办法”的表述，修改为“有关规定”。"
    )
    assert found.text == text.replace("旧办法", "有关规定")


_PLACES = st.sampled_from(
    [(), (Step(Level.ARTICLE, 2),), (Step(Level.ARTICLE, 3), Step(Level.ITEM, 2)), (Step(Level.ARTICLE, 99),)]
)
_ABSENT = st.text(alphabet="湖海江河", min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PLACES, _ABSENT, st.text(alphabet="山川\n", max_size=6), st.booleans())
def test_words_that_are_absent_change_nothing(
    old: Side, place: tuple[Step, ...], words: str, new: str, everywhere: bool
) -> None:
    instruction = Instruction(InstructionKind.REPLACE_WORDS, place, words, new, everywhere=everywhere)
    assert consolidate(old, [instruction]).text == old.text


_LINES = st.sampled_from(
    [
        "第二条修改为：“甲。\n“乙。”",
        "第三条第二项修改为：“（二）丙”。",
        "删去第四条。",
        "增加一条，作为第三条：“丁。”",
        "第二条增加一款，作为第二款：“戊。”",
        "第三条第一款增加一项，作为第一项：“（一）己；”",
        "将第二条第二款改为第四条。",
        "将第五条改为第二条。",
        "将第三条、第五条合并，作为第五条，修改为：“庚。”",
        "将“公园”统一修改为“绿地”。",
        FOLLOW,
    ]
)


@given(st.lists(_LINES, max_size=8))
def test_every_old_paragraph_stands_in_the_outcome_once_and_unmarked_ones_are_unchanged(
    old: Side, lines: list[str]
) -> None:
    found = _consolidated(old, *lines)
    kept = sorted((each.start, each.old) for each in found.paragraphs if each.start is not None)
    assert "\n".join(words for _, words in kept) == old.text
    assert all(each.text == each.old for each in found.paragraphs if not each.by)
    refused = {index for index, outcome in enumerate(found.outcomes) if not outcome.is_applied}
    assert not refused & {index for each in found.paragraphs for index in each.by}


def _laws(shared: Path) -> list[Path]:
    return sorted(path.parent for path in (shared / "laws").glob("*/gt.json"))


@pytest.mark.shared
@pytest.mark.long
def test_decisions_made_of_two_versions_of_a_law_give_the_later_one(shared: Path) -> None:
    """The decisions are made from the texts, not real ones; the versions are those that were published."""
    wrong: list[tuple[str, str]] = []
    for folder in _laws(shared):
        law = read_law(folder)
        found = consolidate(side_of_text(law.old), [match.value for match in amendment.find(decision(law))])
        assert _reasons(found) == [None] * len(found.outcomes), folder.name
        expected, made = articles(law.new), articles(found.text)
        wrong += [
            (folder.name, label)
            for label in expected
            if deviations("\n".join(made.get(label, [])), "\n".join(expected[label]))
        ]
        wrong += [(folder.name, label) for label in made if label not in expected]
    assert wrong == []
