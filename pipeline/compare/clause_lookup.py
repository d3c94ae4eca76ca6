"""The clauses of a tree that a place names, or that a quoted heading begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.citation import folded
from extractors.clause_place import Level, Step
from pipeline.compare import chapters
from pipeline.compare.clause_tree import HEADINGS, Node, Tree


def at(tree: Tree, place: Sequence[Step]) -> list[Node]:
    """The clauses at a place; all of an annex for the annex itself, the heading of a chapter. The notice's own come before
    those of its annexes."""
    found: list[Node] = tree.nodes
    steps = [step for step in place if step.level not in HEADINGS]
    if len(steps) < len(place):
        headings = chapters.at(tree, [step for step in place if step.level in HEADINGS])
        if not steps:
            return headings
        found = [node for heading in headings for node in chapters.extent(tree, heading)]
    elif steps and steps[0].level is Level.ANNEX:
        found = _of_annex(found, steps.pop(0).number)
    elif any(node.annex == 0 for node in _at(found, steps[:1])):
        found = _of_annex(found, None)
    for index, step in enumerate(steps):
        found = _at(found, [step]) if index == 0 else _inside(found, step)
    return [node for node in found if not node.is_gone]


def under(nodes: Sequence[Node], words: str) -> list[Node]:
    """The one clause that a quoted heading begins, level by level where blanks part these: 四、审批的管理 （五）."""
    found = list(nodes)
    for part in _BETWEEN_HEADINGS.split(words.strip()):
        found = [
            node for node in everything(found) if (line := node.first()) and folded(line.text).startswith(folded(part))
        ]
        found = [
            node
            for node in found
            if not any(node in everything(other.children) for other in found if other is not node)
        ]
    return found


def everything(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if not node.is_gone:
            yield node
            yield from everything(node.children)


def _at(nodes: Sequence[Node], steps: Sequence[Step]) -> list[Node]:
    """The articles or points that the outermost step names: 第二条 of a text without articles is its 二、."""
    if not steps or steps[0].level not in (Level.ARTICLE, Level.POINT):
        return []
    levels = {node.level for node in nodes}
    level = steps[0].level if steps[0].level in levels else Level.POINT
    return [
        node
        for node in nodes
        if node.level is level and (node.number, node.branch) == (steps[0].number, steps[0].branch)
    ]


def _inside(nodes: Sequence[Node], step: Step) -> list[Node]:
    """What a step names in these clauses; items of an article may stand in any of its paragraphs."""
    inner = [child for node in nodes for child in node.children]
    if step.level in (Level.ITEM, Level.SUBITEM) and any(node.level is not Level.ITEM for node in nodes):
        inner += [each for child in inner for each in child.children if child.level is Level.PARAGRAPH]
    if step.level is Level.PARAGRAPH:
        inner = [node for node in inner if node.level is Level.PARAGRAPH]
    levels = {Level.POINT: Level.ITEM}
    return [node for node in inner if node.level is levels.get(step.level, step.level) and node.number == step.number]


def _of_annex(nodes: Sequence[Node], number: int | None) -> list[Node]:
    """The nodes of an annex, 0 for the only one; of the notice itself for None. What is no annex of a text without any is
    all of it: a notice may be kept without the letter that it was annexed to."""
    if number is None:
        return [node for node in nodes if node.annex == 0]
    annexes = {node.annex for node in nodes} - {0}
    if not annexes:
        return list(nodes)
    if number == 0:
        return [node for node in nodes if node.annex] if len(annexes) == 1 else []
    return [node for node in nodes if node.annex == number]


# What parts the levels of a quoted heading. Matches: ` `, `　`. Does not match: `、`.
_BETWEEN_HEADINGS = regex.compile(r"[ 　]+")
