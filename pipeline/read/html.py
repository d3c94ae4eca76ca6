"""Web pages to lines and grids: the document on the page, without the site around it.

1. What people do not see (scripts, hidden elements) is no text; where it stands in the document, a warning says so.
2. The document is found by where the page's sentences stand, see page_body; navigation, footers, buttons are left out.
3. The page's list of fields (索引号, 文号, 成文日期) goes to `fields`, its title to `title`.
4. Nothing is fetched; entities that the file defines itself are not expanded.
"""

from __future__ import annotations

from functools import cache

import regex

from extractors import rules
from pipeline.errors import ReadError
from pipeline.model.reading import Block, Line, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.encoding import decode
from pipeline.read.page import Page, is_furniture, parse
from pipeline.read.page_body import find_body
from pipeline.read.page_fields import take_fields
from pipeline.read.page_lines import blocks_of, tidy_white_space

# Matches `charset=gb2312`, `charset="utf-8"`; does not match `accept-charset`.
_CHARSET = regex.compile(rb"(?i)(?<![\w-])(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})")
_HEAD = 1 << 13
# What stands between a page's title and the names of site and column.
# Matches in: `通知_政策文件`, `通知 - 门户网站`, `通知|公报`. Does not match in: `（2021-2023年）`, `“互联网+”—行动`.
_TITLE_PART = regex.compile(r"\s*[_|｜]+\s*|\s+[-—–]+\s+|\s*>>\s*")
# Matches the last part of `通知-某市人民政府`; does not match in: `通知`.
_LAST_PART = regex.compile(r"\s*[-—–]+\s*(?P<site>[^-—–]+)$")
_MIN_TITLE = 5
_MAX_TITLE = 200


def read(data: bytes) -> Reading:
    """The document on a web page: paragraphs as HARD lines, tables as grids.

    Raises: ReadError `not_text`, `too_large`, `too_deep`, `no_text`.
    """
    charset = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, declared=charset[1].decode("ascii") if charset else "")
    page = parse(decoded.text)
    body = find_body(page)
    titles = _headings(page)
    fields = take_fields(page, body)
    blocks, furniture = _without_furniture(*blocks_of(page, body))
    if not blocks:
        message = "expected a notice, found a page without text of its own; if scripts make its text, save it as PDF"
        raise ReadError(message, reason_code="no_text")
    warnings = {*decoded.warnings, *page.warnings}
    if any(page.is_within(hidden, body) for hidden in page.hidden):
        warnings.add("hidden_text_dropped")
    return Reading(
        SourceFormat.HTML,
        tuple(blocks),
        fields=fields,
        title=_title(page, titles),
        encoding=decoded.encoding,
        furniture=tuple(furniture),
        warnings=tuple(sorted(warnings)),
    )


def fragment(text: str) -> list[Block]:
    """The blocks of a piece of HTML that stands in another format; none where it has no text."""
    try:
        page = parse(text)
    except ReadError as error:
        if error.reason_code == "no_text":
            return []
        raise
    return blocks_of(page, 0)[0]


# Matches a link to an annex: `附件1.docx`, `附件：任务分工表`; does not match `一图读懂…`, `上级文件`.
_ANNEX = regex.compile(r"(?i)附\s*件|附\s*表|\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|pptx?|txt)\s*$")


def _without_furniture(blocks: list[Block], linked: list[bool]) -> tuple[list[Block], list[str]]:
    """The blocks without the site's lines (【打印】, 上一篇：…) and the links around the document, and these lines."""
    is_site = [isinstance(block, Line) and is_furniture(block.text) for block in blocks]
    is_own = [not (site or link) for site, link in zip(is_site, linked, strict=True)]
    first = next((index for index, own in enumerate(is_own) if own), 0)
    last = next((index for index in range(len(blocks) - 1, -1, -1) if is_own[index]), len(blocks) - 1)
    kept: list[Block] = []
    dropped: list[str] = []
    for index, block in enumerate(blocks):
        is_around = index < first or (index > last and isinstance(block, Line) and not _ANNEX.search(block.text))
        if isinstance(block, Line) and (is_site[index] or is_around):
            dropped.append(block.text)
        else:
            kept.append(block)
    return kept, dropped


def _headings(page: Page) -> list[str]:
    """The page's first-level headings; one that says where the reader is on the site is none."""
    texts = (_text(page, number) for number, element in enumerate(page.elements) if element.tag == "h1")
    return [text for text in texts if _MIN_TITLE <= len(text) <= _MAX_TITLE and not is_furniture(text)]


def _text(page: Page, number: int) -> str:
    return clean(tidy_white_space("".join(str(text) for text in page.elements[number].itertext())))[0].strip()


def _title(page: Page, headings: list[str]) -> str:
    """The document's title as the page gives it: its own <meta>, else the heading that <title> agrees with, else <title>."""
    if article := dict(page.meta).get("articletitle", ""):
        return clean(" ".join(article.split()))[0]
    whole = clean(page.title)[0]
    agreed = next((heading for heading in headings if _squeezed(heading) in _squeezed(whole)), "")
    return agreed or _without_site(page, whole) or (headings[-1] if headings else "")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _without_site(page: Page, title: str) -> str:
    """A <title> without the names of site and column: 关于…的通知 - 广州市人民政府门户网站."""
    site = dict(page.meta).get("sitename", "")
    parts = [_without_last_site(part, site) for part in _TITLE_PART.split(title)]
    longest = max((part for part in parts if not _is_site(part, site)), key=len, default="")
    return longest if len(longest) >= _MIN_TITLE else ""


def _without_last_site(part: str, site: str) -> str:
    while (last := _LAST_PART.search(part)) and _is_site(last["site"], site):
        part = part[: last.start()]
    return part


def _is_site(part: str, site: str) -> bool:
    return part == site or _site().search(part) is not None


@cache
def _site() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules.patterns("page_sites")))
