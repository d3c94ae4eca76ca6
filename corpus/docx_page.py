"""A notice as a Word file: A4, 22 lines of 28 characters, automatic numbers, page numbers outside."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.elements import CHAPTER, MERGED_UP, SECTION, Element, Kind

FANGSONG, HEI, KAI, TITLE_SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
BODY_SIZE, TITLE_SIZE, SMALL_SIZE, CELL_SIZE = Pt(16), Pt(22), Pt(14), Pt(12)
RED = RGBColor(0xFF, 0, 0)
LINE, CELL_LINE = Pt(28.95), Pt(18)
NUMBERING_ID = 90
HEAD = (Kind.RED_HEAD, Kind.NUMBER)
FIXED_DATE = datetime(2021, 3, 8, tzinfo=UTC)
COLUMN_WIDTHS = (Mm(12), Mm(22), Mm(54), Mm(24), Mm(26), Mm(18))


def docx_bytes(elements: tuple[Element, ...]) -> bytes:
    """The notice as the bytes of a DOCX file; the labels 一、 and （一） are Word's own numbers, not text."""
    document = Document()
    _set_page(document)
    _add_numbering(document)
    _add_page_numbers(document)
    for element in elements:
        _add_element(document, element)
    return _fixed_bytes(document)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'
    section._sectPr.append(parse_xml(grid))
    normal = document.styles["Normal"].element.get_or_add_rPr()
    _set_font(normal, FANGSONG, BODY_SIZE)
    # A quarter of a point less: 28 characters of 16 points are wider than 156 mm, and a grid of
    # characters that Word would squeeze them into spreads them in other programs.
    normal.get_or_add_sz().addprevious(parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>'))
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    properties.created = properties.modified = FIXED_DATE


def _add_numbering(document: WordDocument) -> None:
    """Put a list of two levels, 一、 and （一）, into the numbering part; the second starts anew under each first."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/></w:rPr></w:lvl>'
        for level, (text, font) in enumerate((("%1、", HEI), ("（%2）", KAI)))
    )
    abstract = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    number = f'<w:num {nsdecls("w")} w:numId="{NUMBERING_ID}"><w:abstractNumId w:val="{NUMBERING_ID}"/></w:num>'
    numbering = document.part.numbering_part.element
    # The schema wants every abstractNum before the first num.
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(number))


def _add_page_numbers(document: WordDocument) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = SMALL_SIZE
        _write(paragraph, "— ", "宋体", SMALL_SIZE)
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        paragraph._p.append(parse_xml(field))
        _write(paragraph, " —", "宋体", SMALL_SIZE)


def _add_element(document: WordDocument, element: Element) -> None:
    if element.kind is Kind.TABLE:
        _add_table(document, element.rows)
    elif element.kind is Kind.TITLE:
        _add_title(document, element.text)
    elif element.kind in (Kind.CHAPTER, Kind.SECTION):
        _add_item(document, element)
    elif element.kind in (Kind.LOCAL, Kind.COPIED, Kind.ISSUED):
        _add_imprint(document, element)
    else:
        _add_plain(document, element)


def _add_title(document: WordDocument, text: str) -> None:
    paragraph = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER, snap=False)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = LINE
    for index, line in enumerate(text.split()):
        if index:
            paragraph.add_run().add_break()
        _write(paragraph, line, TITLE_SONG, TITLE_SIZE)


def _add_item(document: WordDocument, element: Element) -> None:
    level = 0 if element.kind is Kind.CHAPTER else 1
    paragraph = _paragraph(document, indent=True)
    number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{NUMBERING_ID}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().insert(0, parse_xml(number))
    if level == 0:
        _write(paragraph, CHAPTER.sub("", element.text), HEI, BODY_SIZE)
        return
    heading, mark, rest = SECTION.sub("", element.text).partition("。")
    _write(paragraph, heading + mark, KAI, BODY_SIZE)
    _write(paragraph, rest, FANGSONG, BODY_SIZE)


def _add_plain(document: WordDocument, element: Element) -> None:
    paragraph = _paragraph(document, indent=element.kind in (Kind.BODY, Kind.ATTACHMENT), snap=element.kind not in HEAD)
    if element.kind is Kind.RED_HEAD:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.space_before = Mm(25)
        _write(paragraph, element.text, TITLE_SONG, Pt(min(50, 430 // len(element.text))), RED)
        return
    if element.kind is Kind.NUMBER:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = LINE
        _draw_rules(paragraph, bottom=(24, "FF0000"))
    if element.kind in (Kind.SIGNATURE, Kind.DATE):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = BODY_SIZE * 4
    if element.kind is Kind.SIGNATURE:
        paragraph.paragraph_format.space_before = LINE
    if element.kind is Kind.ANNEX:
        paragraph.paragraph_format.page_break_before = True
    _write(paragraph, element.text, HEI if element.kind is Kind.ANNEX else FANGSONG, BODY_SIZE)


def _add_imprint(document: WordDocument, element: Element) -> None:
    lines = element.text.split("\n")
    # 主办 and 督办, 印发机关 and 印发日期 stand at the two ends of a line.
    for text in lines if element.kind is Kind.COPIED else ["\t".join(lines)]:
        paragraph = _paragraph(document, snap=False)
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = SMALL_SIZE
        layout.keep_with_next = element.kind is not Kind.ISSUED
        layout.tab_stops.add_tab_stop(Mm(156) - SMALL_SIZE, WD_TAB_ALIGNMENT.RIGHT)
        if element.kind is Kind.ISSUED:
            _draw_rules(paragraph, top=(4, "000000"), bottom=(8, "000000"))
        elif text.startswith("抄送："):
            _draw_rules(paragraph, top=(8, "000000"))
        _write(paragraph, text, FANGSONG, SMALL_SIZE)


def _add_table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    repeated = parse_xml(f"<w:tblHeader {nsdecls('w')}/>")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = table.cell(row, column)
            cell.width = COLUMN_WIDTHS[column]
            if text != MERGED_UP:
                _lay_out(cell.paragraphs[0], line=CELL_LINE, snap=False)
                _write(cell.paragraphs[0], text, FANGSONG if row else HEI, CELL_SIZE)
    for column, width in enumerate(COLUMN_WIDTHS):
        table.columns[column].width = width
        _merge_column(table, rows, column)


def _merge_column(table: Table, rows: tuple[tuple[str, ...], ...], column: int) -> None:
    first = 0
    for row in range(1, len(rows) + 1):
        if row == len(rows) or rows[row][column] != MERGED_UP:
            if row - first > 1:
                text = rows[first][column]
                merged = table.cell(first, column).merge(table.cell(row - 1, column))
                # python-docx keeps an empty paragraph of each merged cell.
                for spare in merged.paragraphs[1:]:
                    merged._tc.remove(spare._p)
                assert merged.text == text
            first = row


def _paragraph(
    document: WordDocument, *, indent: bool = False, align: WD_ALIGN_PARAGRAPH | None = None, snap: bool = True
) -> Paragraph:
    paragraph = document.add_paragraph()
    _lay_out(paragraph, line=LINE, snap=snap)
    paragraph.paragraph_format.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = BODY_SIZE * 2
    return paragraph


def _lay_out(paragraph: Paragraph, *, line: Pt, snap: bool) -> None:
    """Give a paragraph its line height; one that does not snap leaves the grid of 22 lines."""
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = line
    if not snap:
        off = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
        for spacing in paragraph._p.get_or_add_pPr().findall(qn("w:spacing")):
            spacing.addprevious(off)


def _write(paragraph: Paragraph, text: str, font: str, size: Pt, color: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    _set_font(run._r.get_or_add_rPr(), font, size)
    if color is not None:
        run.font.color.rgb = color


def _set_font(properties: CT_RPr, font: str, size: Pt) -> None:
    fonts = properties.get_or_add_rFonts()
    for characters in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(characters), font)
    properties.get_or_add_sz().val = size


def _draw_rules(paragraph: Paragraph, **sides: tuple[int, str]) -> None:
    """Rules above or below a paragraph: for each side the width in eighths of a point, and the colour."""
    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="1" w:color="{color}"/>'
        for side, (width, color) in sides.items()
    )
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{drawn}</w:pBdr>")
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants the borders before the tabs, and these before the spacing.
    followers = (child for child in properties if child.tag in (qn("w:tabs"), qn("w:snapToGrid"), qn("w:spacing")))
    next(followers).addprevious(borders)


def _fixed_bytes(document: WordDocument) -> bytes:
    """The document's bytes with every member of the zip dated alike: Word files carry the clock else."""
    plain, fixed = BytesIO(), BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=FIXED_DATE.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return fixed.getvalue()
