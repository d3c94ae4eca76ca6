"""What the page of a comparison shows, ready to be laid out: heads, filters, and cards with their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.compare.cards import Card, Kind, Pair
from pipeline.compare.compared import Compared
from pipeline.compare.comparison import Side
from pipeline.compare.items import Item, clauses_of, offset, tasks_of
from pipeline.compare.marks import Paragraph, Paragraphs, Run, marked, unmarked
from pipeline.messages import Language, message
from pipeline.model.change import Change, Changed, ChangeType, Field, Point
from pipeline.tabulate.spec import LIST_SEPARATOR, Row

_ROLES = (Field.LEAD, Field.RESPONSIBLE, Field.SUPPORTING)
# Dates of a head, the first that the notice has.
_DATES = ("signed_date", "issued_date", "publish_date", "effective_date")
# A heading that is longer is a sentence and stays in the text.
_LONGEST_HEADING = 24
_BLANK = "　"
_END_OF_HEADING = "。：:；; \n"
# An article has no heading; what was taken for one is its first sentence. Matches: `第九条`, `第十二条之一`. Does not
# match: `第二章总则`, `（一）`.
_ARTICLE = regex.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True, slots=True)
class Head:
    """A notice above its column; `date_name` says which date it is."""

    number: str
    title: str
    issuer: str
    date: str
    date_name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A button: the kind that it shows ("" for all), its words, and on how many cards there is one."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one role."""

    role: str
    names: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as it is written, and its day, "" where it has none."""

    words: Run
    day: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One side of a row: `path` is the way to it, `name` its own number and heading."""

    path: str = ""
    name: Paragraph = ()
    paragraphs: Paragraphs = ()
    units: tuple[Units, ...] = ()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What changed, in Chinese; `is_wording` where it only repeats what the marks in the texts show."""

    text: str
    is_wording: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Old pieces, what changed, and new pieces. `is_task` stands below the clause; `note` is how the two were paired; of what
    `is_rewritten` no words are marked."""

    type: str
    olds: tuple[Piece, ...]
    news: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]
    note: str
    is_suggestion: bool
    is_task: bool = False
    is_rewritten: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: its kinds as the filters name them, its type, and its lines, the clause first."""

    kinds: str
    type: str
    lines: tuple[Line, ...]


def head(notice: Row, language: Language) -> Head:
    """What is said of a notice above its column."""
    dated = next((name for name in _DATES if notice[name]), "")
    issuers = notice["issuer"]
    return Head(
        str(notice["doc_number"]),
        str(notice["title"]),
        "、".join(issuers) if isinstance(issuers, list | tuple) else "",
        str(notice[dated]) if dated else "",
        message(f"code.{dated}", language) if dated else "",
    )


def relation(both: Compared, language: Language) -> str:
    """How the two belong together, and that the new one names the old one as its basis."""
    words = message(f"code.relation.{both.relation.value}", language)
    return message("diff_basis", language, relation=words) if both.is_basis else words


def order(both: Compared, language: Language) -> str:
    """That the notice given as the old one is the later of the two, "" where it is not or has no date."""
    old, new = (head(side.notice, language).date for side in (both.old, both.new))
    return message("diff_order", language, old=old, new=new) if old and new and old > new else ""


def filters(cards: Sequence[Card], language: Language) -> list[Filter]:
    """A button for all cards and one for each kind that there is."""
    counts = Counter(kind for card in cards for kind in card.kinds)
    of_kinds = [Filter(kind.value, kind_words(kind, language), counts[kind]) for kind in Kind if counts[kind]]
    return [Filter("", message("diff_all", language), len(cards)), *of_kinds]


def kind_words(kind: Kind, language: Language) -> str:
    return message(f"code.kind.{kind.value}", language)


def summary(cards: Sequence[Card], language: Language) -> str:
    """How many pieces were compared, how many of them changed, and how many pairs are suggestions."""
    unchanged = sum(card.is_unchanged for card in cards)
    review = sum(Kind.REVIEW in card.kinds for card in cards)
    counts = {"pairs": len(cards), "changed": len(cards) - unchanged, "unchanged": unchanged, "review": review}
    return message("diff_summary" if review else "diff_summary_sure", language, **counts)


def note(change: Change, language: Language) -> str:
    """Why the two belong together and how alike they are: 文字相近，相似度 0.93; "" where there is no pair, or nothing
    else than 未变 to say."""
    if change.similarity is None or (change.type is ChangeType.UNCHANGED and change.similarity == 1.0):
        return ""
    method = message(f"code.method.{change.method}", language)
    return message("diff_note", language, method=method, similarity=f"{change.similarity:.2f}")


def sentences(pair: Pair, *, within: Pair | None = None) -> tuple[Sentence, ...]:
    """What is said of a pair, each once, mere wording last; for one that stands on the card of another not what that one
    says of itself."""
    own = "" if within is not None and _is_repeated(pair.first, within.first) else pair.first.own
    said = [Sentence(_with_part(pair, change), change.field is Field.WORDING) for change in pair.changes]
    told = (Sentence(own), *said) if own else said
    return tuple(dict.fromkeys(sorted(told, key=lambda sentence: sentence.is_wording)))


def _is_repeated(task: Change, clause: Change) -> bool:
    """Whether what is said of a task itself is said of its clause too: that both were removed, or moved."""
    if task.type is ChangeType.MODIFIED:
        return task.own == clause.own
    return task.type is clause.type or (task.is_moved and clause.is_moved)


def _with_part(pair: Pair, change: Change) -> str:
    """The sentence of a change; of a split or merge behind the label of the part that changed so."""
    parts = (pair.news, change.new) if len(pair.news) > 1 else (pair.olds, change.old)
    if len(parts[0]) <= 1 or parts[1] is None:
        return change.summary
    return parts[1].label.rpartition("/")[2] + change.summary


class CardViews:
    """Makes the cards of a comparison; holds the pieces of both notices by where they stand."""

    def __init__(self, both: Compared, language: Language) -> None:
        self._language = language
        self._old, self._new = _Pieces(both.old), _Pieces(both.new)

    def of(self, card: Card) -> CardView:
        """The card with its lines."""
        lines = [self._line(card.pair)]
        lines += [self._task_line(task, card.pair) for task in card.tasks if self._is_shown(task)]
        return CardView(" ".join(card.kinds), card.pair.first.type.value, tuple(lines))

    def _is_shown(self, task: Pair) -> bool:
        """Whether a task has anything to say beside the text of its clause: it changed, or its units are stated."""
        stated = [self._new.source(point) for point in task.news] + [self._old.source(point) for point in task.olds]
        return not task.is_unchanged or any(source != "body" for source in stated)

    def _line(self, pair: Pair) -> Line:
        olds, news = [self._old.item(p) for p in pair.olds], [self._new.item(p) for p in pair.news]
        texts = [_said(item) for item in olds], [_said(item) for item in news]
        headings = [_heading(item) for item in olds], [_heading(item) for item in news]
        is_same = pair.first.type in (ChangeType.UNCHANGED, ChangeType.MOVED)
        mark = unmarked if is_same else marked
        said, names = mark(*texts), mark(*headings)
        sides = ((self._old, olds, said.olds, names.olds), (self._new, news, said.news, names.news))
        before, after = (
            tuple(self._piece(pieces, *each, pair) for each in zip(items, texts, headings, strict=True))
            for pieces, items, texts, headings in sides
        )
        told = note(pair.first, self._language)
        return Line(
            pair.first.type.value,
            before,
            after,
            sentences(pair),
            told,
            pair.first.needs_review,
            is_rewritten=said.is_rewritten,
        )

    def _task_line(self, task: Pair, clause: Pair) -> Line:
        named = {item.heading for item in (*map(self._old.item, clause.olds), *map(self._new.item, clause.news))}
        if max(len(task.olds), len(task.news)) > 1:
            named = set()
        before, after = (
            tuple(self._task_piece(pieces, pieces.item(point), task, named) for point in points)
            for pieces, points in ((self._old, task.olds), (self._new, task.news))
        )
        said = () if task.is_unchanged else sentences(task, within=clause)
        is_told = task.first.similarity == clause.first.similarity or task.is_unchanged
        told = "" if is_told else note(task.first, self._language)
        return Line(task.first.type.value, before, after, said, told, task.first.needs_review, is_task=True)

    def _piece(self, pieces: _Pieces, item: Item, text: Paragraphs, heading: Paragraphs, pair: Pair) -> Piece:
        """One side of the first line of a card."""
        path, number = _path_and_number(item)
        name = (Run(number), *(heading[0] if heading else ())) if number or heading else ()
        named = name or (Run(message("diff_page.prose", self._language)),)
        return Piece(path, named, text, tuple(self._units(pieces, item, pair)), tuple(self._limits(pieces, item, pair)))

    def _task_piece(self, pieces: _Pieces, item: Item, task: Pair, named: Container[str]) -> Piece:
        """One side of a task on the card of its clause: without a name where the clause has the same."""
        name = () if item.heading in named else (Run(item.heading),)
        return Piece("", name, (), tuple(self._units(pieces, item, task)), tuple(self._limits(pieces, item, task)))

    def _units(self, pieces: _Pieces, item: Item, pair: Pair) -> Iterator[Units]:
        changed = _changed_units(pair.changes, is_old=pieces is self._old)
        for role in _ROLES:
            names = [str(row["unit_text"]) for row in pieces.assignments(item) if row["role"] == role]
            if names:
                runs = tuple(Run(name, name in changed) for name in dict.fromkeys(names))
                yield Units(message(f"code.unit.{role.value}", self._language), runs)

    def _limits(self, pieces: _Pieces, item: Item, pair: Pair) -> Iterator[Limit]:
        changed = _changed_limits(pair.changes, is_old=pieces is self._old)
        for row in pieces.deadlines(item):
            is_changed = (offset(row, "char_start"), offset(row, "char_end")) in changed
            yield Limit(Run(str(row["deadline_text"]), is_changed), str(row["due_date"] or ""))


class _Pieces:
    """The pieces of one notice: its clauses by where they stand, its tasks by their ids, with their units and limits."""

    def __init__(self, side: Side) -> None:
        self._clauses = {(item.start, item.end): item for item in clauses_of(side.text, side.rows, side.prose)}
        self._tasks = {str(item.task["task_id"]): item for item in tasks_of(side.rows) if item.task}
        self._assignments, self._deadlines = (_by_task(side.rows[name]) for name in ("assignments", "deadlines"))

    def item(self, point: Point) -> Item:
        return self._tasks[point.task_id] if point.task_id else self._clauses[point.start, point.end]

    def source(self, point: Point) -> str:
        row = self._tasks[point.task_id].task
        return str(row["source"]) if row else ""

    def assignments(self, item: Item) -> Sequence[Row]:
        return self._assignments.get(_id(item), ())

    def deadlines(self, item: Item) -> Sequence[Row]:
        return self._deadlines.get(_id(item), ())


def _by_task(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["task_id"]), []).append(row)
    return found


def _id(item: Item) -> str:
    """The id of a task, "" for a clause."""
    return str(item.task["task_id"]) if item.task else ""


def _path_and_number(item: Item) -> tuple[str, str]:
    """The way to a piece, and its own number: 二、重点任务 and （五）; of a task its clause, or its name where it has none."""
    path, _, label = item.label.rpartition("/")
    number = label.removesuffix(_heading(item)) or (item.heading if item.task else "")
    return path.replace("/", _BLANK), number + (_BLANK if _heading(item) and number.startswith("第") else "")


def _heading(item: Item) -> str:
    """The heading where it stands above the text: not that of a task, and no sentence."""
    is_article = _ARTICLE.fullmatch(item.label.rpartition("/")[2])
    return "" if item.task or is_article or len(item.heading) > _LONGEST_HEADING else item.heading


def _said(item: Item) -> str:
    """The text without the heading that is shown above it."""
    heading = _heading(item)
    return item.text.removeprefix(heading).lstrip(_END_OF_HEADING) if heading else item.text


def _changed_units(changes: Iterable[Change], *, is_old: bool) -> set[str]:
    """The units of one side that the other does not have, or not in this role."""
    values = (change.old_value if is_old else change.new_value for change in changes if change.field in _ROLES)
    return {name for value in values for name in value.split(LIST_SEPARATOR)}


def _changed_limits(changes: Iterable[Change], *, is_old: bool) -> set[tuple[int, int]]:
    """Where the time limits of one side stand that the other does not have."""
    points = (change.old if is_old else change.new for change in changes if change.about is Changed.DEADLINE)
    return {(point.start, point.end) for point in points if point}
