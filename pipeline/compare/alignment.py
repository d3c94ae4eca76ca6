"""Which pieces of an earlier notice became which of a later one: one to one, split, merged, added, removed.

1. Likeness of words (see `likeness`), helped by headings and by what stands around: pieces between the same neighbours.
2. One assignment of all pieces at once that has the greatest sum; nothing is taken first because it comes first.
3. A piece left over that stands for the most part in one that has a partner is a part of it: split or merged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.compare.likeness import Likeness, Matrix, carried, likeness
from pipeline.compare.parts import CARRIED, Parts
from pipeline.compare.piece import Piece, PieceKind
from pipeline.errors import NoticeError

# 4,000 pieces each; the longest code has 1,260 articles. A matrix of them takes 128 MB.
MAX_PAIRS = 16_000_000
# Below this two pieces are no pair.
_PAIR = 0.15
# What is left of the likeness of pieces of unlike kind.
_UNLIKE = 0.75
# What the same heading adds, of what is wanting to 1; what the same neighbours add, and being alone between them.
_HEADING, _BETWEEN, _ALONE = 0.3, 0.06, 0.12
# Without any words in common a place between neighbours says nothing.
_SOMETHING = 0.04
# Pairs so alike, each the best of the other, say where those between them belong.
_ANCHOR = 0.6
# Where more of a piece's sentences went elsewhere than this, a pair weaker than that is none.
_FOR_THE_MOST_PART, _WEAK = 0.6, 0.3


# A piece counts more than what any piece says, in characters.
_ONE = 1_000_000


class Method(StrEnum):
    """Why pieces belong together: the same words; like words; the same heading; the same place between others; a part."""

    EXACT = "exact"
    WORDING = "wording"
    HEADING = "heading"
    PLACE = "place"
    PART = "part"


_OUTLINE = (PieceKind.CLAUSE, PieceKind.PARAGRAPH)
_Sides = tuple[Sequence[Piece], Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Match:
    """Old and new pieces (places in their lists) that belong together.

    One each is a pair; none old is added, none new removed; several new are a split, several old a merge, their first the
    one that is most alike. `similarity` is 0 to 1, `method` None for what is added or removed.
    """

    olds: tuple[int, ...]
    news: tuple[int, ...]
    similarity: float = 0.0
    method: Method | None = None
    is_moved: bool = False


def align(olds: Sequence[Piece], news: Sequence[Piece]) -> list[Match]:
    """Every old and every new piece in one match, in the order of the new ones, what was removed where it stood.

    Raises: NoticeError `too_many_clauses` beyond MAX_PAIRS pairs of an old and a new piece.
    """
    if len(olds) * len(news) > MAX_PAIRS:
        raise NoticeError(
            f"the notices have {len(olds)} and {len(news)} clauses or tasks, more than can be compared with one another; "
            "split them into their parts",
            reason_code="too_many_clauses",
        )
    alike = likeness([piece.features for piece in olds], [piece.features for piece in news])
    scores = _with_headings(alike.dice, olds, news)
    placed = _with_places(scores, _anchors(olds, scores)) if _is_outline(olds, news) else scores
    carried = _carried(olds, news, alike)
    partners = _with_carried(_without_doubtful(_assigned(placed), placed, carried), carried)
    matches = _matches(partners, (olds, news), carried, alike)
    evidence = (alike.dice, scores, placed, carried)
    moved = _moved(partners, olds, news) if _are_versions(partners, olds, news) else set()
    return _in_order([_described(match, (olds, news), evidence, moved) for match in matches])


def _carried(olds: Sequence[Piece], news: Sequence[Piece], alike: Likeness) -> Matrix:
    """How much of an old piece's sentences went to a new one, or of the new one's came from there, the greater of both."""
    there = carried([piece.sentences for piece in olds], [piece.features for piece in news], alike)
    back = carried([piece.sentences for piece in news], [piece.features for piece in olds], alike)
    return np.maximum(there, back.T)


def _matches(partners: Mapping[int, int], sides: _Sides, carried: Matrix, alike: Likeness) -> list[Match]:
    """Pairs with their further parts, and what has no partner at all."""
    olds, news = sides
    back = {new: old for old, new in partners.items()}
    lone_olds = [old for old in range(len(olds)) if old not in partners]
    lone_news = [new for new in range(len(news)) if new not in back]
    split = Parts(news, olds, partners, alike.new_in_old.T, carried.T, alike).of(lone_news)
    merged = Parts(olds, news, back, alike.old_in_new, carried, alike).of(lone_olds)
    split, merged = _one_way(split, merged, partners)
    placed_news = {part for parts in split.values() for part in parts}
    placed_olds = {part for parts in merged.values() for part in parts}
    pairs = [Match((old, *merged.get(new, ())), (new, *split.get(old, ()))) for old, new in partners.items()]
    added = [Match((), (new,)) for new in lone_news if new not in placed_news]
    return [*pairs, *added, *(Match((old,), ()) for old in lone_olds if old not in placed_olds)]


def _with_headings(dice: Matrix, olds: Sequence[Piece], news: Sequence[Piece]) -> Matrix:
    """The likeness, raised where both have the same heading, less for pieces of unlike kind."""
    unlike = np.array([[old.kind != new.kind for new in news] for old in olds], dtype=bool).reshape(dice.shape)
    scores = np.where(unlike, _UNLIKE * dice, dice)
    at: dict[str, list[int]] = {}
    for new, piece in enumerate(news):
        at.setdefault(piece.heading, []).append(new)
    for old, piece in enumerate(olds):
        if piece.heading:
            for new in at.get(piece.heading, ()):
                scores[old, new] += _HEADING * (1 - scores[old, new])
    return scores


def _anchors(olds: Sequence[Piece], scores: Matrix) -> list[tuple[int, int]]:
    """Pairs beyond doubt that stand in the same order in both, sorted."""
    if not scores.size:
        return []
    best_new, best_old = scores.argmax(axis=1), scores.argmax(axis=0)
    mutual = [
        (old, int(new)) for old, new in enumerate(best_new) if best_old[new] == old and scores[old, new] >= _ANCHOR
    ]
    kept = _longest_rise([new for _, new in mutual], [len(olds[old].said) for old, _ in mutual])
    return [pair for index, pair in enumerate(mutual) if index in kept]


def _is_outline(olds: Sequence[Piece], news: Sequence[Piece]) -> bool:
    """Whether the pieces are clauses, whose places say what they are about; those of tasks say little."""
    return all(piece.kind in _OUTLINE for piece in (*olds, *news))


def _with_places(scores: Matrix, anchors: Sequence[tuple[int, int]]) -> Matrix:
    """The scores, raised for pieces that stand between the same two anchors."""
    placed = scores.copy()
    bounds = [(-1, -1), *anchors, scores.shape]
    for (old_from, new_from), (old_to, new_to) in pairwise(bounds):
        rows, columns = slice(old_from + 1, old_to), slice(new_from + 1, new_to)
        between = placed[rows, columns]
        if between.size:
            more = _ALONE if between.size == 1 else _BETWEEN
            placed[rows, columns] = np.where(between >= _SOMETHING, between + more * (1 - between), between)
    return placed


def _assigned(scores: Matrix) -> dict[int, int]:
    """The new piece of each old one that has one, by the assignment with the greatest sum."""
    rows, columns = linear_sum_assignment(np.maximum(scores - _PAIR, 0.0), maximize=True)
    return {int(old): int(new) for old, new in zip(rows, columns, strict=True) if scores[old, new] > _PAIR}


def _without_doubtful(partners: dict[int, int], scores: Matrix, carried: Matrix) -> dict[int, int]:
    """The pairs but for weak ones of which one side says in whole sentences that it belongs elsewhere."""
    return {
        old: new
        for old, new in partners.items()
        if scores[old, new] >= _WEAK
        or carried[old, new] >= CARRIED
        or max(carried[old].max(), carried[:, new].max()) < _FOR_THE_MOST_PART
    }


def _with_carried(partners: Mapping[int, int], carried: Matrix) -> dict[int, int]:
    """The pairs, with pieces that have none paired by the sentences that went from one to the other, most first."""
    paired = dict(partners)
    taken = set(paired.values())
    free = np.argwhere(carried >= CARRIED).tolist()
    for old, new in sorted(free, key=lambda pair: -carried[pair[0], pair[1]]):
        if old not in paired and new not in taken:
            paired[old] = new
            taken.add(new)
    return paired


def _one_way(
    split: dict[int, list[int]], merged: dict[int, list[int]], partners: Mapping[int, int]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """What was split and what was merged, no pair both: the way that has more parts, where they are as many neither."""
    more = {old: len(split.get(old, ())) - len(merged.get(new, ())) for old, new in partners.items()}
    return (
        {old: parts for old, parts in split.items() if more[old] > 0},
        {new: merged[new] for old, new in partners.items() if new in merged and more[old] < 0},
    )


def _are_versions(partners: Mapping[int, int], olds: Sequence[Piece], news: Sequence[Piece]) -> bool:
    """Whether one text came of the other: most pieces of the shorter one have a partner. Else their order says nothing."""
    return 2 * len(partners) >= min(len(olds), len(news))


def _moved(partners: Mapping[int, int], olds: Sequence[Piece], news: Sequence[Piece]) -> set[int]:
    """The old pieces that stand in another order among their neighbours, or in another group."""
    paired = sorted(partners.items())
    # The fewest pieces have moved; of as many those that say less.
    weights = [_ONE + min(_ONE - 1, len(olds[old].said) + len(news[new].said)) for old, new in paired]
    kept = _longest_rise([new for _, new in paired], weights)
    moved = {old for index, (old, _) in enumerate(paired) if index not in kept}
    for old, new in paired:
        group = olds[old].group
        if group in partners and partners[group] != news[new].group:
            moved.add(old)
    return moved


def _longest_rise(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """The places of those values that rise one after another and have the greatest sum of weights.

    A tree of prefix maxima (Fenwick), so that the time grows as n log n.
    """
    order = {value: rank for rank, value in enumerate(sorted(values), 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(values) + 1)
    before: list[int] = []
    for place, (value, weight) in enumerate(zip(values, weights, strict=True)):
        total, last = _best_below(best, order[value] - 1)
        before.append(last)
        _raise(best, order[value], (total + weight, place))
    _, place = _best_below(best, len(values))
    kept: set[int] = set()
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _best_below(tree: Sequence[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = (0, -1)
    while rank > 0:
        found = max(found, tree[rank])
        rank -= rank & -rank
    return found


def _raise(tree: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], value)
        rank += rank & -rank


def _described(
    match: Match, sides: _Sides, evidence: tuple[Matrix, Matrix, Matrix, Matrix], moved: Container[int]
) -> Match:
    """The match with its likeness, why it is one, and whether it moved; `evidence` are likeness, the same with headings,
    with places, and what was carried over."""
    if not match.olds or not match.news:
        return match
    old, new = match.olds[0], match.news[0]
    is_moved = old in moved
    if len(match.olds) == len(match.news) == 1 and sides[0][old].said == sides[1][new].said:
        return replace(match, similarity=1.0, method=Method.EXACT, is_moved=is_moved)
    methods = (Method.WORDING, Method.HEADING, Method.PLACE)
    steps = zip(methods, evidence, strict=False)
    method = next((method for method, scores in steps if scores[old, new] > _PAIR), Method.PART)
    similarity = min(
        0.999, max(evidence[-1][old, new], evidence[-2][old, new]) if method is Method.PART else evidence[-2][old, new]
    )
    return replace(match, similarity=round(float(similarity), 3), method=method, is_moved=is_moved)


def _in_order(matches: Sequence[Match]) -> list[Match]:
    """By the new pieces; what was removed behind the match of the old piece before it."""
    at: dict[int, int] = {old: match.news[0] for match in matches if match.news for old in match.olds}
    ordered = sorted(at)

    def place(match: Match) -> tuple[int, int, int]:
        if match.news:
            return match.news[0], 0, 0
        behind = bisect_left(ordered, match.olds[0]) - 1
        return (at[ordered[behind]] if behind >= 0 else -1), 1, match.olds[0]

    return sorted(matches, key=place)
