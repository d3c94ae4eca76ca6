"""Two notices compared: how they belong together, and what the later one changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from pipeline.compare.comparison import Side, compare
from pipeline.model.change import Change
from pipeline.tabulate.identity import folded
from pipeline.tabulate.spec import Row

# The year of a title. Matches: `2021` in `2021年工作要点`, `关于做好2021年度考核的通知`. Does not match: `2021` in `120211人`.
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# From the highest on; a department stands beside its government and is neither above nor below another issuer.
_LEVELS = ("national", "province", "city", "county", "township")


class NoticeRelation(StrEnum):
    """How two notices belong together; CHOSEN where only the reader put them side by side."""

    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    BREAKDOWN = "breakdown"
    ANNUAL = "annual"
    CHOSEN = "chosen"


_OF_CITATION = {
    "amends": NoticeRelation.AMENDS,
    "supersedes": NoticeRelation.SUPERSEDES,
    "repeals": NoticeRelation.SUPERSEDES,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Both notices, how they belong together, and the changes in the order of the new one; `is_basis` where the new one
    names the old one as what it rests on."""

    old: Side
    new: Side
    relation: NoticeRelation
    changes: tuple[Change, ...]
    is_basis: bool = False


def compared(old: Side, new: Side) -> Compared:
    """The two notices with what changed from the old one to the new one."""
    is_basis = "basis" in _citations(old.notice, new)
    return Compared(old, new, relation(old, new), tuple(compare(old, new)), is_basis)


def relation(old: Side, new: Side) -> NoticeRelation:
    """How the new notice belongs to the old one.

    By what it says where it cites the old one's number; a basis that both break down into tasks, the new one at a lower
    level of government, makes a breakdown. Titles that are equal but for the year make an annual pair.
    """
    cited = _citations(old.notice, new)
    for said, found in _OF_CITATION.items():
        if said in cited:
            return found
    if "basis" in cited and _breaks_down(old.notice, new.notice):
        return NoticeRelation.BREAKDOWN
    return (
        NoticeRelation.ANNUAL
        if _is_annual(str(old.notice["title"]), str(new.notice["title"]))
        else NoticeRelation.CHOSEN
    )


def _citations(old: Row, new: Side) -> set[str]:
    """What the new notice says of the old one, by the codes of `citations.relation`."""
    number = folded(str(old["doc_number"]))
    return {
        str(row["relation"]) for row in new.rows["citations"] if number and folded(str(row["cited_number"])) == number
    }


def _breaks_down(old: Row, new: Row) -> bool:
    levels = [str(notice["issuer_level"]) for notice in (old, new)]
    if not old["task_count"] or not new["task_count"] or not set(levels) <= set(_LEVELS):
        return False
    above, below = map(_LEVELS.index, levels)
    return above < below


def _is_annual(old: str, new: str) -> bool:
    before, after = folded(old), folded(new)
    return before != after and bool(_YEAR.search(before)) and _YEAR.sub("", before) == _YEAR.sub("", after)
