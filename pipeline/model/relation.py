"""What holds between notices: whether one is in force on a day, and how two belong together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Validity(StrEnum):
    """Whether a notice is in force; `amended` is in force as amended, `unknown` where nothing says."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Ground(StrEnum):
    """Why a notice is in force or is not.

    by_notice: another notice repeals, supersedes or amends it; expiry: its last day is past; taken_effect: its day of
    effect has come and its last day not; continued, extended: a later notice says so; undated: a notice without a date
    ends it; extended_how_long: its last day is past and a later notice moved it, nobody can tell to when; not_yet: it is
    of a later day or takes effect later; nothing_says.
    """

    BY_NOTICE = "by_notice"
    EXPIRY = "expiry"
    TAKEN_EFFECT = "taken_effect"
    CONTINUED = "continued"
    EXTENDED = "extended"
    UNDATED = "undated"
    EXTENDED_HOW_LONG = "extended_how_long"
    NOT_YET = "not_yet"
    NOTHING_SAYS = "nothing_says"


@dataclass(frozen=True, slots=True)
class Standing:
    """The validity of a notice on a day with its reason: `day` is the ISO day that decides, `by` the id of the notice that
    says it; both empty where there is none."""

    validity: Validity
    ground: Ground
    day: str = ""
    by: str = ""


class PairRelation(StrEnum):
    """How two notices that are worth comparing belong together."""

    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    ANNUAL = "annual"
    BREAKDOWN = "breakdown"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two notices worth comparing, the earlier (of a breakdown the higher) first; `score` 0 to 1 says how sure that is."""

    old_id: str
    new_id: str
    relation: PairRelation
    score: float
