"""How a notice names another document: 《title》 with its number behind or before, a number alone, a title without marks."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors import bracket, doc_number, rules, title_mark
from extractors.doc_number import DocNumber, NumberKind
from extractors.match import Match

OWN_NUMBER = "own_number"


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """One place where a document is named.

    `no_document` is the rule by which the name is none of a document (form, newspaper, short_name, own_number), empty
    for a document. `issuer` is the organ that stands before the title, `date` ISO, `in_annex` says that the name points
    to an annex of the notice itself.
    """

    title: str
    number: str
    issuer: str
    date: str
    no_document: str
    in_annex: bool


def find(text: str) -> list[Match[NamedDocument]]:
    """The places where `text` names a document, in order; none overlaps another."""
    numbers = doc_number.find(text)
    used: set[int] = set()
    found = [_marked(text, mark, numbers, used) for mark in title_mark.find(text)]
    covered = [(match.start, match.end) for match in found]
    rest = [match for index, match in enumerate(numbers) if index not in used and not _is_covered(match, covered)]
    found.extend(_bare(text, number) for number in rest)
    return _without_overlap(sorted(found, key=lambda match: (match.start, -match.end)))


def _is_covered(number: Match[DocNumber], covered: list[tuple[int, int]]) -> bool:
    low, high = 0, len(covered)
    while low < high:
        middle = (low + high) // 2
        if covered[middle][1] <= number.start:
            low = middle + 1
        else:
            high = middle
    return low < len(covered) and covered[low][0] <= number.start


def _without_overlap(found: list[Match[NamedDocument]]) -> list[Match[NamedDocument]]:
    kept: list[Match[NamedDocument]] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _marked(
    text: str, mark: Match[title_mark.MarkedTitle], numbers: list[Match[DocNumber]], used: set[int]
) -> Match[NamedDocument]:
    """A title in marks with the number in the bracket behind it, directly behind it, or directly before it."""
    start, end, number = mark.start, mark.end, ""
    behind = _bracket_behind(text, end)
    inner = text[end:behind]
    index = _first_number(numbers, end)
    if index < len(numbers) and _belongs(text, end, behind, numbers[index]):
        used.add(index)
        number = numbers[index].value.number
        # Further numbers in the same bracket are further documents: （国办发〔2018〕1号、国办发〔2019〕2号）.
        several = index + 1 < len(numbers) and numbers[index + 1].start < behind
        end = numbers[index].end if several else max(behind, numbers[index].end)
    elif index and _LEADS_TO_TITLE.fullmatch(text, numbers[index - 1].end, start) and index - 1 not in used:
        used.add(index - 1)
        number, start = numbers[index - 1].value.number, numbers[index - 1].start
    title = mark.value.title
    value = NamedDocument(
        title,
        number,
        _issuer(text, mark.start, title),
        _date(inner),
        "" if number else _no_document(title),
        bool(_ANNEX.match(inner)) and not number,
    )
    return Match(start, end, text[start:end], value, "title_with_number" if number else "title_marks")


# What may stand between a number and the title that it belongs to. Matches: `文件`, ` `, `公布的`. Does not match: `和`, `，`.
_LEADS_TO_TITLE = regex.compile(r"(?:文件?|公布的?|发布的?|印发的?)?[ 　]?")
# A bracket that points to an annex: `（见附件）`, `(附件1)`. Does not match: `（国发〔2016〕25号）`.
_ANNEX = regex.compile(r"\s*[（(]\s*(?:详?见)?本?附[件表录]")
# A bracket that belongs to the title before the number: `（试行）`. Does not match: `（国发`.
_TRIAL = regex.compile(r"\s*[（(](?:试行|暂行|修订|修订版|修订稿|征求意见稿|草案|\d{4}年版?|\d{4}年修订)[）)]")
_MAX_BRACKET = 120


def _bracket_behind(text: str, offset: int) -> int:
    """Where the bracket behind a title ends, (试行) and the next one together; `offset` where there is none."""
    if trial := _TRIAL.match(text, offset):
        return max(trial.end(), _bracket_behind(text, trial.end()))
    begin = offset
    while begin < len(text) and text[begin] in " 　\n" and begin - offset < 2:
        begin += 1
    if text[begin : begin + 1] not in _BRACKETS or not text[begin : begin + 1]:
        return offset
    found = bracket.find(text[begin : begin + _MAX_BRACKET])
    return begin + found[0].end if found and found[0].value.closed else offset


_BRACKETS = "（([［〔【"


def _first_number(numbers: list[Match[DocNumber]], offset: int) -> int:
    """The index of the first number that begins at or behind `offset`."""
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


_MAX_GAP = 30


def _belongs(text: str, end: int, behind: int, number: Match[DocNumber]) -> bool:
    """Whether the number stands in the bracket behind the title, or directly behind the title."""
    if behind > end and number.start < behind:
        before = text[end : number.start]
        return len(before) <= _MAX_GAP and "《" not in before
    torn = regex.fullmatch(r"\s?[（(\[［]?\s?", text[end : number.start])
    return torn is not None and number.value.kind is not NumberKind.ANNOUNCEMENT


def _no_document(title: str) -> str:
    return next((rule.rule_id for rule in rules.patterns("citation_none") if rule.pattern.search(title)), "")


# An organ directly before the title or `印发的`: `司法部`, `工业和信息化部、国家统计局联合印发的`. Does not match: `根据`.
_ISSUER_BEFORE = regex.compile(
    r"(?:(?<=[，。；：、》\s]|^)|(?<=根据|按照|依据|依照|落实|贯彻|执行|遵照|遵循|参照|对照|符合|转发|批转|现将|同意|按|据|照|和|与|及))"
    r"(?P<name>\p{Han}(?:\p{Han}|(?<=[部局委会院厅室府署])[、和]){1,50}?(?:办公厅|办公室|部|局|委|会|院|厅|政府|署))"
    r"(?:等[\p{Han}\d]{0,8}(?:部门|单位|部委|厅局))?(?:联合)?(?:印发|发布|公布|制定|下发|颁布)?的?$"
)
# The organ that a title begins with: `国务院` of `国务院关于…`, `财政部国家卫生健康委`. Does not match: `关于`.
_ISSUER_IN_TITLE = regex.compile(
    r"^(?P<name>(?:(?!关于)[\p{Han}、\s]){2,60}?(?:办公厅|办公室|部|局|委|委员会|院|厅|政府|署|会))(?=关于|印发|转发|批转)"
)


def _issuer(text: str, start: int, title: str) -> str:
    if hit := _ISSUER_IN_TITLE.match(title):
        return regex.sub(r"\s+", "", hit["name"])
    hit = _ISSUER_BEFORE.search(text, max(0, start - _MAX_ISSUER), start)
    name = _LEADS_TO_ISSUER.sub("", hit["name"]) if hit else ""
    return "" if _SPEAKER.match(name) else name


_MAX_ISSUER = 60
# Words before the organ: `为贯彻落实国务院`, `有关单位要认真对照中共中央办公厅`, `省政府同意省经贸委`,
# `所称企业指工业和信息化部`, `和司法部`. Does not match: `国务院`, `指导委员会`, `市防指办公室`.
_LEADS_TO_ISSUER = regex.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|遵循|参照|对照|符合|落实|贯彻|执行|转发|批转|现将|同意|指(?![导挥定办]))|^[按照据和与及将](?=\p{Han}{2})"
)
# The notice's own organ, or no organ: `我委`, `本局`, `上级部`. Does not match: `国务院`.
_SPEAKER = regex.compile(r"[我你本贵该]\p{Han}{1,2}$|上级|有关|相关")
# Matches: `2003年12月20日`. Does not match: `2003年`.
_DAY = regex.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def _date(inner: str) -> str:
    hit = _DAY.search(inner)
    return f"{hit[1]}-{int(hit[2]):02d}-{int(hit[3]):02d}" if hit else ""


def _bare(text: str, number: Match[DocNumber]) -> Match[NamedDocument]:
    """A number without a title in marks; the title before it, where one stands there without marks, belongs to it."""
    begin = _line_start(text, number.start, _MAX_UNMARKED)
    before = text[begin : number.start]
    for rule in rules.patterns("citation_titles"):
        if rule.columns["place"] == "line" and begin and text[begin - 1] != "\n":
            continue
        if (hit := rule.pattern.search(before)) and (title := _LEAD_VERB.sub("", _ITEM_LABEL.sub("", hit["title"]))):
            start = begin + hit.start("title") + len(hit["title"]) - len(title)
            end = _bracket_end(text, number.end)
            joined = regex.sub(r"\s+", "", title)
            value = NamedDocument(joined, number.value.number, _issuer("", 0, joined), "", "", False)
            return Match(start, end, text[start:end], value, rule.rule_id)
    own = "" if _is_named(text, number) else OWN_NUMBER
    value = NamedDocument("", number.value.number, "", "", own, False)
    return Match(number.start, number.end, number.text, value, "number_alone")


def _line_start(text: str, offset: int, reach: int) -> int:
    """Where the line of `offset` begins, or `reach` characters before it, what is nearer."""
    begin = max(0, offset - reach)
    return max(begin, text.rfind("\n", begin, offset) + 1)


_MAX_UNMARKED = 140
# Matches: `12.`, `（三）`. Does not match: `2021年`.
_ITEM_LABEL = regex.compile(r"^\s*[（(]?[一二三四五六七八九十百\d]{1,4}(?:[）)][、.．]?|[、.．])")
# Words before an unmarked title: `根据国务院关于`. Does not match: `国务院关于`.
_LEAD_VERB = regex.compile(
    r"^.*?(?:根据|按照|依据|依照|遵照|落实|贯彻|执行|参照|符合|转发|废止|现将|你们|[你我](?:省|市|部|委|局|厅|单位)|的(?=\p{Han}{2,20}(?:部|局|委|院|厅|府|办|室)关于))+(?=\p{Han})"
)


def _bracket_end(text: str, end: int) -> int:
    hit = regex.compile(r"[^（）()\n]{0,8}?[）)\]〕】]").match(text, end)
    return hit.end() if hit else end


# What stands before a notice's own number in a header or a web page's table: `【文号】 `, `发文字号：`. Not: `的通知（`.
_OWN_FIELD = regex.compile(r"(?:文\s*号|字\s*号|编\s*号|索引号)\s*[】\]：:|｜\s]*$")
# The history of a law's own text: `国务院令第265号发布`, `令第707号第四次修订`. Does not match: `令第181号）`.
_HISTORY = regex.compile(r"\s*(?:公布|发布|颁布|第[一二三四五六七八九十\d]+次修[订正]|修[订正]|施行)")
_BESIDE = 4


def _is_named(text: str, number: Match[DocNumber]) -> bool:
    """Whether the number stands in running text, not alone on a line, in a header's field or in a law's own history."""
    before = text[_line_start(text, number.start, _MAX_GAP) : number.start]
    behind = text[number.end : number.end + _MAX_GAP].split("\n", 1)[0]
    if _OWN_FIELD.search(before) or (number.value.kind is NumberKind.ORDER and _HISTORY.match(behind)):
        return False
    labelled = regex.match(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．）)]", before)
    return len((before + behind).strip(" 　\t（）()【】[]")) > _BESIDE or labelled is not None
