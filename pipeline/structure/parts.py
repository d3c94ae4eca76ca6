"""Which paragraphs are the notice itself, which the payload that it issues, which an annex."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors import title
from pipeline.model.notice import Element, Header, Part, Warning
from pipeline.structure.front import Anchors, Front

# The head of an annex: `附件`, `附件1`, `附件 2：`, `附表`. Does not match: `附件所列事项`.
_ANNEX_HEAD = regex.compile(
    r"^\s*附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:.．]?\s*$|^\s*附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十])(?:[：:\s]|$)(?=.{0,60}$)"
)
# A title that says that something is issued with it.
_SHELL = regex.compile(r"印发|转发|批转|下发|发布|公布|颁布|修订")
# What may follow the signature and still belongs to the notice.
_STILL_NOTICE = regex.compile(
    r"^[（(]|^\s*(?:抄\s*[送报]|主\s*办|督\s*办|联系|共印|公开方式|信息公开|主动公开)|印\s*发\s*$|^附\s*件?\s*[：:]\s*\S|打印|关闭|分享|\.(?:pdf|docx?|xlsx?|wps|rar|zip)$|政策解读|扫一扫|扫描二维码|^\s*(?:附件|相关)(?:信息|下载|链接)|^\s*浏览次数|^\s*本文(?:链接|关键词)|责任编辑|^\s*来源|^\s*字体|^\s*\d{1,8}\s*$|^\s*上一篇|^\s*下一篇"
)
# The shell of an order or announcement that gives force to rules: 现予公布. Does not match: 已经公布.
_GIVES_FORCE = regex.compile(
    r"现予(?:以)?(?:公布|发布|颁布)|现(?:公布|发布|颁布)|现(?:将|印发).{2,120}(?:公布|发布|印发)"
)
# The names of annexes that a shell announces at the head of the payload itself: 附件：国家林业长期科研基地管理办法.
_ANNOUNCED = regex.compile(r"^附件\d?[：:]?")


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
        elif index > max(anchors.signed, anchors.body) and _ANNEX_HEAD.match(paragraph):
            part = Part.ANNEX
        parts[index] = part
    return parts


def _payload_begin(front: Front, anchors: Anchors, header: Header) -> int:
    """The first paragraph of the payload, -1 where the notice issues none."""
    shell_title = header.title.value if header.title else ""
    payload_titles = [regex.sub(r"[《》〈〉]", "", name) for name in title.payload_of(shell_title)]
    if payload_titles and (begin := _titled(front, anchors, payload_titles)) >= 0:
        return begin
    if anchors.signed < 0 or not (_SHELL.search(shell_title) or not shell_title or _is_order(front, anchors, header)):
        return -1
    begin = anchors.signed + 1
    while begin < len(front.blocks) and _STILL_NOTICE.search(front.paragraph(begin)):
        begin += 1
    return begin if begin < len(front.blocks) else -1


def _titled(front: Front, anchors: Anchors, titles: Sequence[str]) -> int:
    """Where the payload's own title stands, with the head 附件 above it; -1 where it stands nowhere."""
    longest = max(map(len, titles))
    for index in range(anchors.body, len(front.blocks)):
        joined = ""
        for last in range(index, min(index + 4, len(front.blocks))):
            joined += front.joined(last, last)
            if len(joined) > longest + 4:
                break
            if joined in titles:
                return (
                    index - 1
                    if index > anchors.signed >= 0 and _ANNEX_HEAD.match(front.paragraph(index - 1))
                    else index
                )
            below = front.paragraph(last + 1) if last + 1 < len(front.blocks) else ""
            if _ANNOUNCED.sub("", joined) in titles and _RULES_BEGIN.match(below):
                return index
    return -1


# Where rules begin: `第一章 总则`, `第一条 为了`. Does not match: `第一部分`.
_RULES_BEGIN = regex.compile(r"\s*第\s*一\s*[章条]")


def _is_order(front: Front, anchors: Anchors, header: Header) -> bool:
    """Whether a 令 or 公告 gives force to rules that follow its signature."""
    if header.doc_type not in ("令", "命令", "公告"):
        return False
    return any(
        _GIVES_FORCE.search(front.paragraph(index)) is not None for index in range(anchors.body, max(anchors.signed, 0))
    )


# A link to a file of the annex, which is not the annex: 1.申请表.doc. Does not match: 申请表
_LINK = regex.compile(r"\.(?:docx?|xlsx?|pdf|wps|rar|zip)\s*$", regex.IGNORECASE)


def missing_annexes(front: Front, parts: list[Part], announced: tuple[Element, ...]) -> list[Warning]:
    """A warning for each announced attachment that does not follow."""
    if not announced or Part.ANNEX in parts:
        return []
    behind = "".join(
        front.joined(i, i)
        for i, part in enumerate(parts)
        if part is not Part.NOTICE and not _LINK.search(front.paragraph(i))
    )
    return [
        Warning("annex_missing", element.value, element.span)
        for element in announced
        if regex.sub(r"[《》（）()]", "", element.value)[:10] not in regex.sub(r"[《》（）()]", "", behind)
    ]
