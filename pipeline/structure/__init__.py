"""Stage 2: a reading becomes a notice with one text, a header, an outline, tables and parts.

Guarantees:
1. Every paragraph, row and cell is a span of `Notice.text`; the text is the lines as read, joined, a line a paragraph.
2. No word is added; what is left out is white space, page numbers and running heads.
3. No text makes this stage fail; what it cannot make out is a warning.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.model.notice import Element, Header, Notice, NoticeTable, Paragraph, Part, Warning
from pipeline.model.reading import Block, Line, Reading
from pipeline.structure import database, flat_table, outline, parts, repeats
from pipeline.structure.closing import closing_lines
from pipeline.structure.front import Front
from pipeline.structure.header import read_header
from pipeline.structure.paragraphs import join
from pipeline.structure.pieces import pieces
from pipeline.structure.places import places
from pipeline.structure.text import Block as TextBlock
from pipeline.structure.text import compose


def build(reading: Reading) -> Notice:
    """The notice that a reading holds."""
    lines, fields = database.without_marks(repeats.without_repeats(reading.blocks))
    items = join(list(pieces(_with_tables(lines))))
    text, page_starts, blocks = compose(items)
    header, anchors = read_header(text, blocks, (*reading.fields, *fields), reading.title)
    is_lost = header.signed_date is None and header.issued_date is not None and reading.ocr is not None
    header = replace(header, signed_date=_imprint_date(header)) if is_lost else header
    front = Front(text, blocks)
    part_of = parts.assign_parts(front, anchors, header)
    closing = closing_lines(front, anchors)
    in_outline = [
        (block.span, None if index in closing else part)
        for index, (block, part) in enumerate(zip(blocks, part_of, strict=True))
    ]
    headings = [
        heading
        for heading in outline.find_headings(text, in_outline)
        if heading.paragraph >= anchors.body
        and heading.paragraph not in closing
        and blocks[heading.paragraph].piece is not None
    ]
    clauses, owners, gaps = outline.build(text, in_outline, headings)
    warnings = [
        *(Warning(code) for code in reading.warnings),
        *([Warning("signed_date_from_imprint")] if is_lost else []),
        *parts.missing_annexes(front, part_of, header.attachments),
        *gaps,
    ]
    return Notice(
        text=text,
        page_starts=page_starts,
        header=header,
        paragraphs=tuple(_paragraphs(front, anchors.body, closing, part_of, owners)),
        clauses=tuple(clauses),
        tables=tuple(_tables(blocks, part_of, owners)),
        warnings=tuple(warnings),
        placed=places(reading.blocks, text),
    )


def _imprint_date(header: Header) -> Element | None:
    """印发日期 for 成文日期, of which a seal has left nothing on a scan: the nearest date that the notice states."""
    issued = header.issued_date
    return Element(issued.value, issued.span, "date_of_imprint") if issued else None


def _with_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each flattened table as a grid; grids of the file stay."""
    result: list[Block] = []
    for is_line, run in groupby(blocks, key=lambda block: isinstance(block, Line)):
        if not is_line:
            result.extend(run)
            continue
        lines = [block for block in run if isinstance(block, Line)]
        done = 0
        for table in flat_table.rebuild(lines):
            result.extend([*lines[done : table.first], table.grid])
            done = table.last
        result.extend(lines[done:])
    return result


def _paragraphs(
    front: Front, body: int, closing: Container[int], part_of: Sequence[Part], owners: Sequence[int]
) -> list[Paragraph]:
    return [
        Paragraph(block.span, part_of[index], owners[index], body=index >= body and index not in closing)
        for index, block in enumerate(front.blocks)
        if block.piece is not None
    ]


def _tables(blocks: Sequence[TextBlock], part_of: Sequence[Part], owners: Sequence[int]) -> list[NoticeTable]:
    return [
        NoticeTable(block.rows, block.columns, block.cells, part, owner)
        for block, part, owner in zip(blocks, part_of, owners, strict=True)
        if block.piece is None and block.rows
    ]
