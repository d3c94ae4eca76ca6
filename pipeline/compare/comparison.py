"""Two notices compared: their clauses and tasks aligned, and what changed in each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from pipeline.compare import duties, sentence
from pipeline.compare.alignment import Match, Method, align
from pipeline.compare.duties import Difference
from pipeline.compare.items import Item, clauses_of, offset, pieces_of, tasks_of
from pipeline.compare.wording import text_differences
from pipeline.model.change import Change, Changed, ChangeType, Field, Point
from pipeline.tabulate.spec import Row

# A pair that is less alike is a suggestion.
SURE = 0.4
# So much of a piece's beginning names it where it has no heading.
_NAMED = 20
_OF_UNITS = {*duties.ROLES, Field.UNIT_RENAMED}


@dataclass(frozen=True, slots=True)
class Side:
    """A notice as it is compared: its text and the rows of its tables."""

    text: str
    rows: Mapping[str, Sequence[Row]]

    @property
    def notice(self) -> Row:
        return self.rows["notices"][0]


def compare(old: Side, new: Side) -> list[Change]:
    """What changed from the old notice to the new one: each pair of clauses, then of tasks, each with its changes behind it."""
    sections = _Pairing(Changed.SECTION, clauses_of(old.text, old.rows), clauses_of(new.text, new.rows), old, new)
    tasks = _Pairing(Changed.TASK, tasks_of(old.rows), tasks_of(new.rows), old, new)
    return [*sections.changes(), *tasks.changes()]


@dataclass(slots=True)
class _Pairing:
    """The pieces of one kind of both notices."""

    about: Changed
    olds: list[Item]
    news: list[Item]
    old: Side
    new: Side
    successors: dict[str, str] = field(default_factory=dict)

    def changes(self) -> Iterator[Change]:
        self.successors = _successors(self.old.rows["units"]) | _successors(self.new.rows["units"])
        units = [_unit_features(side.rows["assignments"]) for side in (self.old, self.new)]
        for match in align(pieces_of(self.olds, units[0]), pieces_of(self.news, units[1])):
            yield from self._of(match)

    def _of(self, match: Match) -> Iterator[Change]:
        olds, news = [self.olds[i] for i in match.olds], [self.news[i] for i in match.news]
        differences = self._differences(olds[0], news[0]) if len(olds) == len(news) == 1 else []
        kind = _kind(match, differences)
        said = [sentence.of_difference(each) for each in differences]
        summary = sentence.of_pair(kind, _names(olds), _names(news), said, moved=match.is_moved)
        nothing: list[Item | None] = [None]
        for old, new in product(olds or nothing, news or nothing):
            yield Change(
                self.about,
                kind,
                _point(old),
                _point(new),
                summary,
                similarity=match.similarity if match.method else None,
                method=match.method.value if match.method else "",
                needs_review=_is_doubtful(match),
            )
        for difference, words in zip(differences, said, strict=True):
            yield self._change(difference, words, olds[0], news[0], match)

    def _differences(self, old: Item, new: Item) -> list[Difference]:
        if old.task is None or new.task is None:
            return text_differences(old.text, new.text)
        return [
            *self._unit_differences(old.task, new.task),
            *duties.deadline_differences(*self._rows_of("deadlines", old.task, new.task)),
            *_strength(old.task, new.task),
            *(text_differences(old.text, new.text) if _stands_in_table(old.task, new.task) else ()),
        ]

    def _unit_differences(self, old: Row, new: Row) -> Iterator[Difference]:
        return duties.unit_differences(*self._rows_of("assignments", old, new), self.successors)

    def _rows_of(self, name: str, old: Row, new: Row) -> tuple[list[Row], list[Row]]:
        return (
            [row for row in self.old.rows[name] if row["task_id"] == old["task_id"]],
            [row for row in self.new.rows[name] if row["task_id"] == new["task_id"]],
        )

    def _change(self, difference: Difference, words: str, old: Item, new: Item, match: Match) -> Change:
        about = self.about
        if difference.field in _OF_UNITS:
            about = Changed.ASSIGNMENT
        elif difference.field is Field.DUE_DATE:
            about = Changed.DEADLINE
        return Change(
            about,
            difference.type,
            _point(old, difference.old_row),
            _point(new, difference.new_row),
            words,
            difference.field,
            difference.old,
            difference.new,
            difference.days_shift,
            match.similarity,
            match.method.value if match.method else "",
            _is_doubtful(match),
        )


def _kind(match: Match, differences: Sequence[Difference]) -> ChangeType:
    if not match.olds:
        return ChangeType.ADDED
    if not match.news:
        return ChangeType.REMOVED
    if len(match.news) > 1:
        return ChangeType.SPLIT
    if len(match.olds) > 1:
        return ChangeType.MERGED
    if any(each.type is not ChangeType.UNCHANGED for each in differences):
        return ChangeType.MODIFIED
    return ChangeType.MOVED if match.is_moved else ChangeType.UNCHANGED


def _is_doubtful(match: Match) -> bool:
    """Whether a match is a suggestion: hardly alike, or known by its place or its parts alone."""
    if match.method is None:
        return False
    is_one_to_one = len(match.olds) == len(match.news) == 1
    return match.similarity < SURE or not is_one_to_one or match.method in (Method.PLACE, Method.PART)


def _point(item: Item | None, row: Row | None = None) -> Point | None:
    """Where the piece stands; what changed in it, where that has a row of its own."""
    if item is None:
        return None
    start, end = (offset(row, "char_start"), offset(row, "char_end")) if row else (item.start, item.end)
    return Point(item.label, start, end, str(item.task["task_id"]) if item.task else "")


def _names(items: Sequence[Item]) -> list[str]:
    return [_name(item) for item in items]


def _name(item: Item) -> str:
    label = item.label.rpartition("/")[2]
    words = item.heading or item.text[:_NAMED] + ("…" if len(item.text) > _NAMED else "")
    if item.task is not None:
        return f"“{item.heading[:_NAMED]}”"
    return label if label.endswith(item.heading) and item.heading else f"{label}{words}"


def _strength(old: Row, new: Row) -> Iterator[Difference]:
    if old["strength"] != new["strength"]:
        yield Difference(Field.STRENGTH, ChangeType.MODIFIED, str(old["strength"]), str(new["strength"]))


def _stands_in_table(old: Row, new: Row) -> bool:
    """Whether the words of the two tasks stand in no clause that is compared itself."""
    return "table" in (old["source"], new["source"])


def _successors(units: Sequence[Row]) -> dict[str, str]:
    return {str(row["unit_id"]): str(row["successor_id"]) for row in units if row["successor_id"]}


def _unit_features(assignments: Sequence[Row]) -> dict[str, frozenset[str]]:
    """The ids of the units of each task, marked so that they are no words."""
    found: dict[str, set[str]] = {}
    for row in assignments:
        found.setdefault(str(row["task_id"]), set()).add(f"@{row['unit_id']}")
    return {task_id: frozenset(units) for task_id, units in found.items()}
