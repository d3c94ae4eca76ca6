"""Pictures made fit to be read: scale, turns, skew."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr import care
from tests.read.made_scan import askew, blank


def quad(x0: float, top: float, x1: float, bottom: float) -> care.Quad:
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], dtype=np.float32)


@pytest.mark.parametrize(
    ("size", "dpi", "plausible"),
    [
        pytest.param((2339, 1654), 200.0, 200.0, id="said"),
        pytest.param((3508, 2480), 0.0, 300.0, id="unknown-is-a4"),
        pytest.param((3508, 2480), 72.0, 300.0, id="a-sheet-of-48-inches-is-a4"),
        pytest.param((40, 300), 0.0, 96.0, id="a-cutting-is-of-a-screen"),
        pytest.param((2339, 1654), 99999.0, 200.0, id="absurd"),
    ],
)
def test_the_density_makes_a_sheet_of_paper(size: tuple[int, int], dpi: float, plausible: float) -> None:
    assert care.plausible_dpi(np.zeros((*size, 3), np.uint8), dpi) == pytest.approx(plausible, rel=0.01)


@pytest.mark.parametrize(("dpi", "side"), [(100.0, 1169), (200.0, 2339), (600.0, 2339)])
def test_fine_pictures_are_scaled_down_and_coarse_ones_stay(dpi: float, side: int) -> None:
    image = np.zeros((round(11.69 * dpi), round(8.27 * dpi), 3), np.uint8)
    found = care.scaled(image, dpi)
    assert found.image.shape[0] == pytest.approx(side, abs=2)
    assert found.image.shape[0] * found.points == pytest.approx(841.9, abs=1)


def test_text_that_runs_upwards_makes_a_page_sideways() -> None:
    level, upright = quad(0, 0, 500, 30), quad(0, 0, 30, 500)
    assert care.is_sideways([upright, upright, level])
    assert not care.is_sideways([level, level, upright])
    assert not care.is_sideways([])


@pytest.mark.parametrize("degrees", [-5.0, -0.7, 1.0, 4.0])
def test_a_slanting_page_is_level_again(degrees: float) -> None:
    page = blank(800, 1000)
    page[500:503, 100:700] = 0
    slanting = askew(page, degrees)
    corners = quad(100, 490, 700, 513)
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    moved = ((corners - (400, 500)) @ matrix + (400, 500)).astype(np.float32)
    angle = care.skew([moved])
    level, (line,) = care.leveled(slanting, [moved], angle)
    rows = np.flatnonzero((level[:, :, 0] < 128).any(axis=1))
    assert angle == pytest.approx(degrees, abs=0.05)
    assert np.abs(line - corners).max() < 1.5
    assert rows.max() - rows.min() < 6


@pytest.mark.parametrize("degrees", [0.02, 30.0])
def test_what_does_not_matter_and_what_is_no_accident_stays(degrees: float) -> None:
    slope = np.tan(np.radians(degrees)) * 600
    line = np.array([[0, 0], [600, slope], [600, slope + 30], [0, 30]], dtype=np.float32)
    assert care.skew([line]) == 0.0


def test_specks_are_no_ink() -> None:
    page = blank(200, 200)
    page[50, 50] = 0
    page[100:110, 20:120] = 0
    found = care.ink(page)
    assert not found[50, 50]
    assert found[101:109, 22:118].all()


def test_a_faint_picture_is_stretched() -> None:
    page = blank(200, 200)
    page[100:110, 20:120] = 0
    faint = (page * 0.3 + 150).astype(np.uint8)
    assert (care.clear(faint).min(), care.clear(faint).max()) == (0, 255)


@pytest.mark.parametrize("lowest", [0, 240], ids=["clear already", "nothing on it"])
def test_other_pictures_stay(lowest: int) -> None:
    page = blank(200, 200)
    page[100:110, 20:120] = lowest
    assert care.clear(page) is page
