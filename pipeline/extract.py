"""Stage 3: a notice's statements of units, its tables of tasks and its running sentences, as mentions.

Guarantees:
1. Every span points into `Notice.text`; a mention's `span` holds its governed text.
2. The governed text begins with the item, or behind the statement before it in the same item, never further out.
3. A statement stands in one mention only; a row of a task table is one mention.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors import citation, deadline, deliverable, duty, notice_rule, obligation, report, strength, task_table
from extractors.deadline import TimeLimit
from extractors.duration import Unresolved
from extractors.duty import Duty, Statement
from extractors.kinds import Strength
from extractors.match import Match
from pipeline.model.mention import Mention, Mentions
from pipeline.model.notice import Element, Notice, NoticeTable, Part, Span
from pipeline.model.task import TaskSource


def extract(notice: Notice) -> Mentions:
    """What a notice says of tasks: who, until when, on which other documents it rests."""
    days = _Days.of(notice)
    rows_of_tables = task_table.find_all([_table_text(notice, table) for table in notice.tables])
    tables = list(zip(notice.tables, rows_of_tables, strict=True))
    places = _places(notice, [table for table, rows in tables if not rows])
    statements = [m for m in duty.find(notice.text) if places.holding(m.start) is not None]
    rows = [mention for table, found in tables for mention in _by_table(notice, table, found)]
    stated = [*_by_statement(notice, places, statements), *rows]
    sentences = list(_by_sentence(notice, places, stated))
    tasks = sorted([*stated, *sentences], key=lambda mention: (mention.span.start, mention.span.end))
    return Mentions(
        tasks=tuple(tasks),
        limits=tuple(days.limits(notice.text)),
        slot_limits=tuple(_slot_limits(notice.text, rows, days)),
        recipients=tuple(report.find(notice.text)),
        rules=tuple(notice_rule.find(notice.text)),
        citations=tuple(_citations(notice)),
        deliverables=tuple(deliverable.find(notice.text)),
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """The days from which a notice's time limits count; `known` is false where only its year is."""

    reference: date | None
    issued: date | None
    known: bool

    @classmethod
    def of(cls, notice: Notice) -> _Days:
        """成文日期 and 印发日期; without them the year of the number or title: 石城县2018年度…考核细则."""
        header = notice.header
        signed, issued = _day(header.signed_date), _day(header.issued_date)
        if signed or issued:
            return cls(signed or issued, issued, known=True)
        for element in (header.doc_number, header.title):
            if element and (hit := _YEAR.search(element.value)):
                return cls(date(int(hit[0]), 1, 1), None, known=False)
        return cls(None, None, known=False)

    def limits(self, text: str, *, stated: bool = False) -> Iterator[Match[TimeLimit]]:
        """The time limits of `text`; none counts from a day that is not known."""
        for found in deadline.find(text, reference_date=self.reference, issued_date=self.issued, stated=stated):
            guessed = not self.known and found.value.anchor_date is not None
            unknown = _without_day(found.value) if guessed else found.value
            yield replace(found, value=unknown)


def _without_day(limit: TimeLimit) -> TimeLimit:
    """The limit without the day that was worked out from one that is not known."""
    return replace(limit, anchor_date=None, due_date=None, resolved=False, unresolved=Unresolved.ANCHOR)


# The year of a number or a title. Matches in: 蔡政办〔2023〕1号, 石城县2018年度. Does not match in: 第12018号.
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?=年|〕|\))")


