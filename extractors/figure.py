"""Figures of substance: a number with its measure: 25%, 三万元, 60个, 七日内. Dates and numbers of clauses are none."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.match import Match
from extractors.rules import patterns

_TABLE = "figure_patterns"


@dataclass(frozen=True, slots=True)
class Figure:
    """`number` and `unit` as written, of a range its first number: 5 and 万元 of 5—10万元."""

    number: str
    unit: str


def find(text: str) -> list[Match[Figure]]:
    """The figures of a text in order; where two rules read the same place, the first rule of the table has it.

    新建社区长者食堂60个，覆盖率达到25% gives 60个 and 25%.
    """
    found: list[Match[Figure]] = []
    taken: set[int] = set()
    for rule in patterns(_TABLE):
        for hit in rule.pattern.finditer(text):
            if taken.isdisjoint(range(*hit.span())):
                taken.update(range(*hit.span()))
                figure = Figure(hit["number"], hit["unit"])
                found.append(Match(hit.start(), hit.end(), hit.group(), figure, rule.rule_id))
    return sorted(found, key=lambda match: match.start)
