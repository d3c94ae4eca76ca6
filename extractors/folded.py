"""A text as patterns of time read it: without blanks, in one width, titles in 《》 hidden; with the way back."""

from __future__ import annotations

from dataclasses import dataclass

import regex

# Traditional and full-width forms of the characters that time limits are written with.
_SAME = str.maketrans(
    "０１２３４５６７８９後內報個報間時開結週號無為從終現導關發辦會審編製啟續產總學臨歲兩與應將點",
    "0123456789后内报个报间时开结周号无为从终现导关发办会审编制启续产总学临岁两与应将点",
)
# Blanks of all kinds but line ends and tabs. Matches: ` `, `　`. Does not match: `\n`, `\t`.
_BLANKS = regex.compile(r"[^\S\n\t]+")
# A line end inside a date: `2021年\n3月`, `2021\n年`, `202\n1年`. Not: `完成。\n2021年`, `序号1\n2021年`.
_BROKEN_DATE = regex.compile(
    r"(?<=[年月])[^\S\t]*\n[^\S\t]*(?=\d{1,2}[^\S\t]*[月日])|(?<=\d)[^\S\t]*\n[^\S\t]*(?=[年月日][^\p{Han}]|[年月日][底末内初前])"
    r"|(?<=(?<!\d)(?:1|19|19\d|2|20|20\d))\n(?=\d{1,3}[^\S\t]*年)|(?<=[年月][底末]?|日)\n(?=[前内底末])"
)
# Blanks that hold two numbers apart: `附件1 2021年`. Not those of a spaced-out year: `2 0 2 1 年`.
_APART = regex.compile(r"(?<=\d)[^\S\n\t]+(?=\d)")
_SPACED_YEAR = regex.compile(
    r"(?<!\d)[12](?:[^\S\n\t]\d){3}(?=[^\S\n\t]*年)|(?<=[年月][^\S\n\t]*)[123][^\S\n\t]\d(?=[^\S\n\t]*[月日])"
)
# Titles of other documents; their dates are no limits. Matches: `《规划（2016—2025年）》`. Does not match: `《未完`.
_TITLE = regex.compile(r"《[^《》]{0,200}+》|〈[^〈〉]{0,100}+〉")
_HIDDEN = "□"


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded text; `offsets[i]` is where its character `i` stands in the text as it was."""

    text: str
    offsets: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the text as it was."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, *, hide_titles: bool = True) -> Folded:
    """`text` folded: `2021 年 3 月\\n5 日` gives `2021年3月5日`; a title in 《》 becomes □ of the same length."""
    gaps = _gaps(text)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in [*gaps, (len(text), len(text))]:
        if at < start:
            pieces.append(text[at:start])
            offsets.extend(range(at, start))
        at = max(at, end)
    joined = "".join(pieces).translate(_SAME)
    return Folded(_without_titles(joined) if hide_titles else joined, offsets)


def _gaps(text: str) -> list[tuple[int, int]]:
    """The spans to leave out, in order."""
    spaced_out = {offset for hit in _SPACED_YEAR.finditer(text) for offset in range(hit.start(), hit.end())}
    kept = {hit.start() for hit in _APART.finditer(text)} - spaced_out
    gaps = [hit.span() for hit in _BLANKS.finditer(text) if hit.start() not in kept]
    if "\n" in text:
        gaps = sorted([*gaps, *(hit.span() for hit in _BROKEN_DATE.finditer(text))])
    return gaps


def _without_titles(text: str) -> str:
    """Two passes: a title may hold another one."""
    for _ in range(2):
        if "《" not in text and "〈" not in text:
            break
        text = _TITLE.sub(lambda hit: _HIDDEN * len(hit.group()), text)
    return text
