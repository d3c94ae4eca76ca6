"""Which of the paths on a page are rulings."""

from __future__ import annotations

import pytest

from pipeline.read.pdf_objects import Document
from pipeline.read.rulings import Ruling
from tests.read.made_pdf import Sheet, pdf


def rulings(sheet: Sheet) -> list[Ruling]:
    with Document(pdf(sheet)) as document:
        return sorted(ruling for page in document.pages() if page for ruling in page.rulings)


def places(found: list[Ruling]) -> set[tuple[int, int, int, int]]:
    return {(round(r.x0), round(r.top), round(r.x1), round(r.bottom)) for r in found}


SIDES = {(90, 100, 90, 140), (90, 100, 200, 100), (90, 140, 200, 140), (200, 100, 200, 140)}


def test_a_shaded_area_has_four_sides() -> None:
    assert places(rulings(Sheet().fill(90, 100, 200, 140, grey=0.8))) == SIDES


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param([(95.4, 100, 194.6, 120), (95.4, 120, 194.6, 140)], id="paragraphs of a shaded cell"),
        pytest.param([(90, 100, 200, 140)], id="the same area again"),
    ],
)
def test_an_area_in_one_of_its_own_colour_has_no_sides(inner: list[tuple[float, float, float, float]]) -> None:
    sheet = Sheet().fill(90, 100, 200, 140, grey=0.8)
    for box in inner:
        sheet.fill(*box, grey=0.8)
    assert places(rulings(sheet)) == SIDES


@pytest.mark.parametrize(
    "between",
    [
        pytest.param([], id="another colour"),
        pytest.param([(110, 105, 160, 135, 1.0)], id="white over the area"),
    ],
)
def test_an_area_on_another_colour_has_its_sides(between: list[tuple[float, float, float, float, float]]) -> None:
    sheet = Sheet().fill(90, 100, 200, 140, grey=0.8 if between else 0.5)
    for *box, grey in between:
        sheet.fill(*box, grey=grey)
    inner = {(120, 110, 120, 130), (120, 110, 150, 110), (120, 130, 150, 130), (150, 110, 150, 130)}
    assert places(rulings(sheet.fill(120, 110, 150, 130, grey=0.8))) == SIDES | inner


def test_a_ruling_in_the_colour_of_the_header_that_it_parts_is_a_ruling() -> None:
    sheet = Sheet().fill(90, 100, 200, 140, grey=0.5).fill(150, 100, 150.5, 140, grey=0.5)
    assert places(rulings(sheet)) == SIDES | {(150, 100, 150, 140)}


def test_pieces_of_a_ruling_that_are_one_path_are_not_one_ruling() -> None:
    """Word draws the ruling under a row as one path; under merged cells it has only the ends of the upright rulings."""
    sheet = Sheet().pieces((90, 100, 91.5, 100.5), (200, 100, 200.5, 100.5), (201, 100, 300, 100.5))
    assert places(rulings(sheet)) == {(90, 100, 92, 100), (200, 100, 300, 100)}


def test_dots_that_are_one_path_are_a_ruling() -> None:
    sheet = Sheet().pieces(*((90 + 2 * index, 100, 91 + 2 * index, 101) for index in range(50)))
    assert places(rulings(sheet)) == {(90, 100, 189, 100)}
    upright = Sheet().pieces(*((90, 100 + 2 * index, 91, 101 + 2 * index) for index in range(50)))
    assert places(rulings(upright)) == {(90, 100, 90, 199)}
