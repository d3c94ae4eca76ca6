"""What is no task though it names a unit: conditions, permissions, done facts, appeals (domain: not a task)."""

from __future__ import annotations

from functools import cache

import regex

from extractors import rules


def refuses(applies: str, text: str) -> bool:
    """Whether a rule of `obligation_refusals.tsv` that applies to such a text refuses it."""
    return _refusals(applies).search(text) is not None


def tells(sentence: str) -> bool:
    """Whether a sentence tells what has been done or how things are: 各地区不断加大力度，取得一定成效."""
    return _background().search(sentence) is not None


def only_appeals(body: str) -> bool:
    """Whether a clause, from behind its subject, asks for nothing definite: 要高度重视，狠抓落实."""
    pieces = _PIECE.findall(body)
    if all(map(_is_appeal, pieces)):
        return True
    return _OF_AWARENESS.match(pieces[0]) is not None and _DEFINITE.search(body) is None


@cache
def _refusals(applies: str) -> regex.Pattern[str]:
    rows = (rule for rule in rules.patterns("obligation_refusals") if rule.columns["applies"] == applies)
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rows))


@cache
def _background() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules.patterns("obligation_background")))


# An appeal to the mind, which what follows only unfolds. Matches: 要充分认识, 要进一步提高政治站位. Does not match: 要高度重视.
_OF_AWARENESS = regex.compile(
    r"(?:要|应当?)?(?:切实|进一步|不断)?(?:(?:充分|深刻|准确)(?:认识|领会)|(?:提高|统一)(?:思想|政治|认识))"
)
# What shows that something definite is asked all the same. Matches: 制定方案, 报送. Does not match: 完善配套措施.
_DEFINITE = regex.compile(r"制定|制订|印发|出台|编制|建立|成立|设立|组建|报送|上报|报告|明确|开展|\d")
# Matches: what stands between two marks. Does not match: ，.
_PIECE = regex.compile(r"[^，,；;\s]+")


def _is_appeal(piece: str) -> bool:
    return any(rule.pattern.search(piece) for rule in rules.patterns("obligation_appeals"))
