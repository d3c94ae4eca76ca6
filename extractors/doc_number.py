"""Document numbers (发文字号): 郑政文〔2021〕26号, 国务院令第707号, 国家林业和草原局公告（2019年第8号）, GB 3096-2008."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import regex

from extractors import numeral, rules
from extractors.match import Match


class NumberKind(StrEnum):
    """number: 代字〔年〕序号号; order: 令; announcement: 公告, 通告; standard: GB 3096-2008."""

    NUMBER = "number"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in its normal form, `number`, and its parts.

    `org_code` is the organ's code (郑政文) or, for orders and announcements, its name; `year` is None where none is given.
    """

    kind: NumberKind
    org_code: str
    year: int | None
    serial: int
    number: str


def find(text: str) -> list[Match[DocNumber]]:
    """The document numbers in `text`, in order; none overlaps another.

    Brackets of any shape and blanks inside are read: `国办发 [2006] 79 号` gives 国办发〔2006〕79号. The code begins behind
    words that lead to it: of `根据豫政〔2021〕9号` the match is 豫政〔2021〕9号.
    Source: 党政机关公文处理工作条例 §9; GB/T 9704-2012 7.2.5.
    """
    found = sorted([*_numbers(text), *_standards(text)], key=lambda match: (match.start, -match.end))
    kept: list[Match[DocNumber]] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _numbers(text: str) -> Iterator[Match[DocNumber]]:
    for rule in rules.patterns("doc_number_patterns"):
        for hit in rule.pattern.finditer(text):
            if match := _read(text, hit, rule.rule_id, NumberKind(rule.columns["kind"])):
                yield match
                yield from _further(text, hit, match)


# A number that takes the organ, and where it has none the year, of the number before it: `、56号`, `和2012年第3号`, `、〔2017〕2号`.
# Does not match: `、国发〔2016〕25号`, `、3号楼`.
_FURTHER = regex.compile(
    r"\s*[、和及与]\s*(?:[〔\[［(（]?(?P<year>(?:19|20)\d{2})\s*年?[〕\]］)）]?\s*)?第?\s*(?P<serial>\d{1,5})\s*"
    r"(?:号(?![楼院线井桥机炉馆厂库闸门泵站车船栋])(?!前)(?:公告|通告|令)?|(?=(?:[、和及]\s*第?\s*\d{1,5}\s*){1,8}号(?!楼)))"
)
_MAX_FURTHER = 40


def _further(text: str, hit: regex.Match[str], first: Match[DocNumber]) -> Iterator[Match[DocNumber]]:
    """The numbers behind `first` that inherit its organ: 海关总署公告2011年第55号、56号 names two."""
    year, end = first.value.year, first.end
    for _ in range(_MAX_FURTHER):
        more = _FURTHER.match(text, end)
        serial = int(more["serial"]) if more else 0
        if more is None or not serial:
            return
        year = int(more["year"]) if more["year"] else year
        start = more.start("year") if more["year"] else more.start("serial")
        number = _inherited(hit, first.value, year, serial)
        value = replace(first.value, year=year, serial=serial, number=number)
        yield Match(start, more.end(), text[start : more.end()], value, "inherits_organ")
        end = more.end()


def _inherited(hit: regex.Match[str], first: DocNumber, year: int | None, serial: int) -> str:
    groups = hit.groupdict()
    if word := groups.get("word"):
        behind = hit.start("word") > hit.start("serial")
        return _order_number(first.org_code, word, year, serial, behind=behind, bracketed=bool(groups.get("open")))
    if groups.get("code"):
        return f"〔{year}〕{first.org_code}第{serial}号"
    return f"{first.org_code}〔{year}〕{serial}号"


