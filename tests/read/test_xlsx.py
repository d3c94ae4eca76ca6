"""Workbooks as their visible sheets show them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from html import escape

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Grid, Line, Reading, SourceFormat
from pipeline.read import package, read, xlsx, xlsx_blocks

HEADS = ("序号", "工作任务", "牵头单位", "完成时限")
TASK = (1, "推进一网通办", "市大数据局", "6月底前")
LEDGER = [HEADS, TASK, (2, "改造老旧小区", "市住建局", "年底前")]
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_rows(*rows: tuple[object, ...], merged: tuple[str, ...] = (), name: str = "Sheet1") -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = name
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)

    return saved(fill)


def raw(rows: str, *, sheet: str = "", strings: str = "", styles: str = "", book: str = "", rels: str = "") -> bytes:
    """A workbook of one sheet whose XML is given: what no program writes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        names = "".join(
            f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>'
            for kind in ("worksheet", "sharedStrings", "styles")
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{names}</Relationships>")
        sheets = f'<sheets><sheet name="Sheet1" xmlns:r="{RELATION}" r:id="worksheet"/></sheets>'
        archive.writestr("xl/workbook.xml", f"<workbook>{book}{sheets}</workbook>")
        archive.writestr("xl/worksheet.xml", f"<worksheet><sheetData>{rows}</sheetData>{sheet}</worksheet>")
        archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        archive.writestr("xl/styles.xml", f"<styleSheet>{styles}</styleSheet>")
        if rels:
            archive.writestr("xl/_rels/worksheet.xml.rels", f"<Relationships>{rels}</Relationships>")
    return stream.getvalue()


def cell(text: str, *, place: str = "") -> str:
    where = f'r="{place}"' if place else ""
    return f'<c t="inlineStr" {where}><is><t>{escape(text)}</t></is></c>'


def told(reading: Reading) -> list[str | list[list[str]]]:
    """Lines as texts, grids as rows of the cells that begin in them."""
    blocks: list[str | list[list[str]]] = []
    for block in reading.blocks:
        if isinstance(block, Line):
            blocks.append(block.text)
        else:
            rows = [[c.text for c in block.cells if c.row == row] for row in range(block.rows)]
            blocks.append(rows)
    return blocks


def texts(*rows: tuple[object, ...]) -> list[list[str]]:
    return [[str(value) for value in row] for row in rows]


def grid(data: bytes) -> Grid:
    (found,) = [block for block in read(data).blocks if isinstance(block, Grid)]
    return found


def test_a_ledger_is_a_grid() -> None:
    reading = read(of_rows(*LEDGER))
    assert (reading.format, reading.page_count, reading.warnings) == (SourceFormat.XLSX, 1, ())
    assert told(reading) == [texts(*LEDGER)]


TITLE = "示市2023年重点工作任务台账"
ABOUT = ("填报单位（盖章）：市政府办公室", None, "填报日期：2023年3月1日")


@pytest.mark.parametrize(
    ("above", "merged", "lines"),
    [
        pytest.param([(TITLE,)], ("A1:D1",), [TITLE], id="title merged over the columns"),
        pytest.param([(TITLE,)], (), [TITLE], id="title in the first column"),
        pytest.param([(None, "附件1"), (TITLE,)], ("A2:D2",), ["附件1", TITLE], id="label of an annex above it"),
        pytest.param(
            [(TITLE,), ABOUT],
            ("A1:D1",),
            [TITLE, "填报单位（盖章）：市政府办公室  填报日期：2023年3月1日"],
            id="who filled it in and when",
        ),
        pytest.param([(TITLE,), (), ABOUT, ()], ("A1:D2",), [TITLE, "  ".join(t for t in ABOUT if t)], id="empty rows"),
        pytest.param(
            [("示市2023年\n重点工作任务台账",)], ("A1:D1",), ["示市2023年", "重点工作任务台账"], id="two lines"
        ),
    ],
)
def test_what_stands_above_the_table_is_lines(
    above: list[tuple[object, ...]], merged: tuple[str, ...], lines: list[str]
) -> None:
    # openpyxl's append passes over an empty row.
    rows = [row or (None,) for row in above]
    assert told(read(of_rows(*rows, *LEDGER, merged=merged))) == [*lines, texts(*LEDGER)]


def test_a_centred_title_is_a_centred_line() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in ((TITLE,), *LEDGER):
            book.active.append(row)
        book.active["A1"].alignment = Alignment(horizontal="center")

    (title, _) = read(saved(fill)).blocks
    assert isinstance(title, Line)
    assert title.align is Align.CENTER


@pytest.mark.parametrize(
    ("below", "merged", "lines"),
    [
        pytest.param([("注：每月底前更新进展。",)], (), ["注：每月底前更新进展。"], id="note"),
        pytest.param([("填表人：", None, "联系电话：")], (), ["填表人：  联系电话："], id="who filled it in"),
        pytest.param([("示市人民政府办公室",)], ("A4:D4",), ["示市人民政府办公室"], id="signature"),
    ],
)
def test_what_stands_below_the_table_is_lines(
    below: list[tuple[object, ...]], merged: tuple[str, ...], lines: list[str]
) -> None:
    assert told(read(of_rows(*LEDGER, *below, merged=merged))) == [texts(*LEDGER), *lines]


def test_sections_within_the_table_stay_in_it() -> None:
    rows = [HEADS, ("一、经济发展（1项）",), TASK, ("二、民生保障（1项）",), LEDGER[2]]
    found = grid(of_rows(*rows, merged=("A2:D2", "A4:D4")))
    assert [(c.text, c.row, c.column_span) for c in found.cells if c.column_span > 1] == [
        ("一、经济发展（1项）", 1, 4),
        ("二、民生保障（1项）", 3, 4),
    ]


def test_merged_cells_stand_once_with_their_spans() -> None:
    rows = [("序号", "责任分工", None), (None, "牵头单位", "配合单位"), (1, "市委编办", "市司法局")]
    found = grid(of_rows(*rows, merged=("A1:A2", "B1:C1")))
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in found.cells[:4]] == [
        ("序号", 0, 0, 2, 1),
        ("责任分工", 0, 1, 1, 2),
        ("牵头单位", 1, 1, 1, 1),
        ("配合单位", 1, 2, 1, 1),
    ]


