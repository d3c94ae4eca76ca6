"""Figures of two texts against each other: what they count, and how much it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import regex

from extractors import calendar_date, figure, numeral, tokens
from extractors.kinds import Precision
from pipeline.compare.phrases import Phrase, PhrasePair

DAY, TIME = "date", "time"
# What stands between the two ends of a range, and behind a figure that is one end of one; 以内 and 内 are one.
# Matches: `以上`, `以下的`, `内`. Does not match: `以外`.
_BOUND = regex.compile(r"以上|以下|以?[内前后]")
# Matches: `万`, `亿`, `百万`. Does not match: `元`.
_MYRIADS = regex.compile(r"^[万亿百千]+")
# Verbs between what is counted and its figure. Matches: `达到`, `不低于`, `并处`. Does not match: `覆盖率`.
_REACHED = regex.compile(
    r"(?:达到?|不[低少高多超]于|不得?超过|超过|控制在|提[高升]到?|降[低至]到?|压[减缩]|增[加至]到?|[为至到在满过处约]|并处|处以|可以|累计)+$"
)
# What is counted where it stands behind its figure. Matches: `的罚款`, `补助`. Does not match: `，逾期`.
_BEHIND = regex.compile(r"^(?:的)?(\p{Han}{2,4}?)(?=[，。；：、！？]|$)")
# What is counted where it stands before its figure and its verb. Matches: `社区长者食堂`. Does not match: `，`, `的`.
_BEFORE = regex.compile(r"\p{Han}{2,10}$")
# So many characters of what stands before a figure name what it counts: 长者食堂 of 新建社区长者食堂60个.
_NAMED = 3
# So much of a phrase on either side of a figure says what it is about where it names nothing.
_AROUND = 8
# Where what is said of a figure ends. Matches: `、`, `（`. Does not match: `的`.
_POINT = regex.compile(r"[、，（(）)“”；：]")
# A figure that is no range. Matches: `1,000元`, `百分之三十`. Does not match: `5—10万元`.
_PLAIN = regex.compile(r"[^—–~～\-至到]+")
# The first number of a range without its measure. Matches: `五千以上` before 一万元以下. Does not match: `五千元以上`.
_FIRST_OF_RANGE = regex.compile(r"(?<number>[一二两三四五六七八九十百千万\d]{1,8})以上$")
# Measures that are one.
_SAME = {"周岁": "岁", "％": "%", "": "%", "数": "%"}
# Measures of time, by the word that they have in common: seven days may become five working days.
_TIMES = {"日": "天", "天": "天", "个自然日": "天", "工作日": "工作日", "个工作日": "工作日"}
_TIMES |= {unit: unit for unit in ("个月", "年", "小时", "分钟")}


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it is compared: `words` with its bound (二万元以下), `measure` and `amounts` as they are the same however
    written, `name` what it counts, "" where that is not said in a word, `said` the words that it stands in."""

    words: str
    measure: str
    amounts: tuple[Decimal | str, ...]
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Figures that stand for one another, in order: more than one on a side where the two have unequal numbers."""

    olds: tuple[Counted, ...]
    news: tuple[Counted, ...]

    @property
    def trend(self) -> int:
        """1 where all that one figure says is more than before, or as much, -1 where it is less, 0 else."""
        if len(self.olds) != 1 or len(self.news) != 1:
            return 0
        old, new = self.olds[0].amounts, self.news[0].amounts
        if [type(each) for each in old] != [type(each) for each in new]:
            return 0
        signs = {
            (now > was) - (now < was)
            for was, now in zip(old, new, strict=True)
            if isinstance(was, Decimal) and isinstance(now, Decimal)
        } - {0}
        words = [[each for each in side if isinstance(each, str)] for side in (old, new)]
        return signs.pop() if len(signs) == 1 and words[0] == words[1] else 0


def counted(phrase: str) -> list[Counted]:
    """The figures and full dates of a phrase; a range is one."""
    spans = sorted([*_figures(phrase), *_dates(phrase)], key=lambda span: span[0])
    found: list[list[_Span]] = []
    for span in spans:
        if found and _BOUND.fullmatch(phrase[found[-1][-1][1] : span[0]]) and span[2] == found[-1][-1][2]:
            found[-1].append(span)
        elif not found or span[0] >= found[-1][-1][1]:
            found.append([span])
    return [_counted(phrase, spans) for spans in found]


def same_written(text: str) -> str:
    """The text with its figures in one form: 三十日 and 30日, 一万元 and 10000元 become the same words."""
    parts: list[str] = []
    done = 0
    for start, end, measure, amount in sorted([*_figures(text), *_dates(text)]):
        if start >= done:
            parts += [text[done:start], amount if isinstance(amount, str) else f"{amount.normalize():f}{measure}"]
            done = end
    return "".join((*parts, text[done:]))


def figure_changes(group: Sequence[PhrasePair]) -> Iterator[FigureChange]:
    """What became of the figures of a sentence.

    Figures of phrases that stand for one another are paired, by what they count, else in order where there are as many
    of the measure; else all of both sides are told together. A figure of a phrase that came or went is told where the
    sentence counted the same thing before: 处二万元以下的罚款；情节严重的，处二万元以上十万元以下的罚款.
    """
    sides = [([*_all(pair.olds)], [*_all(pair.news)]) for pair in group]
    wide = set(_stepped(group, sides))
    for name, measure in sorted(wide):
        olds, news = (
            [c for side in sides for c in side[at] if (c.name, c.measure) == (name, measure)] for at in (0, 1)
        )
        if {each.amounts for each in olds} != {each.amounts for each in news}:
            yield FigureChange(tuple(olds), tuple(news))
    for olds, news in sides:
        left = [[each for each in side if (each.name, each.measure) not in wide] for side in (olds, news)]
        yield from _of_pair(*left)


_Span = tuple[int, int, str, Decimal | str]


def _figures(text: str) -> Iterator[_Span]:
    for match in figure.find(text):
        myriads = _MYRIADS.match(match.value.unit)
        measure = match.value.unit[myriads.end() :] if myriads else match.value.unit
        number = _decimal(match.value.number)
        is_plain = number is not None and _PLAIN.fullmatch(match.text) and not measure.endswith("分之")
        amount = (number or Decimal(0)) * _size(myriads) if is_plain else match.text
        if measure in _TIMES and isinstance(amount, Decimal):
            amount = f"{amount.normalize():f}{_TIMES[measure]}"
        measure = TIME if measure in _TIMES else "%" if measure.endswith("分之") else _SAME.get(measure, measure)
        yield match.start, match.end, measure, amount


def _dates(text: str) -> Iterator[_Span]:
    for match in calendar_date.find(text):
        if match.value.precision is Precision.DAY:
            yield match.start, match.end, DAY, match.value.latest.isoformat()


def _decimal(written: str) -> Decimal | None:
    flat = regex.sub("[,，]", "", written)
    if regex.fullmatch(r"\d+(?:\.\d+)?", flat):
        return Decimal(flat)
    whole, _, part = flat.partition("点")
    number = numeral.to_int(whole)
    if number is None or (part and numeral.to_int(part) is None):
        return None
    return Decimal(f"{number}.{''.join(str(numeral.to_int(digit)) for digit in part)}") if part else Decimal(number)


def _size(myriads: regex.Match[str] | None) -> Decimal:
    sizes = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
    size = Decimal(1)
    for myriad in myriads[0] if myriads else "":
        size *= sizes[myriad]
    return size


def _counted(phrase: str, spans: Sequence[_Span]) -> Counted:
    lead = _FIRST_OF_RANGE.search(phrase, 0, spans[0][0])
    start, end = lead.start() if lead else spans[0][0], spans[-1][1]
    bound = _BOUND.match(phrase, end)
    end = bound.end() if bound else end
    inner = [phrase[one[1] : other[0]] for one, other in pairwise(spans)]
    first = (_decimal(lead["number"]) or lead["number"],) if lead else ()
    inner = ["以上", *inner] if lead else inner
    amounts = (*first, *(span[3] for span in spans), *inner, bound[0].lstrip("以") if bound else "")
    before, behind = phrase[:start], phrase[end:].rstrip("，。；：！？,;:!?”")
    around = f"{_tail(before)}{phrase[start:end]}{_head(behind)}"
    return Counted(phrase[start:end], spans[0][2], amounts, _name(before, behind, spans[0][2]), around)


def _name(before: str, behind: str, measure: str) -> str:
    """What a figure counts: 罚款 of 处二万元以下的罚款, 覆盖率 of 覆盖率达到25%."""
    if measure in (DAY, TIME):
        return ""
    named = _BEHIND.match(behind)
    if named:
        return named[1]
    if behind:
        return ""
    lead = _REACHED.sub("", before)
    hit = _BEFORE.search(lead)
    name = ""
    for word in reversed(tokens.words(hit[0]) if hit else []):
        if len(name) >= _NAMED:
            break
        name = word + name
    return name if len(name) > 1 else ""


def _tail(before: str) -> str:
    """The last words before a figure."""
    return "".join(_nearest(tokens.words(_POINT.split(before)[-1])[::-1])[::-1]) if before else ""


def _head(behind: str) -> str:
    """The first words behind it."""
    return "".join(_nearest(tokens.words(_POINT.split(behind)[0]))) if behind else ""


def _nearest(words: Iterable[str]) -> list[str]:
    near: list[str] = []
    for word in words:
        if sum(map(len, near)) + len(word) > _AROUND:
            break
        near.append(word)
    return near


def _all(side: Sequence[Phrase]) -> Iterator[Counted]:
    for phrase in side:
        yield from counted(phrase.text)


_Sides = tuple[list[Counted], list[Counted]]


def _stepped(group: Sequence[PhrasePair], sides: Sequence[_Sides]) -> Iterator[tuple[str, str]]:
    """What is counted in a phrase that came or went, and on both sides of the sentence, not as often on the one as on
    the other."""
    often = [Counter((each.name, each.measure) for side in sides for each in side[at]) for at in (0, 1)]
    for pair, (olds, news) in zip(group, sides, strict=True):
        for each in (*olds, *news) if pair.is_lone else ():
            key = each.name, each.measure
            if each.name and often[0][key] and often[1][key] and often[0][key] != often[1][key]:
                yield key


def _of_pair(olds: Sequence[Counted], news: Sequence[Counted]) -> Iterator[FigureChange]:
    gone, come = _left(olds, news), _left(news, olds)
    for old in [*gone]:
        new = next((each for each in come if old.name and (each.name, each.measure) == (old.name, old.measure)), None)
        if new is not None:
            gone.remove(old)
            come.remove(new)
            yield FigureChange((old,), (new,))
    for measure in dict.fromkeys(each.measure for each in gone):
        before, after = ([each for each in side if each.measure == measure] for side in (gone, come))
        if len(before) == len(after):
            yield from (FigureChange((old,), (new,)) for old, new in zip(before, after, strict=True))
        elif after:
            yield FigureChange(tuple(before), tuple(after))


def _left(side: Sequence[Counted], other: Sequence[Counted]) -> list[Counted]:
    """The figures that the other side does not have, in order."""
    have = Counter((each.measure, each.amounts) for each in other)
    left: list[Counted] = []
    for each in side:
        if have[each.measure, each.amounts]:
            have[each.measure, each.amounts] -= 1
        else:
            left.append(each)
    return left