def _read(text: str, hit: regex.Match[str], rule_id: str, kind: NumberKind) -> Match[DocNumber] | None:
    groups = hit.groupdict()
    serial = numeral.to_int(_squeezed(groups["serial"]))
    if not serial:
        return None
    year = _year(groups.get("year"))
    if groups.get("code"):
        value = DocNumber(kind, groups["code"], year, serial, f"〔{year}〕{groups['code']}第{serial}号")
        return Match(hit.start(), hit.end(), hit.group(), value, rule_id)
    if word := groups.get("word"):
        return _order(text, hit, rule_id, year, serial, word)
    start = _code_start(text, hit.start())
    code = _squeezed(text[start : hit.start()])
    if len(code) < _MIN_CODE:
        return None
    value = DocNumber(kind, code, year, serial, f"{code}〔{year}〕{serial}号")
    return Match(start, hit.end(), text[start : hit.end()], value, rule_id)


_MIN_CODE = 2


def _order(
    text: str, hit: regex.Match[str], rule_id: str, year: int | None, serial: int, word: str
) -> Match[DocNumber] | None:
    """The number of an order or announcement, with the organ's name before it."""
    start = _name_start(text, hit.start())
    name = _squeezed(text[start : hit.start()])
    if len(name) < _MIN_CODE and name + word != "主席令":
        return None
    name = _FORMER.sub("", _STATE.sub("", name))
    kind = NumberKind.ORDER if word == "令" else NumberKind.ANNOUNCEMENT
    behind = hit.start("word") > hit.start("serial")
    number = _order_number(name, word, year, serial, behind=behind, bracketed=bool(hit.groupdict().get("open")))
    return Match(start, hit.end(), text[start : hit.end()], DocNumber(kind, name, year, serial, number), rule_id)


def _order_number(name: str, word: str, year: int | None, serial: int, *, behind: bool, bracketed: bool) -> str:
    """海关总署公告2011年第55号, 海关总署2011年第55号公告, 国家林业和草原局公告（2019年第8号）."""
    tail = f"{year}年第{serial}号" if year else f"第{serial}号"
    if behind:
        return f"{name}{tail}{word}"
    return f"{name}{word}（{tail}）" if bracketed else f"{name}{word}{tail}"


# The name of the state goes before the State Council and the President only: `中华人民共和国国务院`.
# Does not match: `中华人民共和国濒危物种进出口管理办公室`.
_STATE = regex.compile(r"^中华人民共和国(?=(?:国务院|主席)$)")


# 原 before an organ that is no more: `原对外贸易经济合作部`. Does not match: `原州区人民政府`.
_FORMER = regex.compile(r"^原(?![州平阳])(?=\p{Han}{3,}(?:部|总局|局|委员会|委|署)$)")


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    year = numeral.to_int(_squeezed(written).replace("Ｏ", "〇"))
    return year + 1900 if year is not None and year < _CENTURY else year


_CENTURY = 100


def _squeezed(text: str) -> str:
    return regex.sub(r"\s+", "", text)


_MAX_CODE = 18
_MAX_NAME = 36
# A code letter by letter: `郑 政 文 `, `国　办　发`. Does not match at its end: `通知 人社厅明电`.
_SPACED_CODE = regex.compile(r"(?<![\p{Han}\w])\p{Han}(?:[ 　\xa0]{1,3}\p{Han}){1,7}[ 　\xa0]*$")
# Matches at its end: `国办发`, `沪建质安 `. Does not match: `2021`.
_HAN_RUN = regex.compile(r"\p{Han}+\s?$")


def _code_start(text: str, end: int) -> int:
    """Where the organ's code that ends at `end` begins."""
    begin = max(0, end - _MAX_CODE)
    if hit := _SPACED_CODE.search(text, begin, end):
        return hit.start()
    run = _HAN_RUN.search(text, begin, end)
    if run is None:
        return end
    start = _behind_leads(text, run.start(), end, ("inside", "code", "joint"))
    if named := _ORGAN_BEFORE.match(text, start, end):
        return named.end()
    return start


