"""Fonts and pictures that an OFD holds."""

from __future__ import annotations

from pathlib import Path

from pipeline.read.ofd_media import Media
from pipeline.read.ofd_package import OfdFile
from tests.read.made_ofd import PICTURE, Sheet, ofd

FONTS = (
    '<ofd:Fonts><ofd:Font ID="3" FontName="Vera"><ofd:FontFile>vera.ttf</ofd:FontFile></ofd:Font>'
    '<ofd:Font ID="5" FontName="宋体"/><ofd:Font ID="6" FontName="黑体"><ofd:FontFile>p.png</ofd:FontFile></ofd:Font>'
    "</ofd:Fonts>"
)


def test_fonts_and_pictures_by_their_ids(latin: Path) -> None:
    file = OfdFile(ofd(Sheet(), resources=FONTS, parts={"Doc_0/Res/vera.ttf": latin.read_bytes()}))
    document = file.documents[0]
    document.page(0)
    media = Media(file, document.resources)
    font = media.font("3")
    assert font is not None and font.glyph("A") and media.font("3") is font
    assert [media.font(font_id) for font_id in ("5", "6", "7")] == [None, None, None]
    assert (media.picture("4"), media.picture("9"), media.part("Doc_0/no.png")) == (PICTURE, b"", b"")
