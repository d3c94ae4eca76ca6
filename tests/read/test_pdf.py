"""Born-digital PDF to lines and grids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Flow, Grid, Line, Reading, SourceFormat
from pipeline.read.pdf import read
from tests.read.made_pdf import WIDTH, Sheet, pdf

LEFT, PITCH, EM = 90.0, 29.0, 16.0
# 26 characters, from edge to edge of a text area of 416 points.
FULL = "为切实做好下放权限承接工作用足用好省级支持政策进一步"


def page(*texts: str, top: float = 100.0) -> Sheet:
    """A page with lines of text from the left edge, one below the other."""
    sheet = Sheet()
    for index, text in enumerate(texts):
        sheet.text(LEFT, top + index * PITCH, text)
    return sheet


def line_of(number: int) -> str:
    """A full line, another one for each number."""
    return FULL[number:] + FULL[:number]


def lines(reading: Reading) -> list[Line]:
    return [block for block in reading.blocks if isinstance(block, Line)]


def texts(reading: Reading) -> list[str]:
    return [line.text for line in lines(reading)]


def grids(reading: Reading) -> list[Grid]:
    return [block for block in reading.blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    table = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        table[cell.row][cell.column] = cell.text
    return table


def test_lines_stand_in_order_with_page_and_box_and_may_go_on() -> None:
    reading = read(pdf(page(FULL, "权限。"), page("二、重点任务")))
    assert reading.format is SourceFormat.PDF
    assert [(line.text, line.page, line.flow) for line in lines(reading)] == [
        (FULL, 1, Flow.WRAP),
        ("权限。", 1, Flow.WRAP),
        ("二、重点任务", 2, Flow.WRAP),
    ]
    box = lines(reading)[1].box
    assert box is not None
    assert (box.page, box.x0, box.x1) == (1, pytest.approx(LEFT, abs=0.2), pytest.approx(LEFT + 3 * EM, abs=0.2))
    assert box.top == pytest.approx(100 + PITCH, abs=3)


def test_the_order_of_the_file_does_not_matter() -> None:
    sheet = Sheet().text(LEFT, 130, "第二行").text(LEFT + 3 * EM, 100, "一行").text(LEFT, 100, "这是第")
    assert texts(read(pdf(sheet))) == ["这是第一行", "第二行"]


def test_place_in_the_text_area() -> None:
    sheet = page(FULL, FULL, FULL)
    sheet.text(LEFT + 2 * EM, 200, FULL[:-2]).text(LEFT, 230, "制度保障。")
    sheet.text(LEFT + 10 * EM, 260, "承接工作通知", size=EM).text(LEFT + 18 * EM, 300, "2021年3月5日")
    first, last, title, date = lines(read(pdf(sheet)))[3:]
    assert (first.indent, first.width, first.align) == (pytest.approx(32, abs=0.5), 1.0, Align.LEFT)
    assert (last.indent, last.align) == (pytest.approx(0, abs=0.5), Align.LEFT)
    assert last.width == pytest.approx(5 / 26, abs=0.02)
    assert (title.align, date.align) == (Align.CENTER, Align.RIGHT)
    assert title.size == pytest.approx(16, abs=0.1)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        pytest.param([(0, "2021 年 3 月")], "2021 年 3 月", id="blanks of the file"),
        pytest.param([(0, "抄送"), (6, "市委")], "抄送 市委", id="a gap"),
        pytest.param([(0, "印"), (1.2, "发")], "印发", id="a line that is spread a little"),
        pytest.param([(0, "2021"), (2.25, "年")], "2021年", id="a quarter of an em beside digits"),
        pytest.param(
            [(2 * i, c) for i, c in enumerate("郑州市人民政府")], "郑州市人民政府", id="characters spread out"
        ),
        pytest.param([(0, "\u2f00\u3001\u2f2f\u4f5c")], "一、工作", id="radicals"),
        pytest.param([(0, "制定方案"), (0.03, "制定方案")], "制定方案", id="drawn twice to look bold"),
        pytest.param([(0, "一一对应")], "一一对应", id="the same character twice"),
    ],
)
def test_text_of_a_line(pieces: list[tuple[float, str]], shown: str) -> None:
    sheet = page(FULL)
    for ems, text in pieces:
        sheet.text(LEFT + ems * EM, 200, text)
    assert texts(read(pdf(sheet)))[1:] == [shown]


def test_a_mark_above_the_line_belongs_to_the_line() -> None:
    sheet = (
        page(FULL).text(LEFT, 200, "目标任务").text(LEFT + 4 * EM, 198, "1", size=8).text(LEFT + 4.5 * EM, 200, "见下")
    )
    assert texts(read(pdf(sheet)))[1:] == ["目标任务1见下"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(rotate: int) -> None:
    matrix, x, top = {
        0: ("1 0 0 1", 100.0, 100.0),
        90: ("0 1 -1 0", 200.0, 700.0),
        180: ("-1 0 0 -1", 500.0, 700.0),
        270: ("0 -1 1 0", 200.0, 100.0),
    }[rotate]
    # The second line stands below the first one as it is read.
    right, down = {0: (0, 30), 90: (30, 0), 180: (0, -30), 270: (-30, 0)}[rotate]
    sheet = (
        Sheet(rotate=rotate)
        .text(x, top, "一、总体要求", turned=matrix)
        .text(x + right, top + down, "二、重点任务", turned=matrix)
    )
    reading = read(pdf(sheet))
    assert texts(reading) == ["一、总体要求", "二、重点任务"]
    box = lines(reading)[0].box
    assert box is not None and box.x1 - box.x0 == pytest.approx(6 * EM, abs=1)


def test_text_at_an_angle_is_set_aside() -> None:
    sheet = page(FULL, FULL).text(200, 500, "内部资料", size=40, turned="0.7071 0.7071 -0.7071 0.7071")
    reading = read(pdf(sheet))
    assert (texts(reading), reading.furniture) == ([FULL, FULL], ("内部资料",))


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    for index in range(12):
        sheet.text(60, 100 + 20 * index, f"左{index:02d}" + line_of(index)[:18], size=10)
        sheet.text(310, 100 + 20 * index, f"右{index:02d}" + line_of(index)[8:], size=10)
    found = texts(read(pdf(sheet)))
    assert [text[:3] for text in found] == [f"左{i:02d}" for i in range(12)] + [f"右{i:02d}" for i in range(12)]


def test_names_side_by_side_are_no_columns() -> None:
    sheet = page(FULL, FULL).text(LEFT, 200, "市发展改革委").text(LEFT + 12 * EM, 200, "市财政局")
    assert texts(read(pdf(sheet)))[2:] == ["市发展改革委 市财政局"]


def test_footnotes_follow_the_text_without_their_marks() -> None:
    first = (
        page(FULL)
        .text(LEFT, 600, "授信总额")
        .text(LEFT + 4 * EM, 598, "1", size=8)
        .text(LEFT + 4.5 * EM, 600, FULL[5:-1])
    )
    first.rule(LEFT, 650, LEFT + 144, 650).text(LEFT, 660, "1此处授信总额的定义见细则。", size=9).text(
        290, 790, "— 1 —"
    )
    reading = read(pdf(first, page("达到一亿元。")))
    assert texts(reading) == [FULL, "授信总额" + FULL[5:-1], "达到一亿元。", "1此处授信总额的定义见细则。"]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("— {} —", id="dashes"),
        pytest.param("-{}-", id="hyphens"),
        pytest.param("{}", id="bare"),
        pytest.param("第{}页", id="said"),
        pytest.param("第 {} 页 共 3 页", id="of all"),
        pytest.param("{}/3", id="part of all"),
    ],
)
def test_page_numbers_are_furniture(number: str) -> None:
    sheets = [page(line_of(index), FULL[:-index]).text(290, 770, number.format(index), size=14) for index in (1, 2, 3)]
    reading = read(pdf(*sheets))
    assert texts(reading) == [text for index in (1, 2, 3) for text in (line_of(index), FULL[:-index])]
    assert reading.furniture == tuple(number.format(index) for index in (1, 2, 3))


def test_a_number_that_the_text_ends_with_stays() -> None:
    assert texts(read(pdf(page(FULL, FULL, "2021"), page(FULL, FULL)))) == [FULL, FULL, "2021", FULL, FULL]


def test_running_heads_are_furniture() -> None:
    sheets = [page(line_of(index), line_of(index + 5)).text(LEFT, 50, "郑州市人民政府公报") for index in range(1, 5)]
    reading = read(pdf(*sheets))
    assert reading.furniture == ("郑州市人民政府公报",)
    assert "郑州市人民政府公报" not in texts(reading)


def test_labels_of_annexes_are_no_running_heads() -> None:
    sheets = [page(FULL, FULL, FULL).text(LEFT, 60, f"附件{index}") for index in (1, 2, 3)]
    assert [text for text in texts(read(pdf(*sheets))) if text.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_a_file_with_one_line_a_page_keeps_its_lines() -> None:
    assert texts(read(pdf(*(page("页眉", top=50) for _ in range(4))))) == ["页眉"] * 4


EDGES = [90.0, 130.0, 290.0, 400.0, 505.0]
HEAD = ["序号", "重点任务", "牵头单位", "完成时限"]


def table(sheet: Sheet, top: float, *texts_of_rows: list[str], height: float = 50.0, **how: object) -> Sheet:
    """A ruled table: a line of a cell for each line of its text."""
    heights = [top + height * index for index in range(len(texts_of_rows) + 1)]
    sheet.grid(EDGES, heights, **how)  # type: ignore[arg-type]
    for upper, row in zip(heights, texts_of_rows, strict=False):
        for left, text in zip(EDGES, row, strict=False):
            for index, line in enumerate(text.split("\n")):
                sheet.text(left + 5, upper + 5 + 13 * index, line, size=10)
    return sheet


def test_a_ruled_table_is_a_grid_and_stands_nowhere_else() -> None:
    sheet = table(page("附件"), 150, HEAD, ["1", "制定方案", "市财政局", "3月底前"])
    reading = read(pdf(sheet))
    (grid,) = grids(reading)
    assert rows(grid) == [HEAD, ["1", "制定方案", "市财政局", "3月底前"]]
    assert (grid.page, grid.row_pages, texts(reading)) == (1, (1, 1), ["附件"])
    stretch = grid.cells[0].stretches[0]
    assert (stretch.length, round(stretch.box.x0), round(stretch.box.top)) == (len(HEAD[0]), EDGES[0] + 5, 155)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param(
            "推进政务服务一网通办，年内实\n现高频事项全程网办",
            "推进政务服务一网通办，年内实现高频事项全程网办",
            id="full line",
        ),
        pytest.param("制定方案。\n报送进展。", "制定方案。\n报送进展。", id="short line"),
        pytest.param("市发展改革委\n市财政局", "市发展改革委\n市财政局", id="list of names"),
        pytest.param(
            "建设便民服务中心和服务大厅共\n15分钟生活圈", "建设便民服务中心和服务大厅共15分钟生活圈", id="number"
        ),
        pytest.param("深化相关领域的改革提升放管\n“服”改革", "深化相关领域的改革提升放管“服”改革", id="quotation mark"),
    ],
)
def test_lines_of_a_cell_are_joined_where_they_were_full(cell: str, shown: str) -> None:
    sheet = table(
        page("附件"), 150, HEAD, ["1", cell, "市财政局", "3月底前"], ["2", "推进政务服务一网通办实现高频", "市", "年底"]
    )
    assert rows(grids(read(pdf(sheet)))[0])[1][1] == shown


def test_merged_cells_stand_once_with_their_spans() -> None:
    sheet = page("附件").grid(EDGES, [150, 200, 250, 300], missing=((0, 0), (1, 0)))
    sheet.text(95, 155, "一类", size=10)
    for row, text in enumerate(("甲事项", "乙事项", "丙事项")):
        sheet.text(135, 155 + 50 * row, text, size=10)
    (grid,) = grids(read(pdf(sheet)))
    assert [(c.text, c.row, c.row_span) for c in grid.cells if c.text] == [
        ("一类", 0, 3),
        ("甲事项", 0, 1),
        ("乙事项", 1, 1),
        ("丙事项", 2, 1),
    ]


def test_a_table_over_pages_is_one_grid_without_the_repeated_header() -> None:
    first = table(page("附件"), 600, HEAD, ["1", "制定方案", "市财政局", "3月底前"])
    second = table(Sheet(), 80, HEAD, ["2", "报送进展", "市教育局", "4月底前"]).text(LEFT, 300, "说明")
    (grid,) = grids(read(pdf(first, second)))
    assert [row[0] for row in rows(grid)] == ["序号", "1", "2"]
    assert grid.row_pages == (1, 1, 2)


def test_a_row_that_the_page_cuts_is_one_row() -> None:
    first = table(page("附件"), 600, HEAD, ["1", "推进政务服务一网通办，年内实", "市财政局", "3月底前"])
    second = table(Sheet(), 80, HEAD, ["", "现高频事项", "", ""], ["2", "报送进展", "市教育局", "4月底前"])
    (grid,) = grids(read(pdf(first, second)))
    assert rows(grid)[1:] == [
        ["1", "推进政务服务一网通办，年内实现高频事项", "市财政局", "3月底前"],
        ["2", "报送进展", "市教育局", "4月底前"],
    ]


def test_a_span_goes_on_over_the_page() -> None:
    first = Sheet().grid(EDGES, [600, 650, 700], missing=((0, 0),))
    second = Sheet().grid(EDGES, [80, 130, 180], missing=((0, 0),))
    first.text(95, 605, "一类", size=10)
    for sheet, top, names in ((first, 605, "甲乙"), (second, 85, "丙丁")):
        for row, name in enumerate(names):
            sheet.text(135, top + 50 * row, f"{name}事项。", size=10).text(300, top + 50 * row, "市财政局", size=10)
    (grid,) = grids(read(pdf(first, second)))
    assert [(c.text, c.row, c.row_span) for c in grid.cells if c.column == 0] == [("一类", 0, 4)]
    assert [row[1] for row in rows(grid)] == ["甲事项。", "乙事项。", "丙事项。", "丁事项。"]


def test_tables_with_text_between_them_are_two() -> None:
    first = table(page("附件1"), 600, HEAD, ["1", "制定方案", "市财政局", "3月底前"])
    second = table(page("附件2", top=60), 100, HEAD, ["1", "报送进展", "市教育局", "4月底前"])
    assert len(grids(read(pdf(first, second)))) == 2


def test_a_line_that_says_a_table_goes_on_parts_nothing() -> None:
    first = table(page("附件"), 600, HEAD, ["1", "制定方案", "市财政局", "3月底前"])
    second = table(Sheet().text(LEFT, 60, "（续表）"), 100, ["2", "报送进展", "市教育局", "4月底前"])
    reading = read(pdf(first, second))
    assert len(grids(reading)) == 1
    assert grids(reading)[0].rows == 3


def test_a_table_without_rulings_at_its_sides_keeps_its_outer_columns() -> None:
    sheet = page("附件")
    heights = [150.0, 200.0, 250.0, 300.0]
    for top in heights:
        sheet.rule(EDGES[0], top, EDGES[-1], top)
    for edge in EDGES[1:-1]:
        sheet.rule(edge, heights[0], edge, heights[-1])
    body = [["序号", "任务", "单位", "时限"], ["1", "甲", "乙", "丙"], ["2", "丁", "戊", "己"]]
    for top, row in zip(heights, body, strict=False):
        for left, text in zip(EDGES, row, strict=False):
            sheet.text(left + 5, top + 5, text, size=10)
    assert rows(grids(read(pdf(sheet)))[0]) == body


def test_a_frame_around_text_is_no_table() -> None:
    sheet = page("附件").rule(80, 90, 520, 90).rule(80, 130, 520, 130).rule(80, 90, 80, 130).rule(520, 90, 520, 130)
    reading = read(pdf(sheet))
    assert (grids(reading), texts(reading)) == ([], ["附件"])


def test_white_areas_behind_lines_are_no_rulings() -> None:
    sheet = Sheet()
    for row in range(4):
        for column in range(3):
            sheet.fill(90 + 100 * column, 100 + 20 * row, 190 + 100 * column, 120 + 20 * row, grey=1)
            sheet.text(92 + 100 * column, 102 + 20 * row, "任务分工", size=10)
    assert grids(read(pdf(sheet))) == []


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        pytest.param([Sheet().picture()], "no_text_layer", id="scan"),
        pytest.param([Sheet()], "no_text", id="empty page"),
        pytest.param([Sheet(width=0, height=0)], "no_text", id="page without size"),
    ],
)
def test_a_file_without_text_is_not_read(sheets: list[Sheet], code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(pdf(*sheets))
    assert raised.value.reason_code == code


def test_a_page_without_text_is_a_warning_with_its_number() -> None:
    sheets = [page(FULL), Sheet().picture(), Sheet().picture(), page(FULL), Sheet().picture()]
    reading = read(pdf(*sheets))
    assert (reading.page_count, reading.warnings) == (5, ("no_text_layer:2-3,5",))


def test_text_that_is_not_shown_is_a_warning() -> None:
    assert read(pdf(page(FULL).text(LEFT, 200, "秘密", mode=3))).warnings == ("invisible_text:1",)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"%PDF-1.4\n" + b"1 0 obj<<>>endobj" * 3, b"\0" * 100])
def test_what_is_no_pdf_is_not_read(data: bytes) -> None:
    with pytest.raises(ReadError) as raised:
        read(data)
    assert raised.value.reason_code == "broken_pdf"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=30), max_size=6))
def test_any_text_is_read_or_refused(written: list[str]) -> None:
    try:
        reading = read(pdf(page(*written)))
    except ReadError as error:
        assert error.reason_code in ("no_text", "garbled_text")
    else:
        assert all(text == text.strip() and text for text in texts(reading))


def test_pdfplumber_finds_the_same_text_and_table() -> None:
    import io

    import pdfplumber

    sheet = table(page(FULL, "二、重点任务"), 200, HEAD, ["1", "制定方案\n报送进展", "市财政局", "3月底前"])
    data = pdf(sheet)
    with pdfplumber.open(io.BytesIO(data)) as document:
        reference = document.pages[0].extract_table()
    assert rows(grids(read(data))[0]) == reference


def test_the_corpus_notice_is_read_as_its_word_file_says(corpus: Path) -> None:
    from pipeline.read import docx

    stem = "郑政文〔2021〕26号"
    read_from = {
        "pdf": read((corpus / f"{stem}.pdf").read_bytes()),
        "docx": docx.read((corpus / f"{stem}.docx").read_bytes()),
    }
    as_text = {kind: "".join("".join(texts(reading)).split()) for kind, reading in read_from.items()}
    assert as_text["pdf"] == as_text["docx"]
    assert read_from["pdf"].furniture == tuple(f"— {number} —" for number in range(1, 7))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["task_3pages", "task_ditto", "task_rowspan", "task_section_rows"])
def test_every_row_of_the_made_tables(shared: Path, name: str) -> None:
    made = shared / "tables" / "made"
    expected = json.loads((made / f"{name}.json").read_text(encoding="utf-8"))["rows"]
    (grid,) = grids(read((made / f"{name}.pdf").read_bytes()))
    assert rows(grid) == expected


@pytest.mark.shared
def test_split_text_of_camelots_table(shared: Path) -> None:
    """A table of 44 rows and 11 columns that camelot's own tests hold the cells of."""
    folder = shared / "tables" / "camelot"
    expected = json.loads((folder / "data_lattice_split_text__split_text_lattice.json").read_text(encoding="utf-8"))
    (grid,) = grids(read((folder / "split_text_lattice.pdf").read_bytes()))
    pairs = [(a, b) for row, other in zip(rows(grid), expected, strict=True) for a, b in zip(row, other, strict=True)]
    same = sum("".join(a.split()) == "".join(b.split()) for a, b in pairs)
    assert same >= 0.97 * len(pairs)


