"""Stage 2: a reading becomes a notice with one text, a header, an outline, tables and parts.

Guarantees:
1. Every paragraph, row and cell is a span of `Notice.text`; the text is the lines as read, joined, a line a paragraph.
2. No word is added; what is left out is white space, page numbers and running heads.
3. No text makes this stage fail; what it cannot make out is a warning.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.notice import Notice, NoticeTable, Paragraph, Part, Warning
from pipeline.model.reading import Reading
from pipeline.structure import flat_tables, outline, parts
from pipeline.structure.front import Front
from pipeline.structure.header import read_header
from pipeline.structure.paragraphs import join
from pipeline.structure.pieces import pieces
from pipeline.structure.text import Block, build


def structure(reading: Reading) -> Notice:
    """The notice that a reading holds."""
    items = join(flat_tables.rebuild(list(pieces(reading.blocks))))
    text, page_starts, blocks = build(items)
    header, anchors = read_header(text, blocks, reading)
    front = Front(text, blocks)
    part_of = parts.assign_parts(front, anchors, header)
    in_outline = [(block.span, part) for block, part in zip(blocks, part_of, strict=True)]
    headings = [
        heading
        for heading in outline.find_headings(text, in_outline)
        if heading.paragraph >= anchors.body and blocks[heading.paragraph].piece is not None
    ]
    clauses, owners, gaps = outline.build(text, in_outline, headings)
    warnings = [
        *(Warning(code) for code in reading.warnings),
        *parts.missing_annexes(front, part_of, header.attachments),
        *gaps,
    ]
    return Notice(
        text=text,
        page_starts=page_starts,
        header=header,
        paragraphs=tuple(_paragraphs(blocks, part_of, owners)),
        clauses=tuple(clauses),
        tables=tuple(_tables(blocks, part_of, owners)),
        warnings=tuple(warnings),
    )


def _paragraphs(blocks: Sequence[Block], part_of: Sequence[Part], owners: Sequence[int]) -> list[Paragraph]:
    return [
        Paragraph(block.span, part, owner)
        for block, part, owner in zip(blocks, part_of, owners, strict=True)
        if block.piece is not None
    ]


def _tables(blocks: Sequence[Block], part_of: Sequence[Part], owners: Sequence[int]) -> list[NoticeTable]:
    return [
        NoticeTable(block.rows, block.columns, block.cells, part, owner)
        for block, part, owner in zip(blocks, part_of, owners, strict=True)
        if block.piece is None and block.rows
    ]


