"""Small notices and what was found in them, made by hand for tests of what comes after."""

from __future__ import annotations

from datetime import date

from extractors.kinds import Role, Strength, UnitKind
from pipeline.model.entry import Entry, TextSource
from pipeline.model.notice import Clause, Element, Header, Notice, Part, Span, Warning
from pipeline.model.reading import SourceFormat
from pipeline.model.task import Assignment, Citation, Deadline, Ledger, RoleBasis, Task, TaskSource, Unit

# The second item of the sample notice, in short.
TASK = "（二）制定承接方案。分别制定专项承接落实工作方案。（责任单位：相关承接市直单位。完成时限：2021年3月15日前，报送至市发展改革委）"
TEXT = (
    "郑政文〔2021〕26号\n郑州市人民政府关于做好省级经济社会管理权限承接工作的通知\n各有关单位：\n"
    "根据《河南省人民政府关于下放部分省级经济社会管理权限的通知》（豫政〔2021〕9号）要求，现通知如下：\n"
    f"二、重点任务\n{TASK}\n2021年3月5日"
)


def span_of(words: str, text: str = TEXT) -> Span:
    """Where `words` stand first in `text`."""
    start = text.index(words)
    return Span(start, start + len(words))


def unit(name: str, *, kind: UnitKind = UnitKind.NAMED) -> Unit:
    return Unit(f"U-{name}", name, kind, "derived")


def assignment(words: str, role: Role, *, text: str = TEXT, order: int = 1) -> Assignment:
    return Assignment(words, unit(words), role, role.value, RoleBasis.STATED, order, span_of(words, text), "label")


def deadline(words: str, due: date | None, *, text: str = TEXT, report_to: str = "") -> Deadline:
    return Deadline(
        text=words,
        kind="by" if due else "ongoing",
        start_date=None,
        due_date=due,
        precision="day" if due else "",
        inclusive=True,
        anchor_text="",
        anchor_date=None,
        recurrence="",
        calendar="natural",
        action="",
        report_to=report_to,
        resolved=due is not None,
        span=span_of(words, text),
        rule_id="by_day",
    )


def task(
    words: str,
    *,
    text: str = TEXT,
    governed: str = "",
    assignments: tuple[Assignment, ...] = (),
    deadlines: tuple[Deadline, ...] = (),
    review: tuple[str, ...] = (),
) -> Task:
    return Task(
        name=words[:8],
        text=governed or words,
        span=span_of(words, text),
        part=Part.NOTICE,
        clause=-1,
        source=TaskSource.BRACKET,
        strength=Strength.MUST,
        deliverable="",
        confidence=0.9,
        rule_id="label_responsible",
        assignments=assignments,
        deadlines=deadlines,
        review=review,
    )


def sample_tasks() -> tuple[Task, ...]:
    return (
        task(
            TASK,
            governed="制定承接方案。分别制定专项承接落实工作方案。",
            assignments=(
                assignment("相关承接市直单位", Role.RESPONSIBLE),
                assignment("市发展改革委", Role.REPORT_TO),
            ),
            deadlines=(deadline("2021年3月15日前", date(2021, 3, 15), report_to="市发展改革委"),),
        ),
    )


def notice(
    *,
    text: str = TEXT,
    doc_number: str = "郑政文〔2021〕26号",
    issuers: tuple[str, ...] = ("郑州市人民政府",),
    title: str = "郑州市人民政府关于做好省级经济社会管理权限承接工作的通知",
    signed: str = "2021-03-05",
    clauses: tuple[Clause, ...] = (),
    warnings: tuple[str, ...] = (),
    page_starts: tuple[tuple[int, int], ...] = (),
) -> Notice:
    def element(value: str) -> Element | None:
        return Element(value, None, "made") if value else None

    header = Header(
        doc_number=element(doc_number),
        title=element(title),
        doc_type="通知",
        issuers=tuple(Element(each, None, "made") for each in issuers),
        signed_date=element(signed),
    )
    return Notice(text, page_starts, header, (), clauses, (), tuple(Warning(code) for code in warnings))


def entry(
    made: Notice | None = None,
    *,
    tasks: tuple[Task, ...] | None = None,
    citations: tuple[Citation, ...] = (),
    sha256: str = "ab12" + "0" * 60,
    page_count: int = 0,
    text_source: TextSource = TextSource.NATIVE,
) -> Entry:
    found = Ledger(made or notice(), sample_tasks() if tasks is None else tasks, citations)
    return Entry("", sha256, SourceFormat.TXT, page_count, text_source, found)


def citation(number: str, title: str, words: str, *, relation: str = "basis", text: str = TEXT) -> Citation:
    return Citation(number, title, "", "", relation, span_of(words, text), "title_with_number")
