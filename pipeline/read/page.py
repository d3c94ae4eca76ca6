"""The tree of a web page, without what people do not see, and how much text each part of it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex
from lxml import etree

from extractors import rules
from pipeline.errors import ReadError

# An element takes some hundred bytes of memory, whatever its length in the file.
MAX_TAGS = 1_000_000
# What is never text of a page, and what may be but is not shown.
_NO_TEXT = {"script", "style", "title", "iframe", "object", "svg", "canvas", "video", "audio", "xml", "rt", "rp", "rtc"}
_NOT_SHOWN = {"noscript", "template", "noframes", "datalist"}
_AROUND = {"nav", "footer", "aside", "button", "select", "option", "textarea", "dialog", "menu"}
# A page that shows itself only once its scripts ran hides its body until then.
_NEVER_HIDDEN = {"html", "body"}
# Matches `display:none`, `visibility: hidden`, `font-size:0px;`, `text-indent:-9999px`, `mso-hide:all`.
# Does not match `display:block`, `font-size:0.5em`, `opacity:0.9`, `text-indent:-21.0pt`.
_HIDING = regex.compile(
    r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{4,}|left\s*:\s*-\d{4,}|mso-hide\s*:\s*all)"
)
# Matches `width:0;height:0`, `height: 0px`; does not match `height:0.5em`, `line-height:0`.
_NO_SIZE = regex.compile(r"(?i)(?:^|[;\s])(?:width|height)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)")
# Matches `overflow:hidden`; does not match `overflow:auto`.
_CUT_OFF = regex.compile(r"(?i)overflow\s*:\s*hidden")
# Matches `color:#FFF`, `color: white`, `color:rgb(255, 255, 255)`; does not match `background-color:#fff`, `color:#fff000`.
_WHITE = regex.compile(
    r"(?i)(?:^|[;\s])color\s*:\s*(?:#f{3}(?:f{3})?(?![0-9a-f])|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
)
# Matches `<%@ page … %>`, `<?php … ?>` as pairs of marks.
_SERVER_CODE = (("<%", "%>"), ("<?", "?>"))
_TOO_DEEP = "Excessive depth"
# Matches the tags of a page that nests too deep and that say nothing of its lines: `<div>`, `</font>`.
# Does not match `<p>`, `<br>`, `<td>`.
_WRAPPER = regex.compile(
    r"(?i)</?(?:div|span|font|section|article|main|center|form|b|i|u|strong|em|a|ul|ol|dl|blockquote)\b[^<>]*>"
)
_WHITE_SPACE = regex.compile(r"[\s　]+")
# Text that runs on as sentences do: long, or with the marks of sentences.
_LONG = 25
_SENTENCE_MARKS = frozenset("。；，：！？")


@dataclass(slots=True)
class Page:
    """A page's tree as a list of its elements in document order, with what each holds (itself and all below it).

    `parents` are indexes, -1 for the root. `chars` counts what is no white space, `prose` that part of it which runs on
    as sentences and is neither link nor furniture of the site, `links` what stands in links. `hidden` are the elements
    whose text is not shown (it is gone), `feet` those with a line of the site's foot (版权所有), `meta` the page's <meta> names, lower case, with what they say.
    """

    root: etree._Element
    elements: list[etree._Element]
    parents: list[int]
    chars: list[int]
    prose: list[int]
    links: list[int]
    furniture: list[int]
    hidden: list[int]
    feet: list[int] = field(default_factory=list)
    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    index: dict[etree._Element, int] = field(default_factory=dict)
    warnings: set[str] = field(default_factory=set)

    def is_within(self, element: int, container: int) -> bool:
        while element > container:
            element = self.parents[element]
        return element == container

    def drop_text(self, element: int, chars: int) -> None:
        """Counts `chars` less in the element and all that it stands in."""
        while element >= 0:
            self.chars[element] -= chars
            element = self.parents[element]

    def drop(self, element: int) -> None:
        """Takes the element's content out of the page."""
        _empty(self.elements[element])
        for totals in (self.chars, self.prose, self.links, self.furniture):
            around, less = element, totals[element]
            while around >= 0:
                totals[around] -= less
                around = self.parents[around]


def parse(text: str) -> Page:
    """The page that `text` is.

    Raises: ReadError `no_text` for a page without any element, `too_large` for one of more than MAX_TAGS tags.
    """
    if (tags := text.count("<")) > MAX_TAGS:
        message = f"expected at most {MAX_TAGS} tags, found {tags}; save the page as PDF"
        raise ReadError(message, reason_code="too_large")
    warnings: set[str] = set()
    root, errors = _tree(_without_server_code(text))
    if _TOO_DEEP in errors:
        warnings.add("deep_nesting_flattened")
        root, errors = _tree(_WRAPPER.sub("\n", text))
    if _TOO_DEEP in errors:
        raise ReadError("expected a page, found elements nested thousands deep; save it as PDF", reason_code="too_deep")
    if root is None:
        raise ReadError("expected a web page, found one without text; fetch it again", reason_code="no_text")
    title = next((" ".join((found.text or "").split()) for found in root.iter("title")), "")
    meta = tuple((found.get("name", "").lower(), found.get("content", "").strip()) for found in root.iter("meta"))
    hidden = _prune(root)
    page = _survey(root)
    page.title, page.meta, page.warnings = title, meta, warnings
    page.hidden += [page.index[element] for element in hidden]
    return page


