"""Text as it is compared in a search, and the tokens by which the index holds it.

1. Full-width and half-width, capital and small, all brackets of 文号 and all dashes are one; white space, line breaks,
   control characters and quotation marks do not count. Traditional characters stay what they are.
2. Each character is folded by itself, so that the folded form of a stretch stands inside that of the text around it.
3. A token is two neighbours, the last one is one character: 数据共享 gives 数据 据共 共享 享. A stretch of n characters is a phrase
   of n - 1 tokens, found exactly; one character is the beginning of a token.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from operator import add

import regex

_ONE_FORM = str.maketrans("〔〕【】[]﹝﹞〖〗‐‑–—―−", "()" * 5 + "-" * 6)
_QUOTES = frozenset("\"'“”„‟‘’‚‛「」『』")
# Control, format, lone surrogate.
_UNSEEN = frozenset(("Cc", "Cf", "Cs"))


class _Forms(dict[int, str]):
    """What each character becomes, worked out when it is first met; `odd` are those that become none or several."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFKC", chr(code)).casefold().translate(_ONE_FORM)
        self[code] = "".join(filter(_counts, form))
        if len(self[code]) != 1:
            self.odd.add(chr(code))
        return self[code]


_FORMS = _Forms()
# SQLite parts tokens at ASCII signs; their full-width forms, which no folded text has, are letters to it.
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()}


def _counts(char: str) -> bool:
    return not char.isspace() and char not in _QUOTES and unicodedata.category(char) not in _UNSEEN


def fold(text: str) -> str:
    """The text as it is compared: 郑政文 [2021] 26号 gives 郑政文(2021)26号, “放管服” gives 放管服."""
    return text.translate(_FORMS)


def tokens(text: str) -> str:
    """The tokens of a text, blanks between them; nothing for a text of which nothing counts."""
    wide = fold(text).translate(_WIDE)
    return " ".join([*map(add, wide, wide[1:]), wide[-1:]])


def name_token(name: str) -> str:
    """A name as one token, for names that are found whole."""
    return fold(name).translate(_WIDE)


def phrase(folded: str) -> str:
    """The FTS5 phrase that a folded stretch of one character or more is found by."""
    wide = folded.translate(_WIDE)
    if len(wide) == 1:
        return f'"{wide}" *'
    return '"' + " ".join(map(add, wide, wide[1:])) + '"'


def places(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the folded words stand in a text: half-open offsets into it, in order, what overlaps or touches as one."""
    folded = fold(text)
    hits = sorted(hit for word in words for hit in _hits(folded, word))
    if not hits:
        return []
    origin = _origin(text, _FORMS.odd.intersection(text))
    found: list[tuple[int, int]] = []
    for first, end in hits:
        start, stop = origin[first], origin[end - 1] + 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return found


def _origin(text: str, odd: set[str]) -> list[int]:
    """For each folded character the index of that which it was; all but the odd ones stand in runs."""
    if not odd:
        return list(range(len(text)))
    origin: list[int] = []
    behind = 0
    for hit in regex.finditer(f"[{regex.escape(''.join(sorted(odd)), special_only=False)}]", text):
        origin.extend(range(behind, hit.start()))
        origin.extend([hit.start()] * len(_FORMS[ord(hit[0])]))
        behind = hit.end()
    origin.extend(range(behind, len(text)))
    return origin


def _hits(folded: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands, also where it overlaps itself."""
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + 1)
