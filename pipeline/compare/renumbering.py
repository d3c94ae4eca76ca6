"""Where new clauses go, and which numbers clauses have once others are put in, deleted or moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.clause_place import Level, Place, Step
from extractors.numeral import to_chinese, to_int
from pipeline.compare import clause_lookup
from pipeline.compare.clause_tree import HEADINGS, Line, Node, Tree


@dataclass(frozen=True, slots=True)
class Move:
    """A clause that gets a place: a new one (`is_new`) or one with a new number; None for the gap of a deleted one.

    `index` is that of the instruction. `parent` is what the clause stands in, None for the document; `anchor` the clause
    behind which a new one is put; `leaves` the article in which it was a paragraph.
    """

    index: int
    node: Node | None
    becomes: Place = ()
    parent: Node | None = None
    is_new: bool = False
    anchor: Node | None = None
    leaves: Node | None = None


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
    return (
        f"第{number}条" + (f"之{to_chinese(step.branch)}" if step.branch else "") + (blank.group() if blank else "　")
    )


def arrange(tree: Tree, moves: Sequence[Move], following: Following) -> set[int]:
    """Puts new clauses in and gives new numbers; the indices of the instructions whose number no clause can have.

    Where numbers follow, each clause without a number of its own gets the next one that is free; where they do not, a
    clause stands before the first with its number or a higher one, and the others keep theirs.
    """
    unclear: set[int] = set()
    numbers: dict[int, int] = {}
    outermost = [_outermost(move) for move in moves]
    for parent in sorted(dict.fromkeys(move.parent for move in outermost), key=lambda each: each is not None):
        here = [move for move in outermost if move.parent is parent]
        placed, unfit = _placed(tree, parent, here, following)
        unclear |= unfit
        if parent is None:
            numbers = {each.node.number: each.number for each in placed if each.node in tree.nodes and not each.branch}
        _put_in(tree.nodes if parent is None else parent.children, parent, placed, following.index)
    if following.references:
        _renumber_references(tree, numbers, following.index)
    return unclear


def _placed(
    tree: Tree, parent: Node | None, moves: Sequence[Move], following: Following
) -> tuple[list[_Placed], set[int]]:
    """The clauses of a parent in their new order, and the instructions whose number none can have."""
    siblings = tree.nodes if parent is None else parent.children
    alive = _numbered(tree, siblings, parent, moves)
    first = min((node.number for node in siblings if node.level in {each.level for each in alive}), default=1)
    is_there = parent is None or any(node is parent for node in clause_lookup.everything(tree.nodes))
    fitting = [move for move in moves if is_there and _is_there(move, alive) and _fits(move, alive, moves, first)]
    for move in fitting:
        _leave(move)
    follows = following.index is not None or any(node.level is Level.PARAGRAPH for node in alive)
    placed = _in_slots(alive, fitting, first) if follows else _by_number(alive, fitting)
    return placed, {move.index for move in moves if move.node is not None and move not in fitting}


def _put_in(siblings: list[Node], parent: Node | None, placed: Sequence[_Placed], following: int | None) -> None:
    before = parent.first() if parent is not None else None
    _put_in_order(siblings, placed)
    for each in placed:
        _relabel(each, following)
    if parent is not None and before is not None and placed and placed[0].index is not None:
        _keep_prefix_first(parent, before, placed[0].index)


def _outermost(move: Move) -> Move:
    """A paragraph that becomes an article, as the new article that it is; an article that becomes the first paragraph of
    one, as that article."""
    node, becomes = move.node, move.becomes
    if node is None or move.is_new:
        return move
    if node.level in (Level.ARTICLE, Level.POINT):
        return replace(move, becomes=becomes[:1])
    if node.level is Level.PARAGRAPH and move.parent is not None and becomes[-1].level is Level.ARTICLE:
        step, around = becomes[-1], move.parent
        prefix = _NUMERAL.sub(to_chinese(step.number), around.prefix, count=1)
        article = Node(around.level, step.number, step.branch, prefix, around.annex, children=[node])
        return Move(move.index, article, becomes, is_new=True, leaves=around)
    return move


def _leave(move: Move) -> None:
    """Takes the paragraph that became an article out of the one it stood in; both labels stand on their first lines."""
    article, around = move.node, move.leaves
    if article is None or around is None:
        return
    (paragraph,) = article.children
    was_first = around.alive()[0] is paragraph
    around.children.remove(paragraph)
    said = paragraph.own[0].text.removeprefix(around.prefix if was_first else "")
    if was_first and (line := around.first()):
        line.put(around.prefix + line.text, move.index)
    paragraph.own[0].put(article.prefix + said, move.index)


def _numbered(tree: Tree, siblings: Sequence[Node], parent: Node | None, moves: Sequence[Move]) -> list[Node]:
    """The clauses that share their numbers with those that move."""
    if parent is None:
        annexes = {move.node.annex for move in moves if move.node is not None}
        return [node for node in tree.clauses() if not annexes or node.annex in annexes]
    levels = {move.node.level for move in moves if move.node is not None}
    return [node for node in siblings if not node.is_gone and node.level in levels]


def _is_there(move: Move, alive: Sequence[Node]) -> bool:
    """Whether the clause still stands where it was found: another instruction may have given its article anew."""
    if move.leaves is not None and move.node is not None:
        return not move.leaves.is_gone and move.node.children[0] in move.leaves.alive()
    return move.node is None or move.is_new or move.node in alive


def _fits(move: Move, alive: Sequence[Node], moves: Sequence[Move], first: int) -> bool:
    """Whether the number that a clause is to have is one of its level, in reach, and given once."""
    if move.node is None or (move.is_new and not move.becomes[-1].number):
        return True
    step = move.becomes[-1]
    twice = [other for other in moves if other.becomes and other.becomes[-1] == step]
    highest = max((node.number for node in alive), default=0) + len(moves)
    same_level = step.level is move.node.level or move.node.level is Level.POINT
    return same_level and len(twice) == 1 and first <= step.number <= highest


def _claims(moves: Sequence[Move]) -> list[_Placed]:
    return [
        _Placed(move.node, move.becomes[-1].number, move.becomes[-1].branch, move.index)
        for move in moves
        if move.node is not None and move.becomes[-1].number
    ]


def _in_slots(alive: Sequence[Node], moves: Sequence[Move], first: int) -> list[_Placed]:
    """The clauses in order, those without a number of their own in the numbers that are left; branches (第五条之一) keep
    to the clause before them."""
    claims = _claims(moves)
    claimed = {each.number: each for each in claims if not each.branch}
    taken = [each.node for each in claims]
    free = [node for node in _with_unnumbered(alive, moves) if node not in taken and not node.branch]
    number = first
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
    numbered = (at for at, node in enumerate(siblings) if node.number and node.level not in HEADINGS)
    return next(numbered, len(siblings))


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


def _keep_prefix_first(parent: Node, before: Line, index: int) -> None:
    """Moves the article's label from the line that was its first to the one that is."""
    first = parent.first()
    if first is None or first is before:
        return
    if before.text:
        before.put(before.text.removeprefix(parent.prefix), index)
    first.put(parent.prefix + first.text, index)


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
