"""Ids: stable from run to run, machine to machine, format to format and rule to rule (design §4)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

# The brackets of 文号 and text in one form each; width is NFKC's part.
_BRACKETS = str.maketrans("〔〕【】[]﹝﹞〖〗", "()" * 5)
_HEX_DIGITS = 12
_SUFFIX_DIGITS = 4


def folded(text: str) -> str:
    """The text with one width and one form of bracket, without white space: 郑政文 [2021] 26 号 gives 郑政文(2021)26号."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).split())


def notice_id(doc_number: str, issuers: Sequence[str], text: str, sha256: str) -> str:
    """`N-` and 12 hex over number and issuers; without a number over the text; without a text over the content."""
    if doc_number:
        return "N-" + _digest(folded(doc_number), *map(folded, issuers))
    return "N-" + _digest(folded(text) or sha256)


def further_file_id(first: str, sha256: str, taken: set[str]) -> str:
    """The id of one more file of the notice `first`; copies of one content, which share 4 hex, count on from 2."""
    wanted = f"{first}.{sha256[:_SUFFIX_DIGITS]}"
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}.{number}"
    return found


class Ids:
    """Gives ids with one prefix, made of what a row is about; equal ones are told apart by a counter in order."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: Counter[tuple[str, ...]] = Counter()

    def make(self, owner: str, *parts: str) -> str:
        """The next id for what `parts` say within `owner`, an id itself."""
        about = (owner, *map(folded, parts))
        self._seen[about] += 1
        count = self._seen[about]
        return f"{self._prefix}-" + _digest(*about, *([str(count)] if count > 1 else []))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_HEX_DIGITS]
