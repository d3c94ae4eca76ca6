"""Lines joined into paragraphs over line and page breaks, with a map back to pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from extractors import doc_number, label, title, unit
from pipeline.model.reading import Align, Flow, Grid
from pipeline.structure.pieces import Piece

# A line that ends so ends its paragraph.
_CLOSED = "。！？；：:;!?"
_CLOSED_BRACKETS = "）)〕】」』”"
# A line that ends so goes on: 苏州保监分局，各保险行业协会，⏎各市公安局：
_LISTS = "，、"
_COLONS = "：:"
_MIN_LIST = 8
_MAX_ADDRESSEES = 300
# What begins a paragraph of its own whatever stood before it.
# Matches: `附件1`, `责任单位：市财政局`, `抄送：市委`, `（此件公开发布）`, `2021年3月5日`. Does not match: `附件所列事项`.
_OPENS = regex.compile(
    r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*(?:[：:．.]|$)|附\s*[：:]|(?:牵头|责任|配合|协办|主办|督办|参与|落实)(?:单位|部门)?[：:]|(?:完成|办结)?时限[：:]|抄\s*送[：:]|主\s*送[：:]|抄报[：:]"
    r"|[（(]此件|[（(]本文有删减|特此(?:通知|公告|通告|批复)|专栏\s*\d|——|-{2,}|(?:20|19)\d\d年\d{1,2}月\d{1,2}日(?:印发)?$|[二一][〇○零OoＯ九][〇○零OoＯ一二三四五六七八九]{2}年.{2,6}日$"
)
# A text file is wrapped where so many of its long lines end in the same few columns.
_WRAPPED_SHARE = 0.35
_LONG_LINE = 24
_MIN_LINES = 6
_WRAP_BAND = 6
# A line that breaks off inside a sentence is this long; headings are shorter.
_BROKEN_LENGTH = 34
_FULL_WIDTH = 0.9
_MAX_NUMBER = 40


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of this text break: `wrap` is the width of a full line, 0 where lines are not wrapped.

    Some wrap at a number of columns, of which a Chinese character takes two, some at a number of characters.
    """

    wrap: int
    in_columns: bool

    def width(self, line: str) -> int:
        return display_width(line) if self.in_columns else 2 * len(line)


def join(items: Iterable[Piece | Grid]) -> list[Piece | Grid]:
    """Paragraphs and grids in order; blank lines are gone.

    1. A line goes on in the next one only where a sentence is open, or where the layout shows it: a full line, no indent.
    2. A page or a blank line may stand between the halves of a sentence: 下放权⏎⏎限承接.
    3. Labels, 附件, 责任单位：, dates and centred lines always begin a paragraph.
    """
    items = list(items)
    layout = _layout([item for item in items if isinstance(item, Piece)])
    joined: list[Piece | Grid] = []
    blank = False
    for item in items:
        if isinstance(item, Piece) and not item.text:
            blank = True
            continue
        last = joined[-1] if joined else None
        if isinstance(item, Piece) and isinstance(last, Piece) and _goes_on(last, item, layout, blank=blank):
            joined[-1] = _append(last, item)
        else:
            joined.append(item)
        blank = False
    return joined


# Matches: `a`, `1`, ` `. Does not match: `一`, `，`.
_NARROW = regex.compile(r"[\x00-\u2e7f]")


def display_width(text: str) -> int:
    """The columns that a text takes where a Chinese character takes two."""
    return 2 * len(text) - len(_NARROW.findall(text))


def _layout(lines: list[Piece]) -> _Layout:
    """The layout in the measure in which more lines are full."""
    long = [line.text for line in lines if line.flow is Flow.WRAP and len(line.text) >= _LONG_LINE]
    columns, full_columns = _wrap_width([display_width(text) for text in long])
    characters, full_characters = _wrap_width([2 * len(text) for text in long])
    if full_characters > full_columns:
        return _Layout(characters, in_columns=False)
    return _Layout(columns, in_columns=True)


