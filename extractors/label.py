"""Labels of the outline: 一、 （一） 1. （1） 第一条 ①, in any width."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import regex

from extractors import numeral, rules
from extractors.match import Match


class LabelKind(StrEnum):
    """The kinds of number, outermost first as the standard nests them."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    HAN = "han"
    HAN_PAREN = "han_paren"
    DOTTED = "dotted"
    ARABIC = "arabic"
    ARABIC_PAREN = "arabic_paren"
    ARABIC_CLOSE = "arabic_close"
    CIRCLED = "circled"


@dataclass(frozen=True, slots=True)
class Label:
    """A label's kind and its number; `dots` counts the levels of 1.1.1, 0 for other kinds."""

    kind: LabelKind
    number: int
    dots: int = 0


# Where a label may begin inside a paragraph that a crawler made of many: after a sentence, a bracket or a blank.
# Matches before: `。（二）进一步`, ` 6.畅通`. Does not match in: `第（二）项`, `加快一、二、三产业`.
_INSIDE = regex.compile(
    r"(?<=[。！？；：:）)〕\]】”\s])(?=第[一二三四五六七八九十百]{1,5}[章条][\s　\p{Han}]|[一二三四五六七八九十]{1,3}、\p{Han}"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．﹒、]\s?[\p{Han}“《])"
)
_CIRCLED_ONE = ord("①")


def at_start(text: str) -> Match[Label] | None:
    """The label that `text` begins with, or None: （一）抓好学习研究 gives （一）."""
    if _any_label().match(text) is None:
        return None
    for rule in rules.patterns("labels"):
        if hit := rule.pattern.match(text):
            kind = LabelKind(rule.columns["kind"])
            return Match(0, hit.end(), hit.group(), _label(kind, hit.group(1)), rule.rule_id)
    return None


@cache
def _any_label() -> regex.Pattern[str]:
    """All patterns of labels in one: most paragraphs have none, and one look tells."""
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules.patterns("labels")))


def inside(text: str) -> list[int]:
    """Offsets within `text` at which an item's label may begin, after a sentence end or a blank."""
    return [hit.start() for hit in _INSIDE.finditer(text)]


def _label(kind: LabelKind, written: str) -> Label:
    if kind is LabelKind.CIRCLED:
        return Label(kind, ord(written) - _CIRCLED_ONE + 1)
    if kind is LabelKind.DOTTED:
        levels = regex.split(r"[.．]", written)
        return Label(kind, int(levels[-1]), len(levels) - 1)
    return Label(kind, numeral.to_int(written) or 0)
