"""Scans with the unseen text that a scanner's program lays on them, made of the pages of a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.read.pdf_objects import Document, Glyph
from tests.read.made_scan import Pixels, noisy, rendered

_FONT = "STSong-Light"
_UNSEEN = 3
# Half an em below the middle of a character, less its depth.
_BASELINE = 0.38


def glyphs(pdf: Path, page: int) -> tuple[Glyph, ...]:
    """The characters of a page (from 1) of a PDF without blanks."""
    with Document(pdf.read_bytes()) as document:
        found = list(document.pages())[page - 1]
    assert found is not None
    return tuple(glyph for glyph in found.glyphs if not glyph.text.isspace())


def misread(layer: tuple[Glyph, ...], every: int) -> tuple[Glyph, ...]:
    """The layer with each so manieth character read as another one."""
    return tuple(
        glyph._replace(text="们") if number % every == every // 2 else glyph for number, glyph in enumerate(layer)
    )


def moved(layer: tuple[Glyph, ...], down: float) -> tuple[Glyph, ...]:
    return tuple(glyph._replace(top=glyph.top + down, bottom=glyph.bottom + down) for glyph in layer)


def layered(
    pdf: Path, layers: dict[int, tuple[Glyph, ...]], *, worn: Callable[[Pixels], Pixels] = noisy, over: bool = False
) -> bytes:
    """A PDF of the scans of these pages, each with its layer; `over` lays the picture over text that is drawn black."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595.0, 842.0), invariant=1)
    for page, layer in layers.items():
        if not over:
            _draw(canvas, worn(rendered(pdf, page)))
        _lay(canvas, layer, 0 if over else _UNSEEN)
        if over:
            _draw(canvas, worn(rendered(pdf, page)))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, pixels: Pixels) -> None:
    picture = io.BytesIO()
    Image.fromarray(pixels).save(picture, "JPEG", quality=70)
    canvas.drawImage(ImageReader(picture), 0, 0, 595.0, 842.0)


def _lay(canvas: Canvas, layer: tuple[Glyph, ...], mode: int) -> None:
    text = canvas.beginText()
    text.setTextRenderMode(mode)
    for glyph in layer:
        size = glyph.bottom - glyph.top
        text.setFont(_FONT, size)
        text.setTextOrigin(glyph.x0, 842.0 - (glyph.top + glyph.bottom) / 2 - _BASELINE * size)
        text.textOut(glyph.text)
    canvas.drawText(text)