def _day(element: Element | None) -> date | None:
    return date.fromisoformat(element.value) if element else None


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph, or a cell of a table that is none of tasks: where a statement may stand."""

    span: Span
    part: Part
    clause: int


@dataclass(frozen=True, slots=True)
class _Places:
    starts: tuple[int, ...]
    places: tuple[_Place, ...]

    def above(self, place: _Place) -> _Place | None:
        """The place right above, where no line of another kind stands between."""
        index = bisect_right(self.starts, place.span.start) - 2
        found = self.places[index] if index >= 0 else None
        return found if found and found.span.end + 1 == place.span.start else None

    def holding(self, offset: int) -> _Place | None:
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.places[index].span.end:
            return None
        return self.places[index]


def _places(notice: Notice, tables: Sequence[NoticeTable]) -> _Places:
    """Paragraphs of the body and cells of `tables`, which are no task tables, in order."""
    places = [_Place(p.span, p.part, p.clause) for p in notice.paragraphs if p.body]
    for table in tables:
        places.extend(_Place(cell.span, table.part, table.clause) for cell in table.cells)
    places.sort(key=lambda place: place.span)
    return _Places(tuple(place.span.start for place in places), tuple(places))


def _by_statement(notice: Notice, places: _Places, statements: Sequence[Match[Statement]]) -> Iterator[Mention]:
    """A mention for each bracket or line that states units."""
    taken = 0
    for index, statement in enumerate(statements):
        place = places.holding(statement.start)
        if place is None:
            continue
        following = statements[index + 1].start if index + 1 < len(statements) else len(notice.text)
        start = max(_item_start(notice, places, place, statement, taken), taken)
        start += len(notice.text[start : statement.start]) - len(
            notice.text[start : statement.start].lstrip(" \t　\n，。；、,;")
        )
        end = _item_end(notice, place, statement, start, following)
        taken = end
        pieces = (Span(start, statement.start), Span(statement.end, end))
        governed = tuple(span for span in pieces if span.of(notice.text).strip())
        if not governed:
            continue
        yield Mention(
            source=TaskSource.BRACKET if statement.text[0] in _OPENERS else TaskSource.LINE,
            span=Span(start, end),
            governed=governed,
            stated=(Span(statement.start, statement.end),),
            duties=statement.value.duties,
            carried=(),
            name=_heading(notice, place, start),
            part=place.part,
            clause=place.clause,
            strength=strength.of(notice.text[start : statement.start]),
            rule_id=statement.rule_id,
            closed=statement.value.closed,
        )


_OPENERS = "（([〔【［﹝"


def _item_start(notice: Notice, places: _Places, place: _Place, statement: Match[Statement], taken: int) -> int:
    """Where the item begins that a statement in `place` belongs to; its paragraph where it belongs to none.

    A line of units below a paragraph that is no item belongs to that paragraph.
    """
    if place.clause < 0:
        above = places.above(place) if statement.start == place.span.start else None
        return above.span.start if above and above.clause < 0 else place.span.start
    if statement.start == place.span.start and (outer := _closed_item(notice, place, statement, taken)) is not None:
        return outer
    own = notice.clauses[place.clause].own
    return own.start if own.start <= place.span.start else place.span.start


def _closed_item(notice: Notice, place: _Place, statement: Match[Statement], taken: int) -> int | None:
    """Where the item around several points begins that a statement on a line of its own closes, none of them having its own."""
    clause = notice.clauses[place.clause]
    if clause.parent < 0:
        return None
    parent = notice.clauses[clause.parent]
    # Clauses stand in order: the one behind the parent is its first point.
    has_others = notice.clauses[clause.parent + 1].own.start < clause.own.start
    closes = not notice.text[statement.end : parent.span.end].strip(" \t\n。；;　")
    return parent.own.start if has_others and closes and taken <= parent.own.start else None


_MAX_HEADING = 60


def _item_end(notice: Notice, place: _Place, statement: Match[Statement], start: int, following: int) -> int:
    """The statement's end; the item's where the statement stands behind a heading and nothing else in it is stated."""
    before = notice.text[start : statement.start]
    if place.clause < 0 or len(before) > _MAX_HEADING or "。" in before.rstrip("。 "):
        return statement.end
    clause = notice.clauses[place.clause]
    if clause.own.start != start:
        return statement.end
    end = clause.span.end
    if following < end:
        # The statement that follows has an item of its own, or shares this one.
        sub = [
            c.span.start
            for c in notice.clauses
            if clause.span.start < c.span.start <= following and c.span.end > following
        ]
        end = min(sub, default=statement.end)
    tail = notice.text[statement.end : end].rstrip()
    return statement.end + len(tail) if tail.strip(" \t\n。；;，,　") else statement.end


def _heading(notice: Notice, place: _Place, start: int) -> Span | None:
    """The item's heading where the governed text begins with it."""
    if place.clause < 0:
        return None
    clause = notice.clauses[place.clause]
    if not clause.heading or clause.own.start != start:
        return None
    begin = notice.text.find(clause.heading, clause.own.start, clause.own.end)
    return Span(begin, begin + len(clause.heading)) if begin >= 0 else None


