"""A page of an OFD as it is read: upright, with its glyphs, rulings, pictures, and what stands aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.read.matrix import Matrix, times
from pipeline.read.ofd_drawing import Drawing, Visibility, draw
from pipeline.read.ofd_package import PagePart, Resources
from pipeline.read.ofd_text import NO_CHARACTER, Run
from pipeline.read.ofd_values import POINTS, Box, placing
from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.rulings import Ruling, ruling_of

# A page of a scan is one picture; text that is not shown on it was recognised.
_PICTURE_SHARE = 0.5
_MARK_LENGTH = 50
# So many areas on a page without text and pictures are letters drawn as shapes.
_SHAPES_OF_TEXT = 20
_WATERMARK = "Watermark"
_ANNOTATIONS_ASIDE = "annotation_text_aside"


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page, what is to be said of it (warning codes), and the path of its largest picture ("" where it has none)."""

    page: Page
    notes: tuple[str, ...]
    picture: str


def read_page(part: PagePart, resources: Resources, number: int) -> OfdPage:
    """The page with the given number."""
    left, top, width, height = part.area
    matrix = (POINTS, 0.0, 0.0, POINTS, -left * POINTS, -top * POINTS)
    drawing = Drawing(resources)
    for root in (*part.below, part.content, *part.above):
        draw(drawing, root, matrix)
    sheet = _Sheet(drawing, width * POINTS, height * POINTS)
    sheet.add_annotations(part.annotations, resources, matrix)
    return OfdPage(sheet.page(number), tuple(sorted(sheet.notes())), drawing.picture)


class _Sheet:
    """A page's drawing while it is sorted into what is read, what stands aside and what is not to be seen."""

    def __init__(self, drawing: Drawing, width: float, height: float) -> None:
        self._drawing, self._width, self._height = drawing, width, height
        self._image_share = drawing.picture_area / max(1.0, width * height)
        self._notes: set[str] = set()
        self._has_invisible = False
        self._runs = self._seen()
        self._turn, self._is_vertical = _main_direction(self._runs)
        self._aside: list[str] = []

    def _seen(self) -> list[Run]:
        """The runs that people see; on the picture of a page those that lie under it too."""
        seen: list[Run] = []
        unseen: list[Run] = []
        for run, visibility in self._drawing.runs:
            is_hidden = visibility is Visibility.HIDDEN or (
                visibility is Visibility.WHITE and not self._is_on_area(run)
            )
            (unseen if is_hidden else seen).append(run)
        if not any(run.text.strip() for run in unseen):
            return seen
        if self._image_share >= _PICTURE_SHARE and sum(len(run.text) for run in seen) < _MARK_LENGTH:
            self._has_invisible = True
            return seen + unseen
        self._notes.add("hidden_text_dropped")
        return seen

    def _is_on_area(self, run: Run) -> bool:
        x0, top, x1, bottom = run.boxes[0]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        return any(area[0] <= x <= area[2] and area[1] <= y <= area[3] for area in self._drawing.areas)

    def add_annotations(self, annotations: Sequence[etree._Element], resources: Resources, matrix: Matrix) -> None:
        """Text of annotations stands aside: it was put on the document, not written in it. Where a page has no other
        text, it is its text."""
        alone = not any(run.text.strip() for run in self._runs)
        for annotation in annotations:
            drawing = Drawing(resources)
            for appearance in annotation.iterfind("{*}Appearance"):
                draw(drawing, appearance, times(placing(appearance), matrix))
            runs = [run for run, visibility in drawing.runs if visibility is Visibility.SHOWN and run.text.strip()]
            is_watermark = _WATERMARK in (annotation.get("Type"), annotation.get("Subtype"))
            if alone and not is_watermark:
                self._runs += runs
                continue
            self._aside += [_plain(run.text) for run in runs]
            if any(run.turn >= 0 for run in runs) and not is_watermark:
                self._notes.add(_ANNOTATIONS_ASIDE)

    def page(self, number: int) -> Page:
        kept = [run for run in self._runs if self._is_along(run)]
        aside = [_plain(run.text) for run in self._runs if not self._is_along(run) and run.text.strip()]
        quarters = (self._turn + self._is_vertical) % 4
        width, height = (self._height, self._width) if quarters % 2 else (self._width, self._height)
        glyphs, sizes = _glyphs(kept, quarters, self._width, self._height)
        unknown = self._drawing.unknown
        return Page(
            number,
            width,
            height,
            glyphs,
            self._rulings(quarters, width, height),
            tuple(aside + self._aside),
            self._image_share,
            unknown / max(1, unknown + len(glyphs)),
            self._has_invisible,
            self._drawing.too_dense,
            sizes.__getitem__,
            quarters,
        )

    def notes(self) -> set[str]:
        drawing, notes = self._drawing, set(self._notes)
        has_text = any(run.text.strip(f"{NO_CHARACTER} ") for run in self._runs)
        if drawing.unknown:
            notes.add("glyphs_without_text" if has_text else "garbled_text")
        if not has_text and not drawing.picture and drawing.shapes >= _SHAPES_OF_TEXT:
            notes.add("no_text_layer")
        if self._is_vertical:
            notes.add("vertical_text")
        elif self._turn:
            notes.add("page_turned")
        return notes

    def _is_along(self, run: Run) -> bool:
        """Whether the run stands as most of the page's text does; upright letters below one another stand in a row too."""
        return run.turn == self._turn and (run.is_stacked is not False or not self._is_vertical)

    def _rulings(self, quarters: int, width: float, height: float) -> tuple[Ruling, ...]:
        turned = (_turned(line, quarters, self._width, self._height) for line in self._drawing.lines)
        return tuple(ruling for line in turned if (ruling := ruling_of(*line, width, height)))


def _main_direction(runs: Sequence[Run]) -> tuple[int, bool]:
    """By how many quarters most characters are turned, and whether they stand in columns below one another."""
    weights: Counter[tuple[int, bool]] = Counter()
    for run in runs:
        if run.turn >= 0:
            weights[run.turn, run.is_stacked is True] += len(run.text.strip())
    return weights.most_common(1)[0][0] if weights else (0, False)


def _glyphs(runs: Sequence[Run], quarters: int, width: float, height: float) -> tuple[tuple[Glyph, ...], list[float]]:
    """The characters that stand on the page, and the size of each by its number."""
    glyphs: list[Glyph] = []
    sizes: list[float] = []
    shown_width, shown_height = (height, width) if quarters % 2 else (width, height)
    for run in runs:
        boxes = run.boxes if not quarters else [_turned(each, quarters, width, height) for each in run.boxes]
        first = len(sizes)
        sizes += [run.size] * len(run.text)
        placed = zip(run.text, *zip(*boxes, strict=True), range(first, len(sizes)), strict=True)
        glyphs += [
            glyph
            for glyph in map(Glyph._make, placed)
            if glyph[1] < shown_width
            and glyph[3] >= 0
            and glyph[2] < shown_height
            and glyph[4] > 0
            and glyph[0] != NO_CHARACTER
        ]
    return tuple(glyphs), sizes


def _turned(place: Box, quarters: int, width: float, height: float) -> Box:
    """Where a box stands once the page, turned by so many quarters with the clock, is upright again."""
    x0, top, x1, bottom = place
    if quarters == 1:
        return top, width - x1, bottom, width - x0
    if quarters == 2:
        return width - x1, height - bottom, width - x0, height - top
    if quarters == 3:
        return height - bottom, x0, height - top, x1
    return place


def _plain(text: str) -> str:
    return text.replace(NO_CHARACTER, "").strip()
