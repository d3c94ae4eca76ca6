"""Brackets, found by a balanced scanner: a pattern would cut （区县（市））."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractors.match import Match

# Width does not matter: a bracket that opens （ may close ). 〔 [ 【 are one class for the same reason.
_OPENERS = {"（": "r", "(": "r", "〔": "s", "﹝": "s", "[": "s", "［": "s", "【": "s"}
_CLOSERS = {"）": "r", ")": "r", "〕": "s", "﹞": "s", "]": "s", "］": "s", "】": "s"}
# The marks, and the ends of paragraphs. Matches: `（`, `】`, a line break. Does not match: `市`, `《`.
_MARKS = regex.compile(r"[（(〔﹝\[［【）)〕﹞\]］】\n]")
# Where an item begins behind a blank, a mark or a list: what is torn ends there.
# Matches before: ` 2.搭建`, `。（二）进一步`, ` 三、减轻`, `局（二）加强`. Does not match in: `第（二）项`, `2.5万元`, `一、二、三产业`.
_ITEM = regex.compile(
    r"(?<=[。！？；;：:）)〕\]】”\s])(?:\d{1,2}[.．、]\s?(?=[\p{Han}“《])|[一二三四五六七八九十]{1,3}、(?=\s?[\p{Han}“]))"
    r"|(?<![第（(、])[（(][一二三四五六七八九十]{1,3}[）)](?!项|款|条|类|所|种)"
    r"|(?<=[。\s])第[一二三四五六七八九十百]{1,5}[章条节](?=\s)"
)
# A bracket in a bracket in a bracket is rare; deeper ones come from hostile text only.
_MAX_DEPTH = 8
_MAX_LINES = 3
_MAX_TORN = 2_000


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stands between the marks is `text[inner_start:inner_end]`; `closed` is False for a torn bracket.

    `depth` is 0 for a bracket that stands in no other closed one.
    """

    inner_start: int
    inner_end: int
    depth: int
    closed: bool


@dataclass(slots=True)
class _Scan:
    """Open marks as (offset, kind, line), outermost first, and the spans closed so far as (start, end, closed)."""

    open: list[tuple[int, str, int]] = field(default_factory=list)
    spans: list[tuple[int, int, bool]] = field(default_factory=list)


def find(text: str) -> list[Match[Bracket]]:
    """All brackets of `text` in order of their start, inner ones behind the one they stand in: 区县（市） holds one.

    A bracket that is never closed ends with its paragraph or before the next item's label, and hides no other.
    A closing mark without an opening one is passed over, and so is what stands deeper than eight brackets.
    """
    return _nested(text, sorted(_spans(text), key=lambda span: (span[0], -span[1])))


def outermost(text: str) -> list[Match[Bracket]]:
    """The brackets that stand in no other closed bracket."""
    return [match for match in find(text) if match.value.depth == 0]


def depths(text: str) -> list[int]:
    """For each character the number of closed brackets that it stands in; the marks themselves count as inside."""
    change = [0] * (len(text) + 1)
    for match in find(text):
        if match.value.closed:
            change[match.start] += 1
            change[match.end] -= 1
    depth, result = 0, []
    for step in change[:-1]:
        depth += step
        result.append(depth)
    return result


def item_start(text: str, start: int, end: int) -> int:
    """Where the next item's label begins in `text[start:end]`, else `end`: `人社局 6.畅通` gives the offset of 6."""
    hit = _ITEM.search(text, start, end)
    return hit.start() if hit else end


def _spans(text: str) -> list[tuple[int, int, bool]]:
    scan, line = _Scan(), 0
    for mark in _MARKS.finditer(text):
        char, offset = mark.group(), mark.start()
        if kind := _OPENERS.get(char):
            scan.open.append((offset, kind, line))
        elif kind := _CLOSERS.get(char):
            _close(text, scan, offset, kind)
        else:
            line += 1
            _break(text, scan, offset, line)
    _tear(text, scan, 0, len(text))
    return scan.spans


def _close(text: str, scan: _Scan, offset: int, kind: str) -> None:
    """Closes the innermost open bracket of this kind; those inside it stay torn. 〔…） closes too where no （ is open."""
    if not scan.open:
        return
    top = len(scan.open) - 1
    # A stray mark looks no deeper than a real text nests, so that hostile text stays linear.
    index = next((i for i in range(top, max(top - _MAX_DEPTH, -1), -1) if scan.open[i][1] == kind), None)
    if index is None and top == 0:
        index = 0
    if index is None:
        return
    _tear(text, scan, index + 1, offset)
    start, _, _ = scan.open.pop()
    scan.spans.append((start, offset + 1, True))


def _break(text: str, scan: _Scan, offset: int, line: int) -> None:
    """At a line break: what has been open for too many lines, or meets an item's label, is torn."""
    if scan.open and (scan.open[0][2] < line - _MAX_LINES or _ITEM.match(text, offset + 1)):
        _tear(text, scan, 0, offset)


def _tear(text: str, scan: _Scan, index: int, end: int) -> None:
    """Ends the open brackets from `index` on, as torn; of those that would overlap only the first."""
    behind = 0
    for start, _, _ in scan.open[index:]:
        if start >= behind:
            stop = text.find("\n", start, end)
            stop = min(end if stop < 0 else stop, start + _MAX_TORN)
            behind = item_start(text, start + 1, stop)
            scan.spans.append((start, behind, False))
    del scan.open[index:]


def _nested(text: str, spans: list[tuple[int, int, bool]]) -> list[Match[Bracket]]:
    """Matches with their depth, without what stands too deep."""
    found: list[Match[Bracket]] = []
    around: list[int] = []
    for start, end, closed in spans:
        while around and around[-1] <= start:
            around.pop()
        if len(around) < _MAX_DEPTH:
            found.append(_match(text, start, end, len(around), closed=closed))
        if closed:
            around.append(end)
    return found


def _match(text: str, start: int, end: int, depth: int, *, closed: bool) -> Match[Bracket]:
    value = Bracket(start + 1, end - 1 if closed else end, depth, closed)
    return Match(start, end, text[start:end], value, "balanced_bracket" if closed else "torn_bracket")
