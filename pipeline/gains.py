"""What two runs have in common and what not, as the gold judges it: values gained and lost."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from pipeline.score import Report, Value

# gained: right, and was not there or not right. lost: was right, and is not any more. new_wrong and mended: the same of
# values that the gold does not have.
Change = Literal["gained", "lost", "new_wrong", "mended"]
CHANGES: tuple[Change, ...] = ("gained", "lost", "new_wrong", "mended")


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that only one of the two runs has."""

    change: Change
    figure: str
    words: str


@dataclass(frozen=True, slots=True)
class Gains:
    """All changes by the name of the notice, and by figure how many of each kind."""

    by_notice: dict[str, list[Changed]]
    counts: dict[str, dict[Change, int]]


def compare(old: Report, new: Report) -> Gains:
    """What a run has gained and lost against an older one, of the values that the gold judges."""
    by_notice: dict[str, list[Changed]] = defaultdict(list)
    counted: Counter[tuple[str, Change]] = Counter()
    for value, change in _changes(old, new):
        by_notice[value.stem].append(Changed(change, value.figure, value.words))
        counted[value.figure, change] += 1
    figures = dict.fromkeys(figure for figure, _ in counted)
    counts = {figure: {change: counted[figure, change] for change in CHANGES} for figure in figures}
    return Gains(dict(sorted(by_notice.items())), counts)


def gains_json(gains: Gains) -> str:
    """The gains as JSON: `counts` by figure, `notices` with their changes."""
    notices = {stem: [asdict(each) for each in changes] for stem, changes in gains.by_notice.items()}
    return json.dumps({"counts": gains.counts, "notices": notices}, ensure_ascii=False, indent=1)


def _changes(old: Report, new: Report) -> Iterator[tuple[Value, Change]]:
    for value in sorted(
        old.values.keys() | new.values.keys(), key=lambda value: (value.stem, value.figure, value.words)
    ):
        before, after = old.values.get(value), new.values.get(value)
        if before == after:
            continue
        if before is not None:
            yield value, "lost" if before else "mended"
        if after is not None:
            yield value, "gained" if after else "new_wrong"
