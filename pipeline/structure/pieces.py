"""Lines on their way to paragraphs."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors import label, unit
from pipeline.model.reading import Align, Block, Flow, Grid, Line
from pipeline.structure import glued_head


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a paragraph joined from lines; `pages` are (offset in text, page) in order, the first at offset 0."""

    text: str
    pages: tuple[tuple[int, int], ...]
    flow: Flow = Flow.WRAP
    heading: int = 0
    align: Align | None = None
    indent: float | None = None
    width: float | None = None
    size: float | None = None
    # Whether the line began with the two blanks of a new paragraph.
    indented: bool = False


# A paragraph of this many characters that holds this many labels is one that a crawler made of many.
_FLAT_LENGTH = 600
_FLAT_LABELS = 3
# A file of so few lines and so many characters is flat whatever its labels.
_FEW_LINES = 3
_MANY_CHARACTERS = 160
# A blank between a digit and a Chinese character is an accident of typesetting: `2021 年 3 月`; not so behind `2021-03-08`, `10:22`.
_DIGIT_BLANK = regex.compile(r"(?<=[\d〇○])(?<![-/:：]\d{1,4})[ \t]+(?=[\p{Han}])|(?<=[\p{Han}〔（])[ \t]+(?=\d)")
# Matches the blank in: `各级 人民政府`. Does not match those in: `第一条 根据`, `《中共中央 国务院关于`, `《甲市财政局 甲市卫生局关于`.
_HAN_BLANK = regex.compile(
    r"(?<=[\p{Han}，。；：、）》”])(?<!^第[一二三四五六七八九十百零]{1,6}[章节条])"
    r"(?<!《[^《》。]{2,40}(?:中央|[局厅部委会院府办署处行]))[ \t　]+(?=[\p{Han}（《“])"
)
_BLANKS = regex.compile(r"[ \t]{2,}|[ \t]*　[ \t　]*")
_RUNNING = 45


def pieces(blocks: Sequence[Block]) -> Iterator[Piece | Grid]:
    """The blocks with their lines tidied, and with flattened lines cut where paragraphs began; blank lines stay as ""."""
    lines = [block for block in blocks if isinstance(block, Line) and block.text.strip()]
    one_line = len(lines) <= _FEW_LINES and sum(len(line.text) for line in lines) > _MANY_CHARACTERS
    first = lines[0] if lines else None
    for block in blocks:
        if isinstance(block, Grid):
            yield block
        else:
            yield from _cut_flat(block, flat=one_line or _is_flat(block.text), first=block is first)


def tidy(text: str) -> str:
    """The line without accidental blanks: `2021 年 3 月 5 日` becomes 2021年3月5日; a name's or a head's blanks stay one."""
    text = _DIGIT_BLANK.sub("", _BLANKS.sub(" ", text.strip(" \t　\r\n")))
    return _HAN_BLANK.sub("", text) if len(text) > _RUNNING and "。" in text else text


def _cut_flat(line: Line, *, flat: bool, first: bool) -> Iterator[Piece]:
    raw = line.text
    base = Piece("", ((0, line.page),), line.flow, line.heading, line.align, line.indent, line.width, line.size)
    texts = [raw]
    if flat:
        chunks = _at_blanks(raw)
        head = glued_head.cut(chunks[0]) if first and chunks else chunks[:1]
        signed = [part for chunk in (*head, *chunks[1:]) for part in _at_signature(chunk, raw[:_HEAD])]
        texts = [part for chunk in signed for text in _at_annex_note(chunk) for part in _at_labels(text)]
    elif first and len(raw) > _MANY_CHARACTERS:
        texts = glued_head.cut(raw)
    elif _ANNEXES.match(raw):
        texts = _at_annexes(raw)
    elif cut := _LINE_OF_UNITS_THEN_ITEM.search(raw) or _CHAPTER_THEN_ARTICLE.match(raw):
        texts = [raw[: cut.end(1)], raw[cut.end() :]]
    for text in texts:
        dated = _at_date(text) if len(text) <= _MAX_SIGNATURE else [text]
        for part in dated if len(dated) > 1 else _at_addressees(text):
            yield replace(base, text=tidy(part), indented=part[:2] in ("　　", "  ") or part.startswith("\t"))


