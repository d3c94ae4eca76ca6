"""Stage 4: mentions become tasks with units by their full names, roles as the notice's own rules give them, time limits.

Guarantees:
1. Each assignment and each time limit points at the words that gave it, also where they were carried from elsewhere.
2. What a rule of the notice or a row above gave says so (`role_basis`); a name is filled in by the gazetteer only.
3. What cannot be decided stays empty and is a warning or a reason for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.mention import Mentions
from pipeline.model.notice import Notice, Span, Warning
from pipeline.model.task import Citation, Ledger
from pipeline.resolve import members, tasks, units


def resolve(notice: Notice, mentions: Mentions) -> Ledger:
    """The tasks and citations of one notice."""
    book = units.book_of(notice.header, members.find(notice))
    found = tuple(tasks.resolve(notice, mentions, book))
    return Ledger(
        notice=notice,
        tasks=found,
        citations=tuple(_citations(mentions)),
        warnings=tuple(_warnings(notice)),
    )


def _citations(mentions: Mentions) -> Iterator[Citation]:
    for match in mentions.citations:
        cited = match.value
        yield Citation(
            number=cited.number,
            title=cited.title,
            issuer=cited.issuer,
            date=cited.date,
            relation=cited.relation.value,
            span=Span(match.start, match.end),
            rule_id=match.rule_id,
        )


def _warnings(notice: Notice) -> Iterator[Warning]:
    header = notice.header
    if header.title is None:
        yield Warning("title_missing", "no line reads as a title")
    if header.doc_number is None:
        yield Warning("doc_number_missing", "no document number stands in the head")
    if header.signed_date is None:
        yield Warning("signed_date_missing", "no date stands below the text: years left out stay unknown")
