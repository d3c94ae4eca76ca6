"""Words that differ are marked, and nothing of a text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.marks import Marked, Paragraphs, marked, unmarked


def shown(paragraphs: Paragraphs) -> str:
    """The text with ⟦⟧ around what is marked, paragraphs parted by ⏎."""
    return "⏎".join("".join(f"⟦{run.text}⟧" if run.is_changed else run.text for run in runs) for runs in paragraphs)


@pytest.mark.parametrize(
    ("old", "new", "old_shown", "new_shown"),
    [
        pytest.param(
            "分别制定专项承接落实工作方案。",
            "分别制定专项承接落实工作方案并报市政府批准。",
            "分别制定专项承接落实工作方案。",
            "分别制定专项承接落实工作方案⟦并报市政府批准⟧。",
            id="words put in",
        ),
        pytest.param(
            "经营国际船舶运输业务，应当具备下列条件：\n（一）取得企业法人资格；",
            "经营国际客船运输业务，应当具备下列条件：\n（一）取得企业法人资格；",
            "经营国际⟦船舶⟧运输业务，应当具备下列条件：⏎（一）取得企业法人资格；",
            "经营国际⟦客船⟧运输业务，应当具备下列条件：⏎（一）取得企业法人资格；",
            id="paragraphs stay",
        ),
        pytest.param(
            "违反本条例第三十五条的规定，由国务院交通主管部门处罚。",
            "违反本条例第三十二条的规定,由国务院交通主管部门处罚。",
            "违反本条例第三十五条的规定，由国务院交通主管部门处罚。",
            "违反本条例第三十二条的规定,由国务院交通主管部门处罚。",
            id="numbers referred to and points are no difference",
        ),
        pytest.param(
            "全市各级各部门要严格按照省政府要求的时间节点扎实做好承接工作。",
            "开展第三方评估，形成报告。",
            "全市各级各部门要严格按照省政府要求的时间节点扎实做好承接工作。",
            "开展第三方评估，形成报告。",
            id="next to nothing in common",
        ),
    ],
)
def test_what_one_side_has_alone_is_marked(old: str, new: str, old_shown: str, new_shown: str) -> None:
    found = marked([old], [new])
    assert ([shown(each) for each in found.olds], [shown(each) for each in found.news]) == ([old_shown], [new_shown])


def test_where_next_to_nothing_is_in_common_it_says_so() -> None:
    assert marked(["严格按照省政府要求的时间节点做好承接。"], ["开展第三方评估，形成报告。"]).is_rewritten
    assert not marked(["严格按照时间节点做好承接。"], ["严格按照时间节点做好有关承接。"]).is_rewritten


def test_a_short_text_that_stands_in_a_long_one_is_marked_against_it() -> None:
    old = "公司成立后，股东不得抽逃出资。"
    new = "违反前款规定的，股东应当返还抽逃的出资；给公司造成损失的，负有责任的董事、监事应当承担连带赔偿责任。"
    found = marked([old], [f"{old}\n{new}"])
    assert [shown(each) for each in found.olds] == [old]
    assert [shown(each) for each in found.news] == [f"{old}⏎⟦{new}⟧"]


def test_the_parts_of_a_split_are_marked_against_the_whole() -> None:
    found = marked(["制定专项方案。细化责任分工和具体措施。"], ["制定专项方案。", "细化责任分工和措施。逐项明确时限。"])
    assert [shown(each) for each in found.news] == ["制定专项方案。", "细化责任分工和措施。⟦逐项明确时限。⟧"]


def test_without_another_side_nothing_is_marked() -> None:
    text = "一、目标要求\n按期完成。"
    assert marked([], [text]) == unmarked([], [text])
    assert [shown(each) for each in unmarked([], [text]).news] == ["一、目标要求⏎按期完成。"]
    assert marked([], []) == Marked([], [])


texts = st.text(st.sampled_from("市发展改革委、要应当。\n 　\t\x1c\x85\u20283月底前25%第二条"), max_size=60)


@given(st.lists(texts, max_size=3), st.lists(texts, max_size=3))
def test_no_character_is_lost_but_empty_lines(olds: list[str], news: list[str]) -> None:
    made = marked(olds, news)
    for given_texts, found in ((olds, made.olds), (news, made.news)):
        lines = [[line for line in text.split("\n") if line.strip()] for text in given_texts]
        assert [["".join(run.text for run in runs) for runs in paragraphs] for paragraphs in found] == lines


@given(texts)
def test_a_text_has_no_difference_from_itself(text: str) -> None:
    assert marked([text], [text]) == unmarked([text], [text])
