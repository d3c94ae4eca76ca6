"""OFD to lines and grids."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.model.reading import Align, Flow, Grid, Line, Ocr, Reading, SourceFormat
from pipeline.model.task import Ledger
from pipeline.read import read as read_any
from pipeline.read.ofd import read
from pipeline.resolve import resolve
from pipeline.structure import build
from tests.read.made_layer import glyphs as pdf_glyphs
from tests.read.made_layer import misread
from tests.read.made_ofd import HEIGHT, WIDTH, Sheet, document, mm, notice, ofd, package, part, root, signed
from tests.read.made_scan import noisy, rendered

LEFT, PITCH, EM = 90.0, 29.0, 16.0
FULL = "为切实做好下放权限承接工作用足用好省级支持政策进一步"


def page(*texts: str, top: float = 100.0) -> Sheet:
    sheet = Sheet()
    for index, text in enumerate(texts):
        sheet.text(LEFT, top + index * PITCH, text)
    return sheet


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def rows(reading: Reading) -> list[list[str]]:
    (grid,) = [block for block in reading.blocks if isinstance(block, Grid)]
    table = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        table[cell.row][cell.column] = cell.text
    return table


def all_text(reading: Reading) -> str:
    cells = [cell.text for block in reading.blocks if isinstance(block, Grid) for cell in block.cells]
    return "".join("".join([*texts(reading), *cells]).split())


def test_lines_stand_in_order_with_page_and_box_and_may_go_on() -> None:
    reading = read(ofd(page(FULL, "权限。"), page("二、重点任务")))
    assert reading.format is SourceFormat.OFD
    found = [block for block in reading.blocks if isinstance(block, Line)]
    assert [(line.text, line.page, line.flow) for line in found] == [
        (FULL, 1, Flow.WRAP),
        ("权限。", 1, Flow.WRAP),
        ("二、重点任务", 2, Flow.WRAP),
    ]
    box = found[1].box
    assert box is not None
    assert (box.page, box.x0, box.x1) == (1, pytest.approx(LEFT, abs=0.2), pytest.approx(LEFT + 3 * EM, abs=0.2))
    assert (box.top, box.bottom) == (pytest.approx(100 + PITCH, abs=0.2), pytest.approx(100 + PITCH + EM, abs=0.2))
    assert found[0].size == pytest.approx(EM, abs=0.1)


def test_the_order_of_the_file_does_not_matter() -> None:
    sheet = Sheet().text(LEFT, 130, "第二行").text(LEFT + 3 * EM, 100, "一行").text(LEFT, 100, "这是第")
    assert texts(read(ofd(sheet))) == ["这是第一行", "第二行"]


def test_place_in_the_text_area() -> None:
    sheet = page(FULL, FULL, FULL).text(LEFT + 10 * EM, 260, "承接工作通知").text(LEFT + 18 * EM, 300, "2021年3月5日")
    first, _, _, title, date = (block for block in read(ofd(sheet)).blocks if isinstance(block, Line))
    assert (first.align, title.align, date.align) == (Align.LEFT, Align.CENTER, Align.RIGHT)


STEP = mm(EM)


@pytest.mark.parametrize(
    ("text", "code", "attributes", "shown"),
    [
        pytest.param("下放权限", f'DeltaX="g 3 {STEP}"', {}, "下放权限", id="one offset for several characters"),
        pytest.param(
            "下放权限", f'DeltaX="g 1 {STEP} {STEP} g 1 {STEP}"', {}, "下放权限", id="runs and single offsets"
        ),
        pytest.param("下放权限", f'DeltaX="{STEP}"', {}, "下放权限", id="fewer offsets than characters"),
        pytest.param("下放权限", "", {}, "下放权限", id="no offsets"),
        pytest.param("下放权限", 'DeltaX="g 999999999999 5"', {}, "下放权限", id="more offsets than characters"),
        pytest.param("下放权限", 'DeltaX="g x nan inf"', {}, "下放权限", id="offsets that are no numbers"),
        pytest.param("抄送市委", f'DeltaX="{STEP} {mm(4 * EM)} {STEP}"', {}, "抄送 市委", id="a gap"),
        pytest.param("2021 年", f'DeltaX="g 5 {mm(EM / 2)}"', {}, "2021 年", id="a blank of the file"),
        pytest.param("2021年", f'DeltaX="g 3 {mm(EM / 2)} {mm(0.75 * EM)}"', {}, "2021年", id="digits before 年"),
        pytest.param("市政府", f'DeltaX="g 2 {mm(0.6 * EM)}"', {"HScale": "0.6"}, "市政府", id="narrowed"),
        pytest.param("市政府", f'DeltaX="g 2 {mm(1.8 * EM)}"', {}, "市政府", id="spread out"),
        pytest.param("⼀、⼯作", "", {}, "一、工作", id="radicals"),
        pytest.param("\n  下放权限\n  ", "", {}, "下放权限", id="indented XML"),
        pytest.param("A&B<C>", "", {}, "A&B<C>", id="escaped"),
    ],
)
def test_text_of_a_line(text: str, code: str, attributes: dict[str, str], shown: str) -> None:
    sheet = page(FULL).text(LEFT, 200, text, code=code or 'X="0"', **attributes)
    if not code:
        sheet.content[-1] = sheet.content[-1].replace(' X="0">', ">")
    assert texts(read(ofd(sheet)))[1:] == [shown]


def test_further_text_codes_of_an_object_stand_where_they_say() -> None:
    more = f'</ofd:TextCode><ofd:TextCode Y="{mm(40)}" DeltaX="{STEP}">其二</ofd:TextCode>'
    sheet = page(FULL).text(LEFT, 200, "其一")
    sheet.content[-1] = sheet.content[-1].replace("</ofd:TextCode>", more)
    assert texts(read(ofd(sheet)))[1:] == ["其一", "其二"]


def test_a_matrix_scales_and_moves() -> None:
    sheet = page(FULL).raw(
        f'<ofd:TextObject ID="9" CTM="0.3528 0 0 0.3528 0 0" Boundary="{mm(LEFT, 200, 100, 20)}" Font="3" Size="16">'
        '<ofd:TextCode X="0" Y="14" DeltaX="16 16">二十二</ofd:TextCode></ofd:TextObject>'
    )
    line = read(ofd(sheet)).blocks[1]
    assert isinstance(line, Line) and line.box is not None
    assert (line.text, line.size) == ("二十二", pytest.approx(EM, abs=0.1))
    assert (line.box.x0, line.box.x1) == (pytest.approx(LEFT, abs=0.3), pytest.approx(LEFT + 3 * EM, abs=0.3))


@pytest.mark.parametrize("start", ["", "/Doc_0/"], ids=["relative", "absolute"])
@pytest.mark.parametrize(
    "namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:other"], ids=["2016", "bare", "other"]
)
def test_paths_and_namespaces(start: str, namespace: str) -> None:
    assert texts(read(ofd(page(FULL), start=start, namespace=namespace))) == [FULL]


def test_paths_without_regard_to_case() -> None:
    data = ofd(page(FULL), body="", start="/DOC_0/")
    assert texts(read(data)) == [FULL]


@pytest.mark.parametrize("block", ["PageBlock", "Layer"])
def test_blocks_within_blocks(block: str) -> None:
    sheet = page(FULL)
    sheet.content = [
        f"<ofd:{block} ID='7'>{'<ofd:PageBlock>' * 3}",
        *sheet.content,
        f"{'</ofd:PageBlock>' * 3}</ofd:{block}>",
    ]
    assert texts(read(ofd(sheet))) == [FULL]


def test_composite_objects() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="100" Height="20"><ofd:Content>'
        + Sheet().text(0, 0, "示例市人民政府").content[0]
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    sheet = page(FULL).raw(f'<ofd:CompositeObject ID="9" Boundary="{mm(LEFT, 200, 200, 20)}" ResourceID="50"/>')
    assert texts(read(ofd(sheet, resources=unit))) == [FULL, "示例市人民政府"]


def test_a_composite_object_in_itself_comes_to_an_end() -> None:
    inner = '<ofd:CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="50"/>' * 50
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>'
        f"{inner}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    sheet = page(FULL).raw('<ofd:CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="50"/>')
    reading = read(ofd(sheet, resources=unit))
    assert (texts(reading), reading.warnings) == ([FULL], ("page_too_dense:1",))


@pytest.mark.parametrize("order", ["Background", "Foreground"])
def test_templates_are_part_of_the_page(order: str) -> None:
    common = '<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/>'
    head = f'<ofd:Template TemplateID="70" ZOrder="{order}"/>'
    template = part("Page", Sheet().text(LEFT, 60, "收文处理单").xml()).encode()
    sheet = page(FULL)
    sheet.head = head
    assert texts(read(ofd(sheet, common=common, parts={"Doc_0/Tpls/T.xml": template}))) == ["收文处理单", FULL]


def test_all_documents_of_a_file_are_read() -> None:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot></ofd:DocBody>" for i in (0, 1))
    files = {"OFD.xml": root(bodies)}
    for index, text in enumerate(("关于承接工作的通知", "关于报送材料的通知")):
        files |= document(page(text), folder=f"Doc_{index}")
    reading = read(package({name: content.encode() for name, content in files.items()}))
    found = [(block.text, block.page) for block in reading.blocks if isinstance(block, Line)]
    assert found == [("关于承接工作的通知", 1), ("关于报送材料的通知", 2)]
    assert (reading.page_count, reading.warnings) == (2, ("several_documents",))


def test_a_ruled_table() -> None:
    sheet = page(FULL).grid([90, 190, 350, 500], [150, 180, 210])
    for row, line in enumerate((("序号", "重点任务", "责任单位"), ("1", "制定承接方案", "市发展改革委"))):
        for x, text in zip((95, 195, 355), line, strict=True):
            sheet.text(x, 156 + 30 * row, text)
    reading = read(ofd(sheet))
    assert rows(reading) == [["序号", "重点任务", "责任单位"], ["1", "制定承接方案", "市发展改革委"]]
    assert texts(reading) == [FULL]


def test_a_table_goes_on_over_the_page() -> None:
    sheets = []
    for cells in (("重点任务", "责任单位", "制定方案", "市财政局"), ("报送材料", "市教育局")):
        sheet = Sheet().grid([90, 300, 500], [100 + 30 * i for i in range(len(cells) // 2 + 1)])
        for index, text in enumerate(cells):
            sheet.text(95 if index % 2 == 0 else 305, 106 + index // 2 * 30, text)
        sheets.append(sheet)
    expected = [["重点任务", "责任单位"], ["制定方案", "市财政局"], ["报送材料", "市教育局"]]
    assert rows(read(ofd(*sheets))) == expected


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("S 0 0 L {w} 0 C", id="closed"),
        pytest.param("M 0 0 L {w} 0 L {w} 0.1 L 0 0.1 C", id="a thin area"),
        pytest.param("M0,0L{w},0", id="commas and no blanks"),
        pytest.param("M 0 0 L {w} 0 0 0", id="a letter for two places"),
    ],
)
def test_rulings_of_all_forms_make_a_table(path: str) -> None:
    sheet = page(FULL)
    for top in (150, 180, 210):
        data = path.format(w=mm(410))
        sheet.raw(
            f'<ofd:PathObject ID="9" Boundary="{mm(90, top, 410, 0.5)}" Fill="true"><ofd:AbbreviatedData>{data}'
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    for x in (90, 300, 500):
        sheet.rule(x, 150, x, 210)
    sheet.text(95, 156, "甲").text(305, 156, "乙").text(95, 186, "丙").text(305, 186, "丁")
    assert rows(read(ofd(sheet))) == [["甲", "乙"], ["丙", "丁"]]


def test_page_numbers_and_running_heads_are_furniture() -> None:
    reading = read(ofd(*[page("市政府文件", FULL[n:], FULL, FULL[:-n]).text(290, 780, f"— {n} —") for n in (1, 2, 3)]))
    assert texts(reading) == [text for n in (1, 2, 3) for text in (FULL[n:], FULL, FULL[:-n])]
    assert set(reading.furniture) == {"市政府文件", "— 1 —", "— 2 —", "— 3 —"}


WHITE = '<ofd:FillColor Value="255 255 255"/>'


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        pytest.param("", {"Visible": "false"}, id="invisible"),
        pytest.param("", {"Alpha": "0"}, id="transparent"),
        pytest.param("", {"Fill": "false"}, id="neither filled nor stroked"),
        pytest.param(WHITE, {}, id="white"),
        pytest.param('<ofd:FillColor Value="#FF #FF #FF"/>', {}, id="white in hexadecimal"),
        pytest.param('<ofd:FillColor Value="0 0 0 0" ColorSpace="5"/>', {}, id="white in four inks"),
        pytest.param('<ofd:FillColor Value="0 0 0" Alpha="0"/>', {}, id="a transparent colour"),
        pytest.param("", {"DrawParam": "60"}, id="white by drawing parameters"),
    ],
)
def test_hidden_text_is_left_out(inside: str, attributes: dict[str, str]) -> None:
    parameters = f'<ofd:DrawParams><ofd:DrawParam ID="60">{WHITE}</ofd:DrawParam></ofd:DrawParams>'
    sheet = page(FULL).text(LEFT, 200, "隐藏文字", inside=inside, **attributes)
    reading = read(ofd(sheet, resources=parameters))
    assert (texts(reading), reading.warnings) == ([FULL], ("hidden_text_dropped:1",))


def test_white_text_on_colour_is_shown() -> None:
    sheet = page(FULL).fill(80, 190, 300, 230, colour="200 0 0").text(LEFT, 200, "重点任务", inside=WHITE)
    reading = read(ofd(sheet))
    assert (texts(reading), reading.warnings) == ([FULL, "重点任务"], ())


def test_a_hidden_layer_hides_its_text() -> None:
    sheet = page(FULL).raw(
        f'<ofd:PageBlock Visible="false">{Sheet().text(LEFT, 200, "隐藏").content[0]}</ofd:PageBlock>'
    )
    assert texts(read(ofd(sheet))) == [FULL]


def test_text_under_the_picture_of_a_page_is_read_and_said_to_be_there() -> None:
    reading = read(ofd(Sheet().picture().text(LEFT, 100, FULL, Alpha="0").text(LEFT, 130, FULL, Alpha="0")))
    assert texts(reading) == [FULL, FULL]
    assert reading.warnings == ("invisible_text:1", "ocr_no_text:1", "picture_not_drawn:1")


@pytest.mark.parametrize(
    ("every", "pages"), [(10_000, None), (10, (1,))], ids=["what it shows", "a tenth of it misread"]
)
def test_text_on_the_picture_of_a_page_is_tried_against_it(corpus: Path, every: int, pages: tuple[int, ...]) -> None:
    source = corpus / "郑政文〔2021〕26号.pdf"
    sheet, picture = Sheet().picture(), io.BytesIO()
    for glyph in misread(pdf_glyphs(source, 2), every):
        sheet.text(glyph.x0, glyph.top, glyph.text, size=glyph.bottom - glyph.top, Alpha="0")
    Image.fromarray(noisy(rendered(source, 2))).save(picture, "PNG")
    reading = read(ofd(sheet, parts={"Doc_0/Res/p.png": picture.getvalue()}))
    assert (reading.ocr.pages if reading.ocr else None) == pages
    assert ("text_layer_replaced:1" in reading.warnings) is (pages is not None)


def test_pages_without_text_are_said() -> None:
    data = ofd(page(FULL), Sheet().picture(), Sheet().picture(), page("二、重点任务"))
    assert read(data, ocr=Ocr.NEVER).warnings == ("no_text_layer:2-3",)
    reading = read(data)
    assert reading.warnings == ("no_text_layer:2-3", "picture_not_drawn:2-3")
    assert [block.page for block in reading.blocks if isinstance(block, Line)] == [1, 4]


def test_letters_drawn_as_shapes_are_no_text_layer() -> None:
    sheet = Sheet()
    for index in range(30):
        data = "M 0 0 B 0 9 9 9 9 0 C"
        sheet.raw(
            f'<ofd:PathObject ID="9" Boundary="{5 * index} 20 5 5" Fill="true" Stroke="false">'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    assert read(ofd(page(FULL), sheet)).warnings == ("no_text_layer:2",)


def glyphs(text: str, count: int) -> Sheet:
    """A page with an object of so many glyphs, for which `text` is stated."""
    inside = (
        f'<ofd:CGTransform CodePosition="0" CodeCount="{count}" GlyphCount="{count}"><ofd:Glyphs>'
        f"{' '.join(map(str, range(90, 90 + count)))}</ofd:Glyphs></ofd:CGTransform>"
    )
    return page(FULL).text(LEFT, 200, text, inside=inside)


@pytest.mark.parametrize(
    ("text", "shown", "warnings"),
    [
        pytest.param("市政府", ["市政府"], (), id="all stated"),
        pytest.param("\ue001政\ue002", ["政"], ("glyphs_without_text:1",), id="codes of the font's own"),
        pytest.param("¤¤¤", [], ("glyphs_without_text:1",), id="a sign in their place"),
        pytest.param("", [], ("glyphs_without_text:1",), id="nothing stated"),
    ],
)
def test_glyphs_without_characters(text: str, shown: list[str], warnings: tuple[str, ...]) -> None:
    reading = read(ofd(glyphs(text, 3)))
    assert (texts(reading)[1:], reading.warnings) == (shown, warnings)


def test_an_ofd_of_glyphs_without_characters_is_not_read() -> None:
    sheet = glyphs("¤" * 20, 20)
    del sheet.content[0]
    for ocr in (Ocr.NEVER, Ocr.AUTO):
        with pytest.raises(ReadError, match="does not say which characters") as failure:
            read(ofd(sheet), ocr=ocr)
        assert failure.value.reason_code == "garbled_text"


def test_symbol_fonts() -> None:
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="Wingdings"/></ofd:Fonts>'
    assert texts(read(ofd(Sheet().text(LEFT, 100, "l"), resources=fonts))) == ["●"]


@pytest.mark.parametrize(
    ("matrix", "x", "top"),
    [("0 1 -1 0", 200, 60), ("-1 0 0 -1", 560, 700), ("0 -1 1 0", 200, 700)],
    ids=["90", "180", "270"],
)
def test_a_turned_page_is_read_upright(matrix: str, x: float, top: float) -> None:
    sheet = Sheet()
    c, d = map(float, matrix.split()[2:])
    for index, text in enumerate((FULL, "权限。")):
        # The next line stands below where the letters' feet point.
        place = x + c * PITCH * index, top + d * PITCH * index
        sheet.raw(
            f'<ofd:TextObject ID="9" CTM="{matrix} 0 0" Boundary="{mm(*place, 50, 50)}" Font="3" Size="{mm(EM)}">'
            f'<ofd:TextCode X="0" Y="0" DeltaX="g 99 {mm(EM)}">{text}</ofd:TextCode></ofd:TextObject>'
        )
    reading = read(ofd(sheet))
    assert (texts(reading), reading.warnings) == ([FULL, "权限。"], ("page_turned:1",))


def test_text_at_an_angle_is_furniture() -> None:
    askew = {"CTM": "0.7071 0.7071 -0.7071 0.7071 0 0"}
    reading = read(ofd(page(FULL).text(100, 300, "保密资料", **askew)))
    assert (texts(reading), reading.furniture) == ([FULL], ("保密资料",))


def test_a_column_of_letters_in_a_table_is_a_cell() -> None:
    sheet = page(FULL, FULL).grid([90, 130, 500], [200, 300])
    sheet.text(100, 210, "责任单位", code=f'DeltaY="g 3 {STEP}"').text(140, 210, "市财政局")
    assert rows(read(ofd(sheet))) == [["责任单位", "市财政局"]]


def test_vertical_text_is_read_in_columns_from_the_right() -> None:
    sheet = Sheet()
    for index, text in enumerate(("关于做好承接工作的通知", "各区县人民政府")):
        sheet.text(500 - index * PITCH, 100, text, code=f'DeltaY="g 99 {STEP}"')
    reading = read(ofd(sheet))
    assert texts(reading) == ["关于做好承接工作的通知", "各区县人民政府"]
    assert reading.warnings == ("vertical_text:1",)


def annotation(kind: str, text: str) -> str:
    content = Sheet().text(0, 0, text).content[0]
    appearance = f'<ofd:Appearance Boundary="{mm(100, 300, 200, 30)}">{content}</ofd:Appearance>'
    return f'<ofd:Annot Type="{kind}" ID="90">{appearance}</ofd:Annot>'


@pytest.mark.parametrize(
    ("kind", "warnings"),
    [("Watermark", ()), ("Stamp", ("annotation_text_aside:1",)), ("Highlight", ("annotation_text_aside:1",))],
)
def test_text_of_annotations_stands_aside(kind: str, warnings: tuple[str, ...]) -> None:
    sheet = page(FULL)
    sheet.annotations = annotation(kind, "已阅")
    reading = read(ofd(sheet))
    assert (texts(reading), reading.furniture, reading.warnings) == ([FULL], ("已阅",), warnings)


def test_annotations_are_the_text_of_a_page_without_any() -> None:
    sheet = Sheet()
    sheet.annotations = annotation("Stamp", "关于承接工作的通知")
    assert texts(read(ofd(sheet))) == ["关于承接工作的通知"]


@pytest.mark.parametrize(
    ("inside", "warning"),
    [
        ("", "signed"),
        ('<ofd:StampAnnot ID="1" PageRef="1" Boundary="50 50 40 40"/>', "sealed:2"),
        ('<ofd:StampAnnot ID="1" PageRef="0"/><ofd:StampAnnot ID="2" PageRef="1"/>', "sealed:1-2"),
    ],
    ids=["a signature", "a seal", "a seal over the joints of pages"],
)
def test_signatures_and_seals_are_noted(inside: str, warning: str) -> None:
    assert read(signed(page(FULL), page("二、重点任务"), stamps=inside)).warnings == (warning,)


@pytest.mark.parametrize(
    ("file", "warning"), [("任务分工表.docx", "embedded_document_skipped"), ("data.xml", "attached_data_skipped")]
)
def test_attached_files_are_named(file: str, warning: str) -> None:
    listed = (
        f'<ofd:Attachment ID="1" Name="{file.partition(".")[0]}"><ofd:FileLoc>{file}</ofd:FileLoc></ofd:Attachment>'
    )
    more = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    parts = {"Doc_0/Attachs/Attachments.xml": part("Attachments", listed).encode()}
    reading = read(ofd(page(FULL), more=more, parts=parts))
    assert (reading.furniture, reading.warnings) == ((file,), (warning,))


def ledger(reading: Reading) -> Ledger:
    found = build(reading)
    return resolve(found, extract(found))


@pytest.mark.parametrize(
    "name",
    ["郑政文〔2021〕26号", "示例文〔2021〕58号", "示政发〔2022〕8号", "示区政〔2022〕7号", "示例省人民政府令第12号"],
)
def test_a_notice_as_ofd_says_what_it_says_as_markdown(corpus: Path, name: str) -> None:
    path = corpus / f"{name}.md"
    ours, other = (
        ledger(reading)
        for reading in (read(notice(path.read_text(encoding="utf-8"))), read_any(path.read_bytes(), name=path.name))
    )
    assert [
        (task.name, [each.unit_text for each in task.assignments], [each.due_date for each in task.deadlines])
        for task in ours.tasks
    ] == [
        (task.name, [each.unit_text for each in task.assignments], [each.due_date for each in task.deadlines])
        for task in other.tasks
    ]
    mine, theirs = ours.notice.header, other.notice.header
    assert (mine.doc_number, mine.copied_to) != (None, ())
    assert mine.title and theirs.title and mine.title.value == theirs.title.value
    assert [each.value for each in mine.copied_to] == [each.value for each in theirs.copied_to]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(categories=("L", "N", "P", "Zs", "Co", "Cn")), max_size=30),
    st.text(" g0123456789.-eM", max_size=20),
)
def test_any_text_with_any_offsets_is_read(text: str, steps: str) -> None:
    sheet = Sheet().text(LEFT, 200, text, code=f'DeltaX="{steps}" DeltaY="{steps[::-1]}"')
    sheet.raw(
        f'<ofd:PathObject ID="9" Boundary="0 0 9 9" CTM="{steps}"><ofd:AbbreviatedData>L{steps} C</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )
    assert FULL in all_text(read(ofd(sheet, page(FULL))))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(permutations(range(3)))))
def test_objects_in_any_order_give_the_same_reading(order: tuple[int, ...]) -> None:
    content = page(FULL, "权限。", "二、重点任务").content
    assert read(ofd(Sheet(content=[content[i] for i in order]))).blocks == read(ofd(Sheet(content=content))).blocks


def test_a_page_has_its_own_size() -> None:
    wide = Sheet(width=HEIGHT, height=WIDTH).text(700, 100, "横排页")
    line = read(ofd(wide)).blocks[0]
    assert isinstance(line, Line) and line.text == "横排页"


# Red boxes are all that these hold.
NO_TEXT = ("Page5", "VPage7")


def characters_of_pages(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if "/Pages/" in name and name.endswith("Content.xml")]
        pages = [etree.fromstring(archive.read(name)) for name in names]
    return {character for tree in pages for code in tree.iter("{*}TextCode") for character in code.text or ""}


def is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@pytest.mark.shared
def test_every_ofd_at_hand_gives_all_its_text(shared: Path) -> None:
    """No Chinese character that stands in a page's TextCode elements is lost; column cjk counts them."""
    with (shared / "ofd" / "index.csv").open(encoding="utf-8-sig") as stream:
        listed = list(csv.DictReader(stream))
    assert listed
    for row in listed:
        data = (shared / "ofd" / row["file"]).read_bytes()
        try:
            reading = read(data)
        except ReadError as error:
            assert error.reason_code == "no_text" and any(name in row["file"] for name in NO_TEXT), row["file"]
            continue
        said = all_text(reading) + "".join(reading.furniture)
        assert {c for c in characters_of_pages(data) if is_chinese(c)} <= set(said), row["file"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("ofdrw-converter__n", ["路卫发〔2011〕76号", "关于同意张阿三同志辞职的批复", "2011年3月10日印发"]),
        ("ofdrw-converter__testPathFillOpacity", ["关于加快南货场铁路涵洞下穿建设的函", "此函。2023年7月12日"]),
        ("ofdrw-converter__signout", ["府办专督〔2020〕24号", "2020年06月15日11:28:09"]),
        ("ofdrw-converter__z", ["11.4字型变换", "变换关系中字型索引列表"]),
    ],
)
def test_pieces_of_real_files(shared: Path, name: str, pieces: list[str]) -> None:
    text = all_text(read((shared / "ofd" / f"ofdrw__{name}.ofd").read_bytes()))
    assert [piece for piece in pieces if piece not in text] == []
