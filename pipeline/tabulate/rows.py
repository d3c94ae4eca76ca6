"""An entry as rows of every table, as if its file were the first of its notice; `works` sees to further files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors import doc_number
from extractors.kinds import Role
from pipeline.model.entry import Entry, Problem
from pipeline.model.notice import Element, Notice, Span
from pipeline.model.task import Assignment, Task, Unit
from pipeline.tabulate import review_numbers
from pipeline.tabulate.identity import Ids, notice_id
from pipeline.tabulate.spec import LIST_SEPARATOR, Row, table

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class IssuerPlace:
    """Level and region code of the issuer, empty where unknown."""

    level: str = ""
    region_code: str = ""


_UNKNOWN_PLACE = IssuerPlace()


def rows_of(entry: Entry, *, review: bool, issuer: IssuerPlace = _UNKNOWN_PLACE) -> Rows:
    """The rows that the entry gives to each table but `problems`, in order of the text.

    `review` says that a person should look at the notice as a whole.
    """
    notice = entry.ledger.notice
    number = _value(notice.header.doc_number)
    owner = notice_id(number, [issuer.value for issuer in notice.header.issuers], notice.text, entry.sha256)
    maker = _RowMaker(entry, owner)
    tasks = sorted(entry.ledger.tasks, key=lambda task: (task.span, task.text))
    numbered = [(maker.task_ids.make(owner, task.text), seq, task) for seq, task in enumerate(tasks, 1)]
    return {
        "notices": [maker.notice(review=review, issuer=issuer, tasks=tasks)],
        "tasks": [maker.task(*each) for each in numbered],
        "assignments": [row for task_id, _, task in numbered for row in maker.assignments(task_id, task)],
        "units": list(_units(tasks)),
        "deadlines": [row for task_id, _, task in numbered for row in maker.deadlines(task_id, task)],
        "citations": list(maker.citations()),
        "sections": list(maker.sections()),
    }


class _RowMaker:
    """Makes the rows of one entry; holds the counters of its ids."""

    def __init__(self, entry: Entry, owner: str) -> None:
        self.entry = entry
        self.notice_of: Notice = entry.ledger.notice
        self.owner = owner
        self.number = _value(self.notice_of.header.doc_number)
        self.task_ids, self.assignment_ids, self.deadline_ids = Ids("T"), Ids("A"), Ids("D")
        self.citation_ids, self.section_ids = Ids("C"), Ids("S")

    def notice(self, *, review: bool, issuer: IssuerPlace, tasks: Sequence[Task]) -> Row:
        entry, header, text = self.entry, self.notice_of.header, self.notice_of.text
        org_code, year, serial = _number_parts(self.number)
        return table("notices").row(
            notice_id=self.owner,
            doc_number=self.number,
            org_code=org_code,
            doc_year=year,
            doc_serial=serial,
            title=_value(header.title),
            doc_type=header.doc_type,
            issuer=_values(header.issuers),
            issuer_level=issuer.level,
            region_code=issuer.region_code,
            addressees=_values(header.addressees),
            signed_date=_value(header.signed_date),
            issued_date=_value(header.issued_date),
            issuing_office=_value(header.issuing_office),
            effective_date=_value(header.effective_date),
            expiry_date=_value(header.expiry_date),
            copied_to=_values(header.copied_to),
            drafting_unit=_value(header.drafting_unit),
            supervising_unit=_value(header.supervising_unit),
            secrecy=_value(header.secrecy),
            urgency=_value(header.urgency),
            signatory=_value(header.signatory),
            attachments=_values(header.attachments),
            index_no=_value(header.index_no),
            publish_date=_value(header.publish_date),
            openness=_value(header.openness),
            validity="unknown",
            task_count=len(entry.ledger.tasks),
            page_count=entry.page_count or None,
            char_count=len(text),
            source_path=entry.path,
            source_format=entry.format.value,
            source_sha256=entry.sha256,
            duplicate_of="",
            text_source=entry.text_source.value,
            ocr_confidence=entry.ocr_confidence,
            parse_status="review" if review else "complete",
            warnings=[
                *dict.fromkeys(w.code for w in (*self.notice_of.warnings, *entry.ledger.warnings)),
                *_review_codes(tasks),
            ],
        )

    def task(self, task_id: str, seq: int, task: Task) -> Row:
        last = max(task.deadlines, key=lambda deadline: deadline.due_date or date.min, default=None)
        due = last.due_date if last else None
        return table("tasks").row(
            task_id=task_id,
            notice_id=self.owner,
            doc_number=self.number,
            seq=seq,
            part=task.part.value,
            section_path=self.notice_of.section_path(task.clause),
            section_label=self.notice_of.section_label(task.clause),
            task_name=task.name,
            task_text=task.text,
            lead_units=_units_in(task, Role.LEAD),
            responsible_units=_units_in(task, Role.RESPONSIBLE),
            supporting_units=_units_in(task, Role.SUPPORTING),
            deadline_text=_distinct(deadline.text for deadline in task.deadlines),
            due_date=_iso(due),
            due_precision=last.precision if last and due else "",
            report_to=_report_to(task),
            deliverable=task.deliverable,
            source=task.source.value,
            strength=task.strength.value,
            page_from=self._page(task.span.start),
            page_to=self._page(max(task.span.start, task.span.end - 1)),
            **self._place(task.span),
            confidence=task.confidence,
            needs_review=bool(task.review),
            rule_id=task.rule_id,
        )

    def assignments(self, task_id: str, task: Task) -> Iterator[Row]:
        for each in task.assignments:
            yield table("assignments").row(
                assignment_id=self.assignment_ids.make(task_id, each.role.value, each.unit_text),
                task_id=task_id,
                notice_id=self.owner,
                unit_text=each.unit_text,
                unit_name=each.unit.name,
                unit_id=each.unit.unit_id,
                role=each.role.value,
                role_text=each.role_text,
                role_basis=each.role_basis.value,
                unit_kind=each.unit.kind.value,
                unit_order=each.order,
                page=self._page(each.span.start),
                **self._place(each.span),
                rule_id=each.rule_id,
            )

    def deadlines(self, task_id: str, task: Task) -> Iterator[Row]:
        for each in task.deadlines:
            yield table("deadlines").row(
                deadline_id=self.deadline_ids.make(task_id, each.text),
                task_id=task_id,
                notice_id=self.owner,
                deadline_text="".join(each.text.split()),
                kind=each.kind,
                start_date=_iso(each.start_date),
                due_date=_iso(each.due_date),
                precision=each.precision,
                inclusive=each.inclusive,
                anchor_text=each.anchor_text,
                anchor_date=_iso(each.anchor_date),
                recurrence=each.recurrence,
                calendar=each.calendar,
                action=each.action,
                report_to=_distinct(each.report_to.split(LIST_SEPARATOR)),
                resolved=each.resolved,
                page=self._page(each.span.start),
                **self._place(each.span),
                rule_id=each.rule_id,
            )

    def citations(self) -> Iterator[Row]:
        for each in sorted(self.entry.ledger.citations, key=lambda citation: citation.span):
            yield table("citations").row(
                citation_id=self.citation_ids.make(self.owner, each.number or each.title),
                notice_id=self.owner,
                cited_number=each.number,
                cited_title=each.title,
                cited_issuer=each.issuer,
                cited_date=each.date,
                relation=each.relation,
                cited_notice_id="",
                match_method="",
                page=self._page(each.span.start),
                **self._place(each.span),
                rule_id=each.rule_id,
            )

    def sections(self) -> Iterator[Row]:
        for clause in self.notice_of.clauses:
            yield table("sections").row(
                section_id=self.section_ids.make(self.owner, clause.part.value, clause.path),
                notice_id=self.owner,
                section_path=clause.path,
                label=clause.label,
                heading=clause.heading,
                text=clause.own.of(self.notice_of.text),
                page=self._page(clause.own.start),
                char_start=clause.own.start,
                char_end=clause.own.end,
            )

    def _place(self, span: Span) -> Row:
        return {"char_start": span.start, "char_end": span.end, "evidence": span.of(self.notice_of.text)}

    def _page(self, offset: int) -> int | None:
        return self.notice_of.page_at(offset) if self.entry.page_count else None


def unit_row(unit: Unit) -> Row:
    """The unit as a row."""
    return table("units").row(
        unit_id=unit.unit_id,
        unit_name=unit.name,
        short_name=unit.short_name,
        aliases=list(unit.aliases),
        level=unit.level,
        region_code=unit.region_code,
        parent_unit_id=unit.parent_unit_id,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor_id=unit.successor_id,
        basis=unit.basis,
        members=list(unit.members),
    )


def problem_row(problem: Problem) -> Row:
    """The problem as a row."""
    return table("problems").row(
        source_path=problem.path,
        source_sha256=problem.sha256,
        outcome=problem.outcome.value,
        stage=problem.stage,
        reason_code=problem.reason_code,
        reason=problem.reason,
        attempts=problem.attempts,
    )


def _units(tasks: Iterable[Task]) -> Iterator[Row]:
    units = {each.unit.unit_id: each.unit for task in tasks for each in task.assignments}
    return map(unit_row, units.values())


def _review_codes(tasks: Sequence[Task]) -> Iterator[str]:
    """Why tasks are to be checked, each reason with the `seq` of its tasks: torn_bracket:#2,#5-7."""
    of_reason: dict[str, list[int]] = {}
    for seq, task in enumerate(tasks, 1):
        for reason in task.review:
            of_reason.setdefault(reason, []).append(seq)
    for reason, numbers in sorted(of_reason.items()):
        yield f"{reason}:{review_numbers.pack(numbers)}"


def _number_parts(number: str) -> tuple[str, int | None, int | None]:
    """Code, year and serial of a document number: 郑政文, 2021 and 26 of 郑政文〔2021〕26号."""
    match = next(iter(doc_number.find(number)), None)
    return (match.value.org_code, match.value.year, match.value.serial) if match else ("", None, None)


def _units_in(task: Task, role: Role) -> list[str]:
    return _distinct(each.unit_text for each in _in_role(task.assignments, role))


def _in_role(assignments: Iterable[Assignment], role: Role) -> list[Assignment]:
    return sorted((each for each in assignments if each.role is role), key=lambda each: each.order)


def _report_to(task: Task) -> list[str]:
    by_limit = (unit for limit in task.deadlines for unit in limit.report_to.split(LIST_SEPARATOR))
    return _distinct([*_units_in(task, Role.REPORT_TO), *by_limit])


def _distinct(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys("".join(each.split()) for each in values) if value]


def _value(element: Element | None) -> str:
    return element.value if element else ""


def _values(elements: Sequence[Element]) -> list[str]:
    return [element.value for element in elements]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
