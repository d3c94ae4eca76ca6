"""The header: title, 发文字号, issuers, addressees, dates; absent elements stay absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractors import calendar_date, doc_number, title, unit
from pipeline.model.notice import Element, Header, Span
from pipeline.structure import force, imprint, signature
from pipeline.structure import front as fronts
from pipeline.structure.front import Anchors, Front
from pipeline.structure.text import Block

# Names under which web pages and databases give an element, the surest first.
_FIELD_NAMES = {
    "doc_number": ("文号", "发文字号", "文件编号", "公文编号", "发文文号"),
    "title": ("标题", "名称", "文件名称", "信息名称", "ArticleTitle"),
    "issuer": (
        "发文机关",
        "发布机构",
        "发布单位",
        "颁布单位",
        "发文单位",
        "制发机关",
        "发布机关",
        "制定机关",
        "公开机构",
    ),
    "signed_date": ("成文日期", "发文日期", "签发日期", "成文时间", "发文时间"),
    "publish_date": ("发布日期", "公开日期", "发布时间", "PubDate", "颁布时间", "颁布日期"),
    "index_no": ("索引号", "信息索引号"),
    "openness": ("公开方式", "公开形式", "公开属性"),
}


def read_header(
    text: str, blocks: Sequence[Block], beside: Sequence[tuple[str, str]], page_title: str
) -> tuple[Header, Anchors]:
    """The header's elements with spans, and where its parts stand.

    1. What stands in the text comes before what stands beside it (a web page's table).
    2. A date is 成文日期 only where it stands alone below the title; 印发日期 only where 印发 follows it.
    """
    front = Front(text, blocks)
    fields = _fields(front, beside)
    anchors = fronts.find_anchors(front)
    found_title = _title(front, anchors, fields, page_title)
    number = _number(front, anchors, fields)
    issuers = _issuers(front, anchors, found_title, number, fields)
    back = imprint.read_imprint(front, anchors, [issuer.value for issuer in issuers])
    signed = _signed_date(front, anchors, fields)
    effective = force.effective_date(text, signed, back.issued_date)
    header = Header(
        doc_number=number,
        title=found_title,
        doc_type=title.document_type(found_title.value) if found_title else _type_of_number(number),
        issuers=issuers,
        addressees=_addressees(front, anchors.addressees),
        signed_date=signed,
        effective_date=effective,
        expiry_date=force.expiry_date(text, effective),
        issued_date=back.issued_date,
        issuing_office=back.issuing_office,
        copied_to=back.copied_to,
        drafting_unit=back.drafting_unit,
        supervising_unit=back.supervising_unit,
        attachments=back.attachments,
        openness=back.openness or _field(fields, "openness"),
        secrecy=_above_title(front, anchors, _SECRECY, "secrecy_line"),
        urgency=_above_title(front, anchors, _URGENCY, "urgency_line"),
        signatory=_above_title(front, anchors, _SIGNATORY, "signatory_line"),
        index_no=_field(fields, "index_no"),
        publish_date=_field(fields, "publish_date", is_date=True),
    )
    return header, anchors


_NAMES = sorted((name for names in _FIELD_NAMES.values() for name in names), key=len, reverse=True)
_SPACED_NAMES = "|".join(r"\s*".join(map(regex.escape, name)) for name in _NAMES)
# `文号： 浙政发〔2016〕49号 文件登记号：…`, `文    号 蔡政办〔2023〕1号`.
# Does not match: `以文号为准`.
_FIELD_IN_TEXT = regex.compile(
    rf"(?:^|(?<=\s))(?P<name>{_SPACED_NAMES})\s*(?:[：:]\s*(?:\|\s*)?|\s+)(?P<value>[^\s：:|]+?)"
    r"(?=[\s：:|]|$|(?<=[\d\p{P}])\p{Han}{2,6}\s*[：:])"
)
# A field alone on its line: `ArticleTitle：广州市民政局 广州市财政局关于印发办法的通知`. Does not match: `标题`.
_FIELD_LINE = regex.compile(rf"\s*(?P<name>{_SPACED_NAMES})\s*[：:]\s*(?P<value>[^：:|]+)")
_MAX_FIELD_LINE = 200


def _fields(front: Front, beside: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Name and value pairs beside the text, and those in lines of it that a database or a web page put there."""
    pairs = {regex.sub(r"[\s：:]+", "", name): value.strip() for name, value in beside if value.strip()}
    for index, block in enumerate(front.blocks):
        if len(block.span) <= _MAX_FIELD_LINE:
            if line := _FIELD_LINE.fullmatch(front.paragraph(index)):
                pairs.setdefault(regex.sub(r"\s+", "", line.group("name")), line.group("value").strip())
            for hit in _FIELD_IN_TEXT.finditer(front.paragraph(index)):
                pairs.setdefault(regex.sub(r"\s+", "", hit.group("name")), hit.group("value").strip())
    return pairs


def _field(fields: Mapping[str, str], element: str, *, is_date: bool = False) -> Element | None:
    value = next((fields[name] for name in _FIELD_NAMES[element] if fields.get(name)), "")
    value = iso_date(value) if is_date else value
    return Element(value, None, f"field_{element}") if value else None


def iso_date(text: str) -> str:
    """The first calendar date of `text` as ISO, or ""."""
    if digits := _EIGHT_DIGITS.fullmatch(text.strip()):
        text = "{}年{}月{}日".format(*digits.groups())
    found = calendar_date.full(text.translate(_ZEROS))
    return found.isoformat() if found else ""


# The zero of Chinese dates as typists and OCR give it: full-width, Cyrillic and Greek O.
_ZEROS = str.maketrans("ＯОΟ", "〇〇〇")
# A database's date: `20200402`. Does not match: `2020-04-02`.
_EIGHT_DIGITS = regex.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


def _title(front: Front, anchors: Anchors, fields: Mapping[str, str], page_title: str) -> Element | None:
    first, last = anchors.title
    if first >= 0:
        joined = front.joined(first, last)
        bare = fronts.bare_title(joined)
        span = fronts.span_of(front, first, last)
        lead = joined.find(bare) if bare != joined else 0
        if lead > 0 and first == last:
            offset = front.paragraph(first).find(bare[:6])
            span = Span(span.start + max(offset, 0), span.end)
        return Element(bare, span, "title_lines")
    return _title_beside(front, fields, page_title) or _title_by_layout(front)


def _title_by_layout(front: Front) -> Element | None:
    """A title that ends with no 文种, told by how it is set: 2026年中央一号文件."""
    if (found := fronts.centred_title(front)) is None:
        return None
    return Element(front.joined(*found), fronts.span_of(front, *found), "centred_title")


# A link to the notice's own file below the text: `甘肃省…立法计划的通知.PDF`.
_FILE_NAME = regex.compile(r"(?P<title>[^\s.。]{8,120})\.(?:pdf|docx?|wps|ofd|txt)", regex.IGNORECASE)
_LAST_LINES = 12


def _title_beside(front: Front, fields: Mapping[str, str], page_title: str) -> Element | None:
    for rule, value in (
        ("field_title", next((fields[n] for n in _FIELD_NAMES["title"] if n in fields), "")),
        ("page_title", page_title),
    ):
        bare = fronts.bare_title(regex.sub(r"\s+", "", value))
        if fronts.is_title(bare, plain=True):
            return Element(bare, None, rule)
    for index in range(max(0, len(front.blocks) - _LAST_LINES), len(front.blocks)):
        hit = _FILE_NAME.fullmatch(front.paragraph(index).strip())
        if hit and title.issuers_part(hit["title"]) and title.document_type(hit["title"]):
            start = front.blocks[index].span.start
            return Element(
                hit["title"], Span(start + hit.start("title"), start + hit.end("title")), "title_of_own_file"
            )
    return None


def _type_of_number(number: Element | None) -> str:
    if number is None:
        return ""
    return next(
        (kind for kind, mark in (("公告", "公告"), ("通告", "通告"), ("命令", "令")) if mark in number.value), ""
    )


_MAX_NUMBER_LINE = 60


def _number(front: Front, anchors: Anchors, fields: Mapping[str, str]) -> Element | None:
    """The notice's own number: on a line of its own above the body, before its title, or beside the text."""
    for index in range(min(max(anchors.body, 1) + 1, len(front.blocks))):
        paragraph = front.paragraph(index)
        for found in doc_number.find(paragraph):
            alone = len(paragraph.strip("（）()【】 ")) - (found.end - found.start) <= 4
            before_title = paragraph[: found.start].strip("（( ") == "" and index <= anchors.title[1]
            if (
                found.value.kind in _OWN_KINDS
                and (alone or before_title)
                and len(paragraph) <= _MAX_NUMBER_LINE + len(found.text) * 2
            ):
                start = front.blocks[index].span.start
                return Element(found.value.number, Span(start + found.start, start + found.end), "number_line")
    value = next((fields[name] for name in _FIELD_NAMES["doc_number"] if fields.get(name)), "")
    numbers = doc_number.find(value)
    if numbers:
        return Element(numbers[0].value.number, None, "field_doc_number")
    return _announcement_number(front) or _number_of_annexes(front)


# The head of an annex that repeats the notice's number: `京建发〔2020〕46号附件1`. Does not match: `国发〔2016〕25号 附件`.
_ANNEX_BEHIND = regex.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?\s*$")
_MAX_ANNEX_HEAD = 40


def _number_of_annexes(front: Front) -> Element | None:
    for index, block in enumerate(front.blocks):
        paragraph = front.paragraph(index)
        if len(paragraph) > _MAX_ANNEX_HEAD or not _ANNEX_BEHIND.search(paragraph):
            continue
        for found in doc_number.find(paragraph)[:1]:
            if not paragraph[: found.start].strip() and _ANNEX_BEHIND.match(paragraph, found.end):
                start = block.span.start
                return Element(found.value.number, Span(start + found.start, start + found.end), "number_of_annexes")
    return None


_OWN_KINDS = frozenset({doc_number.NumberKind.NUMBER, doc_number.NumberKind.ORDER, doc_number.NumberKind.ANNOUNCEMENT})
_FIRST_LINES = 6


def _announcement_number(front: Front) -> Element | None:
    """The number of a 公告 or 令 in its head: 国家林业和草原局公告（2019年第8号）, or 商务部令 above 2018年第2号."""
    for index in range(min(_FIRST_LINES, len(front.blocks))):
        paragraph = front.paragraph(index)
        if "。" in paragraph or len(paragraph) > _MAX_NUMBER_LINE * 2:
            continue
        for first, last in ((index, index), (index, index + 1)):
            head = front.joined(first, min(last, len(front.blocks) - 1))
            for found in doc_number.find(head):
                if found.value.kind in _IN_HEAD and found.start == 0 and len(head) <= _MAX_NUMBER_LINE * 2:
                    return Element(found.value.number, fronts.span_of(front, first, last), "number_in_head")
    return None


_IN_HEAD = frozenset({doc_number.NumberKind.ORDER, doc_number.NumberKind.ANNOUNCEMENT})


def _addressees(front: Front, index: int) -> tuple[Element, ...]:
    """主送机关, split at ，: 各省、自治区、直辖市人民政府 is one."""
    if index < 0:
        return ()
    start, paragraph = front.blocks[index].span.start, front.paragraph(index)
    begin = len(paragraph) - len(regex.sub(r"^\s*(?:主\s*送(?:机关)?\s*[：:])?\s*", "", paragraph))
    return tuple(
        Element(regex.sub(r"\s+", "", hit.group()), Span(start + hit.start(), start + hit.end()), "addressees_line")
        for hit in regex.compile(r"[^\s，,；;：:][^，,；;：:]*").finditer(paragraph, begin)
    )


def _signed_date(front: Front, anchors: Anchors, fields: Mapping[str, str]) -> Element | None:
    if anchors.signed >= 0 and (day := iso_date(front.paragraph(anchors.signed))):
        return Element(day, front.blocks[anchors.signed].span, "date_below_text")
    return _field(fields, "signed_date", is_date=True)


def _issuers(
    front: Front, anchors: Anchors, found_title: Element | None, number: Element | None, fields: Mapping[str, str]
) -> tuple[Element, ...]:
    """The issuing organs: as the title begins, or the signature where it names them more fully, else red head or page."""
    in_title = _issuers_in_title(front, found_title)
    signed = signature.read(front, anchors)
    if in_title and signed and _names_more(signed, in_title):
        return signed
    return in_title or signed or _issuers_beside(front, anchors, number, fields)


def _names_more(signed: Sequence[Element], in_title: Sequence[Element]) -> bool:
    """Whether the signature is fuller: 蔡甸区人民政府办公室 for 区人民政府办公室, three names for one run together or for A等部门."""
    joined = "".join(element.value for element in in_title)
    if len(signed) == len(in_title) == 1:
        return signed[0].value.endswith(joined)
    return "".join(element.value for element in signed) == joined or bool(_AND_OTHERS.search(joined))


# Matches: 国家发展改革委等部门, 省财政厅等四部门. Does not match: 等级保护办公室.
_AND_OTHERS = regex.compile(r"等[一二三四五六七八九十\d]*(?:个)?(?:部门|单位|部委|厅局)$")


def _issuers_in_title(front: Front, found_title: Element | None) -> tuple[Element, ...]:
    if found_title is None:
        return ()
    span = found_title.span
    raw = span.of(front.text) if span else found_title.value
    part = title.issuers_part(raw)
    elements: list[Element] = []
    for start, end in title.issuers(part):
        name = part[start:end]
        if not (unit.is_unit(name) or _MECHANISM.search(name)) or name.count("（") != name.count("）"):
            return ()
        place = Span(span.start + start, span.start + end) if span else None
        elements.append(Element(name, place, "issuer_in_title"))
    return tuple(elements)


# Bodies that are none of the standing organs: 国务院应对新型冠状病毒感染肺炎疫情联防联控机制. Does not match: 长效机制.
_MECHANISM = regex.compile(r"联防联控机制(?:综合组|办公室)?$")
# The red head: 郑州市人民政府文件.
_RED_HEAD = regex.compile(r"^\s*([\p{Han}\s]{4,40}?)\s*文\s*件\s*$")


def _issuers_beside(
    front: Front, anchors: Anchors, number: Element | None, fields: Mapping[str, str]
) -> tuple[Element, ...]:
    for index in range(max(anchors.body, 1)):
        if index < len(front.blocks) and (hit := _RED_HEAD.match(front.paragraph(index))):
            start = front.blocks[index].span.start
            return (Element(regex.sub(r"\s+", "", hit[1]), Span(start + hit.start(1), start + hit.end(1)), "red_head"),)
    if number and (hit := regex.match(r"(\p{Han}{4,30}?)(?:公告|通告|令)", number.value)):
        return (Element(hit[1], number.span, "issuer_in_number"),)
    value = _field(fields, "issuer")
    return (value,) if value else ()


# 密级 and 紧急程度 stand on lines of their own above the title: `机密★1年`, `特 急`. Not: 保守国家秘密法, 保密资料.
_SECRECY = regex.compile(r"\s*(绝\s*密|机\s*密|秘\s*密)\s*(?:★.{0,8})?\s*")
_URGENCY = regex.compile(r"\s*(特\s*提|特\s*急|加\s*急|平\s*急)\s*")
_SIGNATORY = regex.compile(r".*签发人\s*[：:]\s*([\p{Han}\s]{2,12})\s*")


def _above_title(front: Front, anchors: Anchors, pattern: regex.Pattern[str], rule_id: str) -> Element | None:
    for index in range(max(anchors.title[0], 0) or min(_FIRST_LINES, len(front.blocks))):
        if hit := pattern.fullmatch(front.paragraph(index)):
            start = front.blocks[index].span.start
            return Element(regex.sub(r"\s+", "", hit[1]), Span(start + hit.start(1), start + hit.end(1)), rule_id)
    return None
