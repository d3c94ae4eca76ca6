"""Two texts phrase by phrase, as a person lays them side by side: which phrase became which, which came, which went."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from pipeline.compare.likeness import plain

_WHITE = regex.compile(r"\s+")
# The number of an item and of a paragraph; its order says nothing. Matches: `（一）`, `(12)`. Does not match: `（一）` of
# 第（一）项, `（试行）`.
_NUMBER = regex.compile(r"(?<!第)[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)](?!项)")
# Matches: `情节严重的，`, `给予警告。`, `附则` (the end). The half-width comma of 1,000 ends none.
_PHRASE = regex.compile(r"(?:[^，。；：！？,;:!?]|(?<=\d)[,:](?=\d))*[，。；：！？,;:!?]?[”’」』]*")
_CLOSING = "。！？!?"
# Phrases that are less alike are not the same one changed; those that stand elsewhere have to be more alike, unless both
# are items of a list.
_ALIKE, _ALIKE_ELSEWHERE = 0.3, 0.5
# Of each of two phrases that became one, so much stands there.
_JOINED = 0.5
# A shorter phrase may stand anywhere, in characters.
_TELLING = 6
# A phrase that became two is less likely than one that stayed one, in characters of likeness.
_JOINING = 1.0
# Some tenths of a second.
_MOST_PAIRS = 40_000


@dataclass(frozen=True)
class Phrase:
    """Words up to a point, that point with them, white space and the number of an item left out. `is_item` begins an item
    of a list: （一）, `opens` a sentence."""

    text: str
    is_item: bool = False
    opens: bool = False

    @cached_property
    def said(self) -> str:
        return plain(self.text)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        said = self.said or self.text
        return frozenset(said[i : i + 2] for i in range(max(1, len(said) - 1)))

    @property
    def closes(self) -> bool:
        return self.text.rstrip("”’」』")[-1:] in _CLOSING


@dataclass(frozen=True, slots=True)
class PhrasePair:
    """Phrases that stand for one another, one or two on a side; no phrase on one side where they came or went."""

    olds: tuple[Phrase, ...]
    news: tuple[Phrase, ...]

    @property
    def old(self) -> str:
        return "".join(phrase.text for phrase in self.olds)

    @property
    def new(self) -> str:
        return "".join(phrase.text for phrase in self.news)

    @property
    def is_lone(self) -> bool:
        return not self.olds or not self.news

    @property
    def alike(self) -> float:
        """How alike the sides are, 0 to 1."""
        return 0.0 if self.is_lone else _dice(_all(self.olds), _all(self.news))

    @property
    def kept(self) -> float:
        """How much of the shorter side stands in the longer one, 0 to 1."""
        old, new = _all(self.olds), _all(self.news)
        return len(old & new) / max(1, min(len(old), len(new)))


def phrases(text: str) -> list[Phrase]:
    """The phrases of a text in order."""
    return list(_phrases(_WHITE.sub("", text)))


def phrase_pairs(old: str, new: str) -> list[PhrasePair]:
    """All phrases of both texts, in the order of the two, with those that stand for one another in pairs.

    A phrase that stands in another place is paired with itself there. Texts of too many phrases are one pair.
    """
    before, after = phrases(old), phrases(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    same = [PhrasePair((one,), (other,)) for one, other in zip(before, after, strict=False)][:start]
    tail = [PhrasePair((one,), (other,)) for one, other in zip(before[::-1], after[::-1], strict=False)][:end]
    return [*same, *_elsewhere(_aligned(*middle)), *reversed(tail)]


def _phrases(flat: str) -> Iterator[Phrase]:
    opens, done = True, 0
    for number in [*_NUMBER.finditer(flat), None]:
        end = number.start() if number else len(flat)
        is_item = done > 0 or bool(_NUMBER.match(flat) and done)
        for hit in _PHRASE.finditer(flat, done, end):
            if not hit[0]:
                continue
            phrase = Phrase(hit[0], is_item, opens)
            yield phrase
            is_item, opens = False, phrase.closes
        done = number.end() if number else end


def _common(before: Sequence[Phrase], after: Sequence[Phrase]) -> int:
    """How many phrases at the beginning are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (old, new) in pairs if _folded(old) != _folded(new)), min(len(before), len(after)))


def _folded(phrase: Phrase) -> str:
    return unicodedata.normalize("NFKC", phrase.text)


