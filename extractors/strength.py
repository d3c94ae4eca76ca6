"""How strongly a task's wording binds: must, should (力争, 原则上), encourage (鼓励)."""

from __future__ import annotations

from extractors.kinds import Strength
from extractors.rules import patterns


def of(text: str) -> Strength:
    """The strength of a task's text: 鼓励各地结合实际大胆探索 encourages, 力争2025年完成 should, all else must."""
    for rule in patterns("strength_words"):
        if rule.pattern.search(text):
            return Strength(rule.columns["strength"])
    return Strength.MUST
