"""Where a file of an archive stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`path` is absolute; `member` the path inside a zip or tar, with `/`, empty for a file of its own; both as printed.

    `size` is in bytes, `mtime_ns` the time of its last change (of a member that of its zip or tar), 0 where unknown.
    """

    path: str
    member: str
    size: int = 0
    mtime_ns: int = 0
