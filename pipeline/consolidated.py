"""The text of a notice of the archive as later notices have amended it, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors import amendment, clause_place
from extractors.amendment import Instruction
from extractors.kinds import Relation
from pipeline.archive.holdings import Holdings, holdings, notice_found, side
from pipeline.archive.store import open_store
from pipeline.compare.comparison import Side
from pipeline.compare.consolidation import Outcome, Reason, consolidate
from pipeline.compare.published import Deviation, deviations
from pipeline.compare.relations import Document
from pipeline.errors import StoreError
from pipeline.messages import Language, message, reasons
from pipeline.run import interpret
from pipeline.tabulate.identity import folded

# So much of an instruction's words names it.
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Amended:
    """The notice `by` carried out: what became of each of its instructions about this notice."""

    by: Document
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The consolidated `text` and what was carried out for it; `published` is the notice of the archive that gives the
    text anew after the last of them, None where there is none, and `differing` where it says otherwise."""

    text: str
    amended: tuple[Amended, ...]
    published: Document | None = None
    differing: tuple[Deviation, ...] = ()


def text_as_of(archive: Path, wanted: str, *, as_of: str, language: Language = "en") -> Consolidated:
    """The text of the notice with this number or id on the ISO day `as_of`, empty for the latest day of the archive.

    Raises: StoreError where there is no archive or no such notice.
    """
    with open_store(archive) as store:
        held = holdings(store)
        notice_id = notice_found(store, held, wanted)
        if not notice_id:
            raise StoreError(
                message("no_such_notice", language, id=wanted, folder=archive), reason_code="no_such_notice"
            )
        day = as_of or held.latest_date()
        current = side(store, held, notice_id)
        amended: list[Amended] = []
        for by in _amending(held, notice_id, day):
            said = [found.value for found in amendment.find(side(store, held, by.notice_id).text)]
            made = consolidate(current, said)
            own = tuple(each for each in made.outcomes if each.reason is not Reason.OTHER_DOCUMENT)
            amended.append(Amended(by, own))
            current = _read_again(made.text, current)
        published = _published(held, notice_id, amended, day)
        differing = deviations(current.text, side(store, held, published.notice_id).text) if published else ()
    return Consolidated(current.text, tuple(amended), published, tuple(differing))


def told(consolidated: Consolidated, language: Language) -> Iterator[str]:
    """What was carried out, what was not and why, and how the text agrees with a published one, line by line."""
    if not consolidated.amended:
        yield message("consolidated_none", language)
    for each in consolidated.amended:
        applied = sum(outcome.is_applied for outcome in each.outcomes)
        yield message("consolidated_by", language, name=each.by.name, applied=applied, all=len(each.outcomes))
        for outcome in each.outcomes:
            if outcome.reason is not None:
                known = reasons()[outcome.reason.value]
                yield f"  {known.zh if language == 'zh' else known.en}: {_named(outcome.instruction)}"
    if consolidated.published is not None:
        counts = {"name": consolidated.published.name, "count": len(consolidated.differing)}
        yield message("consolidated_published", language, **counts)


def _named(instruction: Instruction) -> str:
    """The place and the first words by which a person finds an instruction: 第四章 保障与监督."""
    words = (instruction.old or instruction.new)[:_SHOWN].replace("\n", " ")
    place = clause_place.written(instruction.target)
    return words if words.startswith(place) else f"{place} {words}".strip()


def _amending(held: Holdings, notice_id: str, day: str) -> list[Document]:
    """The notices that amend this one from a day on that has come, the first one first."""
    return [
        held.relations.document(link.citing)
        for link in held.relations.to(notice_id)
        if link.relation is Relation.AMENDS and link.since and link.since <= day
    ]


def _read_again(text: str, before: Side) -> Side:
    """The consolidated text with its clauses; what it is called stays."""
    content = interpret(text.encode(), "consolidated.txt")
    rows = dict(content.rows or {}) | {"notices": list(before.rows["notices"])}
    return Side(content.text or text, rows, content.provenance.prose)


def _published(held: Holdings, notice_id: str, amended: list[Amended], day: str) -> Document | None:
    """The first notice of the same title that came with the last amendment or after it."""
    if not amended:
        return None
    own, last = held.relations.document(notice_id), amended[-1].by
    later = [
        each
        for each in held.titled(own.title)
        if each.notice_id not in (notice_id, last.notice_id)
        and last.date <= each.date <= day
        and each.title
        and folded(each.title) == folded(own.title)
    ]
    return min(later, key=lambda each: (each.date, each.notice_id), default=None)
