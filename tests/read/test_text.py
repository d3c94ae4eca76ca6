"""Plain text to lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.reading import Flow, Line, SourceFormat
from pipeline.read.text import indent, read


def texts(data: str) -> list[str]:
    return [block.text for block in read(data.encode()).blocks if isinstance(block, Line)]


def test_each_line_of_the_file_is_a_line_that_may_go_on() -> None:
    reading = read("　　各区人民政府：\n\n  一、制定方案。\n".encode("gb18030"))
    assert reading.format is SourceFormat.TXT
    assert reading.blocks == (
        Line("　　各区人民政府：", flow=Flow.WRAP, indent=2),
        Line("", indent=0),
        Line("  一、制定方案。", indent=1),
    )
    assert (reading.encoding, reading.warnings) == ("gb18030", ("encoding_guessed",))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028"], ids=repr)
def test_all_line_ends_are_one(end: str) -> None:
    assert texts(f"通知{end}各区：{end}") == ["通知", "各区："]


def test_a_form_feed_begins_a_page() -> None:
    reading = read("第一页\n\f第二页\n\f".encode())
    assert [(block.text, block.page) for block in reading.blocks if isinstance(block, Line)] == [
        ("第一页", 1),
        ("第二页", 2),
    ]
    assert reading.page_count == 2


def test_text_without_form_feeds_has_no_page_count() -> None:
    assert read("通知".encode()).page_count == 0


@pytest.mark.parametrize(
    ("text", "expected", "warnings"),
    [
        pytest.param("责\x00任", "责任", ("control_characters_dropped",), id="nul"),
        pytest.param("责\u200b任\ufeff单位", "责任单位", (), id="zero-width"),
        pytest.param("\u202e委革改\u202c", "委革改", ("direction_marks_dropped",), id="direction"),
        pytest.param("3⽉15⽇", "3月15日", (), id="radicals"),
        pytest.param("2021\u00a0年", "2021 年", (), id="no-break-space"),
        pytest.param("=1+1\t制表", "=1+1\t制表", (), id="tabs-and-formulas-stay"),
    ],
)
def test_characters_are_as_meant(text: str, expected: str, warnings: tuple[str, ...]) -> None:
    reading = read(text.encode())
    assert (texts(text), reading.warnings) == ([expected], warnings)


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "\f\f"], ids=repr)
def test_a_file_without_text_is_an_error(text: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(text.encode())
    assert raised.value.reason_code == "no_text"


@pytest.mark.parametrize(
    ("text", "expected"), [("　　各区", 2), ("    各区", 2), ("\t各区", 2), (" 各区", 0.5), ("各区", 0)]
)
def test_indent_counts_characters(text: str, expected: float) -> None:
    assert indent(text) == expected


@given(st.text(st.sampled_from("各区：。、（一）2021年\n\t　 ")))
def test_no_visible_character_is_lost(text: str) -> None:
    if text.strip():
        assert "".join("".join(texts(text)).split()) == "".join(text.split())
