"""A notice as a PDF: A4, 22 lines of 28 characters on a page, red head, imprint, page numbers outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.elements import Element, Kind
from corpus.fonts import HEI, KAI, SONG, Face

LEFT, TOP = 28 * mm, A4[1] - 37 * mm
WIDTH, HEIGHT = 156 * mm, 225 * mm
LINES = 22
PITCH = HEIGHT / LINES
BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 15.75, 22, 14
# Lines of the grid: the red head begins 35 mm below the top of the text area.
HEAD_LINE, NUMBER_LINE, TITLE_LINE = 5, 8, 11
NO_LINE_START = "，。；：、！？）〕》”"
NO_LINE_END = "（〔《“"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face."""

    text: str
    face: Face


@dataclass(slots=True)
class Pen:
    """Where the next line goes: the canvas, the page (from 1) and the line of its grid (from 0)."""

    canvas: Canvas
    page: int = 1
    line: float = 0

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.line = 0

    def baseline(self) -> float:
        """The height of the next line's baseline; a full page is turned first, and the line is used up."""
        if self.line > LINES - 1:
            _draw_page_number(self)
            self.next_page()
        height = float(TOP - self.line * PITCH - BODY_SIZE * 1.2)
        self.line += 1
        return height


def pdf_bytes(elements: tuple[Element, ...], *, fonts: Mapping[Face, Path]) -> bytes:
    """The notice as the bytes of a PDF file with subsets of the fonts in it.

    Raises: ValueError, where the notice has a table (only the Word file sets tables).
    """
    for face, path in fonts.items():
        pdfmetrics.registerFont(TTFont(face.name, str(path)))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=1)
    canvas.setTitle(next(e.text.replace(" ", "") for e in elements if e.kind is Kind.TITLE))
    pen = Pen(canvas)
    imprint = [e for e in elements if e.kind in (Kind.LOCAL, Kind.COPIED, Kind.ISSUED)]
    for element in elements:
        if element not in imprint:
            _draw_element(pen, element)
    _draw_imprint(pen, imprint)
    _draw_page_number(pen)
    canvas.save()
    return buffer.getvalue()


def _draw_element(pen: Pen, element: Element) -> None:
    if element.kind is Kind.TABLE:
        raise ValueError("expected a notice without tables, found one: set it as .docx")
    if element.kind is Kind.RED_HEAD:
        _draw_red_head(pen, element.text)
    elif element.kind is Kind.NUMBER:
        _draw_number(pen, element.text)
    elif element.kind is Kind.TITLE:
        _draw_title(pen, element.text)
    elif element.kind in (Kind.SIGNATURE, Kind.DATE):
        _draw_right(pen, element)
    else:
        _draw_paragraph(pen, element)


def _draw_red_head(pen: Pen, text: str) -> None:
    pen.line = HEAD_LINE
    size = min(50.0, WIDTH / len(text))
    pen.canvas.setFillColorRGB(1, 0, 0)
    pen.canvas.setFont(SONG.name, size)
    pen.canvas.drawCentredString(LEFT + WIDTH / 2, pen.baseline(), text)
    pen.canvas.setFillColorRGB(0, 0, 0)


def _draw_number(pen: Pen, text: str) -> None:
    pen.line = NUMBER_LINE
    height = pen.baseline()
    pen.canvas.setFont(SONG.name, BODY_SIZE)
    pen.canvas.drawCentredString(LEFT + WIDTH / 2, height, text)
    pen.canvas.setStrokeColorRGB(1, 0, 0)
    _draw_rule(pen, height - 4 * mm - 2, 2)
    pen.canvas.setStrokeColorRGB(0, 0, 0)


def _draw_title(pen: Pen, text: str) -> None:
    pen.line = max(pen.line, TITLE_LINE)
    pen.canvas.setFont(SONG.name, TITLE_SIZE)
    for line in text.split():
        pen.canvas.drawCentredString(LEFT + WIDTH / 2, pen.baseline(), line)
        pen.line += 0.2
    pen.line = round(pen.line + 1)


def _draw_right(pen: Pen, element: Element) -> None:
    if element.kind is Kind.SIGNATURE:
        pen.line += 1
    height = pen.baseline()
    pen.canvas.setFont(SONG.name, BODY_SIZE)
    pen.canvas.drawRightString(LEFT + WIDTH - 4 * BODY_SIZE, height, element.text)
    pen.line += element.kind is Kind.DATE


def _draw_paragraph(pen: Pen, element: Element) -> None:
    flush = element.kind in (Kind.ADDRESSEES, Kind.ANNEX)
    lines = _wrap(_runs(element), indent=0 if flush else 2 * BODY_SIZE)
    if element.kind is Kind.ATTACHMENT:
        pen.line += 1
    for index, line in enumerate(lines):
        indent = 0 if flush or index else 2 * BODY_SIZE
        _draw_line(pen, line, indent=indent, justify=index < len(lines) - 1)


