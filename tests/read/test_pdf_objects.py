"""Glyphs as they stand on the page."""

from __future__ import annotations

import pytest

from pipeline.errors import ReadError
from pipeline.model.reading import Line
from pipeline.read.pdf import read
from pipeline.read.pdf_objects import MAX_PAGES, Document
from tests.read.made_pdf import Sheet, pdf

TASKS = ["制定承接方案", "建立工作台账", "报送进展情况", "开展督促检查"]


def listed() -> Sheet:
    sheet = Sheet()
    for index, task in enumerate(TASKS):
        sheet.bullet(90, 130 + 13 * index, size=12).text(102, 132 + 13 * index, task, size=9)
    return sheet


def test_a_bullet_of_a_font_that_is_wrong_about_its_height_stays_on_its_line() -> None:
    lines = [block.text for block in read(pdf(listed())).blocks if isinstance(block, Line)]
    assert lines == [f"•{task}" for task in TASKS]


def test_a_glyph_is_as_high_as_its_font_or_what_is_drawn() -> None:
    with Document(pdf(listed().text(90, 60, "标题", size=40))) as document:
        (page,) = [page for page in document.pages() if page]
    heights = {glyph.text: glyph.bottom - glyph.top for glyph in page.glyphs}
    assert heights["•"] < 12 and round(heights["题"]) == 40 and round(heights["制"]) == 9


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    data = pdf(Sheet().text(72, 72, "一、制定方案。"))
    one, many = b"/Count 1/Kids[6 0 R]", b"/Count %d/Kids[" % (MAX_PAGES + 1) + b"6 0 R " * (MAX_PAGES + 1) + b"]"
    with pytest.raises(ReadError, match=f"{MAX_PAGES + 1} pages, more than {MAX_PAGES}; split it") as raised:
        Document(data.replace(one, many))
    assert raised.value.reason_code == "too_many_pages"
