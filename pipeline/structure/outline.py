"""The outline: which paragraphs begin an item (一、 （一） 1. 第一条), which item stands in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors import label
from extractors.label import Label, LabelKind
from extractors.match import Match
from pipeline.model.notice import Clause, Part, Span, Warning


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that begins an item: its place among the paragraphs, its label, and its heading (may be empty)."""

    paragraph: int
    label: Match[Label]
    heading: str


_MAX_HEADING = 60
_MAX_FIRST_SENTENCE = 32
# Where a heading ends that opens its paragraph: `（一）抓好学习研究。省政府向我市…`, `1.完善机制：各地…`.
_SENTENCE_END = regex.compile(r"[。！？；：:]")
# What may follow a sentence that is no heading: the brackets that state its units, and marks.
_BRACKETS_ONLY = regex.compile(
    r"[\s。]*(?:[（(〔\[](?:[^（()）〔〕\[\]]|[（(〔][^（()）〔〕]*[）)〕])*[）)〕\]][\s。]*)*"
)


def find_headings(text: str, paragraphs: Sequence[tuple[Span, Part | None]]) -> list[Heading]:
    """The paragraphs that begin with a label, in order."""
    headings: list[Heading] = []
    for index, (span, _) in enumerate(paragraphs):
        paragraph = span.of(text)
        if (found := label.at_start(paragraph)) is not None:
            headings.append(Heading(index, found, _heading(paragraph, found.end)))
    return headings


def _heading(paragraph: str, start: int) -> str:
    """The heading behind the label: a short first sentence with text behind it, or the whole of a short paragraph."""
    body = paragraph[start:].lstrip()
    stop = _SENTENCE_END.search(body)
    if stop is None:
        whole = _without_statement(body)
        return whole if len(whole) <= _MAX_HEADING else ""
    first, behind = body[: stop.start()].strip(), body[stop.end() :]
    is_short = len(first) <= _MAX_FIRST_SENTENCE and stop.group() in "。：:"
    is_heading = is_short and (not _BRACKETS_ONLY.fullmatch(behind) or "，" not in first)
    return _without_statement(first) if is_heading else ""


# Statements behind a heading: `（一）优化流程（责任单位：市财政局）` is headed 优化流程.
_STATEMENT_BEHIND = regex.compile(r"\s*[（(〔\[][^（(〔\[]*(?:单位|部门|牵头|负责|时限|前|底)[^（(〔\[]*[）)〕\]]?$")


def _without_statement(heading: str) -> str:
    return _STATEMENT_BEHIND.sub("", heading.strip())


def build(
    text: str, paragraphs: Sequence[tuple[Span, Part | None]], headings: Sequence[Heading]
) -> tuple[list[Clause], list[int], list[Warning]]:
    """The clauses, the innermost clause of each paragraph (-1 for none), and warnings of gaps in the numbering.

    A kind of label that stands further out closes the items inside it; kinds nest in the order in which they come, so
    that 1. under （一） and （一） under 1. are both read as written. Each part of the notice has an outline of its own;
    a paragraph without a part (signature, imprint) belongs to no item.
    """
    builder = _Builder(text, paragraphs)
    by_paragraph = {heading.paragraph: heading for heading in headings}
    owner: list[int] = []
    for index, (_, part) in enumerate(paragraphs):
        if part is None:
            owner.append(-1)
            continue
        builder.enter(part)
        if index in by_paragraph:
            builder.open(by_paragraph[index], part)
        owner.append(builder.current)
    return builder.clauses(), owner, builder.warnings


@dataclass(slots=True)
class _Open:
    kind: LabelKind
    dots: int
    number: int
    index: int


@dataclass(frozen=True, slots=True)
class _Item:
    heading: Heading
    part: Part
    path: str
    level: int
    parent: int


