"""Corrections of read lines: what no notice can say is put right, all else stays, and each change is logged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.ocr.corrections import correct, is_watermark

_CHARACTERS = st.text(alphabet='郑政文号年月日一二〇O0123—-[]()（）〔〕【】,.，。:;"“”lI|∥目 \n', max_size=60)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        pytest.param("郑政文[2021]26号", "郑政文〔2021〕26号", id="square-brackets"),
        pytest.param("郑政文【2021】26号", "郑政文〔2021〕26号", id="black-brackets"),
        pytest.param("郑政文〔2021]26号", "郑政文〔2021〕26号", id="one-bracket-of-two"),
        pytest.param("二O一一年三月五日", "二〇一一年三月五日", id="letter-for-zero"),
        pytest.param("增长3．5%", "增长3.5%", id="wide-point-between-digits"),
        pytest.param("(二十-)健全制度", "（二十一）健全制度", id="dash-for-one-in-twenty-one"),
        pytest.param("l.完善制度", "1.完善制度", id="letter-for-one"),
        pytest.param("国办发（2019）6号", "国办发〔2019〕6号", id="round-brackets"),
        pytest.param("郑政文12021126号", "郑政文〔2021〕26号", id="digits-for-brackets"),
        pytest.param("二O一O年三月", "二〇一〇年三月", id="letters-for-zero"),
        pytest.param("（—）加强组织领导", "（一）加强组织领导", id="dash-for-one-in-brackets"),
        pytest.param("—、总体要求", "一、总体要求", id="dash-for-one"),
        pytest.param("第—条", "第一条", id="dash-for-one-of-article"),
        pytest.param("增长3。5%", "增长3.5%", id="stop-between-digits"),
        pytest.param("责任单位:市财政局,市教育局)", "责任单位：市财政局，市教育局）", id="narrow-points"),
        pytest.param('深化"放管服"改革', "深化“放管服”改革", id="straight-quotes"),
        pytest.param("2021年3月5月", "2021年3月5日", id="last-character-of-date"),
    ],
)
def test_what_cannot_be_is_put_right(read: str, meant: str) -> None:
    assert correct(read).text == meant


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("郑政文〔2021〕26号", id="right-already"),
        pytest.param("（2021年3月10日前）", id="year-in-brackets"),
        pytest.param("市民政局、市财政局", id="names"),
        pytest.param("三十二O一一年", id="no-year"),
        pytest.param("1．完善制度", id="point-of-an-item"),
        pytest.param("合同编号1202112号件", id="digits-of-another-number"),
        pytest.param("李工、王一一", id="persons"),
        pytest.param("投资1,200.5万元", id="numbers"),
        pytest.param("2021年3月5", id="date-without-end"),
        pytest.param("一一对应", id="two-ones"),
        pytest.param("12021126号", id="number-without-letters"),
        pytest.param("一1-", id="page-number-in-the-text"),
    ],
)
def test_what_may_be_stays(line: str) -> None:
    found = correct(line)
    assert (found.text, found.corrections) == (line, ())


def test_a_page_number_is_put_right_in_the_margin() -> None:
    assert correct("一1-", in_margin=True).text == "—1-"


def test_a_day_at_the_next_line_is_put_right_by_the_line_above() -> None:
    assert correct("目前", above="2023年3月15").text == "日前"
    assert correct("目前", above="2023年").text == "目前"


def test_each_change_is_logged_with_old_new_rule_and_line() -> None:
    (made,) = correct("郑政文[2021]26号", page=3).corrections
    assert (made.page, made.old, made.new) == (3, "[2021]", "〔2021〕")
    assert (made.rule_id, made.line) == ("number_brackets", "郑政文[2021]26号")


@pytest.mark.parametrize("line", ["扫描全能王 创建", "由扫描全能王扫描创建", "CS扫描全能王", "Scanned with CamScanner"])
def test_the_mark_of_a_scanner_is_no_text(line: str) -> None:
    assert is_watermark(line)


def test_a_title_about_scanners_is_text() -> None:
    assert not is_watermark("关于推广使用扫描全能王软件的通知")


@given(text=_CHARACTERS, above=_CHARACTERS)
def test_every_character_knows_where_it_was_read(text: str, above: str) -> None:
    found = correct(text, in_margin=True, above=above)
    assert len(found.origins) == len(found.text)
    assert list(found.origins) == sorted(found.origins)
    assert all(0 <= origin < len(text) for origin in found.origins)


@given(text=_CHARACTERS)
def test_what_is_right_is_not_changed_again(text: str) -> None:
    once = correct(text).text
    assert len(correct(once).text) == len(once)
