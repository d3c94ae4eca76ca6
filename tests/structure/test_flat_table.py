"""Tables that were flattened into lines come back as grids, and running text stays running text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.reading import Cell, Grid, Line
from pipeline.structure.flat_table import rebuild


def lines(text: str) -> list[Line]:
    """The lines of a text; ` / ` is a line end too."""
    return [Line(part) for line in text.strip("\n").split("\n") for part in line.split(" / ")]


def rows(grid: Grid) -> list[str]:
    """The rows with `|` between columns; a blank or merged place is empty."""
    places: list[list[str]] = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        places[cell.row][cell.column] = cell.text.replace("\n", "⏎")
    return ["|".join(row) for row in places]


CASES = [
    pytest.param(
        """
        任务\t举措\t责任单位\t时限\t备注
        优化环境\t推行承诺制\t市司法局\t6月底
        \t建立投诉机制\t市营商办\t9月底
        某市人民政府办公室 / 2023年3月1日
        """.replace("        ", ""),
        ["任务|举措|责任单位|时限|备注", "优化环境|推行承诺制|市司法局|6月底|", "|建立投诉机制|市营商办|9月底|"],
        id="tabs with blanks: a merged first column, a signature below a blank last one",
    ),
    pytest.param(
        "工作任务\t责任单位\n稳增长\t市发改委\n扩投资\t市工信局",
        ["工作任务|责任单位", "稳增长|市发改委", "扩投资|市工信局"],
        id="two columns parted by tabs",
    ),
    pytest.param(
        """
        附件 / 重点任务分工表
        序号 / 重点任务 / 牵头单位 / 配合单位 / 完成时限
        1 / 建立企业诉求快速响应机制 / 市发展改革委 / 市市场监管局 / 2023年第三季度
        2 / 完善住房保障信息公开 / 市住房城乡建设局 / 无 / 2023年12月31日
        某市人民政府办公室 / 2023年3月1日
        """,
        [
            "序号|重点任务|牵头单位|配合单位|完成时限",
            "1|建立企业诉求快速响应机制|市发展改革委|市市场监管局|2023年第三季度",
            "2|完善住房保障信息公开|市住房城乡建设局|无|2023年12月31日",
        ],
        id="a line each cell, a signature behind",
    ),
    pytest.param(
        """
        序号 / 项目名称 / 责任单位
        正 / 式 / 项 / 目
        1 / 科学技术奖励办法（修订） / 省科技厅
        2 / 规章规范性文件备案审查办法 / （修订） / 省司法厅
        预 / 备 / 项 / 目
        1 / 房产税暂行条例细则（修订） / 省税务局 / 省财政厅
        立法计划的通知.PDF / 扫一扫在手机打开当前页
        """,
        [
            "序号|项目名称|责任单位",
            "正式项目||",
            "1|科学技术奖励办法（修订）|省科技厅",
            "2|规章规范性文件备案审查办法（修订）|省司法厅",
            "预备项目||",
            "1|房产税暂行条例细则（修订）|省税务局⏎省财政厅",
        ],
        id="single characters one below the other head a section",
    ),
    pytest.param(
        """
        目标 / 任务 / 主要内容 / 责任单位
        一、以政务公开助力稳增长
        （一）加强预期引导
        通过新闻发布会、媒体采访、提供解读素材等形式及时宣传解读全市相关经济政策执行落实情况和国家宏观经济政策。
        市发改委牵头落实
        加强财政政策信息公开，解读财政收支增减变化情况及原因，主动解释说明热点问题，引导正确认识财政形势和走势。
        市财政局牵头落实
        """,
        [
            "目标任务|主要内容|责任单位",
            "一、以政务公开助力稳增长||",
            "（一）加强预期引导|通过新闻发布会、媒体采访、提供解读素材等形式及时宣传解读全市相关经济政策执行落实情况和国家宏观经济政策。|市发改委牵头落实",
            "|加强财政政策信息公开，解读财政收支增减变化情况及原因，主动解释说明热点问题，引导正确认识财政形势和走势。|市财政局牵头落实",
        ],
        id="a head cut over lines, no numbers, sections",
    ),
    pytest.param(
        """
        序号 / 考核项目 / 各项分值 / 考核指标 / 负责考核部门
        总分 / 100
        一、 / 巩固成果 / 31
        1 / 强化督查督办 / 4 / 严格执行督查制度，推动问题解决， / 跟踪督办。 / 县河长办
        二、 / 水岸联动 / 15 / 建立湖长体系，向社会公布名单。 / 县河长办
        2 / 宣传教育 / 7 / 1.开展公益宣传，得2分。 / 2.开展进校园活动，得5分。 / 县委宣传部 / 县教育局
        """,
        [
            "序号|考核项目|各项分值|考核指标|负责考核部门",
            "|总分|100||",
            "一、|巩固成果|31||",
            "1|强化督查督办|4|严格执行督查制度，推动问题解决，跟踪督办。|县河长办",
            "二、|水岸联动|15|建立湖长体系，向社会公布名单。|县河长办",
            "2|宣传教育|7|1.开展公益宣传，得2分。⏎2.开展进校园活动，得5分。|县委宣传部⏎县教育局",
        ],
        id="scores, broken lines, several units, a label that numbers a row",
    ),
    pytest.param(
        """
        序号 / 考核项目 / 分值 / 考核内容 / 评分标准
        1 / 重点考核部门 / 县农粮局 / 30 / 控制养殖污染 / 建立台账（30分）
        15 / 化肥减量化 / 推广生物农药（15分）
        2 / 县水利局 / 60 / 整治排污口 / 完善手续（60分）
        3 / 县环保局 / 60 / 保护水源 / 建立台账（60分）
        """,
        [
            "序号|考核项目||分值|考核内容|评分标准",
            "1|重点考核部门|县农粮局|30|控制养殖污染|建立台账（30分）",
            "|||15|化肥减量化|推广生物农药（15分）",
            "2||县水利局|60|整治排污口|完善手续（60分）",
            "3||县环保局|60|保护水源|建立台账（60分）",
        ],
        id="a column of units without a head, a row under merged cells",
    ),
    pytest.param(
        """
        序号 / 工作任务 / 责任分工 / 完成时限 / 牵头单位 / 配合单位
        1 / 开展摸底调查 / 民政部 / 国家统计局 / 8月底前
        2 / 开展专项抽检 / 市场监管总局 / 国家卫生健康委 / 每季度末
        """,
        [
            "序号|工作任务|责任分工||完成时限",
            "||牵头单位|配合单位|",
            "1|开展摸底调查|民政部|国家统计局|8月底前",
            "2|开展专项抽检|市场监管总局|国家卫生健康委|每季度末",
        ],
        id="heads in two rows",
    ),
    pytest.param(
        """
        序号 / 工作任务 / 责任单位 / 完成时限
        1 / 推进政务服务 / 市政务服务局、市大 / 数据局、市司法局 / 6月底前
        2 / 规范中介服务 / 市发展改革委 / 年底前
        """,
        [
            "序号|工作任务|责任单位|完成时限",
            "1|推进政务服务|市政务服务局、市大数据局、市司法局|6月底前",
            "2|规范中介服务|市发展改革委|年底前",
        ],
        id="a list of units cut within a name",
    ),
    pytest.param(
        "序号\t任务\t责任单位\t时限\n1\t修订预案\t市应急局\t5月底前\n\t组织演练\t\t\n2\t储备物资\t市粮储局\t\n一、结尾",
        ["序号|任务|责任单位|时限", "1|修订预案|市应急局|5月底前", "|组织演练||", "2|储备物资|市粮储局|"],
        id="tabs, with blank cells",
    ),
    pytest.param(
        "　序号　　重点任务　　责任单位　　完成时限\n　1　　推进政务公开　　市政府办公室　　6月底前\n　2　　加强政策解读　　市司法局　　长期坚持",
        ["序号|重点任务|责任单位|完成时限", "1|推进政务公开|市政府办公室|6月底前", "2|加强政策解读|市司法局|长期坚持"],
        id="columns of blanks",
    ),
    pytest.param(
        "领域\t任务\t牵头单位\t时限\n设施建设\t编制规划\t市民政局\t9月底前\n改造食堂\t市民政局\t10月底前",
        ["领域|任务|牵头单位|时限", "设施建设|编制规划|市民政局|9月底前", "|改造食堂|市民政局|10月底前"],
        id="tabs, a merged cell left out",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_flattened_table_comes_back_row_by_row(text: str, wanted: list[str]) -> None:
    (found,) = rebuild(lines("\n".join(line.removeprefix("        ") for line in text.split("\n"))))
    assert rows(found.grid) == wanted


def test_every_line_of_a_table_stands_in_its_grid_and_no_word_is_added() -> None:
    source = lines(
        "三、任务分工 / 序号 / 任务 / 责任单位 / 1 / 修订预案 / 市应急局 /  / 2 / 组织演练， / 做好评估 / 市应急局 / 四、要求"
    )
    (found,) = rebuild(source)
    assert (found.first, found.last) == (1, 12)
    words = "".join(line.text.strip() for line in source[found.first : found.last])
    assert "".join(cell.text for cell in found.grid.cells) == words


def test_heads_again_on_the_next_page_begin_a_table_of_the_same_columns() -> None:
    page = "序号 / 任务 / 责任单位 / {} / 修订预案 / 市应急局 / {} / 组织演练 / 市应急局"
    found = rebuild(lines(page.format(1, 2) + " / " + page.format(3, 4)))
    assert [(table.first, table.last) for table in found] == [(0, 9), (9, 18)]


def test_a_row_has_the_page_of_its_first_line() -> None:
    source = [
        Line(line.text, page=1 + (index > 5))
        for index, line in enumerate(lines("任务 / 牵头单位 / 时限 / 甲 / 市应急局 / 5月 / 乙 / 市财政局 / 6月"))
    ]
    (found,) = rebuild(source)
    assert found.grid.row_pages == (1, 1, 2)


def test_cells_that_a_row_leaves_blank_first_are_merged_with_those_above() -> None:
    (found,) = rebuild(
        lines(
            "责任单位 / 任务 / 时限 / 市教育局 / 1.新建学校。 / 12月底前 / 2.减轻负担。 / 长期坚持 / 市民政局 / 3.建设中心。 / 10月底前"
        )
    )
    assert Cell("市教育局", 1, 0, row_span=2) in found.grid.cells


@pytest.mark.parametrize(
    "text",
    [
        "",
        "工作任务 / 责任单位 / 各级各部门要高度重视。 / （一）市财政局要安排资金。 / 市财政局 / 2023年1月1日",
        "牵头单位：市发展改革委 / 责任单位：市财政局 / 完成时限：6月底前",
        "一、总体要求 / 推进政务公开。 / 责任单位：市司法局 / 二、重点任务 / 市政府办公室",
        "序号 / 项目名称 / 收费标准 / 文件依据 / 1 / 登记费 / 80元 / 财税〔2016〕79号",
        "机构职能 / 工作任务 / 办事指南 / 主办单位 / 市政府办公室",
    ],
    ids=["nothing", "headings of prose", "lines of units", "prose with a line of units", "fees", "a site's menu"],
)
def test_running_text_is_no_table(text: str) -> None:
    assert rebuild(lines(text)) == []


def test_running_text_behind_a_table_stays_out_of_it() -> None:
    table = "序号 / 任务 / 责任单位 / 1 / 修订预案 / 市应急局 / 2 / 组织演练 / 市气象局"
    prose = (
        "三、工作要求 / （一）加强领导。市应急局要牵头抓总。 / 某市人民政府办公室 / 2023年2月1日 / 抄送：市委办公室。"
    )
    (found,) = rebuild(lines(f"{table} / {prose}"))
    assert found.last == 9


_LINE = st.sampled_from(
    [
        "",
        "序号",
        "任务",
        "责任单位",
        "牵头单位",
        "完成时限",
        "1",
        "2",
        "一、",
        "一、总则",
        "市财政局",
        "同上",
        "正",
        "开展检查。",
        "附件2",
        "任务\t责任单位\t时限",
        "甲\t市财政局",
    ]
)


@given(st.lists(_LINE, max_size=40))
def test_any_lines_are_read_and_keep_their_words(texts: list[str]) -> None:
    found = rebuild([Line(text) for text in texts])
    for table, following in zip(found, [*found, None][1:], strict=True):
        assert table.last <= (following.first if following else len(texts))
        words = re.sub(r"\s", "", "".join(texts[table.first : table.last]))
        assert sorted(re.sub(r"\s", "", "".join(cell.text for cell in table.grid.cells))) == sorted(words)


@pytest.mark.parametrize(
    "line", ["（" * 150, "市财政局、" * 30, "责任单位", "落实负责" * 40, "市", "1"], ids=lambda line: line[:4]
)
def test_hostile_lines_make_tables_within_the_lines(line: str) -> None:
    source = [Line("序号"), Line("任务"), Line("责任单位"), *[Line(line)] * 20_000]
    assert all(0 <= table.first < table.last <= len(source) for table in rebuild(source))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "tables"),
    [("gwy_010", 1), ("pt_40", 1), ("shicheng_county", 1), ("shicheng_town", 1), ("page_p9_weifang", 1)],
)
def test_the_flattened_tables_of_the_gold_are_found(shared: Path, name: str, tables: int) -> None:
    (path,) = (shared / "gold" / "texts").glob(f"{name}*.txt")
    source = [Line(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert len(rebuild(source)) == tables


@pytest.mark.shared
def test_no_table_is_found_where_a_notice_has_none(shared: Path) -> None:
    with_tables = ("gwy_010", "pt_40", "shicheng", "page_p9")
    for path in sorted((shared / "archive").glob("*.txt")):
        if not path.name.startswith(with_tables):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert rebuild([Line(line) for line in text.splitlines()]) == [], path.name
