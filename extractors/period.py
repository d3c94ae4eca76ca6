"""Periods of the calendar in a folded text: 2021年3月底, 今年上半年, 2021—2023年, “十四五”期间, 本月底."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import regex

from extractors import numeral, rules
from extractors.kinds import Precision

# Between the two ends of a range. Matches: `至`, `——`, `起至`. Does not match: `、`, `前`.
_BETWEEN = regex.compile(r"(?:[（(][^（()）]{1,8}[）)])?(?:起|开始)?(?:[—–－\-~～─―]{1,3}|至|到)(?:次年|当年)?")
# Where a sentence ends, and with it the year that it has named. Matches: `。`. Does not match: `，`.
_SENTENCE_END = regex.compile(r"[。！？\n]")
# Any period begins with one of these. Matches: `2`, `十`. Does not match: `的`.
_BEGINS = r"(?=[\d一二三四五六七八九十廿今本当明次来翌后去上下年第“\"])"
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_SHIFTS = {"今年": 0, "本年": 0, "本年度": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "上年": -1}
# These count from the year that the sentence has named.
_SHIFTS_FROM_NAMED = {"当年": 0, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1}
_ENDS = "底末终"
# Source: 国民经济和社会发展五年规划; the twelfth began in 2011.
_PLAN_STARTS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written, at `start` to `end` of the folded text.

    `earliest` and `latest` are None where no year is known. `edge` is 底, 末, 内, 初 …; `has_year` is true where the
    year is written (also as 今年); `is_range` where two ends are (3月至5月).
    """

    start: int
    end: int
    earliest: date | None
    latest: date | None
    precision: Precision
    edge: str
    has_year: bool
    is_range: bool
    rule_id: str


def find(text: str, reference: date | None) -> list[Period]:
    """The periods that the folded `text` names, in order.

    A missing year is the one named before in the sentence, else that of `reference`; what no calendar has is left out.
    """
    found: list[Period] = []
    named: int | None = None
    at = 0
    for hit in _pattern().finditer(text):
        if _SENTENCE_END.search(text, at, hit.start()):
            named = None
        at = hit.end()
        period = _read(hit, named, reference)
        if period is None:
            continue
        if hit["year"] or hit["plan"]:
            named = period.earliest.year if period.earliest else named
        found.append(period)
    return _joined(text, found)


@cache
def _pattern() -> regex.Pattern[str]:
    """All rows in one pattern: the first that fits at a place wins."""
    rows = [f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in rules.patterns("deadline_periods")]
    return regex.compile(_BEGINS + "(?:" + "|".join(rows) + ")")


@cache
def _rule_ids() -> tuple[str, ...]:
    return tuple(rule.rule_id for rule in rules.patterns("deadline_periods"))


def _read(hit: regex.Match[str], named: int | None, reference: date | None) -> Period | None:
    has_year = bool(hit["year"] or hit["shift"] or hit["plan"] or hit["near"])
    try:
        span = _span(hit, _year(hit, named, reference), reference)
        if span and not has_year and _is_stale(span, named, reference):
            span = _span(hit, _year(hit, None, reference), reference)
    except ValueError:  # a day that the month does not have
        return None
    if span is None:
        return None
    earliest, latest, precision = span
    is_range = any(hit[name] for name in ("year_2", "month_2", "day_2"))
    rule_id = next(name for name in _rule_ids() if hit[name])
    return Period(hit.start(), hit.end(), earliest, latest, precision, hit["edge"] or "", has_year, is_range, rule_id)


def _year(hit: regex.Match[str], named: int | None, reference: date | None) -> int | None:
    if hit["year"]:
        return numeral.to_int(hit["year"])
    today = reference.year if reference else None
    shift = hit["shift"]
    base = (named or today) if shift is None or shift in _SHIFTS_FROM_NAMED else today
    return None if base is None else base + (_SHIFTS_FROM_NAMED | _SHIFTS).get(shift or "", 0)


_Span = tuple[date | None, date | None, Precision]


def _is_stale(span: _Span, named: int | None, reference: date | None) -> bool:
    """Whether the year that the sentence names only looks back: 以2019年末余额为基数，于3月底前."""
    return named is not None and reference is not None and named < reference.year and (span[1] or reference) < reference


