"""What a task must produce: 制定承接方案, 建立问题台账, 将工作总结报送市政府."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from extractors import rules
from extractors.match import Match

# How far the words reach that may tell against a product.
_AROUND = 24
# What stands between two products of one verb. Matches: `、`, `和`. Does not match: `，`.
_JOINT = regex.compile(r"、|和|及|与|以及|并")
# Where the clause of a verb begins. Matches: `，`, `。`. Does not match: `、`.
_CLAUSE_MARK = regex.compile(r"[，,。；;：:！？\n\t（）()]")


def find(text: str) -> list[Match[str]]:
    """The products that `text` asks for, in order: 制定工作方案和任务清单 gives 工作方案 and 任务清单.

    The value is the product without white space. What was made (已制定), is made by others (按照省制定的办法) or only
    qualifies something (制定方案的企业) is none.
    """
    found: list[Match[str]] = []
    for made in _made().finditer(text):
        if not found or made.start() >= found[-1].end:
            found.extend(_products(text, made))
    return found


def _products(text: str, made: regex.Match[str]) -> Iterator[Match[str]]:
    """The products of one verb; none where the words before it, or behind the last one, tell against them."""
    before, behind = _clause_before(text, made.start()), text[made.end() : made.end() + _AROUND]
    if _refused("before", before) or _refused("after", behind):
        return
    start = made.start("products")
    for joint in [*_JOINT.finditer(text, start, made.end("products")), None]:
        end = joint.start() if joint else made.end("products")
        words = text[start:end]
        if _ends_with_product().search(words) and not _refused("name", words):
            yield Match(start, end, words, "".join(words.split()), "product_of_verb")
            start = joint.end() if joint else end


def _clause_before(text: str, end: int) -> str:
    before = text[max(0, end - _AROUND) : end]
    marks = list(_CLAUSE_MARK.finditer(before))
    return before[marks[-1].end() :] if marks else before


@cache
def _made() -> regex.Pattern[str]:
    """A verb of making and its products up to a mark, or 将 and a product that is sent."""
    verbs, leads, products = _any_of("verb"), _any_of("lead"), _any_of("product")
    item = (
        rf"(?!的|本(?:{products}))(?:[^，,。；;：:！？、（）()\s“”《》＜＞]|《[^》\n]{{1,40}}》){{0,24}}?(?:{products})"
    )
    end = r"(?=[，,。；;：:！？、（）()\s]|和|及|与|并|报(?!告|表)|$|的|时|前|后|期间|工作|要求|情况|以外|中)"
    listed = rf"{item}{end}(?:(?:、|和|及|与|以及){item}{end})*"
    return regex.compile(
        rf"(?:{verbs})(?:[、和并或]?(?:进一步)?(?:{leads}))?(?:了|一批|一套|本地区|本部门)?(?P<products>{listed})"
        rf"|将(?P<products>{item})(?=(?:[^，。；：、\n]{{0,16}})(?:报送|上报|报|提交)(?!告|表))"
    )


def _any_of(word_class: str) -> str:
    found = (row["word"] for row in rules.table("deliverable_words") if row["class"] == word_class)
    return "|".join(map(regex.escape, sorted(found, key=len, reverse=True)))


@cache
def _ends_with_product() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_any_of('product')})$")


@cache
def _refusals(side: str) -> tuple[rules.Rule, ...]:
    return tuple(rule for rule in rules.patterns("deliverable_refusals") if rule.columns["side"] == side)


def _refused(side: str, text: str) -> bool:
    return any(rule.pattern.search(text) for rule in _refusals(side))
