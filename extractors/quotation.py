"""Texts in quotes as instructions to amend write them: over several paragraphs, nested, torn, in “” 「」 and \"\"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors import title_mark
from extractors.match import Match

# Longer quotations are taken as torn at the end of their first paragraph, so that hostile text stays linear.
_LONGEST, _MOST_PARAGRAPHS = 20_000, 120
_STOPS = regex.compile('[“”「」『』"＂\n]')
_CLOSED, _UNCLOSED = "quotation", "quotation_unclosed"
_BLANKS = " \t\u3000"
_OPENS, _CLOSES, _STRAIGHT = "“「『", "”」』", '"＂'
# The mark that begins a further paragraph of a quotation. Matches: `“`. Does not match: `‘`.
_MARK_OF_PARAGRAPH = regex.compile('^[“「『"＂]')
# Behind what a closing mark can only be a slip for an opening one. Matches before: `为：`, `的`. Not before: `。`, `，`.
_BEFORE_TEXT = regex.compile(r"(?:[：:]|[为将把]|中的?|后增加)\s?")
# A line that begins another instruction, so that a quote above it was never closed. Matches: `三、将第五条修改为：`,
# `删去第四条。`, `（二）第六条第二款修改为`. Does not match: `（一）修改申请的；`, `“第二款修改为`.
_INSTRUCTION = regex.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．])*\s*"
    r"(?:(?:将|把|对|在)?[^，,。；;“”\n]{0,30}第[^，,。；;“”\n]{1,24}(?:修改为|改为|增加[一二两三]|删[去除])|(?:将|把)“[^”\n]{1,200}”[^，。；\n]{0,20}(?:修改|改)为"
    r"|删[去除](?:第|“|《)|增加[一二两三四五六七八九十]{1,2}[条款项][，,]?作为)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """`words` without the outer marks and those that begin further paragraphs, which `\\n` parts. `closed` is False where
    the closing mark is missing."""

    words: str
    closed: bool


def find(text: str) -> list[Match[Quotation]]:
    """The outermost quotations of `text`, in order; what stands in quotes inside a title in 《》 is none.

    1. A mark at the beginning of a paragraph inside a quotation goes on with it.
    2. A quotation that is never closed, or stands open where another instruction begins, ends with its paragraph; behind
       one that is never closed quotations have one paragraph.
    """
    titles = {match.start: match.end for match in title_mark.find(text)}
    return list(_scan(text, titles))


def _scan(text: str, titles: dict[int, int]) -> Iterator[Match[Quotation]]:
    position = unclosed_until = 0
    starts = iter(sorted(titles))
    title = next(starts, len(text))
    while (mark := _STOPS.search(text, position)) is not None:
        while title < mark.start() and titles[title] <= mark.start():
            title = next(starts, len(text))
        if title < mark.start():
            position = titles[title]
            continue
        position = mark.end()
        if _opens(text, mark):
            most = 1 if mark.start() < unclosed_until else _MOST_PARAGRAPHS
            found = _quotation(text, mark.start(), most)
            position = found.end
            if found.rule_id == _UNCLOSED:
                unclosed_until = found.start + _LONGEST
            yield found


def _opens(text: str, mark: regex.Match[str]) -> bool:
    char = mark.group()
    if char in _CLOSES:
        return _BEFORE_TEXT.fullmatch(text, max(0, mark.start() - 1), mark.start()) is not None
    return char != "\n"


def _quotation(text: str, start: int, most: int) -> Match[Quotation]:
    """The quotation that opens at `start`, of so many paragraphs at most."""
    depth, line_end, paragraphs = 1, -1, 1
    straight = text[start] in _STRAIGHT
    for mark in _STOPS.finditer(text, start + 1, start + _LONGEST):
        char, at = mark.group(), mark.start()
        if char == "\n":
            line_end = at if line_end < 0 else line_end
            paragraphs += 1
            if paragraphs > most:
                break
            if _INSTRUCTION.match(text, at + 1):
                return _match(text, start, at, "quotation_cut_off")
        elif _goes_on(text, at) and (char in _OPENS or char in _STRAIGHT):
            continue
        elif char in _OPENS:
            depth += 1
        elif (char in _STRAIGHT) == straight and (char in _CLOSES or straight):
            depth -= 1
        if not depth:
            return _match(text, start, at, _CLOSED)
    return _match(text, start, line_end if line_end >= 0 else min(len(text), start + _LONGEST), _UNCLOSED)


def _goes_on(text: str, at: int) -> bool:
    """Whether the mark begins a paragraph."""
    while at > 0 and text[at - 1] in _BLANKS:
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _match(text: str, start: int, end: int, rule_id: str) -> Match[Quotation]:
    closed = rule_id == _CLOSED
    stop = end + 1 if closed else end
    first, *further = (line.strip() for line in text[start + 1 : end].split("\n"))
    words = "\n".join(filter(None, (first, *(_MARK_OF_PARAGRAPH.sub("", line) for line in further))))
    return Match(start, stop, text[start:stop], Quotation(words, closed), rule_id)
