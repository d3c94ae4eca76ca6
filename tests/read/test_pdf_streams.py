"""Streams of PDF that inflate beyond all measure are found before PDFium inflates them."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.read import pdf, pdf_streams


def deflated(size: int, *, head: bytes = b"<</Filter/FlateDecode>>", level: int = 9) -> bytes:
    """An object whose stream inflates to `size` blanks."""
    packer = zlib.compressobj(level)
    packed = b"".join(packer.compress(b" " * min(1 << 20, size - at)) for at in range(0, size, 1 << 20))
    return b"7 0 obj\n" + head + b"stream\n" + packed + packer.flush() + b"\nendstream\nendobj\n"


MOST = pdf_streams.MAX_STREAM_SIZE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(deflated(MOST + 1), id="one"),
        pytest.param(deflated(10) * 3 + deflated(MOST + 1), id="behind_others"),
        pytest.param(deflated(MOST + 1, level=1), id="packed_with_haste"),
        pytest.param(deflated(MOST + 1).replace(b"endstream\nendobj\n", b""), id="without_an_end"),
        pytest.param(deflated(1, head=b"<</Subtype/Image>>") + deflated(MOST + 1), id="behind_a_picture"),
    ],
)
def test_a_stream_that_inflates_too_far_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="128 MiB; check where the file comes from") as raised:
        pdf_streams.check(data)
    assert raised.value.reason_code == "zip_bomb"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(deflated(MOST), id="just_as_much_as_allowed"),
        pytest.param(deflated(MOST + 1, head=b"<</Subtype /Image/Filter/FlateDecode>>"), id="a_picture"),
        pytest.param(b"7 0 obj\n<<>>stream\n" + b"x\x9c" + b"\xff" * 200_000 + b"\nendstream", id="damaged"),
        pytest.param(b"stream\n" * 200_000, id="streams_without_end"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_all_else_is_left_to_pdfium(data: bytes) -> None:
    pdf_streams.check(data)


@pytest.mark.shared
def test_the_bomb_is_refused_and_all_other_files_pass(shared: Path) -> None:
    refused = set()
    for path in sorted(shared.glob("*/**/*.pdf")):
        try:
            pdf_streams.check(path.read_bytes())
        except ReadError:
            refused.add(path.name)
    assert refused == {"pdf_flate_bomb_1GiB.pdf"}
    with pytest.raises(ReadError) as raised:
        pdf.read((shared / "hostile/made/pdf_flate_bomb_1GiB.pdf").read_bytes())
    assert raised.value.reason_code == "zip_bomb"
