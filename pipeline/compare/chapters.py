"""Chapters (章) and sections (节) of a tree: what stands in them, and where new ones go.

1. The table of contents follows what becomes of the chapters; its lines are no chapters themselves.
2. A new chapter stands before the first of its articles; without articles that are known it has no place.
3. The numbers of chapters follow where those of articles do; chapters that are numbered anew in each part (编) keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.citation import folded
from extractors.clause_place import Level, Step
from extractors.numeral import to_chinese
from pipeline.compare.clause_tree import HEADINGS, Line, Node, Tree

# A number in a label. Matches: `十二`, `12`. Does not match: `章`.
_NUMERAL = regex.compile(r"[零〇一二三四五六七八九十百]+|\d+")


@dataclass(frozen=True, slots=True)
class HeadingMove:
    """A heading that gets a number: a new one (`is_new`) with the `articles` that come with it or the numbers of those that
    it `holds`, or one that is there. `index` is that of the instruction."""

    index: int
    heading: Node
    number: int
    is_new: bool = False
    articles: tuple[Node, ...] = ()
    holds: tuple[int, ...] = ()


def at(tree: Tree, place: Sequence[Step]) -> list[Node]:
    """The headings that a place names: 第二章, 第二章第一节; those of the notice itself before those of its annexes."""
    body = _body(tree)
    found = [node for node in body if not node.annex] or body
    for outer, step in pairwise((None, *place)):
        if step is None:
            continue
        if outer is not None:
            found = [inner for node in found for inner in extent(tree, node) if inner.level in HEADINGS]
        found = [node for node in found if (node.level, node.number) == (step.level, step.number)]
    return found


def extent(tree: Tree, heading: Node) -> list[Node]:
    """What stands in a chapter behind its heading, down to its last clause."""
    begins = tree.nodes.index(heading) + 1
    inside: list[Node] = []
    for node in tree.nodes[begins:]:
        if node.annex != heading.annex or (node.level in HEADINGS and _rank(node) <= _rank(heading)):
            break
        inside.append(node)
    while inside and inside[-1].level is Level.HEADING:
        inside.pop()
    return inside


def rename(tree: Tree, heading: Node, new: str, index: int) -> None:
    """Gives a chapter another name; without one its heading goes."""
    for node in (heading, *_entries(tree, heading)):
        node.own[0].put(node.prefix + new if new else "", index)
        node.is_gone = not new


def delete(tree: Tree, heading: Node, index: int) -> list[Node]:
    """Takes out a chapter with all that stands in it; the clauses that went with it."""
    inside = [node for node in extent(tree, heading) if not node.is_gone]
    entries = [entry for node in (heading, *inside) if node.level in HEADINGS for entry in _entries(tree, node)]
    for node in (heading, *inside, *entries):
        node.is_gone = True
        for line in node.lines():
            line.put("", index)
    clauses = {id(node) for node in inside if node.level not in (*HEADINGS, Level.HEADING)}
    return [node for node in inside if id(node) in clauses]


def arrange(tree: Tree, moves: Sequence[HeadingMove], following: int | None) -> set[int]:
    """Puts new headings in and gives new numbers; the indices of the instructions whose place or number is not clear.

    `following` is the index of the instruction by which all numbers follow, None where there is none.
    """
    entries = {id(node): _entries(tree, node) for node in _body(tree)}
    unclear: set[int] = set()
    for move in moves:
        held = _held(tree, move) if move.is_new else []
        if move.is_new and not held:
            unclear.add(move.index)
        elif move.is_new:
            entries[id(move.heading)] = _list(tree, move)
            _put_in(tree, move, held)
    claims = {id(move.heading): move for move in moves if move.index not in unclear}
    for group in _groups(_body(tree)):
        unclear |= _renumber(group, claims, entries, following)
    return unclear


def _rank(node: Node) -> int:
    return HEADINGS.index(node.level)


def _body(tree: Tree) -> list[Node]:
    """The headings that are there, without those of a table of contents."""
    first = next((at for at, node in enumerate(tree.nodes) if node.level in (Level.ARTICLE, Level.POINT)), 0)
    found = [(at, node) for at, node in enumerate(tree.nodes) if node.level in HEADINGS and not node.is_gone]
    names = [_name(node) for _, node in found]
    return [node for place, (at, node) in enumerate(found) if at > first or names[place] not in names[place + 1 :]]


def _entries(tree: Tree, heading: Node) -> list[Node]:
    """The line of the table of contents that names a heading, [] for none and where several do."""
    body = _body(tree)
    found = [
        node
        for node in tree.nodes
        if node.level in HEADINGS and not node.is_gone and node not in body and _name(node) == _name(heading)
    ]
    return found if len(found) == 1 else []


def _name(node: Node) -> tuple[Level, str]:
    return node.level, folded(node.own[0].text)


def _held(tree: Tree, move: HeadingMove) -> list[Node]:
    """The articles of a new chapter in their order; [] where not all of them are there."""
    if move.articles:
        return [*move.articles] if all(node in tree.nodes for node in move.articles) else []
    found = [
        node
        for node in tree.clauses()
        if node.number in move.holds and not node.branch and node.annex == move.heading.annex
    ]
    return found if found and len(found) == len(move.holds) else []


def _put_in(tree: Tree, move: HeadingMove, held: Sequence[Node]) -> None:
    """Puts a heading before its articles; a heading there of the same or a higher number goes behind them."""
    start, body = tree.nodes.index(held[0]), _body(tree)
    displaced: list[Node] = []
    while start and (before := tree.nodes[start - 1]) in body:
        if _rank(before) < _rank(move.heading) or before.number < move.number:
            break
        start -= 1
        displaced.insert(0, tree.nodes.pop(start))
    tree.nodes.insert(start, move.heading)
    behind = tree.nodes.index(held[-1]) + 1
    tree.nodes[behind:behind] = displaced


def _list(tree: Tree, move: HeadingMove) -> list[Node]:
    """Puts a new chapter into the table of contents, where there is one; its line there."""
    listed = [entry for node in _body(tree) if node.level is move.heading.level for entry in _entries(tree, node)]
    if not listed or move.heading.level is not Level.CHAPTER:
        return []
    text = move.heading.own[0].text
    new = Node(Level.CHAPTER, move.number, 0, move.heading.prefix, own=[Line(text, by=[move.index], is_reworded=True)])
    behind = next((node for node in listed if node.number >= move.number), None)
    tree.nodes.insert(tree.nodes.index(behind) if behind else tree.nodes.index(listed[-1]) + 1, new)
    return [new]


def _groups(body: Sequence[Node]) -> Iterator[list[Node]]:
    """The chapters of the notice and of each annex, and the sections of each chapter."""
    for annex in dict.fromkeys(node.annex for node in body):
        here = [node for node in body if node.annex == annex]
        yield [node for node in here if node.level is Level.CHAPTER]
        sections: list[Node] = []
        for node in here:
            if node.level is Level.SECTION:
                sections.append(node)
            else:
                yield sections
                sections = []
        yield sections


def _renumber(
    group: Sequence[Node],
    claims: Mapping[int, HeadingMove],
    entries: Mapping[int, Sequence[Node]],
    following: int | None,
) -> set[int]:
    """Gives the headings of one group their new numbers; the indices of the instructions that say another one."""
    claimed = {id(node): claims[id(node)] for node in group if id(node) in claims}
    olds = [node.number for node in group if id(node) not in claimed]
    is_one_row = all(before < after for before, after in pairwise(olds))
    unclear: set[int] = set()
    for ordinal, node in enumerate(group, start=1):
        move = claimed.get(id(node))
        follows = following is not None and is_one_row
        if move is not None and follows and move.number != ordinal:
            unclear.add(move.index)
        number = ordinal if follows else move.number if move is not None else node.number
        index = move.index if move is not None else following
        for each in (node, *entries.get(id(node), ())):
            _relabel(each, number, index)
    return unclear


def _relabel(node: Node, number: int, index: int | None) -> None:
    if number != node.number and index is not None:
        prefix = _NUMERAL.sub(to_chinese(number), node.prefix, count=1)
        node.own[0].put(prefix + node.own[0].text.removeprefix(node.prefix), index)
        node.prefix, node.number = prefix, number
