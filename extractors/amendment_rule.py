"""The wordings of instructions to amend as one pattern."""

from __future__ import annotations

from functools import cache

import regex

from extractors.rules import RuleError, patterns

# The groups that a rule of each kind cannot do without.
_NEEDED = {
    "replace_words": {"old", "new"},
    "delete_words": {"old"},
    "insert_words": {"old", "new", "side"},
    "delete_clause": {"target"},
    "insert_clause": {"count", "unit", "new"},
    "insert_chapter": {"count", "unit", "new"},
    "delete_heading": {"target"},
    "merge": {"target", "becomes"},
    "rename": {"new"},
}


@cache
def either() -> regex.Pattern[str]:
    """All rules in one, in order, each in a group of its id: of rules that begin at one place the first counts.

    Raises: RuleError where a rule lacks a group that its kind needs.
    """
    named = regex.compile(r"\(\?P<\w+>")
    for rule in patterns("amendment_rules"):
        if missing := _NEEDED.get(rule.columns["kind"], set()) - rule.pattern.groupindex.keys():
            raise RuleError(f"{rule.place}: {rule.rule_id} has no group {', '.join(sorted(missing))}")
    return regex.compile(
        "|".join(
            f"(?P<{rule.rule_id}>{named.sub('(?:', rule.pattern.pattern)})" for rule in patterns("amendment_rules")
        )
    )
