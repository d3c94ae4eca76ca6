"""How alike pieces of two notices are: by what they say, weighted by how rare it is.

Features of a text are its character bigrams and words. A feature counts the more the fewer pieces of both notices have it, so
that 应当 and 有关部门 say little and 特困人员供养 much, and less where one of the notices never uses it. Source: the weight is a
power of the inverse document frequency; likeness is the weighted Dice coefficient, containment the weighted share of one piece
that stands in the other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse

from extractors import tokens

Matrix = NDArray[np.float64]
Features = frozenset[str]

# Numbers of clauses that a text refers to: they change with every clause that is put in.
# Matches: `第三十五条`, `第（二）项`, `第2款`. Does not match: `第三季度`.
_REFERENCE = regex.compile(
    r"第[（(]?[零〇一二三四五六七八九十百千\d]+[)）]?(?:章|节|条|款|项)(?:之[一二三四五六七八九十]+)?"
)
# Matches: `，`, ` `, `《`, `+`. Does not match: `一`, `5`, `%`.
_POINTS = regex.compile(r"[[\s\p{P}\p{S}]--[%％‰℃]]+", flags=regex.VERSION1)

_SENTENCE_END = regex.compile(r"[。；;！？\n]")
_PHRASE_END = regex.compile(r"[，。；：;:！？\n]")
# A shorter sentence may stand anywhere.
_TELLING = 8
# A sentence stands in a piece that has so much of it.
_STANDS = 0.5

# Set on the laws alone. How much more what is rare counts than what stands in many pieces: the power of its weight.
_STEEPNESS = 1.5
# What is left of the weight of what one of the notices never says. Who writes on the same matter in words of their own
# (债委会, 银行债权人委员会) is less unlike than one who leaves out what the other notice says elsewhere.
_OF_ONE_NOTICE = 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """For old (rows) and new (columns) pieces: `dice` how alike they are, `old_in_new` and `new_in_old` how much of one
    stands in the other; all 0 to 1. `weights` has the weight of each feature."""

    dice: Matrix
    old_in_new: Matrix
    new_in_old: Matrix
    weights: Mapping[str, float]

    def weigh(self, features: Iterable[str]) -> float:
        return sum(self.weights[feature] for feature in features)


def plain(text: str) -> str:
    """The text as it is compared: of one width, without points, without numbers of clauses referred to."""
    return _POINTS.sub("", _REFERENCE.sub("", unicodedata.normalize("NFKC", text)))


def references(text: str) -> list[str]:
    """The numbers of clauses that a text refers to, in order: 第三十五条, 第（二）项."""
    return ["".join(hit[0].split()) for hit in _REFERENCE.finditer(text)]


def features_of(text: str) -> Features:
    """The features of all sentences of a text."""
    return frozenset().union(*(features(said) for sentence in _SENTENCE_END.split(text) if (said := plain(sentence))))


# A sentence stands in a clause, in its tasks, and for the most part in both notices.
@lru_cache(maxsize=4096)
def features(said: str) -> Features:
    """The character bigrams and the words of a plain sentence; of a single character that itself."""
    bigrams = {said[i : i + 2] for i in range(max(1, len(said) - 1))} - {""}
    return frozenset(bigrams.union(word for word in tokens.words(said) if len(word) > 2))


def likeness(olds: Sequence[Features], news: Sequence[Features]) -> Likeness:
    """How alike the pieces with these features are."""
    counts = Counter(feature for each in (*olds, *news) for feature in each)
    places = {feature: place for place, feature in enumerate(counts)}
    weights = _weights(counts, len(olds) + len(news), frozenset().union(*olds) & frozenset().union(*news))
    old, new = (_incidence(each, places) for each in (olds, news))
    shared: Matrix = (sparse.csr_matrix(old.multiply(weights)) @ new.T).toarray()
    of_old, of_new = (np.maximum(each @ weights, 1e-9) for each in (old, new))
    return Likeness(
        2 * shared / (of_old[:, None] + of_new[None, :]),
        shared / of_old[:, None],
        shared / of_new[None, :],
        dict(zip(places, weights.tolist(), strict=True)),
    )


def _weights(counts: Mapping[str, int], pieces: int, of_both: Features) -> NDArray[np.float64]:
    """The weight of each feature, which stands in so many of the pieces; `of_both` are those that both notices have."""
    rarity = np.log1p(pieces / np.fromiter(counts.values(), float, len(counts)))
    left = np.fromiter((1.0 if feature in of_both else _OF_ONE_NOTICE for feature in counts), float, len(counts))
    return np.asarray(left * rarity**_STEEPNESS, dtype=np.float64)


def carried(pieces: Sequence[Sequence[Features]], others: Sequence[Features], alike: Likeness) -> Matrix:
    """How much of each piece (rows), by the weight of its sentences, stands best in each of the others (columns).

    A sentence counts for the one other piece that has most of it, and for none where that is less than `_STANDS`.
    """
    shares = np.zeros((len(pieces), len(others)))
    owners = [owner for owner, sentences in enumerate(pieces) for _ in sentences]
    if not owners or not others:
        return shares
    places = {feature: place for place, feature in enumerate(alike.weights)}
    weights = np.fromiter(alike.weights.values(), float, len(places))
    sentence = _incidence([each for sentences in pieces for each in sentences], places)
    total: Matrix = sentence @ weights
    inside: Matrix = (sparse.csr_matrix(sentence.multiply(weights)) @ _incidence(others, places).T).toarray() / total[
        :, None
    ]
    best = inside.argmax(axis=1)
    for row, owner in enumerate(owners):
        if inside[row, best[row]] >= _STANDS:
            shares[owner, best[row]] += total[row]
    whole = np.bincount(owners, weights=total, minlength=len(pieces))
    return shares / np.maximum(whole, 1e-9)[:, None]


def sentences(text: str) -> tuple[Features, ...]:
    """The features of each sentence of a text that is long enough to be known again."""
    return tuple(features(said) for said in _told(_SENTENCE_END, text))


def phrases(text: str) -> list[str]:
    """The plain phrases of a text, from point to point, that are long enough to be known again."""
    return _told(_PHRASE_END, text)


def _told(end: regex.Pattern[str], text: str) -> list[str]:
    return [said for part in end.split(text) if len(said := plain(part)) >= _TELLING]


def _incidence(pieces: Sequence[Features], places: Mapping[str, int]) -> sparse.csr_matrix:
    columns = [places[feature] for piece in pieces for feature in piece]
    starts = np.cumsum([0, *map(len, pieces)])
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(pieces), len(places)))
