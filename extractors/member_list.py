"""Lists of the members of a body: 联席会议成员单位包括市发展改革委、市教育局."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors import rules, unit
from extractors.match import Match
from extractors.unit import UnitName

_MAX_LIST = 2_000
_MAX_LINES = 80
# Where a list in running text ends. Matches: `。`, `组成`. Does not match: `、`.
_LIST_END = regex.compile(r"[。；;\n]|(?:等\p{Han}{0,4}\d*个?\p{Han}{0,12})?(?:共同)?组成")


@dataclass(frozen=True, slots=True)
class Members:
    """The body (联席会议; empty where the words before the list name none) and its members in order."""

    body: str
    units: tuple[UnitName, ...]


def find(text: str) -> list[Match[Members]]:
    """The lists of two members or more in `text`, in order."""
    found: list[Match[Members]] = []
    for rule in rules.patterns("member_lists"):
        end = 0
        for hit in rule.pattern.finditer(text):
            if hit.start() < end:
                continue
            end, units = _listed(text, hit.end())
            if len(units) > 1:
                members = Members(hit["body"] or "", units)
                found.append(Match(hit.start(), end, text[hit.start() : end], members, rule.rule_id))
    return sorted(found, key=lambda match: match.start)


def _listed(text: str, start: int) -> tuple[int, tuple[UnitName, ...]]:
    """The units of the list from `start` on, and where it ends."""
    hit = _LIST_END.search(text, start, start + _MAX_LIST)
    end = hit.start() if hit else min(len(text), start + _MAX_LIST)
    if text[start:end].strip("：: \t　"):
        listed = unit.read(text[start:end])
        return end, tuple(match.value for match in listed.units) if listed.complete or len(listed.units) > 3 else ()
    return _below(text, end)


def _below(text: str, end: int) -> tuple[int, tuple[UnitName, ...]]:
    """The units of the lines below, as long as each line is a list of units."""
    units: list[UnitName] = []
    for _ in range(_MAX_LINES):
        if end >= len(text):
            break
        line_end = text.find("\n", end + 1)
        line_end = len(text) if line_end < 0 else line_end
        line = text[end + 1 : line_end].strip()
        listed = unit.read(line)
        if line and not listed.complete:
            break
        units.extend(match.value for match in listed.units)
        end = line_end
    return end, tuple(units)
