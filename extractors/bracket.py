"""Brackets, found by a balanced scanner: a pattern would cut （区县（市））."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.match import Match

# Width does not matter: a bracket that opens （ may close ). 〔 [ 【 are one class for the same reason.
_OPENERS = {"（": "r", "(": "r", "〔": "s", "﹝": "s", "[": "s", "［": "s", "【": "s"}
_CLOSERS = {"）": "r", ")": "r", "〕": "s", "﹞": "s", "]": "s", "］": "s", "】": "s"}


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stands between the marks is `text[inner_start:inner_end]`; a torn bracket (`closed` False) ends with the text.

    `depth` is 0 for a bracket that stands in no other one.
    """

    inner_start: int
    inner_end: int
    depth: int
    closed: bool


def find(text: str) -> list[Match[Bracket]]:
    """All brackets of `text` in order of their start, inner ones too. `区县（市）` holds one.

    A closing mark without an opening one is passed over; a bracket that is never closed runs to the end of the text.
    """
    stack: list[tuple[int, str]] = []
    found: list[Match[Bracket]] = []
    for offset, char in enumerate(text):
        if kind := _OPENERS.get(char):
            stack.append((offset, kind))
        elif (kind := _CLOSERS.get(char)) and any(kind == opened for _, opened in stack):
            while stack:
                start, opened = stack.pop()
                if opened == kind:
                    found.append(_match(text, start, offset + 1, len(stack), closed=True))
                    break
                found.append(_match(text, start, offset, len(stack), closed=False))
    found.extend(_match(text, start, len(text), depth, closed=False) for depth, (start, _) in enumerate(stack))
    return sorted(found, key=lambda match: (match.start, -match.end))


def outermost(text: str) -> list[Match[Bracket]]:
    """The brackets that stand in no other bracket; a torn one hides nothing that it did not close over."""
    kept: list[Match[Bracket]] = []
    for match in find(text):
        if kept and kept[-1].value.closed and match.start < kept[-1].end:
            continue
        kept.append(match)
    return kept


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


def _match(text: str, start: int, end: int, depth: int, *, closed: bool) -> Match[Bracket]:
    inner = Bracket(start + 1, end - 1 if closed else end, depth, closed)
    return Match(start, end, text[start:end], inner, "balanced_bracket" if closed else "torn_bracket")
