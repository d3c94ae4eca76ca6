"""Finds the element of a page that holds the document, by where the page's sentences stand."""

from __future__ import annotations

from functools import cache

import regex

from extractors import rules
from pipeline.read.page import Page

# An element that holds this share of the sentences of the one around it holds the document.
_MOST = 0.8
# Links are a small part of what stands around a document's own lines.
_FEW_LINKS = 0.2
# A named element with less than this share of the page's sentences is an empty frame or a summary.
_ENOUGH = 0.3
_FRAMES = {"table", "tbody", "thead", "tr"}
# What may be all around a document. An ordered list counts its items, so none of them is looked at alone.
_CONTAINERS = {
    "html",
    "head",
    "body",
    "div",
    "section",
    "article",
    "main",
    "center",
    "form",
    "fieldset",
    "header",
} | _FRAMES
_CONTAINERS |= {"td", "th", "ul", "li", "dl", "dd", "blockquote"}
_CONTAINERS |= {"font", "span", "b", "strong", "a", "u", "i", "em", "label"}
# Matches each name in `class="TRS_Editor view"`.
_NAME = regex.compile(r"\S+")
_MAX_NAMES = 300


def find_body(page: Page) -> int:
    """The index of the element that holds the document; the site's foot leaves the page.

    1. From the root down: as long as one child holds most of the sentences.
    2. Then up again: to the element whose name says that it holds the document and nothing else; without such a name,
       as long as what stands around is neither links nor lines of the site.
    """
    for foot in page.feet:
        _drop_foot(page, foot)
    children = _children(page)
    deepest = _descend(page, children)
    return _named(page, deepest) or _widen(page, deepest)


# A site's foot holds some lines of its own beside 版权所有 and ICP备, and no heading.
_FOOT_BLOCKS = {"div", "section", "table", "ul", "dl", "center", "td", "p", "footer"}
_FOOT_LEVELS = 6
_MAX_FOOT = 600
_FOOT_SHARE = 0.2
# What a wider block brings in beside such lines: more is the document's.
_FOOT_GROWS = 80
_HEADINGS = ("h1", "h2", "h3")


def _drop_foot(page: Page, number: int) -> None:
    """Drops the widest block around a line of the foot of which such lines make a good part."""
    foot = -1
    for _ in range(_FOOT_LEVELS):
        if number <= 0 or page.elements[number].tag in ("body", "html") or page.chars[number] > _MAX_FOOT:
            break
        share = (page.furniture[number] + page.links[number]) / max(page.chars[number], 1)
        if share < _FOOT_SHARE or next(page.elements[number].iter(*_HEADINGS), None) is not None:
            break
        if foot > 0 and _plain(page, number) - _plain(page, foot) > max(_FOOT_GROWS, 2 * _plain(page, foot)):
            break
        foot = number if page.elements[number].tag in _FOOT_BLOCKS else foot
        number = page.parents[number]
    if foot > 0:
        page.drop(foot)


def _plain(page: Page, number: int) -> int:
    """The characters that are neither in links nor in lines of the site."""
    return page.chars[number] - page.links[number] - page.furniture[number]


def _children(page: Page) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in page.elements]
    for number, parent in enumerate(page.parents):
        if parent >= 0:
            children[parent].append(number)
    return children


def _descend(page: Page, children: list[list[int]]) -> int:
    current = 0
    weights = page.prose if page.prose[0] else page.chars
    while weights[current]:
        heavy = max(children[current], key=lambda child: weights[child], default=-1)
        if heavy < 0 or weights[heavy] < _MOST * weights[current] or page.elements[heavy].tag not in _CONTAINERS:
            break
        current = heavy
    return _out_of_frame(page, current)


def _out_of_frame(page: Page, number: int) -> int:
    """The element, or what is around the table that it is a part of."""
    while page.elements[number].tag in _FRAMES and page.parents[number] >= 0:
        number = page.parents[number]
    return number


def _named(page: Page, deepest: int) -> int | None:
    """The element named as holding the document: the first on the way up, then wider ones that bring in its own lines only."""
    found, number = None, deepest
    while number > 0:
        is_named = _kind(page, number) == "exact" and page.prose[number] >= _ENOUGH * page.prose[0]
        if is_named and (found is None or _is_clean(page, found, number)):
            found = number
        number = page.parents[number]
    return found


def _is_clean(page: Page, body: int, wider: int) -> bool:
    """Whether what the wider element has on top of the body is neither links nor lines of the site."""
    more = page.chars[wider] - page.chars[body]
    links = page.links[wider] - page.links[body]
    return page.furniture[wider] <= page.furniture[body] and links <= _FEW_LINKS * more


def _kind(page: Page, number: int) -> str:
    element = page.elements[number]
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:_MAX_NAMES]
    kinds = {kind for name in _NAME.findall(names) for kind in [_kind_of_name(name)] if kind}
    return "exact" if "exact" in kinds else next(iter(kinds), "")


def _kind_of_name(name: str) -> str:
    return next((kind for pattern, kind in _names() if pattern.match(name)), "")


@cache
def _names() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple((rule.pattern, rule.columns["kind"]) for rule in rules.patterns("page_containers"))


def _widen(page: Page, deepest: int) -> int:
    """The widest element around the deepest one in which only the document's own lines come on top."""
    body, number = deepest, deepest
    while (parent := page.parents[number]) >= 0 and _is_clean(page, body, parent):
        if page.chars[parent] > page.chars[body]:
            body = parent
        number = parent
    return _out_of_frame(page, body)
