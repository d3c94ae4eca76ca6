"""Roles as the notice's own rules settle them: 列第一位者为牵头单位，下同; 以下均需试点城市政府落实，不再列出."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractors.duty import Duty
from extractors.kinds import Role, UnitKind
from extractors.match import Match
from extractors.notice_rule import NoticeRule, NoticeRuleKind
from pipeline.model.mention import Mention
from pipeline.model.task import RoleBasis, TaskSource

Settled = tuple[Duty, RoleBasis]
_RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORTING: 2, Role.SUPERVISING: 3, Role.REPORT_TO: 4}


def settle(mention: Mention, rules: Sequence[Match[NoticeRule]]) -> Iterator[Settled]:
    """The duties of a mention with how each role is known; each unit once, in its strongest role.

    Source: domain.md §2, rules for the whole notice.
    """
    stated: list[Settled] = [
        *((duty, RoleBasis.STATED) for duty in mention.duties),
        *((duty, RoleBasis.INHERITED) for duty in mention.carried),
    ]
    if mention.source is not TaskSource.BODY:
        above = [rule for rule in rules if rule.start < mention.span.end]
        for rule in above:
            if rule.value.kind is NoticeRuleKind.FIRST_LEADS:
                stated = _first_leads(stated, rule.value.others)
        stated.extend((duty, RoleBasis.DOCUMENT_RULE) for rule in above for duty in rule.value.duties)
    yield from _strongest_once(stated)


# Those who guide or coordinate do not lead by standing first. Matches: 指导, 统筹协调. Does not match: 负责, 责任单位.
_GUIDES = regex.compile(r"指导|统筹|督促|协调")


def _first_leads(stated: list[Settled], others: Role) -> list[Settled]:
    """The same with the first unit leading, where no unit leads yet and several named ones stand in the list.

    A list of one unit, or one that begins with a class (各省级人民政府), has no lead; one named unit with 等 leads.
    """
    if not stated or any(duty.role is Role.LEAD for duty, _ in stated):
        return stated
    first, _ = stated[0]
    if (
        first.role is not Role.RESPONSIBLE
        or first.unit.value.kind is not UnitKind.NAMED
        or _GUIDES.search(first.role_text)
    ):
        return stated
    same = [duty for duty, _ in stated if duty.role is first.role]
    if len(same) < 2 and not first.and_so_on:
        return stated
    rest = [
        (replace(duty, role=others), RoleBasis.DOCUMENT_RULE)
        if duty.role is Role.RESPONSIBLE and others is not Role.RESPONSIBLE
        else (duty, basis)
        for duty, basis in stated[1:]
    ]
    return [(replace(first, role=Role.LEAD), RoleBasis.DOCUMENT_RULE), *rest]


def _strongest_once(stated: Sequence[Settled]) -> Iterator[Settled]:
    best: dict[str, int] = {}
    for duty, _ in stated:
        name, rank = duty.unit.value.name, _RANK[duty.role]
        best[name] = min(rank, best.get(name, rank))
    seen: set[str] = set()
    for duty, basis in stated:
        name = duty.unit.value.name
        if name not in seen and _RANK[duty.role] == best[name]:
            seen.add(name)
            yield duty, basis
