"""Automatic numbers of DOCX paragraphs: what a paragraph takes from its style and its list, and the label that is shown.

一、 and （一） stand in no paragraph's text where the writer used Word's lists: they are counted up from numbering.xml.
Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex
from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# Lists have nine levels; styles build on one another a few steps deep, and a longer chain is a loop or a trap.
_LEVELS = 9
_MAX_CHAIN = 32
# A label's pattern is a few characters; a longer one would be repeated with every paragraph.
_MAX_LABEL = 64
_PLACE = regex.compile(r"%([1-9])")
# Matches `2`, `-1`; does not match `1.5`, `99999999999`, ``.
_WHOLE_NUMBER = regex.compile(r"-?\d{1,9}")
# Behind （一） and 1、 the text follows at once, as it does where they are typed; behind 第一条 and 1. a blank parts them.
_CLOSES = tuple("、。，；：．）〕】》」")
# Bullets come from symbol fonts, whose characters mean nothing elsewhere.
_PRIVATE_USE = regex.compile(r"\p{Co}")
_BULLET = "•"


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML as lxml has it."""
    return f"{{{NAMESPACE}}}{name}"


def value_of(element: etree._Element | None, *path: str) -> str | None:
    """The `w:val` of the element at `path` below `element`; None where there is none."""
    for name in path:
        element = None if element is None else element.find(w(name))
    return None if element is None else element.get(w("val"))


def whole_number(text: str | None) -> int | None:
    return int(text) if text is not None and _WHOLE_NUMBER.fullmatch(text) else None


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as `w:vanish` is set: it is where it stands without a value."""
    return element is not None and element.get(w("val"), "true") not in ("false", "0", "off")


class Styles:
    """The styles of a document, each with what it builds on."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = next((s.get(w("styleId"), "") for s in found if _is_default_paragraph(s)), "")
        self._defaults = None if root is None else root.find(w("docDefaults"))
        self._resolved: dict[tuple[str, ...], etree._Element | None] = {}
        self._indents: dict[str, dict[str, str]] = {}

    def of(self, paragraph: etree._Element) -> str:
        """The id of the paragraph's style."""
        return value_of(paragraph, "pPr", "pStyle") or self._default

    def chain(self, style_id: str) -> Iterator[tuple[str, etree._Element]]:
        """The style and those that it builds on, nearest first, with their ids."""
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style_id, style
            style_id = value_of(style, "basedOn") or ""

    def resolve(self, group: str, name: str, *style_ids: str) -> etree._Element | None:
        """The element `name` of `group` (pPr, rPr) in the first of the styles that has it, else in the document's default."""
        key = (group, name, *style_ids)
        if key not in self._resolved:
            self._resolved[key] = self._find(group, name, style_ids)
        return self._resolved[key]

    def _find(self, group: str, name: str, style_ids: tuple[str, ...]) -> etree._Element | None:
        path = f"{w(group)}/{w(name)}"
        for _, style in (link for style_id in style_ids for link in self.chain(style_id)):
            if (found := style.find(path)) is not None:
                return found
        return None if self._defaults is None else self._defaults.find(f"{w(group + 'Default')}/{path}")

    def indent(self, style_id: str) -> dict[str, str]:
        """The attributes of `w:ind` that hold for the style."""
        if style_id not in self._indents:
            links = [style.find(f"{w('pPr')}/{w('ind')}") for _, style in self.chain(style_id)]
            nearest_last = [link for link in reversed(links) if link is not None]
            self._indents[style_id] = {str(k): str(v) for link in nearest_last for k, v in link.items()}
        return self._indents[style_id]


