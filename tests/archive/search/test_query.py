"""What a person types, and what is said of what cannot be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.search.query import Query, QueryError, parse


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        pytest.param("数据共享", Query((("数据共享",),)), id="a word"),
        pytest.param("数据　共享", Query((("数据",), ("共享",))), id="a wide blank"),
        pytest.param("数据 AND 共享", Query((("数据",), ("共享",))), id="AND is what a blank says"),
        pytest.param("数据 共享 OR 开放", Query((("数据",), ("共享", "开放"))), id="OR binds closer"),
        pytest.param("数据 -试点 －示范", Query((("数据",),), ("试点", "示范")), id="words to leave out"),
        pytest.param("“数据 共享” -“试 点”", Query((("数据共享",),), ("试点",)), id="Chinese quotation marks"),
        pytest.param('"OR" "-1"', Query((("or",), ("-1",))), id="quoted signs"),
        pytest.param("“互联网+”行动", Query((("互联网+行动",),)), id="quotation marks inside a word"),
        pytest.param('"放管 服', Query((("放管服",),)), id="not closed while one types"),
        pytest.param("郑政文[2021]26号", Query((("郑政文(2021)26号",),)), id="brackets are text"),
        pytest.param("数据 - \x00", Query((("数据",),)), id="a sign alone"),
    ],
)
def test_a_query_is_understood(typed: str, query: Query) -> None:
    assert parse(typed) == query


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "give the words"),
        (" “” \x00", "give the words"),
        ("-试点", "only words to leave out"),
        ("OR 数据", "OR needs a word"),
        ("数据 OR", "OR needs a word"),
        ("数据 OR OR 共享", "OR needs a word"),
        ("数据 OR -共享", "OR needs a word"),
        ("数据 -试点 OR 共享", "OR needs a word"),
        ("数据 AND", "AND needs a word"),
        ("数" * 10_000, "10000 characters"),
        ("数 " * 40, "40, at most 32"),
    ],
)
def test_what_cannot_be_asked_is_said(typed: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse(typed)


def test_it_is_said_in_chinese_too() -> None:
    with pytest.raises(QueryError, match="前后都要有词"):
        parse("数据 OR", language="zh")


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_an_error_that_says_why(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError as error:
        assert str(error)
    else:
        assert query.words and all(query.words)
