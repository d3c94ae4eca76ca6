"""Lines of a database of documents: 【文号】 林策发〔2007〕159号 is a field, 【法规正文】 a mark before the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.model.reading import Block, Line

# Matches: 【文号】 国函〔2018〕144号. Does not match: 见【附件】.
_MARK = regex.compile(r"^\s*【(?P<name>[^】]{2,10})】[ \t　]*")
_MIN_MARKS = 3
# Marks of the text itself, and of the database.
_TEXT_MARKS = ("正文", "全文", "法规", "标题", "内容")


def without_marks(blocks: Sequence[Block]) -> tuple[list[Block], tuple[tuple[str, str], ...]]:
    """The blocks without a database's marks, and its fields as name and value pairs.

    A text with fewer than three such lines comes from no database: its 【】 stay.
    """
    marked = [block for block in blocks if isinstance(block, Line) and _MARK.match(block.text)]
    if len(marked) < _MIN_MARKS:
        return list(blocks), ()
    kept: list[Block] = []
    fields: list[tuple[str, str]] = []
    for block in blocks:
        hit = _MARK.match(block.text) if isinstance(block, Line) else None
        if hit is None or not isinstance(block, Line):
            kept.append(block)
        elif hit["name"].endswith(_TEXT_MARKS):
            kept.append(replace(block, text=block.text[hit.end() :]))
        else:
            fields.append((hit["name"], block.text[hit.end() :].strip()))
    return kept, tuple(fields)
