"""The blocks of an element of a page: lines as a browser breaks them, tables as grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import regex
from lxml import etree

from extractors import label
from pipeline.model.reading import Align, Block, Flow, Line
from pipeline.read.characters import clean
from pipeline.read.page import Page
from pipeline.read.page_table import MAX_COLUMNS, is_data_table, stray_texts, to_grid
from pipeline.read.text import indent

_BLOCKS = {"html", "body", "frameset", "div", "p", "section", "article", "main", "header", "center", "form", "fieldset"}
_BLOCKS |= {
    "legend",
    "figure",
    "figcaption",
    "details",
    "summary",
    "address",
    "blockquote",
    "pre",
    "listing",
    "xmp",
    "hr",
}
_BLOCKS |= {"ul", "ol", "dir", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_HEADING = 120
_PREFORMATTED = {"pre", "listing", "xmp"}
_ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "left": Align.LEFT, "justify": Align.LEFT, "end": Align.RIGHT}
# Matches `text-align: center`; does not match `vertical-align:middle`, `text-align-last:justify`.
_ALIGN = regex.compile(r"(?i)(?:^|[;\s])text-align\s*:\s*(center|right|left|justify|end)")
# A line end of the source between two characters that need no blank between them is none (CSS Text 3, 4.1.3).
# Matches the line end in `各区⏎人民政府`; does not match that in `GDP⏎增长`.
_BREAK_IN_HAN = regex.compile(r"(?<=[\u2e80-\uffef“”])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\uffef“”])")
_WHITE_SPACE = regex.compile(r"[ \t\r\n\f\v]+")
# How an ordered list counts, by what its style, class (UEditor) or `type` names.
_HAN_DIGITS = "一二三四五六七八九"
_COUNTS = {
    "cjk-ideographic": "{han}、",
    "simp-chinese-informal": "{han}、",
    "custom_cn": "{han}、",
    "custom_cn1": "（{han}）",
    "custom_cn2": "（{han}）",
    "custom_num": "{n}．",
    "custom_num1": "（{n}）",
    "custom_num2": "（{n}）",
}
_UNCOUNTED = regex.compile(r"(?i)list-style(?:-type)?\s*:[^;]*none")
_MAX_COUNT = 99


@dataclass(slots=True)
class _Open:
    """A block that is open: the alignment and heading of its lines, the count of its items if it is an ordered list."""

    element: etree._Element
    align: Align | None = None
    heading: int = 0
    preformatted: bool = False
    count: int = 0
    count_form: str = ""


@dataclass(slots=True)
class _Writer:
    """Gathers the pieces of a line; `marker` is the number of a list item whose first line is still to come.

    `links` says how many links are open, `linked` of each block whether it is a line that is wholly a link.
    """

    blocks: list[Block] = field(default_factory=list)
    linked: list[bool] = field(default_factory=list)
    links: int = 0
    is_plain: bool = False
    parts: list[str] = field(default_factory=list)
    marker: str = ""
    warnings: set[str] = field(default_factory=set)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.is_plain = self.is_plain or (self.links == 0 and any(char.isalnum() for char in text))

    def end_line(self, block: _Open) -> None:
        raw = "".join(self.parts)
        self.parts.clear()
        if raw and not raw.isspace():
            for text in raw.splitlines() if block.preformatted else [tidy_white_space(raw)]:
                self._add(text, block)
        self.is_plain = False

    def _add(self, raw: str, block: _Open) -> None:
        text, warnings = clean(raw)
        self.warnings.update(warnings)
        lead, text = indent(text), text.strip()
        if not text:
            return
        if self.marker and label.at_start(text) is None:
            text = self.marker + text
        self.marker = ""
        self.linked.append(not self.is_plain)
        heading = block.heading if len(text) <= _MAX_HEADING else 0
        flow = Flow.WRAP if block.preformatted else Flow.HARD
        self.blocks.append(Line(text, flow=flow, heading=heading, align=block.align, indent=lead))


def tidy_white_space(text: str) -> str:
    """The text as a browser shows it on one line: &nbsp; and full-width blanks stay, others become one blank or none."""
    return _WHITE_SPACE.sub(" ", _BREAK_IN_HAN.sub("", text)) if "\n" in text else _WHITE_SPACE.sub(" ", text)


def blocks_of(page: Page, number: int) -> tuple[list[Block], list[bool]]:
    """The lines and grids of the element `number`, in reading order, and of each whether it is a line that is all link.

    page.warnings gets what was changed or left out.
    """
    writer = _walk(page, page.elements[number], grids=True)
    return writer.blocks, writer.linked


def _walk(page: Page, root: etree._Element, *, grids: bool) -> _Writer:
    writer = _Writer()
    opened = [_Open(root, _inherited_align(root) if grids else None)]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            _leave(writer, opened, element, root)
        elif grids and element.tag == "table" and is_data_table(page, page.index[element]):
            writer.end_line(opened[-1])
            writer.blocks += _table(page, element)
            writer.linked += [False] * (len(writer.blocks) - len(writer.linked))
            walk.skip_subtree()
        else:
            _enter(writer, opened, element)
    writer.end_line(opened[0])
    page.warnings |= writer.warnings
    return writer


def _enter(writer: _Writer, opened: list[_Open], element: etree._Element) -> None:
    tag = element.tag
    if tag == "a":
        writer.links += 1
    elif tag == "br":
        _break_line(writer, opened[-1])
    elif tag in _BLOCKS:
        writer.end_line(opened[-1])
        opened.append(_open(element, opened[-1]))
        if tag == "li":
            _count_item(writer, opened)
    if element.text:
        writer.write(element.text)


def _leave(writer: _Writer, opened: list[_Open], element: etree._Element, root: etree._Element) -> None:
    if element.tag == "a":
        writer.links -= 1
    if len(opened) > 1 and opened[-1].element is element:
        writer.end_line(opened[-1])
        opened.pop()
    if element.tail and element is not root:
        writer.write(element.tail)


def _break_line(writer: _Writer, block: _Open) -> None:
    if block.preformatted:
        writer.parts.append("\n")
    else:
        writer.end_line(block)


def _open(element: etree._Element, around: _Open) -> _Open:
    tag = str(element.tag)
    block = _Open(element, _own_align(element) or around.align, _HEADINGS.get(tag, around.heading))
    block.preformatted = around.preformatted or tag in _PREFORMATTED
    if tag == "ol":
        start = element.get("start", "")
        block.count = int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 4 else 0
        block.count_form = _count_form(element)
    return block


def _inherited_align(element: etree._Element) -> Align | None:
    return next((align for around in (element, *element.iterancestors()) if (align := _own_align(around))), None)


def _own_align(element: etree._Element) -> Align | None:
    if element.tag == "center":
        return Align.CENTER
    style = element.get("style")
    if style and (align := _align_of_style(style)):
        return align
    # The align of a table says where the table stands, not its lines.
    return None if element.tag == "table" else _ALIGNS.get(element.get("align", "").lower())


@lru_cache(maxsize=1024)
def _align_of_style(style: str) -> Align | None:
    found = _ALIGN.search(style)
    return _ALIGNS[found[1].lower()] if found else None


def _count_form(element: etree._Element) -> str:
    style = element.get("style", "")
    if _UNCOUNTED.search(style):
        return ""
    named = f"{element.get('class', '')} {style}".replace(":", " ").replace(";", " ").lower().split()
    return next((_COUNTS[name] for name in named if name in _COUNTS), "{n}. ")


def _count_item(writer: _Writer, opened: list[_Open]) -> None:
    around = opened[-2]
    if around.element.tag != "ol":
        return
    around.count += 1
    if around.count_form and around.count <= _MAX_COUNT:
        writer.marker = around.count_form.format(n=around.count, han=_han(around.count))


def _han(number: int) -> str:
    """12 gives 十二."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _HAN_DIGITS[tens - 1] + "十"
    return lead + (_HAN_DIGITS[ones - 1] if ones else "")


def _table(page: Page, table: etree._Element) -> Iterator[Block]:
    """The table as a grid, with the lines that stand in it outside its cells before it."""
    for caption in table.iterchildren("caption"):
        yield from _walk(page, caption, grids=False).blocks
    for text in stray_texts(table):
        yield Line(text, flow=Flow.HARD)
    grid = to_grid(table, lambda cell: _texts(page, cell))
    if grid is None:
        page.warnings.add("table_too_wide")
        yield from _walk(page, table, grids=False).blocks
    elif grid.columns > 1 and grid.columns <= MAX_COLUMNS:
        yield grid
    else:
        yield from (Line(cell.text, flow=Flow.HARD) for cell in grid.cells if cell.text)


def _texts(page: Page, cell: etree._Element) -> str:
    """The lines of a cell, a line end between them."""
    if not len(cell):
        text, warnings = clean(tidy_white_space(cell.text or ""))
        page.warnings.update(warnings)
        return text.strip()
    return "\n".join(line.text for line in _walk(page, cell, grids=False).blocks if isinstance(line, Line))
