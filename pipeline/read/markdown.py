"""Markdown to lines and grids, its marks taken off.

1. What a mark says is kept where the model has a place for it: `#` as `heading`, a table as a grid, front matter as fields.
2. All other marks go, the words stay; numbers of lists stay, as they are the notice's own.
3. A line ends where the file ends it: whether it goes on in the next one is for those who join paragraphs.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import takewhile

import regex

from pipeline.model.reading import Block, Cell, Flow, Grid, Line, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.encoding import decode
from pipeline.read.text import check_text, indent

# Matches `标题: 关于…`, `文号：沪建建管〔2026〕84号`; does not match `- 索引号`, `  缩进: 值`.
_FIELD = regex.compile(r"(?P<name>[^\s:：#\-][^:：\n]{0,39})[:：]\s*(?P<value>.*)")
_MAX_FIELDS = 100
# Matches `## 一、总体要求 ##`, `#`; does not match `#1楼`, `#######`.
_HEADING = regex.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t　]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*")
# Matches `---`, `* * *`, `___`; does not match `——`, `- 1 -`.
_RULE = regex.compile(r" {0,3}(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)")
# Matches `====` under a title; does not match `= 1`.
_UNDERLINE = regex.compile(r" {0,3}={2,}[ \t]*")
# Matches `|---|:--:|`, `--- | ---`; does not match `---`, `| 序号 |`.
_DELIMITER = regex.compile(r"[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
# Matches the marks of `> > 引文`; does not match `>=5`.
_QUOTE = regex.compile(r"(?: {0,3}>(?!=)[ \t]?)+")
# Matches the mark of `- 市财政局`, `* [ ] 待办`; does not match `- 1 -` (a page number), `-5℃`, `**加粗**`.
_BULLET = regex.compile(r"(?P<lead>[ \t]*)[-*+][ \t]+(?!\d+[ \t]*[-—][ \t]*$)(?:\[[ xX]\][ \t]+)?(?=\S)")
_FENCE = regex.compile(r" {0,3}(?:```|~~~)[^`]*")
_COMMENT_BEGIN, _COMMENT_END = "<!--", "-->"
# A cell that is one with the cell above it.
_MERGED_UP = "^^"
_TABLE_BEGIN, _TABLE_END = "<table", "</table>"
_NO_BREAK = regex.compile(r"(?i)[ \t]*<br\s*/?>[ \t]*")
# The marks within a line, each with what stays of it.
# Match: `![章](a.png)`, `[官方链接](https://…)`, `<https://gov.cn>`, `<span style="…">`, `**牵头单位**`, `~~2020年~~`, `\.`.
# Do not match: `[2021]`, `（略）`, `<2024年补贴>`, `2*3*4`, `a_b_c`.
_INLINE: tuple[tuple[regex.Pattern[str], str], ...] = (
    (regex.compile(r"!\[(?:[^\]\[\n\\]|\\.){0,300}\]\([^()\n]{0,2000}\)"), ""),
    (regex.compile(r"(?<!!)\[((?:[^\]\[\n\\]|\\.){1,500})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)"), r"\1"),
    (regex.compile(r"<((?:https?|mailto):[^\s<>]{1,2000})>"), r"\1"),
    (
        regex.compile(
            r"(?i)</?(?:span|font|b|strong|i|em|u|s|del|ins|sup|sub|p|div|center|a|small|mark|img)(?:\s[^<>]{0,2000})?/?>"
        ),
        "",
    ),
    (regex.compile(r"(?<![\\*])\*\*\*?(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s\\])\*\*\*?(?!\*)"), r"\1"),
    (regex.compile(r"(?<![\w\\*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s\\])\*(?![\w*])"), r"\1"),
    (regex.compile(r"(?<![\w\\])__(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s\\])__(?!\w)"), r"\1"),
    (regex.compile(r"(?<!\\)~~(?=\S)([^~\n]{1,500}?)~~"), r"\1"),
    (regex.compile(r"(?<!\\)`([^`\n]{1,500})`"), r"\1"),
)
# Matches `\.`, `\#`; does not match `\n`, `C:\公文`.
_ESCAPE = regex.compile(r"""\\([!-/:-@\[-`{-~])""")
_INLINE_MARKS = frozenset("*_[`~<&\\")
_UNESCAPED_BAR = regex.compile(r"(?<!\\)\|")


def read(data: bytes) -> Reading:
    """The lines and tables of a Markdown file; its front matter (`标题: …` between `---`) as `fields`.

    Raises: ReadError `not_text`, `too_large`, `no_text`.
    """
    decoded = decode(data)
    text, warnings = clean(decoded.text.replace("\f", "\n").replace("\v", "\n"))
    check_text(text)
    visible, hidden = _without_comments(text)
    lines = visible.splitlines()
    fields, begin = _front_matter(lines)
    return Reading(
        SourceFormat.MD,
        tuple(_blocks(lines, begin)),
        fields=fields,
        title=next((value for name, value in fields if name in ("标题", "title")), ""),
        encoding=decoded.encoding,
        warnings=tuple(sorted({*decoded.warnings, *warnings, *hidden})),
    )


def _without_comments(text: str) -> tuple[str, set[str]]:
    """The text without `<!-- … -->`, and a warning where one had text."""
    parts, position, warnings = [], 0, set[str]()
    while (begin := text.find(_COMMENT_BEGIN, position)) >= 0:
        end = text.find(_COMMENT_END, begin)
        if end < 0:
            break
        parts.append(text[position:begin])
        if text[begin + len(_COMMENT_BEGIN) : end].strip():
            warnings.add("hidden_text_dropped")
        position = end + len(_COMMENT_END)
    return "".join([*parts, text[position:]]), warnings


def _front_matter(lines: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """The pairs of the front matter, and the index of the first line behind it; ((), 0) where there is none."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[first].strip() != "---":
        return (), 0
    pairs: list[tuple[str, str]] = []
    for index in range(first + 1, min(len(lines), first + _MAX_FIELDS)):
        line = lines[index]
        if line.strip() in ("---", "..."):
            return (tuple(pairs), index + 1) if pairs else ((), 0)
        if found := _FIELD.fullmatch(line.rstrip()):
            pairs.append((found["name"].strip(), found["value"].strip("\"' ")))
        elif pairs and line.strip():
            # A list below its name (`- 市财政局`), or a value that goes on.
            name, value = pairs[-1]
            pairs[-1] = (name, "；".join(filter(None, (value, line.strip().removeprefix("- ").strip("\"' ")))))
        elif line.strip():
            return (), 0
    return (), 0


def _blocks(lines: Sequence[str], begin: int) -> Iterator[Block]:
    index = begin
    while index < len(lines):
        line = lines[index]
        if _TABLE_BEGIN in line.lower():
            found, index = _html_table(lines, index)
            yield from found
        elif "|" in line and index + 1 < len(lines) and _DELIMITER.fullmatch(lines[index + 1]):
            grid, index = _table(lines, index)
            yield grid
        elif index + 1 < len(lines) and line.strip() and _UNDERLINE.fullmatch(lines[index + 1]):
            yield Line(inline(line.strip()), heading=1, flow=Flow.HARD)
            index += 2
        else:
            yield from _lines(line)
            index += 1


def _lines(line: str) -> Iterator[Line]:
    """The line without its marks; more than one where it holds `<br>`, none for a rule or a fence."""
    if _RULE.fullmatch(line) or _FENCE.fullmatch(line):
        return
    if quote := _QUOTE.match(line):
        line = line[quote.end() :]
    if heading := _HEADING.fullmatch(line):
        text = inline((heading["text"] or "").strip())
        yield Line(text, heading=len(heading["marks"]) if text else 0, flow=Flow.HARD)
        return
    line = _BULLET.sub(r"\g<lead>", line, count=1)
    for part in _NO_BREAK.split(line):
        text = inline(part.rstrip().removesuffix("\\"))
        yield Line(text, indent=indent(text))


def inline(text: str) -> str:
    """The text without the marks within a line: `**牵头单位**：[市财政局](https://…)` gives 牵头单位：市财政局."""
    if _INLINE_MARKS.isdisjoint(text):
        return text
    for mark, stays in _INLINE:
        text = mark.sub(stays, text)
    return html.unescape(_ESCAPE.sub(r"\1", text)).replace("\xa0", " ")


def _table(lines: Sequence[str], index: int) -> tuple[Grid, int]:
    """The grid whose head is at `index`, and the index behind it."""
    rows = [_cells(lines[index])]
    index += 2
    while index < len(lines) and lines[index].strip() and _UNESCAPED_BAR.search(lines[index]):
        rows.append(_cells(lines[index]))
        index += 1
    return Grid(tuple(_merged(rows)), len(rows), max(map(len, rows))), index


def _merged(rows: Sequence[Sequence[str]]) -> Iterator[Cell]:
    """The cells; one that says `^^` is merged with the one above (MultiMarkdown)."""
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text != _MERGED_UP or not number:
                below = (each[column] if column < len(each) else "" for each in rows[number + 1 :])
                yield Cell(text, number, column, 1 + len(list(takewhile(_MERGED_UP.__eq__, below))))


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return ["\n".join(inline(part) for part in _NO_BREAK.split(cell.strip())) for cell in _UNESCAPED_BAR.split(line)]


def _html_table(lines: Sequence[str], index: int) -> tuple[list[Block], int]:
    """The blocks of an HTML table that begins in this line, as programs for OCR write tables; and the index behind it."""
    from pipeline.read.html import fragment

    end = index
    while end < len(lines) - 1 and _TABLE_END not in lines[end].lower():
        end += 1
    return fragment("\n".join(lines[index : end + 1])), end + 1
