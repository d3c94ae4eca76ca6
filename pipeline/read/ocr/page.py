"""One picture of a page to its text: `read_page` gives a page as the PDF reader has them, with glyphs and rulings.

So a page that was scanned goes the way of all pages: lines, columns, page numbers, tables that go on over pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from pipeline.model.reading import Correction
from pipeline.read.ocr import care, scan_tables, seal
from pipeline.read.ocr.cells import missed_cells
from pipeline.read.ocr.corrections import correct, is_watermark
from pipeline.read.ocr.engine import Engine, Image, Quad, Spoken, engine
from pipeline.read.ocr.lines import Character, Region, above_each, characters_of, picture, regions_of, with_dashes
from pipeline.read.ocr.under_seal import read_under
from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.rulings import Ruling

# Lines that are read with less confidence are no text: QR codes, pictures, stamps.
_LEAST_SCORE = 0.5
# A page is tried the other way up where its lines are read worse than this, with so many of its longest lines.
_DOUBTFUL = 0.85
_TRIED = 6
_BETTER = 0.05
# The rule of a line under a seal that was read from another picture of its place.
_UNDER_SEAL = "read_under_seal"
# A page of which so much (by characters) is read worse than this should be looked at.
_UNSURE_LINE, _UNSURE_SHARE = 0.8, 0.15
# Characters whose sizes differ by no more than this part are of one size.
_SAME_SIZE = 0.16
# The margins above and below, where page numbers stand, in parts of the page's height.
_MARGIN = 0.14
# A picture so small is one line where nothing is detected in it.
_LINE_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page as it was read from a picture.

    `page` is as the PDF reader has pages, so turned that its text is upright. `confidence` is the mean of its
    characters, 0 where there are none. `warnings` are codes without pages: `ocr_unsure`, `seal_over_text`.
    """

    page: Page
    confidence: float = 0.0
    corrections: tuple[Correction, ...] = ()
    warnings: tuple[str, ...] = ()


def read_page(image: Image, *, page: int = 1, dpi: float = 0.0) -> OcrPage:
    """What the picture of a page says; `image` has rows, columns and red, green, blue, `dpi` is 0 where it is unknown.

    Raises: ReadError `no_ocr` where the packages for it are not installed.
    """
    sheet = care.scaled(image, dpi)
    models = engine()
    upright, quarters = care.clear(sheet.image), 0
    quads = models.detect(upright)
    if quads and care.is_sideways(quads):
        upright, quarters = care.turned(upright, 1), 1
        quads = models.detect(upright)
    first = _read(upright, quads, (page, sheet.points, quarters), models)
    if not quads or first.sureness >= _DOUBTFUL:
        return first.page
    over = care.turned(upright, 2)
    quads = models.detect(over)
    if _trial(over, quads, models) <= first.sureness + _BETTER:
        return first.page
    return _read(over, quads, (page, sheet.points, quarters + 2), models).page


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A page read one way up; `sureness` is the confidence of all its lines, also of those that are no text."""

    page: OcrPage
    sureness: float


def _read(image: Image, quads: list[Quad], where: tuple[int, float, int], models: Engine) -> _Attempt:
    """The page of an upright picture with its lines; `where` is the page's number, the size of a pixel, and its turns."""
    number, points, quarters = where
    seals = seal.find_seals(image, points)
    clean = seal.without_seals(image, seals, points)
    if clean is not image:
        # Whitening what is thick in a dark seal may cost what stands beside it.
        quads = _united(models.detect(clean), quads if any(one.covers for one in seals) else [])
    angle = care.skew(quads)
    level, quads = care.leveled(clean, quads, angle)
    ink = care.ink(level)
    strokes = scan_tables.find_strokes(ink, quads, points)
    level, ink = scan_tables.without_strokes(level, strokes), _without(ink, strokes)
    regions = regions_of(scan_tables.parted(quads, strokes), ink, scan_tables.upright_of(strokes))
    first = models.recognize([picture(level, region) for region in regions])
    spoken = first
    if seals:
        others = [care.leveled(other, [], angle)[0] for other in (image, seal.with_dark_ink(image, seals))]
        spoken = read_under(seals, regions, first, (level, *others), models)
    reader = _Reader(number, points, level.shape[0])
    for region, said, before, above in zip(regions, spoken, first, above_each(regions), strict=True):
        if said.text and said.text != before.text:
            reader.corrections.append(Correction(number, before.text, said.text, _UNDER_SEAL, before.text))
        if before.score >= _LEAST_SCORE and not said.text:
            reader.warnings.add("seal_over_text")
        over = [one for one in seals if one.touches(region.x0, region.top, region.x1, region.bottom)]
        reader.add(
            with_dashes(said, region, ink),
            region,
            characters_of(said, region, ink),
            seals=over,
            above=_text(spoken, above),
        )
    rulings = scan_tables.rulings_of(strokes, points)
    page = reader.result(level, rulings, (quarters, angle))
    if missed := missed_cells(page.page, ink, points):
        for region, said in zip(missed, models.recognize([picture(level, region) for region in missed]), strict=True):
            reader.add(said, region, characters_of(said, region, ink))
        page = reader.result(level, rulings, (quarters, angle))
    return _Attempt(page, _sureness(spoken))


