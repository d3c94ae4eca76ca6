"""Who has an aligned task now and until when, against before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.compare.counted import FigureChange
from pipeline.compare.items import offset
from pipeline.compare.same_unit import Identity
from pipeline.model.change import ChangeType, Field
from pipeline.tabulate.spec import Row

# The roles whose units are compared, the strongest first.
ROLES = (Field.LEAD, Field.RESPONSIBLE, Field.SUPPORTING)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one field: `old` and `new` as a table has them, "" for nothing; `old_row` and `new_row` are where
    it stands. `from_role` is the role that a unit had before, where it has another one now; `are_references` says that
    only the numbers of clauses referred to are others; `figures` is what became of figures, `pieces` are the words that
    stand for one another, `is_rewritten` where these are most of the texts."""

    field: Field
    type: ChangeType
    old: str = ""
    new: str = ""
    old_row: Row | None = None
    new_row: Row | None = None
    days_shift: int | None = None
    from_role: Field | None = None
    are_references: bool = False
    figures: FigureChange | None = None
    pieces: tuple[tuple[str, str], ...] = ()
    is_rewritten: bool = False


def unit_differences(olds: Sequence[Row], news: Sequence[Row], identity: Identity) -> Iterator[Difference]:
    """Units that came, went, or have another role; a lead that another one replaced is one difference.

    `olds` and `news` are the rows of `assignments` of the two tasks. A unit under its later name is the same unit, and
    the new name is noted.
    """
    before, after = (_by_unit(rows, identity) for rows in (olds, news))
    for unit in before:
        if unit in after:
            yield from _of_both(before[unit], after[unit], identity)
    gone = [before[unit] for unit in before if unit not in after]
    come = [after[unit] for unit in after if unit not in before]
    for role in ROLES:
        went, came = ([row for row in rows if row["role"] == role] for rows in (gone, come))
        if role is Field.LEAD and went and came:
            yield Difference(role, ChangeType.MODIFIED, _names(went), _names(came), went[0], came[0])
            continue
        yield from (Difference(role, ChangeType.REMOVED, old=str(row["unit_text"]), old_row=row) for row in went)
        yield from (Difference(role, ChangeType.ADDED, new=str(row["unit_text"]), new_row=row) for row in came)


def deadline_differences(olds: Sequence[Row], news: Sequence[Row]) -> Iterator[Difference]:
    """Time limits that came, went or moved; `days_shift` counts the days from the old due date to the new one.

    Limits that both have are no difference; of the others the first goes with the first, as the text has them.
    """
    gone, come = _left(olds, news), _left(news, olds)
    for old, new in zip(gone, come, strict=False):
        days = _days(old, new)
        yield Difference(Field.DUE_DATE, ChangeType.MODIFIED, _limit(old), _limit(new), old, new, days)
    for old in gone[len(come) :]:
        yield Difference(Field.DUE_DATE, ChangeType.REMOVED, old=_limit(old), old_row=old)
    for new in come[len(gone) :]:
        yield Difference(Field.DUE_DATE, ChangeType.ADDED, new=_limit(new), new_row=new)


def _by_unit(rows: Iterable[Row], identity: Identity) -> dict[str, Row]:
    """Each unit, by the id that it has today, with its strongest role."""
    strongest: dict[str, Row] = {}
    for row in rows:
        for unit, named in identity.units(row) if row["role"] in ROLES else ():
            if unit not in strongest or _rank(row) < _rank(strongest[unit]):
                strongest[unit] = named
    return strongest


def _of_both(old: Row, new: Row, identity: Identity) -> Iterator[Difference]:
    """What changed of a unit that both tasks have."""
    was, name = str(old["unit_text"]), str(new["unit_text"])
    if identity.is_renamed(old, new):
        yield Difference(Field.UNIT_RENAMED, ChangeType.UNCHANGED, was, name, old, new)
    if old["role"] != new["role"]:
        role, before = Field(str(new["role"])), Field(str(old["role"]))
        yield Difference(role, ChangeType.MODIFIED, was, name, old, new, from_role=before)


def _rank(row: Row) -> int:
    return ROLES.index(Field(str(row["role"])))


def _names(rows: Iterable[Row]) -> str:
    return "；".join(dict.fromkeys(str(row["unit_text"]) for row in rows))


def _left(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """The limits that the others do not have, in the order of the text."""
    have = [_sameness(row) for row in others]
    return sorted((row for row in rows if _sameness(row) not in have), key=lambda row: offset(row, "char_start"))


def _sameness(row: Row) -> tuple[str, ...]:
    """What makes two time limits the same: kind and day, or rule, where there is none its words."""
    day = str(row["due_date"] or row["recurrence"])
    return str(row["kind"]), str(row["start_date"]), day or str(row["deadline_text"])


def _days(old: Row, new: Row) -> int | None:
    if not old["due_date"] or not new["due_date"]:
        return None
    return (date.fromisoformat(str(new["due_date"])) - date.fromisoformat(str(old["due_date"]))).days


def _limit(row: Row) -> str:
    """The due date; the words where there is none."""
    return str(row["due_date"] or row["deadline_text"])
