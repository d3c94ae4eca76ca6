"""Where lines stand on their pages: the text area, and what stands outside the text (page numbers, running heads)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from pipeline.model.reading import Align, Flow, Frame, Line
from pipeline.read.pdf_lines import TextLine
from pipeline.read.pdf_tables import PageTable

# Edges of lines this near are one edge, in points; a text area's edge has this part of the lines, and two at least.
_SAME_EDGE = 3.0
_EDGE_SHARE = 0.04
# A text area is no narrower than this part of its page.
_NARROWEST = 0.4
# A first line is indented by two ems (a little more where the line is stretched).
_FIRST_INDENT = 2.6
_CENTERED = 0.6
# Signature and date stand up to so many ems from the right edge, and begin behind this part of the text area.
_RIGHT_EMS = 5.5
_RIGHT_FROM = 0.35
_RIGHT_HALF = 0.5
# Heads and feet: among so many lines from the top or bottom, at one height, on this part of the pages.
_OUTER_LINES = 2
_SAME_HEIGHT = 4.0
_RUNNING_SHARE = 0.4
_RUNNING_PAGES = 3
# A page with fewer lines says nothing about what stands around the text.
_FILLED = 3
# The margin that standard pages leave free above and below; what stands in it needs less proof.
_MARGIN = 0.09

# Matches: `— 1 —`, `-12-`, `·3·`. Does not match: `1`, `— 一 —`, `2021—2023`.
_DASHED_NUMBER = regex.compile(r"[-—–－―─·•~～_]{1,3}\s*\d{1,4}\s*[-—–－―─·•~～_]{1,3}")
# Matches: `第1页`, `第 1 页 共 3 页`, `Page 1 of 3`. Does not match: `第1条`.
_SAID_NUMBER = regex.compile(
    r"第\s*\d{1,4}\s*页\s*[,，/（(]?\s*(?:共\s*\d{1,4}\s*页)?[)）]?|(?i:page)\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
# Matches: `1`, `１２`, `3/10`. Does not match: `1.`, `2021年`.
_BARE_NUMBER = regex.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")
# Matches: `附件1`, `附表`. Does not match: `郑州市人民政府文件`.
_ANNEX = regex.compile(r"附\s*[件表录]")
# Matches: `续表`, `（续上表）`, `附表1（续）`. Does not match: `持续推进`.
_CONTINUED = regex.compile(r"[（(]?续\s*(?:上\s*)?表\s*\d{0,3}[)）]?|附?表?\s*\d{0,3}\s*[（(]续(?:表)?[)）]")
_DIGITS = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its lines and tables in reading order; `notes` are the lines of its footnotes."""

    frame: Frame
    items: tuple[TextLine | PageTable, ...]
    notes: tuple[TextLine, ...] = ()

    @property
    def number(self) -> int:
        return self.frame.page

    @property
    def width(self) -> float:
        return self.frame.width

    @property
    def height(self) -> float:
        return self.frame.height

    @property
    def lines(self) -> list[TextLine]:
        return [item for item in self.items if isinstance(item, TextLine)]


@dataclass(frozen=True, slots=True)
class Area:
    """The left and right edge of the text on pages of one size, and the size of most of its characters."""

    left: float
    right: float
    size: float


def says_continued(line: TextLine) -> bool:
    """Whether the line only says that the table before it goes on: 续表."""
    return _CONTINUED.fullmatch(line.text.strip()) is not None


def furniture_of(sheets: Sequence[Sheet]) -> dict[int, set[TextLine]]:
    """The lines of each page (by its number) that are page numbers, running heads or feet; never all that there is."""
    outer = [(sheet, line, from_top) for sheet in sheets for line, from_top in _outer_lines(sheet)]
    running = _running(outer, len(sheets))
    shifts = Counter(
        int(number.group(1)) - sheet.number
        for sheet, line, _ in outer
        if (number := _BARE_NUMBER.fullmatch(line.text.strip()))
    )
    found: dict[int, set[TextLine]] = defaultdict(set)
    for sheet, line, from_top in outer:
        if (from_top, _place(sheet, line, from_top), _wording(sheet, line)) in running or _is_page_number(
            sheet, line, shifts
        ):
            found[sheet.number].add(line)
    if all(len(found[sheet.number]) == len(sheet.items) for sheet in sheets):
        return defaultdict(set)
    return found


def areas_of(sheets: Sequence[Sheet], furniture: dict[int, set[TextLine]]) -> dict[tuple[int, int], Area]:
    """The text area of the pages of each size, by `size_of`."""
    lines: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    for sheet in sheets:
        lines[size_of(sheet)] += [line for line in sheet.lines if line not in furniture[sheet.number]]
    return {size: _area(members, size[0]) for size, members in lines.items()}


def size_of(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.width), round(sheet.height)


