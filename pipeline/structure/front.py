"""Finds where the parts of a header stand among the paragraphs: title, addressees, date of signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors import doc_number, label, title, unit
from pipeline.model.notice import Span
from pipeline.model.reading import Align
from pipeline.structure.text import Block


@dataclass(frozen=True, slots=True)
class Front:
    """The paragraphs among which header elements are looked for."""

    text: str
    blocks: Sequence[Block]

    def paragraph(self, index: int) -> str:
        return self.blocks[index].span.of(self.text) if self.blocks[index].piece is not None else ""

    def joined(self, first: int, last: int) -> str:
        return "".join("".join(self.paragraph(index) for index in range(first, last + 1)).split())


@dataclass(frozen=True, slots=True)
class Anchors:
    """Paragraph numbers: `title` is (first, last), the others one each; -1 where there is none. `body` is the first of the body."""

    title: tuple[int, int]
    addressees: int
    signed: int
    body: int


_FRONT_PARAGRAPHS = 220


def find_anchors(front: Front) -> Anchors:
    """Where title, addressees and the date of signature stand."""
    addressees = _find_addressees(front)
    title_range = _find_title(front, addressees)
    body = max(addressees, title_range[1]) + 1
    return Anchors(title_range, addressees, _find_signed(front, body), body)


# What a line of addressees does not hold: the line is a first sentence or a web page's field then.
_NO_ADDRESSEE = regex.compile(
    r"如下|通知|意见|措施|方案|根据|按照|现将|以下|包括|问题|要求|规定|办法|情况|文号|日期|来源|标题|附件|主题|抄送|联系|电话|责任单位|牵头|配合单位|。|^[（(]|^第|^\d|^发布|^索引|分享|打印|为$"
)
_MAX_ADDRESSEES = 400


# The first item of a text: addressees stand above it. Matches: `一、总体要求`, `第一章 总则`. Does not match: `1.提案`.
_FIRST_ITEM = regex.compile(r"\s*(?:一、|第一[章条]\s*\S)")


def _find_addressees(front: Front) -> int:
    for index in range(min(_FRONT_PARAGRAPHS, len(front.blocks))):
        paragraph = front.paragraph(index)
        if _FIRST_ITEM.match(paragraph):
            return -1
        named = paragraph[:-1]
        if not paragraph.endswith(("：", ":")) or not 2 <= len(named) <= _MAX_ADDRESSEES:
            continue
        if not _NO_ADDRESSEE.search(named) and not label.at_start(named) and _are_units(named):
            return index
    return -1


def _are_units(named: str) -> bool:
    """Whether a line names units: half of its items do, or the last does and the others lend it places (湖北、安徽商务主管部门)."""
    parts = [part.strip() for part in regex.split(r"[，,；;、]", named) if part.strip()]
    units = [unit.is_unit(regex.sub(r"\s+", "", part)) or _CLASS.match(part) is not None for part in parts]
    return bool(parts) and (
        sum(units) * 2 >= len(parts) or (units[-1] and all(len(part) <= _MAX_PLACE for part in parts[:-1]))
    )


# A class of units: `各有关单位`, `在沪各银行保险机构`, `辖内各保险法人机构`. Does not match: `市财政局`.
_CLASS = regex.compile(r"各|有关|(?:在|驻|辖|全|本|我)\p{Han}{1,2}各")
_MAX_PLACE = 8
_MAX_TITLE = 150
_MAX_TITLE_LINES = 7
# What is no line of a title: sentences, fields of a web page, dates, numbers of documents on their own.
_NO_TITLE = regex.compile(
    r"[。；]|^(?:\d{4}[-年/]\d|【(?!.*关于)|索\s*引|发布|来源|浏览|字体|日期|标题|名称|文\s*号|当前位置|首页|主题|有\s*效|分\s*类|序号|信息|您|责任|附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?$|[·•●◆※▪►]|[A-Za-z]{4,16}[：:]|(?:成文|发文|公开|生成|公布|印发|实施|生效|关键|内容|文件|服务|体裁|组配|主送|废止)\p{Han}{0,4}[：:])|[：:]$|https?://|^第[一二三四五六七八九十]+[条章]|^[（(]此件"
)
# A document number that a site put before the title: `石政发〔2020〕3号-北京市…`.
_NUMBER_FIRST = regex.compile(r"^[（(]?\p{Han}{1,12}[〔\[（(【﹝]\d{4}[〕\]）)】﹞]第?\d+号[）)]?[-—_：:\s]*")
# What a site puts behind the title: ` - 广州市人民政府门户网站`, `_政府信息公开`.
_SITE_BEHIND = regex.compile(r"\s*[-_|—]{1,2}\s*[\p{Han}]{2,20}(?:网|网站|平台|公开|门户)[\p{Han}]*$")


def bare_title(joined: str) -> str:
    """A title without the number, the site's name or the marks 《》 around it that a web page adds."""
    bare = _SITE_BEHIND.sub("", _NUMBER_FIRST.sub("", joined))
    return bare[1:-1] if _IN_MARKS.fullmatch(bare) else bare


