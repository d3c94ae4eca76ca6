"""The head of a notice that a crawler or OCR ran together in one line, cut where its parts meet.

…的通知国办发〔2014〕56号各省、自治区、直辖市人民政府，国务院各部委、各直属机构：　　近年来… falls into title, number,
addressees and the first sentence.
"""

from __future__ import annotations

import itertools
from functools import cache

import regex

from extractors import doc_number, rules, unit

_MAX_HEAD = 600
# Words that stand before a colon and are no addressees. Matches: 现将有关事项通知如下. Does not match: 各有关单位.
_NO_ADDRESSEES = regex.compile(r"如下|以下|[。；]|要求|事项|措施|意见$|责任单位|牵头|附件")
_RED_HEAD = "文件"


def cut(text: str) -> list[str]:
    """The parts of a glued head and what follows it; [text] where nothing is glued."""
    colon = _addressees_end(text)
    head = text[:colon] if colon else _title_and_number(text)
    numbers = [
        m for m in doc_number.find(head) if m.value.kind is doc_number.NumberKind.NUMBER and not _cited(head, m.start)
    ]
    cuts: set[int] = set()
    for number in numbers[:1]:
        cuts |= {number.start, number.end}
        if head[: number.start].rstrip().endswith(_RED_HEAD):
            cuts.add(number.start)
    if colon:
        cuts |= {colon, *_addressees_start(head)}
    edges = sorted({0, *cuts, len(text)})
    parts = [text[a:b].strip(" \t　") for a, b in itertools.pairwise(edges)]
    return [part for part in parts if part]


_MAX_TITLE_LINE = 200
# The end of the title, before the number. Matches at the end of: 规划的通知. Does not match at the end of: 根据.
_AFTER_TITLE = regex.compile(r"(?:通知|意见|决定|公告|通告|批复|函|通报|报告|请示|公报|决议|命令|纪要|[》）)])\s*$")


def _title_and_number(text: str) -> str:
    """The line, if it is a title with its number behind it and nothing else: …规划的通知国发〔2011〕42号; else nothing."""
    line = text.strip()
    if len(line) > _MAX_TITLE_LINE or "。" in line:
        return ""
    last = doc_number.find(text)[-1:]
    closes = bool(last) and not text[last[0].end :].strip() and not _cited(text, last[0].start)
    return text if closes and _AFTER_TITLE.search(text[: last[0].start]) else ""


def _addressees_end(text: str) -> int:
    """The offset behind the colon that closes the addressees, 0 where the text has none."""
    for hit in regex.finditer(r"[：:]", text[:_MAX_HEAD]):
        before = text[: hit.start()]
        if "。" in before:
            return 0
        last = regex.split(r"[，,、]", before)[-1]
        if unit.is_unit(last.strip()[-20:]) and not _NO_ADDRESSEES.search(last):
            return hit.end()
    return 0


def _addressees_start(head: str) -> list[int]:
    """Where the addressees begin behind the title's last word; [] where they begin the line."""
    for hit in reversed(list(_kind_pattern().finditer(head))):
        behind = head[hit.end() : -1].strip(" 　（）()》")
        first = regex.split(r"[，,、]", behind)[0]
        if len(behind) >= 3 and (
            first.startswith(("各", "有关", "省", "市", "县", "区", "本", "国")) or unit.is_unit(first)
        ):
            return [hit.end() + (1 if head[hit.end() : hit.end() + 1] in "》）)" else 0)]
    return []


def _cited(head: str, start: int) -> bool:
    """Whether the number at `start` stands in a bracket behind another document's title."""
    return head[:start].rstrip().endswith(("》（", "》(", "（", "("))


@cache
def _kind_pattern() -> regex.Pattern[str]:
    kinds = [
        row["word"] for row in rules.table("document_types") if row["class"] == "statutory" and len(row["word"]) > 1
    ]
    return regex.compile("|".join(kinds))
