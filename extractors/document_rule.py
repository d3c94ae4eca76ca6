"""Rules that a notice states once for all that follows: 列第一位者为牵头单位，下同; 以下均需试点城市政府落实，不再列出."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors import rules
from extractors.match import Match


class DocumentRuleKind(StrEnum):
    """first_leads: the first of each list leads. adds_units: units that answer for all that follows."""

    FIRST_LEADS = "first_leads"
    ADDS_UNITS = "adds_units"


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A rule for the whole notice; `units_start` and `units_end` are where it names units, both -1 where it names none."""

    kind: DocumentRuleKind
    units_start: int = -1
    units_end: int = -1


def find(text: str) -> list[Match[DocumentRule]]:
    """The rules for the whole notice that `text` states, in order."""
    found: list[Match[DocumentRule]] = []
    for rule in rules.patterns("document_rules"):
        for hit in rule.pattern.finditer(text):
            if any(hit.start() < other.end and other.start < hit.end() for other in found):
                continue
            has_units = "units" in hit.groupdict()
            span = hit.span("units") if has_units else (-1, -1)
            value = DocumentRule(DocumentRuleKind(rule.columns["kind"]), *span)
            found.append(Match(hit.start(), hit.end(), hit.group(), value, rule.rule_id))
    return sorted(found, key=lambda match: match.start)
