"""Whether confidence means what it says: of rows that are this sure, how many are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The least confidence of each class of rows, the surest first.
LEAST = (0.9, 0.8, 0.7, 0.0)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Rows whose confidence is at least `least` and less than that of the class before: how many are right of how many."""

    least: float
    right: int
    number: int

    @property
    def share(self) -> float:
        return round(self.right / self.number, 4) if self.number else 0.0


def by_confidence(rows: Iterable[tuple[float, bool]]) -> list[Reliability]:
    """The classes of rows, each given by its confidence and whether it is right, the surest first."""
    counts = {least: [0, 0] for least in LEAST}
    for confidence, is_right in rows:
        least = next(least for least in LEAST if confidence >= least)
        counts[least][0] += is_right
        counts[least][1] += 1
    return [Reliability(least, right, number) for least, (right, number) in counts.items()]
