"""What an archive says of a query: tasks and notices in order of use, counts, and the places of the words.

1. A hit is a task whose name or evidence has the words; or a notice whose title, number or text has them, while none of
   its tasks does. So nothing is found twice, and words that stand in the preamble or apart from each other are found too.
2. Every count is exact, over all hits and not over the page.
3. Order: notices first whose title or number, or the name of one of whose tasks, has all words; then the newer day; within
   a notice the order of its text. How often a word stands does not count: of tasks of a few sentences it says their length.
4. A further file of a notice is not found; the first one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import nlargest

from pipeline.archive.search.folding import fold, name_token, places
from pipeline.archive.search.index import Matching
from pipeline.archive.search.query import Query, parse
from pipeline.archive.store import Store
from pipeline.errors import StoreError
from pipeline.messages import Language, message
from pipeline.model.notice import Span
from pipeline.tabulate.spec import Row

# An excerpt has so many characters, so many of them before its first place.
_EXCERPT, _BEFORE = 100, 24
# So many places are tried as the begin of an excerpt.
_TRIED = 40


class Scope(Enum):
    """What may be a hit: tasks and else notices, tasks alone, or notices alone, each once."""

    EACH = "each"
    TASKS = "tasks"
    NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be of; empty says nothing. `issuer` is a whole name where any issuer of the archive is called so, else
    a part of one; `unit` is any name of a unit of the task, so that no notice without such a task is a hit; `kind` is 文种;
    `year` that of the number, else of the day."""

    issuer: str = ""
    year: int | None = None
    unit: str = ""
    kind: str = ""
    scope: Scope = Scope.EACH


