"""Paths, pictures and text of an OFD stand on the drawn page where they were put, in their colours."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.read.ofd_picture import Pictures
from tests.read.made_jbig2 import file, page, region
from tests.read.made_ofd import Sheet, mm, ofd

SCALE = 200 / 72
RED, GREEN, BLUE, BLACK, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)


def drawn(sheet: Sheet, notes: set[str] | None = None, **more: object) -> np.ndarray:
    with Pictures(ofd(sheet, **more)) as pictures:  # type: ignore[arg-type]
        image, dpi = pictures.draw(1)
        assert set(pictures.notes) == (notes or set()) and round(dpi) == 200
    return image


def at(image: np.ndarray, x: float, y: float) -> tuple[int, ...]:
    return tuple(int(value) for value in image[int(y * SCALE), int(x * SCALE)])


def box(
    more: str, inside: str = "", data: str = "M 0 0 L 20 0 L 20 20 L 0 20 C", *, boundary: str = "10 10 20 20"
) -> str:
    """A path of 20 by 20 mm whose corner is 10 mm from the page's."""
    return (
        f'<ofd:PathObject ID="9" Boundary="{boundary}" {more}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def spots(image: np.ndarray, *places: tuple[float, float]) -> list[tuple[int, ...]]:
    """The colours at places in millimetres."""
    return [tuple(int(value) for value in image[int(y / 25.4 * 200), int(x / 25.4 * 200)]) for x, y in places]


def png(colour: tuple[int, ...], size: tuple[int, int] = (8, 8), mode: str = "RGB", kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour if len(colour) > 1 else colour[0]).save(buffer, kind)
    return buffer.getvalue()


FILL = 'Stroke="false" Fill="true"'


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        ('<ofd:FillColor Value="255 0 0"/>', RED),
        ('<ofd:FillColor Value="#00 #FF #00"/>', GREEN),
        ('<ofd:FillColor Value="0"/>', BLACK),
        ('<ofd:FillColor Value="0 0 255" Alpha="0"/>', WHITE),
        ('<ofd:FillColor Value="0 0 0" Alpha="102"/>', (153, 153, 153)),
        ('<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:AxialShd>'
         "</ofd:FillColor>", BLUE),
        ('<ofd:FillColor><ofd:Pattern/></ofd:FillColor>', WHITE),
        ("<ofd:FillColor/>", BLACK),
        ("", WHITE),
    ],
    ids=["rgb", "hexadecimal", "grey", "transparent", "half", "changing", "pattern", "no value", "none"],
)  # fmt: skip
def test_areas_have_their_colours(colour: str, shown: tuple[int, ...]) -> None:
    image = drawn(Sheet().raw(box(FILL, colour)))
    assert np.abs(np.subtract(spots(image, (20, 20))[0], shown)).max() <= 1
    assert spots(image, (8, 20), (32, 20)) == [WHITE, WHITE]


@pytest.mark.parametrize(("rule", "middle"), [("", RED), ('Rule="Even-Odd"', WHITE)])
def test_an_area_within_an_area(rule: str, middle: tuple[int, ...]) -> None:
    twice = "M 0 0 L 20 0 L 20 20 L 0 20 C M 5 5 L 15 5 L 15 15 L 5 15 C"
    image = drawn(Sheet().raw(box(f"{FILL} {rule}", '<ofd:FillColor Value="255 0 0"/>', twice)))
    assert spots(image, (12, 20), (20, 20)) == [RED, middle]


def test_lines_are_as_wide_as_they_say() -> None:
    line = box('LineWidth="4"', '<ofd:StrokeColor Value="0 0 255"/>', "M 0 10 L 20 10")
    assert spots(drawn(Sheet().raw(line)), (20, 18.3), (20, 21.7), (20, 17.5), (8.5, 20)) == [BLUE, BLUE, WHITE, WHITE]


@pytest.mark.parametrize(
    ("said", "places"),
    [('Cap="Square"', [BLACK, BLACK]), ('DashPattern="5 5"', [WHITE, WHITE]), ('DashPattern="0 0"', [WHITE, BLACK])],
)
def test_lines_end_and_break_as_they_say(said: str, places: list[tuple[int, ...]]) -> None:
    image = drawn(Sheet().raw(box(f'LineWidth="4" {said}', "", "M 0 10 L 20 10")))
    assert spots(image, (8.5, 20), (17.5, 20)) == places


def test_lines_take_what_drawing_parameters_say() -> None:
    resources = (
        '<ofd:DrawParams><ofd:DrawParam ID="7" LineWidth="4"><ofd:StrokeColor Value="0 0 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="8" Relative="7"/></ofd:DrawParams>'
    )
    image = drawn(Sheet().raw(box('DrawParam="8"', "", "M 0 10 L 20 10")), resources=resources)
    assert spots(image, (20, 18.3)) == [BLUE]


