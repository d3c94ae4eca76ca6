"""Limits without a date, in a folded text: 汛期前, 党的二十大召开前, 立即, 长期坚持."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from extractors import duration, folded, rules
from extractors.deadline_limit import Candidate, TimeLimit
from extractors.kinds import DeadlineKind, Precision

# What ends the words of an event, backwards. Matches: `，`, `至`. Does not match: `的`.
_EVENT_BOUND = regex.compile(r".*(?:[，,。；;：:、（()）\n\t]|至|到(?!来)|第[一二三四五六七八九十百]+条)")
_EVENT_REACH = 16
# The words that any row holds. Matches: `汛期前`, `结束后`, `待`. Does not match: `前期`, `后勤`.
_MARKS = regex.compile(r"前(?![期往述款景沿瞻置列线夕])|[束除止之以]后|待(?=[^，,。；;：:、（()）\n]{2,20}后)")
_BEFORE_REACH = 25
_AFTER_REACH = 24


def events(text: str) -> Iterator[Candidate]:
    for start, end in folded.windows(text, _MARKS, before=_BEFORE_REACH, after=_AFTER_REACH):
        yield from _events(text, start, end)


def _events(text: str, begin: int, finish: int) -> Iterator[Candidate]:
    for rule in rules.patterns("deadline_events"):
        for hit in rule.pattern.finditer(text, begin, finish):
            start = hit.start("own") if "own" in rule.pattern.groupindex else _event_start(text, hit.start())
            value = TimeLimit(DeadlineKind.EVENT, anchor_text=text[start : hit.end()], resolved=False)
            yield Candidate(start, hit.end(), value, rule.rule_id)


def _event_start(text: str, end: int) -> int:
    """Where the words of the event that ends at `end` begin: behind 在, 于, 应 or the mark before, within reach."""
    floor = max(0, end - _EVENT_REACH)
    floor = max(floor, text.rfind("\n", floor, end) + 1)
    bounds = [
        hit.end()
        for hit in (_EVENT_BOUND.match(text, floor, end), duration.LEAD_IN.match(text, floor, end + 1))
        if hit is not None
    ]
    if not bounds:
        return floor if floor == 0 or text[floor - 1] == "\n" else end
    return max(bounds)


def plain(text: str, reference: date | None) -> Iterator[Candidate]:
    for rule in rules.patterns("deadline_plain"):
        kind = DeadlineKind(rule.columns["kind"])
        value = TimeLimit(kind)
        if kind is DeadlineKind.WINDOW:
            first = date(reference.year, 1, 1) if reference else None
            last = date(reference.year, 12, 31) if reference else None
            value = TimeLimit(kind, first, last, Precision.YEAR, resolved=last is not None)
        for hit in rule.pattern.finditer(text):
            yield Candidate(hit.start(), hit.end(), value, rule.rule_id, bare=rule.columns["stated"] == "yes")
