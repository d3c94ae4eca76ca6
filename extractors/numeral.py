"""Numerals as notices write them: 12, １２, 十二, 二○二一, 廿, 两."""

from __future__ import annotations

import unicodedata

import regex

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "两": 2,
    "零": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "０": 0,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_HAN_DIGITS = "〇一二三四五六七八九"
# Matches: 12, １２. Does not match: 1.2, 十二.
_ARABIC = regex.compile(r"[0-9０-９]{1,15}")
# Matches: 十二, 二○二一, 一百二十. Does not match: 12, 十二月.
_HAN = regex.compile(r"[〇零○Oo一二三四五六七八九两十百千万亿廿卅]{1,20}")


def to_int(text: str) -> int | None:
    """The number that `text` writes, or None where it is no numeral: 十二 gives 12, 二○二一 gives 2021, 两 gives 2."""
    written = text.strip()
    if _ARABIC.fullmatch(written):
        return int(unicodedata.normalize("NFKC", written))
    if not _HAN.fullmatch(written) or not any(char not in "Oo○" for char in written):
        return None
    if all(char in _DIGITS for char in written):
        return int("".join(str(_DIGITS[char]) for char in written))
    return _by_units(written)


def to_chinese(number: int, *, digit_by_digit: bool = False) -> str:
    """`number` (0 to 99,999,999) in Chinese numerals: 12 gives 十二, digit by digit 2021 gives 二〇二一.

    Raises: ValueError where the number is out of this range.
    """
    if not 0 <= number < _MYRIADS["亿"]:
        raise ValueError(f"expected a number from 0 to 99999999, found {number}")
    if digit_by_digit or number == 0:
        return "".join(_HAN_DIGITS[int(digit)] for digit in str(number))
    high, low = divmod(number, _MYRIADS["万"])
    if not high:
        written = _below_myriad(low)
    else:
        gap = "零" if low and low < 1000 else ""
        written = _below_myriad(high) + "万" + gap + (_below_myriad(low) if low else "")
    return written.removeprefix("一") if written.startswith("一十") else written


def _by_units(written: str) -> int | None:
    """Reads 一百二十; None for an order that no number has, such as 百十二百."""
    total = section = digit = 0
    ceiling = max(_MYRIADS.values()) * 10
    last_unit = 10_000
    for char in written:
        if char in _MYRIADS:
            if _MYRIADS[char] >= ceiling or not section + digit:
                return None
            ceiling = _MYRIADS[char]
            total += (section + digit) * ceiling
            section, digit, last_unit = 0, 0, 10_000
        elif char in _UNITS or char in _TENS:
            size = _UNITS.get(char, 10)
            if size >= last_unit or (char in _TENS and digit):
                return None
            section += _TENS.get(char) or max(digit, 1) * size
            digit, last_unit = 0, size
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return total + section + digit


def _below_myriad(number: int) -> str:
    """1 to 9,999 by places, one 零 for each gap: 105 gives 一百零五."""
    written, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += ("零" if gap and written else "") + _HAN_DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written
