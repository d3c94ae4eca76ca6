"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.read.encoding import Decoded, declared_encoding, decode

NOTICE = "关于做好权限承接工作的通知\r\n各区县（市）人民政府：\r\n一、制定方案。2021年3月5日\r\n"
GUESS = ("encoding_guessed",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(NOTICE.encode(), Decoded(NOTICE, "utf-8"), id="utf-8"),
        pytest.param(NOTICE.encode("utf-8-sig"), Decoded(NOTICE, "utf-8"), id="utf-8-with-mark"),
        pytest.param(b"\xff\xfe" + NOTICE.encode("utf-16-le"), Decoded(NOTICE, "utf-16-le"), id="utf-16-le-with-mark"),
        pytest.param(b"\xfe\xff" + NOTICE.encode("utf-16-be"), Decoded(NOTICE, "utf-16-be"), id="utf-16-be-with-mark"),
        pytest.param(NOTICE.encode("utf-16-le"), Decoded(NOTICE, "utf-16-le", GUESS), id="utf-16-le"),
        pytest.param(NOTICE.encode("utf-16-be"), Decoded(NOTICE, "utf-16-be", GUESS), id="utf-16-be"),
        pytest.param("公文".encode("utf-16-le"), Decoded("公文", "utf-16-le", GUESS), id="utf-16-without-ascii"),
        pytest.param(b"\xff\xfe\0\0" + NOTICE.encode("utf-32-le"), Decoded(NOTICE, "utf-32-le"), id="utf-32-with-mark"),
        pytest.param(NOTICE.encode("utf-32-be"), Decoded(NOTICE, "utf-32-be", GUESS), id="utf-32-be"),
        pytest.param(NOTICE.encode("gb2312"), Decoded(NOTICE, "gb18030", GUESS), id="gb2312"),
        pytest.param(
            f"{NOTICE}镕\U00020000".encode("gb18030"),
            Decoded(f"{NOTICE}镕\U00020000", "gb18030", GUESS),
            id="gb18030-four-bytes",
        ),
    ],
)
def test_the_encoding_is_found_and_named(data: bytes, expected: Decoded) -> None:
    assert decode(data) == expected


def test_a_declared_encoding_that_fits_is_no_guess() -> None:
    assert decode(NOTICE.encode("gbk"), declared="GB2312") == Decoded(NOTICE, "gb18030")


def test_the_bytes_win_over_what_is_declared() -> None:
    assert decode(NOTICE.encode(), declared="gb2312").encoding == "utf-8"
    assert decode(NOTICE.encode("gbk"), declared="utf-8") == Decoded(NOTICE, "gb18030", GUESS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("GBK", "gb18030"), ("gb2312", "gb18030"), (" 'UTF-8'", "utf-8"), ("latin-1", ""), ("rot13", ""), ("", "")],
)
def test_names_of_one_family_are_one(name: str, expected: str) -> None:
    assert declared_encoding(name) == expected


def test_bad_bytes_in_the_middle_lose_only_themselves() -> None:
    decoded = decode("权限事项".encode() + b"\xff\xfe" + f"逐项承接。\n{NOTICE}".encode())
    assert decoded == Decoded(f"权限事项\ufffd\ufffd逐项承接。\n{NOTICE}", "utf-8", ("undecodable_bytes",))


def test_text_cut_inside_a_character_keeps_the_rest() -> None:
    decoded = decode(NOTICE.encode("gbk") + "委".encode("gbk")[:1])
    assert decoded.text == f"{NOTICE}\ufffd"
    assert decoded.warnings == ("encoding_guessed", "undecodable_bytes")


def test_lines_in_two_encodings_are_both_read() -> None:
    decoded = decode(NOTICE.encode() * 3 + "责任单位：市财政局".encode("gbk"))
    assert decoded == Decoded(NOTICE * 3 + "责任单位：市财政局", "utf-8", ("mixed_encodings",))


def test_a_language_that_no_notice_is_in_is_doubtful() -> None:
    assert "encoding_doubtful" in decode("éèàü ñ".encode("latin-1") * 40).warnings


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(bytes(200 + (7 * i) % 56 for i in range(9000)) + b"\xff" * 9000, "not_text", id="binary"),
        pytest.param(b"x" * ((32 << 20) + 1), "too_large", id="too-large"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as raised:
        decode(data)
    assert raised.value.reason_code == code


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FA5, exclude_categories=["Cs"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text
