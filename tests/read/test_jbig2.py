"""JBIG2 files of both orders, and what a PDF needs of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.read.jbig2 import MAGIC, read_jbig2
from tests.read.made_jbig2 import END_OF_FILE, END_OF_PAGE, file, page, region, segment

CONTENT = (page(16, 16), region(8, 16))


@pytest.mark.parametrize("sequential", [True, False], ids=["segment by segment", "headers first"])
def test_a_file_becomes_the_segments_of_its_page(sequential: bool) -> None:
    found = read_jbig2(file(*CONTENT, END_OF_PAGE, END_OF_FILE, sequential=sequential))
    assert (found.width, found.height) == (16, 16)
    assert found.segments == b"".join(header + content for header, content in CONTENT)


def test_only_the_first_page_is_taken() -> None:
    found = read_jbig2(file(*CONTENT, page(9, 9, number=2), END_OF_FILE))
    assert found.segments == b"".join(header + content for header, content in CONTENT)


def test_a_page_of_unknown_height_ends_with_its_last_stripe() -> None:
    stripes = [segment(50, bytes([0, 0, 0, row])) for row in (7, 15)]
    assert read_jbig2(file(page(16, 0xFFFFFFFF), *stripes)).height == 16


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG", "does not start as one"),
        (MAGIC, "no page is in it"),
        (file(page(16, 16))[:20], "ends within a segment"),
        (file(page(0, 16)), "0 x 16 pixels"),
        (file(page(16, 0xFFFFFFFF)), "16 x 0 pixels"),
    ],
)
def test_what_is_broken_is_said(data: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what) as failure:
        read_jbig2(data)
    assert failure.value.reason_code == "broken_image"


@given(st.binary(max_size=200), st.sampled_from([b"\0\0\0\0\1", b"\1\0\0\0\1", b"\2", b"\3"]))
def test_any_bytes_are_a_picture_or_broken(data: bytes, flags: bytes) -> None:
    try:
        assert read_jbig2(MAGIC + flags + data).width > 0
    except ReadError as error:
        assert error.reason_code == "broken_image"