def _aligned(before: Sequence[Phrase], after: Sequence[Phrase]) -> list[PhrasePair]:
    """The pairs, in order, that are most alike together; a phrase may have become two, or two one."""
    if len(before) * len(after) > _MOST_PAIRS:
        return [PhrasePair(tuple(before), tuple(after))]
    best: list[list[tuple[float, int, int]]] = [[(0.0, 0, 0)] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) + 1):
        for j in range(len(after) + 1):
            if i or j:
                best[i][j] = max(_steps(before, after, best, i, j), key=lambda step: step[0])
    return _walked(before, after, best)


def _steps(
    before: Sequence[Phrase], after: Sequence[Phrase], best: Sequence[Sequence[tuple[float, int, int]]], i: int, j: int
) -> Iterator[tuple[float, int, int]]:
    """What the best pairing of the first `i` and `j` phrases may end in: how good it is, and the phrases of its last pair."""
    for a, b in ((1, 1), (1, 2), (2, 1)):
        if i >= a and j >= b:
            gain = _gain(before[i - a : i], after[j - b : j])
            if gain > 0:
                yield best[i - a][j - b][0] + gain, a, b
    if i:
        yield best[i - 1][j][0], 1, 0
    if j:
        yield best[i][j - 1][0], 0, 1


def _gain(olds: Sequence[Phrase], news: Sequence[Phrase]) -> float:
    before, after = _all(olds), _all(news)
    alike = _dice(before, after)
    is_item_kept = olds[0].is_item and news[0].is_item and (before <= after or after <= before)
    if (alike < _ALIKE and not is_item_kept) or not (_may_join(olds, after) and _may_join(news, before)):
        return 0.0
    length = sum(len(phrase.text) for phrase in (*olds, *news)) / 2
    return alike * length - _JOINING * (len(olds) + len(news) - 2)


def _may_join(joined: Sequence[Phrase], other: frozenset[str]) -> bool:
    """Whether phrases may stand for one: those of two sentences or of which one has its words elsewhere may not."""
    if len(joined) == 1:
        return True
    stand = all(len(phrase.bigrams & other) >= _JOINED * len(phrase.bigrams) for phrase in joined)
    return stand and not any(phrase.closes for phrase in joined[:-1])


def _walked(
    before: Sequence[Phrase], after: Sequence[Phrase], best: Sequence[Sequence[tuple[float, int, int]]]
) -> list[PhrasePair]:
    found: list[PhrasePair] = []
    i, j = len(before), len(after)
    while i or j:
        _, a, b = best[i][j]
        found.append(PhrasePair(tuple(before[i - a : i]), tuple(after[j - b : j])))
        i, j = i - a, j - b
    return found[::-1]


def _elsewhere(pairs: Sequence[PhrasePair]) -> list[PhrasePair]:
    """The pairs with the phrases that went in one place and came in another paired, the most alike first."""
    gone = [pair.olds[0] for pair in pairs if not pair.news and len(pair.olds[0].said) >= _TELLING]
    come = [pair.news[0] for pair in pairs if not pair.olds and len(pair.news[0].said) >= _TELLING]
    if len(gone) * len(come) > _MOST_PAIRS:
        return list(pairs)
    alike = sorted(
        ((_dice(old.bigrams, new.bigrams), -i, -j) for i, old in enumerate(gone) for j, new in enumerate(come)),
        reverse=True,
    )
    partner: dict[int, Phrase] = {}
    taken: set[int] = set()
    for share, i, j in alike:
        old, new = gone[-i], come[-j]
        least = _ALIKE if old.is_item and new.is_item else _ALIKE_ELSEWHERE
        if share >= least and id(new) not in partner and id(old) not in taken:
            partner[id(new)] = old
            taken.add(id(old))
    return [
        PhrasePair((partner[id(pair.news[0])],), pair.news) if pair.news and id(pair.news[0]) in partner else pair
        for pair in pairs
        if not (pair.olds and not pair.news and id(pair.olds[0]) in taken)
    ]


def _all(side: Sequence[Phrase]) -> frozenset[str]:
    """The bigrams of phrases together."""
    return side[0].bigrams if len(side) == 1 else frozenset().union(*(phrase.bigrams for phrase in side))


def _dice(old: frozenset[str], new: frozenset[str]) -> float:
    return 2 * len(old & new) / max(1, len(old) + len(new))
