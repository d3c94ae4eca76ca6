"""The words in which two texts differ, as a person would mark them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from extractors import calendar_date, figure, tokens

# What both texts have between two changes is no more than this where it is marked with them, in characters.
_ISLAND = 1
# Points are parted, so that a text put in before one does not take it along.
_WHITE = regex.compile(r"\s+")
# Matches: `制定方案。`, `报送进展；`, `附则` (the end).
_SENTENCE = regex.compile(r"[^。；！？]*[。；！？]|[^。；！？]+$")
# What belongs to the time before it. Matches: `以内`, `内`. Does not match: `以外`.
_BOUND = regex.compile(r"以?内")
# Some seconds; an article of 3,000 characters has 20,000 pairs.
_MOST_COST = 4_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that is the same in both (`old == new`), or what stands for one another; "" where one has nothing."""

    old: str
    new: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same; full-width and half-width forms are the same."""
        return self.old == self.new or _of_one_width(self.old) == _of_one_width(self.new)


def segments(old: str, new: str) -> list[Segment]:
    """The two texts, white space left out, as what is the same and what is not, in turn.

    Joined, the old sides are the old text and the new sides the new one. Figures and dates stay whole: 25% and 30%, not 25 and 30.
    Texts that are too long or too repetitive to be compared by words are compared by sentences, else not at all.
    """
    flat = [_WHITE.sub("", text) for text in (old, new)]
    for cut in (_words, _SENTENCE.findall):
        before, after = map(cut, flat)
        if _cost(before, after) <= _MOST_COST:
            return _compared(before, after)
    return [Segment(*flat)]


def _cost(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal words there are: what the comparison looks at."""
    counts = Counter(map(_of_one_width, after))
    return sum(counts[_of_one_width(word)] for word in before)


def _compared(before: Sequence[str], after: Sequence[str]) -> list[Segment]:
    matcher = SequenceMatcher(None, [*map(_of_one_width, before)], [*map(_of_one_width, after)], autojunk=False)
    found = [Segment("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in matcher.get_opcodes()]
    return list(_joined(found))


def _of_one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _words(text: str) -> list[str]:
    words: list[str] = []
    done = 0
    spans = [(match.start, match.end) for match in figure.find(text)]
    spans += [(match.start, match.end) for match in calendar_date.find(text)]
    for start, end in sorted(spans):
        bound = _BOUND.match(text, end)
        end = bound.end() if bound else end
        if start >= done:
            words += [*tokens.words(text[done:start]), text[start:end]]
            done = end
    return words + tokens.words(text[done:])


def _joined(found: Sequence[Segment]) -> Iterator[Segment]:
    """The segments with short islands between two changes joined to these."""
    held = Segment("", "")
    for index, segment in enumerate(found):
        is_island = (
            segment.is_same and 0 < index < len(found) - 1 and len(segment.old) <= _ISLAND and segment.old.isalnum()
        )
        if segment.is_same and not is_island:
            if held.old or held.new:
                yield held
            yield segment
            held = Segment("", "")
        else:
            held = Segment(held.old + segment.old, held.new + segment.new)
    if held.old or held.new:
        yield held
