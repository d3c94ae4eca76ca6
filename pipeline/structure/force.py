"""When the notice takes effect and lapses, as it says itself."""

from __future__ import annotations

from datetime import date

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
    """The day on which the notice lapses: the one it names, or as many years after taking effect as it says."""
    for found in reversed(validity.find(text)):
        if found.value.kind == "expiry":
            day = found.value.day or _years_after(effective, found.value.years)
            return Element(day.isoformat(), Span(found.start, found.end), found.rule_id) if day else None
    return None


def _years_after(effective: Element | None, years: int | None) -> date | None:
    if effective is None or years is None:
        return None
    start = date.fromisoformat(effective.value)
    day = 28 if (start.month, start.day) == _FEBRUARY_29 else start.day
    return date(start.year + years, start.month, day)