# Matches: 《北京市人民政府办公厅关于印发〈要点〉的通知》. Does not match: 《办法》和《细则》.
_IN_MARKS = regex.compile(r"《[^《》]+》")


def _find_title(front: Front, addressees: int) -> tuple[int, int]:
    """The lines above the addressees that make a title, nearest first; without addressees the first lines that do.

    A title that begins with an organ's name wins over one that a site shortened to 关于….
    """
    if addressees >= 0:
        lasts = list(range(addressees - 1, -1, -1))
    else:
        lasts = list(range(min(_FRONT_PARAGRAPHS, len(front.blocks))))
    candidates: list[tuple[int, int]] = []
    running = _first_running(front)
    for last in lasts:
        plain = last < running if addressees < 0 else last >= addressees - 3
        if (found := _title_that_ends(front, last, plain=plain)) is not None:
            if title.issuers_part(bare_title(front.joined(*found))):
                return found
            candidates.append(found)
            if addressees < 0:
                break
    return candidates[0] if candidates else (-1, -1)


_RUNNING = 60


def _first_running(front: Front) -> int:
    """The first paragraph of running text: below it no line is a title but one that says 关于…的通知."""
    return next(
        (
            index
            for index in range(len(front.blocks))
            if len(front.blocks[index].span) >= _RUNNING and "。" in front.paragraph(index)
        ),
        len(front.blocks),
    )


def _title_that_ends(front: Front, last: int, *, plain: bool) -> tuple[int, int] | None:
    """The range of lines that make a title ending in paragraph `last`, or None.

    Lines are added upwards until an organ's name begins the title; a line that is a whole title itself is not added.
    """
    best: tuple[int, int] | None = None
    for first in range(last, max(-1, last - _MAX_TITLE_LINES), -1):
        paragraph = front.paragraph(first)
        if not _may_be_title_line(paragraph) or (first < last and _is_another(front, first, last, plain=plain)):
            break
        joined = bare_title(front.joined(first, last))
        if len(joined) > _MAX_TITLE:
            break
        if is_title(joined, plain=plain):
            best = (first, last)
            if _begins_with_name(joined) and not _goes_on_above(front, first):
                return _first_organ(front, first, joined), last
    return best


def _is_another(front: Front, first: int, last: int, *, plain: bool) -> bool:
    """Whether the line `first` is a whole title itself, and no part of the one that ends in `last`.

    关于全面推行行政执法公示制度⏎…法制审核制度的指导意见 is one title: only its last line ends with one of the 15 文种.
    """
    line = bare_title(front.joined(first, first))
    if not is_title(line, plain=plain):
        return False
    below = front.joined(first + 1, last)
    goes_on = not title.is_statutory(line) and title.is_statutory(below) and not _ABOUT.search(below)
    return not goes_on


# A title that begins with a place: `石城县2018年度…考核细则`. Does not match: `保障工作若干措施的通知`.
_PLACE_FIRST = regex.compile(r"(?!关于|印发|转发)\p{Han}{2,8}(?:[市县州盟旗]|(?<!自治)区|省)(?!场|级)(?!.*关于)")


