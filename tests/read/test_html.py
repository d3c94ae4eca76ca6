"""Web pages to lines and grids."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Flow, Grid, Line, Reading, SourceFormat
from pipeline.read.html import fragment, read

TITLE = "郑州市人民政府办公厅关于做好权限承接工作的通知"
BODY = f"""<p style="text-align:center"><b>{TITLE}</b></p><p>各区县（市）人民政府：</p>
<p>&emsp;&emsp;为做好承接工作，经市政府同意，现就有关事项通知如下，请认真贯彻执行。</p>
<p>一、制定方案。（责任单位：市发展改革委。完成时限：2021年3月15日前）</p>
<p align="right">2021年3月5日</p>"""
BODY_LINES = [
    TITLE,
    "各区县（市）人民政府：",
    "为做好承接工作，经市政府同意，现就有关事项通知如下，请认真贯彻执行。",
    "一、制定方案。（责任单位：市发展改革委。完成时限：2021年3月15日前）",
    "2021年3月5日",
]
NAVIGATION = """<div class="top"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li><li><a>互动交流</a></li></ul></div>
<div class="pos">当前位置：<a>首页</a> &gt; <a>政策文件</a></div>"""
FOOT = """<div class="ft"><p>主办：某市人民政府办公厅　承办：某市大数据局</p><p>网站标识码：4101000001　豫ICP备05003317号</p>
<p>联系电话：0371-67180000，未经授权不得转载本站内容。</p></div>"""


def page(body: str, head: str = "") -> Reading:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def grid_of(body: str) -> Grid:
    (grid,) = [block for block in page(body).blocks if isinstance(block, Grid)]
    return grid


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{NAVIGATION}<div class='TRS_Editor'>{BODY}</div>{FOOT}", id="named-by-the-content-system"),
        pytest.param(f"{NAVIGATION}<div>{BODY}</div>{FOOT}", id="in-a-nameless-div"),
        pytest.param(f"{NAVIGATION}{BODY}{FOOT}", id="bare-in-the-body"),
        pytest.param(f"<nav><a>首页</a></nav>{BODY}<footer>主办：某局</footer>", id="html5"),
        pytest.param(
            f"<table><tr><td>{NAVIGATION}</td></tr><tr><td><ul><li><a>左栏</a></ul></td><td>{BODY}<div>【打印】【关闭】</div></td></tr>"
            f"<tr><td>{FOOT}</td></tr></table>",
            id="in-a-table-for-layout",
        ),
        pytest.param(
            f"{NAVIGATION}<div class=a>{BODY}<dl class=ewm><dd>扫一扫在手机打开当前页</dd></dl><div>分享到：<a>微信</a></div>"
            "<p>上一篇：<a>关于印发方案的通知</a></p></div>",
            id="with-the-sites-lines-behind-it",
        ),
        pytest.param(
            f"<div class=w><div class=n>{BODY}</div><div>相关解读：<ul><li><a>一图读懂权限承接工作，怎么做、谁来做</a></ul></div></div>",
            id="with-related-links-behind-it",
        ),
        pytest.param(f"<form><center><font>{BODY}</font></center></form>", id="in-old-tags"),
    ],
)
def test_the_document_is_found_without_the_site(body: str) -> None:
    assert texts(page(body)) == BODY_LINES


def test_a_short_document_is_found_too() -> None:
    body = f"{NAVIGATION}<div><h2>公告</h2><p>市图书馆闭馆三天。</p><p>2021年3月5日</p></div>{FOOT}"
    assert texts(page(body)) == ["公告", "市图书馆闭馆三天。", "2021年3月5日"]


def test_a_payload_beside_the_notice_does_not_crowd_it_out() -> None:
    payload = "<p>坚持统一领导，做好各项工作，确保落实到位。</p>" * 50
    lines = texts(page(f"{NAVIGATION}<div><div>{BODY}</div><div><p>附件1</p>{payload}</div></div>{FOOT}"))
    assert lines[:6] == [*BODY_LINES, "附件1"]
    assert len(lines) == 56


def test_a_wide_frame_with_a_telling_name_brings_in_no_side_bar() -> None:
    side = "<ul>" + "<li><a>关于印发某方案的通知，请认真贯彻执行。</a></li>" * 20 + "</ul>"
    assert texts(page(f"<div class='article-content'>{side}<div><div id=zoom>{BODY}</div></div></div>")) == BODY_LINES


def test_links_to_annexes_stay() -> None:
    lines = texts(page(f"<div>{BODY}<p>附件：</p><p><a>任务分工表.docx</a></p></div>{FOOT}"))
    assert lines == [*BODY_LINES, "附件：", "任务分工表.docx"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(
            "<table><tr><td>索 引 号：</td><td>X1/2021-2</td><td>成文日期：</td><td>2021-03-05</td></tr>"
            "<tr><td>文　号：</td><td>郑政办〔2021〕26号</td><td>主题词：</td><td></td></tr></table>",
            id="table",
        ),
        pytest.param(
            "<table><tr><th>索引号</th><td>X1/2021-2</td></tr><tr><th>成文日期</th><td>2021-03-05</td></tr>"
            "<tr><th>文号</th><td>郑政办〔2021〕26号</td></tr></table>",
            id="table-without-colons",
        ),
        pytest.param(
            "<dl><dt>索引号<dd>X1/2021-2<dt>成文日期<dd>2021-03-05<dt>文号<dd>郑政办〔2021〕26号</dl>",
            id="definition-list",
        ),
        pytest.param(
            "<ul><li><span>索引号：</span> X1/2021-2</li><li><span>成文日期：</span>2021-03-05</li>"
            "<li><span>文号：</span>\n郑政办〔2021〕26号</li><li><span>文件状态：</span><script>x</script></li></ul>",
            id="list",
        ),
        pytest.param(
            "<p>索引号： X1/2021-2 成文日期： 2021-03-05 文号： 郑政办〔2021〕26号 浏览次数： 12</p>", id="run-together"
        ),
        pytest.param(
            "<div><div><b>【索引号】</b>X1/2021-2</div><div><b>【成文日期】</b>：2021-03-05</div>"
            "<div><b>文号：</b><i>郑政办〔2021〕26号</i></div></div>".replace("】</b>", "】：</b>").replace(
                "：</b>：", "：</b>"
            ),
            id="brackets",
        ),
    ],
)
def test_the_list_of_fields_stands_beside_the_text(fields: str) -> None:
    reading = page(f"<div class=w>{fields}<div>{BODY}</div></div>")
    assert dict(reading.fields) == {"索引号": "X1/2021-2", "成文日期": "2021-03-05", "文号": "郑政办〔2021〕26号"}
    assert texts(reading) == BODY_LINES


def test_a_line_that_dates_the_page_is_fields() -> None:
    reading = page(
        f"<div><h1>{TITLE}</h1><div>发布时间：2021-03-08 10:00　来源：市政府办　浏览次数：12</div>{BODY}</div>"
    )
    assert reading.fields == (("发布时间", "2021-03-08 10:00"), ("来源", "市政府办"))
    assert texts(reading)[-5:] == BODY_LINES


def test_words_of_the_text_are_no_fields() -> None:
    reading = page(f"<div>{BODY}<p>公开方式：主动公开</p><p>来源：市财政局</p></div>")
    assert reading.fields == ()
    assert "公开方式：主动公开" in texts(reading)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        pytest.param(f"<meta name=ArticleTitle content='{TITLE}'><title>x</title>", "", TITLE, id="own-meta"),
        pytest.param(
            f"<title>{TITLE} - 某市人民政府门户网站</title>", "<h1>您当前所在的位置：首页</h1>", TITLE, id="page-title"
        ),
        pytest.param(
            f"<title>{TITLE}_政策文件_某市</title>",
            f"<h1>信息公开平台</h1><h1>{TITLE}</h1>",
            TITLE,
            id="agreed-heading",
        ),
        pytest.param("", f"<h1>{TITLE}</h1>", TITLE, id="heading"),
        pytest.param(
            "<title>方案（2021-2023年）的通知-某市人民政府</title>",
            "",
            "方案（2021-2023年）的通知",
            id="dash-of-the-title",
        ),
        pytest.param("<title>某市人民政府门户网站</title>", "", "", id="site-only"),
    ],
)
def test_the_title_is_the_documents(head: str, body: str, expected: str) -> None:
    assert page(body + BODY, head).title == expected


HIDDEN = "（责任单位：不可见局）"


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p style='display:none'>{HIDDEN}</p>",
        f"<p style='color:red; Display : None'>{HIDDEN}</p>",
        f"<p hidden>{HIDDEN}</p>",
        f"<span aria-hidden=true>{HIDDEN}</span>",
        f"<p style='font-size:0px'>{HIDDEN}</p>",
        f"<p style='text-indent:-9999px'>{HIDDEN}</p>",
        f"<div style='width:0;height:0;overflow:hidden'>{HIDDEN}</div>",
        f"<span style='mso-hide:all'>{HIDDEN}</span>",
        f"<span style='color:#FFFFFF'>{HIDDEN}</span>",
        f"<noscript>{HIDDEN}</noscript>",
        f"<template>{HIDDEN}</template>",
    ],
)
def test_hidden_text_is_left_out_with_a_warning(hidden: str) -> None:
    reading = page(f"<div id=zoom>{BODY}{hidden}尾</div>")
    assert texts(reading) == [*BODY_LINES, "尾"]
    assert reading.warnings == ("hidden_text_dropped",)


@pytest.mark.parametrize(
    "unseen", ["<script>局</script>", "<style>局</style>", "<!-- 局 -->", "<xml>局</xml>", "<iframe>局</iframe>"]
)
def test_what_is_no_text_needs_no_warning(unseen: str) -> None:
    reading = page(f"<div>{BODY}<p>尾{unseen}部</p></div>")
    assert (texts(reading)[-1], reading.warnings) == ("尾部", ())


@pytest.mark.parametrize(
    "style",
    ["font-size:0.5em", "opacity:0.9", "text-indent:-21pt", "background-color:#fff", "color:#fff000", "height:0.5em"],
)
def test_what_only_looks_like_hiding_is_shown(style: str) -> None:
    assert texts(page(f"<div>{BODY}<p style='{style}'>尾</p></div>"))[-1] == "尾"


def test_white_on_a_dark_head_of_a_table_is_shown() -> None:
    row = "<tr style='background:#036'><td><span style='color:#fff'>序号</span></td><td>任务</td></tr>"
    assert grid_of(f"<table>{row}<tr><td>1</td><td>制定</td></tr></table>").cells[0].text == "序号"


def test_a_page_that_hides_its_body_until_scripts_ran_is_read() -> None:
    assert texts(read(f"<body style='visibility: hidden'>{BODY}</body>".encode())) == BODY_LINES


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>署名<br>日期<br/><br></p>", ["署名", "日期"], id="breaks"),
        pytest.param("各区：<br>一、制定", ["各区：", "一、制定"], id="text-without-paragraphs"),
        pytest.param("<p>各区\n   人民政府，GDP\n增长</p>", ["各区人民政府，GDP 增长"], id="line-ends-of-the-source"),
        pytest.param("<p>甲局&nbsp;&nbsp;乙局</p>", ["甲局  乙局"], id="no-break-spaces"),
        pytest.param("<p>总　则</p>", ["总　则"], id="full-width-blank"),
        pytest.param(
            "<p>面积10m<sup>2</sup><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby></p>",
            ["面积10m2汉"],
            id="sup-and-ruby",
        ),
        pytest.param("<p>第一<p>第二<div>第三<p>第四", ["第一", "第二", "第三", "第四"], id="unclosed"),
        pytest.param("<ol><li>制定</li><li>（二）报送</li></ol>", ["1. 制定", "（二）报送"], id="counted-items"),
        pytest.param(
            "<ol class='custom_cn x' start=11><li><p>总则</p></li></ol>", ["十一、总则"], id="items-counted-in-han"
        ),
        pytest.param(
            "<ol style='list-style:none'><li>制定</li></ol><ul><li>报送</li></ul>",
            ["制定", "报送"],
            id="uncounted-items",
        ),
        pytest.param("<pre>关于\n承接的通知</pre>", ["关于", "承接的通知"], id="preformatted"),
        pytest.param(
            "<p><![if !supportLists]><span style='mso-list:Ignore'>1.</span><![endif]>制定</p>",
            ["1.制定"],
            id="word-list",
        ),
        pytest.param('<%@ page import="x"%><jsp:include page="a"></jsp:include><p>县</p>', ["县"], id="server-page"),
        pytest.param("<p>a&unknown;b &lt;意见&gt;</p>", ["a&unknown;b <意见>"], id="entities"),
    ],
)
def test_lines_are_as_a_browser_breaks_them(html: str, expected: list[str]) -> None:
    assert texts(read(f"<html><body>{html}".encode())) == expected


def test_a_line_knows_how_it_stands() -> None:
    html = "<h2>通知</h2><center>文号</center><div align=right><p>署名</p></div><p style='text-align:justify'>　　各区：</p>"
    assert read(f"<body>{html}".encode()).blocks == (
        Line("通知", flow=Flow.HARD, heading=2, indent=0),
        Line("文号", flow=Flow.HARD, align=Align.CENTER, indent=0),
        Line("署名", flow=Flow.HARD, align=Align.RIGHT, indent=0),
        Line("各区：", flow=Flow.HARD, align=Align.LEFT, indent=2),
    )


def test_a_table_is_a_grid_with_its_spans() -> None:
    grid = grid_of(
        "<p>分工：</p><table><caption>分工表</caption><thead><tr><th>序号</th><th colspan=3>任务</th></tr></thead>"
        "<tr><td rowspan=0>1</td><td colspan='3'><p>制定</p><p>方案</p></td></tr><tr><td colspan=2>甲</td><td>乙</td></tr></table>"
    )
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("序号", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 2),
        ("1", 1, 0, 2, 1),
        ("制定\n方案", 1, 1, 1, 2),
        ("甲", 2, 1, 1, 1),
        ("乙", 2, 2, 1, 1),
    ]


def test_a_caption_is_a_line_before_its_table() -> None:
    blocks = page("<table><caption>分工表</caption>散落<tr><td>1<td>甲<tr><td>2<td>乙</table>").blocks
    assert [block.text for block in blocks if isinstance(block, Line)] == ["分工表", "散落"]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f"<table><tr><td>{BODY}</td></tr></table>", id="one-cell"),
        pytest.param(f"<table><tr><td></td><td>{BODY}</td></tr><tr><td></td></tr></table>", id="one-filled-cell-a-row"),
        pytest.param(f"<table role=presentation><tr><td>{BODY}<td></table>", id="said-so"),
        pytest.param(f"<table><tr><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>", id="nested"),
    ],
)
def test_a_table_for_layout_is_lines(table: str) -> None:
    assert texts(page(table)) == BODY_LINES


def test_a_table_inside_a_cell_is_lines_of_the_cell() -> None:
    grid = grid_of("<table><tr><td>1<td>甲<table><tr><td>a<td>b</table><tr><td>2<td>乙乙乙乙乙乙</table>")
    assert [cell.text for cell in grid.cells] == ["1", "甲\na\nb", "2", "乙乙乙乙乙乙"]


@pytest.mark.parametrize(
    ("data", "encoding", "warnings"),
    [
        pytest.param(f"<meta charset=gb2312><p>{TITLE}".encode("gbk"), "gb18030", (), id="as-declared"),
        pytest.param(
            f"<meta charset=utf-8><p>{TITLE}".encode("gbk"), "gb18030", ("encoding_guessed",), id="declared-wrongly"
        ),
        pytest.param(f"<meta charset=gbk><p>{TITLE}".encode(), "utf-8", (), id="utf-8-whatever-is-declared"),
        pytest.param(f"<html><p>{TITLE}".encode("utf-16"), "utf-16-le", (), id="utf-16"),
    ],
)
def test_the_encoding_is_what_the_bytes_are(data: bytes, encoding: str, warnings: tuple[str, ...]) -> None:
    reading = read(data)
    assert (texts(reading), reading.encoding, reading.warnings) == ([TITLE], encoding, warnings)


def test_deep_nesting_is_flattened() -> None:
    reading = read(f"<html><body>{'<div>' * 5000}尾巴{'</div>' * 5000}<p>后文".encode())
    assert (texts(reading), reading.warnings) == (["尾巴", "后文"], ("deep_nesting_flattened",))


@pytest.mark.parametrize(
    ("html", "code"),
    [
        pytest.param("<html><body></body></html>", "no_text", id="empty-page"),
        pytest.param(
            "<html><body><script>document.write('通知')</script></body></html>", "no_text", id="text-by-script"
        ),
        pytest.param("<table><tr><td>" * 3000, "too_deep", id="tables-thousands-deep"),
        pytest.param("<p>" * 1_000_001, "too_large", id="too-many-tags"),
    ],
)
def test_what_cannot_be_read_is_an_error(html: str, code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(html.encode())
    assert raised.value.reason_code == code


def test_a_fragment_without_text_has_no_blocks() -> None:
    assert fragment("") == []


TAGS = ["<p>", "<table>", "<tr>", "<td colspan=2>", "</table>", "<a>", "<br>", "文号：", "一。", "</div>", "<li>"]


@given(st.lists(st.sampled_from(TAGS)).map("".join))
@settings(max_examples=200)
def test_any_tags_are_read(html: str) -> None:
    try:
        reading = read(f"<html>{html}".encode())
    except ReadError as error:
        assert error.reason_code == "no_text"
    else:
        assert reading.format is SourceFormat.HTML


@pytest.mark.shared
@pytest.mark.parametrize("name", ["gwy_001", "gwy_005", "gwy_007", "gwy_010", "gwy_020", "gwy_037", "gwy_060"])
def test_pages_of_the_state_council_have_the_words_of_their_texts(shared: Path, name: str) -> None:
    (original,) = (shared / "gold" / "originals").glob(f"{name}_*.html")
    (text,) = (shared / "gold" / "texts").glob(f"{name}_*.txt")
    blocks = read(original.read_bytes()).blocks
    found = "".join(b.text if isinstance(b, Line) else "".join(cell.text for cell in b.cells) for b in blocks)
    assert "".join(found.split()) == "".join(text.read_text(encoding="utf-8").split())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "first", "last", "fields"),
    [
        (
            "gz_13",
            "穗建规字〔2024〕5号",
            "公开方式：主动公开",
            {"文号": "穗建规字〔2024〕5号", "发布机关": "广州市住房和城乡建设局"},
        ),
        ("gz_11", "穗府办规〔2024〕13号", "广州市人民政府办公厅秘书处  2024年7月29日印发", {"成文日期": "2024-07-26"}),
        (
            "gz_05",
            "各幼儿园：",
            "附件1-5下载：《2026年广州市天河区幼儿园招生计划申报审批表》.doc",
            {"信息来源": "广州市天河区教育局"},
        ),
    ],
)
def test_pages_of_cities_begin_and_end_with_the_document(
    shared: Path, name: str, first: str, last: str, fields: dict[str, str]
) -> None:
    (original,) = (shared / "archive").glob(f"{name}_*.html")
    reading = read(original.read_bytes())
    assert (texts(reading)[0], texts(reading)[-1]) == (first, last)
    assert fields.items() <= dict(reading.fields).items()
