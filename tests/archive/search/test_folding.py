"""What counts as the same text, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.search.folding import fold, places, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("郑政文 [2021] 26号", "郑政文(2021)26号", id="brackets and blanks of a number"),
        pytest.param("郑政文〔2021〕26号", "郑政文(2021)26号", id="brackets as the standard has them"),
        pytest.param("２０２１年，ＡＩ", "2021年,ai", id="full width and capitals"),
        pytest.param("“互联网＋”行动", "互联网+行动", id="quotation marks do not count"),
        pytest.param("工\n作\u3000\t推进\u200b", "工作推进", id="breaks and unseen characters do not count"),
        pytest.param("2021—2025", "2021-2025", id="dashes are one"),
        pytest.param("10㎡①", "10m21", id="one character may become two"),
        pytest.param("數據", "數據", id="traditional characters stay"),
        pytest.param("a\x00b\ud800", "ab", id="what no text has is left out"),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(), st.text())
def test_a_stretch_is_folded_as_in_the_text_around_it(first: str, second: str) -> None:
    assert fold(first + second) == fold(first) + fold(second)


@given(st.text())
def test_a_token_holds_nothing_that_parts_tokens(text: str) -> None:
    """SQLite parts tokens at ASCII signs and controls."""
    made = tokens(text).split(" ")
    assert all(char.isalnum() or char > "\x7f" for token in made for char in token)
    assert all(len(token) == 2 for token in made[:-1]) and len(made[-1]) <= 1


@given(st.text(alphabet="工作 \n“”…㎡①-]^[\\\x00\u200bａＢ", max_size=30), st.data())
def test_any_stretch_stands_where_it_was_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wanted = fold(text[start:end])
    if wanted:
        assert any(
            first <= start + len(text[start:end]) and last >= start and wanted in fold(text[first:last])
            for first, last in places(text, (wanted,))
        )


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("加强数据\n共享，推进", ("数据共享",), ["数据\n共享"], id="over a line break"),
        pytest.param("（郑政文〔2021〕26号）", ("郑政文(2021)26号",), ["郑政文〔2021〕26号"], id="other brackets"),
        pytest.param("市场监管局", ("市场监管", "监管局"), ["市场监管局"], id="what overlaps is one"),
        pytest.param("面积10㎡以上", ("m2",), ["㎡"], id="a character that becomes two"),
        pytest.param("哈哈哈", ("哈哈",), ["哈哈哈"], id="a word that overlaps itself"),
        pytest.param("工作", ("任务",), [], id="not there"),
    ],
)
def test_words_are_found_where_they_stand(text: str, words: tuple[str, ...], found: list[str]) -> None:
    assert [text[start:end] for start, end in places(text, words)] == found
