"""Unseen text on a scan is tried against what the scan shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.read.ocr.trial import Trial, try_layer
from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.unseen_layer import unseen_layer
from tests.read.made_layer import glyphs, misread, moved
from tests.read.made_scan import DPI, Pixels, askew, blank, noisy, rendered

SAMPLE = "郑政文〔2021〕26号.pdf"
Layer = tuple[Glyph, ...]


def page(layer: Layer, turn: int = 0) -> Page:
    return Page(2, 595.0, 842.0, layer, (), (), 1.0, 0.0, True, False, lambda _: 16.0, turn)


@pytest.fixture(scope="module")
def scan(corpus: Path) -> Pixels:
    return noisy(rendered(corpus / SAMPLE, 2))


@pytest.fixture(scope="module")
def layer(corpus: Path) -> Layer:
    return glyphs(corpus / SAMPLE, 2)


def widened(layer: Layer) -> Layer:
    """Points and brackets as programs for Latin text write them."""
    plain = str.maketrans("，；：（）“”", ',;:()""')
    return tuple(glyph._replace(text=glyph.text.translate(plain)) for glyph in layer)


@pytest.mark.parametrize(
    ("change", "is_as_good"),
    [
        pytest.param(lambda layer: layer, True, id="what the page says"),
        pytest.param(widened, True, id="other points"),
        pytest.param(lambda layer: moved(layer, 3), True, id="3 points too low"),
        pytest.param(lambda layer: layer[::-1], True, id="in another order of drawing"),
        pytest.param(lambda layer: misread(layer, 10), False, id="10 % wrong"),
        pytest.param(lambda layer: misread(layer, 20), False, id="5 % wrong"),
        pytest.param(lambda layer: moved(layer, 28.9), False, id="a line too low"),
        pytest.param(lambda layer: layer[: len(layer) // 2], False, id="half of it"),
        pytest.param(lambda layer: (*layer, *moved(layer[:150], 14)), False, id="text where nothing is written"),
        pytest.param(lambda _: (), False, id="nothing"),
    ],
)
def test_a_layer_counts_where_it_says_what_the_page_shows(
    scan: Pixels, layer: Layer, change: Callable[[Layer], Layer], is_as_good: bool
) -> None:
    assert try_layer(unseen_layer(page(change(layer))), scan, DPI).is_as_good is is_as_good


def test_the_layer_of_another_page_differs(corpus: Path, scan: Pixels) -> None:
    trial = try_layer(unseen_layer(page(glyphs(corpus / SAMPLE, 3))), scan, DPI)
    assert trial.differing > trial.compared / 2
    assert not trial.is_as_good


def test_a_slanting_scan_with_a_level_layer_is_tried_along_its_slant(corpus: Path, layer: Layer) -> None:
    slanting = noisy(askew(rendered(corpus / SAMPLE, 2), 0.3))
    assert try_layer(unseen_layer(page(layer)), slanting, DPI).is_as_good


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_that_lies_on_its_side_is_turned_as_its_text_was(scan: Pixels, layer: Layer, turn: int) -> None:
    lying = np.ascontiguousarray(np.rot90(scan, -turn))
    assert try_layer(unseen_layer(page(layer, turn)), lying, DPI).is_as_good


def test_no_layer_is_as_good_on_an_empty_page(layer: Layer) -> None:
    assert try_layer(unseen_layer(page(layer)), blank(), DPI) == Trial(0, 0, 1.0, 0.0)
    assert not Trial(0, 0, 0.0, 0.0).is_as_good


def test_one_character_alone_is_no_proof() -> None:
    assert Trial(1, 40, 0.0, 0.0).is_as_good
    assert not Trial(2, 40, 0.0, 0.0).is_as_good
