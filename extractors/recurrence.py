"""Limits that come round again, in a folded text: 每月28日前, 每季度结束后10日内, 按月, as RRULEs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

import regex

from extractors import numeral, rules

# What any row begins with. Matches: `每`, `季后`, `月度`. Does not match: `日`, `3月`.
_BEGINS = regex.compile(
    r"[每翌半]|[按逐][年半季月周日天]|各年|次[年月季]|会计年|财[务政]年|自然[年季月]|季[度后结终届期末通调例督专报]|[单双]月|隔[月周日天]|(?:下一?)年度?|年[度结终届]|月[度结终届期之以后通调例分督专报]"
    r"|[一二两三四五六七八九十\d]{1,2}个?[年月季周星日天](?=[^\s，,。；;：:、\d内前后]{0,12}?[一1])"
    r"|日[通调例专报监]|周[期通调例专报]|下一?个?季|考核期|评估期|规划期"
)
# What joins a further day or month to the one before it. Matches: `、`. Does not match: `，`.
_JOINT = frozenset("、和及与")
# These continue a list and look back at its first member.
_ALSO = frozenset({"every_year_also_day", "every_year_also_month"})
_EDGES = {"上旬": "10", "中旬": "20"}
_LAST_DAY = "-1"
_WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
# One number of a list. Matches: `6`, `十二`. Does not match: `月`.
_NUMBER = regex.compile(r"\d{1,2}|[一二三四五六七八九十廿]{1,3}")


@dataclass(frozen=True, slots=True)
class Recurring:
    """A limit that comes round again, at `start` to `end` of the folded text; `recurrence` is an RRULE (RFC 5545)."""

    start: int
    end: int
    recurrence: str
    rule_id: str


def find(text: str) -> list[Recurring]:
    """The recurring limits of the folded text, in order: 每年1月底前 gives FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1."""
    found: list[Recurring] = []
    known: dict[str, Recurring] = {}
    end = 0
    for begin in _BEGINS.finditer(text):
        at = begin.start()
        while at >= end and (hit := _match(text, at)):
            start, end = hit.span()
            words = text[start:end]
            if words not in known:
                known[words] = _read(hit)
            same = known[words]
            found.append(Recurring(start, end, same.recurrence, same.rule_id))
            at = end + 1 if text[end : end + 1] in _JOINT else -1
    return found


def _match(text: str, at: int) -> regex.Match[str] | None:
    pattern, _ = _pattern(text[at : at + 2])
    return pattern.match(text, at) if pattern else None


@lru_cache(maxsize=1024)
def _pattern(begins: str) -> tuple[regex.Pattern[str] | None, tuple[str, ...]]:
    """The rows that may fit a text that begins so, in one pattern, and their ids: the first that fits wins."""
    fitting = [
        rule
        for rule in rules.patterns("deadline_recurrences")
        if rule.pattern.match(begins, partial=True) or rule.rule_id in _ALSO
    ]
    rows = [f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in fitting]
    return regex.compile("|".join(rows)) if rows else None, tuple(rule.rule_id for rule in fitting)


@cache
def _templates() -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each row its RRULE and what this takes from the text."""
    rows = rules.patterns("deadline_recurrences")
    return {row.rule_id: (row.columns["recurrence"], _taken(row.columns["recurrence"])) for row in rows}


def _taken(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def _read(hit: regex.Match[str]) -> Recurring:
    _, names = _pattern(hit.string[hit.start() : hit.start() + 2])
    rule_id = next(name for name in names if hit[name])
    template, taken = _templates()[rule_id]
    values = {name: _value(name, hit) for name in taken}
    return Recurring(hit.start(), hit.end(), template.format_map(values) if values else template, rule_id)


def _value(name: str, hit: regex.Match[str]) -> str:
    """What a template names: numbers in Arabic digits, the last day as -1."""
    if name == "quarter_end":
        return str(3 * (numeral.to_int(hit["quarter"]) or 0))
    written = hit[name]
    if name == "interval":
        number = _number(written, "1")
        return "" if number == "1" else f";INTERVAL={number}"
    if name == "edge":
        return _EDGES.get(written or "", _LAST_DAY)
    if name == "weekday":
        return _WEEKDAYS.get(written or "", "MO")
    if name == "weekdays":
        return ",".join(_WEEKDAYS[day] for day in written or "" if day in _WEEKDAYS)
    return _numbers(written) if name in ("months", "days") else _number(written, "1")


def _number(written: str | None, absent: str) -> str:
    number = numeral.to_int(written) if written else None
    return absent if number is None else str(number)


def _numbers(written: str | None) -> str:
    return ",".join(_number(item.group(), "1") for item in _NUMBER.finditer(written or ""))
