"""Characters of text objects in their places, with the glyphs that the file states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.read.ofd_text import NO_CHARACTER, NO_GLYPH, SetGlyph, set_glyphs


def glyphs(code: str, transforms: str = "", *, size: str = "4", more: str = "") -> list[SetGlyph]:
    xml = f'<o:TextObject xmlns:o="http://www.ofdspec.org/2016" Size="{size}" {more}>{transforms}{code}</o:TextObject>'
    return list(set_glyphs(etree.fromstring(xml.encode())))


def transform(start: int, count: int, *numbers: int) -> str:
    """A transform of so many characters from `start` into glyphs."""
    return (
        f'<o:CGTransform CodePosition="{start}" CodeCount="{count}" GlyphCount="{len(numbers)}">'
        f"<o:Glyphs>{' '.join(map(str, numbers))}</o:Glyphs></o:CGTransform>"
    )


LINE = '<o:TextCode X="1" Y="10" DeltaX="4 5">市政府</o:TextCode>'


def test_characters_stand_where_the_offsets_say() -> None:
    assert [(each.character, each.number, each.matrix) for each in glyphs(LINE)] == [
        ("市", None, (4, 0, 0, -4, 1, 10)),
        ("政", None, (4, 0, 0, -4, 5, 10)),
        ("府", None, (4, 0, 0, -4, 10, 10)),
    ]


@pytest.mark.parametrize(
    ("direction", "matrix"),
    [("90", (0, 4, 4, 0, 1, 10)), ("180", (-4, 0, 0, 4, 1, 10)), ("270", (0, -4, -4, 0, 1, 10))],
)
def test_characters_are_turned(direction: str, matrix: tuple[float, ...]) -> None:
    assert glyphs(LINE, more=f'CharDirection="{direction}"')[0].matrix == matrix


def test_narrow_characters_are_squeezed() -> None:
    assert glyphs(LINE, more='HScale="0.5"')[0].matrix == (2, 0, 0, -4, 1, 10)


@pytest.mark.parametrize(
    ("transforms", "numbers"),
    [
        (transform(0, 3, 7, 8, 9), [7, 8, 9]),
        (transform(1, 2, 7, 8), [None, 7, 8]),
        (transform(0, 1, 7) + transform(2, 1, 9), [7, None, 9]),
        (transform(0, 2, 7), [7, NO_GLYPH, None]),
        (transform(0, 1, 7, 8), [7, None, None]),
        (transform(3, 1, 7) + transform(4, 1, 8), [None, None, None, 7, 8]),
        (transform(90_000, 1, 7), [None, None, None]),
        (transform(-5, 9, 7), [None, None, None]),
    ],
    ids=[
        "each",
        "from the second",
        "two",
        "a ligature",
        "two for one",
        "behind the last",
        "far behind",
        "before the first",
    ],
)
def test_glyphs_go_to_their_characters(transforms: str, numbers: list[int | None]) -> None:
    assert [each.number for each in glyphs(LINE, transforms)] == numbers


def test_what_only_holds_the_place_of_a_glyph_is_no_character() -> None:
    found = glyphs('<o:TextCode X="0" Y="0">¤¤</o:TextCode>', transform(0, 1, 7))
    assert [(each.character, each.number) for each in found] == [(NO_CHARACTER, 7), ("¤", None)]


def test_glyphs_without_any_text_stand_in_a_row() -> None:
    found = glyphs('<o:TextCode X="0" Y="0" DeltaX="g 2 4"/>', transform(0, 3, 7, 8, 9))
    assert [(each.number, each.matrix[4]) for each in found] == [(7, 0), (8, 4), (9, 8)]


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(0, 5))
def test_whatever_a_transform_says_there_are_no_more_places_than_text_and_glyphs(
    start: int, count: int, stated: int
) -> None:
    found = glyphs(LINE, transform(start, count, *range(stated)))
    assert 3 <= len(found) <= 3 + stated
    assert sum(each.number is not None and each.number >= 0 for each in found) <= stated