def test_empty_rows_and_columns_are_no_part_of_the_grid() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for number, row in enumerate(LEDGER):
            for column, value in enumerate(row):
                book.active.cell(3 + 2 * number, 2 + 2 * column, value)
        book.active["Z5000"].alignment = Alignment(wrap_text=True)

    assert told(read(saved(fill))) == [texts(*LEDGER)]


def test_hidden_rows_columns_and_sheets_are_left_out_with_a_warning() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (*LEDGER, (3, "已办结事项", "市民政局", "已完成")):
            book.active.append((*row, "内部备注"))
        book.active.row_dimensions[4].hidden = True
        book.active.column_dimensions["E"].hidden = True
        book.create_sheet("数据源")["A1"] = "市财政局"
        book["数据源"].sheet_state = "hidden"

    reading = read(saved(fill))
    assert told(reading) == [texts(*LEDGER)]
    assert reading.warnings == ("hidden_cells_dropped", "hidden_sheet_dropped")


def test_hidden_rows_without_text_are_no_warning() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in LEDGER:
            book.active.append(row)
        book.active.row_dimensions[9].hidden = True

    assert read(saved(fill)).warnings == ()


def test_a_merged_text_that_begins_in_a_hidden_row_is_shown_where_the_area_is() -> None:
    """As programs show it: a filter hides the first task of a category, and the category stays in sight."""
    rows = "".join(
        f'<row r="{n}" hidden="{int(n in (2, 3))}">{cell(category)}{cell(f"任务{n}")}</row>'
        for n, category in enumerate(["类别", "一、经济", "", "", ""], 1)
    )
    reading = read(raw(rows, sheet='<mergeCells><mergeCell ref="A2:A5"/></mergeCells>'))
    (found,) = reading.blocks
    assert isinstance(found, Grid)
    assert [(c.text, c.row, c.row_span) for c in found.cells if c.column == 0] == [("类别", 0, 1), ("一、经济", 1, 2)]
    assert reading.warnings == ("hidden_cells_dropped",)


