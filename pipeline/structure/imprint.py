"""What stands below the text: 附件说明, 抄送, 印发机关 and 印发日期, 主办, 督办."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors import calendar_date, label, unit
from pipeline.model.notice import Element, Span
from pipeline.structure.front import Anchors, Front


@dataclass(frozen=True, slots=True)
class Imprint:
    """The elements of 版记 and 附件说明; absent ones None or empty."""

    issued_date: Element | None = None
    issuing_office: Element | None = None
    copied_to: tuple[Element, ...] = ()
    drafting_unit: Element | None = None
    supervising_unit: Element | None = None
    attachments: tuple[Element, ...] = ()
    openness: Element | None = None


# `2021年3月8日印发`, `广州市人民政府办公厅 2021年4月16日印发`.
_ISSUED = regex.compile(
    r"(?P<office>[\p{Han}（）]{4,40}?)?\s*(?P<date>(?:(?:19|20)\d\d|[一二][〇○零OoＯ一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*印\s*发"
)
_DRAFTED = regex.compile(r"(?:^|\s)主\s*办(?:单位|处室|部门)?\s*[：:]\s*(\S[^\s。；]*)")
_SUPERVISED = regex.compile(r"(?:^|\s)督\s*办(?:单位|处室|部门)?\s*[：:]\s*(\S[^\s。；]*)")
_COPIED = regex.compile(r"^\s*抄\s*[送报]\s*[：:]\s*")
_OPENNESS = regex.compile(
    r"(?:信息)?公开(?:方式|选项|形式|属性)\s*[：:]\s*(主动公开|依申请公开|不予公开)|[（(]此件\s*(公开发布|主动公开|依申请公开|不予公开|删减后公开)[）)]"
)


def read_imprint(front: Front, anchors: Anchors, issuers: Sequence[str]) -> Imprint:
    """The elements below the text, with spans; the last of each where a notice has several.

    `issuers` tell 印发机关 from what was run together with it: …工作清单龙岩市工业和信息化局2022年4月19日印发.
    """
    begin = max(anchors.body, 0)
    issued, office = _issued(front, begin, issuers)
    return Imprint(
        issued_date=issued,
        issuing_office=office,
        copied_to=_copied_to(front, begin),
        drafting_unit=_behind(front, begin, _DRAFTED, "drafting_line"),
        supervising_unit=_behind(front, begin, _SUPERVISED, "supervising_line"),
        attachments=attachments(front, anchors),
        openness=_openness(front, begin),
    )


def is_imprint(paragraph: str) -> bool:
    """Whether a paragraph is a line of the imprint: 抄送：…, 主办：…, 2021年3月8日印发."""
    return any(pattern.match(paragraph) for pattern in (_COPIED, _ISSUED, _DRAFTED, _SUPERVISED, _CONTACT))


def is_attachment(paragraph: str) -> bool:
    """Whether a paragraph begins 附件说明: 附件：1.任务分工表."""
    return _ATTACHMENT.match(paragraph) is not None


# Matches: 联系人：, （联系电话：. Does not match: 联系实际.
_CONTACT = regex.compile(r"\s*[（(]?联\s*系(?:人|电话|方式)(?:及电话)?\s*[：:]")


# Matches: 印发, 印 发. Does not match: 印制.
_ISSUE_WORD = regex.compile(r"日\s*印\s*发")


def _issued(front: Front, begin: int, issuers: Sequence[str]) -> tuple[Element | None, Element | None]:
    for index in range(len(front.blocks) - 1, begin - 1, -1):
        if not _ISSUE_WORD.search(front.paragraph(index)):
            continue
        for hit in _ISSUED.finditer(front.paragraph(index)):
            day = calendar_date.full(hit["date"])
            if day is None:
                continue
            start = front.blocks[index].span.start
            issued = Element(day.isoformat(), Span(start + hit.start("date"), start + hit.end("date")), "issued_line")
            return issued, _office(front, index, hit, issuers)
    return None, None


def _office(front: Front, index: int, hit: regex.Match[str], issuers: Sequence[str]) -> Element | None:
    """印发机关 on the line of the date, or alone on the line above it."""
    start = front.blocks[index].span.start
    office = hit["office"] or ""
    cut = max((office.rfind(issuer) for issuer in issuers), default=-1)
    lead = cut if cut > 0 else 0
    if office and unit.is_unit(office[lead:].strip()):
        span = Span(start + hit.start("office") + lead, start + hit.end("office"))
        return Element(office[lead:].strip(), span, "issued_line")
    above = front.paragraph(index - 1).strip() if index else ""
    if above and unit.is_unit(above):
        return Element(above, front.blocks[index - 1].span, "issued_line_above")
    return None


def _behind(front: Front, begin: int, pattern: regex.Pattern[str], rule_id: str) -> Element | None:
    for index in range(len(front.blocks) - 1, begin - 1, -1):
        if hit := pattern.search(front.paragraph(index)):
            start = front.blocks[index].span.start
            return Element(hit[1], Span(start + hit.start(1), start + hit.end(1)), rule_id)
    return None


def _copied_to(front: Front, begin: int) -> tuple[Element, ...]:
    """抄送机关, also on the lines below while these go on with the list; 印发机关 below it is none of them."""
    for index in range(len(front.blocks) - 1, begin - 1, -1):
        if hit := _COPIED.match(front.paragraph(index)):
            names = _names(front, index, hit.end())
            below = index + 1
            while below < len(front.blocks) and _list_goes_on(front, below) and (more := _names(front, below, 0)):
                names.extend(more)
                below += 1
            return tuple(names)
    return ()


def _list_goes_on(front: Front, index: int) -> bool:
    """Whether a line may go on with the list of 抄送机关 above it: it neither has the date of 印发 nor stands above it."""
    dated = any(_ISSUED.search(front.paragraph(i)) for i in range(index, min(index + 2, len(front.blocks))))
    is_office = dated and "，" not in front.paragraph(index)
    return not is_office and front.paragraph(index - 1).endswith(("，", "。", "、", "；"))


def _names(front: Front, index: int, begin: int) -> list[Element]:
    start, paragraph = front.blocks[index].span.start, front.paragraph(index)
    names: list[Element] = []
    for hit in regex.compile(r"[^\s，,；;。]+").finditer(paragraph, begin):
        if not unit.is_unit(hit.group()) and begin == 0:
            return []
        names.append(Element(hit.group(), Span(start + hit.start(), start + hit.end()), "copied_line"))
    return names


# Matches: `附件：1.任务分工表`, `附件1.界址点坐标`. Does not match: `附件1`, `附件信息：`.
_ATTACHMENT = regex.compile(r"^\s*附\s*件\s*(?:[：:]\s*(?=\S)|(?=1\s*[.．、]\s*\p{Han}))")
# The word alone, with the names below it. Matches: `附件：`. Does not match: `附件1：`.
_ATTACHMENT_ALONE = regex.compile(r"^\s*附\s*件\s*[：:]?\s*$")
_LEFT_OUT = "（略）"
_NUMBERED = regex.compile(r"^\s*(\d{1,2})\s*[.．、]\s*")
_MAX_ATTACHMENT = 120
# A web page's link behind the name. Matches in: 任务分工表.docx. Does not match: 任务分工表
_FILE_ENDING = regex.compile(r"\.(?:docx?|pdf|xlsx?|wps|rar|zip|ofd)(?:[（(].*)?.*$", regex.IGNORECASE)


def attachments(front: Front, anchors: Anchors) -> tuple[Element, ...]:
    """The attachments that 附件说明 announces: 附件：1.任务分工表⏎2.联络员表 gives two; a name cut over lines is joined."""
    for index in range(anchors.body, len(front.blocks)):
        end = anchors.signed if anchors.signed > index else len(front.blocks)
        if hit := _ATTACHMENT.match(front.paragraph(index)):
            return _announced(front, index, hit.end(), end)
        is_alone = index + 1 < anchors.signed and _ATTACHMENT_ALONE.match(front.paragraph(index))
        if is_alone and _NUMBERED.match(front.paragraph(index + 1)):
            return _announced(front, index + 1, 0, end)
    return ()


def _announced(front: Front, index: int, begin: int, end: int) -> tuple[Element, ...]:
    names: list[Element] = []
    for line in range(index, min(end, index + 40)):
        paragraph = front.paragraph(line)
        offset = begin if line == index else 0
        numbered = _NUMBERED.match(paragraph[offset:])
        if line > index and (not paragraph or len(paragraph) > _MAX_ATTACHMENT or paragraph.endswith("。")):
            break
        if line > index and not numbered and label.at_start(paragraph):
            break
        if paragraph[offset:].strip() == _LEFT_OUT:
            continue
        start = front.blocks[line].span.start + offset + (numbered.end() if numbered else 0)
        span = Span(start, front.blocks[line].span.end)
        name = _FILE_ENDING.sub("", regex.sub(r"\s+|&nbsp;", "", span.of(front.text))).rstrip("。；")
        if numbered or not names:
            names.append(Element(name, span, "attachments_line"))
        elif unit.is_unit(name) or _follows(names, front, line):
            break
        else:
            last = names.pop()
            names.append(
                Element(last.value + name, Span(last.span.start if last.span else start, span.end), last.rule_id)
            )
    return tuple(names)


def _follows(names: list[Element], front: Front, line: int) -> bool:
    """Whether the line can no longer belong to an attachment's name."""
    return (
        not names
        or len(names[-1].value) > _MAX_ATTACHMENT
        or front.paragraph(line).startswith(("（此件", "附件", "(", "联系"))
    )


def _openness(front: Front, begin: int) -> Element | None:
    for index in range(begin, len(front.blocks)):
        if hit := _OPENNESS.search(front.paragraph(index)):
            start = front.blocks[index].span.start
            return Element(hit[1] or hit[2], Span(start + hit.start(), start + hit.end()), "openness_line")
    return None
