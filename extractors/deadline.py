"""Time limits: 2021年3月10日前, 每月28日前, 印发之日起30日内, 长期坚持."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

import regex

from extractors import deadline_calendar, deadline_event, duration, folded, period, recurrence, rules
from extractors.deadline_limit import Candidate, TimeLimit
from extractors.deadline_place import Place
from extractors.kinds import Calendar, DeadlineKind, Precision
from extractors.match import Match

__all__ = ["TimeLimit", "find"]

# What begins a recurring limit: `2022年6月起，`. Does not match: `起草`.
_FROM_THEN_ON = regex.compile(r"(?:起|开始)(?:[，,]|至[^，,]{1,10}[，,])?")
# Makes 次年 one certain year. Matches: `2021年`. Does not match: `每年`.
_NAMED_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d年|[今本当明]年")
# A limit in a month of each year, and the rows of periods that name a month or a day.
_YEARLY = "FREQ=YEARLY;BYMONTH="
_YEARLESS = frozenset({"period_day", "period_ten_days", "period_month", "period_year_edge"})
_ENDS_OF_YEAR = ("年底", "年末", "年终")
_ACTION_REACH = 40


def find(
    text: str, *, reference_date: date | None = None, issued_date: date | None = None, stated: bool = False
) -> list[Match[TimeLimit]]:
    """The time limits that the text of one task (with its bracket) sets, in order; what is no limit is not returned.

    `reference_date` is 成文日期: it gives a missing year. `issued_date` is 印发日期: 印发之日起 counts from it, else
    from `reference_date`. `stated` says that the text is the content of a bracket, line or cell for a time limit, where
    bare forms (12月, 2021年, 长期) count too; within a longer text they count in such places only.
    """
    flat = folded.fold(text)
    place = Place(flat.text, stated=stated)
    found: list[Match[TimeLimit]] = []
    candidates = _apart(_candidates(flat.text, place, reference_date, issued_date or reference_date))
    for candidate in _each_year(flat.text, candidates, place):
        if candidate.bare and not place.is_stated(candidate.start, candidate.end):
            continue
        if place.is_no_limit(candidate.core_start, candidate.end, candidate.value.kind):
            continue
        start, end = flat.span(candidate.start, candidate.end)
        action = _action(place, candidate)
        value = replace(candidate.value, action=action) if action else candidate.value
        found.append(Match(start, end, text[start:end], value, candidate.rule_id))
    return found


def _candidates(text: str, place: Place, reference: date | None, issued: date | None) -> Iterator[list[Candidate]]:
    """The candidates by class; those of an earlier class win over later ones that overlap them."""
    periods = period.find(text, reference)
    yield list(_recurring(text, place, periods))
    yield list(_relative(text, issued))
    calendar = deadline_calendar.find(text, place, periods, reference, issued)
    yield [candidate for candidate in calendar if not candidate.bare]
    plain = list(deadline_event.plain(text, reference))
    yield [*deadline_event.events(text), *(candidate for candidate in plain if not candidate.bare)]
    yield [candidate for candidate in (*calendar, *plain) if candidate.bare]


def _apart(classes: Iterable[list[Candidate]]) -> list[Candidate]:
    """The candidates in order of the text, none overlapping another: within a class the earlier, then the longer one."""
    taken: list[Candidate] = []
    for candidates in classes:
        kept: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda item: (item.start, -item.end)):
            if not (kept and candidate.start < kept[-1].end) and not _overlaps(candidate, taken):
                kept.append(candidate)
        taken = sorted([*taken, *kept], key=lambda item: item.start)
    return taken


def _each_year(text: str, candidates: Iterable[Candidate], place: Place) -> Iterator[Candidate]:
    """What stands behind 每年 in a sentence and names no year of its own comes round too: 每年2月底前报送，3月底前汇总."""
    yearly = -1
    for candidate in candidates:
        value = candidate.value
        if value.kind is DeadlineKind.RECURRING:
            yearly = candidate.end if value.recurrence.startswith(_YEARLY) else -1
        elif value.due_date and candidate.rule_id in _YEARLESS and 0 <= yearly <= candidate.start:
            near = len(place.around(candidate.start, candidate.end).before) >= candidate.start - yearly
            words = text[candidate.core_start : candidate.end]
            has_no_year = "年" not in words or words.startswith(_ENDS_OF_YEAR)
            if near and value.kind is DeadlineKind.BY and has_no_year:
                rule = f"{_YEARLY}{value.due_date.month};BYMONTHDAY={_month_day(value)}"
                candidate = replace(candidate, value=TimeLimit(DeadlineKind.RECURRING, recurrence=rule))
        yield candidate


def _month_day(value: TimeLimit) -> int:
    """The day of the month, -1 for its last one."""
    day = value.due_date.day if value.due_date else -1
    return (
        -1
        if value.precision in (Precision.MONTH, Precision.YEAR) or (value.precision is Precision.TEN_DAYS and day > 20)
        else day
    )


def _overlaps(candidate: Candidate, taken: list[Candidate]) -> bool:
    """Whether it overlaps one of `taken`, which are in order and apart."""
    index = bisect_left(taken, candidate.end, key=lambda item: item.start) - 1
    return index >= 0 and taken[index].end > candidate.start


def _recurring(text: str, place: Place, periods: list[period.Period]) -> Iterator[Candidate]:
    starts = {item.end: item for item in periods}
    for item in recurrence.find(text):
        if item.rule_id.startswith("next_year") and _NAMED_YEAR.search(place.around(item.start, item.end).before):
            continue
        start, begins = item.start, None
        for length in (1, 2, 3) if starts else ():
            first = starts.get(item.start - length)
            if first is not None and _FROM_THEN_ON.fullmatch(text, first.end, item.start):
                start, begins = first.start, first.earliest
        yield Candidate(start, item.end, _recurring_limit(item.recurrence, begins), item.rule_id)


@lru_cache(maxsize=1024)
def _recurring_limit(rule: str, begins: date | None) -> TimeLimit:
    calendar = Calendar.WORKING if "BYSETPOS" in rule else Calendar.UNSPECIFIED
    return TimeLimit(DeadlineKind.RECURRING, start_date=begins, recurrence=rule, calendar=calendar)


def _relative(text: str, issued: date | None) -> Iterator[Candidate]:
    for item in duration.find(text, issued):
        value = TimeLimit(
            DeadlineKind.RELATIVE,
            due_date=item.due,
            precision=Precision.DAY if item.due else None,
            anchor_text=item.anchor,
            anchor_date=item.anchor_date,
            calendar=item.calendar,
            resolved=item.due is not None,
            unresolved=item.unresolved,
        )
        yield Candidate(item.start, item.end, value, item.rule_id)


@cache
def _actions() -> regex.Pattern[str]:
    return regex.compile("|".join(rules.words("deadline_actions")))


def _action(place: Place, candidate: Candidate) -> str:
    """What is to be done by then: the first word of action behind the limit, in a labelled slot 完成 else."""
    if action := _first_action(place.around(candidate.start, candidate.end).after[:_ACTION_REACH]):
        return action
    return "完成" if place.is_labelled(candidate.start) else ""


@lru_cache(maxsize=4096)
def _first_action(after: str) -> str:
    hit = _actions().search(after)
    return hit.group() if hit else ""
