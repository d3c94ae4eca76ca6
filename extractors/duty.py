"""Statements of who does what: （牵头单位：市委编办，责任单位：…）, （财政部牵头，各地区负责）, 责任单位：区发改局."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.kinds import Role
from extractors.match import Match
from extractors.unit import UnitName


@dataclass(frozen=True, slots=True)
class Duty:
    """One unit in one role. `role_text` is the wording that gives the role (牵头单位, 牵头, 配合), `rule_id` the rule."""

    unit: Match[UnitName]
    role: Role
    role_text: str
    rule_id: str

    def shifted(self, by: int) -> Duty:
        return Duty(self.unit.shifted(by), self.role, self.role_text, self.rule_id)


@dataclass(frozen=True, slots=True)
class Statement:
    """The duties of one bracket, line or cell, in order; spans count in the same text as the match that holds it."""

    duties: tuple[Duty, ...]
    closed: bool = True

    def shifted(self, by: int) -> Statement:
        return Statement(tuple(duty.shifted(by) for duty in self.duties), self.closed)