def to_line(line: TextLine, text: str, sheet: Sheet, area: Area) -> Line:
    """The line as it is handed on, with `text` for what it says."""
    room = max(1.0, area.right - area.left)
    indent, size = line.x0 - area.left, line.size or area.size
    is_first = indent <= _FIRST_INDENT * size
    width = (line.x1 - (area.left if is_first else line.x0)) / room
    return Line(
        text,
        page=sheet.number,
        box=line.box,
        flow=Flow.WRAP,
        align=_align(line, area, size),
        indent=round(indent, 1),
        width=round(min(1.0, max(0.0, width)), 3),
        size=round(size, 1),
    )


def _align(line: TextLine, area: Area, size: float) -> Align:
    left, right = line.x0 - area.left, area.right - line.x1
    is_even = abs(left - right) <= _CENTERED * size
    # A title is centred however long it is; of text in the size of the rest a long line is just full.
    if is_even and (left > _FIRST_INDENT * size or (size > area.size + 1 and left > 0.2 * size)):
        return Align.CENTER
    room = area.right - area.left
    is_right = (left >= _RIGHT_FROM * room and right <= _RIGHT_EMS * size) or left >= _RIGHT_HALF * room
    return Align.RIGHT if is_right and right < left / 2 else Align.LEFT


def _area(lines: list[TextLine], page_width: int) -> Area:
    if not lines:
        return Area(0.0, float(page_width), 0.0)
    left = _edge([line.x0 for line in lines])
    right = -_edge([-line.x1 for line in lines])
    if right - left < _NARROWEST * page_width:
        left = min(left, max(0.0, page_width - right))
        right = max(right, page_width - left)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return Area(left, right, sizes.most_common(1)[0][0])


def _edge(values: Iterable[float]) -> float:
    """The least value that enough others are near to."""
    ordered = sorted(values)
    needed = max(2, _EDGE_SHARE * len(ordered))
    end = 0
    for begin, value in enumerate(ordered):
        while end < len(ordered) and ordered[end] - value <= _SAME_EDGE:
            end += 1
        if end - begin >= needed:
            return value
    return ordered[0]


def _outer_lines(sheet: Sheet) -> list[tuple[TextLine, bool]]:
    """The highest and lowest lines of a page, each with whether it is one of the highest."""
    ordered = sorted(sheet.lines, key=lambda line: line.top)
    tables = [item.rows for item in sheet.items if isinstance(item, PageTable)]
    first = min((rows[0].top for rows in tables), default=sheet.height)
    last = max((rows[-1].bottom for rows in tables), default=0.0)
    top = [line for line in ordered[:_OUTER_LINES] if line.top < first]
    bottom = [line for line in ordered[-_OUTER_LINES:] if line.bottom > last and line not in top]
    return [(line, True) for line in top] + [(line, False) for line in bottom]


def _place(sheet: Sheet, line: TextLine, from_top: bool) -> int:
    """The line's height on its page, from the top or the bottom, in steps that small shifts do not leave."""
    return round((line.top if from_top else sheet.height - line.bottom) / _SAME_HEIGHT)


def _wording(sheet: Sheet, line: TextLine) -> str:
    """The line's text with numbers counted from the page's own: `文件 第 0 页` on each page."""
    if _ANNEX.match(line.text):
        return ""
    return _DIGITS.sub(
        lambda number: str(int(number.group()) - sheet.number) if len(number.group()) < 5 else number.group(), line.text
    )


def _running(outer: Sequence[tuple[Sheet, TextLine, bool]], pages: int) -> set[tuple[bool, int, str]]:
    """Place and wording of the lines that stand on many pages."""
    seen: dict[tuple[bool, int, str], set[int]] = defaultdict(set)
    in_margin: set[tuple[bool, int, str]] = set()
    for sheet, line, from_top in outer:
        if len(sheet.items) < _FILLED or not (wording := _wording(sheet, line)):
            continue
        place = _place(sheet, line, from_top)
        for near in (place - 1, place, place + 1):
            seen[from_top, near, wording].add(sheet.number)
        if _is_in_margin(sheet, line):
            in_margin.add((from_top, place, wording))
    return {
        key
        for key, numbers in seen.items()
        if len(numbers) >= max(_RUNNING_SHARE * pages, 2 if key in in_margin else _RUNNING_PAGES)
    }


def _is_in_margin(sheet: Sheet, line: TextLine) -> bool:
    return line.bottom < _MARGIN * sheet.height or line.top > (1 - _MARGIN) * sheet.height


def _is_page_number(sheet: Sheet, line: TextLine, shifts: Counter[int]) -> bool:
    text = line.text.strip()
    if _DASHED_NUMBER.fullmatch(text) or _SAID_NUMBER.fullmatch(text):
        return True
    number = _BARE_NUMBER.fullmatch(text)
    if number is None:
        return False
    shift = int(number.group(1)) - sheet.number
    return shifts[shift] > 1 or (_is_in_margin(sheet, line) and shift == 0)
