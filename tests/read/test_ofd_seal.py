"""The picture in the ASN.1 of a seal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.ofd_seal import seal_picture
from tests.read.made_ofd import der, seal

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


def test_the_picture_of_a_seal() -> None:
    assert seal_picture(seal(PNG)) == PNG


def test_the_picture_of_a_seal_in_the_value_of_a_signature() -> None:
    value = der(0x30, der(0x30, der(0x02, b"\1"), seal(PNG)), der(0x04, b"certificate"))
    assert seal_picture(value) == PNG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        der(0x30, der(0x16, b"PNG"), der(0x04, b"")),
        der(0x30, der(0x0C, "名称太长的字符串".encode()), der(0x04, PNG), der(0x02, b"\x28"), der(0x02, b"\x28")),
        der(0x30, der(0x16, b"ID"), der(0x04, b"2.1")),
        seal(PNG)[:200],
    ],
    ids=["empty", "empty octets", "no kind", "octets without a size", "cut short"],
)
def test_no_picture(data: bytes) -> None:
    assert seal_picture(data) == b""


def test_deep_nesting_comes_to_an_end() -> None:
    data = seal(PNG)
    for _ in range(300):
        data = der(0x30, data)
    assert seal_picture(data) == b""


@given(st.binary(max_size=300))
def test_any_bytes_hold_a_picture_or_none(data: bytes) -> None:
    assert seal_picture(data) in data