def _trial(image: Image, quads: Sequence[Quad], models: Engine) -> float:
    """How well the longest lines can be read."""
    longest = sorted(quads, key=lambda quad: -care.extent(quad)[0])[:_TRIED]
    regions = regions_of(longest, np.zeros(image.shape[:2], np.uint8))
    said = models.recognize([picture(image, region) for region in regions])
    return _sureness(said)


def _sureness(said: Sequence[Spoken]) -> float:
    """The mean confidence by characters; a line that says nothing counts as one that is not read."""
    count = sum(max(1, len(line.text)) for line in said)
    return sum(line.score * len(line.text) for line in said) / count if count else 0.0


def _without(ink: Image, strokes: Sequence[scan_tables.Stroke]) -> Image:
    clean = ink.copy()
    for x0, top, x1, bottom in strokes:
        clean[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1] = 0
    return clean


def _settled(sizes: Sequence[float]) -> tuple[float, ...]:
    """The sizes of the characters, those near to that of most as that: what is measured varies from line to line."""
    usual = median(sizes) if sizes else 0.0
    return tuple(usual if abs(size - usual) <= _SAME_SIZE * usual else size for size in sizes)


def _text(spoken: Sequence[Spoken], index: int | None) -> str:
    return "" if index is None else spoken[index].text


def _united(quads: Sequence[Quad], others: Sequence[Quad]) -> list[Quad]:
    """The lines, and those of the others whose middles lie in none of them."""
    areas = [(*quad.min(axis=0), *quad.max(axis=0)) for quad in quads]
    added = [
        other
        for other in others
        if not any(
            x0 <= x <= x1 and top <= y <= bottom for x, y in [other.mean(axis=0)] for x0, top, x1, bottom in areas
        )
    ]
    return [*quads, *added]


@dataclass(slots=True)
class _Reader:
    """Gathers the glyphs of a page."""

    number: int
    points: float
    height: int
    glyphs: list[Glyph] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)
    unsure: int = 0

    def add(
        self,
        said: Spoken,
        region: Region,
        characters: list[Character],
        *,
        seals: Sequence[seal.Seal] = (),
        above: str = "",
    ) -> None:
        """Takes a line, corrected; leaves out what is no text."""
        if not said.text.strip():
            return
        if said.score < _LEAST_SCORE:
            self.unsure += len(said.text)
            return
        if is_watermark(said.text):
            self.aside.append(said.text)
            return
        self.scores += said.scores
        self.unsure += len(said.text) if said.score < _UNSURE_LINE else 0
        # Under a seal as dark as the text whole characters may be lost from a line that is surely read.
        if seals and (said.score < _UNSURE_LINE or any(one.covers for one in seals)):
            self.warnings.add("seal_over_text")
        middle = (region.top + region.bottom) / 2 / self.height
        in_margin = not _MARGIN < middle < 1 - _MARGIN
        corrected = correct(said.text, page=self.number, in_margin=in_margin, above=above)
        self.corrections += corrected.corrections
        for text, origin in zip(corrected.text, corrected.origins, strict=True):
            self._place(text, characters[min(round(origin), len(characters) - 1)])

    def _place(self, text: str, place: Character) -> None:
        scale = self.points
        box = (place.x0 * scale, place.top * scale, place.x1 * scale, place.bottom * scale)
        self.glyphs.append(Glyph(text, *box, len(self.glyphs)))
        self.sizes.append(place.size * scale)

    def result(self, image: Image, rulings: tuple[Ruling, ...], turn: tuple[int, float]) -> OcrPage:
        sizes = _settled(self.sizes)
        read = len(self.scores) + self.unsure
        if read and self.unsure > _UNSURE_SHARE * read:
            self.warnings.add("ocr_unsure")
        page = Page(
            number=self.number,
            width=image.shape[1] * self.points,
            height=image.shape[0] * self.points,
            glyphs=tuple(self.glyphs),
            rulings=rulings,
            aside=tuple(self.aside),
            image_share=1.0,
            unmapped_share=0.0,
            has_invisible_text=False,
            too_dense=False,
            sizes=lambda number: sizes[number],
            turned=turn[0] % 4,
            skew=turn[1],
        )
        confidence = round(sum(self.scores) / len(self.scores), 4) if self.scores else 0.0
        return OcrPage(page, confidence, tuple(self.corrections), tuple(sorted(self.warnings)))