class _Builder:
    """Walks the paragraphs with a stack of open items."""

    def __init__(self, text: str, paragraphs: Sequence[tuple[Span, Part | None]]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._items: list[_Item] = []
        self._stack: list[_Open] = []
        self._part: Part | None = None
        self._counts: dict[str, int] = {}
        self._article = 0
        self.warnings: list[Warning] = []

    @property
    def current(self) -> int:
        return self._stack[-1].index if self._stack else -1

    def enter(self, part: Part) -> None:
        if part is not self._part:
            self._stack.clear()
            self._part = part
            self._counts = {}
            self._article = 0

    def open(self, heading: Heading, part: Part) -> None:
        value = heading.label.value
        previous = self._close_to(value)
        self._warn_gap(previous.number if previous else None, heading)
        parent = self.current
        prefix = self._items[parent].path + "." if parent >= 0 else ""
        path = self._unique(f"{prefix}{value.number}")
        index = len(self._items)
        self._items.append(_Item(heading, part, path, len(self._stack) + 1, parent))
        self._stack.append(_Open(value.kind, value.dots, value.number, index))

    def _close_to(self, value: Label) -> _Open | None:
        """The last item of the same kind at the level that this label continues, closed with all inside it."""
        for depth, opened in enumerate(self._stack):
            if opened.kind is value.kind and (value.kind is not LabelKind.DOTTED or opened.dots >= value.dots):
                del self._stack[depth:]
                return opened
        outer = _OUTER.get(value.kind, ())
        while self._stack and self._stack[-1].kind not in outer and value.kind in _ALWAYS_OUT:
            self._stack.pop()
        return None

    def _unique(self, path: str) -> str:
        self._counts[path] = self._counts.get(path, 0) + 1
        count = self._counts[path]
        return path if count == 1 else f"{path}#{count}"

    def _warn_gap(self, previous: int | None, heading: Heading) -> None:
        """A warning where a number is left out; articles are numbered through all chapters of a part."""
        value = heading.label.value
        if value.kind is LabelKind.ARTICLE:
            if _OF_ANOTHER.match(heading.label.text) or self._is_quoted(heading):
                return
            previous, self._article = self._article or None, value.number
        if previous is not None and value.number > previous + 1:
            span = self._paragraphs[heading.paragraph][0]
            detail = f"{heading.label.text} follows number {previous}"
            self.warnings.append(Warning("numbering_gap", detail, Span(span.start, span.start + heading.label.end)))

    def _is_quoted(self, heading: Heading) -> bool:
        """Whether the article is that of a document that the notice amends: 第六条第二款修改为：“…”."""
        span = self._paragraphs[heading.paragraph][0]
        return _AMENDED.match(self._text, span.start, span.end) is not None

    def clauses(self) -> list[Clause]:
        closing = self._closing()
        return [self._clause(index, item, closing[index]) for index, item in enumerate(self._items)]

    def _closing(self) -> list[_Item | None]:
        """For each item the next one that is not inside it."""
        closing: list[_Item | None] = [None] * len(self._items)
        opened: list[int] = []
        for index, item in enumerate(self._items):
            while opened:
                last = self._items[opened[-1]]
                if last.level < item.level and last.part is item.part:
                    break
                closing[opened.pop()] = item
            opened.append(index)
        return closing

    def _clause(self, index: int, item: _Item, closing: _Item | None) -> Clause:
        start = self._paragraphs[item.heading.paragraph][0].start
        following = self._items[index + 1] if index + 1 < len(self._items) else None
        return Clause(
            path=item.path,
            label=item.heading.label.text.strip(),
            heading=item.heading.heading,
            span=Span(start, self._end_before(item, closing)),
            own=Span(start, self._end_before(item, following)),
            part=item.part,
            level=item.level,
            parent=item.parent,
        )

    def _end_before(self, item: _Item, other: _Item | None) -> int:
        """The end of the last paragraph of the item's part before `other` begins, or of the part."""
        last = other.heading.paragraph - 1 if other is not None else len(self._paragraphs) - 1
        while last > item.heading.paragraph and self._paragraphs[last][1] is not item.part:
            last -= 1
        return self._paragraphs[max(last, item.heading.paragraph)][0].end


# Matches: `第五条之一`. Does not match: `第五条`.
_OF_ANOTHER = regex.compile(r"第.{1,8}条之")
# An instruction that amends an article. Matches: `第六条第二款修改为：`, `第三条中的“甲”`. Does not match: `第六条 本办法`.
_AMENDED = regex.compile(
    r"\s*第[\p{Han}\d]{1,6}条(?:第[\p{Han}\d]{1,4}[款项]|中(?:的|[“「])|修改为|改为|删[去除]|增加[一二]|规定的|的[“「])"
)
# Kinds that never stand inside the kinds that nest in them: a chapter closes all, an article all but chapters.
_OUTER: dict[LabelKind, tuple[LabelKind, ...]] = {
    LabelKind.PART: (),
    LabelKind.CHAPTER: (LabelKind.PART,),
    LabelKind.SECTION: (LabelKind.PART, LabelKind.CHAPTER),
    LabelKind.ARTICLE: (LabelKind.PART, LabelKind.CHAPTER, LabelKind.SECTION, LabelKind.HAN),
    LabelKind.HAN: (LabelKind.PART, LabelKind.CHAPTER, LabelKind.SECTION, LabelKind.ARTICLE),
}
_ALWAYS_OUT = frozenset(_OUTER)
