"""DOCX as the final version of the document shows it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Flow, Grid, Line, Reading, SourceFormat
from pipeline.read.docx import read

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def made(body: str, **parts: str) -> Reading:
    """The reading of a document with this body; `parts` are the insides of styles, numbering, footnotes, header1 …"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{inner}</w:{name}>")
        rels = "".join(
            f'<Relationship Id="{name}" Type="{RELATION}/{name.rstrip("123")}" Target="{name}.xml"/>' for name in parts
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{rels}</Relationships>")
    return read(stream.getvalue())


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def line(body: str, **parts: str) -> Line:
    block = made(body, **parts).blocks[0]
    assert isinstance(block, Line)
    return block


def grid(body: str) -> Grid:
    block = made(body).blocks[0]
    assert isinstance(block, Grid)
    return block


def cells(table: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{t(text) if text else ''}</w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*row: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(row)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def test_a_paragraph_is_a_line_that_ends_hard() -> None:
    reading = made(p("各区县（市）人民政府：") + p("一、制定方案。"))
    assert reading.format is SourceFormat.DOCX
    assert [(b.text, b.flow, b.page) for b in reading.blocks if isinstance(b, Line)] == [
        ("各区县（市）人民政府：", Flow.HARD, 1),
        ("一、制定方案。", Flow.HARD, 1),
    ]


def test_empty_paragraphs_stand_as_one_blank_line_between_texts() -> None:
    assert lines(made(p() + p("通知") + p() + p() + p("2021年3月5日"))) == ["通知", "", "2021年3月5日"]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        pytest.param(t("下放") + t("权限"), ["下放权限"], id="runs"),
        pytest.param("<w:r><w:t>郑州市</w:t><w:br/><w:t>人民政府</w:t></w:r>", ["郑州市", "人民政府"], id="line break"),
        pytest.param("<w:r><w:t>抄送</w:t><w:tab/><w:t>市委</w:t></w:r>", ["抄送 市委"], id="tab"),
        pytest.param(f"<w:ins>{t('市发展改革委')}</w:ins>", ["市发展改革委"], id="inserted"),
        pytest.param(
            f"{t('3月')}<w:del><w:r><w:delText>15</w:delText></w:r></w:del>{t('20日前')}", ["3月20日前"], id="deleted"
        ),
        pytest.param(f"<w:moveFrom>{t('甲')}</w:moveFrom><w:moveTo>{t('乙')}</w:moveTo>", ["乙"], id="moved"),
        pytest.param(f"<w:hyperlink>{t('附件')}</w:hyperlink>", ["附件"], id="hyperlink"),
        pytest.param(f"<w:smartTag><w:smartTagPr/>{t('3月')}</w:smartTag>", ["3月"], id="smart tag"),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{t('通知')}</w:sdtContent></w:sdt>", ["通知"], id="content control"
        ),
        pytest.param(f"<w:fldSimple w:instr='DATE'>{t('2021年')}</w:fldSimple>", ["2021年"], id="simple field"),
        pytest.param(
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:t>x</w:t>"
            "<w:fldChar w:fldCharType='separate'/><w:t>12</w:t><w:fldChar w:fldCharType='end'/></w:r>" + t("页"),
            ["12页"],
            id="field",
        ),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>du</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>督</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            ["督"],
            id="ruby",
        ),
        pytest.param("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>" + t("是"), ["☑是"], id="symbol"),
        pytest.param("<w:r><w:sym w:font='Wingdings' w:char='F081'/></w:r>", ["①"], id="circled digit"),
        pytest.param("<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>12</w:t></w:r>", ["10-12"], id="hyphen"),
        pytest.param("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", ["x=1"], id="formula"),
        pytest.param(t("正文") + "<w:r><w:footnoteReference w:id='9'/></w:r>", ["正文"], id="note that is missing"),
    ],
)
def test_what_of_a_paragraph_is_text(inner: str, shown: list[str]) -> None:
    assert lines(made(f"<w:p>{inner}</w:p>")) == shown


