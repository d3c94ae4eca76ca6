"""Titles in title marks, with marks inside and marks that are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import title_mark


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param("根据《供水条例》和《节水条例》", ["供水条例", "节水条例"], id="two"),
        pytest.param("《关于印发〈供水方案〉的通知》", ["关于印发〈供水方案〉的通知"], id="inner-marks"),
        pytest.param("《关于印发《供水方案》的通知》", ["关于印发《供水方案》的通知"], id="same-inner-marks"),
        pytest.param("《关于印发〈供水方案》的通知》", ["关于印发〈供水方案》的通知"], id="inner-mark-closed-wrongly"),
        pytest.param("《关于印发《供水方案》的通知。", ["关于印发《供水方案》"], id="outer-mark-never-closed"),
        pytest.param("《自由贸\n易试验区 总体方案》", ["自由贸易试验区总体方案"], id="white-space"),
        pytest.param("《ISO 9001 质量管理规定》", ["ISO 9001质量管理规定"], id="blank-between-foreign-words"),
        pytest.param("《供水。条例》", [], id="full-stop"),
        pytest.param("条例》", [], id="closing-mark-only"),
        pytest.param("《》", [], id="nothing-inside"),
        pytest.param("", [], id="empty"),
    ],
)
def test_the_outermost_titles_are_found(text: str, titles: list[str]) -> None:
    assert [match.value.title for match in title_mark.find(text)] == titles


@given(st.text(alphabet="《》〈〉。关于通知\n\t ", max_size=60))
def test_every_match_is_a_piece_of_the_text_and_none_overlaps(text: str) -> None:
    end = 0
    for match in title_mark.find(text):
        assert match.text == text[match.start : match.end]
        assert match.start >= end
        end = match.end
