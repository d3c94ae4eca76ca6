"""Pages drawn with marks: what is marked is what the box says, the page upright as it was read."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import ReadError
from pipeline.model.mark import Mark, MarkedPage, MarkKind
from pipeline.model.reading import Box, Frame
from pipeline.read.marking import MAX_PAGES, marked
from tests.read.made_pdf import Sheet, pdf

PAPER, MARKED = (255, 255, 255), (250, 190, 200)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


def page(number: int, *marks: Mark, turned: int = 0) -> MarkedPage:
    size = (842.0, 595.0) if turned % 2 else (595.0, 842.0)
    return MarkedPage(Frame(number, *size, turned), marks)


DUE = Mark(MarkKind.DEADLINE, Box(1, 100.0, 200.0, 150.0, 220.0))


def test_a_mark_covers_its_box_and_no_more() -> None:
    drawn = pixels(marked(pdf(Sheet()), [page(1, DUE)]))
    scale = drawn.shape[1] / 595
    inside, left, below = ((125, 210), (95, 210), (125, 226))
    colours = [tuple(drawn[round(y * scale), round(x * scale)]) for x, y in (inside, left, below)]
    assert colours == [MARKED, PAPER, PAPER]


def test_ink_stays_dark_under_a_mark() -> None:
    sheet = Sheet().text(100, 202, "三月底前", size=16)
    plain, drawn = (pixels(marked(pdf(sheet), [each])) for each in (page(1), page(1, DUE)))
    ink = plain.max(axis=2) < 40
    assert ink.sum() > 100
    assert (drawn[ink].max(axis=1) < 200).all()


def test_a_role_lies_on_the_task_in_its_own_colour() -> None:
    task = Mark(MarkKind.TASK, Box(1, 50.0, 190.0, 500.0, 230.0))
    drawn = pixels(marked(pdf(Sheet()), [page(1, task, DUE)]))
    scale = drawn.shape[1] / 595
    assert tuple(drawn[round(210 * scale), round(125 * scale)]) == MARKED


def test_a_turned_page_is_drawn_upright() -> None:
    upright = pixels(marked(pdf(Sheet()), [page(1, DUE, turned=1)]))
    assert upright.shape[1] > upright.shape[0]


def test_pages_stand_one_below_the_other() -> None:
    both = pixels(marked(pdf(Sheet(), Sheet()), [page(1), page(2)]))
    one = pixels(marked(pdf(Sheet(), Sheet()), [page(2)]))
    assert both.shape[0] > 2 * one.shape[0] and both.shape[1] == one.shape[1]


@pytest.mark.parametrize(
    ("data", "pages", "code"),
    [
        pytest.param("一、制定方案".encode(), 1, "no_pictures", id="text has no pages"),
        pytest.param(pdf(Sheet()), MAX_PAGES + 1, "too_many_pages", id="more pages than are drawn"),
        pytest.param(b"%PDF-1.4 broken", 1, "broken_pdf", id="broken"),
    ],
)
def test_what_cannot_be_drawn_says_why(data: bytes, pages: int, code: str) -> None:
    with pytest.raises(ReadError) as raised:
        marked(data, [page(1)] * pages)
    assert raised.value.reason_code == code


def test_a_page_that_is_not_there_says_so(corpus: Path) -> None:
    with pytest.raises(ReadError) as raised:
        marked((corpus / "郑政文〔2021〕26号.pdf").read_bytes(), [page(7)])
    assert raised.value.reason_code == "page_unreadable"
