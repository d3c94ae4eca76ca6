"""PDF pages without text to trust are read by OCR; native and read pages make one text."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading
from pipeline.read.pdf import read
from pipeline.read.pdf_objects import Glyph
from pipeline.structure import build
from tests.read.made_layer import glyphs, layered, misread

SAMPLE = "郑政文〔2021〕26号.pdf"


def scanned(data: bytes, pages: set[int]) -> bytes:
    """The PDF with these pages (from 1) as pictures at 150 dpi, all others as they are."""
    source, made = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for number in range(1, len(source) + 1):
        if number not in pages:
            made.import_pages(source, [number - 1])
            continue
        picture: Image.Image = source[number - 1].render(scale=150 / 72).to_pil()
        page = io.BytesIO()
        picture.convert("RGB").save(page, "PDF", resolution=150)
        made.import_pages(pypdfium2.PdfDocument(page.getvalue()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def native(corpus: Path) -> bytes:
    return (corpus / SAMPLE).read_bytes()


def words(reading: Reading) -> str:
    return "".join(build(reading).text.split())


def test_a_pdf_of_both_kinds_gives_one_text(native: bytes) -> None:
    reading = read(scanned(native, {2}))
    assert reading.ocr is not None
    assert reading.ocr.pages == (2,)
    assert words(reading) == words(read(native))


def test_without_ocr_the_page_is_a_warning(native: bytes) -> None:
    reading = read(scanned(native, {2}), ocr=Ocr.NEVER)
    assert reading.ocr is None
    assert "no_text_layer:2" in reading.warnings


def test_a_scan_without_ocr_is_not_read(native: bytes) -> None:
    with pytest.raises(ReadError, match="scan") as caught:
        read(scanned(native, {1, 2, 3, 4, 5, 6}), ocr=Ocr.NEVER)
    assert caught.value.reason_code == "no_text_layer"


def test_always_reads_native_pages_too(native: bytes) -> None:
    reading = read(native, ocr=Ocr.ALWAYS)
    assert reading.ocr is not None
    assert len(reading.ocr.pages) == reading.page_count
    assert reading.ocr.confidence > 0.9


@pytest.fixture(scope="module")
def layers(corpus: Path) -> dict[int, tuple[Glyph, ...]]:
    """The text of the sample's pages 2 to 5, that of page 3 with a tenth of it misread, that of page 4 of page 5."""
    true = {number: glyphs(corpus / SAMPLE, number) for number in (2, 3, 4, 5)}
    return true | {3: misread(true[3], 10), 4: true[5]}


def with_scans(native: bytes, scans: bytes) -> bytes:
    """The first page as it is, then the scans, then the last page as it is."""
    source, made = pypdfium2.PdfDocument(native), pypdfium2.PdfDocument.new()
    made.import_pages(source, [0])
    made.import_pages(pypdfium2.PdfDocument(scans))
    made.import_pages(source, [len(source) - 1])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("over", [False, True], ids=["unseen", "under the picture"])
def test_text_laid_on_a_scan_is_kept_where_it_is_as_good_as_ocr(
    native: bytes, corpus: Path, layers: dict[int, tuple[Glyph, ...]], over: bool
) -> None:
    reading = read(with_scans(native, layered(corpus / SAMPLE, layers, over=over)))
    assert reading.ocr is not None
    assert reading.ocr.pages == (3, 4)
    assert "text_layer_replaced:3-4" in reading.warnings
    assert "invisible_text:2,5" in reading.warnings
    assert words(reading) == words(read(native))


def test_without_ocr_text_laid_on_a_scan_stays_and_is_said_to_be_untried(
    native: bytes, corpus: Path, layers: dict[int, tuple[Glyph, ...]]
) -> None:
    reading = read(with_scans(native, layered(corpus / SAMPLE, layers)), ocr=Ocr.NEVER)
    assert reading.ocr is None
    assert "text_layer_untried:2-5" in reading.warnings
    assert words(reading) != words(read(native))


def test_a_scan_with_a_layer_that_lies_on_its_side_is_tried(corpus: Path, layers: dict[int, tuple[Glyph, ...]]) -> None:
    document = pypdfium2.PdfDocument(layered(corpus / SAMPLE, {2: layers[2]}))
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    reading = read(out.getvalue())
    assert (reading.ocr, reading.warnings) == (None, ("invisible_text:1",))


def test_the_mark_of_a_scanner_in_the_text_on_a_scan_is_no_text(
    corpus: Path, layers: dict[int, tuple[Glyph, ...]]
) -> None:
    mark = tuple(Glyph(text, 400 + 10 * i, 800, 410 + 10 * i, 810, 0) for i, text in enumerate("扫描全能王创建"))
    reading = read(layered(corpus / SAMPLE, {2: (*layers[2], *mark)}), ocr=Ocr.NEVER)
    assert "扫描全能王创建" in reading.furniture
    assert "扫描全能王" not in words(reading)
