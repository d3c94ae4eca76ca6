"""When a document takes effect and lapses: 自印发之日起施行, 有效期5年."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors import calendar_date
from extractors.match import Match
from extractors.numeral import to_int
from extractors.rules import patterns


@dataclass(frozen=True, slots=True)
class Validity:
    """`kind` is effective or expiry; a day, or the day of issue (`from_issue`), or a number of years from taking effect."""

    kind: str
    day: date | None = None
    from_issue: bool = False
    years: int | None = None


def find(text: str) -> list[Match[Validity]]:
    """What a document says of its own force, in order: 自2021年5月1日起施行，有效期5年 gives two."""
    found: list[Match[Validity]] = []
    for rule in patterns("validity_patterns"):
        for hit in rule.pattern.finditer(text):
            groups = hit.groupdict()
            value = Validity(
                kind=rule.columns["kind"],
                day=calendar_date.full(groups["date"]) if groups.get("date") else None,
                from_issue=bool(groups.get("issue")),
                years=to_int(groups["years"]) if groups.get("years") else None,
            )
            found.append(Match(hit.start(), hit.end(), hit[0], value, rule.rule_id))
    return sorted(found, key=lambda match: match.start)
