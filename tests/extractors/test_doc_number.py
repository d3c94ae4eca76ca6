"""Document numbers in the forms that real notices give them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import doc_number
from extractors.doc_number import NumberKind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("郑政文〔2021〕26号", "郑政文〔2021〕26号", id="standard"),
        pytest.param("国办发[2006]79号", "国办发〔2006〕79号", id="square-brackets"),
        pytest.param("豫政办【2015】18号", "豫政办〔2015〕18号", id="lenticular-brackets"),
        pytest.param("豫发改(2019)3号", "豫发改〔2019〕3号", id="round-brackets"),
        pytest.param("浙保监发﹝2014﹞37号", "浙保监发〔2014〕37号", id="small-form-brackets"),
        pytest.param("财会〔2018 } 10号", "财会〔2018〕10号", id="closing-bracket-read-wrongly"),
        pytest.param("农办机〔 2019〕7 号", "农办机〔2019〕7号", id="blanks-inside"),
        pytest.param("郑 政 文 〔 2021 〕 26 号", "郑政文〔2021〕26号", id="blanks-between-all-letters"),
        pytest.param("农办机\n〔2024〕3 号", "农办机〔2024〕3号", id="line-end-inside"),
        pytest.param("豫民〔2013〕第05号", "豫民〔2013〕5号", id="第-and-leading-zero"),
        pytest.param("国发〔２０１６〕２５号", "国发〔2016〕25号", id="full-width-digits"),
        pytest.param("肺炎机制发〔2020〕23号", "肺炎机制发〔2020〕23号", id="long-code"),
        pytest.param("明政办发明电〔2020〕1号", "明政办发明电〔2020〕1号", id="telegram"),
        pytest.param("〔1996〕武司字第82号", "〔1996〕武司字第82号", id="year-before-code"),
        pytest.param("(９６)汇国发字第１３号", "〔1996〕汇国发字第13号", id="two-digit-year-before-code"),
        pytest.param("中华人民共和国国务院令\n第707号", "国务院令第707号", id="order-over-two-lines"),
        pytest.param("中华人民共和国主席令第七十四号", "主席令第74号", id="order-in-chinese-numerals"),
        pytest.param("中国银保监会令2019年第9号", "中国银保监会令2019年第9号", id="order-with-year"),
        pytest.param(
            "国家林业和草原局公告（2019年第8号）", "国家林业和草原局公告（2019年第8号）", id="announcement-in-brackets"
        ),
        pytest.param(
            "财政部 税务总局公告2020年第8号", "财政部税务总局公告2020年第8号", id="announcement-of-two-organs"
        ),
        pytest.param("海关总署2010年第47号公告", "海关总署2010年第47号公告", id="announcement-word-behind"),
        pytest.param("GB 3096—2008", "GB3096-2008", id="national-standard"),
        pytest.param("GB/T26341-2010", "GB/T26341-2010", id="recommended-standard"),
        pytest.param("DB41/T 1234-2016", "DB41/T1234-2016", id="local-standard"),
    ],
)
def test_a_number_in_any_form_gives_its_normal_form(text: str, number: str) -> None:
    assert [match.value.number for match in doc_number.find(text)] == [number]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("根据豫政〔2021〕9号要求", "豫政〔2021〕9号", id="behind-根据"),
        pytest.param("按财税〔2016〕36号执行", "财税〔2016〕36号", id="behind-按"),
        pytest.param("国家经贸委等部门下发的国经贸经〔1998〕154号文件", "国经贸经〔1998〕154号", id="behind-的"),
        pytest.param("结合各地执行我局林护发〔2020〕22号文件进展情况", "林护发〔2020〕22号", id="behind-我局"),
        pytest.param("（国办发〔2020〕4号）和豫政〔2021〕9号", "豫政〔2021〕9号", id="behind-和"),
        pytest.param("有关工作的通知穗建规字〔2024〕5号广州市住房", "穗建规字〔2024〕5号", id="glued-to-the-title"),
        pytest.param("山东省财政厅文件鲁财会〔2021〕13号", "鲁财会〔2021〕13号", id="glued-to-the-red-head"),
        pytest.param("国家林业局林资发〔2015〕121号", "林资发〔2015〕121号", id="behind-the-organ"),
        pytest.param(
            "由应急指挥部按洪新冠指交发〔2020〕15号文件精神", "洪新冠指交发〔2020〕15号", id="behind-the-organ-and-按"
        ),
        pytest.param("（二）原国家安全监管总局令第3号", "国家安全监管总局令第3号", id="behind-原"),
        pytest.param("根据2003年12月20日国务院令第396号", "国务院令第396号", id="behind-a-date"),
        pytest.param("和政办发〔2020〕3号", "和政办发〔2020〕3号", id="code-that-begins-with-和"),
        pytest.param("粤委办发电〔2020〕22号", "粤委办发电〔2020〕22号", id="organ-word-inside-the-code"),
        pytest.param("农科院基建〔2016〕211号", "农科院基建〔2016〕211号", id="院-inside-the-code"),
    ],
)
def test_the_code_begins_behind_the_words_that_lead_to_it(text: str, found: str) -> None:
    assert doc_number.find(text)[-1].text == found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param(
            "根据海关总署公告2011年第55号、56号",
            ["海关总署公告2011年第55号", "海关总署公告2011年第56号"],
            id="announcement",
        ),
        pytest.param(
            "海关总署2011年第55号、56号公告同时废止",
            ["海关总署2011年第55号公告", "海关总署2011年第56号公告"],
            id="word-behind-both",
        ),
        pytest.param(
            "国家税务总局公告2011年第55号、2012年第3号",
            ["国家税务总局公告2011年第55号", "国家税务总局公告2012年第3号"],
            id="year-of-its-own",
        ),
        pytest.param("国发〔2016〕25号和26号", ["国发〔2016〕25号", "国发〔2016〕26号"], id="code"),
        pytest.param("财税〔2016〕36号、〔2017〕2号", ["财税〔2016〕36号", "财税〔2017〕2号"], id="code-with-year"),
        pytest.param("苏银监发〔2013〕126、127号", ["苏银监发〔2013〕126号", "苏银监发〔2013〕127号"], id="号-shared"),
        pytest.param("国务院令第3号，5号前完成", ["国务院令第3号"], id="a-day-is-none"),
        pytest.param(
            "国发〔2016〕25号、国办发〔2020〕4号", ["国发〔2016〕25号", "国办发〔2020〕4号"], id="code-of-its-own"
        ),
    ],
)
def test_further_numbers_inherit_the_organ(text: str, numbers: list[str]) -> None:
    assert [match.value.number for match in doc_number.find(text)] == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            "（原对外贸易经济合作部令2002年第3号）",
            "对外贸易经济合作部令2002年第3号",
            id="former-organ-that-begins-with-对",
        ),
        pytest.param(
            "国家税务总局 财政部 海关总署公告2019年第39号",
            "国家税务总局财政部海关总署公告2019年第39号",
            id="three-organs",
        ),
    ],
)
def test_the_organ_of_an_order_is_read_whole(text: str, number: str) -> None:
    assert [match.value.number for match in doc_number.find(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("项目（2020）3号楼", id="building"),
        pytest.param("（2020年）3月", id="year-only"),
        pytest.param("豫政〔2021〕号", id="no-serial"),
        pytest.param("A320-2008型飞机", id="no-standard"),
        pytest.param("公告栏设在第3号楼", id="notice-board"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert doc_number.find(text) == []


def test_a_number_falls_into_code_year_and_serial() -> None:
    value = doc_number.find("郑政文〔2021〕26号")[0].value
    assert (value.kind, value.org_code, value.year, value.serial) == (NumberKind.NUMBER, "郑政文", 2021, 26)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("国务院令第707号", NumberKind.ORDER),
        ("国家林业和草原局公告（2019年第8号）", NumberKind.ANNOUNCEMENT),
        ("GB3096-2008", NumberKind.STANDARD),
    ],
)
def test_orders_announcements_and_standards_are_told_apart(text: str, kind: NumberKind) -> None:
    assert doc_number.find(text)[0].value.kind is kind


@given(st.text(alphabet="根据豫政办发〔〕[]（）()2021年第26号令公告 \nGB/T-", max_size=60))
def test_every_match_is_a_piece_of_the_text_and_none_overlaps(text: str) -> None:
    end = 0
    for match in doc_number.find(text):
        assert match.text == text[match.start : match.end]
        assert match.start >= end
        end = match.end


@given(st.integers(1990, 2035), st.integers(1, 9999))
def test_a_normal_form_is_read_as_itself(year: int, serial: int) -> None:
    number = f"郑政文〔{year}〕{serial}号"
    assert doc_number.find(f"根据{number}要求")[0].value.number == number


@pytest.mark.parametrize(
    "text", ["（" * 200_000, "〔2021〕" * 50_000, "令（2021年第" * 30_000], ids=["open", "years", "orders"]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    assert doc_number.find(text) == []


@pytest.mark.shared
def test_every_own_number_of_the_gold_notices_is_found(shared: Path) -> None:
    import json

    for path in sorted((shared / "gold").glob("*.json")):
        number = json.loads(path.read_text(encoding="utf-8"))["notice"].get("doc_number")
        source = next((shared / "gold" / "texts").glob(f"{path.stem}.*"))
        if number:
            assert number in {match.value.number for match in doc_number.find(source.read_text(encoding="utf-8"))}