def clip(path: str, flags: str = "") -> str:
    return f"<ofd:Clips {flags}><ofd:Clip><ofd:Area>{path}</ofd:Area></ofd:Clip></ofd:Clips>"


HALF = (
    '<ofd:Path Boundary="0 0 10 20"><ofd:AbbreviatedData>M 0 0 L 10 0 L 10 20 L 0 20 C</ofd:AbbreviatedData></ofd:Path>'
)


@pytest.mark.parametrize(
    ("more", "inside", "right"),
    [
        ("", clip(HALF), WHITE),
        ('CTM="0.5 0 0 1 0 0"', clip(HALF), WHITE),
        ('CTM="0.5 0 0 1 0 0"', clip(HALF, 'TransFlag="false"'), WHITE),
        ("", clip("<ofd:Text/>"), RED),
        ("", "<ofd:Clips/>", RED),
    ],
    ids=["half", "half of what is squeezed", "half before it is squeezed", "by text", "none"],
)
def test_clips_leave_out_what_is_beyond_them(more: str, inside: str, right: tuple[int, ...]) -> None:
    colour = '<ofd:FillColor Value="255 0 0"/>'
    assert spots(drawn(Sheet().raw(box(f"{FILL} {more}", inside + colour))), (12, 20), (28, 20)) == [RED, right]


def test_a_composite_object_clips_and_fades_what_stands_in_it() -> None:
    red = box(FILL, '<ofd:FillColor Value="255 0 0"/>', boundary="0 0 20 20")
    resources = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="20" Height="20"><ofd:Content>'
        f"{red}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    composite = f'<ofd:CompositeObject ID="9" ResourceID="7" Boundary="10 10 20 20" Alpha="51">{clip(HALF)}</ofd:CompositeObject>'
    image = drawn(Sheet().raw(composite), resources=resources)
    assert spots(image, (15, 20), (25, 20)) == [(255, 204, 204), WHITE]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF"])
def test_pictures_fill_their_place(kind: str) -> None:
    image = drawn(Sheet().picture(100, 200, 300, 400), parts={"Doc_0/Res/p.png": png(BLUE, kind=kind)})
    assert np.abs(np.subtract(at(image, 200, 300), BLUE)).max() <= 2
    assert [at(image, *place) for place in ((98, 300), (302, 300), (200, 198), (200, 402))] == [WHITE] * 4


def test_pictures_stand_upright() -> None:
    half = Image.new("RGB", (8, 8), BLUE)
    half.paste(RED, (0, 0, 8, 4))
    buffer = io.BytesIO()
    half.save(buffer, "PNG")
    image = drawn(Sheet().picture(100, 200, 300, 400), parts={"Doc_0/Res/p.png": buffer.getvalue()})
    assert (at(image, 200, 230), at(image, 200, 370)) == (RED, BLUE)


def test_a_black_and_white_picture_is_drawn() -> None:
    parts = {"Doc_0/Res/p.png": file(page(16, 16), region(8, 16))}
    image = drawn(Sheet().picture(100, 200, 300, 400), parts=parts)
    assert (at(image, 130, 300), at(image, 270, 300)) == (WHITE, BLACK)


@pytest.mark.parametrize("mask", [png((0,), mode="L"), file(page(16, 16))], ids=["grey", "black and white"])
def test_where_its_mask_is_black_a_picture_is_not_shown(mask: bytes) -> None:
    masked = Sheet().picture(100, 200, 300, 400).content[0].replace('ResourceID="4"', 'ResourceID="4" ImageMask="5"')
    resources = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>m</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:MultiMedias>"
    )
    image = drawn(Sheet().raw(masked), resources=resources, parts={"Doc_0/Res/p.png": png(BLUE), "Doc_0/Res/m": mask})
    assert at(image, 200, 300) == WHITE


def test_a_picture_may_stand_on_a_page_many_times() -> None:
    sheet = Sheet().picture(100, 200, 110, 210)
    sheet.content *= 40
    sheet.picture(300, 200, 400, 300)
    large = png(BLUE, size=(2400, 2000))
    assert at(drawn(sheet, parts={"Doc_0/Res/p.png": large}), 350, 250) == BLUE


def test_a_picture_lets_through_what_lies_below_it() -> None:
    sheet = Sheet().fill(0, 0, 400, 500, colour="0 255 0").picture(100, 200, 300, 400)
    image = drawn(sheet, parts={"Doc_0/Res/p.png": png((0, 0, 255, 0), mode="RGBA")})
    assert at(image, 200, 300) == GREEN


