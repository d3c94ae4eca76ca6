"""Labels that say what the units behind them do: 牵头单位：, 责任（配合）单位：, 完成时限：."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors import rules
from extractors.kinds import Role

_REACH = 24
# A colon behind a label. Matches: `：`, `:`. Does not match: `，`.
_COLON = regex.compile(r"[：:]")
# What may stand between a label and its colon. Matches: `为`, ` `. Does not match: `由`.
_BEFORE_COLON = regex.compile(r"\s{0,4}[为是]?\s{0,4}$")
# The characters before a colon, set apart by blanks. Matches: `责 任 单 位`, `责任 单位`. Does not match: `责任单位`.
_SPACED = regex.compile(r"(?<!\p{Han})\p{Han}{1,2}(?:[ \t　]{1,4}\p{Han}{1,2}){1,7}$")
# What turns a label into a subject: `各|责任单位`, `相关|责任单位`. Does not match: `局|责任单位`.
_SUBJECT = regex.compile(r"[各关该其本此]$|(?:所有|全部)$")


@dataclass(frozen=True, slots=True)
class RoleLabel:
    """A label with its colon. `role` is None where it names no units (完成时限, 责任人); `words` is it without the colon.

    `names_time` is true for a time limit, `names_person` for a person; `of_host` for what events and imprints have too (主办单位).
    """

    start: int
    end: int
    words: str
    role: Role | None
    names_time: bool
    names_person: bool
    of_host: bool
    rule_id: str


def find(text: str, *, loose: bool = False) -> list[RoleLabel]:
    """The labels of `text` in order. `loose` takes one without a colon too, where a clause begins: （责任单位 市财政局）."""
    found: list[RoleLabel] = []
    for colon in _COLON.finditer(text):
        start = max(found[-1].end if found else 0, colon.start() - _REACH)
        gap = _BEFORE_COLON.search(text, max(start, colon.start() - 9), colon.start())
        if gap and (label := _before(text, start, gap.start(), colon.end())):
            found.append(label)
    return found or (_without_colon(text) if loose else [])


def _before(text: str, start: int, end: int, colon_end: int) -> RoleLabel | None:
    hit = _pattern().search(text, start, end)
    if hit is None:
        return _spaced(text, start, end, colon_end)
    if _SUBJECT.search(text, max(0, hit.start() - 2), hit.start()):
        return None
    return _label(hit, colon_end)


def _spaced(text: str, start: int, end: int, colon_end: int) -> RoleLabel | None:
    """A label whose characters stand apart: 责 任 单 位：."""
    tail = _SPACED.search(text, start, end)
    if tail is None:
        return None
    places = [index for index in range(tail.start(), end) if not text[index].isspace()]
    hit = _pattern().search("".join(text[index] for index in places))
    return replace(_label(hit, colon_end), start=places[hit.start()]) if hit else None


def _without_colon(text: str) -> list[RoleLabel]:
    return [_label(hit, hit.end()) for hit in _loose_pattern().finditer(text)]


def _label(hit: regex.Match[str], end: int) -> RoleLabel:
    rule_id = str(hit.lastgroup)
    row = _rows()[rule_id].columns
    role = Role(row["role"]) if row["role"] in set(Role) else None
    return RoleLabel(
        hit.start(),
        end,
        hit.group(rule_id).strip(),
        role,
        row["role"] == "time",
        row["role"] == "person",
        row["host"] == "host",
        rule_id,
    )


@cache
def _rows() -> dict[str, rules.Rule]:
    return {rule.rule_id: rule for rule in rules.patterns("role_labels")}


@cache
def _alternatives() -> str:
    return "|".join(f"(?P<{rule_id}>{rule.pattern.pattern})" for rule_id, rule in _rows().items())


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(f"(?:{_alternatives()})$")


@cache
def _loose_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?<=^|[，,；;。\s])(?:{_alternatives()})(?:\s+|\s*(?:为|是)\s*)(?=\p{{Han}})")
