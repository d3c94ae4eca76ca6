"""Notices with tables of tasks, made for tests: the same content as a page, as DOCX, as XLSX and as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from xml.sax.saxutils import escape as escape_xml

from pipeline.model.reading import Block, Line

HEAD = (
    "示市政办〔2023〕5号",
    "示市人民政府办公室关于印发示市2023年重点工作任务分工的通知",
    "各县（市、区）人民政府，市政府各部门：",
    "现将示市2023年重点工作任务分工印发给你们，请认真贯彻落实。",
)
END = ("示市人民政府办公室", "2023年3月1日")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells parted by `|`; ^ goes on from above, < from the left, `\\` is a line end in a cell."""

    rows: tuple[str, ...]

    def placed(self) -> Iterator[tuple[int, int, int, int, str]]:
        """Row, column, row span, column span and text of each cell."""
        texts = [[cell.strip() for cell in row.split("|")] for row in self.rows]
        for row, cells in enumerate(texts):
            for column, text in enumerate(cells):
                if text not in ("^", "<"):
                    wide = _run(cells[column + 1 :], "<")
                    tall = _run([below[column] for below in texts[row + 1 :]], "^")
                    yield row, column, 1 + tall, 1 + wide, text.replace("\\", "\n")

    @property
    def columns(self) -> int:
        return max(row.count("|") + 1 for row in self.rows)


def _run(texts: Sequence[str], mark: str) -> int:
    count = 0
    while count < len(texts) and texts[count] == mark:
        count += 1
    return count


Item = str | Grid


def as_html(*items: Item) -> bytes:
    body = "".join(_html_of(item) for item in (*HEAD, *items, *END))
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def _html_of(item: Item) -> str:
    if isinstance(item, str):
        return f"<p>{escape(item)}</p>"
    html, at = "<table>", -1
    for row, _, tall, wide, text in item.placed():
        html += "<tr>" * (row - at)
        at = row
        lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
        html += f"<td rowspan={tall} colspan={wide}>{lines}</td>"
    return html + "</table>"


def as_docx(*items: Item) -> bytes:
    import docx

    document = docx.Document()
    for item in (*HEAD, *items, *END):
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        table = document.add_table(len(item.rows), item.columns)
        for row, column, tall, wide, text in item.placed():
            cell = table.cell(row, column).merge(table.cell(row + tall - 1, column + wide - 1))
            cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(*items: Item) -> bytes:
    """The notice on one sheet, each line merged over the columns of the table."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet, top = book.active, 1
    columns = max((item.columns for item in items if isinstance(item, Grid)), default=2)
    for item in (*HEAD, *items, *END):
        placed = [(0, 0, 1, columns, item)] if isinstance(item, str) else list(item.placed())
        for row, column, tall, wide, text in placed:
            sheet.cell(top + row, 1 + column, text)
            if tall > 1 or wide > 1:
                sheet.merge_cells(None, top + row, 1 + column, top + row + tall - 1, column + wide)
        top += 1 if isinstance(item, str) else len(item.rows)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def saved_as_xlsx(blocks: Sequence[Block]) -> bytes:
    """What was read of a notice, made into a workbook: each table on a sheet, below the lines that stand before it."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet, top = book.active, 1
    for block in blocks:
        if isinstance(block, Line):
            sheet.cell(top, 1, block.text).data_type = "s"
            top += 1
            continue
        for cell in block.cells:
            # What begins with = is text here and no formula.
            sheet.cell(top + cell.row, 1 + cell.column, cell.text).data_type = "s"
            if cell.row_span > 1 or cell.column_span > 1:
                last = (top + cell.row + cell.row_span - 1, cell.column + cell.column_span)
                sheet.merge_cells(None, top + cell.row, 1 + cell.column, *last)
        sheet, top = book.create_sheet(), 1
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_pdf(*items: Item, widths: Sequence[float] = (), repeat: int = 1, height: float = 842.0) -> bytes:
    """The notice set with the font STSong, which viewers bring along;

    The first `repeat` rows stand again on each page; a row that does not fit is cut.
    """
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=16, wordWrap="CJK")
    flow = []
    for item in (*HEAD, *items, *END):
        if isinstance(item, str):
            flow.append(Paragraph(escape_xml(item), style))
            continue
        cells: list[list[object]] = [[""] * item.columns for _ in item.rows]
        rules: list[tuple[object, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
        for row, column, tall, wide, text in item.placed():
            cells[row][column] = Paragraph("<br/>".join(map(escape_xml, text.splitlines())), style)
            if tall > 1 or wide > 1:
                rules.append(("SPAN", (column, row), (column + wide - 1, row + tall - 1)))
        flow.append(
            Table(
                cells, list(widths) or [480 / item.columns] * item.columns, style=rules, repeatRows=repeat, splitInRow=1
            )
        )
    stream = BytesIO()
    SimpleDocTemplate(stream, pagesize=(595, height), topMargin=50, bottomMargin=50, invariant=1).build(flow)
    return stream.getvalue()