# An organ's name that stands before its code: `国家林业局林资发`, `市民政局穗民规字`. Does not match: `国铁建`, `市监发`, `农科院基建`.
_ORGAN_BEFORE = regex.compile(
    r"(?:国家|中共|中国|[省市区县州]|原)\p{Han}{1,12}?(?:总局|局|部|厅|委|院|署)(?=\p{Han}{2,8}\s?$)(?![发办字函规令文])"
)


def _name_start(text: str, end: int) -> int:
    """Where the organ's name that ends at `end` begins; `财政部 税务总局` is one name of two organs."""
    begin = max(0, end - _MAX_NAME)
    run = _HAN_RUN.search(text, begin, end)
    if run is None:
        return end
    start = _behind_leads(text, run.start(), end, ("inside",))
    first = run.start()
    while start == first and (before := _JOINT_ORGAN.search(text, max(0, start - _MAX_NAME), start)):
        first = before.start()
        start = _behind_leads(text, first, before.end(), ("inside",))
    return start


# Another organ before a blank: `财政部 ` of `财政部 税务总局公告2020年第8号`. Does not match: `政策的公告 `.
_JOINT_ORGAN = regex.compile(r"\p{Han}{1,14}(?:部|局|委|厅|院|会|署)[ 　]$")


def _behind_leads(text: str, start: int, end: int, places: tuple[str, ...]) -> int:
    """The start of what is left of `text[start:end]` behind the last word that leads to a code or name."""
    places = (*places, "dated") if text[max(0, start - 1) : start].isdigit() else places
    begin = start
    for lead in _leads(places).finditer(text, start, end):
        if lead.end() <= end - _MIN_CODE:
            begin = lead.end()
    opened = begin == start and (start == 0 or text[start - 1] in _OPENERS)
    first = _leads(("head",) if opened else ("head", "first")).match(text, begin, end)
    return first.end() if first and first.end() <= end - _MIN_CODE else begin


_OPENERS = "\n\r\t （(〔[【：:"


@cache
def _leads(places: tuple[str, ...]) -> regex.Pattern[str]:
    """One pattern of the leading words of these places, longest first; 年, 月, 日 only behind a digit, 和 only inside."""
    rows = sorted(rules.table("doc_number_leads"), key=lambda row: -len(row["word"]))
    parts = []
    for row in rows:
        if row["place"] not in places:
            continue
        behind = {"dated": r"(?<=\d)", "joint": r"(?<=\p{Han})"}.get(row["place"], "")
        # 对外贸易经济合作部 begins with the word 对 itself.
        ahead = "(?!外)" if row["word"] == "对" else ""
        parts.append(behind + regex.escape(row["word"]) + ahead)
    return regex.compile("|".join(parts))


def _standards(text: str) -> Iterator[Match[DocNumber]]:
    for hit in _standard_pattern().finditer(text):
        year = int(hit["year"])
        year += 0 if year > _CENTURY else (1900 if year > _TURN else 2000)
        kind = f"/{hit['kind'].upper()}" if hit["kind"] else ""
        code = hit["code"].upper() + kind
        number = f"{code}{hit['serial']}-{hit['year']}"
        value = DocNumber(NumberKind.STANDARD, code, year, int(hit["serial"].split(".")[0]), number)
        yield Match(hit.start(), hit.end(), hit.group(), value, "standard_number")


_TURN = 50


@cache
def _standard_pattern() -> regex.Pattern[str]:
    """Matches `GB 3096-2008`, `DB41/T 1234—2016`, `GB/T 26341-2010`; not `A320-2008`, `GB 50016`."""
    codes = "|".join(sorted(rules.words("doc_number_standards"), key=len, reverse=True))
    return regex.compile(
        rf"(?<![A-Za-z])(?P<code>(?:{codes})(?:\d{{2}}(?=[/\s]))?|T(?=/[A-Z]))\s?(?:/\s?(?P<kind>[A-Za-z]{{1,8}}))?\s*"
        r"(?P<serial>\d{1,6}(?:\.\d{1,2})?)\s?[-—–－─]{1,2}\s?(?P<year>(?:19|20)\d{2}|\d{2})(?!\d)"
    )
