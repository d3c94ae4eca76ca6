"""The clauses that two texts refer to: mere new numbers, and clauses more or fewer than before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors import numeral
from pipeline.compare.duties import Difference
from pipeline.compare.phrases import PhrasePair
from pipeline.model.change import ChangeType, Field

_NUMERAL = r"[（(]?[零〇一二三四五六七八九十百千\d]+[)）]?"
# One clause with what stands in it, and the last of a range. Matches: `第二十二条第二款`, `第（六）项`, `第十六条至第十九条`.
# Does not match: `第三季度`.
_CLAUSE = regex.compile(
    rf"(?:第(?<article>{_NUMERAL})条(?:之[一二三四五六七八九十]+)?)?(?:第(?<paragraph>{_NUMERAL})款)?(?:第(?<item>{_NUMERAL})项)?"
    rf"(?:[至到]第(?<last>{_NUMERAL})(?:条|款|项))?"
)
# A longer range is none.
_LONGEST_RANGE = 500
_LEVELS = ("article", "paragraph", "item")


def reference_differences(pairs: Sequence[PhrasePair]) -> Iterator[Difference]:
    """What changed of the clauses referred to in phrases that are the same but for these.

    A phrase that refers to more or fewer clauses than before reaches farther or less far: 违反第五条、第六条的 against
    违反第五条的. Else they have other numbers, which move with every clause that is put in.
    """
    other: list[tuple[str, str]] = []
    for pair in pairs:
        old, new = ([hit for hit in _CLAUSE.finditer(side) if hit[0]] for side in (pair.old, pair.new))
        if not old or not new or _clauses(old) == _clauses(new):
            continue
        before, after = ("、".join(dict.fromkeys(hit[0] for hit in side)) for side in (old, new))
        if len(_clauses(old)) != len(_clauses(new)):
            yield Difference(Field.SCOPE, ChangeType.MODIFIED, before, after, are_references=True)
        elif len(old) == len(new):
            other += [(one[0], two[0]) for one, two in zip(old, new, strict=True) if one[0] != two[0]]
        else:
            other.append((before, after))
    if other:
        before, after = ("；".join(dict.fromkeys(side)) for side in zip(*other, strict=True))
        yield Difference(Field.WORDING, ChangeType.MODIFIED, before, after, are_references=True)


def _clauses(hits: Sequence[regex.Match[str]]) -> list[tuple[int, ...]]:
    """Each clause by its numbers, a paragraph with the article that was named before it: 第三款 of 第二十六条第二款、第三款;
    of a range each one; each once."""
    found: list[tuple[int, ...]] = []
    held: tuple[int, ...] = (0,) * len(_LEVELS)
    for hit in hits:
        numbers = [_number(hit[level]) for level in _LEVELS]
        if not any(numbers):
            continue
        first = next(place for place, number in enumerate(numbers) if number)
        held = (*held[:first], *numbers[first:])
        last = max(place for place, number in enumerate(numbers) if number)
        end = min(_number(hit["last"]), held[last] + _LONGEST_RANGE)
        found += [(*held[:last], number, *held[last + 1 :]) for number in range(held[last], max(end, held[last]) + 1)]
    return list(dict.fromkeys(found))


def _number(written: str | None) -> int:
    """0 where nothing is written, or no number."""
    return (numeral.to_int(written.strip("（()）")) if written else None) or 0
