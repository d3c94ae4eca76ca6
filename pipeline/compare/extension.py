"""How long a later notice keeps an earlier one in force: 有效期延长至2025年12月31日, 有效期延长2年, 继续有效."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from extractors import calendar_date
from extractors.numeral import to_int


@dataclass(frozen=True, slots=True)
class Extension:
    """What a sentence says of the last day: the ISO day itself, else so many `months` more.

    `start` is the ISO day from which the months count, empty for the old last day; `is_whole` where they count from the
    day of taking effect (有效期延长为5年). `goes_on` says that no end is named because the notice stays in force (继续有效).
    """

    until: str = ""
    months: int = 0
    start: str = ""
    is_whole: bool = False
    goes_on: bool = False


def extension_of(sentence: str, text: str, before: str, *, is_listed: bool, issued: str) -> Extension:
    """What a sentence says, else what the whole text says once; of a document that `is_listed` whether the heading above
    it, the last in `before`, says that it stays in force. `issued` is the ISO day of the notice that extends."""
    found = _extension(sentence, issued)
    if found is None:
        of_text = {_extension(each, issued) for each in _SENTENCE.findall(text)} - {None}
        found = of_text.pop() if len(of_text) == 1 else None
    if found is not None:
        return found
    if is_listed:
        said = [*_EXTENDS.finditer(before)]
        return Extension(goes_on=bool(said) and _GOES_ON.fullmatch(said[-1][0]) is not None)
    return Extension(goes_on=_GOES_ON.search(sentence) is not None)


def last_day(extension: Extension, *, last: str, effective: str, since: str) -> str:
    """The ISO day on which an extended notice lapses, "" where nothing tells it.

    `last` is its last day so far and `effective` its day of effect, empty where unknown. From a last day that was past
    already on the day `since` nothing is counted: whether the gap counts, nobody can tell.
    """
    if extension.until or not extension.months:
        return extension.until
    if extension.is_whole:
        return _last_of(effective, extension.months)
    if extension.start:
        return _last_of(extension.start, extension.months)
    return _last_of(_day_after(last), extension.months) if last >= since else ""


_SENTENCE = regex.compile(r"[^。；！？\n]+")
_NUMBER = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_MOVED = r"(?:延长|延续|顺延|延期|延展)"
# The day to which validity is moved. Matches in: `有效期延长至2031年4月30日`, `延期到2025年12月31日`, `继续执行至2022年12月31日`,
# `延长2年，至2025年12月31日`. Does not match in: `有效期延长五年`.
_MOVED_TO = regex.compile(
    rf"(?:{_MOVED}|延|执行|实施|有效)(?:(?:有效期|执行)?(?:{_NUMBER})\s*(?:年|个月)，?)?\s*[至到]\s*"
    r"(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
# How much longer it holds. Matches in: `有效期延长2年`, `延长有效期两年`, `自2023年1月1日起延长5年`, `自印发之日起继续有效2年`,
# `有效期延长为5年`. Does not match in: `合同有效期2年`, `租赁期最长可延长至20年`.
_MOVED_BY = regex.compile(
    r"(?:自\s*(?:(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)|(?P<issue>(?:本通知)?(?:印发|发布|公布|发文)之日))\s*起，?)?"
    rf"(?:(?:有效期|执行期|实施期)(?:限)?(?:再|均|相应)?{_MOVED}|{_MOVED}(?:有效期|执行期|实施期|执行|实施)(?:限)?(?:再)?"
    rf"|(?<=起，?)(?:有效期)?(?:再)?(?:{_MOVED}|(?:继续|延续)(?:有效|执行|实施|施行))(?:，?有效期(?:限)?(?:为)?)?)"
    rf"\s*(?P<whole>[至到为])?\s*(?P<count>{_NUMBER})\s*(?P<unit>年|个月)(?![\d月])"
)
# Matches: `继续有效`, `继续执行`. Does not match: `继续推进`.
_GOES_ON = regex.compile(r"(?:继续|延续)(?:有效|执行|实施|施行)")
# What a heading says of the documents below it. Matches: `继续有效`, `有效期延长`, `延长有效期`. Does not match: `有效期5年`.
_EXTENDS = regex.compile(r"(?:继续|延续)(?:有效|执行|实施|施行)|延长有效期|有效期(?:限)?延长")


def _extension(sentence: str, issued: str) -> Extension | None:
    """What a sentence says of a day or a length."""
    if day := _iso(_MOVED_TO.search(sentence)):
        return Extension(until=day)
    hit = _MOVED_BY.search(sentence)
    if hit is None or not (count := to_int(hit["count"])):
        return None
    start = _iso(hit) if hit["day"] else issued if hit["issue"] else ""
    months = count * 12 if hit["unit"] == "年" else count
    return Extension(months=months, start=start, is_whole=hit["whole"] is not None and not start)


def _iso(hit: regex.Match[str] | None) -> str:
    day = calendar_date.full(hit["day"]) if hit else None
    return day.isoformat() if day else ""


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def _last_of(start: str, months: int) -> str:
    """The last day of so many months of which `start` is the first."""
    if not start:
        return ""
    first = date.fromisoformat(start)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year - 1:
        return ""
    day = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    is_cut = day.day < first.day
    return (day if is_cut else day - timedelta(days=1)).isoformat()