def _span(hit: regex.Match[str], year: int | None, reference: date | None) -> _Span | None:
    """First day, last day and precision, None for what names no period. Raises: ValueError for a day of no calendar."""
    if hit["plan"]:
        return _plan(hit["plan"])
    if hit["near"]:
        return _near_month(hit, reference)
    if hit["year_2"]:
        last = numeral.to_int(hit["year_2"])
        return _whole_years(year, last) if year and last and year <= last else None
    if hit["quarter"]:
        number = numeral.to_int(hit["quarter"]) or 1
        return *_months(year, 3 * number - 2, 3 * number), Precision.QUARTER
    if hit["half"]:
        first = 1 if hit["half"] == "上" else 7
        return *_months(year, first, first + 5), Precision.HALF
    if hit["month"]:
        return _in_month(hit, year)
    return _in_year(hit["edge"] or "", year)


def _plan(name: str) -> _Span | None:
    first = _PLAN_STARTS.get(name)
    return (date(first, 1, 1), date(first + 4, 12, 31), Precision.PLAN) if first else None


def _whole_years(first: int, last: int) -> _Span:
    return date(first, 1, 1), date(last, 12, 31), Precision.YEAR


def _in_year(edge: str, year: int | None) -> _Span | None:
    """A year, or its 底, 末, 内, 中; 年初 has no last day and is none."""
    if edge == "初":
        return None
    if edge == "中":
        return *_months(year, 1, 6), Precision.HALF
    return _whole_years(year, year) if year else (None, None, Precision.YEAR)


def _near_month(hit: regex.Match[str], reference: date | None) -> _Span | None:
    if reference is None:
        return None, None, Precision.DAY if hit["day"] else Precision.MONTH
    later = reference.month if hit["near"].startswith("下") else reference.month - 1
    return _within_month(hit, reference.year + later // 12, later % 12 + 1)


def _in_month(hit: regex.Match[str], year: int | None) -> _Span | None:
    month = numeral.to_int(hit["month"]) or 0
    if not 1 <= month <= 12:
        raise ValueError(f"expected a month from 1 to 12, found {month}")
    if hit["month_2"]:
        return *_months(year, month, numeral.to_int(hit["month_2"]) or month), Precision.MONTH
    return _within_month(hit, year, month)


def _within_month(hit: regex.Match[str], year: int | None, month: int) -> _Span | None:
    """A month, or the days, the ten days or the beginning of it."""
    if hit["day"]:
        first = numeral.to_int(hit["day"]) or 0
        last = (numeral.to_int(hit["day_2"]) or first) if hit["day_2"] else first
        return *_days(year, month, first, last), Precision.DAY
    if hit["part"] or hit["edge"] == "初":
        return *_days(year, month, *_TEN_DAYS[hit["part"] or "上"]), Precision.TEN_DAYS
    return *_days(year, month, 1, 31), Precision.MONTH


def _days(year: int | None, month: int, first: int, last: int) -> tuple[date | None, date | None]:
    if year is None:
        date(2020, month, first)  # a leap year: the 29th of February may be meant
        return None, None
    if last < first:
        raise ValueError(f"expected a later day than {first}, found {last}")
    length = monthrange(year, month)[1]
    return date(year, month, first), date(year, month, length if last == 31 else last)


def _months(year: int | None, first: int, last: int) -> tuple[date | None, date | None]:
    """From a month to another, of the next year where it comes earlier in the year (11月至3月)."""
    if year is None:
        return None, None
    end = year + (last < first)
    return date(year, first, 1), date(end, last, monthrange(end, last)[1])


def _joined(text: str, periods: list[Period]) -> list[Period]:
    """Two periods with 至 between them become one range: 2022年7月|至|2022年12月."""
    joined: list[Period] = []
    for period in periods:
        before = joined[-1] if joined else None
        if before is not None and before.edge in ("", *_ENDS) and _BETWEEN.fullmatch(text, before.end, period.start):
            joined[-1:] = _range(before, period)
        else:
            joined.append(period)
    return joined


def _range(first: Period, last: Period) -> list[Period]:
    """One range, or both as they are where the second ends before the first begins."""
    end = last.latest
    if first.earliest and end and end < first.earliest:
        if last.has_year:
            return [first, last]
        end = _year_later(end)
    has_year = first.has_year or last.has_year
    changed = replace(last, start=first.start, earliest=first.earliest, latest=end, has_year=has_year)
    return [replace(changed, is_range=True)]


def _year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))
