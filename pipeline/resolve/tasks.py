"""Mentions as tasks: names, assignments, time limits, what a person should look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from extractors import label
from extractors.deadline import TimeLimit
from extractors.duration import Unresolved
from extractors.duty import Duty
from extractors.kinds import DeadlineKind, Role
from extractors.match import Match, V
from extractors.unit import UnitName
from pipeline.model.mention import Mention, Mentions
from pipeline.model.notice import Notice, Span
from pipeline.model.task import Assignment, Deadline, RoleBasis, Task, TaskSource, Unit
from pipeline.resolve import confidence
from pipeline.resolve.roles import settle
from pipeline.resolve.units import UnitBook

_MAX_NAME = 30
_SENTENCE_END = regex.compile(r"[。！？；\n]")


def resolve(notice: Notice, mentions: Mentions, book: UnitBook) -> Iterator[Task]:
    """A task for each mention that names a unit, in order of the text."""
    for mention in mentions.tasks:
        limits = list(_limits(mention, mentions))
        recipients = list(_recipients(notice, mention, mentions, limits))
        assignments = tuple(_assignments(mention, mentions, recipients, book))
        if not any(found.role is not Role.REPORT_TO for found in assignments):
            continue
        deadlines = tuple(_deadline(notice, limit, recipients) for limit in limits)
        sure = confidence.of(mention, assignments, deadlines)
        yield Task(
            name=_name(notice, mention),
            text=_text(notice, mention),
            span=mention.span,
            part=mention.part,
            clause=mention.clause,
            source=mention.source,
            strength=mention.strength,
            deliverable="；".join(_deliverables(notice, mention, mentions)),
            confidence=sure,
            rule_id=mention.rule_id,
            assignments=assignments,
            deadlines=deadlines,
            review=tuple(_reasons(notice, mention, assignments, limits, deadlines, sure)),
        )


def _text(notice: Notice, mention: Mention) -> str:
    """The governed text without its label; the pieces of a row with a line end between them."""
    pieces = [span.of(notice.text).strip() for span in mention.governed]
    if pieces and (found := label.at_start(pieces[0])):
        pieces[0] = pieces[0][found.end :].lstrip()
    return "\n".join(piece for piece in pieces if piece)


def _name(notice: Notice, mention: Mention) -> str:
    """The heading or the row's name, else the first words of the text."""
    if mention.name is not None:
        return mention.name.of(notice.text).strip()
    first = _SENTENCE_END.split(_text(notice, mention), maxsplit=1)[0]
    if len(first) <= _MAX_NAME:
        return first
    head = regex.match(rf"[^，,：:]{{4,{_MAX_NAME}}}(?=[，,：:])", first)
    return head[0] if head else first[:_MAX_NAME] + "…"


def _deliverables(notice: Notice, mention: Mention, mentions: Mentions) -> list[str]:
    """What the task must produce: as its column says, else as its text asks; each once."""
    if mention.deliverables:
        return [span.of(notice.text) for span in mention.deliverables]
    found = (match for span in mention.governed for match in _within(mentions.deliverables, span))
    return list(dict.fromkeys(match.value for match in found))


def _assignments(
    mention: Mention, mentions: Mentions, recipients: Sequence[Match[UnitName]], book: UnitBook
) -> Iterator[Assignment]:
    order: dict[Role, int] = {}
    before: Unit | None = None
    end = -1
    for duty, settled in settle(mention, mentions.rules):
        basis = RoleBasis.INFERRED if _is_inferred(mention, duty, settled) else settled
        order[duty.role] = order.get(duty.role, 0) + 1
        # 财政厅 right behind 省发展改革委、 is the province's too.
        unit = book.unit(duty.unit.value, before=before if duty.unit.start == end + 1 else None)
        before, end = unit, duty.unit.end
        yield _assignment(duty.unit, unit, duty.role, duty.role_text, basis, order[duty.role], duty.rule_id)
    for number, found in enumerate(recipients, 1):
        unit = book.unit(found.value)
        yield _assignment(found, unit, Role.REPORT_TO, "报送", RoleBasis.STATED, number, found.rule_id)


def _is_inferred(mention: Mention, duty: Duty, basis: RoleBasis) -> bool:
    """Whether nothing says the unit's role: a bracket with names alone, （市农牧业局、市统计局）."""
    return basis is RoleBasis.STATED and mention.source is TaskSource.BRACKET and duty.rule_id == "bare_list"


def _assignment(
    found: Match[UnitName], unit: Unit, role: Role, role_text: str, basis: RoleBasis, order: int, rule_id: str
) -> Assignment:
    return Assignment(
        unit_text=found.value.name,
        unit=unit,
        role=role,
        role_text=role_text,
        role_basis=basis,
        order=order,
        span=Span(found.start, found.end),
        rule_id=rule_id,
    )


