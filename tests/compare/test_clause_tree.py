"""A notice's text as a tree that instructions change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.clause_place import Level
from pipeline.compare.clause_tree import Node, tree_of
from tests.compare.sides import side_of_text


def _nodes(*lines: str) -> list[Node]:
    side = side_of_text("\n\n".join(lines))
    return tree_of(side.text, side.rows["sections"]).nodes


def _shape(node: Node) -> tuple[object, ...]:
    return (node.level.value, node.number, [_shape(child) for child in node.children])


def test_lines_of_an_article_are_its_paragraphs_and_items() -> None:
    nodes = _nodes("示例市公园管理办法", "第一条 分为：", "（一）甲；", "（二）乙。", "前款以外的除外。", "第二条 丙。")
    articles = [node for node in nodes if node.level is Level.ARTICLE]
    items = [("item", 1, []), ("item", 2, [])]
    assert [_shape(node) for node in articles] == [
        ("article", 1, [("paragraph", 1, items), ("paragraph", 2, [])]),
        ("article", 2, [("paragraph", 1, [])]),
    ]


def test_in_a_text_without_articles_a_line_goes_on_with_the_item_above_it() -> None:
    nodes = _nodes("关于公园工作的意见", "一、提高认识", "（一）甲。", "还有甲。", "（二）乙。", "二、加强领导")
    first = next(node for node in nodes if node.level is Level.POINT)
    assert [[line.text for line in item.own] for item in first.children[0].children] == [
        ["（一）甲。", "还有甲。"],
        ["（二）乙。"],
    ]


def test_articles_of_an_annex_are_told_from_those_of_the_notice() -> None:
    nodes = _nodes("示例市公园管理办法", "第一条 甲。", "第二条 乙。", "附件2", "评分标准", "第一条 丙。")
    assert [(node.number, node.annex) for node in nodes if node.level is Level.ARTICLE] == [(1, 0), (2, 0), (1, 2)]


@given(
    st.lists(
        st.sampled_from(
            ["第一条 甲。", "第二条 乙。", "（一）丙；", "一、丁", "戊。", "附件", "第一章 总则", "1.己", ""]
        )
    )
)
def test_its_lines_are_the_text(lines: list[str]) -> None:
    side = side_of_text("\n\n".join(["示例市公园管理办法", *lines]))
    tree = tree_of(side.text, side.rows["sections"])
    assert "\n".join(line.text for line in tree.lines()) == side.text
