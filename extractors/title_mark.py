"""Titles in title marks: 《国务院关于印发〈X〉的通知》, with marks of either kind inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.match import Match


@dataclass(frozen=True, slots=True)
class MarkedTitle:
    """A title without its outer marks and without white space between Chinese characters."""

    title: str


def _inside(written: str) -> str:
    """The title without the closing mark of its own; a torn title ends with the mark of its inner one."""
    return written[:-1] if written.count("》") > written.count("《") else written


_MAX_TITLE = 260
# Where a title opens or closes, or cannot go on: `《`, `〉`, `。`. Does not match: `关于`.
_STOPS = regex.compile(r"[《》〈〉。\t]|\n\s*\n")


def find(text: str) -> list[Match[MarkedTitle]]:
    """The titles in 《》 of `text`, outermost only, in order.

    `《关于印发《X》的通知》` is one title, and so is `《关于印发〈X》的通知》`, whose inner mark is closed by the wrong sign.
    A title that is never closed gives what its inner title reaches, if it holds one, else nothing.
    """
    return [
        Match(start, end, text[start:end], MarkedTitle(_joined(_inside(text[start + 1 : end]))), "title_marks")
        for start, end in _spans(text)
        if len(text[start:end].strip("《》 \n")) > 1
    ]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, str]] = []
    inner_end = 0
    for stop in _STOPS.finditer(text):
        mark, offset = stop.group(), stop.start()
        if opened and (mark not in _MARKS or offset - opened[0][0] > _MAX_TITLE):
            if inner_end:
                yield opened[0][0], inner_end
            opened, inner_end = [], 0
        if mark == "《" or (mark == "〈" and opened):
            opened.append((offset, mark))
        elif mark == "〉" and len(opened) > 1 and opened[-1][1] == "〈":
            opened.pop()
        elif mark == "》" and opened:
            level = len(opened) - 1
            if opened[-1][1] == "〈" and not _closes_again(text, offset):
                level = max(index for index, (_, kind) in enumerate(opened) if kind == "《")
            start = opened[level][0]
            del opened[level:]
            inner_end = offset + 1
            if not opened:
                yield start, inner_end
                inner_end = 0
    if opened and inner_end:
        yield opened[0][0], inner_end


_MARKS = "《》〈〉"
_MAX_REST = 40
# What may stand between a wrong inner closing mark and the outer one. Matches: `的通知》`. Does not match: `和《X》`.
_REST = regex.compile(r"[^《》〈〉。]{1,40}》")


def _closes_again(text: str, offset: int) -> bool:
    return _REST.match(text, offset + 1, offset + 2 + _MAX_REST) is not None


# White space that a line end or layout put between Chinese characters or beside them: `自由贸⏎易`. Not in: `ISO 9001`.
_BLANK = regex.compile(r"\s+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s+|^\s+|\s+$")


def _joined(written: str) -> str:
    return regex.sub(r"\s+", " ", _BLANK.sub("", written))
