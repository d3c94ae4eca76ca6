"""The words in which two texts differ."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare.inline import segments


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (
            "推动办理时限压减25%，覆盖率达到60%以上。",
            "推动办理时限压减30%，覆盖率达到80%以上。",
            [("25%", "30%"), ("60%", "80%")],
        ),
        ("制定方案。", "制定方案并报市政府批准。", [("", "并报市政府批准")]),
        ("制定方案，报送进展。", "制定方案。", [("，报送进展", "")]),
        ("由市财政局 负责", "由市财政局负责", []),
        ("", "新增", [("", "新增")]),
        ("", "", []),
    ],
)
def test_what_differs_is_told_by_words(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    assert [(each.old, each.new) for each in segments(old, new) if not each.is_same] == changed


@settings(max_examples=60, deadline=None)
@given(st.text("制定方案市财政局，。；25%万元 ", max_size=60), st.text("制定方案市财政局，。；25%万元 ", max_size=60))
def test_the_sides_joined_are_the_texts(old: str, new: str) -> None:
    found = segments(old, new)
    assert "".join(each.old for each in found) == "".join(old.split())
    assert "".join(each.new for each in found) == "".join(new.split())


def test_a_text_of_one_word_ten_thousand_times_is_compared_by_sentences_or_not_at_all() -> None:
    """By words it would take minutes."""
    many = "方案、" * 10_000
    assert [(each.old, each.new) for each in segments(many + "。首句。", many + "。末句。")] == [
        (many + "。", many + "。"),
        ("首句。", "末句。"),
    ]
    (whole,) = segments("。" * 10_000, "。" * 9_999 + "完")
    assert not whole.is_same