_ALL = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A task of a notice, or the notice (`task` is None). Rows as in the tables, of the task the columns of `CARD`.

    `excerpt` is the notice's text from `start` on; `marks` are places of words in it, as offsets of the text.
    """

    notice: Row
    task: Row | None
    start: int
    excerpt: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of `hits`, and of all hits the number that are tasks and that are notices, and how many are of each issuer,
    year and kind. `words` are the folded words of the query."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    tasks: int
    notices: int
    issuers: Counter[str]
    years: Counter[int]
    kinds: Counter[str]


def search(
    store: Store,
    query: str,
    filters: Filters = _ALL,
    *,
    limit: int = 20,
    offset: int = 0,
    language: Language = "en",
) -> Found:
    """The hits of a query from `offset` on, at most `limit`.

    Raises: QueryError where the query asks for nothing or too much; StoreError where the store has no whole index.
    """
    asked = parse(query, language=language)
    with store.index.snapshot():
        if not store.index.is_complete:
            raise StoreError(message("search_no_index", language), reason_code="no_index")
        return _answer(store, asked, filters, limit, offset)


def _answer(store: Store, asked: Query, filters: Filters, limit: int, offset: int) -> Found:
    narrowed = _narrowing(filters)
    expression = f"{_SEARCHED} : ({asked.expression}){narrowed}"
    kept = _kept(store, store.index.matching(expression), filters)
    named = store.index.numbers(f"head : ({asked.wanted}){narrowed}")
    # Each notice has a hit at least: so many of them reach to the end of the page.
    order = nlargest(offset + limit, kept, key=lambda each: (each.no in named, each.day, each.notice_id))
    hits = _page(store, order, _Asked(asked, expression, filters.scope), offset, limit)
    return _found(asked, kept, tuple(hits), filters.scope)


_SEARCHED = "{head body}"


@dataclass(frozen=True, slots=True)
class _Asked:
    query: Query
    expression: str
    scope: Scope


def _narrowing(filters: Filters) -> str:
    """What the index must have besides the words: a unit by its name."""
    return f' AND units : "{name_token(filters.unit)}"' if filters.unit else ""


def _kept(store: Store, found: Sequence[Matching], filters: Filters) -> list[Matching]:
    """The notices that the filters let through and that have a hit."""
    issuers = _issuers(store, filters.issuer)
    kind = fold(filters.kind)
    return [
        each
        for each in found
        if _number_of_hits(each, filters.scope)
        and (filters.year is None or each.year == filters.year)
        and (not kind or fold(each.kind) == kind)
        and (issuers is None or not issuers.isdisjoint(each.issuers.split("\n")))
    ]


def _issuers(store: Store, wanted: str) -> set[str] | None:
    """The issuers of the archive that are meant; None where none is asked for."""
    name = fold(wanted)
    if not name:
        return None
    known = {issuer: fold(issuer) for issuer in store.index.issuers()}
    same = {issuer for issuer, folded in known.items() if folded == name}
    return same or {issuer for issuer, folded in known.items() if name in folded}


def _number_of_hits(each: Matching, scope: Scope) -> int:
    if scope is Scope.NOTICES:
        return 1
    return each.tasks if scope is Scope.TASKS else each.tasks or int(each.whole)


def _page(store: Store, order: Sequence[Matching], asked: _Asked, offset: int, limit: int) -> Iterator[Hit]:
    """The hits of the notices from `offset` on, at most `limit`; notices before it are not opened."""
    skipped = 0
    for each in order:
        number = _number_of_hits(each, asked.scope)
        if skipped + number > offset:
            first = max(offset - skipped, 0)
            hits = _hits(store, each, asked, slice(first, first + limit))
            yield from hits
            limit -= len(hits)
        skipped += number
        if limit <= 0:
            return


def _hits(store: Store, each: Matching, asked: _Asked, part: slice) -> list[Hit]:
    text, notice = store.index.notice(each.no)
    words = asked.query.words
    if asked.scope is Scope.NOTICES or not each.tasks:
        return [_hit(notice, None, text, Span(0, len(text)), words)]
    tasks = store.index.tasks(asked.expression, each.no)[part]
    return [_hit(notice, card, text, Span(start, end), words) for start, end, card in tasks]


def _hit(notice: Row, task: Row | None, text: str, span: Span, words: tuple[str, ...]) -> Hit:
    """The hit with the stretch of its span in which most of the words stand."""
    own = text[span.start : span.end]
    marks = [Span(span.start + start, span.start + end) for start, end in places(own, words)]
    first = _fullest(text, marks[:_TRIED], words) if marks else Span(span.start, span.start)
    start = max(span.start, first.start - _BEFORE)
    end = min(span.end, max(start + _EXCERPT, first.end))
    shown = tuple(mark for mark in marks if start <= mark.start and mark.end <= end)
    return Hit(notice, task, start, text[start:end], shown)


def _fullest(text: str, marks: Sequence[Span], words: tuple[str, ...]) -> Span:
    """The first of the marks from which on an excerpt holds most of the words."""
    if len(words) == 1:
        return marks[0]
    near = [fold(text[mark.start : mark.start + _EXCERPT - _BEFORE]) for mark in marks]
    return max(zip(marks, near, strict=True), key=lambda each: sum(word in each[1] for word in words))[0]


def _found(asked: Query, kept: Sequence[Matching], hits: tuple[Hit, ...], scope: Scope) -> Found:
    tasks = notices = 0
    # Issuers, year and kind together take few values: counted first, taken apart later.
    together: Counter[tuple[str, int | None, str]] = Counter()
    for each in kept:
        number = _number_of_hits(each, scope)
        if scope is Scope.NOTICES or not each.tasks:
            notices += number
        else:
            tasks += number
        together[each.issuers, each.year, each.kind] += number
    issuers: Counter[str] = Counter()
    years: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for (named, year, kind), number in together.items():
        for issuer in filter(None, named.split("\n")):
            issuers[issuer] += number
        if year is not None:
            years[year] += number
        kinds[kind] += number
    return Found(asked.words, hits, tasks, notices, issuers, years, kinds)
