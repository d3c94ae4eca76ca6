"""Time limits: 2021年3月10日前, 每月28日前, 印发之日起30日内, 长期坚持."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import regex

from extractors import duration, folded, period, recurrence, rules
from extractors.deadline_place import Place, Region
from extractors.kinds import Calendar, DeadlineKind, Precision
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit as read. `due_date` is the last day that keeps it; dates are None where nothing says them.

    `resolved` is false where a date is meant that the text and the notice's own day do not give.
    """

    kind: DeadlineKind
    start_date: date | None = None
    due_date: date | None = None
    precision: Precision | None = None
    inclusive: bool = True
    anchor_text: str = ""
    anchor_date: date | None = None
    recurrence: str = ""
    calendar: Calendar = Calendar.UNSPECIFIED
    action: str = ""
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A time expression of the folded text that may be a limit; `bare` ones count only where a limit is stated."""

    start: int
    end: int
    value: TimeLimit
    rule_id: str
    bare: bool = False
    core: int = -1

    @property
    def core_start(self) -> int:
        """Where the expression begins without 到, 至 before it."""
        return self.start if self.core < 0 else self.core


# The hour and the word that close a limit. Matches: `（星期一）前`, `下午17:00前`, `之前`. Does not match: `前期`, `后`.
_BEFORE = regex.compile(
    r"(?:[（(][^（()）]{1,10}[）)])?(?:[上下中]午|晚上?|早)?(?:\d{1,2}(?:[:：时点](?:\d{1,2}分?|整)?))?(?:下班)?"
    r"(?:之前|以前|前)(?!期|提|往|述|款|景|沿|瞻|置|后|列|[一二两三四五六七八九十\d]{1,3}个?(?:年|月|周|日|天|工作日))"
)
# Matches: `之内`. Does not match: `内部`, `内容`.
_WITHIN = regex.compile(r"(?:之内|以内|内)(?!部|容|外|需|涵|陆|控|生)")
# Matches: `力争到`, `至`, `不晚于`. Does not match: `达到了`, `甚至于`.
_UP_TO = regex.compile(
    r"(?:截至|截止到?|(?<![达得直感受提遇签])到|(?<!甚|以|乃|直|截)至(?:迟|晚)?(?:于|在)?|不[晚迟]于|最[晚迟](?:于|在|至|到)?|赶在)$"
)
# What is reported as it stood then, not a limit. Matches: `截至`. Does not match: `到`.
_AS_OF = regex.compile(r"(?:截至|截止到?)$")
# Matches: `报名时间为`, `截止日期：`. Does not match: `时间`.
_NAMED_TIME = regex.compile(r"(?:时间|日期|时限|期限|节点|截止)(?:分别)?(?:为|是|：|:)(?:自|从)?$")
# Matches: `确保`, `力争`. Does not match: `保证`.
_AIMS = regex.compile(r"(?:确保|力争|争取|务必|计划|拟|预计|保证)(?:于|在)?$")
# Matches: `于`, `在`. Does not match: `由于`.
_IN = regex.compile(r"(?<![由关对属位低高大小等优基处鉴至])(?:于|在)$")
# Where a clause begins: `，`, `（`. Does not match: `的`.
_CLAUSE_BEGINS = regex.compile(r"(?:^|[，,。；;：:（()）\n\t、—]|(?:并|和|及|，且))$")
# What is attained at a time. Matches: `基本完成`, `要全部建成`, `实现`. Does not match: `企业信贷余额`.
_ATTAINS = regex.compile(
    r"[，,]?(?:要|应|须|将|可)?(?:基本|全面|全部|初步|率先|力争|确保|如期|按期|按时|正式|整体)*"
    r"(?:完成|实现|建成|达到|取得|建立|形成|启动|出台|印发|上线|办结|投产|开工|竣工|投用|投入使用|验收|报送|上报|报市|报省|报国|报区|报县|到位|覆盖|清零|消除|落地)"
)
# Matches: `将方案报送`, `前报`. Does not match: `公报`.
_REPORTS = regex.compile(r"[^，,。；;]{0,24}?(?:报送|上报|报告|报(?=[市省区县国我]|财政|至|到|经|给)|提交|反馈|召开)")
# What begins a recurring limit: `2022年6月起，`. Does not match: `起草`.
_FROM_THEN_ON = regex.compile(r"(?:起|开始)(?:[，,]|至[^，,]{1,10}[，,])?")
# Makes 次年 one certain year. Matches: `2021年`. Does not match: `每年`.
_NAMED_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d年|今年|本年|明年")
# Joins two periods that share what follows: `3月、6月底前`. Does not match: `至`.
_SHARED = frozenset("、和及与")
# Words that name the last day of a period, or its whole.
_LAST_EDGES = frozenset({"底", "末", "终", "内", "中", "末期", "期末", "规划期末"})
_ACTION_REACH = 40


def find(
    text: str, *, reference_date: date | None = None, issued_date: date | None = None, stated: bool = False
) -> list[Match[TimeLimit]]:
    """The time limits that the text of one task (with its bracket) sets, in order; what is no limit is not returned.

    `reference_date` is 成文日期: it gives a missing year. `issued_date` is 印发日期: 印发之日起 counts from it, else
    from `reference_date`. `stated` says that the text is the content of a bracket, line or cell for a time limit, where
    bare forms (12月, 2021年, 长期) count too; within a longer text they count in such places only.
    """
    flat = folded.fold(text)
    place = Place(flat.text, stated=stated)
    found: list[Match[TimeLimit]] = []
    for candidate in _apart(_candidates(flat.text, place, reference_date, issued_date or reference_date)):
        if candidate.bare and not place.is_stated(candidate.start, candidate.end):
            continue
        if place.is_no_limit(candidate.core_start, candidate.end, candidate.value.kind):
            continue
        start, end = flat.span(candidate.start, candidate.end)
        value = replace(candidate.value, action=_action(place, candidate))
        found.append(Match(start, end, text[start:end], value, candidate.rule_id))
    return found


def _candidates(text: str, place: Place, reference: date | None, issued: date | None) -> Iterator[list[_Candidate]]:
    """The candidates by class; those of an earlier class win over later ones that overlap them."""
    periods = period.find(text, reference)
    yield list(_recurring(text, place, periods))
    yield list(_relative(text, issued))
    calendar = _calendars(text, place, periods, reference)
    yield [candidate for candidate in calendar if not candidate.bare]
    yield list(_events(text))
    yield [*(candidate for candidate in calendar if candidate.bare), *_plain(text, reference)]


def _apart(classes: Iterable[list[_Candidate]]) -> list[_Candidate]:
    """The candidates in order of the text, none overlapping another: within a class the earlier, then the longer one."""
    taken: list[_Candidate] = []
    for candidates in classes:
        kept: list[_Candidate] = []
        for candidate in sorted(candidates, key=lambda item: (item.start, -item.end)):
            if not (kept and candidate.start < kept[-1].end) and not _overlaps(candidate, taken):
                kept.append(candidate)
        taken = sorted([*taken, *kept], key=lambda item: item.start)
    return taken


def _overlaps(candidate: _Candidate, taken: list[_Candidate]) -> bool:
    """Whether it overlaps one of `taken`, which are in order and apart."""
    index = bisect_left(taken, candidate.end, key=lambda item: item.start) - 1
    return index >= 0 and taken[index].end > candidate.start


def _recurring(text: str, place: Place, periods: list[period.Period]) -> Iterator[_Candidate]:
    starts = {item.end: item for item in periods}
    for item in recurrence.find(text):
        if item.rule_id.startswith("next_year") and _NAMED_YEAR.search(place.around(item.start, item.end).before):
            continue
        start, begins = item.start, None
        for length in (1, 2, 3):
            first = starts.get(item.start - length)
            if first is not None and _FROM_THEN_ON.fullmatch(text, first.end, item.start):
                start, begins = first.start, first.earliest
        value = TimeLimit(
            DeadlineKind.RECURRING,
            start_date=begins,
            recurrence=item.recurrence,
            calendar=Calendar.WORKING if "BYSETPOS" in item.recurrence else Calendar.UNSPECIFIED,
        )
        yield _Candidate(start, item.end, value, item.rule_id)


def _relative(text: str, issued: date | None) -> Iterator[_Candidate]:
    for item in duration.find(text, issued):
        value = TimeLimit(
            DeadlineKind.RELATIVE,
            due_date=item.due,
            precision=Precision.DAY if item.due else None,
            anchor_text=item.anchor,
            anchor_date=item.anchor_date,
            calendar=item.calendar,
            resolved=item.due is not None,
        )
        yield _Candidate(item.start, item.end, value, item.rule_id)


def _calendars(text: str, place: Place, periods: list[period.Period], reference: date | None) -> list[_Candidate]:
    """The limits that the periods make; one of a list shares the word behind the last (3月、6月、9月底前)."""
    found: list[_Candidate] = []
    following: period.Period | None = None
    shares = False
    for item in reversed(periods):
        candidate = _calendar(place, item, reference)
        joined = following is not None and text[item.end : following.start] in _SHARED
        if candidate is not None and candidate.bare and joined and shares:
            candidate = replace(candidate, bare=False)
        shares = candidate is not None and not candidate.bare and (candidate.end > item.end or (joined and shares))
        following = item
        if candidate is not None:
            found.append(candidate)
    return found


def _calendar(place: Place, item: period.Period, reference: date | None) -> _Candidate | None:
    """The limit that a period of the calendar makes with the words around it, or None where they make none."""
    around = place.around(item.start, item.end)
    if _looks_back(place, item, around, reference):
        return None
    if item.is_range or (item.precision is Precision.PLAN and "末" not in item.edge):
        return _limit(item, DeadlineKind.WINDOW)
    if closing := _BEFORE.match(around.after) or _WITHIN.match(around.after):
        return _limit(item, DeadlineKind.BY, end=item.end + closing.end())
    if opening := _UP_TO.search(around.before):
        return _limit(item, DeadlineKind.BY, start=item.start - len(opening.group()))
    if item.edge in _LAST_EDGES:
        return _limit(item, DeadlineKind.BY)
    if item.precision is Precision.DAY and item.latest and reference and item.latest <= reference:
        return None  # 成文日期：2021-03-05 beside the text
    return _bare(item, around)


def _looks_back(place: Place, item: period.Period, around: Region, reference: date | None) -> bool:
    """Whether a period before the notice's day, or a state at it (截至当月的进度), is told of."""
    as_of = _AS_OF.search(around.before) is not None
    if as_of and around.after.startswith("的"):
        return True
    is_past = reference is not None and item.latest is not None and item.latest < reference
    return is_past and (item.has_year or as_of) and not place.is_stated(item.start, item.end)


