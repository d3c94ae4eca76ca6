"""Where a file of an archive stands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.archive.remote import is_url


@dataclass(frozen=True, slots=True)
class Place:
    """`path` is absolute, or an URL; `member` the path inside a zip or tar, with `/`, empty for a file of its own; both as printed.

    `size` is in bytes, `mtime_ns` the time of its last change (of a member that of its zip or tar), 0 where unknown.
    """

    path: str
    member: str
    size: int = 0
    mtime_ns: int = 0


def common_root(roots: Sequence[str]) -> str:
    """The innermost folder in which all roots stand; empty where there is none, as of an URL and a path."""
    if roots and all(map(is_url, roots)):
        parts = zip(*(root.split("/") for root in roots), strict=False)
        common = [at_one_place[0] for at_one_place in takewhile(lambda each: len(set(each)) == 1, parts)]
        # A bucket is the third: s3:, nothing, bucket.
        return "/".join(common) if len(common) >= 3 else ""
    try:
        return os.path.commonpath(roots) if roots else ""
    except ValueError:
        # Drives of Windows, a path and an URL.
        return ""


def shown(root: str, path: str, member: str) -> str:
    """What tables call a file: its path below `root`, then that in its archive."""
    if is_url(path):
        relative = path.removeprefix(f"{root}/") if root else path
    else:
        # Every file stands below the folder that all names are relative to.
        relative = (path.removeprefix(root).lstrip(os.sep) if root else path).replace(os.sep, "/")
    return relative + (f"/{member}" if member else "")