def _wrap_width(widths: list[int]) -> tuple[int, int]:
    """The width of a full line, 0 where the lines are not wrapped, and how many are full."""
    if len(widths) < _MIN_LINES:
        return 0, 0
    counts = Counter(widths)
    near = {width: sum(counts[width - less] for less in range(_WRAP_BAND + 1)) for width in counts}
    best = max(counts, key=lambda width: (near[width], -width))
    inside, beyond = near[best], sum(count for width, count in counts.items() if width > best)
    is_wrapped = inside >= _WRAPPED_SHARE * len(widths) and beyond <= 0.1 * len(widths)
    return (best, inside) if is_wrapped else (0, 0)


def _goes_on(last: Piece, line: Piece, layout: _Layout, *, blank: bool) -> bool:
    if last.heading or line.heading or _OPENS.match(line.text) or label.at_start(line.text) or line.indented:
        return False
    if last.flow is Flow.HARD:
        return last.text[-1] in _LISTS and line.text[-1] in _COLONS and len(line.text) <= _MAX_ADDRESSEES
    if last.align is Align.CENTER or line.align in (Align.CENTER, Align.RIGHT):
        return False
    if last.width is not None and line.indent is not None:
        return _goes_on_by_layout(last, line) or (not blank and _hangs_under_annex(last, line))
    return _goes_on_by_wording(last, line, layout, blank=blank)


def _goes_on_by_layout(last: Piece, line: Piece) -> bool:
    """A full line, and the next one without the indent of a new paragraph and in the same size."""
    same_size = last.size is None or line.size is None or abs(last.size - line.size) < 1.0
    indent = line.indent or 0.0
    return (last.width or 0.0) >= _FULL_WIDTH and same_size and indent < 1.2 * (line.size or 12.0)


# Matches: `附件：补贴机具种类范围`, `附件：1.任务分工表`. Does not match: `附件`, `附件：`.
_ANNEX_NAME = regex.compile(r"附\s*件\s*[：:]\s*\S")
# Characters from 附 to the first one of an annex's name, which stands behind 附件： or 附件：1.
_NAME_INDENT = (2.5, 5.0)


def _hangs_under_annex(last: Piece, line: Piece) -> bool:
    """A line below an annex's name that begins under the name's first character. Source: GB/T 9704-2012 7.3.4."""
    size = line.size or 12.0
    indent = ((line.indent or 0.0) - (last.indent or 0.0)) / size
    hangs = _NAME_INDENT[0] <= indent <= _NAME_INDENT[1]
    return hangs and _ANNEX_NAME.match(last.text) is not None and not unit.is_unit(line.text)


def _goes_on_by_wording(last: Piece, line: Piece, layout: _Layout, *, blank: bool) -> bool:
    ends_open = last.text[-1] not in _CLOSED and not (last.text[-1] in _CLOSED_BRACKETS and blank)
    if last.text[-1] in _LISTS and not blank and len(last.text) >= _MIN_LIST:
        return _may_follow(line.text)
    if layout.wrap and not blank:
        is_full = layout.width(last.text[last.pages[-1][0] :]) >= layout.wrap - _WRAP_BAND
        return is_full and not _is_number(line.text)
    if title.document_type(last.text) or _is_number(line.text):
        return False
    is_sentence = len(last.text) >= _BROKEN_LENGTH and not _MARKS.isdisjoint(last.text)
    return ends_open and is_sentence and _may_follow(line.text)


def _is_number(text: str) -> bool:
    """Whether a line is a document number and nothing else: 粤府办〔2020〕4号."""
    found = doc_number.find(text) if len(text) <= _MAX_NUMBER else []
    return len(found) == 1 and found[0].end - found[0].start >= len(text.strip("（）() ")) - 1


def _may_follow(text: str) -> bool:
    """Whether a text can go on a broken sentence: not a title, a number, a signature or a web page's link."""
    return _FOLLOWS.match(text) is not None and len(text) > 1


# Matches: `限承接`, `，完善`. Does not match: `>>更多`, `·`.
_FOLLOWS = regex.compile(r"[\p{Han}，、。；）”》a-zA-Z0-9“（]")
# What a line of running text holds, and a heading does not.
_MARKS = frozenset("，、。；")


def _append(last: Piece, line: Piece) -> Piece:
    glue = (
        " "
        if last.text[-1:].isascii() and last.text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        else ""
    )
    offset = len(last.text) + len(glue)
    pages = (*last.pages, *((offset + start, page) for start, page in line.pages))
    return replace(last, text=last.text + glue + line.text, pages=pages, width=line.width, flow=line.flow)
