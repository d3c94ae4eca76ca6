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

from pipeline.compare.likeness import Features, Likeness, Matrix, likeness

# Below this two pieces are no pair.
_PAIR = 0.22
# What the same heading adds, of what is wanting to 1; what the same neighbours add, and being alone between them.
_HEADING, _BETWEEN, _ALONE = 0.3, 0.06, 0.12
# Without any words in common a place between neighbours says nothing.
_SOMETHING = 0.04
# Pairs so alike, each the best of the other, say where those between them belong.
_ANCHOR = 0.6
# A piece left over is a part of another where so much of it stands there, and so much that the other's partner lacks.
_PART, _OWN_PART = 0.5, 0.35


class Method(StrEnum):
    """Why pieces belong together: the same words; like words; the same heading; the same place between others; a part."""

    EXACT = "exact"
    WORDING = "wording"
    HEADING = "heading"
    PLACE = "place"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Piece:
    """What the alignment goes by: `said` are the words without what means nothing (see `likeness.plain`), `heading` the
    same of the heading, `group` the place in the list of the piece that this one stands in, -1 for none."""

    said: str
    features: Features
    heading: str = ""
    group: int = -1


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
    """Every old and every new piece in one match, in the order of the new ones, what was removed where it stood."""
    alike = likeness([piece.features for piece in olds], [piece.features for piece in news])
    scores = _with_headings(alike.dice, olds, news)
    placed = _with_places(scores, _anchors(olds, news, scores))
    partners = _assigned(placed)
    matches = [_pair(old, new, (olds, news), (alike.dice, scores, placed)) for old, new in partners.items()]
    matches = _with_parts(matches, olds, news, alike)
    moved = _moved(partners, olds, news)
    return _in_order([_marked(match, moved) for match in matches])


def _with_headings(dice: Matrix, olds: Sequence[Piece], news: Sequence[Piece]) -> Matrix:
    """The likeness, raised where both have the same heading."""
    scores = dice.copy()
    at: dict[str, list[int]] = {}
    for new, piece in enumerate(news):
        at.setdefault(piece.heading, []).append(new)
    for old, piece in enumerate(olds):
        if piece.heading:
            for new in at.get(piece.heading, ()):
                scores[old, new] += _HEADING * (1 - scores[old, new])
    return scores


def _anchors(olds: Sequence[Piece], news: Sequence[Piece], scores: Matrix) -> list[tuple[int, int]]:
    """Pairs beyond doubt that stand in the same order in both, sorted."""
    if not scores.size:
        return []
    best_new, best_old = scores.argmax(axis=1), scores.argmax(axis=0)
    mutual = [
        (old, int(new)) for old, new in enumerate(best_new) if best_old[new] == old and scores[old, new] >= _ANCHOR
    ]
    kept = _longest_rise([new for _, new in mutual], [len(olds[old].said) for old, _ in mutual])
    return [pair for index, pair in enumerate(mutual) if index in kept]


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


def _pair(old: int, new: int, pieces: tuple[Sequence[Piece], Sequence[Piece]], steps: Sequence[Matrix]) -> Match:
    """The match of a pair, with the first step by which it is one; `steps` are likeness, with headings, with places."""
    if pieces[0][old].said == pieces[1][new].said:
        return Match((old,), (new,), 1.0, Method.EXACT)
    methods = (Method.WORDING, Method.HEADING, Method.PLACE)
    method = next(method for method, scores in zip(methods, steps, strict=True) if scores[old, new] > _PAIR)
    return Match((old,), (new,), round(float(min(steps[-1][old, new], 0.999)), 3), method)


def _with_parts(matches: Sequence[Match], olds: Sequence[Piece], news: Sequence[Piece], alike: Likeness) -> list[Match]:
    """The matches with the pieces left over that are parts of what one of them holds; the rest added or removed."""
    of_old, of_new = {match.olds[0]: match for match in matches}, {match.news[0]: match for match in matches}
    lone_olds = [old for old in range(len(olds)) if old not in of_old]
    lone_news = [new for new in range(len(news)) if new not in of_new]
    split = _parts(
        lone_news, news, olds, {old: news[match.news[0]] for old, match in of_old.items()}, alike, alike.new_in_old.T
    )
    merged = _parts(
        lone_olds, olds, news, {new: olds[match.olds[0]] for new, match in of_new.items()}, alike, alike.old_in_new
    )
    found = [
        replace(
            match, olds=(*match.olds, *merged.get(match.news[0], ())), news=(*match.news, *split.get(match.olds[0], ()))
        )
        for match in matches
    ]
    parts_new = {part for parts in split.values() for part in parts}
    parts_old = {part for parts in merged.values() for part in parts}
    found += [Match((), (new,)) for new in lone_news if new not in parts_new]
    return found + [Match((old,), ()) for old in lone_olds if old not in parts_old]


def _parts(
    lone: Sequence[int],
    pieces: Sequence[Piece],
    wholes: Sequence[Piece],
    partners: Mapping[int, Piece],
    alike: Likeness,
    share: Matrix,
) -> dict[int, list[int]]:
    """For each whole the pieces left over that are parts of it; `share[piece, whole]` is how much of a piece stands there."""
    parts: dict[int, list[int]] = {}
    candidates = sorted(partners)
    for piece in lone if candidates else ():
        whole = max(candidates, key=lambda each: share[piece, each])
        own = (pieces[piece].features & wholes[whole].features) - partners[whole].features
        total = alike.weigh(pieces[piece].features)
        if share[piece, whole] >= _PART and alike.weigh(own) >= _OWN_PART * total:
            parts.setdefault(whole, []).append(piece)
    return parts


def _moved(partners: Mapping[int, int], olds: Sequence[Piece], news: Sequence[Piece]) -> set[int]:
    """The old pieces that stand in another order among their neighbours, or in another group."""
    paired = sorted(partners.items())
    kept = _longest_rise([new for _, new in paired], [1 + len(olds[old].said) for old, _ in paired])
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


def _marked(match: Match, moved: Container[int]) -> Match:
    return replace(match, is_moved=True) if match.news and match.olds and match.olds[0] in moved else match


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