def test_sheets_follow_one_another_each_with_its_name() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "市发改委"
        book.create_sheet("Sheet2")
        book.create_sheet("市财政局")
        for sheet in (book["市发改委"], book["市财政局"]):
            for row in LEDGER:
                sheet.append(row)

    reading = read(saved(fill))
    assert told(reading) == ["市发改委", texts(*LEDGER), "市财政局", texts(*LEDGER)]
    assert [block.page for block in reading.blocks] == [1, 1, 3, 3]


@pytest.mark.parametrize("name", [TITLE, "重点工作", "督查台账"])
def test_the_name_of_the_only_sheet_is_no_part_of_its_title(name: str) -> None:
    reading = read(of_rows((TITLE,), *LEDGER, name=name))
    assert (told(reading), reading.furniture) == ([TITLE, texts(*LEDGER)], (name,))


def test_the_name_of_the_only_sheet_stands_where_a_title_would() -> None:
    assert told(read(of_rows(*LEDGER, name="督查台账"))) == ["督查台账", texts(*LEDGER)]


FORMATS = [
    (datetime.date(2021, 3, 31), 'yyyy"年"m"月"d"日"', "2021年3月31日"),
    (datetime.date(2021, 3, 31), "yyyy-mm-dd", "2021-03-31"),
    (44286, 'm"月"d"日"', "3月31日"),
    (44286, "General", "44286"),
    (0.5, "0%", "50%"),
    (3.0, "General", "3"),
    (1234.5, "#,##0.00", "1,234.50"),
    (True, "General", "TRUE"),
    ("2023年底前", "@", "2023年底前"),
]


@pytest.mark.parametrize(("value", "code", "expected"), FORMATS, ids=[row[2] for row in FORMATS])
def test_a_cell_says_what_it_shows(value: object, code: str, expected: str) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(("完成时限", "进度"))
        book.active.append((value, "x"))
        book.active["A2"].number_format = code

    assert told(read(saved(fill))) == [[["完成时限", "进度"], [expected, "x"]]]


def test_a_formula_is_its_last_value_and_one_without_is_a_warning() -> None:
    formula = '<c><f>SUM(A1:A3)</f><v>12</v></c><c t="str"><f>A1&amp;"局"</f><v>财政局</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    sound = read(raw(f"<row>{formula}</row>"))
    assert (told(sound), sound.warnings) == ([[["12", "财政局", "#DIV/0!"]]], ())
    assert read(of_rows(("合计", "单位"), ("=1+1", "市财政局"))).warnings == ("formula_without_value",)


def test_rich_text_is_whole_and_its_readings_are_not_in_it() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append((CellRichText("推进", TextBlock(InlineFont(b=True), "一网通办")), "市大数据局"))

    assert told(read(saved(fill))) == [[["推进一网通办", "市大数据局"]]]
    strings = "<si><r><t>牵头</t></r><r><t>单位</t></r><rPh><t>qian</t></rPh></si><si><t>第一行_x000D_\n第二行</t></si>"
    shared = read(raw('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row>', strings=strings))
    assert told(shared) == [[["牵头单位", "第一行\n第二行"]]]


def test_comments_and_text_boxes_are_a_warning() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in LEDGER:
            book.active.append(row)
        book.active["B2"].comment = Comment("请核实", "张三")

    assert read(saved(fill)).warnings == ("annotation_text_aside",)
    stream = io.BytesIO(
        raw(f"<row>{cell('a')}{cell('b')}</row>", rels=f'<Relationship Type="{RELATION}/drawing" Target="d.xml"/>')
    )
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/d.xml", "<wsDr><sp><txBody><p><r><t>督查台账</t></r></p></txBody></sp></wsDr>")
    assert read(stream.getvalue()).warnings == ("text_box_skipped",)


