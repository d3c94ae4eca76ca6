"""A text as patterns of time read it: without blanks, in one width, titles in 《》 hidden; with the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

# Traditional and full-width forms of the characters that time limits are written with.
_SAME = str.maketrans(
    "０１２３４５６７８９後內報個報間時開結週號無為從終現導關發辦會審編製啟續產總學臨歲兩與應將點",
    "0123456789后内报个报间时开结周号无为从终现导关发办会审编制启续产总学临岁两与应将点",
)
# `re` looks for one of many characters ten times as fast as `regex`. Matches: `１`, `後`. Does not match: `1`.
_FOREIGN = re.compile("[" + "".join(map(chr, _SAME)) + "]")
# Blanks of all kinds but line ends and tabs. Matches: ` `, `　`. Does not match: `\n`, `\t`.
_BLANKS = regex.compile(r"[^\S\n\t]+")
# A line end inside a date: `2021年\n3月`, `2021\n年`, `202\n1年`. Not: `完成。\n2021年`, `序号1\n2021年`.
_BROKEN_DATE = regex.compile(
    r"(?<=[年月])[^\S\t]*\n[^\S\t]*(?=\d{1,2}[^\S\t]*[月日])|(?<=\d)[^\S\t]*\n[^\S\t]*(?=[年月日][^\p{Han}]|[年月日][底末内初前])"
    r"|(?<=(?<!\d)(?:1|19|19\d|2|20|20\d))\n(?=\d{1,3}[^\S\t]*年)|(?<=[年月][底末]?|日)\n(?=[前内底末])"
)
# What stands before the line end in a date, and how many blanks may stand between.
_BROKEN_AFTER = frozenset("年月日底末0123456789０１２３４５６７８９")
_BROKEN_REACH = 8
_SPACES = frozenset(" \n\r\u3000\xa0")
# Matches: `\n`. Does not match: `\t`.
_LINE_END = regex.compile(r"\n")
# Blanks between two numbers hold them apart (`附件1 2021年`), but not in a spaced-out year: `2 0 2 1 年`.
_SPACED_YEAR = regex.compile(
    r"(?<!\d)[12](?:[^\S\n\t]\d){3}(?=[^\S\n\t]*年)|(?<=[年月][^\S\n\t]*)[123][^\S\n\t]\d(?=[^\S\n\t]*[月日])"
)
# Titles of other documents; their dates are no limits. Matches: `《规划（2016—2025年）》`. Does not match: `《未完`.
_TITLE = regex.compile(r"《[^《》]{0,200}+》|〈[^〈〉]{0,100}+〉")
_HIDDEN = "□"


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded text, put together of pieces: piece `i` begins at `begins[i]` and stood at `sources[i]`."""

    text: str
    begins: list[int]
    sources: list[int]

    def offset(self, index: int) -> int:
        """Where the character at `index` stands in the text as it was."""
        piece = bisect_right(self.begins, index) - 1
        return self.sources[piece] + index - self.begins[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the text as it was."""
        return self.offset(start), self.offset(end - 1) + 1


def fold(text: str, *, hide_titles: bool = True) -> Folded:
    """`text` folded: `2021 年 3 月\\n5 日` gives `2021年3月5日`; a title in 《》 becomes □ of the same length."""
    pieces: list[str] = []
    begins: list[int] = []
    sources: list[int] = []
    at = length = 0
    for start, end in [*_gaps(text), (len(text), len(text))]:
        if at < start:
            pieces.append(text[at:start])
            begins.append(length)
            sources.append(at)
            length += start - at
        at = max(at, end)
    joined = "".join(pieces)
    if _FOREIGN.search(joined):
        joined = joined.translate(_SAME)
    return Folded(_without_titles(joined) if hide_titles else joined, begins, sources)


def windows(text: str, marks: regex.Pattern[str], *, before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of `text` around what `marks` finds, in order and apart: what a pattern needs to look at."""
    start = end = -1
    for hit in marks.finditer(text):
        if end < 0 or hit.start() - before > end:
            if end >= 0:
                yield start, end
            start = max(0, hit.start() - before)
        end = hit.end() + after
    if end >= 0:
        yield start, min(end, len(text))


def _gaps(text: str) -> list[tuple[int, int]]:
    """The spans to leave out, in order."""
    gaps = [hit.span() for hit in _BLANKS.finditer(text)]
    apart = [span for span in gaps if _hold_apart(text, *span)]
    if apart:
        spaced_out = {offset for hit in _SPACED_YEAR.finditer(text) for offset in range(hit.start(), hit.end())}
        kept = {span for span in apart if span[0] not in spaced_out}
        gaps = [span for span in gaps if span not in kept]
    broken = [gap.span() for hit in _LINE_END.finditer(text) if (gap := _broken_at(text, hit.start()))]
    return sorted([*gaps, *broken]) if broken else gaps


def _hold_apart(text: str, start: int, end: int) -> bool:
    """Whether the blanks stand between two digits."""
    return start > 0 and end < len(text) and text[start - 1].isdecimal() and text[end].isdecimal()


def _broken_at(text: str, line_end: int) -> regex.Match[str] | None:
    """The line end as a gap, where it stands in a date."""
    start = line_end
    while start and text[start - 1] in _SPACES and line_end - start < _BROKEN_REACH:
        start -= 1
    if not start or text[start - 1] not in _BROKEN_AFTER:
        return None
    return _BROKEN_DATE.match(text, start) or _BROKEN_DATE.match(text, line_end)


def _without_titles(text: str) -> str:
    """Two passes: a title may hold another one."""
    for _ in range(2):
        if "《" not in text and "〈" not in text:
            break
        text = _TITLE.sub(lambda hit: _HIDDEN * len(hit.group()), text)
    return text
