"""Tasks in running sentences: 市委编办要及时调整…, 由X牵头, 请X于…前报送Z."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.duty import Duty
from extractors.kinds import Strength


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who must do what a clause says; spans of `duties` count in the same text as the match that holds it."""

    duties: tuple[Duty, ...]
    strength: Strength
