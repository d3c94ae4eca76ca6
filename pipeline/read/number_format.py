"""Numbers of a spreadsheet as its cells show them: dates, percentages, digits, by the number format of ECMA-376 (18.8.31)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import regex

# Formats that a file names by number alone, as a Chinese Excel shows them.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    48: "0.0E+0",
    49: "@",
}
# The long date and the time of the system, whatever stands behind them.
_OF_SYSTEM = (("[$-F800]", 'yyyy"年"m"月"d"日"'), ("[$-F400]", "h:mm:ss"))
_MAX_CODE = 255
# The pieces of a code. Matches: `"年"`, `\-`, `_)`, `[红色]`, `yyyy`, `AM/PM`, `#,##0.00`, `年`. One character at least.
_PIECE = regex.compile(
    r'(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|(?P<blank>_.)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)"
    r"|(?P<digits>[0#?.,]+)|(?P<other>.)",
    regex.IGNORECASE | regex.DOTALL,
)
# A span of time, not a time of day. Matches: `h`, `mm`. Does not match: `红色`, `$-804`.
_ELAPSED = regex.compile(r"h+|m+|s+", regex.IGNORECASE)
# A limit for which a part of the code holds. Matches: `>=100`. Does not match: `Red`.
_CONDITION = regex.compile(r"[<>=]")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
# 31 December 9999 where days count from 1904.
_LAST_DAY = 2_957_003
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEK = "一二三四五六日"
_NUMERALS = "〇一二三四五六七八九"
# Integers beyond it are not exact in a file.
_MOST_EXACT = 1e15


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as a cell with this format shows it; "" where the format hides it.

    44286 is 2021年3月31日 with `yyyy"年"m"月"d"日"`; with a code that is not understood it stands as with General.
    `from_1904` says that days count from 1904, as in old files from a Mac.
    """
    code = next((of_system for mark, of_system in _OF_SYSTEM if mark in code), code)
    sections = _sections(code)
    if len(code) > _MAX_CODE or any(p.kind == "bracket" and _CONDITION.match(p.text) for s in sections for p in s):
        return _general(value)
    section = sections[_section(value, len(sections))]
    if _is_date(section):
        return _date(value, section, from_1904=from_1904)
    size = abs(value) if len(sections) > 1 else value
    return _number(size, section)


def hides_text(code: str) -> bool:
    """Whether a cell with this format shows no text either: `;;;`."""
    sections = _sections(code)
    return len(sections) == 4 and not sections[3]


def _sections(code: str) -> list[list[_Piece]]:
    """The pieces of the code's parts: for positive numbers, negative ones, zero, text."""
    sections: list[list[_Piece]] = [[]]
    for hit in _PIECE.finditer(code):
        kind = hit.lastgroup or "other"
        if kind == "other" and hit.group() == ";":
            sections.append([])
        else:
            text = hit.group(kind)
            sections[-1].append(_Piece(kind, text.strip('"') if kind == "quoted" else text))
    return sections


def _section(value: float, count: int) -> int:
    if value < 0 and count > 1:
        return 1
    return 2 if value == 0 and count > 2 else 0


def _is_date(section: list[_Piece]) -> bool:
    elapsed = any(piece.kind == "bracket" and _ELAPSED.fullmatch(piece.text) for piece in section)
    return elapsed or any(piece.kind == "date" for piece in section)


def _general(value: float) -> str:
    """Ten digits, as cells show them; whole numbers whole."""
    if value == int(value) and abs(value) < _MOST_EXACT:
        return str(int(value))
    return f"{value:.10g}"


def _number(value: float, section: list[_Piece]) -> str:
    digits = [index for index, piece in enumerate(section) if piece.kind == "digits"]
    if any(piece.kind == "general" or piece.text == "@" for piece in section) or (not section and value < 0):
        return _general(value)
    if not digits:
        return "".join(map(_literal, section))
    first, last = digits[0], digits[-1]
    if first != last and any(piece.kind not in ("digits", "exponent") for piece in section[first:last]):
        # Digits with signs between them, fractions: rare, and no number that tasks need.
        return _general(value)
    before, behind = ("".join(map(_literal, part)) for part in (section[:first], section[last + 1 :]))
    is_percent = "%" in before + behind
    pattern = section[first].text
    if any(piece.kind == "exponent" for piece in section):
        return f"{before}{value:.{_decimals(pattern)}E}{behind}"
    sign = "-" if value < 0 else ""
    return f"{sign}{before}{_digits(abs(value) * (100 if is_percent else 1), pattern)}{behind}"


