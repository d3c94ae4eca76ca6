"""Periods of the calendar in a folded text: 2021年3月底, 今年上半年, 2021—2023年, “十四五”期间, 本月底."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import regex

from extractors import folded, numeral, rules
from extractors.kinds import Precision

# Between the two ends of a range. Matches: `至`, `——`, `起至`. Does not match: `、`, `前`.
_BETWEEN = regex.compile(r"(?:[（(][^（()）]{1,8}[）)])?(?:起|开始)?(?:[—–－\-~～─―]{1,3}|至|到)(?:次年|当年)?")
# Where a sentence ends, and with it the year that it has named. Matches: `。`. Does not match: `，`.
_SENTENCE_END = regex.compile(r"[。！？\n]")
# Any period begins with one of these. Matches: `2`, `十`. Does not match: `的`.
_BEGINS = r"(?=[\d一二三四五六七八九十廿今本这当明次来翌后去上下年前月第“\"])"
# What any period holds. Matches in: `3月`, `今年`, `二季度`, `十四五`, `2021-03`. Does not match: `老年人`, `年度`.
_MARKS = regex.compile(
    r"[年月](?<=[\d〇零○Oo一二三四五六七八九十今本当明次来翌后去上下半个][年月])|年(?=[底末终内初中])|季度|[本这下]一?个?(?:周|星期|季)|(?<!\d)月[底末]|前[二三23]|十[一二三四五六]五|(?:19|20)\d\d[-/.—–－~～─―至到]"
)
_REACH_BEFORE = 14
_REACH_AFTER = 24
# Months before the last of a list, read backwards; not the number of an item. Matches: `于3、6、9、`. Does not match: `。1、`.
_MONTH_LIST = regex.compile(r"(?r)(?<=\p{Han})(?:(?:1[0-2]|[1-9])[、和及]){1,11}")
# Matches: `12`. Does not match: `月`.
_NUMBER = regex.compile(r"\d{1,2}")
_LIST_REACH = 36
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_SHIFTS = {"今年": 0, "本年": 0, "本年度": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "上年": -1}
# These count from the year that the sentence has named.
_SHIFTS_FROM_NAMED = {"当年": 0} | dict.fromkeys(("次年", "次年度", "翌年", "下年", "下年度", "下一年", "下一年度"), 1)
_WEEKDAYS = {day: number for number, day in enumerate("一二三四五六日")} | {"天": 6}
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
    known: dict[tuple[str, int | None], Period | None] = {}
    named: int | None = None
    at = 0
    for hit in _hits(text):
        if _SENTENCE_END.search(text, at, hit.start()):
            named = None
        at = hit.end()
        key = (hit.group(), named)
        if key not in known:
            known[key] = _read(hit, named, reference)
        period = known[key]
        if period is None:
            continue
        if period.start != hit.start():  # the same words as before
            period = replace(period, start=hit.start(), end=hit.end())
        if hit["year"] or hit["plan"]:
            named = period.earliest.year if period.earliest else named
        found.extend(_listed(text, period))
        found.append(period)
    return _joined(text, found)


def _listed(text: str, last: Period) -> Iterator[Period]:
    """The months of which `last` alone has the word: 3、6、9 of 3、6、9、12月底前."""
    if last.rule_id != "period_month" or last.has_year or last.earliest is None:
        return
    listed = _MONTH_LIST.match(text, max(0, last.start - _LIST_REACH), last.start)
    for number in _NUMBER.finditer(listed.group()) if listed else ():
        first, end = _months(last.earliest.year, int(number.group()), int(number.group()))
        begin = last.start - len(listed.group()) if listed else last.start
        yield replace(last, start=begin + number.start(), end=begin + number.end(), earliest=first, latest=end)


def _hits(text: str) -> Iterator[regex.Match[str]]:
    for start, end in folded.windows(text, _MARKS, before=_REACH_BEFORE, after=_REACH_AFTER):
        yield from _pattern().finditer(text, start, end)


@cache
def _pattern() -> regex.Pattern[str]:
    """All rows in one pattern: the first that fits at a place wins."""
    rows = [f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in rules.patterns("deadline_periods")]
    return regex.compile(_BEGINS + "(?:" + "|".join(rows) + ")")


@cache
def _rule_ids() -> tuple[str, ...]:
    return tuple(rule.rule_id for rule in rules.patterns("deadline_periods"))


def _read(hit: regex.Match[str], named: int | None, reference: date | None) -> Period | None:
    has_year = any(hit[name] for name in ("year", "shift", "plan", "near", "near_quarter", "week"))
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
    if hit["near_quarter"]:
        return _near_quarter(hit["near_quarter"], reference)
    if hit["week"]:
        return _near_week(hit, reference)
    if hit["year_2"]:
        last = numeral.to_int(hit["year_2"])
        return _whole_years(year, last) if year and last and year <= last else None
    if hit["quarter"]:
        number = numeral.to_int(hit["quarter"]) or 1
        return *_months(year, 3 * number - 2, 3 * number), Precision.QUARTER
    if hit["quarters"]:
        return *_months(year, 1, 3 * (numeral.to_int(hit["quarters"]) or 1)), Precision.QUARTER
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


def _near_quarter(name: str, reference: date | None) -> _Span:
    if reference is None:
        return None, None, Precision.QUARTER
    number = (reference.month - 1) // 3 + name.startswith("下")
    return *_months(reference.year + number // 4, 3 * (number % 4) + 1, 3 * (number % 4) + 3), Precision.QUARTER


def _near_week(hit: regex.Match[str], reference: date | None) -> _Span | None:
    """A day of this week or the next, or the whole week, which begins on Monday."""
    if reference is None:
        return None, None, Precision.DAY
    monday = reference.toordinal() - reference.weekday() + 7 * hit["week"].startswith("下")
    first, last = (_WEEKDAYS[hit["weekday"]],) * 2 if hit["weekday"] else (0, 6)
    if monday + last > date.max.toordinal():
        return None
    return date.fromordinal(max(monday + first, 1)), date.fromordinal(monday + last), Precision.DAY


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
