"""Which paragraphs are the notice itself, which the payload that it issues, which an annex."""

from __future__ import annotations

import regex

from extractors import title
from pipeline.model.notice import Element, Header, Part, Warning
from pipeline.structure.front import Anchors, Front

# The head of an annex: `附件`, `附件1`, `附件 2：`, `附表`. Does not match: `附件所列事项`.
_ANNEX_HEAD = regex.compile(
    r"^\s*附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:]?\s*$|^\s*附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十])(?:[：:\s]|$)(?=.{0,60}$)"
)
# A title that says that something is issued with it.
_SHELL = regex.compile(r"印发|转发|批转|下发|发布|公布|颁布|修订")
# What may follow the signature and still belongs to the notice.
_STILL_NOTICE = regex.compile(
    r"^[（(]|^\s*(?:抄\s*[送报]|主\s*办|督\s*办|联系|共印|公开方式|信息公开|主动公开)|印\s*发\s*$|^附\s*件?\s*[：:]\s*\S|打印|关闭|分享|\.(?:pdf|docx?)$|政策解读|扫一扫"
)


def assign_parts(front: Front, anchors: Anchors, header: Header) -> list[Part]:
    """The part of each block, in order.

    1. All up to the signature and its notes is the notice. 2. Behind the signature of a notice that issues something
    stands the payload. 3. From the head 附件 on stands an annex, to the end or the imprint.
    """
    parts = [Part.NOTICE] * len(front.blocks)
    begin = _payload_begin(front, anchors, header)
    part = Part.NOTICE
    for index in range(anchors.body, len(front.blocks)):
        paragraph = front.paragraph(index)
        if index == begin:
            part = Part.PAYLOAD
        if index > max(anchors.signed, anchors.body) and _ANNEX_HEAD.match(paragraph):
            part = Part.ANNEX
        parts[index] = part
    return parts


def _payload_begin(front: Front, anchors: Anchors, header: Header) -> int:
    """The first paragraph of the payload, -1 where the notice issues none."""
    shell_title = header.title.value if header.title else ""
    payload_titles = [regex.sub(r"[《》〈〉]", "", name) for name in title.payload_of(shell_title)]
    if payload_titles:
        for index in range(anchors.body, len(front.blocks)):
            for last in range(index, min(index + 4, len(front.blocks))):
                if front.joined(index, last) in payload_titles:
                    return index
    if anchors.signed < 0 or not (_SHELL.search(shell_title) or not shell_title):
        return -1
    begin = anchors.signed + 1
    while begin < len(front.blocks) and _STILL_NOTICE.search(front.paragraph(begin)):
        begin += 1
    return begin if begin < len(front.blocks) else -1


def missing_annexes(front: Front, parts: list[Part], announced: tuple[Element, ...]) -> list[Warning]:
    """A warning for each announced attachment that does not follow."""
    if not announced or Part.ANNEX in parts:
        return []
    behind = "".join(front.joined(i, i) for i, part in enumerate(parts) if part is not Part.NOTICE)
    return [
        Warning("annex_missing", element.value, element.span)
        for element in announced
        if regex.sub(r"[《》（）()]", "", element.value)[:10] not in regex.sub(r"[《》（）()]", "", behind)
    ]
