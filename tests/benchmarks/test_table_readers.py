"""What three readers find is brought into one form, with merged cells as such."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from benchmarks.table_readers import READERS
from tests.read.made_pdf import Sheet, pdf

# camelot is not among what the tests need.
INSTALLED = [name for name in READERS if name != "camelot" or find_spec("camelot")]


def merged() -> bytes:
    """类别 over two rows, 责任单位 over two columns."""
    sheet = Sheet()
    for x0, top, x1, bottom in (
        (90, 100, 390, 100), (190, 140, 390, 140), (90, 180, 390, 180),
        (90, 100, 90, 180), (190, 100, 190, 180), (290, 140, 290, 180), (390, 100, 390, 180),
    ):  # fmt: skip
        sheet.rule(x0, top, x1, bottom)
    for x, top, text in ((95, 105, "Class"), (195, 105, "Unit"), (195, 145, "Lead"), (295, 145, "Other")):
        sheet.text(x, top, text, size=10)
    return pdf(sheet)


@pytest.mark.parametrize("name", INSTALLED)
def test_cells_have_their_places_and_spans(name: str) -> None:
    (table,) = READERS[name]()(merged())
    assert sorted((c.text.strip(), c.row, c.column, c.row_span, c.column_span) for c in table if c.text.strip()) == [
        ("Class", 0, 0, 2, 1),
        ("Lead", 1, 1, 1, 1),
        ("Other", 1, 2, 1, 1),
        ("Unit", 0, 1, 1, 2),
    ]


@pytest.mark.parametrize("name", INSTALLED)
def test_a_page_without_text_has_no_tables(name: str) -> None:
    assert READERS[name]()(pdf(Sheet())) == []
