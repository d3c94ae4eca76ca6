"""What is put on a canvas stands where it was put."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.read.font_file import read_font
from pipeline.read.jbig2 import read_jbig2
from pipeline.read.pdf_canvas import Canvas
from pipeline.read.pdf_picture import DPI, Pictures
from tests.read.made_jbig2 import file, page, region

# Pixels of a point.
SCALE = DPI / 72


def drawn(canvas: Canvas) -> np.ndarray:
    with Pictures(canvas.pdf()) as pictures:
        return pictures.draw(1)[0]


def at(image: np.ndarray, x: float, y: float) -> tuple[int, ...]:
    return tuple(int(value) for value in image[int(y * SCALE), int(x * SCALE)])


def test_the_origin_is_at_the_top_left() -> None:
    canvas = Canvas(100, 50)
    canvas.add("1 0 0 rg", "10 5 20 10 re f")
    image = drawn(canvas)
    assert image.shape == (139, 278, 3)
    assert [at(image, x, y) for x, y in ((20, 10), (40, 10), (20, 20))] == [(255, 0, 0), (255,) * 3, (255,) * 3]


def test_a_picture_hides_what_its_mask_shows() -> None:
    canvas = Canvas(40, 20)
    colours = np.full((2, 4, 3), (0, 0, 255), np.uint8)
    opaque = np.array([[255, 255, 0, 0], [255, 255, 0, 0]], np.uint8)
    canvas.add("0 1 0 rg", "0 0 40 20 re f", f"40 0 0 -20 0 20 cm /{canvas.picture(colours, opaque)} Do")
    image = drawn(canvas)
    assert (at(image, 5, 10), at(image, 35, 10)) == ((0, 0, 255), (0, 255, 0))


def test_a_black_and_white_picture_is_a_picture_and_a_mask() -> None:
    half = read_jbig2(file(page(16, 16), region(8, 16)))
    canvas = Canvas(40, 20)
    canvas.add(f"q 20 0 0 -20 0 20 cm /{canvas.picture(half)} Do Q")
    blue = np.full((2, 2, 3), (0, 0, 255), np.uint8)
    canvas.add(f"q 20 0 0 -20 20 20 cm /{canvas.picture(blue, half)} Do Q")
    image = drawn(canvas)
    places = [at(image, x, 10) for x in (5, 15, 25, 35)]
    assert places == [(255, 255, 255), (0, 0, 0), (0, 0, 255), (255, 255, 255)]


def test_states_are_named_once_and_say_how_opaque_things_are() -> None:
    canvas = Canvas(40, 20)
    half = canvas.state(fill=0.5)
    assert canvas.state(fill=0.5) == half != canvas.state(fill=0.5, blend="Multiply")
    canvas.add(f"/{half} gs", "0 0 40 20 re f")
    assert at(drawn(canvas), 20, 10)[0] in (127, 128)


def test_text_is_glyphs_by_their_numbers(latin: Path) -> None:
    font = read_font(latin.read_bytes())
    assert font is not None
    canvas = Canvas(40, 40)
    name = canvas.font(font)
    assert canvas.font(font) == name
    canvas.add("BT", f"/{name} 1 Tf", f"40 0 0 -40 5 35 Tm <{font.glyph('I'):04X}> Tj", "ET")
    image = drawn(canvas)
    dark = np.argwhere(image[:, :, 0] < 100) / SCALE
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    # A capital stands 0.73 em above its base line.
    assert 5 < left < right < 20 and abs(top - (35 - 0.73 * 40)) < 1 and abs(bottom - 35) < 1
