"""Scans of the sample notice, made as offices make them: a red seal over signature and date, a slant, noise, and worse.

The truth of each page is the text of the PDF that is scanned here. Nothing is fetched; the same code gives the same
pictures.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from corpus.elements import Element, Kind, read_elements
from corpus.fonts import SONG, find_fonts
from corpus.pdf_page import pdf_bytes
from pipeline.read.pdf_objects import Document, Page
from tests.read.made_scan import RED, Pixels, askew, grey, noisy

_SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "notices" / "郑政文〔2021〕26号.md"
# What the last page says under its seal.
ORGAN, DATE = "郑州市人民政府", "2021年3月5日"
# The seal's middle is so far above the date, in points.
_SEAL_ABOVE = 8.0
# The seal of a city is 4.2 cm wide. Source: 国发〔1999〕25号.
_RADIUS = 60.0
_RING = 3.4
_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page of the sample as it was scanned; `name` says how."""

    name: str
    page: int
    file: bytes
    suffix: str
    truth: str
    has_date: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page is scanned."""

    dpi: int = 200
    change: Callable[[Pixels], Pixels] = lambda page: page
    quality: int = 0


WAYS: dict[str, _Way] = {
    "seal": _Way(),
    "150 dpi": _Way(dpi=150),
    "300 dpi": _Way(dpi=300),
    "600 dpi": _Way(dpi=600),
    "90 degrees": _Way(change=lambda page: np.ascontiguousarray(np.rot90(page, 3))),
    "180 degrees": _Way(change=lambda page: np.ascontiguousarray(np.rot90(page, 2))),
    "270 degrees": _Way(change=lambda page: np.ascontiguousarray(np.rot90(page, 1))),
    "grey": _Way(change=grey),
    "faint": _Way(change=lambda page: (page * 0.4 + 140).astype(np.uint8)),
    "JPEG 40": _Way(quality=40),
}


def made_scans() -> Iterator[Scanned]:
    """Every page in the first way, in the others the first one and the one with the seal."""
    notice = _notice()
    pages = _pages(notice)
    with pypdfium2.PdfDocument(notice) as document:
        for name, way in WAYS.items():
            scale = way.dpi / _POINTS
            for page in pages if name == "seal" else (pages[0], pages[-1]):
                drawn = np.array(document[page.number - 1].render(scale=scale).to_pil().convert("RGB"), np.uint8)
                place = _date_place(page)
                worn = way.change(noisy(askew(sealed(drawn, place, scale) if place else drawn, 1.0)))
                suffix = ".jpg" if way.quality else ".png"
                yield Scanned(name, page.number, _saved(worn, way), suffix, _text(page), place is not None)


def _notice() -> bytes:
    """The sample as a PDF, with its organ's name above the date, where the original has the seal alone."""
    elements = list(read_elements(_SAMPLE.read_text(encoding="utf-8")))
    date = next(index for index, element in enumerate(elements) if element.kind is Kind.DATE)
    elements.insert(date, Element(Kind.SIGNATURE, ORGAN))
    return pdf_bytes(tuple(elements), fonts=find_fonts())


def _pages(notice: bytes) -> list[Page]:
    with Document(notice) as document:
        return [page for page in document.pages() if page is not None]


def _text(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


def _date_place(page: Page) -> tuple[float, float] | None:
    """Where the seal stands, in points: over the signature, with the date below its middle; None on other pages."""
    start = _text(page).find(ORGAN + DATE)
    if start < 0:
        return None
    date = page.glyphs[start + len(ORGAN) : start + len(ORGAN + DATE)]
    return (date[0].x0 + date[-1].x1) / 2, date[0].top - _SEAL_ABOVE


def sealed(page: Pixels, place: tuple[float, float], scale: float, *, colour: tuple[int, int, int] = RED) -> Pixels:
    """The page under the seal of its organ: a ring, a star, and the name around it; `place` is its middle in points,
    `scale` pixels a point.
    """
    middle = (place[0] * scale, place[1] * scale)
    radius = _RADIUS * scale
    layer = Image.new("RGB", (page.shape[1], page.shape[0]), "white")
    draw = ImageDraw.Draw(layer)
    ends = [value + sign * radius for sign in (-1, 1) for value in middle]
    draw.ellipse(ends, outline=colour, width=round(_RING * scale))
    turns = np.arange(10) * np.pi / 5
    reach = np.where(np.arange(10) % 2 == 0, 0.3, 0.115) * radius
    draw.polygon([_around(middle, r, t) for r, t in zip(reach, turns, strict=True)], fill=colour)
    _letter(layer, middle, radius, colour)
    return (page.astype(np.uint16) * np.asarray(layer) // 255).astype(np.uint8)


def _letter(layer: Image.Image, middle: tuple[float, float], radius: float, colour: tuple[int, int, int]) -> None:
    """Writes the organ's name along the upper part of the ring."""
    font = ImageFont.truetype(find_fonts()[SONG], round(0.3 * radius))
    for character, turn in zip(ORGAN, np.radians(np.linspace(-110, 110, len(ORGAN))), strict=True):
        side = round(0.34 * radius)
        mask = Image.new("L", (side, side))
        ImageDraw.Draw(mask).text((side / 2, side / 2), character, fill=255, font=font, anchor="mm", stroke_width=1)
        turned = mask.rotate(-float(np.degrees(turn)), expand=True, resample=Image.Resampling.BICUBIC)
        x, y = _around(middle, 0.76 * radius, float(turn))
        layer.paste(colour, (round(x - turned.width / 2), round(y - turned.height / 2)), turned)


def _around(middle: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    return middle[0] + radius * np.sin(turn), middle[1] - radius * np.cos(turn)


def _saved(page: Pixels, way: _Way) -> bytes:
    file = io.BytesIO()
    if way.quality:
        Image.fromarray(page).save(file, "JPEG", quality=way.quality, dpi=(way.dpi, way.dpi))
    else:
        Image.fromarray(page).save(file, "PNG", dpi=(way.dpi, way.dpi), compress_level=1)
    return file.getvalue()
