"""How strongly a task's wording binds: must, should (力争, 原则上), encourage (鼓励)."""

from __future__ import annotations

import regex

from extractors import label
from extractors.kinds import Strength
from extractors.rules import patterns


def of(text: str) -> Strength:
    """The strength of a task by its first sentence: 鼓励各地大胆探索 encourages, 力争2025年完成 should, all else must."""
    sentence = _first_sentence(text)
    for rule in patterns("strength_words"):
        if rule.pattern.search(sentence):
            return Strength(rule.columns["strength"])
    return Strength.MUST


# A sentence that is more than a heading. Matches: 鼓励各地结合实际大胆探索部门联合监管。 Does not match: 加强领导。
_SENTENCE = regex.compile(r"[^。！？\n]{14,}")


def _first_sentence(text: str) -> str:
    behind = text[found.end :] if (found := label.at_start(text)) else text
    hit = _SENTENCE.search(behind)
    return hit[0] if hit else behind
