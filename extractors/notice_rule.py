"""Rules that a notice states once for all that follows: 列第一位者为牵头单位，下同; 以下均需试点城市政府落实，不再列出."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from extractors import rules, unit
from extractors.duty import Duty
from extractors.kinds import Role
from extractors.match import Match

# What every such rule holds. Matches: `首的为牵头`, `第一位者为牵头`, `不再列出`. Does not match: `牵头，省财政厅`, `不再执行`.
_CUE = regex.compile(
    r"(?:第一|首|最前|前列)[^，。；]{0,16}?(?:为|是|任)\p{Han}{0,2}(?:牵头|主办|主责)|不再\p{Han}{0,4}(?:列|注明|标注)"
)
# What a clause about units has behind their names: `试点城市政府|落实`, `各市|参与`. Does not match: `政府`.
_VERB = regex.compile(
    r"(?:(?:按职责)?(?:负责|具体|认真|组织|贯彻)?(?:落实|实施|推进|负责|承担|执行)|(?P<supporting>参与|配合|协助|参加))$"
)
_REACH = 80


class NoticeRuleKind(StrEnum):
    """first_leads: the first of each list leads. default_units: units that take part in all that follows."""

    FIRST_LEADS = "first_leads"
    DEFAULT_UNITS = "default_units"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A rule for what follows it, and for the statement it stands in.

    `others` is the role of those behind the first where the first leads; `duties` are what default units do.
    """

    kind: NoticeRuleKind
    others: Role = Role.RESPONSIBLE
    duties: tuple[Duty, ...] = ()


def find(text: str) -> list[Match[NoticeRule]]:
    """The rules for the whole notice that `text` states, in order: （A、B负责，排在第一位的部门为牵头部门，下同） holds one."""
    found: list[Match[NoticeRule]] = []
    for cue in _CUE.finditer(text):
        start = found[-1].end if found else 0
        if cue.end() <= start:
            continue
        match = _around(text, max(start, cue.start() - _REACH), min(len(text), cue.end() + _REACH), cue.end() - 1)
        if match is not None:
            found.append(match)
    return found


def _around(text: str, start: int, end: int, cue: int) -> Match[NoticeRule] | None:
    """The rule that holds the cue at `cue`, looked for in `text[start:end]`."""
    for rule in rules.patterns("notice_rules"):
        for hit in rule.pattern.finditer(text, start, end):
            if not hit.start() <= cue < hit.end():
                continue
            value = _value(text, hit, rule)
            if value is not None:
                return Match(hit.start(), hit.end(), hit.group(), value, rule.rule_id)
    return None


def _value(text: str, hit: regex.Match[str], rule: rules.Rule) -> NoticeRule | None:
    kind, role = NoticeRuleKind(rule.columns["kind"]), Role(rule.columns["role"])
    if kind is NoticeRuleKind.FIRST_LEADS:
        return NoticeRule(kind, role)
    duties = _duties(text, *hit.span("units"), role, rule.rule_id)
    return NoticeRule(kind, duties=duties) if duties else None


def _duties(text: str, start: int, end: int, role: Role, rule_id: str) -> tuple[Duty, ...]:
    verb = _VERB.search(text, start, end)
    if verb is not None:
        end, role = verb.start(), Role.SUPPORTING if verb["supporting"] else role
    units = [match.shifted(start) for match in unit.find(text[start:end])]
    return tuple(Duty(match, role, verb.group() if verb else "", rule_id) for match in units)