def _bare(item: period.Period, around: Region) -> _Candidate:
    """A period without a word that makes it a limit: 确保2020年…, 3月完成…, （12月）."""
    attains = _ATTAINS.match(around.after) is not None
    begins = _CLAUSE_BEGINS.search(around.before) is not None
    if aims := _AIMS.search(around.before):
        by = attains or aims.group().endswith(("于", "在"))
        return _limit(item, DeadlineKind.BY if by else DeadlineKind.WINDOW)
    if _NAMED_TIME.search(around.before) or (begins and attains):
        return _limit(item, DeadlineKind.BY)
    if begins and item.precision in (Precision.HALF, Precision.QUARTER) and around.after.startswith(("，", ",")):
        return _limit(item, DeadlineKind.WINDOW)
    is_report_day = item.precision is Precision.DAY and _REPORTS.match(around.after) is not None
    is_said = _IN.search(around.before) is not None and (attains or is_report_day)
    return _limit(item, DeadlineKind.BY, bare=not is_said)


def _limit(
    item: period.Period, kind: DeadlineKind, *, start: int | None = None, end: int | None = None, bare: bool = False
) -> _Candidate:
    """The period as a limit; `start` and `end` are given where words beside it belong to it."""
    value = TimeLimit(
        kind,
        start_date=item.earliest if kind is DeadlineKind.WINDOW else None,
        due_date=item.latest,
        precision=item.precision,
        resolved=item.latest is not None,
    )
    begin, finish = item.start if start is None else start, item.end if end is None else end
    return _Candidate(begin, finish, value, item.rule_id, bare, item.start)