def test_a_sheet_without_two_texts_in_a_row_is_lines() -> None:
    assert told(read(of_rows(("关于做好工作的通知",), ("各单位：",), ("现将台账印发给你们。",)))) == [
        "关于做好工作的通知",
        "各单位：",
        "现将台账印发给你们。",
    ]


def test_cells_and_rows_without_places_follow_one_another() -> None:
    assert told(read(raw(f"<row>{cell('序号')}{cell('任务')}</row><row>{cell('1')}{cell('稳增长')}</row>"))) == [
        [["序号", "任务"], ["1", "稳增长"]]
    ]


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as raised:
        read(data)
    return raised.value.reason_code


def test_a_workbook_without_text_and_a_binary_one_are_refused() -> None:
    assert refused(of_rows()) == "no_text"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    assert refused(stream.getvalue()) == "unsupported_format"


def test_a_workbook_of_more_cells_than_any_has_is_refused() -> None:
    assert refused(raw("<c/>" * (package.MAX_TAGS + 1))) == "zip_bomb"


def test_a_text_that_many_cells_share_counts_each_time() -> None:
    cells = '<c t="s"><v>0</v></c>' * 700
    assert refused(raw(f"<row>{cells}</row>", strings=f"<si><t>{'督' * 30_000}</t></si>")) == "too_large"


def test_a_table_with_more_places_than_any_is_refused() -> None:
    rows = "".join(f"<row>{cell('a', place=f'A{n}')}{cell('b', place=f'B{n}')}</row>" for n in range(1, 3))
    wide = "".join(f"<row r='{n}'>{cell('x')}{cell('y')}</row>" for n in range(3, xlsx_blocks.MAX_PLACES // 300 + 5))
    head = "<row r='2'>" + cell("h") * 300 + "</row>"
    assert refused(raw(rows + head + wide)) == "too_large"


def test_a_table_of_more_columns_than_any_is_lines() -> None:
    reading = read(raw("<row>" + cell("市") * 600 + "</row>"))
    assert (len(reading.blocks), reading.warnings) == (1, ("table_too_wide",))


def test_places_far_out_cost_nothing() -> None:
    rows = f"<row r='1'>{cell('a', place='A1')}{cell('b', place='XFD1')}</row><row r='1048576'>{cell('c')}{cell('d')}</row>"
    areas = (
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        + '<cols><col min="2" max="16384" hidden="1"/></cols>'
    )
    assert read(raw(rows, sheet=areas)).warnings == ("hidden_cells_dropped",)


def test_areas_that_lie_over_one_another_are_merged_as_far_as_they_do_not() -> None:
    rows = "".join(f"<row>{cell(f'{n}a')}{cell(f'{n}b')}{cell(f'{n}c')}</row>" for n in range(3))
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in ("A1:B1", "B1:C3", *["A1:C3"] * 50_000))
    reading = read(raw(rows, sheet=f"<mergeCells>{areas}</mergeCells>"))
    assert reading.warnings == ("hidden_text_dropped",)
    assert [c.column_span for c in reading.blocks[0].cells][:2] == [2, 1]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="99999999"><c><v>1</v></c></row>',
        '<row r="-1"><c r="ZZZZ1"><v>nan</v></c></row>',
        '<row><c t="s"><v>-1</v></c><c t="b"><v/></c><c s="7"><v>1e999</v></c><c t="?"><v>x</v></c></row>',
        '<row ht="0"><c t="inlineStr"/></row>',
    ],
)
def test_odd_markup_is_read_or_refused(rows: str) -> None:
    try:
        assert read(raw(rows)).blocks
    except ReadError as error:
        assert error.reason_code == "no_text"


def test_more_sheets_than_any_workbook_has_are_refused() -> None:
    assert refused(raw("", book="<sheets>" + "<sheet/>" * (xlsx.MAX_SHEETS + 1) + "</sheets>")) == "too_large"
