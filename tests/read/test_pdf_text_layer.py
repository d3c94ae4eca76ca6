"""Whether a page's text layer is worth reading."""

from __future__ import annotations

import pytest

from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.pdf_text_layer import TextLayer, judge

NOTICE = (
    "各区县（市）人民政府，市人民政府各部门：为切实做好下放权限的承接工作，确保省级下放权限事项逐项承接落实到位。" * 4
)
RARE = "".join(chr(0x6A00 + 7 * number) for number in range(200))


def page(text: str, *, image_share: float = 0.0, unmapped_share: float = 0.0, unseen: bool = False) -> Page:
    glyphs = tuple(Glyph(character, 10.0, 10.0, 20.0, 20.0, index) for index, character in enumerate(text))
    return Page(1, 595.0, 842.0, glyphs, (), (), image_share, unmapped_share, unseen, False, lambda _: 16.0)


@pytest.mark.parametrize(
    ("made", "worth"),
    [
        pytest.param(page(NOTICE), TextLayer.GOOD, id="a notice"),
        pytest.param(page(NOTICE, unmapped_share=1.0), TextLayer.GOOD, id="a notice whose font has no map"),
        pytest.param(page("附件"), TextLayer.GOOD, id="little text"),
        pytest.param(page("Annual report of the programme. " * 9), TextLayer.GOOD, id="English"),
        pytest.param(page(""), TextLayer.EMPTY, id="nothing"),
        pytest.param(page("", image_share=0.1), TextLayer.PICTURE, id="a picture"),
        pytest.param(page("扫描全能王 创建", image_share=1.0), TextLayer.PICTURE, id="a scanner's mark"),
        pytest.param(page(NOTICE, image_share=1.0), TextLayer.GOOD, id="text over a background"),
        pytest.param(page(NOTICE, image_share=1.0, unseen=True), TextLayer.UNSEEN, id="text laid on a scan"),
        pytest.param(page(NOTICE, image_share=0.1, unseen=True), TextLayer.GOOD, id="a word that is not shown"),
        pytest.param(page("\ue000\ue001\ue002一" * 20), TextLayer.GARBLED, id="private use"),
        pytest.param(page(RARE, image_share=1.0, unseen=True), TextLayer.GARBLED, id="nothing meant, laid on a scan"),
        pytest.param(page(RARE), TextLayer.GARBLED, id="characters that no notice is made of"),
        pytest.param(page('!"#$%&()*+' * 9, unmapped_share=1.0), TextLayer.GARBLED, id="numbers of glyphs"),
    ],
)
def test_judge(made: Page, worth: TextLayer) -> None:
    assert judge(made) is worth
