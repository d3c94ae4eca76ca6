"""PDF pages without text to trust are read by OCR; native and read pages make one text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading
from pipeline.read.pdf import read
from pipeline.structure import build

SAMPLE = "郑政文〔2021〕26号.pdf"


def scanned(data: bytes, pages: set[int]) -> bytes:
    """The PDF with these pages (from 1) as pictures at 150 dpi, all others as they are."""
    import io

    from PIL import Image

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
