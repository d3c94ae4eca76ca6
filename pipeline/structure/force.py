"""When the notice takes effect and lapses, as it says itself."""

from __future__ import annotations

from datetime import date, timedelta

from extractors import validity
from pipeline.model.notice import Element, Span

_FEBRUARY_29 = (2, 29)


def effective_date(text: str, signed: Element | None, issued: Element | None) -> Element | None:
    """The day from which the notice holds: the one it names, or that of issue where it says 自印发之日起."""
    for found in reversed(validity.find(text)):
        if found.value.kind == "effective":
            issue = issued or signed
            day = found.value.day.isoformat() if found.value.day else issue.value if issue else ""
            return Element(day, Span(found.start, found.end), found.rule_id) if day else None
    return None


def expiry_date(text: str, effective: Element | None) -> Element | None:
    """The last day on which the notice holds: the one it names, or that of as many years as it says.

    自2019年7月1日起实施，有效期5年 gives 2024-06-30: the day of taking effect is the first of the five years.
    Source: 失效日期 on the page of 穗医保规字〔2019〕4号.
    """
    for found in reversed(validity.find(text)):
        if found.value.kind == "expiry":
            day = found.value.day or _last_of_years(effective, found.value.years)
            return Element(day.isoformat(), Span(found.start, found.end), found.rule_id) if day else None
    return None


def _last_of_years(effective: Element | None, years: int | None) -> date | None:
    if effective is None or years is None:
        return None
    start = date.fromisoformat(effective.value)
    if (start.month, start.day) == _FEBRUARY_29:
        return date(start.year + years, 2, 28)
    return date(start.year + years, start.month, start.day) - timedelta(days=1)
