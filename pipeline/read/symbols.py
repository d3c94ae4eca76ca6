"""What the symbol fonts of Windows show for their characters."""

from __future__ import annotations

import regex

# By font and the last byte of the code.
_SYMBOLS = {
    "wingdings": dict(zip(b"lno\xa7\xa8\xfb\xfc\xfd\xfe\xd8vu\x9f", "●■□▪□✗✓☒☑➢❖◆•", strict=True))
    | {0x80 + number: circled for number, circled in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)},
    "wingdings 2": dict(zip(b"PRST\xa3", "✓☑☒☒□", strict=True)),
    "symbol": dict(zip(b"\xb7\xb3\xa3\xb4\xb0\xb1\xb8\xb9m", "•≥≤×°±÷≠μ", strict=True)),
}
# Matches: `F0FE`, `2022`. Does not match: `F0FE0`, `x`.
_CODE = regex.compile(r"[0-9A-Fa-f]{1,4}")


def shown_symbol(font: str, code: str) -> str | None:
    """The character that the font shows for the hexadecimal code; None where it is not known: Wingdings F0FE gives ☑."""
    number = int(code, 16) if _CODE.fullmatch(code) else 0
    known = _SYMBOLS.get(font.lower())
    if known is not None:
        return known.get(number & 0xFF)
    return chr(number) if 0x20 < number < 0xD800 else None
