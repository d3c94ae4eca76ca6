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
