"""What stage 2, `structure`, makes of a reading: a notice with one text and spans into it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.reading import Box


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end`, half-open, of the notice's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Part(StrEnum):
    """Which part of a notice a piece of text belongs to."""

    NOTICE = "notice"
    PAYLOAD = "payload"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the header or imprint: the value as a table wants it, where it stands, and the rule that found it.

    `span` is None for what stands beside the text only (a web page's metadata table).
    """

    value: str
    span: Span | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class Header:
    """The elements of a notice (党政机关公文处理工作条例 §9); absent ones are None or empty."""

    doc_number: Element | None = None
    title: Element | None = None
    doc_type: str = ""
    issuers: tuple[Element, ...] = ()
    addressees: tuple[Element, ...] = ()
    signed_date: Element | None = None
    issued_date: Element | None = None
    issuing_office: Element | None = None
    effective_date: Element | None = None
    expiry_date: Element | None = None
    copied_to: tuple[Element, ...] = ()
    drafting_unit: Element | None = None
    supervising_unit: Element | None = None
    secrecy: Element | None = None
    urgency: Element | None = None
    signatory: Element | None = None
    attachments: tuple[Element, ...] = ()
    index_no: Element | None = None
    publish_date: Element | None = None
    openness: Element | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the notice's text. `clause` is the index of the innermost clause it belongs to, -1 for none.

    `body` is false for what stands above the text (number, title, addressees) and for signature, date and imprint.
    """

    span: Span
    part: Part
    clause: int = -1
    body: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """An item of the outline: 一、 （一） 1. （1） 第一条 ①.

    `path` is its identity (2.5), `label` the label as written, `heading` the heading's text (empty where the item has
    none), `span` the item with all that belongs to it, `own` the same up to its first sub-item, `parent` an index or -1.
    """

    path: str
    label: str
    heading: str
    span: Span
    own: Span
    part: Part
    level: int
    parent: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a notice's table; `span` is where its text stands. Row and column count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    span: Span


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """A table of the notice's text: each row a line, cells joined by a tab, a merged cell's text in its first row.

    `rows` has the span of each line, `clause` the index of the clause it stands in, -1 for none.
    """

    rows: tuple[Span, ...]
    columns: int
    cells: tuple[TableCell, ...]
    part: Part
    clause: int = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of the notice's text that stands in one box: a line, or a line of a table's cell."""

    span: Span
    box: Box


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that a person should know of: a code for tables, words for people, and where."""

    code: str
    detail: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with one text. All spans of this and later stages point into `text`.

    `page_starts` are (offset, page) pairs in order: from that offset on the text stands on that page. `placed` are the
    pieces of the text whose boxes are known, in order; () where the format has none.
    """

    text: str
    page_starts: tuple[tuple[int, int], ...]
    header: Header
    paragraphs: tuple[Paragraph, ...]
    clauses: tuple[Clause, ...]
    tables: tuple[NoticeTable, ...]
    warnings: tuple[Warning, ...] = ()
    placed: tuple[Placed, ...] = ()

    def page_at(self, offset: int) -> int:
        """The page on which the character at `offset` stands; 1 where the format has no pages."""
        index = bisect_right(self.page_starts, (offset, 1 << 30)) - 1
        return self.page_starts[index][1] if index >= 0 else 1

    def section_path(self, clause: int) -> str:
        return self.clauses[clause].path if clause >= 0 else ""

    def section_label(self, clause: int) -> str:
        """The headings from the outermost item to this one: 二、重点任务/（五）."""
        labels: list[str] = []
        while clause >= 0:
            item = self.clauses[clause]
            labels.append(item.label + (item.heading if item.parent < 0 else ""))
            clause = item.parent
        return "/".join(reversed(labels))
