"""The summary for the terminal: both notices, counts, and what changed where."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from pipeline.compare.cards import cards
from pipeline.compare.compared import Compared, compared
from pipeline.compare.terminal import rendered
from pipeline.model.change import Change, Changed, ChangeType, Point
from tests.compare.sides import notice, sample


def blocks(both: Compared | None = None, *, width: int = 110) -> list[str]:
    """What stands behind the heads, by block, without line breaks."""
    text = rendered(both or sample(), language="zh", width=width, colour=False)
    return ["".join(line.strip() for line in block.split("\n")) for block in text.split("\n\n")]


def test_both_notices_and_their_relation_stand_first() -> None:
    head = blocks()[0]
    assert "郑政文〔2021〕26号" in head and "示例文〔2021〕58号" in head
    assert "成文 2021-03-05" in head and head.endswith("修改")


def test_what_changed_is_counted_and_what_did_not_is_only_counted() -> None:
    made = cards(sample().changes)
    unchanged = sum(card.is_unchanged for card in made)
    assert f"共对照 {len(made)} 处：{len(made) - unchanged} 处有变化，{unchanged} 处未变" in blocks()[1]
    assert len(blocks()) == 2 + len(made) - unchanged
    assert f"未变 {unchanged}" in blocks()[1]


@pytest.mark.parametrize(
    ("start", "part"),
    [
        pytest.param("- 二、重点任务/（一）", "删除：（一）抓好学习研究", id="removed"),
        pytest.param("+ 二、重点任务/（六）", "新增：（六）开展承接评估", id="added"),
        pytest.param("→ 二、重点任务/（五） → 二、重点任务/（三）", "由二（五）移至二（三）", id="moved"),
        pytest.param("→ 二、重点任务/（五）", "完成时限由2021年4月10日推迟50天至5月30日", id="time limit of a task"),
        pytest.param("→ 二、重点任务/（二）", "建议，请核对", id="suggestion"),
        pytest.param("~ 一、目标要求", "改为“目标要求坚持接得住、管得好、用得活”", id="wording"),
    ],
)
def test_a_block_has_its_sign_its_labels_and_its_sentences(start: str, part: str) -> None:
    assert [block for block in blocks(width=200) if block.startswith(start) and part in block]


def test_of_several_tasks_in_a_clause_each_is_named() -> None:
    (block,) = [block for block in blocks(width=200) if block.startswith("→ 二、重点任务/（五）")]
    assert "“强化协同配合”：牵头单位减少市委编办；责任单位增加市司法局" in block


def test_a_task_that_is_a_suggestion_says_so_itself() -> None:
    (block,) = [block for block in blocks(width=200) if block.startswith("→ 二、重点任务/（二）")]
    assert block.count("建议，请核对") == 2
    (moved,) = [block for block in blocks(width=80) if block.startswith("→ 二、重点任务/（五）")]
    assert moved.count("建议，请核对") == 1 and "单位和时限未比较  建议，请核对" in moved


def test_an_unchanged_pair_that_is_a_suggestion_is_shown() -> None:
    point = Point("一、目标要求", 0, 10, "T-1")
    pair = Change(Changed.TASK, ChangeType.UNCHANGED, point, point, "未变", own="未变", needs_review=True)
    both = Compared(sample().old, sample().new, sample().relation, (replace(pair, similarity=0.5, method="place"),))
    assert blocks(both, width=80)[2:] == ["~ 一、目标要求未变位置相当，相似度 0.50  建议，请核对"]


def test_a_notice_that_names_the_other_as_its_basis_says_so() -> None:
    title = "示例市人民政府关于加强承接工作的意见"
    old = notice("一、目标要求\n按期完成承接。", number="示政发〔2021〕3号", title=title)
    new = notice(f"一、目标要求\n根据《{title}》（示政发〔2021〕3号）要求，结合实际，制定本方案。")
    assert blocks(compared(old, new))[0].endswith("自选对照；新文以原文为依据")
    assert blocks(compared(new, old))[0].endswith("自选对照")


def test_an_old_notice_that_is_later_than_the_new_one_is_noted() -> None:
    assert (
        "注意：作为原文的一件（2021-05-20）晚于作为新文的一件（2021-03-05）"
        in blocks(compared(sample().new, sample().old))[0]
    )
    assert "注意" not in blocks()[0]


@pytest.mark.parametrize("width", [40, 80, 99, 100, 160])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(width: int) -> None:
    text = rendered(sample(), language="zh", width=width, colour=False)
    assert max(map(cell_len, text.split("\n"))) <= width
    flat = re.sub(r"\s", "", text)
    assert "示例市人民政府关于调整省级经济社会管理权限承接工作任务的通知" in flat
    assert ("责任单位增加市司法局" in flat) or width >= 100


def test_colours_come_only_where_they_are_asked_for() -> None:
    assert "\x1b" not in rendered(sample(), language="zh", width=80, colour=False)
    assert "\x1b[1;31m-" in rendered(sample(), language="zh", width=80, colour=True)


def test_what_a_notice_says_cannot_steer_the_terminal() -> None:
    evil = "关于\x1b[2J\u202e[red]工作[/red]的通知"
    both = compared(notice("一、总则\n按期完成。", title=evil), notice("一、总则\n逐项完成。", title=evil))
    text = rendered(both, language="zh", width=80, colour=False)
    assert "\x1b" not in text and "\u202e" not in text
    assert "[red]工作[/red]" in text


def test_labels_are_english_where_english_is_asked_for() -> None:
    text = rendered(sample(), language="en", width=120, colour=False)
    assert "relation  amends" in text and "time limits 4" in text and "suggestion, please check" in text


def test_a_notice_compared_with_itself_has_counts_alone() -> None:
    same = notice("一、目标要求\n按期完成承接。")
    text = rendered(compared(same, same), language="zh", width=80, colour=False)
    assert "0 处有变化" in text and "\n~" not in text
