"""Whether the text layer of a PDF's page is to be trusted: absent on scans, garbled where fonts do not say what they show."""

from __future__ import annotations

from enum import StrEnum

import regex

from pipeline.read.pdf_objects import Page

# A page of a scan is one picture; the few characters on it are the scanner's mark.
_PICTURE_SHARE = 0.5
_MARK_LENGTH = 50
# Less text says nothing about its wording.
_ENOUGH = 40
_ENOUGH_CHINESE = 120
# Matches: private use, U+FFFD, unassigned, controls. Does not match: `一`, `A`, `，`.
_ODD = regex.compile(r"[\p{Co}\p{Cn}\p{Cc}\ufffd]")
_CHINESE = regex.compile(r"\p{Han}")
_LETTER = regex.compile(r"[\p{L}\p{N}\p{P}]")
# These make up a third of any Chinese text of office: where there are hardly any, the code points are wrong.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们到作地于出就分对成会可主发年动同工也能下过子行政部市区县省府位责任单完方实施展务制管理全机加业建办法规定民生项关及等各"
)
_ODD_SHARE = 0.2
_COMMON_SHARE = 0.06
_UNMAPPED_SHARE = 0.5


class TextLayer(StrEnum):
    """good: to be read. empty: a page without anything to read. picture: a scan. garbled: text that means nothing.
    unseen: text laid on a scan by a program that recognised it, as good or poor as that program.
    """

    GOOD = "good"
    EMPTY = "empty"
    PICTURE = "picture"
    GARBLED = "garbled"
    UNSEEN = "unseen"


def judge(page: Page) -> TextLayer:
    """What the page's text layer is worth."""
    text = "".join(glyph.text for glyph in page.glyphs if not glyph.text.isspace())
    if page.image_share >= _PICTURE_SHARE and len(text) < _MARK_LENGTH:
        return TextLayer.PICTURE
    if not text:
        return TextLayer.PICTURE if page.image_share > 0 else TextLayer.EMPTY
    if _is_garbled(text, page.unmapped_share):
        return TextLayer.GARBLED
    is_unseen = page.has_invisible_text and page.image_share >= _PICTURE_SHARE
    return TextLayer.UNSEEN if is_unseen else TextLayer.GOOD


def _is_garbled(text: str, unmapped_share: float) -> bool:
    if len(text) < _ENOUGH:
        return False
    if len(_ODD.findall(text)) > _ODD_SHARE * len(text):
        return True
    chinese = _CHINESE.findall(text)
    if len(chinese) >= _ENOUGH_CHINESE and sum(c in _COMMON for c in chinese) < _COMMON_SHARE * len(chinese):
        return True
    # Without a word of what they mean, numbers of glyphs come out as any characters of the first block.
    return unmapped_share > _UNMAPPED_SHARE and len(chinese) < _ENOUGH
