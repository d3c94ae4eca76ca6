"""Pictures of notices in every format and mode; broken ones are told."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.archive.isolate import Limits, Worker
from pipeline.errors import ReadError
from pipeline.model.reading import Line, Ocr, SourceFormat
from pipeline.read.image import MAX_PAGES, MAX_PIXELS, frames, layers, read
from tests.read.made_scan import rendered

SAMPLE = "郑政文〔2021〕26号.pdf"


@pytest.fixture(scope="module")
def first_page(corpus: Path) -> Image.Image:
    return Image.fromarray(rendered(corpus / SAMPLE, 1))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP", "TIFF"])
def test_each_format_is_read(first_page: Image.Image, kind: str) -> None:
    reading = read(saved(first_page, kind))
    assert reading.format is SourceFormat.IMAGE
    assert "郑政文〔2021〕26号" in [block.text for block in reading.blocks if isinstance(block, Line)]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "F"])
def test_each_mode_gives_red_green_blue(first_page: Image.Image, mode: str) -> None:
    wide = first_page.convert("L").convert("I").point(lambda value: value * 257)
    image = wide.convert("I;16") if mode == "I;16" else first_page.convert("L" if mode == "F" else mode)
    data = saved(image.convert("F"), "TIFF") if mode == "F" else saved(image, "PNG")
    ((pixels, _),) = frames(data)
    assert (pixels.shape[2], pixels.dtype) == (3, np.uint8)
    assert pixels.mean() == pytest.approx(np.asarray(first_page).mean(), abs=6)


@pytest.mark.parametrize(
    ("mode", "colour", "opaque"),
    [
        ("RGB", (10, 20, 30), None),
        ("RGBA", (10, 20, 30, 40), 40),
        ("LA", (10, 90), 90),
        ("L", 10, None),
        ("I;16", 2570, None),
    ],
)
def test_a_picture_on_something_else_says_how_opaque_it_is(
    mode: str, colour: int | tuple[int, ...], opaque: int | None
) -> None:
    colours, opacity = layers(saved(Image.new(mode, (6, 4), colour), "PNG"))
    assert colours.shape == (4, 6, 3) and colours.dtype == np.uint8
    assert (None if opacity is None else (opacity.shape, int(opacity[0, 0]))) == (opaque and ((4, 6), opaque))


def test_a_large_picture_is_made_smaller(first_page: Image.Image) -> None:
    first_page = first_page.convert("RGBA")
    colours, opacity = layers(saved(first_page, "PNG"), most=200_000)
    assert opacity is not None and colours.shape[:2] == opacity.shape
    assert 150_000 < opacity.size <= 200_000
    assert colours.mean() == pytest.approx(np.asarray(first_page)[:, :, :3].mean(), abs=1)
    with pytest.raises(ReadError) as caught:
        layers(b"\x89PNG")
    assert caught.value.reason_code == "broken_image"


def test_the_frames_of_a_tiff_are_pages(corpus: Path) -> None:
    pages = [Image.fromarray(rendered(corpus / SAMPLE, number)) for number in (1, 6)]
    reading = read(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200)))
    assert reading.page_count == 2
    assert {block.page for block in reading.blocks} == {1, 2}
    assert reading.ocr is not None and reading.ocr.pages == (1, 2)
    assert reading.ocr.confidence > 0.97


def test_what_a_picture_says_of_itself_is_kept(first_page: Image.Image) -> None:
    ((_, dpi),) = frames(saved(first_page, "PNG", dpi=(200, 200)))
    assert dpi == pytest.approx(200, abs=0.1)
    turned = first_page.rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    ((pixels, _),) = frames(saved(turned, "JPEG", exif=exif))
    assert pixels.shape[0] > pixels.shape[1]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"BM" + bytes(60), b"II*\0" + b"\xff" * 40], ids=str)
def test_a_broken_picture_is_told(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.reason_code == "broken_image"


def test_a_picture_cut_short_is_told(first_page: Image.Image) -> None:
    with pytest.raises(ReadError) as caught:
        read(saved(first_page, "PNG")[:2000])
    assert caught.value.reason_code == "broken_image"


def test_a_huge_picture_is_not_unpacked() -> None:
    with pytest.raises(ReadError) as caught:
        read(saved(Image.new("1", (MAX_PIXELS // 10_000 + 1, 10_000)), "PNG"))
    assert caught.value.reason_code == "image_too_large"


def test_a_picture_of_too_many_pages_is_refused() -> None:
    stream = io.BytesIO()
    dots = [Image.new("1", (1, 1)) for _ in range(MAX_PAGES)]
    Image.new("1", (1, 1)).save(stream, "TIFF", save_all=True, append_images=dots)
    with pytest.raises(ReadError, match=f"{MAX_PAGES + 1} pages, more than {MAX_PAGES}; split it") as caught:
        read(stream.getvalue())
    assert caught.value.reason_code == "too_many_pages"


def test_an_empty_picture_has_no_text() -> None:
    with pytest.raises(ReadError) as caught:
        read(saved(Image.new("RGB", (800, 1000), "white"), "PNG"))
    assert caught.value.reason_code == "no_text"


def test_without_ocr_a_picture_holds_no_text(first_page: Image.Image) -> None:
    with pytest.raises(ReadError) as caught:
        read(saved(first_page, "PNG"), ocr=Ocr.NEVER)
    assert caught.value.reason_code == "no_text_layer"


def test_ocr_works_in_a_child_that_can_write_no_file_and_open_no_socket(first_page: Image.Image) -> None:
    limits = Limits(memory=4 << 30)
    with Worker("tests.read.made_scan:read_without_network", limits=limits) as worker:
        lines = worker.call(saved(first_page, "PNG")).decode().split("\n")
    assert "郑政文〔2021〕26号" in lines
    assert lines[-1] == "telemetry: None"
