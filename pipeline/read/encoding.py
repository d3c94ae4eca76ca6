"""Bytes to text: UTF-8, UTF-16, UTF-32 and GB18030, told apart by the bytes themselves.

1. A byte order mark decides; then UTF-8 where the bytes are UTF-8 without fault; then what the file says of itself, if
   the bytes agree; then GB18030, which is a guess and a warning.
2. Bytes that fit nowhere become U+FFFD, with a warning; the text around them stays whole.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pipeline.errors import ReadError

# The text of ten thousand pages; a file beyond it holds no notice.
MAX_SIZE = 32 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x841\x953", "gb18030"),
)
# GB2312, GBK and GB18030 are one family, each a part of the last, and pages name any of them.
_SAME_AS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf_8": "utf-8", "utf8": "utf-8"}
# What a page may say of itself; other names are not believed.
_DECLARABLE = {"gb18030", "utf-8", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "hz"}
_SAMPLE = 1 << 16
_LIKELY = 0.9
# Less than this share of common characters, and text in GB18030 is rather something else.
_PLAUSIBLE = 0.5
_MAX_LOST = 0.3
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark, the encoding it was read in, and the codes of what was doubtful."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """The text of `data`; `declared` is the encoding that the file names itself (a page's charset), "" for none.

    Raises: ReadError `too_large`; `not_text` where most of the bytes are text in no encoding.
    """
    if len(data) > MAX_SIZE:
        found = f"found {len(data) >> 20} MiB"
        raise ReadError(
            f"expected at most {MAX_SIZE >> 20} MiB of text, {found}; split the file", reason_code="too_large"
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by_mark(data[len(mark) :], encoding)
    if (wide := _wide_encoding(data)) is not None:
        return _lenient(data, wide, ("encoding_guessed",))
    if (text := _strict(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return _legacy(data, declared_encoding(declared))


def declared_encoding(name: str) -> str:
    """The encoding that a file means by `name` ("GBK" gives gb18030), "" for a name that is not believed."""
    name = name.strip().strip("\"'").lower()
    found = _SAME_AS.get(name.replace("-", "_"), _SAME_AS.get(name, name))
    return found if found in _DECLARABLE else ""


def _by_mark(data: bytes, encoding: str) -> Decoded:
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(text, encoding)
    return _mixed(data, encoding) if encoding in ("utf-8", "gb18030") else _lenient(data, encoding, ())


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str, warnings: tuple[str, ...]) -> Decoded:
    text = data.decode(encoding, "replace")
    if text.count(_LOST) > _MAX_LOST * len(text):
        raise _not_text()
    return Decoded(text, encoding, (*warnings, "undecodable_bytes") if _LOST in text else warnings)


def _wide_encoding(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 that bytes without a mark are in, or None: most units of it are characters of a notice."""
    sample = data[: _SAMPLE & ~3]
    if b"\0" not in sample and _strict(data, "utf-8") is not None:
        return None
    encodings = ["utf-16-le", "utf-16-be"]
    if len(data) % 4 == 0 and sample.count(0) * 3 >= len(sample):
        encodings = ["utf-32-le", "utf-32-be", *encodings]
    for encoding in encodings:
        text = sample[: len(sample) & ~1].decode(encoding, "replace")
        if len(text) >= 2 and sum(map(_is_usual, text)) >= _LIKELY * len(text):
            return encoding
    return None


def _is_usual(char: str) -> bool:
    """Whether text of a notice has this character: ASCII, Han, the punctuation and the forms that go with it."""
    return (
        " " <= char <= "~"
        or "一" <= char <= "龥"
        or "\u3000" <= char <= "〟"
        or "\uff00" <= char <= "\uffef"
        or char in "\r\n\t“”‘’—…·"
    )


def _legacy(data: bytes, declared: str) -> Decoded:
    if declared and declared != "utf-8" and (text := _strict(data, declared)) is not None:
        return Decoded(text, declared)
    if (text := _strict(data, "gb18030")) is not None:
        return Decoded(text, "gb18030", tuple(sorted(_doubts(data))))
    return _mixed(data, _with_fewer_faults(data))


def _doubts(data: bytes) -> set[str]:
    """The warnings for bytes that are read as GB18030 because nothing else fits."""
    plausible = _share_of_common(data) >= _PLAUSIBLE
    return {"encoding_guessed"} if plausible else {"encoding_guessed", "encoding_doubtful"}


def _share_of_common(data: bytes) -> float:
    """The share of the characters beyond ASCII that are the commonest 3,755 of GB2312 or its punctuation."""
    total = common = position = 0
    sample = data[:_SAMPLE]
    while position < len(sample):
        lead = sample[position]
        if lead < 0x80:
            position += 1
            continue
        trail = sample[position + 1] if position + 1 < len(sample) else 0xFF
        common += trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3)
        total += 1
        position += 4 if 0x30 <= trail <= 0x39 else 2
    return common / total if total else 1.0


def _with_fewer_faults(data: bytes) -> str:
    faults = {encoding: data.decode(encoding, "replace").count(_LOST) for encoding in ("utf-8", "gb18030")}
    return min(faults, key=lambda encoding: faults[encoding])


def _mixed(data: bytes, main: str) -> Decoded:
    """Text in `main` with lines in the other encoding, or with bytes that are in none."""
    other = "utf-8" if main == "gb18030" else "gb18030"
    lines: list[str] = []
    warnings = _doubts(data) if main == "gb18030" else set()
    for line in data.split(b"\n"):
        text = _strict(line, main)
        if text is None:
            text, warning = _line_of_other(line, main, other)
            warnings.add(warning)
        lines.append(text)
    whole = "\n".join(lines)
    if whole.count(_LOST) > _MAX_LOST * len(whole):
        raise _not_text()
    return Decoded(whole, main, tuple(sorted(warnings)))


def _line_of_other(line: bytes, main: str, other: str) -> tuple[str, str]:
    """The line in whichever encoding loses less of it, and the warning; `main` where both lose the same."""
    kept = line.decode(main, "replace")
    lost = kept.count(_LOST)
    beyond_ascii = sum(char > "\x7f" for char in kept) - lost
    # UTF-8 is hardly ever met by chance; UTF-8 with a few bad bytes often is sound GB18030, and nonsense.
    by_chance = other == "gb18030" and (beyond_ascii >= lost or _share_of_common(line) < _PLAUSIBLE)
    text = None if by_chance else _strict(line, other)
    return (kept, "undecodable_bytes") if text is None else (text, "mixed_encodings")


def _not_text() -> ReadError:
    return ReadError(
        "expected text in UTF-8, UTF-16 or GB18030, found bytes that are text in none of them;"
        " open the file in the program that made it and save it as UTF-8",
        reason_code="not_text",
    )
