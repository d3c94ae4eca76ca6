"""Where new clauses go, and which numbers clauses have once others are put in, deleted or moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.clause_place import Level, Place, Step
from extractors.numeral import to_chinese, to_int
from pipeline.compare.clause_tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Move:
    """A clause that gets a place: a new one (`is_new`) or one with a new number; None for the gap of a deleted one.

    `index` is that of the instruction. `parent` is what the clause stands in, None for the document; `anchor` the clause
    behind which a new one is put.
    """

    index: int
    node: Node | None
    becomes: Place = ()
    parent: Node | None = None
    is_new: bool = False
    anchor: Node | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """The instruction by which all numbers follow, None where there is none; `references`: those in other clauses too."""

    index: int | None = None
    references: bool = False


@dataclass(slots=True)
class _Placed:
    """A clause in its new order with its new number, and the instruction that gave it."""

    node: Node
    number: int
    branch: int
    index: int | None = None


def label_of(step: Step, tree: Tree) -> str:
    """The label of a new clause, with the blank that labels of the text have behind them."""
    number = to_chinese(step.number)
    if step.level is Level.ITEM:
        return f"（{number}）"
    if step.level is Level.SUBITEM:
        return f"{step.number}."
    sample = next(iter(tree.clauses()), None)
    if sample is not None and sample.level is Level.POINT:
        return f"{number}、"
    blank = _BLANK_BEHIND.search(sample.prefix) if sample is not None else None
    return f"第{number}条" + (f"之{to_chinese(step.branch)}" if step.branch else "") + (blank.group() if blank else "　")


def arrange(tree: Tree, moves: Sequence[Move], following: Following) -> set[int]:
    """Puts new clauses in and gives new numbers; the indices of the instructions whose number no clause can have.

    Where numbers follow, each clause without a number of its own gets the next one that is free; where they do not, a
    clause stands before the first with its number or a higher one, and the others keep theirs.
    """
    unclear: set[int] = set()
    numbers: dict[int, int] = {}
    level_moves = [_outermost(move) for move in moves]
    for parent in dict.fromkeys(move.parent for move in level_moves):
        here = [move for move in level_moves if move.parent is parent]
        siblings = parent.children if parent is not None else tree.nodes
        alive = _numbered(tree, siblings, parent, here)
        fitting = [move for move in here if _fits(move, alive, here)]
        unclear |= {move.index for move in here} - {move.index for move in fitting}
        follows = following.index is not None or any(node.level is Level.PARAGRAPH for node in alive)
        placed = (_in_slots if follows else _by_number)(alive, fitting)
        before = parent.first() if parent is not None else None
        _put_in_order(siblings, placed)
        if parent is None:
            numbers = {each.node.number: each.number for each in placed if each.node in alive and not each.branch}
        for each in placed:
            _relabel(each, following.index)
        _keep_prefix_first(parent, before)
    if following.references:
        _renumber_references(tree, numbers, following.index)
    return unclear


def _outermost(move: Move) -> Move:
    """A paragraph that becomes an article, as the new article that it is; an article that becomes the first paragraph of
    one, as that article."""
    node, becomes = move.node, move.becomes
    if node is None or move.is_new:
        return move
    if node.level in (Level.ARTICLE, Level.POINT):
        return replace(move, becomes=becomes[:1])
    if node.level is Level.PARAGRAPH and len(becomes) == 1 and becomes[0].level is Level.ARTICLE:
        return replace(move, node=_as_article(move, becomes[0]), parent=None, is_new=True)
    return move


def _as_article(move: Move, step: Step) -> Node:
    """The article that a paragraph becomes; the paragraph leaves the one it stood in."""
    parent, node = move.parent, move.node
    assert parent is not None and node is not None
    was_first = parent.alive()[0] is node
    parent.children.remove(node)
    said = node.own[0].text.removeprefix(parent.prefix if was_first else "")
    if was_first and (line := parent.first()):
        line.put(parent.prefix + line.text, move.index)
    prefix = _NUMERAL.sub(to_chinese(step.number), parent.prefix, count=1)
    node.own[0].put(prefix + said, move.index)
    return Node(parent.level, step.number, step.branch, prefix, parent.annex, children=[node])


def _numbered(tree: Tree, siblings: Sequence[Node], parent: Node | None, moves: Sequence[Move]) -> list[Node]:
    """The clauses that share their numbers with those that move."""
    if parent is None:
        annexes = {move.node.annex for move in moves if move.node is not None}
        return [node for node in tree.clauses() if not annexes or node.annex in annexes]
    levels = {move.node.level for move in moves if move.node is not None}
    return [node for node in siblings if not node.is_gone and node.level in levels]


def _fits(move: Move, alive: Sequence[Node], moves: Sequence[Move]) -> bool:
    """Whether the number that a clause is to have is one of its level, in reach, and given once."""
    if move.node is None or (move.is_new and not move.becomes[-1].number):
        return True
    step = move.becomes[-1]
    twice = [other for other in moves if other.becomes and other.becomes[-1] == step]
    first = alive[0].number if alive else 1
    highest = max((node.number for node in alive), default=0) + len(moves)
    same_level = step.level is move.node.level or move.node.level is Level.POINT
    return same_level and len(twice) == 1 and first <= step.number <= highest


def _claims(moves: Sequence[Move]) -> list[_Placed]:
    return [
        _Placed(move.node, move.becomes[-1].number, move.becomes[-1].branch, move.index)
        for move in moves
        if move.node is not None and move.becomes[-1].number
    ]


def _in_slots(alive: Sequence[Node], moves: Sequence[Move]) -> list[_Placed]:
    """The clauses in order, those without a number of their own in the numbers that are left; branches (第五条之一) keep
    to the clause before them."""
    claims = _claims(moves)
    claimed = {each.number: each for each in claims if not each.branch}
    taken = [each.node for each in claims]
    free = [node for node in _with_unnumbered(alive, moves) if node not in taken and not node.branch]
    number = alive[0].number if alive else 1
    placed: list[_Placed] = []
    while free or claimed:
        if number in claimed:
            placed.append(claimed.pop(number))
        elif free:
            placed.append(_Placed(free.pop(0), number, 0))
        else:
            number = min(claimed)
            continue
        number += 1
    branches = [_Placed(node, node.number, node.branch) for node in alive if node.branch and node not in taken]
    return _with_branches(placed, [*branches, *(each for each in claims if each.branch)])


def _with_unnumbered(alive: Sequence[Node], moves: Sequence[Move]) -> list[Node]:
    """The clauses with new ones that have no number, behind their anchors or at the end."""
    order = list(alive)
    for move in moves:
        if move.node is not None and move.is_new and not move.becomes[-1].number:
            at = order.index(move.anchor) + 1 if move.anchor in order else len(order)
            order.insert(at, move.node)
    return order


def _with_branches(placed: Sequence[_Placed], branches: Sequence[_Placed]) -> list[_Placed]:
    """Branches behind the clause whose old number they have, with its new number."""
    order = list(placed)
    for branch in sorted(branches, key=lambda each: each.branch):
        mains = [at for at, each in enumerate(order) if (each.node.number or each.number) == branch.number]
        at = mains[-1] + 1 if mains else len(order)
        order.insert(at, replace(branch, number=order[at - 1].number if mains else branch.number))
    return order


def _by_number(alive: Sequence[Node], moves: Sequence[Move]) -> list[_Placed]:
    """The clauses with their old numbers, those that get one put before the first that has it or a higher one."""
    claims = _claims(moves)
    taken = [each.node for each in claims]
    order = [_Placed(node, node.number, node.branch) for node in _with_unnumbered(alive, moves) if node not in taken]
    for claim in sorted(claims, key=lambda each: (each.number, each.branch)):
        behind = (at for at, each in enumerate(order) if (each.number, each.branch) >= (claim.number, claim.branch))
        order.insert(next(behind, len(order)), claim)
    return order


def _put_in_order(siblings: list[Node], placed: Sequence[_Placed]) -> None:
    """Moves what stands before the clause that it follows, and puts in what is new."""
    last = -1
    for each in placed:
        at = siblings.index(each.node) if each.node in siblings else -1
        if at < last or at < 0:
            if at >= 0:
                siblings.pop(at)
                last -= 1
            at = last + 1 if last >= 0 else _first_numbered(siblings)
            siblings.insert(at, each.node)
        last = at


def _first_numbered(siblings: Sequence[Node]) -> int:
    return next((at for at, node in enumerate(siblings) if node.number), len(siblings))


def _relabel(placed: _Placed, following: int | None) -> None:
    """Gives the clause its number, in its label too."""
    node, number = placed.node, placed.number
    index = placed.index if placed.index is not None else following
    line = node.first()
    if number != node.number and node.prefix and line is not None and index is not None:
        numeral = _NUMERAL.search(node.prefix)
        written = str(number) if numeral and numeral.group().isascii() else to_chinese(number)
        prefix = _NUMERAL.sub(written, node.prefix, count=1)
        line.put(prefix + line.text.removeprefix(node.prefix), index)
        node.prefix = prefix
    node.number = number


def _keep_prefix_first(parent: Node | None, before: object) -> None:
    """Moves the article's label to the paragraph that is now its first."""
    if parent is None or not parent.prefix:
        return
    first = parent.first()
    if first is None or first is before:
        return
    for line in parent.lines():
        if line is before and line.text.startswith(parent.prefix):
            line.text = line.text.removeprefix(parent.prefix)
    first.text = parent.prefix + first.text