def _by_table(notice: Notice, table: NoticeTable, rows: Sequence[task_table.TaskRow]) -> Iterator[Mention]:
    """A mention for each task of a table."""
    starts = {(cell.row, cell.column): cell.span.start for cell in table.cells}

    def place(part: task_table.CellPart) -> Span:
        start = starts[part.row, part.column]
        return Span(start + part.start, start + part.end)

    for row in rows:
        own, carried = _duties_of_row(notice, row, place)
        if not own and not carried:
            continue
        governed = tuple(place(part) for part in (*row.names, *row.contents))
        yield Mention(
            source=TaskSource.TABLE,
            span=_row_span(table, row, place),
            governed=governed,
            stated=tuple(place(cell.part) for cell in row.roles),
            slots=tuple(place(part) for part in row.deadlines),
            duties=tuple(own),
            carried=tuple(carried),
            name=place(row.names[0]) if row.names else None,
            part=table.part,
            clause=table.clause,
            strength=strength.of(governed[-1].of(notice.text)) if governed else Strength.MUST,
            rule_id="table_row",
            deliverables=tuple(place(part) for part in row.deliverables),
        )


def _row_span(table: NoticeTable, row: task_table.TaskRow, place: Callable[[task_table.CellPart], Span]) -> Span:
    """The row from its first cell that says what is to be done or by whom, without the number before it, to its end."""
    parts = (*row.names, *row.contents, *(cell.part for cell in row.roles))
    starts = [place(part).start for part in parts if part.row in row.rows]
    line = table.rows[row.rows[0]]
    return Span(min(starts, default=line.start), table.rows[row.rows[-1]].end)


def _table_text(notice: Notice, table: NoticeTable) -> task_table.TableText:
    cells = tuple(
        task_table.CellText(cell.span.of(notice.text), cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
    )
    return task_table.TableText(cells, len(table.rows), table.columns)


def _duties_of_row(
    notice: Notice, row: task_table.TaskRow, place: Callable[[task_table.CellPart], Span]
) -> tuple[list[Duty], list[Duty]]:
    """The duties of a row's own cells, and those of cells above that hold for it."""
    own: list[Duty] = []
    carried: list[Duty] = []
    for cell in row.roles:
        span = place(cell.part)
        statement = duty.read(span.of(notice.text), default=cell.role)
        if statement is not None:
            target = own if cell.part.row in row.rows else carried
            target.extend(found.shifted(span.start) for found in statement.duties)
    return own, carried


def _by_sentence(notice: Notice, places: _Places, stated: Sequence[Mention]) -> Iterator[Mention]:
    """A mention for each clause of running text that says who must do what."""
    statements = sorted(span for mention in stated for span in mention.stated)
    for found in obligation.find(notice.text):
        place = places.holding(found.start)
        if place is None or _inside(statements, found.start):
            continue
        span = Span(found.start, found.end)
        yield Mention(
            source=TaskSource.BODY,
            span=span,
            governed=(span,),
            stated=(),
            duties=found.value.duties,
            carried=(),
            name=None,
            part=place.part,
            clause=place.clause,
            strength=_of_clause(found),
            rule_id=found.rule_id,
        )


def _of_clause(found: Match[obligation.Obligation]) -> Strength:
    """The strength of a clause: soft (力争, 原则上) where both its words behind the subject and the whole of it are."""
    return found.value.strength if found.value.strength is Strength.MUST else strength.of(found.text)


def _inside(spans: Sequence[Span], offset: int) -> bool:
    index = bisect_right(spans, Span(offset, 1 << 60)) - 1
    return index >= 0 and offset < spans[index].end


def _slot_limits(text: str, rows: Sequence[Mention], days: _Days) -> Iterator[Match[TimeLimit]]:
    """The limits of the cells of a column of time limits, where bare forms count: 长期, 2021年, 6月底."""
    for span in sorted({span for mention in rows for span in mention.slots}):
        for found in days.limits(span.of(text), stated=True):
            yield found.shifted(span.start)


def _citations(notice: Notice) -> list[Match[citation.CitedDocument]]:
    header = notice.header
    return citation.find(
        notice.text,
        own_number=header.doc_number.value if header.doc_number else "",
        own_title=header.title.value if header.title else "",
    )