def _without_server_code(text: str) -> str:
    """The text without `<% … %>` and `<? … ?>`: a page saved as its template has them."""
    for begin, end in _SERVER_CODE:
        if begin in text:
            text = "".join(_outside(text, begin, end))
    return text


def _outside(text: str, begin: str, end: str) -> list[str]:
    parts, position = [], 0
    while (start := text.find(begin, position)) >= 0 and (stop := text.find(end, start)) >= 0:
        parts.append(text[position:start])
        position = stop + len(end)
    return [*parts, text[position:]]


def _tree(text: str) -> tuple[etree._Element | None, str]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    # The parser takes NUL for the end of the text.
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, ""
    return root, " ".join(entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT")


def _prune(root: etree._Element) -> list[etree._Element]:
    """Empties what is not text or not shown; the elements that were hidden and had text are returned, emptied."""
    for element in list(root.iter(*_NO_TEXT)):
        _empty(element)
    hidden, around = [], []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _AROUND:
            around.append(element)
            walk.skip_subtree()
        elif _is_hidden(element):
            hidden.append(element)
            walk.skip_subtree()
    with_text = [element for element in hidden if any(text.strip() for text in element.itertext())]
    for element in (*hidden, *around):
        _empty(element)
    return with_text


def _empty(element: etree._Element) -> None:
    """Takes all out of the element; the text behind it stays."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in _NEVER_HIDDEN:
        return False
    if element.tag in _NOT_SHOWN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if not style:
        return False
    hides, is_white = _reads(style)
    return hides or (is_white and _is_on_white(element))


# Pages repeat a few styles hundreds of times.
@lru_cache(maxsize=1024)
def _reads(style: str) -> tuple[bool, bool]:
    """Whether the style hides its element, and whether it makes its text white."""
    hides = _HIDING.search(style) or (_NO_SIZE.search(style) and _CUT_OFF.search(style))
    return hides is not None, _WHITE.search(style) is not None


def _is_on_white(element: etree._Element) -> bool:
    """Whether nothing says that the ground is of another colour; in a table a style sheet may, so there it is not."""
    for ancestor in (element, *element.iterancestors()):
        if (
            ancestor.tag in ("table", "td", "th", "a")
            or "bgcolor" in ancestor.attrib
            or "background" in ancestor.attrib
        ):
            return False
        if "background" in ancestor.get("style", ""):
            return False
    return True


def _survey(root: etree._Element) -> Page:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    index = {element: number for number, element in enumerate(elements)}
    size = len(elements)
    page = Page(root, elements, [-1] * size, [0] * size, [0] * size, [0] * size, [0] * size, [], index=index)
    in_link = [False] * size
    for number, element in enumerate(elements):
        parent = element.getparent()
        if parent is not None:
            page.parents[number] = index[parent]
            in_link[number] = in_link[index[parent]]
            _count(page, index[parent], element.tail, in_link[index[parent]])
        in_link[number] = in_link[number] or element.tag == "a"
        _count(page, number, element.text, in_link[number])
    for totals in (page.chars, page.prose, page.links, page.furniture):
        for number in range(size - 1, 0, -1):
            totals[page.parents[number]] += totals[number]
    return page


def _count(page: Page, number: int, text: str | None, in_link: bool) -> None:
    """Adds the text to the element's own counts."""
    if not text or text.isspace():
        return
    chars = len(_WHITE_SPACE.sub("", text))
    page.chars[number] += chars
    scope = furniture_scope(text.strip())
    if scope == "site":
        page.feet.append(number)
    if in_link:
        page.links[number] += chars
    elif scope:
        page.furniture[number] += chars
    elif chars >= _LONG or not _SENTENCE_MARKS.isdisjoint(text):
        page.prose[number] += chars


# Furniture is short; a paragraph that mentions such words is none.
_MAX_FURNITURE = 160


def is_furniture(text: str) -> bool:
    """Whether a line is the site's and not the document's: 【打印】, 扫一扫在手机打开当前页, 当前位置：首页 > 政务公开."""
    return furniture_scope(text) != ""


def furniture_scope(text: str) -> str:
    """What page_furniture.tsv says of a line of the site ("line", or "site" for one of its foot); "" for any other text."""
    if not text or len(text) > _MAX_FURNITURE:
        return ""
    line, site = _furniture()
    return "line" if line.match(text) else "site" if site.search(text) else ""


@cache
def _furniture() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What matches the site's lines, and what matches those of its foot."""
    table = rules.patterns("page_furniture")
    line, site = (
        [rule.pattern.pattern for rule in table if rule.columns["scope"] == scope] for scope in ("line", "site")
    )
    return regex.compile("|".join(line)), regex.compile("|".join(site))
