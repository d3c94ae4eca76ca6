"""The smallest real readings for tests: lines of a text file."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.reading import Line, Reading, SourceFormat


def reading(lines: Sequence[str], *, pages: Sequence[int] = ()) -> Reading:
    """A text file of these lines; `pages` gives the page of each, 1 where it is left out."""
    blocks = tuple(Line(line, page) for line, page in zip(lines, pages or [1] * len(lines), strict=True))
    return Reading(SourceFormat.TXT, blocks)
