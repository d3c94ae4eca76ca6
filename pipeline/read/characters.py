"""Characters as they are meant: no invisible marks, no look-alikes from fonts that call 一 a radical."""

from __future__ import annotations

import unicodedata

import regex

# Radicals that Unicode gives no decomposition for, and the characters that they look like. Fonts of PDF files use them.
_RADICALS = dict(
    zip(
        "⺁⺇⺈⺊⺌⺍⺕⺗⺘⺙⺛⺜⺝⺡⺣⺤⺥⺦⺧⺨⺩⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲⺟⻳",
        "厂几刀卜小小彐心手攵旡日月水火爪爪丬牛犬王示礻竹糸纟网四羊羊耂聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅長镸长门阝阝雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾齐齿龙亀母龟",
        strict=True,
    )
)
_NO_BREAK_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufe00-\ufe0f\ufffe\uffff"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_LOOK_ALIKES = "\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1d"
# Matches in: `⼀、制定`, `下放\u200b权限`. Does not match in: `一、制定方案`, `　　通知`.
_UNUSUAL = regex.compile(f"[{_NO_BREAK_SPACES}{_INVISIBLE}{_DIRECTIONS}{_CONTROLS}{_LOOK_ALIKES}\ud800-\udfff]")
# Matches: `\u202e`. Does not match: `\u200b`.
_DIRECTION = regex.compile(f"[{_DIRECTIONS}]")
# Matches: `\x00`. Does not match: `\t`.
_CONTROL = regex.compile(f"[{_CONTROLS}\ud800-\udfff]")
# Matches: `\u00a0`. Does not match: `　`.
_SPACE = regex.compile(f"[{_NO_BREAK_SPACES}]")
# Matches: `⼀`. Does not match: `一`.
_LOOK_ALIKE = regex.compile(f"[{_LOOK_ALIKES}]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its characters as they are meant, and warnings of what was taken out.

    Radicals, compatibility ideographs and ligatures become the characters that they stand for (⼀ gives 一), blanks of all
    widths but the full one become a blank; zero-width characters are left out, and with a warning controls and marks of
    direction. Full-width forms, tabs and line ends stay.
    """
    if not _UNUSUAL.search(text):
        return text, ()
    warnings = []
    if _DIRECTION.search(text):
        warnings.append("direction_marks_dropped")
    if _CONTROL.search(text):
        warnings.append("control_characters_dropped")
    return _UNUSUAL.sub(_meant, text), tuple(warnings)


def _meant(found: regex.Match[str]) -> str:
    character = found.group()
    if _SPACE.match(character):
        return " "
    if _LOOK_ALIKE.match(character):
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return ""
