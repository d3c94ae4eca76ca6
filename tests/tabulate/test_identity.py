"""Ids are stable from format to format, and tell apart what is not the same."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tabulate.identity import Ids, folded, further_file_id, notice_id

ISSUER = ["郑州市人民政府"]
CONTENT = "c" * 64


@pytest.mark.parametrize(
    "written",
    [
        "郑政文〔2021〕26号",
        "郑政文[2021]26号",
        "郑政文【2021】26号",
        "郑政文(2021)26号",
        "郑政文﹝2021﹞26号",
        "郑政文（２０２１） 26 号",
    ],
)
def test_brackets_width_and_blanks_of_a_number_do_not_change_the_id(written: str) -> None:
    assert folded(written) == "郑政文(2021)26号"
    assert notice_id(written, ISSUER, "正文", CONTENT) == notice_id(
        "郑政文〔2021〕26号", ISSUER, "另一格式的正文", "d" * 64
    )


@pytest.mark.parametrize(
    ("number", "issuers", "text"),
    [
        pytest.param("郑政文〔2021〕27号", ISSUER, "正文", id="another number"),
        pytest.param("郑政文〔2021〕26号", ["洛阳市人民政府"], "正文", id="another issuer"),
        pytest.param("", ISSUER, "正文", id="no number"),
    ],
)
def test_another_number_or_issuer_is_another_notice(number: str, issuers: list[str], text: str) -> None:
    assert notice_id(number, issuers, text, CONTENT) != notice_id("郑政文〔2021〕26号", ISSUER, "正文", CONTENT)


def test_without_a_number_the_folded_text_is_the_identity() -> None:
    assert notice_id("", [], "关于 开展\n检查的通知", CONTENT) == notice_id("", ISSUER, "关于开展检查的通知", "d" * 64)
    assert notice_id("", [], "关于开展检查的通知", CONTENT) != notice_id("", [], "关于开展抽查的通知", CONTENT)


def test_files_without_text_are_told_apart_by_their_content() -> None:
    assert notice_id("", [], " \n", "a" * 64) != notice_id("", [], "", "b" * 64)


@given(st.text(), st.text())
def test_a_notice_id_is_n_and_twelve_hex(number: str, text: str) -> None:
    assert re.fullmatch(r"N-[0-9a-f]{12}", notice_id(number, [], text, CONTENT))


def test_the_recipe_does_not_change_from_release_to_release() -> None:
    """Ids that analysts have noted down stay good."""
    expected = hashlib.sha256("郑政文(2021)26号\n郑州市人民政府".encode()).hexdigest()[:12]
    assert notice_id("郑政文〔2021〕26号", ISSUER, "正文", CONTENT) == f"N-{expected}"


def test_equal_texts_in_one_notice_are_counted() -> None:
    ids = Ids("T")
    made = [ids.make("N-1", "抓好落实。"), ids.make("N-1", "抓好落实。"), ids.make("N-1", "抓好 落实。")]
    assert len(set(made)) == 3
    assert made[0] == Ids("T").make("N-1", "抓好落实。")


def test_the_counter_of_one_notice_does_not_run_on_in_another() -> None:
    ids = Ids("T")
    ids.make("N-1", "抓好落实。")
    assert ids.make("N-2", "抓好落实。") == Ids("T").make("N-2", "抓好落实。")


def test_further_files_have_four_hex_of_their_content_and_copies_are_counted() -> None:
    taken: set[str] = set()
    ids = []
    for content in ("abcd1", "abcd1", "ef012"):
        ids.append(further_file_id("N-1", content, taken))
        taken.add(ids[-1])
    assert ids == ["N-1.abcd", "N-1.abcd.2", "N-1.ef01"]
