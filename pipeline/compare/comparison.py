"""Two notices compared: their clauses and tasks aligned, and what changed in each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import regex

from pipeline.compare import duties, sentence
from pipeline.compare.alignment import Match, Method, align
from pipeline.compare.duties import Difference
from pipeline.compare.items import Item, clauses_of, offset, pieces_of, tasks_of
from pipeline.compare.likeness import features_of
from pipeline.compare.same_unit import Identity, identity
from pipeline.compare.wording import of_pieces, text_differences
from pipeline.model.change import Change, Changed, ChangeType, Field, Point
from pipeline.model.notice import Span
from pipeline.tabulate.spec import Row

# A pair that is less alike is a suggestion, and its units and limits are not told: of pairs of laws between 0.2 and 0.3
# three in ten were wrong, of other notices as many up to 0.38, above that one in fifty.
SURE = 0.38
# A task's words stand in a clause that has so much of them.
_STANDS = 0.7
# What is said of two tasks that may not belong together.
_NOT_TOLD = "对应存疑，单位和时限未比较"
# So much of a piece's beginning names it where it has no heading.
_NAMED = 20
# The label of a clause without its heading. Matches: `第五章` of 第五章滥用行政权力, `二` of 二、重点任务, `（五）`.
_LABEL = regex.compile(
    r"第\S{1,7}?[编章节条](?:之[一二三四五六七八九十])?|[一二三四五六七八九十]{1,4}(?=、)|[（(][^）)]{1,5}[）)]"
)
# Where one of several words that changed ends. Matches: `；`, `…`. Does not match: `，`.
_WORDS_END = regex.compile(r"[；…]")
_OF_UNITS = {*duties.ROLES, Field.UNIT_RENAMED}


@dataclass(frozen=True, slots=True)
class Side:
    """A notice as it is compared: its text, the rows of its tables, and the paragraphs that stand in no clause."""

    text: str
    rows: Mapping[str, Sequence[Row]]
    prose: tuple[Span, ...] = ()

    @property
    def notice(self) -> Row:
        return self.rows["notices"][0]


def compare(old: Side, new: Side) -> list[Change]:
    """What changed from the old notice to the new one: each pair of clauses, then of tasks, each with its changes behind it."""
    clauses = _clauses(old), _clauses(new)
    sections = _Pairing(Changed.SECTION, *clauses, old, new)
    tasks = _Pairing(Changed.TASK, tasks_of(old.rows), tasks_of(new.rows), old, new, clauses)
    return [*sections.changes(), *tasks.changes()]


def _clauses(side: Side) -> list[Item]:
    return clauses_of(side.text, side.rows, side.prose)


@dataclass(slots=True)
class _Pairing:
    """The pieces of one kind of both notices; `clauses` are those in which tasks stand."""

    about: Changed
    olds: list[Item]
    news: list[Item]
    old: Side
    new: Side
    clauses: tuple[list[Item], list[Item]] = field(default_factory=lambda: ([], []))
    identity: Identity = field(init=False)

    def changes(self) -> Iterator[Change]:
        both = (self.old, self.new)
        self.identity = identity(
            [side.text for side in both],
            [row for side in both for row in side.rows["assignments"]],
            [row for side in both for row in side.rows["units"]],
            by_name=self.old.notice["region_code"] != self.new.notice["region_code"],
        )
        units = [_unit_features(side.rows["assignments"]) for side in (self.old, self.new)]
        for match in align(pieces_of(self.olds, units[0]), pieces_of(self.news, units[1])):
            yield from self._of(match)

    def _of(self, match: Match) -> Iterator[Change]:
        olds, news = [self.olds[i] for i in match.olds], [self.news[i] for i in match.news]
        if not olds or not news:
            yield self._pair(match, olds, news, [])
        is_whole = len(olds) == len(news) == 1
        of_parts = {} if is_whole else self._of_parts(olds, news)
        for old, new in product(olds, news):
            differences = self._differences(old, new, is_whole=is_whole) if self._is_told(match) else []
            differences += of_parts.get((old.start, new.start), [])
            yield self._pair(match, olds, news, differences, old, new)
            for difference in differences:
                yield self._change(difference, old, new, match)

    def _of_parts(self, olds: Sequence[Item], news: Sequence[Item]) -> dict[tuple[int, int], list[Difference]]:
        """What one piece says differently from those that it was split into, or merged of, joined: told with the part that
        has the changed words, those that no part has with the first."""
        found: dict[tuple[int, int], list[Difference]] = {}
        if olds and news and self._is_of_words((*olds, *news)):
            for difference in text_differences(_joined(olds), _joined(news)):
                for old, new, part in _parted(difference, olds, news):
                    found.setdefault((old.start, new.start), []).append(part)
        return found

    def _is_of_words(self, items: Sequence[Item]) -> bool:
        """Whether the words of the pieces are compared here: those of tasks are with their clauses, but for tables."""
        return self.about is Changed.SECTION or any(item.task and item.task["source"] == "table" for item in items)

    def _pair(
        self,
        match: Match,
        olds: Sequence[Item],
        news: Sequence[Item],
        differences: Sequence[Difference],
        old: Item | None = None,
        new: Item | None = None,
    ) -> Change:
        said = [sentence.of_difference(each) for each in differences]
        labels = [_short(items[0].label) for items in (olds, news)] if match.is_moved else ["", ""]
        moved = sentence.of_move(*labels) if labels[0] != labels[1] else ""
        is_told = self._is_told(match)
        kind = _kind(match, differences, moved) if is_told else ChangeType.MODIFIED
        itself = moved if is_told else "；".join(filter(None, (_NOT_TOLD, moved)))
        lone, names = self._of_lone(olds, news), (_names(olds), _names(news))
        return Change(
            self.about,
            kind,
            _point(old or next(iter(olds), None)),
            _point(new or next(iter(news), None)),
            lone or sentence.of_pair(kind, *names, said, itself),
            similarity=match.similarity if match.method else None,
            method=match.method.value if match.method else "",
            needs_review=_is_doubtful(match),
            own=lone or (itself if kind is ChangeType.MODIFIED else sentence.of_pair(kind, *names, (), itself)),
            is_moved=bool(moved) and kind in (ChangeType.MOVED, ChangeType.MODIFIED),
        )

    def _is_told(self, match: Match) -> bool:
        """Whether units and time limits of a pair are compared: not those of two tasks that may not belong together."""
        is_one_to_one = len(match.olds) == len(match.news) == 1
        return self.about is not Changed.TASK or not is_one_to_one or match.similarity >= SURE

    def _of_lone(self, olds: Sequence[Item], news: Sequence[Item]) -> str:
        """Of a task that only one notice has, whose words stand in the other one too, that it is no task there."""
        if (olds and news) or self.about is not Changed.TASK:
            return ""
        item, others = (olds[0], self.clauses[1]) if olds else (news[0], self.clauses[0])
        told = features_of(item.text)
        stands = any(len(told & features_of(other.text)) >= _STANDS * len(told) for other in others)
        return sentence.of_lone(_name(item), is_old=bool(olds)) if stands else ""

    def _differences(self, old: Item, new: Item, *, is_whole: bool) -> list[Difference]:
        """What changed; of a part of what was split or merged, its units and time limits alone (its words are told of all
        parts joined)."""
        if old.task is None or new.task is None:
            return text_differences(old.text, new.text) if is_whole else []
        return [
            *self._unit_differences(old.task, new.task),
            *duties.deadline_differences(*self._rows_of("deadlines", old.task, new.task)),
            *_strength(old.task, new.task),
            *(text_differences(old.text, new.text) if is_whole and self._is_of_words((old, new)) else ()),
        ]

    def _unit_differences(self, old: Row, new: Row) -> Iterator[Difference]:
        return duties.unit_differences(*self._rows_of("assignments", old, new), self.identity)

    def _rows_of(self, name: str, old: Row, new: Row) -> tuple[list[Row], list[Row]]:
        return (
            [row for row in self.old.rows[name] if row["task_id"] == old["task_id"]],
            [row for row in self.new.rows[name] if row["task_id"] == new["task_id"]],
        )

    def _change(self, difference: Difference, old: Item, new: Item, match: Match) -> Change:
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
            sentence.of_difference(difference),
            difference.field,
            difference.old,
            difference.new,
            difference.days_shift,
            match.similarity,
            match.method.value if match.method else "",
            _is_doubtful(match),
            from_role=difference.from_role,
        )


def _joined(items: Sequence[Item]) -> str:
    return "\n".join(item.text for item in items)


def _parted(
    difference: Difference, olds: Sequence[Item], news: Sequence[Item]
) -> Iterator[tuple[Item, Item, Difference]]:
    """A difference with the parts that have its words; of words in several parts those of each part."""
    if not difference.pieces or difference.is_rewritten:
        yield _part_with(olds, difference.old), _part_with(news, difference.new), difference
        return
    pieces: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for old, new in difference.pieces:
        key = olds.index(_part_with(olds, old)), news.index(_part_with(news, new))
        pieces.setdefault(key, []).append((old, new))
    for (old_part, new_part), told in pieces.items():
        yield olds[old_part], news[new_part], of_pieces(told)


def _part_with(items: Sequence[Item], words: str) -> Item:
    """The first part that has the words, or the beginning of them."""
    first = _WORDS_END.split(words)[0]
    return next((item for item in items if first and first in "".join(item.text.split())), items[0])


def _kind(match: Match, differences: Sequence[Difference], moved: str) -> ChangeType:
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
    return ChangeType.MOVED if moved else ChangeType.UNCHANGED


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
        return f"“{item.heading[:_NAMED]}{'…' if len(item.heading) > _NAMED else ''}”"
    return label if label.endswith(item.heading) and item.heading else f"{label}{words}"


def _short(label: str) -> str:
    """The label without its headings: 二（五） for 二、重点任务/（五）; prose outside all clauses is 正文."""
    return "".join(hit[0] if (hit := _LABEL.match(part)) else part for part in label.split("/")) or "正文"


def _strength(old: Row, new: Row) -> Iterator[Difference]:
    if old["strength"] != new["strength"]:
        yield Difference(Field.STRENGTH, ChangeType.MODIFIED, str(old["strength"]), str(new["strength"]))


def _unit_features(assignments: Sequence[Row]) -> dict[str, frozenset[str]]:
    """The ids of the units of each task, marked so that they are no words."""
    found: dict[str, set[str]] = {}
    for row in assignments:
        found.setdefault(str(row["task_id"]), set()).add(f"@{row['unit_id']}")
    return {task_id: frozenset(units) for task_id, units in found.items()}
