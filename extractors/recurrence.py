"""Limits that come round again, in a folded text: 每月28日前, 每季度结束后10日内, 按月, as RRULEs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors import numeral, rules

# What any row begins with. Matches: `每`, `季后`, `月度`. Does not match: `日`, `3月`.
_BEGINS = (
    r"(?:(?=[每按逐各次翌会财自半季]|年[度结终届]|月[度结终届期之以后通调例分督专报]|日[通调例专报监]|周[期通调例专报]|下一?个?季|考核|评估|规划)"
    r"|(?<=[、和及与])(?=[\d一二三四五六七八九十]))"
)
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
    return [_read(hit) for hit in _pattern().finditer(text)]


@cache
def _pattern() -> regex.Pattern[str]:
    """All rows in one pattern: the first that fits at a place wins."""
    rows = [f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in rules.patterns("deadline_recurrences")]
    return regex.compile(_BEGINS + "(?:" + "|".join(rows) + ")")


@cache
def _templates() -> dict[str, str]:
    return {rule.rule_id: rule.columns["recurrence"] for rule in rules.patterns("deadline_recurrences")}


def _read(hit: regex.Match[str]) -> Recurring:
    groups = hit.groupdict()
    rule_id = next(name for name in _templates() if groups[name])
    return Recurring(hit.start(), hit.end(), _templates()[rule_id].format_map(_values(groups)), rule_id)


def _values(groups: dict[str, str | None]) -> dict[str, str]:
    """What the templates name: numbers in Arabic digits, the last day as -1."""
    quarter = numeral.to_int(groups["quarter"] or "") or 0
    return {
        "n": _number(groups["n"], "1"),
        "month": _number(groups["month"], "1"),
        "months": _numbers(groups["months"]),
        "day": _number(groups["day"], "1"),
        "days": _numbers(groups["days"]),
        "edge": _EDGES.get(groups["edge"] or "", _LAST_DAY),
        "weekday": _WEEKDAYS.get(groups["weekday"] or "", "MO"),
        "quarter_end": str(3 * quarter),
    }


def _number(written: str | None, absent: str) -> str:
    number = numeral.to_int(written) if written else None
    return absent if number is None else str(number)


def _numbers(written: str | None) -> str:
    return ",".join(_number(item.group(), "1") for item in _NUMBER.finditer(written or ""))