def test_what_mixes_with_what_lies_below_it() -> None:
    darker = (
        Sheet()
        .picture(100, 200, 300, 400)
        .content[0]
        .replace("<ofd:ImageObject", '<ofd:ImageObject BlendMode="Darken"')
    )
    sheet = Sheet().fill(0, 0, 200, 500, colour="0 0 0").raw(darker)
    image = drawn(sheet, parts={"Doc_0/Res/p.png": png(BLUE)})
    assert (at(image, 150, 300), at(image, 250, 300)) == (BLACK, BLUE)


@pytest.mark.parametrize("data", [b"", b"\x89PNG broken", b"\x97JB2\r\n\x1a\n"])
def test_a_picture_that_cannot_be_read_is_noted(data: bytes) -> None:
    sheet = Sheet().picture().fill(100, 100, 200, 200, colour="255 0 0")
    assert at(drawn(sheet, {"picture_not_drawn"}, parts={"Doc_0/Res/p.png": data}), 150, 150) == RED


FONT = '<ofd:Fonts><ofd:Font ID="3" FontName="Vera"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'


def letters(latin: Path, *sheets: Sheet, notes: set[str] | None = None) -> np.ndarray:
    (sheet,) = sheets
    return drawn(sheet, notes, resources=FONT, parts={"Doc_0/Res/f.ttf": latin.read_bytes()})


def ink(image: np.ndarray) -> tuple[float, float, float, float]:
    """The box of all that is not white, in points."""
    rows, columns = np.nonzero(image.min(axis=2) < 128)
    return columns.min() / SCALE, rows.min() / SCALE, columns.max() / SCALE, rows.max() / SCALE


def test_text_stands_on_its_base_line(latin: Path) -> None:
    left, top, right, bottom = ink(letters(latin, Sheet().text(100, 200, "HH", size=100)))
    assert 105 < left < 115 and 210 < right < 220
    assert abs(bottom - (200 + 88)) < 1 and abs(top - (200 + 88 - 73)) < 1


def test_text_is_turned_with_its_object(latin: Path) -> None:
    turned = f'<ofd:TextObject ID="9" Boundary="{mm(200, 100, 100, 100)}" CTM="0 1 -1 0 0 0" Font="3" Size="{mm(100)}">'
    turned += '<ofd:TextCode X="0" Y="0">H</ofd:TextCode></ofd:TextObject>'
    left, top, right, bottom = ink(letters(latin, Sheet().raw(turned)))
    assert abs(left - 200) < 1 and abs(right - 273) < 1 and 105 < top < bottom < 175


@pytest.mark.parametrize(
    ("said", "inside", "middle"),
    [
        ("", "", BLACK),
        ("", '<ofd:FillColor Value="255 0 0"/>', RED),
        ('Fill="false" Stroke="true" LineWidth="0.2"', "", WHITE),
        ('Alpha="0"', "", WHITE),
        ('Visible="false"', "", WHITE),
    ],
    ids=["black", "red", "outlines", "transparent", "invisible"],
)
def test_text_has_its_colour(latin: Path, said: str, inside: str, middle: tuple[int, ...]) -> None:
    sheet = Sheet().text(100, 200, "I", size=200, inside=inside)
    sheet.content[0] = sheet.content[0].replace("<ofd:TextObject", f"<ofd:TextObject {said}")
    image = letters(latin, sheet)
    # The stem of the letter stands in the middle of its width of 0.29 em.
    assert at(image, 100 + 0.147 * 200, 300) == middle


def test_a_stated_glyph_goes_before_the_character(latin: Path) -> None:
    stated = '<ofd:CGTransform CodePosition="0"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'
    plain = letters(latin, Sheet().text(100, 200, "A", size=100))
    other = letters(latin, Sheet().text(100, 200, "A", size=100, inside=stated.format(40)))
    same = letters(latin, Sheet().text(100, 200, "\ue001", size=100, inside=stated.format(36)))
    assert (plain != other).any() and (plain == same).all()


def test_a_glyph_for_which_there_is_no_font_is_noted(latin: Path) -> None:
    assert letters(latin, Sheet().text(100, 200, "\U0010fffd", size=100), notes={"glyphs_not_drawn"}).min() == 255


@pytest.mark.usefixtures("song")
def test_a_font_of_the_machine_stands_in_for_one_that_the_file_does_not_hold() -> None:
    left, top, right, bottom = ink(drawn(Sheet().text(100, 200, "国", size=100)))
    assert 100 <= left < 115 and 185 < right <= 201 and 195 < top < 215 and 280 < bottom < 305


def test_a_page_that_holds_too_much_is_noted() -> None:
    sheet = Sheet().raw("<ofd:PathObject/>" * 200_000).fill(0, 0, 400, 500, colour="0 255 0")
    assert drawn(sheet, {"page_too_dense"}).min() == 255
