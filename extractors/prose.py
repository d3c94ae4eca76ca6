"""A notice's text as running sentences: what is quoted, cited or bracketed blanked out, with where its pieces end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex

# Stands for what is no running text: titles, quotations, brackets that are no part of a name.
BLANK = "□"
# The brackets that stay, as they are part of a name: 各县⦅市、区⦆政府.
_OPEN, CLOSE = "⦅", "⦆"
# A piece is looked at no further than this, so that text without any mark costs no more than its length.
_MAX_PIECE = 400


@dataclass(frozen=True, slots=True)
class Prose:
    """`masked` has the length and the offsets of `text`. A piece ends at a comma or a stronger mark, a sentence at 。."""

    text: str
    masked: str
    breaks: tuple[int, ...]
    stops: tuple[int, ...]

    def piece_start(self, offset: int) -> int:
        index = bisect_left(self.breaks, offset)
        return max(self.breaks[index - 1] + 1 if index else 0, offset - _MAX_PIECE)

    def piece_end(self, offset: int) -> int:
        index = bisect_right(self.breaks, offset)
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return min(end, offset + _MAX_PIECE)

    def sentence_start(self, offset: int) -> int:
        index = bisect_left(self.stops, offset)
        return self.stops[index - 1] + 1 if index else 0

    def sentence_end(self, offset: int) -> int:
        index = bisect_left(self.stops, offset)
        return self.stops[index] if index < len(self.stops) else len(self.text)


# What parts a sentence; also the 、 that parts two shares. Matches: ，, 牵头、. Does not match: 市财政局、.
_BREAK = regex.compile(r"[，,；;。！？!?：:\n\t]|(?<=牵头|负责|配合|提出)、")
# Where a sentence ends. Matches: 。, a tab. Does not match: ，, ；.
_STOP = regex.compile(r"[。！？!?\n\t]")
# Matches: 《关于〈方案〉的通知》, “双随机、一公开”. Does not match: 《未完, 各部门.
_TITLE_OR_QUOTE = regex.compile(r"《[^《》\n]*+》|“[^“”\n]*+”|「[^「」\n]*+」")
# Matches: （牵头单位：市委编办）, 〔2021〕. Does not match: （未完, ）.
_INNER_BRACKET = regex.compile(r"[（(〔﹝\[【]([^（()）〔〕﹝﹞\[\]【】\n]*+)[）)〕﹞\]】]")
# Matches as part of a name: 市、区; 街道办事处; 室; 盐务管理局. Does not match: 以下简称市局; 责任单位：市财政局; 一.
_PART_OF_NAME = regex.compile(
    r"(?!以下|下同|简称|含|不含|附|见|详见|责任|牵头|配合)(?:(?:(?:省|市|区|县|旗|州|盟|镇|乡|街道|自治区|县级市|室|局|办|委|筹)[、及和，]?)+"
    r"|机构|单位|[^、，。；：\s□]{2,14}(?:局|委|办|室|中心|办事处|管委会|政府|公司|部门|机构))"
)
_NESTED = 3


def read(text: str) -> Prose:
    """The prose of `text`: 各县（市、区）政府要落实《意见》（豫政〔2021〕9号） keeps （市、区） and blanks the rest."""
    masked = _mask(text)
    breaks = tuple(hit.start() for hit in _BREAK.finditer(masked))
    stops = tuple(hit.start() for hit in _STOP.finditer(masked))
    return Prose(text, masked, breaks, stops)


def _mask(text: str) -> str:
    masked = _TITLE_OR_QUOTE.sub(_blank, text)
    for _ in range(_NESTED):
        masked, count = _INNER_BRACKET.subn(_keep_or_blank, masked)
        if not count:
            break
    return masked


def _blank(hit: regex.Match[str]) -> str:
    return BLANK * len(hit.group())


def _keep_or_blank(hit: regex.Match[str]) -> str:
    behind_name = hit.start() > 0 and hit.string[hit.start() - 1].isalpha()
    if behind_name and _PART_OF_NAME.fullmatch(hit.group(1)):
        return _OPEN + hit.group(1) + CLOSE
    return BLANK * len(hit.group())
