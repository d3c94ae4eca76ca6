"""Closed sets that extractors and tables share: the codes of the tables' enums."""

from __future__ import annotations

from enum import StrEnum


class DeadlineKind(StrEnum):
    BY = "by"
    WINDOW = "window"
    RELATIVE = "relative"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    IMMEDIATE = "immediate"
    EVENT = "event"


class Precision(StrEnum):
    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PLAN = "plan"


class Calendar(StrEnum):
    NATURAL = "natural"
    WORKING = "working"
    UNSPECIFIED = "unspecified"


class Relation(StrEnum):
    BASIS = "basis"
    ISSUES = "issues"
    FORWARDS = "forwards"
    AMENDS = "amends"
    REPEALS = "repeals"
    SUPERSEDES = "supersedes"
    EXTENDS = "extends"
    SUSPENDS = "suspends"
    MENTIONS = "mentions"


class Role(StrEnum):
    """What a unit does in a task (domain: roles)."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    SUPERVISING = "supervising"
    REPORT_TO = "report_to"


class UnitKind(StrEnum):
    """A unit by name (市发展改革委), a class of units (各有关部门), or a territory (各区县（市）)."""

    NAMED = "named"
    CLASS = "class"
    TERRITORY = "territory"


class Strength(StrEnum):
    """must: 要, 应, 须, 不得, or a unit named as the one who must; should: 原则上, 力争; encourage: 鼓励, 支持."""

    MUST = "must"
    SHOULD = "should"
    ENCOURAGE = "encourage"