def _limits(mention: Mention, mentions: Mentions) -> Iterator[Match[TimeLimit]]:
    """The limits in the governed text, the statement and the row's slots, in order; one date given twice stands once."""
    seen: set[tuple[object, ...]] = set()
    spans = (*mention.governed, *mention.stated)
    in_text = [limit for span in spans for limit in _within(mentions.limits, span)]
    in_slots = [limit for span in mention.slots for limit in _within(mentions.slot_limits, span)]
    for limit in sorted([*in_text, *in_slots], key=lambda found: found.start):
        key = (
            (limit.start,)
            if not limit.value.due_date
            else (limit.value.kind, limit.value.start_date, limit.value.due_date)
        )
        if key not in seen:
            seen.add(key)
            yield limit


def _within(matches: Sequence[Match[V]], span: Span) -> list[Match[V]]:
    first = bisect_left(matches, span.start, key=lambda match: match.start)
    last = bisect_left(matches, span.end, key=lambda match: match.start)
    return [match for match in matches[first:last] if match.end <= span.end]


def _recipients(
    notice: Notice, mention: Mention, mentions: Mentions, limits: Sequence[Match[TimeLimit]]
) -> Iterator[Match[UnitName]]:
    """To whom the task's result goes: as its statement says, or the sentence that sets one of its limits."""
    spans = [*mention.stated, *mention.slots, *(_sentence(notice.text, limit, mention.span) for limit in limits)]
    if mention.source is TaskSource.BODY:
        spans = [mention.span]
    seen: set[str] = set()
    for recipient in sorted(
        {unit for span in spans for unit in _within(mentions.recipients, span)}, key=lambda unit: unit.start
    ):
        if recipient.value.name not in seen:
            seen.add(recipient.value.name)
            yield recipient


def _sentence(text: str, limit: Match[TimeLimit], within: Span) -> Span:
    """The sentence around a limit, inside the task."""
    starts = [hit.end() for hit in _SENTENCE_END.finditer(text, within.start, limit.start)]
    end = _SENTENCE_END.search(text, limit.end, within.end)
    return Span(starts[-1] if starts else within.start, end.start() if end else within.end)


def _deadline(notice: Notice, limit: Match[TimeLimit], recipients: Sequence[Match[UnitName]]) -> Deadline:
    value = limit.value
    behind = [
        unit
        for unit in recipients
        if limit.end <= unit.start and not _SENTENCE_END.search(notice.text, limit.end, unit.start)
    ]
    return Deadline(
        text=limit.text,
        kind=value.kind.value,
        start_date=value.start_date,
        due_date=value.due_date,
        precision=value.precision.value if value.precision else "",
        inclusive=value.inclusive,
        anchor_text=value.anchor_text,
        anchor_date=value.anchor_date,
        recurrence=value.recurrence,
        calendar=value.calendar.value,
        action=value.action,
        report_to="；".join(unit.value.name for unit in behind),
        resolved=value.resolved,
        span=Span(limit.start, limit.end),
        rule_id=limit.rule_id,
    )


def _reasons(
    notice: Notice,
    mention: Mention,
    assignments: Sequence[Assignment],
    limits: Sequence[Match[TimeLimit]],
    deadlines: Sequence[Deadline],
    sure: float,
) -> Iterator[str]:
    """Why a person should look at the task, as codes of `pipeline/messages/reasons.tsv`."""
    relative = [found for found in deadlines if found.kind == DeadlineKind.RELATIVE.value]
    roles = [found.role for found in assignments if found.role_basis is RoleBasis.DOCUMENT_RULE]
    if not mention.closed:
        yield "torn_bracket"
    unresolved = {limit.value.unresolved for limit in limits if limit.value.kind is DeadlineKind.RELATIVE}
    if Unresolved.HOLIDAYS in unresolved:
        yield "holidays_unknown"
    if any(not found.resolved for found in relative) and unresolved - {None, Unresolved.HOLIDAYS}:
        yield "anchor_unknown"
    if any(found.anchor_date for found in relative) and notice.header.issued_date is None:
        yield "anchor_signed_date"
    if any(found.and_so_on for found in (*mention.duties, *mention.carried)):
        yield "list_goes_on"
    if any(found.role_basis is RoleBasis.INFERRED for found in assignments):
        yield "role_inferred"
    if Role.LEAD in roles and sum(found.role is Role.LEAD for found in assignments) > 1:
        yield "several_leads"
    if sure < confidence.LOW:
        yield "low_confidence"
