"""The metadata of a government page: 索引号, 文号, 成文日期 …, whatever the page lays them out with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors import rules
from pipeline.read.characters import clean
from pipeline.read.page import Page, is_furniture

# So many names together are a list of fields; outside the document's own element fewer will do.
_MIN_NAMES_INSIDE = 3
_MIN_NAMES = 2
# A value goes on over this many pieces of text, and is no longer than a long title.
_MAX_PIECES = 6
_MAX_VALUE = 300
# A field list stands above the text: behind a sentence of this length there is none.
_SENTENCE = 60
# What pages' <meta> say of the document (政府网站发展指引): the names that are kept.
_META_NAMES = {name.lower(): name for name in ("ArticleTitle", "PubDate", "ContentSource", "ColumnName")}
_CELLS = {"td", "th", "dt"}
# From a name up to what holds the next one too: span, td, tr, tbody, table. Farther apart they are no list.
_MAX_UP = 5
# Matches in: `2024-09-12`, `2024年9月`; does not match in: `12次`.
_YEAR = regex.compile(r"(?:19|20)\d\d[-年/.]")
_WHITE_SPACE = regex.compile(r"\s+")
_TRIMMED = " \t\r\n\u3000\xa0【】[]：:|·•"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the page's text: the element it stands in, and whether it is that element's `text` or a child's `tail`."""

    text: str
    within: int
    of: int
    is_tail: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A field's name found at `start` to `end` of the piece number `piece`."""

    name: str
    piece: int
    start: int
    end: int


def take_fields(page: Page, body: int) -> tuple[tuple[str, str], ...]:
    """The name and value pairs of the page's field lists, in order, the first of each name; their text leaves the page."""
    pieces = _pieces(page)
    taken: list[tuple[str, str]] = []
    for run in _runs(page, pieces, _names_in(page, pieces), body):
        taken += _pairs(page, pieces, run)
    found: dict[str, str] = {}
    for name, value in (*taken, *_meta(page)):
        if value and _use(name) != "skip":
            found.setdefault(name, value)
    return tuple(found.items())


def _pieces(page: Page) -> list[_Piece]:
    """The pieces of the page's text that are not blank, in document order."""
    found: list[_Piece] = []
    opened: list[int] = []
    for number, parent in enumerate(page.parents):
        while opened and opened[-1] != parent:
            _add(found, page, opened.pop(), is_tail=True)
        _add(found, page, number, is_tail=False)
        opened.append(number)
    while len(opened) > 1:
        _add(found, page, opened.pop(), is_tail=True)
    return found


def _add(found: list[_Piece], page: Page, number: int, *, is_tail: bool) -> None:
    element = page.elements[number]
    text = element.tail if is_tail else element.text
    if text and not text.isspace():
        within = page.parents[number] if is_tail else number
        found.append(_Piece(text, within, number, is_tail))


def _names_in(page: Page, pieces: Sequence[_Piece]) -> list[_Name]:
    found: list[_Name] = []
    for number, piece in enumerate(pieces):
        if len(piece.text) > 2 * _MAX_VALUE or page.elements[piece.within].tag == "a":
            continue
        found += [
            _Name(_WHITE_SPACE.sub("", hit["name"]), number, hit.start(), hit.end())
            for hit in _name_pattern().finditer(piece.text)
            if hit["mark"] or _fills_cell(page, piece, hit)
        ]
    return found


def _fills_cell(page: Page, piece: _Piece, hit: regex.Match[str]) -> bool:
    """Whether a name without a colon is all that a cell says, as in <td>索引号</td><td>000014349</td>."""
    around = page.parents[piece.within]
    is_cell = any(number >= 0 and page.elements[number].tag in _CELLS for number in (piece.within, around))
    return is_cell and not (hit.string[: hit.start()] + hit.string[hit.end() :]).strip(_TRIMMED)


@cache
def _name_pattern() -> regex.Pattern[str]:
    names = sorted((row["word"] for row in rules.table("page_fields")), key=len, reverse=True)
    spaced = "|".join(r"[\s　]*".join(map(regex.escape, name)) for name in names)
    return regex.compile(rf"(?<![\p{{Han}}\w])(?P<name>{spaced})[\s　】\]]*(?P<mark>[：:])?")


@cache
def _uses() -> dict[str, str]:
    return {row["word"]: row["use"] for row in rules.table("page_fields")}