def _runs(element: Element) -> tuple[Run, ...]:
    """The characters of an element by face: 一、 in Hei, （一） and its heading in Kai."""
    if element.kind in (Kind.CHAPTER, Kind.ANNEX):
        return (Run(element.text, HEI),)
    if element.kind is Kind.SECTION:
        heading, mark, rest = element.text.partition("。")
        return (Run(heading + mark, KAI), Run(rest, SONG))
    return (Run(element.text, SONG),)


def _wrap(runs: tuple[Run, ...], *, indent: float) -> list[list[Run]]:
    """The runs in lines of the text area; no line begins with a closing mark or ends with an opening one."""
    characters = [Run(character, run.face) for run in runs for character in run.text]
    lines: list[list[Run]] = []
    room = WIDTH - indent
    while characters:
        end = _fitting(characters, room)
        while end < len(characters) and (characters[end].text in NO_LINE_START or _inside_number(characters, end)):
            end -= 1
        while characters[end - 1].text in NO_LINE_END:
            end -= 1
        lines.append(characters[:end])
        characters = characters[end:]
        room = WIDTH
    return lines


def _inside_number(characters: list[Run], end: int) -> bool:
    return characters[end].text.isdigit() and characters[end - 1].text.isdigit()


def _fitting(characters: list[Run], room: float) -> int:
    used = 0.0
    for index, character in enumerate(characters):
        used += _width(character)
        if used > room:
            return index
    return len(characters)


def _width(run: Run) -> float:
    return float(pdfmetrics.stringWidth(run.text, run.face.name, BODY_SIZE))


def _draw_line(pen: Pen, characters: list[Run], *, indent: float, justify: bool) -> None:
    height = pen.baseline()
    used = sum(_width(character) for character in characters)
    spread = (WIDTH - indent - used) / max(1, len(characters) - 1) if justify else 0.0
    text = pen.canvas.beginText(LEFT + indent, height)
    text.setCharSpace(spread)
    for run in _merge(characters):
        text.setFont(run.face.name, BODY_SIZE)
        text.textOut(run.text)
    pen.canvas.drawText(text)


def _merge(characters: list[Run]) -> list[Run]:
    """Neighbours of one face as one run."""
    merged: list[Run] = []
    for character in characters:
        if merged and merged[-1].face == character.face:
            merged[-1] = Run(merged[-1].text + character.text, character.face)
        else:
            merged.append(character)
    return merged


def _draw_imprint(pen: Pen, elements: list[Element]) -> None:
    """The imprint at the foot of the last page: 主办 and 督办, then 抄送, then 印发机关 and 印发日期 between rules."""
    lines = {element.kind: element.text.split("\n") for element in elements}
    local, copied, issued = (lines.get(kind, []) for kind in (Kind.LOCAL, Kind.COPIED, Kind.ISSUED))
    needed = bool(local) + len(copied) + bool(issued)
    if pen.line > LINES - needed:
        _draw_page_number(pen)
        pen.next_page()
    pen.line = LINES - needed
    if local:
        _draw_ends(pen, local[0], "".join(local[1:]))
    for index, line in enumerate(copied):
        height = _draw_ends(pen, line if not index else "　　　" + line, "")
        if not index:
            _draw_rule(pen, height + PITCH * 0.72, 1)
    if issued:
        height = _draw_ends(pen, issued[0], "".join(issued[1:]))
        _draw_rule(pen, height + PITCH * 0.72, 0.7)
        _draw_rule(pen, height - PITCH * 0.3, 1)


def _draw_ends(pen: Pen, left: str, right: str) -> float:
    height = pen.baseline()
    pen.canvas.setFont(SONG.name, SMALL_SIZE)
    pen.canvas.drawString(LEFT + SMALL_SIZE, height, left)
    pen.canvas.drawRightString(LEFT + WIDTH - SMALL_SIZE, height, right)
    return height


def _draw_rule(pen: Pen, height: float, width: float) -> None:
    pen.canvas.setLineWidth(width)
    pen.canvas.line(LEFT, height, LEFT + WIDTH, height)


def _draw_page_number(pen: Pen) -> None:
    """— 1 —, 7 mm below the text area, at the outer side: right on odd pages, left on even ones."""
    pen.canvas.setFont(SONG.name, SMALL_SIZE)
    height, number = TOP - HEIGHT - 7 * mm - SMALL_SIZE, f"— {pen.page} —"
    if pen.page % 2:
        pen.canvas.drawRightString(LEFT + WIDTH - SMALL_SIZE, height, number)
    else:
        pen.canvas.drawString(LEFT + SMALL_SIZE, height, number)
