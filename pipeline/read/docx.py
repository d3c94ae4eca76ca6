"""DOCX files (Word, WPS) to lines and grids, as the final version of the document shows them.

1. Each paragraph is a line, each line break begins another; an automatic number stands before the text it belongs to.
2. What is not shown is left out: deleted and hidden text (with a warning), field codes, comments.
3. Text of text boxes follows the paragraph they are anchored in; footnotes and endnotes follow the text.
4. Each cell of a table stands once, with its spans; headers and footers go to `furniture`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import regex
from lxml import etree

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Block, Flow, Grid, Line, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.docx_tables import is_blank, read_table, texts_of
from pipeline.read.numbering import Numbering, Styles, is_on, value_of, w, whole_number
from pipeline.read.package import OfficeDocument
from pipeline.read.symbols import shown_symbol

_P, _R, _TABLE, _SECTION = w("p"), w("r"), w("tbl"), w("sectPr")
_PROPERTIES, _RUN_PROPERTIES, _TEXT_BOX = w("pPr"), w("rPr"), w("txbxContent")
_SYMBOL, _FIELD, _RENDERED_BREAK = w("sym"), w("fldChar"), w("lastRenderedPageBreak")
_BREAKS = {w("br"), w("cr")}
_TEXTS = {w("t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_AS_TEXT = {w("tab"): "\t", w("ptab"): "\t", w("noBreakHyphen"): "-"}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DELETED = {w("del"), w("moveFrom"), w("delText"), w("delInstrText")}
_DESCRIBES = {w(f"{kind}Pr") for kind in ("p", "r", "sdt", "sdtEnd", "ruby", "tbl", "tr", "tc", "sect")}
_LEFT_OUT = _DELETED | _DESCRIBES | {w("instrText"), w("rt"), w("tblGrid")}
_NOT_READ = {w("altChunk"), w("subDoc"), "{urn:schemas-microsoft-com:office:office}OLEObject"}
_ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT} | dict.fromkeys(
    ("left", "start", "both"), Align.LEFT
)
# Matches `heading 2`, `标题 3`, `标题3`; does not match `标题`, `heading 2 Char`.
_HEADING_STYLE = regex.compile(r"(?i)(?:heading|标题)\s*([1-9])")
# Where neither the paragraph nor a style says so, characters have this size for indents counted in characters.
_USUAL_SIZE = 10.5
_BLANK = Line("")


def read(data: bytes) -> Reading:
    """The text of a DOCX file: paragraphs as HARD lines, tables as grids.

    Pages are counted from the breaks in the file; a file without any is all on page 1. `page_count` is what the file states
    or notes of its layout, 0 where it does neither: the breaks that a writer set are some of its pages' ends only.

    Raises: ReadError `encrypted`, `zip_bomb`, `bad_xml`, `broken_package`, `no_text`.
    """
    document = OfficeDocument(data)
    reader = _Reader(document)
    blocks = tuple(reader.text())
    pages = max(reader.page, stated) if (stated := document.stated_pages()) or reader.has_layout else 0
    furniture, warnings = reader.furniture(), tuple(sorted(reader.warnings))
    return Reading(SourceFormat.DOCX, blocks, pages, furniture=furniture, warnings=warnings)


@dataclass(slots=True)
class _Piece:
    """A line of a paragraph while it is gathered."""

    page: int
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is gathered. `fields` says of each open field whether its code is still being read."""

    element: etree._Element
    style_id: str
    pieces: list[_Piece]
    place: tuple[str, int] | None = None
    label: str = ""
    size: float | None = None
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)

    def has_text(self) -> bool:
        return any(part.strip() for piece in self.pieces for part in piece.parts)