def test_a_field_that_never_ends_hides_nothing_behind_its_paragraph() -> None:
    opened = "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC</w:instrText></w:r></w:p>"
    assert lines(made(opened + p("第一条"))) == ["第一条"]


def test_an_unknown_symbol_is_left_out_with_a_warning() -> None:
    reading = made("<w:p><w:r><w:sym w:font='Wingdings' w:char='F021'/></w:r></w:p>" + p("通知"))
    assert "symbol_dropped" in reading.warnings


HIDDEN_STYLE = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize("how", ["<w:vanish/>", '<w:rStyle w:val="h"/>'])
def test_hidden_text_is_left_out_with_a_warning(how: str) -> None:
    reading = made(f"<w:p><w:r><w:rPr>{how}</w:rPr><w:t>内部</w:t></w:r>{t('通知')}</w:p>", styles=HIDDEN_STYLE)
    assert (lines(reading), reading.warnings) == (["通知"], ("hidden_text_dropped",))


def test_text_that_a_run_shows_against_its_style_is_not_hidden() -> None:
    properties = '<w:rPr><w:rStyle w:val="h"/><w:vanish w:val="0"/></w:rPr>'
    assert lines(made(f"<w:p><w:r>{properties}<w:t>通知</w:t></w:r></w:p>", styles=HIDDEN_STYLE)) == ["通知"]


NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/><w:pPr><w:ind w:left="640" w:hanging="320"/></w:pPr>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_an_automatic_number_stands_before_the_text() -> None:
    body = p("制定方案。", NUMBERED) + p("责任单位：市发展改革委") + p("　　报送进展。", NUMBERED)
    assert lines(made(body, numbering=NUMBERING)) == ["一、制定方案。", "责任单位：市发展改革委", "二、报送进展。"]


def test_an_automatic_number_stands_alone_where_a_cell_holds_nothing_else() -> None:
    cell = f"<w:tc>{p('', NUMBERED)}</w:tc>"
    table = made(tbl(tr(cell, tc("制定方案")), tr(cell, tc("报送进展"))), numbering=NUMBERING).blocks[0]
    assert isinstance(table, Grid)
    assert [cell.text for cell in table.cells] == ["一、", "制定方案", "二、", "报送进展"]


def test_a_deleted_paragraph_takes_no_number() -> None:
    gone = f"<w:p><w:pPr>{NUMBERED}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    body = p("甲", NUMBERED) + gone + p("乙", NUMBERED)
    assert lines(made(body, numbering=NUMBERING)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:vanish/>"])
def test_a_paragraph_whose_mark_is_gone_runs_on_into_the_next(mark: str) -> None:
    assert lines(made(p("各区县", f"<w:rPr>{mark}</w:rPr>") + p("（市）") + p("一"))) == ["各区县（市）", "一"]


@pytest.mark.parametrize(
    ("properties", "align"),
    [
        ('<w:jc w:val="center"/>', Align.CENTER),
        ('<w:jc w:val="right"/>', Align.RIGHT),
        ('<w:jc w:val="end"/>', Align.RIGHT),
        ('<w:jc w:val="both"/>', Align.LEFT),
        ('<w:pStyle w:val="title"/>', Align.CENTER),
        ('<w:pStyle w:val="title"/><w:jc w:val="left"/>', Align.LEFT),
        ("", None),
    ],
)
def test_align_is_the_paragraphs_own_or_its_styles(properties: str, align: Align | None) -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:styleId="title"><w:basedOn w:val="base"/></w:style>'
    )
    assert line(p("通知", properties), styles=styles).align is align


