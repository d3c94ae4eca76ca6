"""Seals are found by their ring, red or grey, and give way to the text under them; red heads stay."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr.seal import find_seals, without_seals
from tests.read.made_scan import RED, Pixels, askew, blank, grey, noisy, with_seal

POINTS = 72 / 200
MIDDLE = (1150, 1800)


def page_with_strokes() -> Pixels:
    """Dark strokes where signature and date would stand."""
    page = blank()
    for x in range(1000, 1300, 24):
        page[1795:1830, x : x + 5] = 15
    return page


@pytest.mark.parametrize("degrees", [0.0, 3.0])
def test_a_red_seal_is_found_and_gives_way_to_the_text(degrees: float) -> None:
    page = noisy(askew(with_seal(page_with_strokes(), MIDDLE), degrees))
    (seal,) = find_seals(page, POINTS)
    clean = without_seals(page, [seal], POINTS)
    assert 300 < seal.x1 - seal.x0 < 380
    inside = clean[seal.top : seal.bottom, seal.x0 : seal.x1].astype(int)
    assert (inside.max(axis=2) - inside.min(axis=2)).max() == 0
    share = (inside[:, :, 0] < 100).mean()
    assert 0.005 < share < 0.05


def test_a_grey_seal_is_found_by_its_ring() -> None:
    (seal,) = find_seals(noisy(grey(with_seal(page_with_strokes(), MIDDLE))), POINTS)
    assert abs((seal.x0 + seal.x1) / 2 - MIDDLE[0]) < 12
    assert abs((seal.top + seal.bottom) / 2 - MIDDLE[1]) < 12


def test_a_seal_as_dark_as_the_text_covers_it() -> None:
    page = with_seal(page_with_strokes(), MIDDLE)
    black = np.where(grey(page) > 150, 255, 0).astype(np.uint8)
    (seal,) = find_seals(black, POINTS)
    assert seal.covers
    clean = without_seals(black, [seal], POINTS)
    assert (clean[:, :, 0] < 128).sum() < 0.5 * (black[:, :, 0] < 128).sum()


def test_a_red_head_is_no_seal() -> None:
    page = blank()
    for x in range(250, 1400, 150):
        page[300:430, x : x + 110] = RED
        page[330:400, x + 25 : x + 85] = 255
    page[520:526, 200:1450] = RED
    assert find_seals(page, POINTS) == []


def test_a_page_without_red_and_rings_has_no_seal() -> None:
    assert find_seals(page_with_strokes(), POINTS) == []
    assert find_seals(blank(40, 30), POINTS) == []


def test_the_upper_part_of_a_seal_is_its_own_lettering() -> None:
    (seal,) = find_seals(with_seal(blank(), MIDDLE), POINTS)
    assert seal.has_in_arc(1080, 1660, 1220, 1700)
    assert not seal.has_in_arc(1040, 1810, 1260, 1850)
    assert not seal.has_in_arc(800, 1660, 1220, 1700)


@pytest.mark.parametrize(
    ("box", "is_lettering"),
    [
        pytest.param((1000, 1740, 1060, 1800), True, id="a letter along the ring"),
        pytest.param((1120, 1632, 1180, 1690), True, id="a letter that reaches out a little"),
        pytest.param((1040, 1810, 1260, 1850), False, id="a date"),
        pytest.param((1100, 1790, 1200, 1830), False, id="a short name in the middle"),
        pytest.param((800, 1740, 1060, 1800), False, id="a line that begins before it"),
    ],
)
def test_small_pieces_along_the_ring_are_lettering(box: tuple[float, float, float, float], is_lettering: bool) -> None:
    (seal,) = find_seals(with_seal(blank(), MIDDLE), POINTS)
    assert seal.has_on_ring(*box) is is_lettering
