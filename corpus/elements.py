"""A notice in Markdown, taken apart into the elements that GB/T 9704-2012 gives a place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

# "## 一、目标要求" but not "## 省级经济社会管理权限目录"
CHAPTER = re.compile(r"^[一二三四五六七八九十]+、")
# "（一）抓好学习研究。" and "(一) 加强组织领导。" but not "一、目标要求"
SECTION = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)] *")
# "2021 年 3 月 5 日" but not "2021年3月8日印发"
DATE = re.compile(r"^\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日$")
# "2021年3月8日印发" but not "2021 年 3 月 5 日"
ISSUED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日印发$")
# "郑政文〔2021〕26号" but not "根据……（豫政〔2021〕9号）要求"
NUMBER = re.compile(r"^\S{1,12}〔\d{4}〕\d+号$")
# "---\n示例: 是\n---\n" at the very start only
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

# The marks after which a paragraph may end; a longer one without any was cut by a page break.
END_MARKS = "。：；！？）〕”"
LINE_LENGTH = 28
MERGED_UP = "^^"


class Kind(StrEnum):
    """The elements, in the order in which a notice has them."""

    RED_HEAD = auto()
    NUMBER = auto()
    TITLE = auto()
    ADDRESSEES = auto()
    BODY = auto()
    CHAPTER = auto()
    SECTION = auto()
    ATTACHMENT = auto()
    SIGNATURE = auto()
    DATE = auto()
    ANNEX = auto()
    TABLE = auto()
    LOCAL = auto()
    COPIED = auto()
    ISSUED = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """One element: a title has its lines apart by blanks, a section its label (（一）) in the text.

    The parts of the imprint (主办 and 督办, the lines of 抄送, office and date) stand on lines of one text.
    `rows` are a table's cells, header row first; `^^` is a cell merged with the one above.
    """

    kind: Kind
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def read_elements(markdown: str) -> tuple[Element, ...]:
    """The elements of a notice, in order; a paragraph that a page break cut in two is one again."""
    blocks = _blocks(markdown)
    whole = _join_torn(blocks)
    return tuple(_classify(whole))


def _blocks(markdown: str) -> list[str]:
    text = FRONT_MATTER.sub("", markdown.replace("\r\n", "\n"))
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return [block for block in blocks if block and set(block) != {"-"}]


def _join_torn(blocks: list[str]) -> list[str]:
    whole: list[str] = []
    for block in blocks:
        if whole and _goes_on(whole[-1], block):
            whole[-1] += block.lstrip("# ")
        else:
            whole.append(block)
    return whole


def _goes_on(before: str, block: str) -> bool:
    # 郑政文〔2021〕26号 has the second line of its 附件 as a heading.
    if before.startswith("附件："):
        return block.startswith("#")
    plain = not before.startswith(("#", "|")) and not block.startswith(("#", "|"))
    return plain and len(before) > LINE_LENGTH and before[-1] not in END_MARKS


def _classify(blocks: list[str]) -> Iterator[Element]:
    gathered: dict[Kind, list[str]] = {Kind.LOCAL: [], Kind.COPIED: [], Kind.ISSUED: []}
    seen: set[Kind] = set()
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else ""
        kind = _kind(block, following, seen)
        seen.add(kind)
        if kind in gathered:
            gathered[kind].append(block)
        else:
            yield _element(kind, block)
    for kind, lines in gathered.items():
        if lines:
            yield Element(kind, "\n".join(lines))


def _kind(block: str, following: str, seen: set[Kind]) -> Kind:
    text = block.lstrip("# ")
    if block.startswith("|"):
        return Kind.TABLE
    if block.startswith("#") and not CHAPTER.match(text):
        return Kind.TITLE if Kind.RED_HEAD in seen else Kind.RED_HEAD
    tests = (
        (Kind.ISSUED, bool(ISSUED.search(text) or ISSUED.fullmatch(following))),
        (Kind.COPIED, text.startswith("抄送：") or Kind.COPIED in seen),
        (Kind.LOCAL, text.startswith(("主办：", "督办："))),
        (Kind.DATE, bool(DATE.match(text))),
        (Kind.ATTACHMENT, text.startswith("附件：")),
        (Kind.ANNEX, text == "附件"),
        (Kind.SIGNATURE, bool(DATE.match(following))),
        (Kind.NUMBER, bool(NUMBER.match(text))),
        (Kind.ADDRESSEES, Kind.ADDRESSEES not in seen and text.endswith("：")),
        (Kind.CHAPTER, bool(CHAPTER.match(text))),
        (Kind.SECTION, bool(SECTION.match(text))),
    )
    # What stands before the date is the signature, but in the sample it is the 附件.
    return next((kind for kind, holds in tests if holds), Kind.BODY)


def _element(kind: Kind, block: str) -> Element:
    if kind is Kind.TABLE:
        return Element(kind, "", _rows(block))
    text = block.lstrip("# ")
    if kind is Kind.SECTION:
        text = SECTION.sub(r"（\1）", text)
    if kind is Kind.DATE:
        text = text.replace(" ", "")
    return Element(kind, text)


def _rows(block: str) -> tuple[tuple[str, ...], ...]:
    lines = [line.strip().strip("|").split("|") for line in block.splitlines()]
    cells = [tuple(cell.strip() for cell in line) for line in lines]
    return (cells[0], *cells[2:])