HEADING_STYLES = """
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="a"><w:name w:val="标题 3"/></w:style>
<w:style w:styleId="b"><w:name w:val="章"/><w:basedOn w:val="2"/></w:style>
<w:style w:styleId="c"><w:name w:val="条"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="d"><w:name w:val="标题"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        pytest.param('<w:pStyle w:val="2"/>', 2, id="heading 2"),
        pytest.param('<w:pStyle w:val="a"/>', 3, id="标题 3"),
        pytest.param('<w:pStyle w:val="b"/>', 2, id="built on a heading"),
        pytest.param('<w:pStyle w:val="c"/>', 1, id="outline level of a style"),
        pytest.param('<w:pStyle w:val="2"/><w:outlineLvl w:val="4"/>', 5, id="own outline level"),
        pytest.param('<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>', 0, id="body text"),
        pytest.param('<w:pStyle w:val="d"/>', 0, id="the title is no heading of a level"),
        pytest.param("", 0, id="none"),
    ],
)
def test_heading_level(properties: str, heading: int) -> None:
    assert line(p("总体要求", properties), styles=HEADING_STYLES).heading == heading


def test_size_is_that_of_the_largest_run_that_has_text() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    large = '<w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>{}</w:t></w:r>'
    assert line(p("通知"), styles=styles).size == 16
    assert line(f"<w:p>{t('关于')}{large.format('通知')}</w:p>", styles=styles).size == 22
    assert line(f"<w:p>{t('关于')}{large.format(' ')}</w:p>", styles=styles).size == 16


@pytest.mark.parametrize(
    ("properties", "indent"),
    [
        pytest.param('<w:ind w:firstLine="640"/>', 32, id="twips"),
        pytest.param('<w:ind w:firstLineChars="200" w:firstLine="640"/>', 21, id="characters"),
        pytest.param('<w:ind w:firstLineChars="0" w:firstLine="0"/>', 0, id="none"),
        pytest.param('<w:ind w:left="800" w:hanging="400"/>', 20, id="hanging"),
        pytest.param(NUMBERED, 16, id="of the list"),
        pytest.param(NUMBERED + '<w:ind w:left="0" w:hanging="0"/>', 0, id="own before the list's"),
        pytest.param("", 0, id="flush"),
    ],
)
def test_indent(properties: str, indent: float) -> None:
    assert line(p("各区县：", properties), numbering=NUMBERING).indent == indent


PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
RENDERED = "<w:lastRenderedPageBreak/>"


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        pytest.param(p("甲") + PAGE_BREAK + p("乙"), [1, 2], id="page break"),
        pytest.param(p("甲") + f"<w:p><w:r>{RENDERED}<w:t>乙</w:t></w:r></w:p>", [1, 2], id="noted by Word"),
        pytest.param(
            p("甲") + PAGE_BREAK + f"<w:p><w:r>{RENDERED}<w:t>乙</w:t></w:r></w:p>", [1, 2], id="broken and noted"
        ),
        pytest.param(p("甲", "<w:pageBreakBefore/>") + p("乙", "<w:pageBreakBefore/>"), [1, 2], id="break before"),
        pytest.param(p("甲") + PAGE_BREAK + p("乙", "<w:pageBreakBefore/>"), [1, 2], id="break and break before"),
        pytest.param(p("甲", "<w:sectPr/>") + p("乙") + "<w:sectPr/>", [1, 2], id="section"),
        pytest.param(
            p("甲", "<w:sectPr/>") + p("乙") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
            [1, 1],
            id="continuous section",
        ),
        pytest.param(
            f"<w:p>{t('甲')}<w:r>{RENDERED}</w:r>{t('接')}</w:p>" + p("乙"), [1, 2], id="noted inside a paragraph"
        ),
    ],
)
def test_pages(body: str, pages: list[int]) -> None:
    reading = made(body)
    assert [b.page for b in reading.blocks if isinstance(b, Line) and b.text] == pages
    assert reading.page_count == (pages[-1] if RENDERED in body else 0)


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{BOX.format(p("印章"))}</mc:Choice>'
        f"<mc:Fallback><v:textbox>{BOX.format(p('印章'))}</v:textbox></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(made(f"<w:p><w:r>{both}</w:r>{t('2021年3月5日')}</w:p>" + p("附注"))) == [
        "2021年3月5日",
        "印章",
        "附注",
    ]


def test_the_fallback_is_read_where_the_choice_has_no_text() -> None:
    both = (
        '<mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice>'
        f"<mc:Fallback>{BOX.format(p('郑州市人民政府文件'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert lines(made(f"<w:p><w:r>{both}</w:r></w:p>")) == ["", "郑州市人民政府文件"][1:]


def test_notes_follow_the_text_in_the_order_of_their_marks() -> None:
    notes = "".join(
        f'<w:footnote w:id="{i}">{p(text)}</w:footnote>' for i, text in ((1, "注一"), (2, "注二"), (3, "删去"))
    )
    marks = "".join(f'<w:r><w:footnoteReference w:id="{i}"/></w:r>' for i in (2, 1))
    assert lines(made(f"<w:p>{t('正文')}{marks}</w:p>" + p("末段"), footnotes=notes)) == [
        "正文",
        "末段",
        "注二",
        "注一",
    ]


def test_headers_and_footers_are_furniture() -> None:
    reading = made(p("通知"), header1=p("郑州市人民政府文件"), header2=p("郑州市人民政府文件"), footer1=p("— 1 —"))
    assert lines(reading) == ["通知"]
    assert reading.furniture == ("郑州市人民政府文件", "— 1 —")


def test_a_table_is_a_grid() -> None:
    table = grid(tbl(tr(tc("序号"), tc("重点任务")), tr(tc("1"), tc("制定方案"))))
    assert (table.rows, table.columns, table.row_pages) == (2, 2, (1, 1))
    assert cells(table)[2:] == [("1", 1, 0, 1, 1), ("制定方案", 1, 1, 1, 1)]


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_merged_cell_stands_once_with_its_spans() -> None:
    table = grid(
        tbl(
            tr(tc("一、重点任务", '<w:gridSpan w:val="3"/>')),
            tr(tc("牵头单位", RESTART), tc("甲"), tc("乙")),
            tr(tc("", CONTINUE), tc("丙"), tc("丁")),
            tr(tc("戊", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("己")),
        )
    )
    assert cells(table) == [
        ("一、重点任务", 0, 0, 1, 3),
        ("牵头单位", 1, 0, 2, 1),
        ("甲", 1, 1, 1, 1),
        ("乙", 1, 2, 1, 1),
        ("丙", 2, 1, 1, 1),
        ("丁", 2, 2, 1, 1),
        ("戊", 3, 0, 1, 2),
        ("己", 3, 2, 1, 1),
    ]


def test_a_row_that_begins_later_keeps_its_columns() -> None:
    table = grid(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), properties='<w:gridBefore w:val="1"/>')))
    assert cells(table)[-1] == ("丙", 1, 1, 1, 1)


def test_a_span_counts_only_columns_that_the_table_parts() -> None:
    huge = '<w:gridSpan w:val="99999999"/>'
    table = grid(tbl(tr(tc("甲", huge), tc("乙")), tr(tc("丙", huge), tc("丁"))))
    assert (table.columns, cells(table)[0]) == (2, ("甲", 0, 0, 1, 1))


def test_a_table_with_too_many_columns_is_read_as_lines() -> None:
    reading = made(tbl(tr(*(tc(str(number)) for number in range(600)))))
    assert (len(lines(reading)), reading.warnings) == (600, ("table_too_wide",))


def test_a_row_that_was_deleted_is_left_out() -> None:
    assert grid(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"), properties="<w:del/>"))).rows == 1


def test_paragraphs_and_nested_tables_of_a_cell_are_its_lines() -> None:
    nested = f"<w:tc>{p('牵头单位：')}{tbl(tr(tc('甲'), tc('乙')), tr(tc('丙'), tc('丁')))}{p()}</w:tc>"
    assert grid(tbl(tr(nested, tc("3月底前")))).cells[0].text == "牵头单位：\n甲 乙\n丙 丁"


def test_a_table_of_one_cell_that_only_lays_out_is_what_stands_in_it() -> None:
    framed = f"<w:tc>{p('一、重点任务')}{tbl(tr(tc('甲'), tc('乙')))}</w:tc>"
    blocks = made(tbl(tr(framed))).blocks
    assert [type(block) for block in blocks] == [Line, Grid]


def test_a_row_over_a_page_break_counts_the_page_once() -> None:
    over = f"<w:tc><w:p>{t('甲')}<w:r>{RENDERED}</w:r>{t('接')}</w:p></w:tc>"
    reading = made(tbl(tr(over, over), tr(tc("乙"), tc("丙"))) + p("末段"))
    table = reading.blocks[0]
    assert isinstance(table, Grid)
    assert (table.row_pages, reading.page_count) == ((1, 2), 2)


def test_text_below_a_merge_is_not_shown_and_a_warning() -> None:
    body = tbl(tr(tc("甲", RESTART), tc("乙")), tr(tc("藏", CONTINUE), tc("丙")))
    assert made(body).warnings == ("hidden_text_dropped",)


def test_a_document_without_text_is_not_read() -> None:
    with pytest.raises(ReadError) as raised:
        made(p() + "<w:p><w:r><w:drawing/></w:r></w:p>")
    assert raised.value.reason_code == "no_text"


def test_an_embedded_document_is_a_warning() -> None:
    assert made(p("通知") + "<w:altChunk/>").warnings == ("embedded_document_skipped",)


@pytest.mark.parametrize("wrapper", ["<w:sdt><w:sdtContent>|</w:sdtContent></w:sdt>", "<w:ins>|</w:ins>"])
def test_nesting_as_deep_as_xml_allows_is_read(wrapper: str) -> None:
    opening, closing = wrapper.split("|")
    times = 240 // opening.count("<")
    assert lines(made(opening * times + p("通知") + closing * times)) == ["通知"]
    assert lines(made(f"<w:p>{opening * times}{t('通知')}{closing * times}</w:p>")) == ["通知"]


def test_tables_nested_as_deep_as_xml_allows_are_read() -> None:
    depth = 80
    body = "<w:tbl><w:tr><w:tc>" * depth + p("通知") + "</w:tc></w:tr></w:tbl>" * depth
    assert lines(made(body)) == ["通知"]


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "docx_good.docx",
        "docx_hidden_text.docx",
        "docx_gridspan_huge.docx",
        "docx_bomb_1GiB_media.docx",
        "docx_path_traversal.docx",
        "docx_symlink_member.docx",
    ],
)
def test_a_notice_in_a_hostile_file_is_read(shared: Path, name: str) -> None:
    text = lines(read((shared / "hostile" / "made" / name).read_bytes()))
    assert "二、报送进展。（牵头单位：市委编办、市政务办，责任单位：各区县。完成时限：2021年4月10日前）" in text


@pytest.mark.shared
def test_no_docx_of_the_hostile_files_does_more_than_raise(shared: Path) -> None:
    for path in sorted((shared / "hostile").glob("*/*docx*")):
        try:
            read(path.read_bytes())
        except ReadError as error:
            assert error.reason_code in {"no_text", "encrypted", "zip_bomb", "broken_package", "bad_xml"}


@pytest.mark.shared
def test_a_document_as_published_is_read_with_its_pages(shared: Path) -> None:
    reading = read((shared / "archive" / "no1doc_2026.docx").read_bytes())
    labels = [text for text in lines(reading) if text.startswith("（二十七）")]
    assert (len(labels), reading.page_count) == (1, 14)
