"""Clauses that an instruction puts in, as nodes of the tree."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors import label
from extractors.clause_place import Level, Step
from extractors.label import LabelKind
from extractors.numeral import to_chinese, to_int
from pipeline.compare import renumbering
from pipeline.compare.clause_tree import Line, Node, Tree, heading_end, label_end, paragraphs

# Matches: `之一`. Does not match: `之间`.
_BRANCH = regex.compile(r"之([一二三四五六七八九十]+)")


def clause(index: int, step: Step, new: str, tree: Tree) -> Node | None:
    """The node of a new clause, its label at the beginning of its first line; None for an annex."""
    if step.level is Level.ANNEX:
        return None
    first, *further = new.split("\n")
    node = Node(step.level, step.number, step.branch)
    if step.level is not Level.PARAGRAPH:
        written = first[: label_end(first)]
        node.prefix = written or renumbering.label_of(step, tree)
        first = node.prefix + first[len(written) :]
    if step.level is Level.ARTICLE:
        node.level, node.annex = tree.clauses()[0].level, tree.clauses()[0].annex
    lines = [Line(text, by=[index], is_reworded=True) for text in (first, *further)]
    if node.level in (Level.ARTICLE, Level.POINT):
        node.children = paragraphs(lines, prefix=node.prefix, level=node.level)
    else:
        node.own = lines
    return node


def chapter(index: int, step: Step, new: str, tree: Tree) -> tuple[Node, list[Node]] | None:
    """The heading of a new chapter or section and the articles that its text holds; None where it has no number, or text
    that is no article."""
    first, *further = new.split("\n")
    written = heading_end(first)
    number = step.number or (found.value.number if written and (found := label.at_start(first)) else 0)
    articles = _articles(index, further, tree)
    if not number or articles is None:
        return None
    sample = next((node.prefix for node in tree.nodes if node.level is step.level), "章　")
    prefix = f"第{to_chinese(number)}{'章' if step.level is Level.CHAPTER else '节'}{_blank_behind(sample)}"
    annex = tree.clauses()[0].annex if tree.clauses() else 0
    name = first[written:].strip()
    node = Node(step.level, number, 0, prefix, annex, own=[Line(prefix + name, by=[index], is_reworded=True)])
    return node, articles


def _articles(index: int, lines: Sequence[str], tree: Tree) -> list[Node] | None:
    """The articles that lines hold, [] for no lines; None where they do not begin with one."""
    texts: list[tuple[Step, list[str]]] = []
    for line in lines:
        found = label.at_start(line)
        if found is not None and found.value.kind is LabelKind.ARTICLE:
            branch = _BRANCH.search(found.text)
            texts.append((Step(Level.ARTICLE, found.value.number, (to_int(branch[1]) or 0) if branch else 0), [line]))
        elif not texts:
            return None
        else:
            texts[-1][1].append(line)
    if texts and not tree.clauses():
        return None
    made = [clause(index, step, "\n".join(each), tree) for step, each in texts]
    return [node for node in made if node is not None]


def _blank_behind(prefix: str) -> str:
    return prefix[len(prefix.rstrip()) :]
