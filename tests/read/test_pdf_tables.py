"""Where ruled tables begin and end, and what their cells are."""

from __future__ import annotations

from pipeline.model.reading import Grid, Line, Reading
from pipeline.read.pdf import read
from tests.read.made_pdf import Sheet, pdf

EDGES = [90.0, 130.0, 290.0, 400.0, 505.0]
HEAD = ["序号", "重点任务", "牵头单位", "完成时限"]


def rows(reading: Reading) -> list[list[list[str]]]:
    """The texts of each grid, row by row."""
    tables = []
    for grid in reading.blocks:
        if isinstance(grid, Grid):
            table = [[""] * grid.columns for _ in range(grid.rows)]
            for cell in grid.cells:
                table[cell.row][cell.column] = cell.text
            tables.append(table)
    return tables


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def open_table(sheet: Sheet, top: float, *body: list[str]) -> Sheet:
    """A table without rulings left and right."""
    heights = [top + 30 * index for index in range(len(body) + 1)]
    for height in heights:
        sheet.rule(EDGES[0], height, EDGES[-1], height)
    for edge in EDGES[1:-1]:
        sheet.rule(edge, heights[0], edge, heights[-1])
    for height, row in zip(heights, body, strict=False):
        for left, text in zip(EDGES, row, strict=False):
            sheet.text(left + 5, height + 5, text, size=10)
    return sheet


def test_tables_that_are_open_at_their_sides_leave_out_the_title_between_them() -> None:
    first = [HEAD, ["1", "制定方案", "市财政局", "3月底前"]]
    second = [HEAD, ["1", "报送进展", "市教育局", "4月底前"]]
    sheet = open_table(Sheet(), 150, *first)
    sheet.text(90, 240, "表2 报送事项", size=10)
    reading = read(pdf(open_table(sheet, 280, *second)))
    assert (rows(reading), texts(reading)) == ([first, second], ["表2 报送事项"])


def test_a_section_row_over_all_columns_does_not_end_a_table_that_is_open_at_its_sides() -> None:
    sheet = Sheet().text(95, 185, "一、营商环境方面", size=10)
    for height in (150, 180, 210, 240, 270):
        sheet.rule(EDGES[0], height, EDGES[-1], height)
    for edge in EDGES[1:-1]:
        sheet.rule(edge, 150, edge, 180).rule(edge, 210, edge, 270)
    body = [HEAD, ["1", "制定方案", "市财政局", "3月底前"], ["2", "报送进展", "市教育局", "4月底前"]]
    for height, row in zip((150, 210, 240), body, strict=True):
        for left, text in zip(EDGES, row, strict=False):
            sheet.text(left + 5, height + 5, text, size=10)
    reading = read(pdf(sheet))
    assert rows(reading) == [[body[0], ["一、营商环境方面", "", "", ""], *body[1:]]]


def test_the_ruling_under_a_running_head_is_no_part_of_a_table_below() -> None:
    body = [HEAD, ["1", "制定方案", "市财政局", "3月底前"], ["2", "报送进展", "市教育局", "4月底前"]]
    sheet = Sheet().rule(90, 60, 505, 60).text(90, 80, "现将任务分工印发给你们，请认真贯彻执行。", size=10)
    sheet.rule(90, 150, 90, 240).rule(505, 150, 505, 240)
    reading = read(pdf(open_table(sheet, 150, *body)))
    assert (rows(reading), texts(reading)) == ([body], ["现将任务分工印发给你们，请认真贯彻执行。"])


def test_a_shade_behind_the_text_of_a_cell_is_no_cell() -> None:
    sheet = Sheet().grid([90, 200, 400], [100, 160, 220]).fill(96, 100, 194, 130, grey=0.8)
    sheet.text(100, 105, "一、民生", size=10).text(100, 140, "保障", size=10).text(210, 105, "制定方案", size=10)
    (grid,) = [block for block in read(pdf(sheet)).blocks if isinstance(block, Grid)]
    assert [(c.text, c.row_span) for c in grid.cells] == [("一、民生\n保障", 1), ("制定方案", 1)]
    covered = sum(cell.row_span * cell.column_span for cell in grid.cells)
    assert covered == grid.rows * grid.columns


def test_cells_shaded_line_by_line_are_cells_without_margins() -> None:
    """Word shades a cell, and each paragraph in it once more."""
    sheet = Sheet()
    for column, (left, right) in enumerate(((90, 250), (250, 400))):
        for row, top in enumerate((100, 140)):
            sheet.fill(left, top, right, top + 40, grey=0.8)
            for index, line in enumerate(("推进政务", "服务")):
                sheet.fill(left + 5.4, top + 20 * index, right - 5.4, top + 20 * index + 20, grey=0.8)
                sheet.text(left + 6, top + 20 * index + 4, f"{line}{row}{column}", size=10)
    assert rows(read(pdf(sheet))) == [
        [["推进政务00\n服务00", "推进政务01\n服务01"], ["推进政务10\n服务10", "推进政务11\n服务11"]]
    ]
