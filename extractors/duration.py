"""Limits that count from something, in a folded text: 印发之日起30日内, 收到后5个工作日内, 会议召开3日前."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import regex

from extractors import calendar_date, deadline_working, folded, numeral, rules
from extractors.kinds import Calendar

# Any row begins with one of these. Matches: `3`, `不`. Does not match: `为`.
_BEGINS = r"(?=[\d一二两三四五六七八九十百半最至原时不提前利用经通力争的第次翌当])"
# A number with a unit of time: what any row holds. Matches: `30日`, `三个月`, `半年`. Does not match: `2021年`, `3月5日`.
_MARKS = regex.compile(
    r"(?<![\d月])当[日天]|(?<![\d月])(?:第二|[次翌]|\d{1,3}|[一二两三四五六七八九十百]{1,4}|半)[余多]?(?:日|天|年|周|分钟|个?(?:半?月|[周工自交]|日历|星期|小时|季度|学期))"
)
_REACH_BEFORE = 14
_REACH_AFTER = 16
_ANCHOR_REACH = 45
_ENDING_REACH = 24
# Behind these an event's own words begin. Matches: `各单位应在`, `要于`. Does not match: `自收到申请`, `应急演练`.
LEAD_IN = regex.compile(
    r".*(?:应当|(?<![响对供反相适效])应(?![急用收付届对])|必须|务必|须|(?<![主重纪摘需])要(?!求|素|件)|(?<![许认])可(?!行|研)|(?<![申邀聘])请"
    r"|(?<=[时期][间点限日])为|(?<![即])将|(?<![存现潜])在|(?<![由关对属位低高大小等优基处鉴])于)(?=.)"
)
# What ends a clause. Matches: `，`, `（`. Does not match: `的`.
_CLAUSE_END = regex.compile(r"[，,。；;：:、（()）！？\n\t□]")
# Matches: `自` of `自收到申请之日起`. Does not match: `自然`, `自行`.
_SINCE = regex.compile(r"(?:自|从)(?![然行主治愿己觉事])")
_DAYS = {"日": 1, "天": 1, "自然日": 1, "日历日": 1, "日历天": 1, "周": 7, "星期": 7}
_MONTHS = {"月": 1, "季度": 3, "年": 12}
_WORKING = ("工作日", "交易日")
_NATURAL = ("自然日", "日历日", "日历天")
# 次日 is one day later; of 第二日 the first is the anchor's own.
_NEXT = frozenset({"次", "翌", "二"})
_BACKWARDS = frozenset({"ahead", "before_event", "ahead_of_end"})


class Unresolved(StrEnum):
    """Why a limit has no date: no day to count from, no year, no calendar of holidays for the year, less than a day."""

    ANCHOR = "anchor_unknown"
    YEAR = "year_unknown"
    HOLIDAYS = "holidays_unknown"
    HOURS = "shorter_than_a_day"
    UNIT = "unit_without_calendar"


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, counted from what, at `start` to `end` of the folded text (the anchor's words included).

    `due` is the last day where the anchor is the notice's own day and the unit one of the calendar; `anchor` the words
    that the limit counts from, empty where it names none.
    """

    start: int
    end: int
    due: date | None
    anchor: str
    anchor_date: date | None
    calendar: Calendar
    unresolved: Unresolved | None
    rule_id: str


def find(text: str, issued: date | None) -> list[Duration]:
    """The limits of the folded text that count from something; `issued` is the notice's own day.

    Source: 民法典 §201, §202: the first day is not counted; months end on the same day, else on the month's last.
    """
    return [_read(text, hit, issued) for hit in _hits(text)]


def _hits(text: str) -> Iterator[regex.Match[str]]:
    for start, end in folded.windows(text, _MARKS, before=_REACH_BEFORE, after=_REACH_AFTER):
        yield from _pattern().finditer(text, start, end)


@cache
def _pattern() -> regex.Pattern[str]:
    rows = [f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in rules.patterns("deadline_durations")]
    return regex.compile(_BEGINS + "(?:" + "|".join(rows) + ")")


@cache
def _rule_ids() -> tuple[str, ...]:
    return tuple(rule.rule_id for rule in rules.patterns("deadline_durations"))


def _read(text: str, hit: regex.Match[str], issued: date | None) -> Duration:
    rule_id = next(name for name in _rule_ids() if hit[name])
    start, anchor, anchor_date = _anchor(text, hit.start(), issued)
    unit = hit["unit"].removeprefix("个")
    due = None
    if anchor_date is not None and rule_id not in _BACKWARDS:
        due = _later(anchor_date, hit["n_2"] or hit["n"], unit)
    unresolved = _reason(anchor_date, unit) if due is None else None
    return Duration(start, hit.end(), due, anchor, anchor_date, _calendar(unit), unresolved, rule_id)


def _reason(anchor_date: date | None, unit: str) -> Unresolved:
    if unit.endswith(("小时", "分钟")):
        return Unresolved.HOURS
    if anchor_date is None:
        return Unresolved.ANCHOR
    return Unresolved.HOLIDAYS if unit.endswith(_WORKING) else Unresolved.UNIT


def _anchor(text: str, end: int, issued: date | None) -> tuple[int, str, date | None]:
    """Where the anchor's words begin, the words, and the day they mean: the notice's own, or the one they name."""
    floor = max(0, end - _ANCHOR_REACH)
    for rule, pattern in _anchor_patterns():
        hit = pattern.match(text, max(floor, end - _ENDING_REACH), end)
        if hit is None:
            continue
        own = "own" in rule.pattern.groupindex
        start = hit.start("own") if own else _event_start(text, floor, end)
        named = calendar_date.full(hit["date"]) if "date" in rule.pattern.groupindex else None
        return start, text[start:end], issued if rule.columns["basis"] == "issue" else named
    return end, "", None


@cache
def _anchor_patterns() -> tuple[tuple[rules.Rule, regex.Pattern[str]], ...]:
    """The rows, to be read backwards from the end of the anchor."""
    return tuple((rule, regex.compile(f"(?r){rule.pattern.pattern}")) for rule in rules.patterns("deadline_anchors"))


def _event_start(text: str, floor: int, end: int) -> int:
    """Where the words of an event that end at `end` begin: behind the mark before, at 自, behind 应在."""
    for boundary in _CLAUSE_END.finditer(text, floor, end):
        floor = boundary.end()
    since = _SINCE.search(text, floor, end)
    if since is not None:
        return since.start()
    lead_in = LEAD_IN.match(text, floor, end)
    return lead_in.end() if lead_in else floor


def _calendar(unit: str) -> Calendar:
    """日 alone may mean either: laws on procedure count working days (行政许可法 §82), 民法典 natural ones."""
    if unit.endswith(_WORKING):
        return Calendar.WORKING
    if unit.endswith(_NATURAL) or unit.endswith(("月", "年", "周", "星期", "季度", "小时", "分钟")):
        return Calendar.NATURAL
    return Calendar.UNSPECIFIED


def _later(day: date, number: str, unit: str) -> date | None:
    """The day that many units after `day`; None for hours and what the calendar does not fix."""
    if number == "半":
        return {"年": _months_later(day, 6), "月": _days_later(day, 15)}.get(unit)
    count = 1 if number in _NEXT else numeral.to_int(number) or 0
    if unit == "工作日":
        return deadline_working.later(day, count)
    if unit in _DAYS:
        return _days_later(day, count * _DAYS[unit])
    return _months_later(day, count * _MONTHS[unit]) if unit in _MONTHS else None


def _days_later(day: date, days: int) -> date | None:
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None


def _months_later(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
