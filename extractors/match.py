"""What every extractor returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Match(Generic[V]):
    """One thing found in a text: `text == source[start:end]`, offsets in code points, half-open.

    `value` is the extractor's own type; `rule_id` names the row of `extractors/data/` or the rule that made the match.
    """

    start: int
    end: int
    text: str
    value: V
    rule_id: str

    def shifted(self, by: int) -> Match[V]:
        """The same match in a text that has `by` more characters before it."""
        return Match(self.start + by, self.end + by, self.text, self.value, self.rule_id)
