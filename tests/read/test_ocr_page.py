"""Pages of the sample notice, scanned well and badly, are read as they were printed."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pipeline.model.reading import Grid, SourceFormat
from pipeline.read import pdf
from pipeline.read.image import read
from pipeline.read.ocr.page import OcrPage, read_page
from pipeline.read.paged import Pages
from tests.read.made_scan import DPI, Pixels, askew, blank, grey, noisy, rendered, with_seal

SAMPLE = "郑政文〔2021〕26号.pdf"
# The place of the date on the sample's last page, in pixels.
DATE = (1143, 420)


def flat(page: OcrPage) -> str:
    return "".join(glyph.text for glyph in page.page.glyphs if not glyph.text.isspace())


@pytest.fixture(scope="module")
def last_page(corpus: Path) -> Pixels:
    return rendered(corpus / SAMPLE, 6)


@pytest.mark.parametrize("degrees", [0.0, 1.0])
@pytest.mark.parametrize("colour", [(215, 30, 35), (150, 10, 30)], ids=["red", "dark-red"])
def test_the_date_is_read_under_a_seal(last_page: Pixels, colour: tuple[int, int, int], degrees: float) -> None:
    found = read_page(noisy(askew(with_seal(last_page, DATE, colour=colour), degrees)), dpi=DPI)
    assert "2021年3月5日" in flat(found)
    assert found.confidence > 0.95


def test_a_date_under_a_grey_seal_is_read_or_the_page_says_so(last_page: Pixels) -> None:
    found = read_page(noisy(grey(with_seal(last_page, DATE))), dpi=DPI)
    assert "2021年3月5日" in flat(found) or "seal_over_text" in found.warnings


def test_a_line_under_a_seal_as_dark_as_the_text_is_to_be_checked(last_page: Pixels) -> None:
    assert "seal_over_text" in read_page(noisy(grey(with_seal(last_page, DATE))), dpi=DPI).warnings
    assert "seal_over_text" not in read_page(noisy(with_seal(last_page, DATE)), dpi=DPI).warnings


def test_the_date_is_read_under_a_seal_on_a_faint_copy(last_page: Pixels) -> None:
    faint = (noisy(with_seal(last_page, DATE)) * 0.4 + 140).astype(np.uint8)
    assert "2021年3月5日" in flat(read_page(faint, dpi=DPI))


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages_are_read_upright(corpus: Path, quarters: int) -> None:
    found = read_page(np.ascontiguousarray(np.rot90(rendered(corpus / SAMPLE, 1), quarters)), dpi=DPI)
    assert "郑政文〔2021〕26号" in flat(found)
    assert (found.page.turned + quarters) % 4 == 0


def test_a_scan_gives_the_text_of_the_print(corpus: Path) -> None:
    printed = pdf.read((corpus / SAMPLE).read_bytes())
    pages = Pages(2)
    for number in (1, 2):
        pages.recognize(number, noisy(askew(rendered(corpus / SAMPLE, number), 1.0)), DPI)
    scanned = pages.reading(SourceFormat.IMAGE)
    wanted = "".join(block.text for block in printed.blocks if block.page <= 2 and not isinstance(block, Grid))
    got = "".join(block.text for block in scanned.blocks if not isinstance(block, Grid))
    assert difflib.SequenceMatcher(None, got, wanted, autojunk=False).ratio() > 0.995
    assert [block.page for block in scanned.blocks] == sorted(block.page for block in scanned.blocks)


def test_an_empty_page_says_nothing() -> None:
    found = read_page(blank(), dpi=DPI)
    assert (found.page.glyphs, found.confidence, found.corrections) == ((), 0.0, ())
    assert read_page(blank(3, 2)).page.glyphs == ()


def test_noise_is_no_text() -> None:
    chance = np.random.default_rng(3)
    found = read_page(chance.integers(0, 255, (900, 700, 3), dtype=np.uint8), dpi=100)
    assert len(found.page.glyphs) < 5


def test_glyphs_stand_on_the_page_from_left_to_right(corpus: Path) -> None:
    page = read_page(rendered(corpus / SAMPLE, 2), page=2, dpi=DPI).page
    assert (round(page.width), round(page.height)) == (595, 842)
    assert all(0 <= glyph.x0 <= glyph.x1 <= page.width and 0 <= glyph.top < glyph.bottom for glyph in page.glyphs)
    ((size, _),) = Counter(round(page.sizes(glyph.number)) for glyph in page.glyphs).most_common(1)
    assert 14 <= size <= 17


@pytest.mark.shared
def test_a_scanned_table_has_its_cells(shared: Path) -> None:
    made = shared / "tables" / "made"
    reading = read((made / "task_grid_scan.png").read_bytes())
    (table,) = [block for block in reading.blocks if isinstance(block, Grid)]
    rows = json.loads((made / "task_grid_scan.json").read_text(encoding="utf-8"))["rows"]
    got = {(cell.row, cell.column): "".join(cell.text.split()) for cell in table.cells}
    right = [got.get((r, c)) == text for r, row in enumerate(rows) for c, text in enumerate(row)]
    assert sum(right) >= 0.99 * len(right)
