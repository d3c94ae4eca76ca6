"""Calendar dates as written: 2021年3月5日, 二○一一年三月, 2021-03-05."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import regex

from extractors import folded, numeral, rules
from extractors.kinds import Precision
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is written; `day` is None in 2021年3月, `month` too in 2021年."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        """The first day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH


def find(text: str) -> list[Match[PartialDate]]:
    """The calendar dates with a year that `text` writes, in order; blanks within a date do not matter.

    What no calendar has (2019年2月29日, 2021年13月) is passed over whole.
    """
    flat = folded.fold(text, hide_titles=False)
    found: list[Match[PartialDate]] = []
    taken = 0
    for hit, rule in _hits(flat.text):
        if hit.start() < taken:
            continue
        taken = hit.end()
        value = _value(hit)
        if value is not None:
            start, end = flat.span(hit.start(), hit.end())
            found.append(Match(start, end, text[start:end], value, rule))
    return found


def full(text: str) -> date | None:
    """The first date of `text` that names its day, or None: `2021 年 3 月 5 日` gives 2021-03-05, `2021年3月` None."""
    return next((match.value.earliest for match in find(text) if match.value.day is not None), None)


def _hits(text: str) -> list[tuple[regex.Match[str], str]]:
    """What the patterns find, leftmost first, at one place the earlier rule first."""
    hits = [
        (hit, rule.rule_id, order)
        for order, rule in enumerate(rules.patterns("calendar_dates"))
        for hit in rule.pattern.finditer(text)
    ]
    hits.sort(key=lambda item: (item[0].start(), item[2]))
    return [(hit, rule_id) for hit, rule_id, _ in hits]


def _value(hit: regex.Match[str]) -> PartialDate | None:
    parts = [
        numeral.to_int(hit[name]) if name in hit.re.groupindex and hit[name] else None
        for name in ("year", "month", "day")
    ]
    year, month, day = parts
    if year is None or not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and (month is None or not 1 <= day <= monthrange(year, month)[1]):
        return None
    return PartialDate(year, month, day)