def _begins_with_name(joined: str) -> bool:
    """Whether a title begins as titles do: with an organ's name, or with a place where it ends with none of the 15 文种.

    国家自主创新示范区的批复 is the end of a title only.
    """
    if unit.is_unit(title.issuers_part(joined)):
        return True
    return not title.is_statutory(joined) and _PLACE_FIRST.match(joined) is not None


def _first_organ(front: Front, first: int, joined: str) -> int:
    """The line where the organs of a joint notice begin that stand above the title's own line, one each."""
    while first > 0:
        above = "".join(front.paragraph(first - 1).split())
        if not title.issuers_part(joined) or not unit.is_unit(above) or above in joined or above.endswith("文件"):
            break
        first -= 1
        joined = above + joined
    return first


def _goes_on_above(front: Front, first: int) -> bool:
    """Whether the line above breaks off inside the title: `铁岭市人民政府关于印发`, `转发省卫生健康委、`."""
    return first > 0 and front.paragraph(first - 1).rstrip().endswith(
        ("、", "和", "及", "关于", "印发", "转发", "批转", "公布", "发布")
    )


def _may_be_title_line(paragraph: str) -> bool:
    if not paragraph or len(paragraph) > _MAX_TITLE or _NO_TITLE.search(_NUMBER_FIRST.sub("", paragraph)):
        return False
    numbers = doc_number.find(paragraph)
    return not any(number.end - number.start >= len(paragraph.strip("（）() ")) - 2 for number in numbers)


_ABOUT = regex.compile(r"关于|印发|转发|批转|公布|发布|废止|对.{2,40}的批复")
_MAX_PLAIN_TITLE = 60


def is_title(joined: str, *, plain: bool) -> bool:
    """Whether a line is the title of a document; `plain` says that one without 关于 may be: 总部经济发展扶持办法."""
    if not title.document_type(joined) or label.at_start(joined):
        return False
    if _ABOUT.search(joined):
        return joined.count("《") == joined.count("》")
    is_plain = plain and 6 <= len(joined) <= _MAX_PLAIN_TITLE and joined.count("《") == joined.count("》")
    return is_plain and not regex.search(r"[，。；：:]|文件$", joined)


def centred_title(front: Front) -> tuple[int, int] | None:
    """The first lines above the running text that are centred or set as headings, with no item's label or red head; or None."""
    running = _first_running(front)
    first = next((index for index in range(running) if _is_set_as_title(front, index)), running)
    last = next((index for index in range(first, running) if not _is_set_as_title(front, index)), running) - 1
    if last < first:
        return None
    joined = front.joined(first, last)
    return (first, last) if len(joined) <= _MAX_PLAIN_TITLE and _SOME_HAN.match(joined) else None


# Matches: 2026年中央一号文件. Does not match: Table 8.12 成分, 通知.
_SOME_HAN = regex.compile(r"(?:\P{Han}*\p{Han}){6}")
# Matches: 郑州市人民政府文件. Does not match: 2026年中央一号文件.
_RED_HEAD = regex.compile(r"[\p{Han}\s]{4,40}文\s*件")


def _is_set_as_title(front: Front, index: int) -> bool:
    piece = front.blocks[index].piece
    if piece is None or not (piece.heading or piece.align is Align.CENTER):
        return False
    text = front.paragraph(index)
    return _may_be_title_line(text) and label.at_start(text) is None and not _RED_HEAD.fullmatch(text)


# A paragraph that is a date and nothing else: `2021年3月5日`, `二○一一年九月三日`, `二ＯＯ七年二月六日`. Not `2021年3月8日印发`.
_ONLY_DATE = regex.compile(
    r"\s*(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇○零OoＯОΟ0九][〇○零OoＯОΟ0一二三四五六七八九]{2}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿卅]{1,3}日)\s*(?:[（(].{2,30}[）)])?\s*"
)


def _find_signed(front: Front, body: int) -> int:
    return next((index for index in range(body, len(front.blocks)) if _ONLY_DATE.fullmatch(front.paragraph(index))), -1)


def span_of(front: Front, first: int, last: int) -> Span:
    """The span of the paragraphs `first` to `last`."""
    return Span(front.blocks[first].span.start, front.blocks[last].span.end)
