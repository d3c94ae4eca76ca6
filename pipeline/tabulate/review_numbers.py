"""Which tasks a warning of a notice speaks of: #2,#5-7 are those with `seq` 2, 5, 6 and 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

# A number or a range. Matches: `#2`, `#5-7`. Does not match: `3-5`, the pages of another warning.
_RANGE = regex.compile(r"#(\d+)(?:-(\d+))?")


def pack(numbers: Sequence[int]) -> str:
    """Rising numbers as ranges: 2, 5, 6, 7 gives #2,#5-7."""
    return ",".join(f"#{first}" if first == last else f"#{first}-{last}" for first, last in _ranges(numbers))


def reasons(warnings: Sequence[str], seq: int) -> list[str]:
    """The codes of the warnings that speak of the task `seq`: torn_bracket of torn_bracket:#2,#5-7 for 6."""
    return [code for code, _, numbers in (each.partition(":") for each in warnings) if _holds(numbers, seq)]


def _holds(numbers: str, seq: int) -> bool:
    return any(int(hit[1]) <= seq <= int(hit[2] or hit[1]) for hit in _RANGE.finditer(numbers))


def _ranges(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = 0
    for number in numbers:
        if last and number == last + 1:
            last = number
            continue
        if last:
            yield first, last
        first = last = number
    if last:
        yield first, last