def _use(name: str) -> str:
    return _uses().get(name, "keep")


def _runs(page: Page, pieces: Sequence[_Piece], names: Sequence[_Name], body: int) -> list[list[_Name]]:
    """The names that stand together and are many enough to be a list of fields."""
    runs: list[list[_Name]] = []
    for name in names:
        last = runs[-1][-1] if runs else None
        if last and _are_neighbours(page, pieces, last, name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return [run for run in runs if _is_list(page, pieces, run, body)]


def _are_neighbours(page: Page, pieces: Sequence[_Piece], last: _Name, name: _Name) -> bool:
    if name.piece - last.piece > _MAX_PIECES or _length_between(pieces, last, name) > _MAX_VALUE:
        return False
    ends = (pieces[last.piece].within, pieces[name.piece].within)
    around = _around(page, ends)
    return all(_levels(page, end, around) <= _MAX_UP for end in ends)


def _levels(page: Page, number: int, around: int) -> int:
    levels = 0
    while number > around:
        number = page.parents[number]
        levels += 1
    return levels


def _length_between(pieces: Sequence[_Piece], last: _Name, name: _Name) -> int:
    if last.piece == name.piece:
        return name.start - last.end
    between = sum(len(pieces[number].text) for number in range(last.piece + 1, name.piece))
    return len(pieces[last.piece].text) - last.end + between + name.start


def _is_list(page: Page, pieces: Sequence[_Piece], run: Sequence[_Name], body: int) -> bool:
    distinct = len({name.name for name in run})
    first = run[0].piece
    text = pieces[first].text.strip()
    # 发布日期：2024-09-12　来源：本网 above the text: a line of the site that dates the page.
    if is_furniture(text) and _YEAR.search(text):
        return True
    if not page.is_within(pieces[first].within, body):
        return distinct >= _MIN_NAMES
    above = (pieces[number] for number in range(first) if page.is_within(pieces[number].within, body))
    return distinct >= _MIN_NAMES_INSIDE and not any(len(piece.text.strip()) > _SENTENCE for piece in above)


def _pairs(page: Page, pieces: Sequence[_Piece], run: Sequence[_Name]) -> list[tuple[str, str]]:
    """The values that stand behind the names; the pieces that make them leave the page."""
    pairs: list[tuple[str, str]] = []
    used = {name.piece for name in run}
    for before, name, following in zip([None, *run], run, [*run[1:], None], strict=False):
        own = pieces[name.piece].text
        if following and following.piece == name.piece:
            parts = [own[name.end : following.start]]
        else:
            last = following.piece if following else min(name.piece + 2, len(pieces))
            row = _row(page, pieces, name, [other for other in (before, following) if other])
            later = [number for number in range(name.piece + 1, last) if page.is_within(pieces[number].within, row)]
            if not following and own[name.end :].strip(_TRIMMED):
                later = []
            used |= set(later)
            parts = [own[name.end :], *(pieces[number].text for number in later)]
            parts += [pieces[following.piece].text[: following.start]] if following else []
        value = clean(" ".join(_WHITE_SPACE.sub(" ", part).strip() for part in parts))[0].strip(_TRIMMED)
        pairs.append((name.name, value if len(value) <= _MAX_VALUE else ""))
    for number in used:
        _erase(page, pieces[number])
    return pairs


def _row(page: Page, pieces: Sequence[_Piece], name: _Name, others: Sequence[_Name]) -> int:
    """The innermost element that holds the name and one of its neighbours: a value stands in it too."""
    own = pieces[name.piece].within
    return max((_around(page, [own, pieces[other.piece].within]) for other in others), default=page.parents[own])


def _around(page: Page, numbers: Sequence[int]) -> int:
    """The innermost element that holds all of these."""
    found = min(numbers)
    while not all(page.is_within(number, found) for number in numbers):
        found = page.parents[found]
    return found


def _erase(page: Page, piece: _Piece) -> None:
    element = page.elements[piece.of]
    if piece.is_tail and element.tail is not None:
        element.tail = None
    elif not piece.is_tail and element.text is not None:
        element.text = None
    else:
        return
    page.drop_text(piece.within, len(_WHITE_SPACE.sub("", piece.text)))


def _meta(page: Page) -> list[tuple[str, str]]:
    return [(_META_NAMES[name], value) for name, value in page.meta if name in _META_NAMES]