@pytest.mark.shared
@pytest.mark.long
def test_characters_and_cells_are_those_of_pdfplumber(shared: Path) -> None:
    """Of the tables that pdfplumber finds with full rulings all cells, of the characters all but doubled ones."""
    import pdfplumber

    for name in ("camelot/split_text_lattice", "camelot/row_span_1", "icdar2013/eu-004", "made/task_3pages"):
        path = shared / "tables" / f"{name}.pdf"
        reading = read(path.read_bytes())
        mine = {"".join(cell.text.split()) for grid in grids(reading) for cell in grid.cells}
        with pdfplumber.open(path) as document:
            for page_ in document.pages:
                cells = [c for table_ in page_.extract_tables() for row in table_ for c in row if c]
                missing = {"".join(c.split()) for c in cells} - mine
                assert len(missing) <= 0.02 * len(cells), (name, page_.page_number, missing)


@pytest.mark.shared
def test_a_real_plan_of_eleven_pages(shared: Path) -> None:
    reading = read((shared / "gold" / "originals" / "hainan_nongji.pdf").read_bytes())
    found = texts(reading)
    assert found[:3] == [
        "海南省农业农村厅 海南省财政厅",
        "关于印发2024-2026年海南省农机",
        "购置与应用补贴实施方案的通知",
    ]
    assert [line.align for line in lines(reading)[:3]] == [Align.CENTER] * 3
    assert (reading.page_count, grids(reading), found[-1]) == (11, [], "21.1.1平地机")
    assert all(line.box is not None and line.box.x1 <= WIDTH for line in lines(reading))