# A number in a label. Matches: `十二`, `12`. Does not match: `条`.
_NUMERAL = regex.compile(r"[零〇一二三四五六七八九十百千]+|\d+")
# Matches the end of: `第三条　`. Does not match: `第三条`.
_BLANK_BEHIND = regex.compile(r"[ \t　]+$")
# A reference to an article of the text itself. Matches: `本办法第三十五条`, `依照第九条`, `第八条、第九条`. Does not match:
# `《森林法》第九条`, `行政处罚法第九条`.
_REFERENCE = regex.compile(
    r"(?:(?<=本\p{Han}{1,4})|(?<=(?:依照|按照|违反|根据|依据|符合|[条款项]、|[条款项]和|[条款项]或者|[条款项]至)))"
    r"第(?P<number>[零一二三四五六七八九十百\d]+)条"
)


def _renumber_references(tree: Tree, numbers: dict[int, int], index: int | None) -> None:
    """Gives references in the old wording the new numbers of their articles."""

    def renumbered(hit: regex.Match[str]) -> str:
        old = to_int(hit["number"]) or 0
        new = numbers.get(old, old)
        return hit.group() if new == old else f"第{to_chinese(new)}条"

    for line in tree.lines():
        if not line.is_reworded and index is not None:
            line.put(_REFERENCE.sub(renumbered, line.text), index)
