"""Places in a document as instructions and references name them: 第三条第二款第（三）项, 附件2第五条, 第五条之一."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import regex

from extractors.match import Match
from extractors.numeral import to_chinese, to_int
from extractors.rules import table


class Level(StrEnum):
    """How far out a step stands; `heading` is one that is quoted, `point` 第四大点 of a text without articles."""

    ANNEX = "annex"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    POINT = "point"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SUBITEM = "subitem"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a place: 第五条之一 is article 5, branch 1. `number` is 0 where none is given (附件, a new clause at the
    end); `words` are those of a quoted heading."""

    level: Level
    number: int
    branch: int = 0
    words: str = ""


Place = tuple[Step, ...]

_RANKS = {
    Level.ANNEX: 0,
    Level.CHAPTER: 1,
    Level.SECTION: 2,
    Level.ARTICLE: 3,
    Level.POINT: 3,
    Level.HEADING: 3,
    Level.PARAGRAPH: 4,
    Level.ITEM: 5,
    Level.SUBITEM: 6,
}
_WRITTEN = {
    Level.CHAPTER: "章",
    Level.SECTION: "节",
    Level.ARTICLE: "条",
    Level.POINT: "点",
    Level.PARAGRAPH: "款",
    Level.ITEM: "项",
    Level.SUBITEM: "目",
}
# A longer range is a slip of the pen; a longer list is read in parts.
_LONGEST_RANGE, _MOST = 200, 40


def find(text: str) -> list[Match[tuple[Place, ...]]]:
    """The places that `text` names, in order; those joined by 、, 和 or 至 in one match.

    第六条第一款、第二款 gives both paragraphs with their article, 第七条至第九条 all three articles.
    """
    return [
        Match(hit.start(), hit.end(), hit.group(), tuple(_places(hit.group())), "clause_place")
        for hit in _run().finditer(text)
    ]


def rank(step: Step) -> int:
    """How far in a step stands: 0 for an annex."""
    return _RANKS[step.level]


def within(place: Place, around: Place) -> Place:
    """The place with the outer steps that it leaves out: 第二款 around 第三条第一款 is 第三条第二款."""
    if not place:
        return around
    return (*outer(around, rank(place[0])), *place)


def outer(place: Place, inner_rank: int) -> Place:
    """The steps of a place that stand further out than `inner_rank`."""
    return tuple(step for step in place if rank(step) < inner_rank)


def level_of(word: str) -> Level:
    """The level that a word stands for: 款 is `paragraph`."""
    return Level(next(row["level"] for row in table("clause_levels") if row["word"] == word))


def written(place: Place) -> str:
    """The place in one form: 附件2第三条第二款第三项; a quoted heading in “”."""
    return "".join(map(_written, place))


def _written(step: Step) -> str:
    if step.level is Level.HEADING:
        return f"“{step.words}”"
    if step.level is Level.ANNEX:
        return f"附件{step.number or ''}"
    number = f"第{to_chinese(step.number)}" if step.number else "新"
    return f"{number}{_WRITTEN[step.level]}" + (f"之{to_chinese(step.branch)}" if step.branch else "")


_NUMBER = r"[零〇一二两三四五六七八九十百千\d]{1,7}"
_JOIN = r"(?:、|和|及|以及|与|至|到)"
# A number, in brackets or not. Matches: `三`, `（三）`. Does not match: `（甲）`.
_IN_BRACKETS = rf"[（(]?{_NUMBER}[）)]?"
# Matches: `附件2`, `附表`. Does not match: `附近`.
_ANNEX = rf"附[件表录](?:{_NUMBER})?"
# Words that begin like a level and are none. Matches: `例`, `能`. Does not match: `中`.
_NONE_BEHIND = r"(?!例|能|约|日|水|电|目标|次|名)"


@cache
def _step() -> regex.Pattern[str]:
    """One step with all its numbers. Matches: `第三条`, `第（一）、（二）项`, `第五条之一`. Does not match: `第三条例`."""
    words = "|".join(row["word"] for row in table("clause_levels"))
    several = rf"(?:{_JOIN}第?{_IN_BRACKETS}(?={_JOIN}|\s?(?:{words})|第)){{0,{_MOST}}}"
    return regex.compile(
        rf"第\s?(?P<numbers>{_IN_BRACKETS}{several})\s?(?P<word>{words}){_NONE_BEHIND}(?:之(?P<branch>{_NUMBER}))?"
        rf"|(?P<annex>{_ANNEX})|(?<=[条款项])(?P<bare>[（(]{_NUMBER}[）)])"
    )


@cache
def _run() -> regex.Pattern[str]:
    """Places joined to one list. Matches: `第三条第二款、第四条`, `附件2第一条`. Does not match: `第三季度`."""
    step = regex.sub(r"\(\?P<\w+>", "(?:", _step().pattern)
    place = rf"(?:{step})(?:[的中]?(?:{step})){{0,6}}"
    return regex.compile(rf"{place}(?:{_JOIN}{place}){{0,{_MOST}}}")


def _places(written_list: str) -> Iterator[Place]:
    """The places of one list, each with the outer steps of the one before it."""
    before: Place = ()
    for join, one in _parts(written_list):
        places = [within(place, before) for place in _of_one(one)]
        if join in ("至", "到") and before and places:
            yield from _between(before, places[0])
        yield from places
        before = places[-1] if places else before


def _parts(written_list: str) -> Iterator[tuple[str, str]]:
    """What joins each place of a list to the one before it, and the place as written."""
    join, start, done = "", 0, 0
    for step in _step().finditer(written_list):
        between = written_list[done : step.start()]
        if done and between not in ("", "的", "中"):
            yield join, written_list[start:done]
            join, start = between, step.start()
        done = step.end()
    yield join, written_list[start:done]


def _of_one(written_place: str) -> list[Place]:
    """One place, or several where its last step has several numbers: 第三条第一、二项."""
    places: list[Place] = [()]
    for hit in _step().finditer(written_place):
        places = [(*place, step) for place in places for step in _steps(hit)]
    return places


def _steps(hit: regex.Match[str]) -> list[Step]:
    if annex := hit["annex"]:
        return [Step(Level.ANNEX, to_int(annex[2:]) or 0)]
    if bare := hit["bare"]:
        return [Step(Level.ITEM, to_int(bare[1:-1]) or 0)]
    branch = to_int(hit["branch"] or "") or 0
    numbers = [to_int(each) or 0 for each in regex.findall(_NUMBER, hit["numbers"])]
    if regex.search("[至到]", hit["numbers"]) and len(numbers) == 2 and 0 < numbers[1] - numbers[0] < _LONGEST_RANGE:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return [Step(level_of(hit["word"]), number, branch) for number in numbers]


def _between(first: Place, last: Place) -> Sequence[Place]:
    """The places between the two ends of a range, where these differ in the number of their last step alone."""
    if first[:-1] != last[:-1] or first[-1].level is not last[-1].level or first[-1].branch or last[-1].branch:
        return ()
    numbers = range(first[-1].number + 1, last[-1].number)
    return [(*first[:-1], Step(first[-1].level, number)) for number in numbers[:_LONGEST_RANGE]]