# `责任单位:市税务局、人社局 6.畅通用工`: a line of units that runs into the next item.
_LINE_OF_UNITS_THEN_ITEM = regex.compile(
    r"^(\s*(?:牵头|责任|配合)(?:单位|部门)[：:][^。]{2,120}?)\s+(?=\d{1,2}[.．、]\s?\p{Han}|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
# A chapter's heading that runs into its first article: `第二章　规划建设　　第八条　州数据资源主管部门`. Does not match: `第二章第八条`.
_CHAPTER_THEN_ARTICLE = regex.compile(
    r"^(\s*第[一二三四五六七八九十]{1,3}[章节][ \t　]*\p{Han}[\p{Han}、 　]{1,24}?)[ \t　]+(?=第[一二三四五六七八九十百零]{1,5}条[ \t　\p{Han}])"
)


def _is_flat(text: str) -> bool:
    return len(text) > _FLAT_LENGTH and len(label.inside(text)) >= _FLAT_LABELS


def _at_blanks(text: str) -> list[str]:
    """The text cut at blanks that stood for line ends: not between digits or Latin words, not within 《》 or （）."""
    parts, begin, depth = [], 0, 0
    spaced = [hit.span() for pattern in _HELD_TOGETHER for hit in pattern.finditer(text)]
    spaced.sort()
    for hit in regex.finditer(r"[《（(〔\[]|[》）)〕\]]|[\s　]+", text):
        mark = hit.group()
        if mark in "《（(〔[":
            depth += 1
        elif mark in "》）)〕]":
            depth = max(0, depth - 1)
        elif _ends_line(text, hit.start(), hit.end(), depth) and not _is_within(spaced, hit.start()):
            parts.append(text[begin : hit.start()])
            begin = hit.end()
            depth = 0
    parts.append(text[begin:])
    return [part for part in parts if part.strip()]


# A name spaced letter by letter: `国  务  院`. Does not match: `甲 市财政局`.
_LETTER_SPACED = regex.compile(r"(?<![^\s])\p{Han}(?:[ \xa0　]{1,4}\p{Han}){1,9}(?![^\s])")
# A blank in a quoted phrase: `“稳增长 促防疫”`. Does not match: `“放管服” 改革`.
_QUOTED = regex.compile(r"“[^“”\s。；]{1,20}[ 　][^“”\s。；]{1,20}”")
_HELD_TOGETHER = (_LETTER_SPACED, _QUOTED)


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(spans, (offset, offset)) - 1
    return index >= 0 and offset < spans[index][1]


def _ends_line(text: str, start: int, end: int, depth: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\n" in text[start:end] or "　　" in text[start:end] or label.at_start(text[end : end + 12]):
        return True
    if depth or (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
        return False
    return not (before.isdigit() or after in "年月日号")


def _at_labels(text: str) -> list[str]:
    """The text cut before the labels of items that it runs together: …负责）（二）进一步…"""
    cuts = [0, *(offset for offset in label.inside(text) if _begins_item(text, offset)), len(text)]
    items = [text[a:b] for a, b in itertools.pairwise(cuts) if text[a:b].strip()]
    return [part for item in items for part in _behind_heading(item)]


# An item's number that stands at once behind the heading above it: 一、持续提升投资建设便利度（一）优化再造….
# Matches in: 便利度（一）优化. Does not match in: 依据第（二）项规定.
_FIRST_ITEM = regex.compile(
    r"(?<=\p{Han})(?<!第)(?:[（(][一二三四五六七八九十]{1,3}[）)](?![项款])|第[一二三四五六七八九十]{1,4}条(?=[\s　])|\d{1,2}[.．](?=\p{Han}))"
)
# Behind a heading with a comma only an item that has a heading of its own is told from a sentence that names an item.
# Matches in: 密切联系群众，加大宣传力度（一）提高宣传深度和广度。要. Does not match in: 对企业，按前款（一）至（三）执行.
_HEADED_ITEM = regex.compile(
    r"(?<=\p{Han})(?<![第款条项])(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．])(?=(?![至、和及或项款])\p{Han}[^。；：，！？（）()]{2,30}。)"
)
_MAX_GLUED_HEADING = 40


def _behind_heading(item: str) -> list[str]:
    """The item cut where a heading and the first item under it run together."""
    if label.at_start(item) is None:
        return [item]
    hit = _item_before(item, _FIRST_ITEM, r"[。；：，！？]") or _item_before(item, _HEADED_ITEM, r"[。；：！？]")
    return [item[: hit.start()], *_behind_heading(item[hit.start() :])] if hit else [item]


def _item_before(item: str, first_item: regex.Pattern[str], ends: str) -> regex.Match[str] | None:
    """The number of an item that stands before the first of the marks `ends`, and no further away than a heading is long."""
    end = regex.search(ends, item)
    hit = first_item.search(item, 2)
    return hit if hit and hit.start() < min(end.start() if end else len(item), _MAX_GLUED_HEADING) else None


def _begins_item(text: str, offset: int) -> bool:
    """Whether the label at `offset` begins an item: behind a blank or a closed sentence, not inside 《》 or a bracket."""
    before = text[max(0, offset - _NEAR) : offset].rstrip()
    if before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”"):
        return False
    return not before or before[-1] in "。！？；：:）)〕]】”" or text[offset - 1].isspace()


# 附件说明 behind the last sentence of a text that was run together. Matches in: 上报我分局。附件：工作联络表.
# Does not match in: 见附件：工作联络表, 报送。附件：1.联络表。请于3月底前报送.
_ANNEX_NOTE = regex.compile(r"(?<=[。）)])\s*(?=附\s*件\s*[：:]\s*[^。\s][^。]{0,300}$)")


def _at_annex_note(text: str) -> list[str]:
    """The text cut before the 附件说明 that ends it."""
    hit = _ANNEX_NOTE.search(text)
    return [text[: hit.start()], text[hit.end() :]] if hit else [text]


# A title or quotation that opened further away than this is torn, and holds no item's label.
_NEAR = 300


# The addressees that run into the first sentence: 各省、自治区、直辖市人民政府，国务院各部委、各直属机构：党中央、国务院…
_ADDRESSEES_FIRST = regex.compile(
    r"^(\s*(?:各|市|省|县|区|州)[^。：:；]{3,120}(?:政府|部门|机构|单位|局|委|办|厅|公司|院|会|处|行)[：:])(?=\s*[\p{Han}“《])"
)
# The date of signature behind the last sentence of a text that was run together.
# Matches in: `国务院办公厅2020年7月15日（此件公开发布）`. Does not match in: `于2021年12月31日前统一登记`.
_SIGNED = regex.compile(
    r"(?:(?:20|19)\d\d年\d{1,2}月\d{1,2}日|[一二][〇○零OoＯОΟ九][〇○零OoＯОΟ一二三四五六七八九]{2}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)(?!\s*(?:前|后|起|至|以|之|印发|[、，,。；发公颁召]))"
)
# The organ before it. Matches at the end of: `落地见效。国务院办公厅`. Does not match at the end of: `自2021年`.
_ORGAN = regex.compile(r"(?P<organ>[\p{Han}（）]{4,60})\s*$")
_MAX_BEFORE = 64
_HEAD = 400
_MIN_ORGAN = 4


# Bodies of any kind and the first words of a notice behind them. Matches: 丽水农商行、各农村中小金融机构: 现将《办法》印发给你们.
# Does not match: 市财政局、市教育局、市民政局：负责落实.
_BODIES_FIRST = regex.compile(
    r"^\s*([^。：:；]{3,400})[：:](?=\s*(?:现[将就]|为(?:了|进一步|深入|贯彻|切实|全面|做好|加强|规范)|根据|按照|近年来|近期))"
)
_MIN_BODIES = 3


def _at_addressees(text: str) -> list[str]:
    """The text cut behind addressees that it begins with."""
    if len(text) <= _RUNNING:
        return [text]
    hit = _ADDRESSEES_FIRST.match(text) if len(text) > _MAX_SIGNATURE else None
    if hit is None and label.at_start(text) is None and (bodies := _BODIES_FIRST.match(text)):
        names = regex.split(r"[，,、]", bodies[1])
        hit = bodies if len(names) >= _MIN_BODIES and all(unit.is_unit(name.strip()) for name in names) else None
    return [text[: hit.end()], text[hit.end() :]] if hit else [text]


# Annexes that stand in one line with their numbers. Matches: `附件：1. 评价体系表2. 操作表`. Does not match: `附件1.评价体系表`.
_ANNEXES = regex.compile(r"\s*附\s*件\s*[：:]\s*1\s*[.．、]")
# Matches in: 体系表2. 操作表. Does not match in: 表1.2.
_NEXT_ANNEX = regex.compile(r"(?<=[\p{Han}》）)；;])\s*(?=(\d{1,2})\s*[.．、]\s*[\p{Han}《“])")


def _at_annexes(line: str) -> list[str]:
    """An 附件说明 of one line cut before the numbers 2, 3 … and before the organ that signs behind the last name."""
    cuts = [0]
    for hit in _NEXT_ANNEX.finditer(line):
        if int(hit[1]) == len(cuts) + 1:
            cuts.append(hit.end())
    names = [line[a:b] for a, b in itertools.pairwise([*cuts, len(line)])]
    last, _, organ = names[-1].rstrip().rpartition(" ")
    return [*names[:-1], last, organ] if last.strip() and unit.is_unit(organ) else names


# A last line: the organ before the date of signature, or a web page's words behind it.
# Matches: `国家林业和草原局 2020年4月2日`, `2020年2月20日责任编辑：陈静`. Does not match: `2020年2月20日前报送`.
_DATE_LINE = regex.compile(
    r"\s*(?:(?P<organ>[\p{Han}（）()·、 　]{3,60}?)[\s　]+)?(?P<date>(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}"
    r"|[一二][〇○零OoＯОΟ九][〇○零OoＯОΟ一二三四五六七八九]{2}\s*年\s*[元一二三四五六七八九十]{1,2}\s*月\s*[一二三四五六七八九十廿卅]{1,3})\s*日)"
    r"\s*(?P<behind>(?:责任编辑|责\s*编|编\s*辑|来\s*源|供\s*稿|撰\s*稿|作\s*者|审\s*核|初\s*审|分\s*享|打\s*印)\s*[：:].*|[（(]此件.*|附件.{0,60})?"
)
_MAX_SIGNATURE = 160


def _at_date(text: str) -> list[str]:
    """A last line cut into organ, date and what a site put behind it."""
    hit = _DATE_LINE.fullmatch(text)
    if hit is None or not (hit["organ"] or hit["behind"]):
        return [text]
    organ = hit["organ"] or ""
    if organ and not all(unit.is_unit(name) for name in organ.split()) and not unit.is_unit("".join(organ.split())):
        return [text]
    return [part for part in (organ, hit["date"], hit["behind"] or "") if part.strip()]


def _at_signature(text: str, head: str) -> list[str]:
    """…落地见效。国务院办公厅2020年7月15日（此件公开发布） falls into the text, the organ, the date and what follows.

    The organ is told by standing in the head too (title, red head), or as a unit behind a full stop.
    """
    for date in _SIGNED.finditer(text):
        hit = _ORGAN.search(text, max(0, date.start() - _MAX_BEFORE), date.start())
        if hit and (size := _organ_size(text[max(0, hit.start() - 1) : hit.start()], hit["organ"], head)):
            start = hit.end("organ") - size
            behind = _at_payload(text[date.end() :], head)
            cut = (text[:start], text[start : hit.end("organ")], date.group(), *behind)
            return [part for part in cut if part.strip()]
    return [text]


def _at_payload(text: str, head: str) -> list[str]:
    """The text cut behind the payload's title that it begins with: 整治工作方案因历史遗留原因…, where the head says 《整治工作方案》."""
    for hit in regex.finditer(r"《([^《》]{4,80})》", head):
        if text.startswith(hit[1]) and len(text) > len(hit[1]):
            return [hit[1], text[len(hit[1]) :]]
    return [text]


def _organ_size(before: str, organ: str, head: str) -> int:
    """How many of the last characters of `organ` name the organ; 0 where they name none."""
    if before.endswith(("。", "）", ")", "！")) and unit.is_unit(organ):
        return len(organ)
    sizes = range(len(organ), _MIN_ORGAN - 1, -1)
    size = next((size for size in sizes if organ[-size:] in head), 0)
    return size if size and (unit.is_unit(organ[-size:]) or len(organ) == size) else 0
