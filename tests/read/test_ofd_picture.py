"""Drawn pages of an OFD: with templates, annotations and seals; read by OCR where their text cannot be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.archive.isolate import OCR_LIMITS, Worker
from pipeline.errors import ReadError
from pipeline.model.reading import Line, Ocr
from pipeline.read.font_file import read_font
from pipeline.read.ofd import read
from pipeline.read.ofd_picture import Pictures
from tests.read.made_jbig2 import scan
from tests.read.made_ofd import Sheet, document, ofd, package, part, root, seal, signed

RED, BLUE, BLACK, WHITE = (255, 0, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)
STAMP = '<ofd:StampAnnot ID="1" PageRef="0" Boundary="10 10 40 40"/>'
TEXT = (
    "为切实做好下放权限承接工作现将有关事项通知如下",
    "市发展改革委牵头市财政局配合于今年年底前完成",
    "各责任单位要明确专人负责按月报送工作进展情况",
)


def spots(image: np.ndarray, *places: tuple[float, float]) -> list[tuple[int, ...]]:
    """The colours at places in millimetres."""
    return [tuple(int(value) for value in image[int(y / 25.4 * 200), int(x / 25.4 * 200)]) for x, y in places]


def drawn(data: bytes, number: int = 1, notes: dict[str, set[int]] | None = None) -> np.ndarray:
    with Pictures(data) as pictures:
        image, _ = pictures.draw(number)
        assert pictures.notes == (notes or {})
    return image


def png(colour: tuple[int, ...], *, left: tuple[int, ...] | None = None) -> bytes:
    """A picture in one colour, or in two halves."""
    image = Image.new("RGB", (8, 8), colour)
    if left:
        image.paste(left, (0, 0, 4, 8))
    return saved(image)


def saved(image: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def block(colour: str, boundary: str) -> str:
    return (
        f'<ofd:PathObject ID="9" Boundary="{boundary}" Stroke="false" Fill="true"><ofd:FillColor Value="{colour}"/>'
        "<ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def test_pages_are_numbered_through_all_documents() -> None:
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot></ofd:DocBody>" for folder in ("Doc_0", "Doc_1")
    )
    red, blue = Sheet().raw(block("255 0 0", "10 10 40 40")), Sheet().raw(block("0 0 255", "10 10 40 40"))
    files = {"OFD.xml": root(bodies)} | document(red, Sheet()) | document(blue, folder="Doc_1")
    data = package({name: text.encode() for name, text in files.items()})
    with Pictures(data) as pictures:
        found = [spots(pictures.draw(number)[0], (30, 30)) for number in (3, 1, 2, 1)]
    assert found == [[BLUE], [RED], [WHITE], [RED]]


def test_a_page_has_the_size_of_its_own_area() -> None:
    wide = Sheet(width=842, height=595).raw(block("255 0 0", "250 10 40 40"))
    image = drawn(ofd(wide))
    assert image.shape == (1653, 2339, 3) and spots(image, (270, 30)) == [RED]


def test_an_area_that_does_not_start_at_the_corner() -> None:
    sheet = Sheet().raw(block("255 0 0", "110 110 40 40"))
    with zipfile.ZipFile(io.BytesIO(ofd(sheet))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    page = files["Doc_0/Pages/Page_0.xml"]
    files["Doc_0/Pages/Page_0.xml"] = page.replace(b"<ofd:PhysicalBox>0 0 ", b"<ofd:PhysicalBox>100 100 ")
    assert spots(drawn(package(files)), (8, 30), (30, 30)) == [WHITE, RED]


def test_templates_lie_below_and_above() -> None:
    template = part(
        "Page", f'<ofd:Content><ofd:Layer ID="1">{block("0 0 255", "10 10 40 40")}</ofd:Layer></ofd:Content>'
    )
    use = '<ofd:Template TemplateID="8" ZOrder="{}"/>'
    common = '<ofd:TemplatePage ID="8" BaseLoc="Tpls/T.xml"/>'
    for order, shown in (("Background", RED), ("Foreground", BLUE)):
        sheet = Sheet(head=use.format(order)).raw(block("255 0 0", "30 10 40 40"))
        image = drawn(ofd(sheet, common=common, parts={"Doc_0/Tpls/T.xml": template.encode()}))
        assert spots(image, (20, 30), (40, 30), (60, 30)) == [BLUE, shown, RED]


def test_annotations_are_drawn_but_for_hidden_ones() -> None:
    sheet = Sheet()
    sheet.annotations = "".join(
        f'<ofd:Annot ID="1" Type="Stamp" Visible="{visible}"><ofd:Appearance Boundary="{left} 10 40 40">'
        f"{block('255 0 0', '0 0 40 40')}</ofd:Appearance></ofd:Annot>"
        for visible, left in (("true", 10), ("false", 110))
    )
    assert spots(drawn(ofd(sheet)), (30, 30), (130, 30)) == [RED, WHITE]


def test_a_seal_is_drawn_over_the_page_and_what_it_hides_shows_through() -> None:
    sheet = Sheet().raw(block("0 0 0", "30 10 40 40"))
    image = drawn(signed(sheet, stamps=STAMP, seal_file=seal(png(RED))))
    assert spots(image, (20, 30), (40, 30), (8, 30)) == [RED, BLACK, WHITE]


def test_of_a_seal_over_the_joints_of_pages_each_page_shows_a_part() -> None:
    stamp = '<ofd:StampAnnot ID="1" PageRef="0" Boundary="10 10 40 40" Clip="20 0 20 40"/>'
    image = drawn(signed(Sheet(), stamps=stamp, seal_file=seal(png(RED, left=BLUE))))
    assert spots(image, (20, 30), (40, 30)) == [WHITE, RED]


def test_a_seal_that_is_an_ofd_fills_its_place() -> None:
    inner = ofd(Sheet(width=72, height=72).raw(block("255 0 0", "0 0 12.7 25.4")))
    image = drawn(signed(Sheet(), stamps=STAMP, seal_file=seal(inner, "ofd")))
    assert spots(image, (20, 30), (29, 30), (48, 30)) == [RED, RED, RED]


@pytest.mark.parametrize(
    "seal_file",
    [seal(b"no picture"), seal(b"PK\x03\x04 no package"), b"no seal", b""],
    ids=["no picture", "no package", "no seal", "not at hand"],
)
def test_a_seal_without_a_picture_is_noted(seal_file: bytes) -> None:
    image = drawn(signed(Sheet(), stamps=STAMP, seal_file=seal_file), notes={"picture_not_drawn": {1}})
    assert image.min() == 255


def test_a_page_that_cannot_be_read_is_drawn_empty_and_noted() -> None:
    files = {"OFD.xml": root("<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")}
    files |= document(Sheet(), Sheet()) | {"Doc_0/Pages/Page_1.xml": "<broken"}
    data = package({name: text.encode() for name, text in files.items()})
    image = drawn(data, 2, {"page_unreadable": {2}})
    assert image.min() == 255 and image.shape == (2339, 1654, 3)


def of_glyphs(song: Path, *texts: str) -> bytes:
    """A page whose glyphs have numbers of the font's and no characters."""
    data = song.read_bytes()
    font = read_font(data)
    assert font is not None
    sheet = Sheet()
    for index, text in enumerate(texts):
        numbers = " ".join(str(font.glyph(character)) for character in text)
        inside = f'<ofd:CGTransform CodePosition="0" CodeCount="{len(text)}"><ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>'
        sheet.text(80, 100 + 30 * index, "\ue001" * len(text), inside=inside)
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="仿宋"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    return ofd(sheet, resources=fonts, parts={"Doc_0/Res/f.ttf": data})


