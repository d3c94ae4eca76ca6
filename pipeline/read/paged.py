"""Pages on their way to one reading: from their text where that is to be trusted, else from their pictures by OCR."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.model.reading import Ocr, Reading, Recognition, SourceFormat
from pipeline.read.assembly import assemble, ranges, to_sheet
from pipeline.read.pdf_layout import Sheet
from pipeline.read.pdf_objects import Page
from pipeline.read.pdf_text_layer import TextLayer, judge
from pipeline.read.unseen_layer import UnseenLayer, unseen_layer

if TYPE_CHECKING:
    from pipeline.read.ocr.engine import Image
    from pipeline.read.ocr.page import OcrPage

_UNREAD = {TextLayer.PICTURE: "no_text_layer", TextLayer.GARBLED: "garbled_text"}
# What is no longer so once a page was read by OCR.
_REPLACED = (*_UNREAD.values(), "invisible_text")


@dataclass(slots=True)
class Pages:
    """What was read of all pages; `notes` are the numbers of pages by what is to be said of them, `codes` warnings that
    concern no page. `layers` are those that are still to be tried against the pictures of their pages."""

    count: int
    ocr: Ocr = Ocr.AUTO
    sheets: list[Sheet] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: dict[str, set[int]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    recognized: list[OcrPage] = field(default_factory=list)
    layers: dict[int, UnseenLayer] = field(default_factory=dict)

    def note(self, code: str, page: int) -> None:
        self.notes.setdefault(code, set()).add(page)

    def add(self, page: Page) -> None:
        """Takes a page in by its text, or notes why it cannot be read."""
        layer = judge(page)
        if code := _UNREAD.get(layer):
            self.note(code, page.number)
        if layer is not TextLayer.GARBLED:
            self.aside += page.aside
        if layer in (TextLayer.EMPTY, TextLayer.GARBLED) or not page.glyphs:
            return
        if page.has_invisible_text:
            self.note("invisible_text", page.number)
        if page.too_dense:
            self.note("page_too_dense", page.number)
        if layer is TextLayer.UNSEEN and self.ocr is not Ocr.ALWAYS:
            self.layers[page.number] = unseen_layer(page)
        self.sheets.append(to_sheet(page))

    def wanted(self) -> list[int]:
        """The pages of which the picture is wanted: to be read by OCR, or to try the layer that lies on it."""
        if self.ocr is not Ocr.AUTO:
            return list(range(1, self.count + 1)) if self.ocr is Ocr.ALWAYS else []
        unread = {number for code in _UNREAD.values() for number in self.notes.get(code, ())}
        return sorted(unread | self.layers.keys())

    def recognize(self, number: int, image: Image, dpi: float) -> None:
        """Reads a page from its picture; what is read takes the place of its text, and of the warning about it.

        A layer that lies on the picture stays where it says what the picture shows.
        """
        from pipeline.read.ocr.page import read_page
        from pipeline.read.ocr.trial import try_layer

        layer = self.layers.pop(number, None)
        if layer is not None and try_layer(layer, image, dpi).is_as_good:
            return
        found = read_page(image, page=number, dpi=dpi)
        if not found.page.glyphs:
            if not any(number in self.notes.get(code, ()) for code in _UNREAD.values()):
                self.note("ocr_no_text", number)
            return
        for code in _REPLACED:
            self.notes.get(code, set()).discard(number)
        if layer is not None:
            self.note("text_layer_replaced", number)
        for code in found.warnings:
            self.note(code, number)
        self.sheets = [*(sheet for sheet in self.sheets if sheet.number != number), to_sheet(found.page)]
        self.aside += found.page.aside
        self.recognized.append(found)

    def reading(self, kind: SourceFormat) -> Reading:
        """One reading of the pages in their order."""
        for number in self.layers:
            self.note("text_layer_untried", number)
        sheets = sorted(self.sheets, key=lambda sheet: sheet.number)
        reading = assemble(kind, sheets, pages=self.count, aside=self.aside, warnings=self._warnings())
        return replace(reading, ocr=self._recognition())

    def _warnings(self) -> set[str]:
        """Codes with the pages they hold for: `no_text_layer:3-5,8`; `ocr_corrected` with how often."""
        corrected = sum(len(found.corrections) for found in self.recognized)
        codes = {f"{code}:{ranges(numbers)}" for code, numbers in self.notes.items() if numbers} | self.codes
        return codes | ({f"ocr_corrected:{corrected}"} if corrected else set())

    def _recognition(self) -> Recognition | None:
        """What OCR read, None where it read nothing."""
        if not self.recognized:
            return None
        characters = sum(len(found.page.glyphs) for found in self.recognized)
        sure = sum(found.confidence * len(found.page.glyphs) for found in self.recognized) / max(1, characters)
        corrections = tuple(correction for found in self.recognized for correction in found.corrections)
        return Recognition(tuple(found.page.number for found in self.recognized), round(sure, 4), corrections)