def _literal(piece: _Piece) -> str:
    """What a piece that is no digit shows; `[$¥-804]` is the sign of a currency."""
    if piece.kind == "bracket":
        return piece.text[1:].partition("-")[0] if piece.text.startswith("$") else ""
    if piece.kind == "blank":
        return " "
    return "" if piece.kind in ("fill", "exponent") else piece.text


def _decimals(pattern: str) -> int:
    return sum(mark in "0#?" for mark in pattern.partition(".")[2])


def _digits(value: float, pattern: str) -> str:
    """A number of at least 0 with the decimals, zeros and commas of the pattern: `#,##0.0#`."""
    whole, _, decimals = pattern.rstrip(",").partition(".")
    scaled = Decimal(repr(value)) / 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    if scaled >= Decimal(_MOST_EXACT):
        return _general(value)
    rounded = scaled.quantize(Decimal(1).scaleb(-_decimals(pattern)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    integer, _, rest = text.partition(".")
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and rest.endswith("0"):
        rest, optional = rest[:-1], optional - 1
    integer = integer.zfill(whole.count("0")) if integer != "0" or "0" in whole else ""
    return f"{integer}.{rest}" if rest else integer


def _date(value: float, section: list[_Piece], *, from_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY:
        return _general(value)
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    moment = epoch + timedelta(seconds=round(value * 86_400))
    chinese = any(piece.kind == "bracket" and piece.text.upper() == "DBNUM1" for piece in section)
    halves = any(piece.kind == "half" for piece in section)
    parts: list[str] = []
    for index, piece in enumerate(section):
        if piece.kind == "bracket" and _ELAPSED.fullmatch(piece.text):
            parts.append(_elapsed(value, piece.text))
        elif piece.kind == "half":
            parts.append(_half(moment, piece.text))
        elif piece.kind == "date":
            text = _field(moment, piece.text.lower(), minute=_is_minute(section, index), halves=halves)
            parts.append(_in_chinese(text) if chinese else text)
        else:
            parts.append(_literal(piece))
    return "".join(parts)


def _is_minute(section: list[_Piece], index: int) -> bool:
    """Whether an `m` stands for minutes: behind hours, or before seconds."""
    fields = [i for i, piece in enumerate(section) if piece.kind == "date" or _ELAPSED.fullmatch(piece.text)]
    place = fields.index(index)
    before = section[fields[place - 1]].text.lower() if place else ""
    behind = section[fields[place + 1]].text.lower() if place + 1 < len(fields) else ""
    return before.startswith("h") or behind.startswith("s")


def _field(moment: datetime, code: str, *, minute: bool, halves: bool) -> str:
    if code[0] in "ye":
        return f"{moment.year % 100:02}" if code in ("y", "yy") else str(moment.year)
    if code[0] == "a":
        return ("星期" if len(code) == 4 else "") + _WEEK[moment.weekday()]
    if code[0] == "m" and not minute and len(code) > 2:
        return _named(_MONTHS[moment.month - 1], code)
    if code[0] == "d" and len(code) > 2:
        return _named(_DAYS[moment.weekday()], code)
    month = moment.minute if minute else moment.month
    hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
    number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[code[0]]
    return str(number).zfill(min(len(code), 2))


def _named(name: str, code: str) -> str:
    return {3: name[:3], 5: name[0]}.get(len(code), name)


def _half(moment: datetime, code: str) -> str:
    first, _, second = code.partition("/")
    return first if moment.hour < 12 else second


def _elapsed(value: float, code: str) -> str:
    unit = {"h": 24, "m": 1440, "s": 86_400}[code[0].lower()]
    return str(math.floor(round(value * 86_400) * unit / 86_400)).zfill(len(code))


def _in_chinese(text: str) -> str:
    """2021 as 二〇二一, 31 as 三十一."""
    if not text.isascii() or not text.isdigit():
        return text
    if len(text) > 2 or int(text) < 10:
        return "".join(_NUMERALS[int(digit)] for digit in text.lstrip("0") or "0")
    tens, ones = divmod(int(text), 10)
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")