def test_a_page_of_glyphs_without_characters_is_read_by_ocr(song: Path) -> None:
    data = of_glyphs(song, *TEXT)
    reading = read(data)
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == list(TEXT)
    assert reading.ocr is not None and reading.ocr.pages == (1,) and reading.warnings == ()
    with pytest.raises(ReadError, match="does not say which characters"):
        read(data, ocr=Ocr.NEVER)


def test_a_scan_in_black_and_white_is_read_by_ocr(song: Path) -> None:
    whole = Image.fromarray(drawn(of_glyphs(song, *TEXT))).convert("1", dither=Image.Dither.NONE)
    for picture in (scan(whole), saved(whole, "TIFF")):
        reading = read(ofd(Sheet().picture(), parts={"Doc_0/Res/p.png": picture}))
        assert [block.text for block in reading.blocks if isinstance(block, Line)] == list(TEXT)


def test_pages_are_drawn_within_the_limits_of_a_child(song: Path) -> None:
    with Worker("tests.archive.child_targets:read_lines", limits=OCR_LIMITS) as worker:
        assert worker.call(of_glyphs(song, *TEXT)).decode().split("\n") == list(TEXT)


def test_all_of_a_page_of_pictures_is_read_by_ocr(song: Path) -> None:
    """Scanners cut pages into strips: the largest is not all."""
    whole = drawn(of_glyphs(song, *TEXT))
    height = len(whole) // 20
    sheet, parts, media = Sheet(), {}, []
    for index in range(20):
        parts[f"Doc_0/Res/{index}.png"] = saved(Image.fromarray(whole[index * height : (index + 1) * height]))
        media.append(
            f'<ofd:MultiMedia ID="{100 + index}" Type="Image"><ofd:MediaFile>{index}.png</ofd:MediaFile></ofd:MultiMedia>'
        )
        top = index * height * 72 / 200
        strip = Sheet().picture(0, top, 595, top + height * 72 / 200).content[0]
        sheet.raw(strip.replace('ResourceID="4"', f'ResourceID="{100 + index}"'))
    reading = read(ofd(sheet, resources=f"<ofd:MultiMedias>{''.join(media)}</ofd:MultiMedias>", parts=parts))
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == list(TEXT)


def test_a_file_with_nothing_but_a_seal_is_read_by_ocr(song: Path) -> None:
    lettering = drawn(of_glyphs(song, "郑州市人民政府办公室"))[200:400, 150:700]
    stamp = '<ofd:StampAnnot ID="1" PageRef="0" Boundary="50 50 70 25"/>'
    reading = read(signed(Sheet(), stamps=stamp, seal_file=seal(saved(Image.fromarray(lettering)))))
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["郑州市人民政府办公室"]


@pytest.mark.shared
def test_what_is_drawn_of_files_at_hand_reads_as_their_text(shared: Path) -> None:
    for name, least in (
        ("ofdrw-converter__n", 0.99),
        ("ofdrw-converter__signout", 0.95),
        ("ofdrw-layout__fptpl", 0.95),
    ):
        data = (shared / "ofd" / f"ofdrw__{name}.ofd").read_bytes()
        written, seen = (
            {c for block in read(data, ocr=ocr).blocks for c in str(block) if "\u4e00" <= c <= "\u9fff"}
            for ocr in (Ocr.NEVER, Ocr.ALWAYS)
        )
        assert len(written & seen) >= least * len(written), name