def _is_default_paragraph(style: etree._Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `pattern` is the label with %1 to %9 for the numbers, `separator` what parts it from the text."""

    start: int
    number_format: str
    pattern: str
    separator: str
    legal: bool
    restart: int | None
    style_id: str
    indent: etree._Element | None


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs belong to. Lists of the same `abstract_id` are counted together, up to a number in `restarts`."""

    abstract_id: str
    levels: dict[int, Level]
    restarts: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of a document, in the order in which they are asked for."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts = _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = _by_id(root, "num", "numId")
        self._lists: dict[str, List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The paragraph's list and level there, its own or its style's; None for a paragraph without a number."""
        style_id = self._styles.of(paragraph)
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        inherited = [(i, s.find(f"{w('pPr')}/{w('numPr')}")) for i, s in self._styles.chain(style_id)]
        numbers = [value_of(n, "numId") for n in (own, *(n for _, n in inherited))]
        # A list of id 0 takes the paragraph out of its style's list.
        list_id = next((number for number in numbers if number is not None), "0")
        if list_id == "0" or list_id not in self._numbers:
            return None
        levels = self._list(list_id).levels
        linked = [next((d for d, level in levels.items() if level.style_id == i), None) for i, _ in inherited]
        stated = [whole_number(value_of(n, "ilvl")) for _, n in inherited]
        candidates = [whole_number(value_of(own, "ilvl")), *linked, *stated, 0]
        depth = next(depth for depth in candidates if depth is not None)
        return (list_id, depth) if depth in levels else None

    def indent(self, place: tuple[str, int]) -> etree._Element | None:
        return self._list(place[0]).levels[place[1]].indent

    def label(self, place: tuple[str, int]) -> str:
        """Counts one paragraph and returns its label with what parts it from the text: `（一）`, `第一条 `, `1. `."""
        list_id, depth = place
        numbered = self._list(list_id)
        level = numbered.levels[depth]
        counts = self._counts.setdefault(numbered.abstract_id, [None] * _LEVELS)
        counts[depth] = self._next(place, counts[depth])
        for deeper in range(depth + 1, _LEVELS):
            if deeper in numbered.levels and _restarts(numbered.levels[deeper], deeper, depth):
                counts[deeper] = None
        text = _label(numbered.levels, level, counts)
        return text + ("" if not text or text.endswith(_CLOSES) else level.separator)

    def _next(self, place: tuple[str, int], count: int | None) -> int:
        list_id, depth = place
        numbered = self._list(list_id)
        start = numbered.restarts.get(depth, numbered.levels[depth].start)
        if depth in numbered.restarts and place not in self._restarted:
            self._restarted.add(place)
            return start
        return start if count is None else count + 1

    def _list(self, list_id: str) -> List:
        if list_id not in self._lists:
            number = self._numbers[list_id]
            abstract_id = self._abstract_id(number)
            self._lists[list_id] = _list(number, abstract_id, self._abstracts.get(abstract_id))
        return self._lists[list_id]

    def _abstract_id(self, number: etree._Element) -> str:
        """The definition that the list has, its own or that of the list style it is linked to."""
        own = value_of(number, "abstractNumId") or ""
        link = value_of(self._abstracts.get(own), "numStyleLink")
        if link is None:
            return own
        linked = next((value_of(s, "pPr", "numPr", "numId") for _, s in self._styles.chain(link)), None)
        return value_of(self._numbers.get(linked or ""), "abstractNumId") or own


def _by_id(root: etree._Element | None, name: str, key: str) -> dict[str, etree._Element]:
    return {} if root is None else {element.get(w(key), ""): element for element in root.iterfind(w(name))}


def _restarts(level: Level, depth: int, used: int) -> bool:
    """Whether a paragraph at level `used` lets the count of the deeper `level` begin anew (lvlRestart counts from 1, 0 is never)."""
    return used < (depth if level.restart is None else level.restart)


def _label(levels: dict[int, Level], level: Level, counts: list[int | None]) -> str:
    if level.number_format == "bullet":
        return _PRIVATE_USE.sub(_BULLET, level.pattern)

    def number(place: regex.Match[str]) -> str:
        depth = int(place.group(1)) - 1
        shown = levels.get(depth)
        if shown is None or shown.number_format == "bullet":
            return ""
        count = counts[depth]
        number_format = "decimal" if level.legal and shown.number_format != "none" else shown.number_format
        return format_number(shown.start if count is None else count, number_format)

    return _PLACE.sub(number, level.pattern)


def _list(number: etree._Element, abstract_id: str, abstract: etree._Element | None) -> List:
    levels = {} if abstract is None else dict(_level(element) for element in abstract.iterfind(w("lvl")))
    restarts: dict[int, int] = {}
    for override in number.iterfind(w("lvlOverride")):
        if (element := override.find(w("lvl"))) is not None:
            depth, level = _level(element)
            levels[depth] = replace(level, style_id=level.style_id or levels.get(depth, level).style_id)
        start, depth_at = whole_number(value_of(override, "startOverride")), whole_number(override.get(w("ilvl")))
        if start is not None and depth_at is not None:
            restarts[depth_at] = start
    return List(abstract_id, {d: level for d, level in levels.items() if 0 <= d < _LEVELS}, restarts)


def _level(element: etree._Element) -> tuple[int, Level]:
    depth = whole_number(element.get(w("ilvl")))
    level = Level(
        start=whole_number(value_of(element, "start")) or 0,
        number_format=_number_format(element),
        pattern=(value_of(element, "lvlText") or "")[:_MAX_LABEL],
        separator="" if value_of(element, "suff") == "nothing" else " ",
        legal=is_on(element.find(w("isLgl"))),
        restart=whole_number(value_of(element, "lvlRestart")),
        style_id=value_of(element, "pStyle") or "",
        indent=element.find(f"{w('pPr')}/{w('ind')}"),
    )
    return (-1 if depth is None else depth), level


def _number_format(level: etree._Element) -> str:
    """The level's number format; WPS and Word wrap newer ones in AlternateContent, with decimal to fall back on."""
    found = next(level.iter(w("numFmt")), None)
    return "decimal" if found is None else found.get(w("val"), "decimal")


_HAN = "〇一二三四五六七八九"
_HAN_WITH_ZERO = "零一二三四五六七八九"
_DIGITS = {
    "ideographDigital": _HAN,
    "taiwaneseDigital": _HAN,
    "japaneseDigitalTenThousand": _HAN,
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
}
# Digits, units, and whether 10 to 19 go without their 一.
_COUNTING = {
    "chineseCounting": (_HAN_WITH_ZERO, "十百千", True),
    "chineseCountingThousand": (_HAN_WITH_ZERO, "十百千", True),
    "taiwaneseCounting": (_HAN_WITH_ZERO, "十百千", True),
    "taiwaneseCountingThousand": (_HAN_WITH_ZERO, "十百千", True),
    "japaneseCounting": (_HAN_WITH_ZERO, "十百千", True),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", False),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟", False),
}
# These go on with digits from 100: 一〇一.
_DIGITS_FROM_100 = {"chineseCounting", "taiwaneseCounting"}
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
}
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def format_number(number: int, number_format: str) -> str:
    """The number as a list shows it: 12 is 十二 in chineseCounting, XII in upperRoman; unknown formats give Arabic digits."""
    if number_format == "none":
        return ""
    if number_format in _DIGITS:
        return _in_digits(number, _DIGITS[number_format])
    if number_format in _COUNTING and 0 < number < 10_000:
        return _in_counting(number, number_format)
    if number_format in _SERIES and 0 < number <= len(_SERIES[number_format]):
        return _SERIES[number_format][number - 1]
    if number_format in ("upperRoman", "lowerRoman") and 0 < number < 4_000:
        return _cased(_in_roman(number), number_format)
    # Word repeats the letter: A … Z, AA, BB … up to thirty of them.
    if number_format in ("upperLetter", "lowerLetter") and 0 < number <= 30 * len(_LETTERS):
        times, index = divmod(number - 1, len(_LETTERS))
        return _cased(_LETTERS[index] * (times + 1), number_format)
    return f"{number:02d}" if number_format == "decimalZero" else str(number)


def _in_digits(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] if digit.isdigit() else digit for digit in str(number))


def _in_counting(number: int, number_format: str) -> str:
    digits, units, bare_ten = _COUNTING[number_format]
    if number >= 100 and number_format in _DIGITS_FROM_100:
        return _in_digits(number, _HAN)
    text = ""
    for place, digit in zip(reversed(range(len(str(number)))), map(int, str(number)), strict=True):
        text += digits[digit] + (units[place - 1] if place and digit else "")
    text = regex.sub(f"{digits[0]}+", digits[0], text).rstrip(digits[0])
    if number_format == "japaneseCounting":
        return regex.sub("零|一(?=[十百千])", "", text)
    return text[1:] if bare_ten and 10 <= number < 20 else text


def _in_roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (number // amount)
        number %= amount
    return text


def _cased(text: str, number_format: str) -> str:
    return text.lower() if number_format.startswith("lower") else text