# What ends the words of an event, backwards. Matches: `，`, `至`. Does not match: `的`.
_EVENT_BOUND = regex.compile(r".*(?:[，,。；;：:、（()）\n\t]|至|到(?!来)|第[一二三四五六七八九十百]+条)")
_EVENT_REACH = 16


def _events(text: str) -> Iterator[_Candidate]:
    for rule in rules.patterns("deadline_events"):
        for hit in rule.pattern.finditer(text):
            start = hit.start() if hit.group().startswith("待") else _event_start(text, hit.start())
            value = TimeLimit(DeadlineKind.EVENT, anchor_text=text[start : hit.end()], resolved=False)
            yield _Candidate(start, hit.end(), value, rule.rule_id)


def _event_start(text: str, end: int) -> int:
    """Where the words of the event that ends at `end` begin: behind 在, 于, 应 or the mark before, within reach."""
    floor = max(0, end - _EVENT_REACH)
    before = text[floor:end]
    bounds = [hit.end() for pattern in (_EVENT_BOUND, duration.LEAD_IN) if (hit := pattern.match(before))]
    if not bounds:
        return floor if floor == 0 else end
    return floor + max(bounds)


def _plain(text: str, reference: date | None) -> Iterator[_Candidate]:
    for rule in rules.patterns("deadline_plain"):
        kind = DeadlineKind(rule.columns["kind"])
        value = TimeLimit(kind)
        if kind is DeadlineKind.WINDOW:
            first = date(reference.year, 1, 1) if reference else None
            last = date(reference.year, 12, 31) if reference else None
            value = TimeLimit(kind, first, last, Precision.YEAR, resolved=last is not None)
        for hit in rule.pattern.finditer(text):
            yield _Candidate(hit.start(), hit.end(), value, rule.rule_id, bare=rule.columns["stated"] == "yes")


@cache
def _actions() -> regex.Pattern[str]:
    return regex.compile("|".join(rules.words("deadline_actions")))


def _action(place: Place, candidate: _Candidate) -> str:
    """What is to be done by then: the first word of action behind the limit, in a labelled slot 完成 else."""
    after = place.around(candidate.start, candidate.end).after[:_ACTION_REACH]
    if hit := _actions().search(after):
        return hit.group()
    return "完成" if place.is_labelled(candidate.start) else ""