class _Reader:
    """Reads the parts of one document in order: the page, the counts of lists and the warnings go on from one to the next."""

    def __init__(self, document: OfficeDocument) -> None:
        self.page = 1
        self.has_layout = False
        self.warnings = document.warnings
        self._document = document
        self._styles = Styles(document.one("styles"))
        self._numbering = Numbering(document.one("numbering"), self._styles)
        self._page_is_empty = True
        self._page_was_turned = False
        self._notes: list[tuple[str, str]] = []
        # A section's type says how it begins: that of the first does not matter, the others' end the section before.
        root = document.root
        sections = [*root.iterfind(f".//{_PROPERTIES}/{_SECTION}"), *root.iterfind(f"{w('body')}/{_SECTION}")]
        self._sections = iter([value_of(section, "type") or "nextPage" for section in sections[1:]])

    def text(self) -> list[Block]:
        blocks = self.blocks(self._document.root) + self._note_lines("footnote") + self._note_lines("endnote")
        if not any(isinstance(block, Grid) or block.text for block in blocks):
            raise ReadError(
                "the document has no text; if it holds pictures of pages, read them with OCR", reason_code="no_text"
            )
        return [
            block
            for block, before in zip(blocks, [_BLANK, *blocks], strict=False)
            if not (is_blank(block) and is_blank(before))
        ]

    def furniture(self) -> tuple[str, ...]:
        """The distinct lines of the headers and footers."""
        texts = (text for root in self._document.each("header", "footer") for text in texts_of(self.blocks(root)))
        return tuple(dict.fromkeys(texts))

    def _note_lines(self, kind: str) -> list[Block]:
        cited = dict.fromkeys(note_id for its_kind, note_id in self._notes if its_kind == kind)
        root = self._document.one(f"{kind}s") if cited else None
        notes = {} if root is None else {note.get(w("id"), ""): note for note in root}
        return [block for note_id in cited if note_id in notes for block in self.blocks(notes[note_id])]

    def blocks(self, container: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        held: _Paragraph | None = None
        for element in self.contents(container, {_P, _TABLE}):
            if element.tag == _TABLE:
                blocks += self._finish(held) + read_table(element, self)
                held = None
                continue
            held = _join(held, self._paragraph(element))
            if not _mark_is_gone(element):
                blocks += self._finish(held)
                held = None
            self._end_section(element)
        return blocks + self._finish(held)

    def contents(self, container: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
        """The wanted elements of the container, also those inside content controls and the like."""
        for child in container:
            if child.tag in wanted:
                yield child
            elif child.tag in _NOT_READ:
                self.warnings.add("embedded_document_skipped")
            elif child.tag == _ALTERNATES:
                yield from self.contents(_chosen(child), wanted)
            elif child.tag not in _LEFT_OUT:
                yield from self.contents(child, wanted)

    def _paragraph(self, element: etree._Element) -> _Paragraph:
        style_id = self._styles.of(element)
        paragraph = _Paragraph(element, style_id, [])
        if is_on(self._property(paragraph, "pageBreakBefore")) and not self._page_is_empty:
            self._turn_page()
        paragraph.pieces.append(_Piece(self.page))
        self._gather(element, paragraph, hidden=False, size=None)
        # A paragraph that is wholly deleted or hidden takes no number.
        if paragraph.has_text() or not _mark_is_gone(element):
            paragraph.place = self._numbering.place(element)
            paragraph.label = self._numbering.label(paragraph.place) if paragraph.place else ""
        return paragraph

    def _property(self, paragraph: _Paragraph, name: str) -> etree._Element | None:
        own = paragraph.element.find(f"{_PROPERTIES}/{w(name)}")
        return self._styles.resolve("pPr", name, paragraph.style_id) if own is None else own

    def _gather(self, element: etree._Element, paragraph: _Paragraph, *, hidden: bool, size: float | None) -> None:
        for child in element:
            tag = child.tag
            if tag == _R:
                self._gather(
                    child, paragraph, hidden=self._is_hidden(child, paragraph), size=self._size(child, paragraph)
                )
            elif tag in _TEXTS:
                self._add(child.text or "", paragraph, hidden, size)
            elif tag in _LEFT_OUT:
                continue
            elif tag in _AS_TEXT:
                self._add(_AS_TEXT[tag], paragraph, hidden, size)
            elif tag == _SYMBOL:
                self._add(self._symbol(child), paragraph, hidden, size)
            elif tag in _BREAKS:
                self._break(child, paragraph)
            elif tag == _RENDERED_BREAK:
                self._turn_rendered_page(paragraph)
            elif tag == _FIELD:
                _turn_field(child.get(w("fldCharType")), paragraph.fields)
            elif tag == _TEXT_BOX:
                paragraph.boxes.append(child)
            elif tag in _NOTES:
                self._notes.append((_NOTES[tag], child.get(w("id"), "")))
            elif tag in _NOT_READ:
                self.warnings.add("embedded_document_skipped")
            else:
                self._gather(_chosen(child) if tag == _ALTERNATES else child, paragraph, hidden=hidden, size=size)

    def _add(self, text: str, paragraph: _Paragraph, hidden: bool, size: float | None) -> None:
        if True in paragraph.fields or not text:
            return
        if hidden:
            self.warnings |= {"hidden_text_dropped"} if text.strip() else set()
            return
        piece = paragraph.pieces[-1]
        # A tab inside a line sets things apart; the notice's text has tabs between the cells of a table only.
        piece.parts.append(text if text == "\t" and not piece.parts else regex.sub(r"[\t\r\n]", " ", text))
        if text.strip():
            self._page_is_empty = False
            paragraph.size = max(size or 0.0, paragraph.size or 0.0) or None

    def _run_property(self, run: etree._Element, paragraph: _Paragraph, name: str) -> etree._Element | None:
        own = run.find(_RUN_PROPERTIES)
        if own is not None and (found := own.find(w(name))) is not None:
            return found
        run_style = value_of(own, "rStyle")
        return self._styles.resolve("rPr", name, *([run_style] if run_style else []), paragraph.style_id)

    def _is_hidden(self, run: etree._Element, paragraph: _Paragraph) -> bool:
        return is_on(self._run_property(run, paragraph, "vanish"))

    def _size(self, run: etree._Element, paragraph: _Paragraph) -> float | None:
        found = self._run_property(run, paragraph, "sz")
        half_points = None if found is None else whole_number(found.get(w("val")))
        return None if half_points is None else half_points / 2

    def _symbol(self, symbol: etree._Element) -> str:
        shown = shown_symbol(symbol.get(w("font"), ""), symbol.get(w("char"), ""))
        if shown is not None:
            return shown
        self.warnings.add("symbol_dropped")
        return ""

    def _break(self, element: etree._Element, paragraph: _Paragraph) -> None:
        if element.get(w("type")) == "page":
            self._turn_page()
        paragraph.pieces.append(_Piece(self.page))

    def _turn_page(self) -> None:
        self.page += 1
        self._page_is_empty = self._page_was_turned = True

    def _turn_rendered_page(self, paragraph: _Paragraph) -> None:
        """Counts a page break that Word noted down when it last showed the document; it notes the breaks of writers too."""
        if not (self._page_was_turned and self._page_is_empty):
            self.page += 1
        self._page_is_empty, self._page_was_turned, self.has_layout = True, False, True
        if not any(part.strip() for part in paragraph.pieces[-1].parts):
            paragraph.pieces[-1].page = self.page

    def _end_section(self, paragraph: etree._Element) -> None:
        ends = paragraph.find(f"{_PROPERTIES}/{_SECTION}") is not None
        if ends and next(self._sections, "nextPage") not in ("continuous", "nextColumn"):
            self._turn_page()

    def _finish(self, paragraph: _Paragraph | None) -> list[Block]:
        if paragraph is None:
            return []
        texts = [self._clean("".join(piece.parts)) for piece in paragraph.pieces]
        if paragraph.label:
            texts[0] = self._clean(paragraph.label + texts[0].lstrip())
        justified = self._property(paragraph, "jc")
        align = None if justified is None else _ALIGNS.get(justified.get(w("val"), ""))
        first, others = self._indents(paragraph)
        line = Line("", flow=Flow.HARD, heading=self._heading(paragraph), align=align, size=paragraph.size)
        lines: list[Block] = [
            replace(line, text=text, page=piece.page, indent=others if index else first)
            for index, (text, piece) in enumerate(zip(texts, paragraph.pieces, strict=True))
        ]
        return lines + [block for box in paragraph.boxes for block in self.blocks(box)]

    def _clean(self, text: str) -> str:
        cleaned, warnings = clean(text)
        self.warnings.update(warnings)
        return cleaned if cleaned.strip() else ""

    def _heading(self, paragraph: _Paragraph) -> int:
        """1 to 9 for a paragraph that the outline shows, 0 for body text (outline level 9 in the file)."""
        outline = self._property(paragraph, "outlineLvl")
        level = None if outline is None else whole_number(outline.get(w("val")))
        if level is not None:
            return level + 1 if 0 <= level < 9 else 0
        names = (value_of(style, "name") or "" for _, style in self._styles.chain(paragraph.style_id))
        named = next((found for name in names if (found := _HEADING_STYLE.fullmatch(name))), None)
        return int(named.group(1)) if named else 0

    def _indents(self, paragraph: _Paragraph) -> tuple[float, float]:
        """Points from the left edge for the paragraph's first line and for the others; its own word goes before its list's."""
        own = paragraph.element.find(f"{_PROPERTIES}/{w('ind')}")
        listed = self._numbering.indent(paragraph.place) if paragraph.place else None
        stated = {**self._styles.indent(paragraph.style_id), **_attributes(listed), **_attributes(own)}
        left = _length(stated, ("left", "start"), paragraph.size)
        hanging = _length(stated, ("hanging",), paragraph.size)
        first = -hanging if hanging else _length(stated, ("firstLine",), paragraph.size)
        return left + first, left


def _turn_field(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def _chosen(alternates: etree._Element) -> etree._Element:
    """The version of AlternateContent to read: the first choice that has text, else what to fall back on."""
    versions = list(alternates)
    return next(
        (v for v in versions if any(next(v.iter(tag), None) is not None for tag in _TEXTS)),
        versions[0] if versions else alternates,
    )


def _mark_is_gone(paragraph: etree._Element) -> bool:
    """Whether the paragraph runs on into the next one: its mark was deleted, moved away or hidden."""
    mark = paragraph.find(f"{_PROPERTIES}/{_RUN_PROPERTIES}")
    return mark is not None and (is_on(mark.find(w("vanish"))) or any(child.tag in _DELETED for child in mark))


def _join(held: _Paragraph | None, paragraph: _Paragraph) -> _Paragraph:
    """The paragraph with what ran into it; number and alignment are those of the first that has text."""
    if held is None:
        return paragraph
    if not held.has_text():
        paragraph.boxes = held.boxes + paragraph.boxes
        return paragraph
    held.pieces[-1].parts += paragraph.pieces[0].parts
    held.pieces += paragraph.pieces[1:]
    held.boxes += paragraph.boxes
    held.size = max(held.size or 0.0, paragraph.size or 0.0) or None
    return held


def _attributes(element: etree._Element | None) -> dict[str, str]:
    return {} if element is None else {str(name): str(value) for name, value in element.items()}


def _length(stated: Mapping[str, str], names: tuple[str, ...], size: float | None) -> float:
    """Points of an indent, which is stated in hundredths of characters or else in twentieths of a point."""
    for name in names:
        if characters := whole_number(stated.get(w(f"{name}Chars"))):
            return characters / 100 * (size or _USUAL_SIZE)
    return next((twips / 20 for name in names if (twips := whole_number(stated.get(w(name)))) is not None), 0.0)
