"""Which periods of the calendar are time limits, by the words around them: 3月底前, 到2025年, 3月至5月."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import regex

from extractors import period
from extractors.deadline_limit import Candidate, TimeLimit
from extractors.deadline_place import Place, Region
from extractors.duration import Unresolved
from extractors.kinds import DeadlineKind, Precision

# Patterns with (?r) are read backwards from the period.
# The hour and the word that close a limit. Matches: `（星期一）前`, `下午17:00前`, `之前`. Does not match: `前期`, `后`.
_BEFORE = regex.compile(
    r"(?:[（(][^（()）]{1,10}[）)])?(?:[上下中]午|晚上?|早)?(?:\d{1,2}(?:[:：时点](?:\d{1,2}分?|整)?))?(?:下班)?"
    r"(?:之前|以前|前)(?!期|提(?![交出供前请报升高])|往|述|款|景|沿|瞻|置|后|列|[一二两三四五六七八九十\d]{1,3}个?(?:年|月|周|日|天|工作日))"
)
# Matches: `之内`. Does not match: `内部`, `内容`.
_WITHIN = regex.compile(r"(?:之内|以内|内)(?!部|容|外|需|涵|陆|控|生)")
# Matches: `力争到`, `至`, `不晚于`. Does not match: `达到了`, `甚至于`.
_UP_TO = regex.compile(
    r"(?r)(?:截至|截止到?|不[晚迟]于|最[晚迟](?:于|在|至|到)?|赶在|(?<![达得直感受提遇签])到|(?<!甚|以|乃|直|截)至(?:迟|晚)?(?:于|在)?)"
)
# What is reported as it stood then, not a limit. Matches: `截至`. Does not match: `到`.
_AS_OF = regex.compile(r"(?r)(?:截至|截止到?)")
# Matches: `报名时间为`, `截止日期：`. Does not match: `时间`.
_NAMED_TIME = regex.compile(r"(?r)(?:时间|日期|时限|期限|节点|截止)(?:分别)?(?:为|是|：|:)(?:自|从)?")
# Matches: `确保`, `力争`. Does not match: `保证`.
_AIMS = regex.compile(r"(?r)(?:确保|力争|争取|务必|计划|拟|预计|保证)(?:于|在)?")
# Matches: `于`, `在`. Does not match: `由于`.
_IN = regex.compile(r"(?r)(?<![由关对属位低高大小等优基处鉴至])(?:于|在)")
# Where a clause begins: `，`, `（`. Does not match: `的`.
_CLAUSE_BEGINS = regex.compile(r"(?r)(?:^|[，,。；;：:（()）\n\t、—]|(?:并|和|及|，且))")
# What is attained at a time. Matches: `基本完成`, `要全部建成`, `实现`. Does not match: `企业信贷余额`.
_ATTAINS = regex.compile(
    r"[，,]?(?:要|应|须|将|可)?(?:基本|全面|全部|初步|率先|力争|确保|如期|按期|按时|正式|整体)*"
    r"(?:完成|实现|建成|达到|取得|建立|形成|启动|出台|印发|上线|办结|投产|开工|竣工|投用|投入使用|验收|报送|上报|报市|报省|报国|报区|报县|到位|覆盖|清零|消除|落地)"
)
# Matches: `将方案报送`, `前报`. Does not match: `公报`.
_REPORTS = regex.compile(
    r"[^，,。；;]{0,24}?(?:报送|上报|报告|报(?=[市省区县国我]|财政|至|到|经|给)|提交|反馈|召开|发出|公布|公示|发布|发放)"
)
# From the notice's own day until the period. Matches: `即日起至`, `自本通知印发之日起至`. Does not match: `自4月1日起至`.
_FROM_ISSUE = regex.compile(
    r"(?r)(?:自|从)?(?:即日|现在|(?:(?:本|该)\p{Han}{2,6}|通知|文件)?(?:印发|下发|发布|公布|发文)(?:之日)?)(?:起|开始)?(?:至|到|[—－\-~～]{1,2})"
)
# Matches: `前`, `止`. Does not match: `后`.
_CLOSES = regex.compile(r"止|之?以?前|期间")
# Joins two periods that share what follows: `3月、6月底前`. Does not match: `至`.
_SHARED = frozenset("、和及与")
# The whole of a year: 2021年全年.
_WHOLE = "全年"
# The hour behind a named time. Matches: `17:30`, `（星期三）下午5点`. Does not match: `前`.
_HOUR = regex.compile(r"(?:[（(][^（()）]{1,10}[）)])?(?:[上下中]午|晚上?)?\d{1,2}[:：时点](?:\d{1,2}分?|整)?")
# Matches: `截止时间：`, `报送时间为`. Does not match: `发布时间：`.
_CLOSING_TIME = regex.compile(r"(?r)(?:截止|报送|完成|提交|报名|申报)(?:时间|日期|时限|期限)?(?:为|是|：|:)?")
# Words that name the last day of a period, or its whole.
_LAST_EDGES = frozenset({"底", "末", "终", "内", "中", "末期", "期末", "规划期末"})


def find(
    text: str, place: Place, periods: list[period.Period], reference: date | None, issued: date | None
) -> list[Candidate]:
    """The limits that the periods make; one of a list shares the word behind the last (3月、6月、9月底前)."""
    found: list[Candidate] = []
    following: period.Period | None = None
    shares = False
    for item in reversed(periods):
        candidate = _calendar(place, item, reference, issued)
        joined = following is not None and text[item.end : following.start] in _SHARED
        if candidate is not None and candidate.bare and joined and shares:
            candidate = replace(candidate, bare=False)
        shares = candidate is not None and not candidate.bare and (candidate.end > item.end or (joined and shares))
        following = item
        if candidate is not None:
            found.append(candidate)
    return found


def _calendar(place: Place, item: period.Period, reference: date | None, issued: date | None) -> Candidate | None:
    """The limit that a period of the calendar makes with the words around it, or None where they make none."""
    around = place.around(item.start, item.end)
    if since := _FROM_ISSUE.match(around.before):
        return _from_issue(item, issued, item.start - len(since.group()), around)
    if _looks_back(place, item, around, reference):
        return None
    if item.is_range or item.edge == _WHOLE or (item.precision is Precision.PLAN and "末" not in item.edge):
        return _limit(item, DeadlineKind.WINDOW)
    if closing := _BEFORE.match(around.after) or _WITHIN.match(around.after):
        return _limit(item, DeadlineKind.BY, end=item.end + closing.end())
    if opening := _UP_TO.match(around.before):
        return _limit(item, DeadlineKind.BY, start=item.start - len(opening.group()))
    if item.edge in _LAST_EDGES:
        return _limit(item, DeadlineKind.BY)
    if item.precision is Precision.DAY and item.latest and reference and item.latest <= reference:
        return None  # 成文日期：2021-03-05 beside the text
    return _bare(item, around)


def _from_issue(item: period.Period, issued: date | None, start: int, around: Region) -> Candidate | None:
    """The time from the notice's own day to the last day of a period: 即日起至6月30日."""
    if item.latest and issued and item.latest < issued:
        return None
    closing = _CLOSES.match(around.after)
    limit = _limit(item, DeadlineKind.WINDOW, start=start, end=item.end + (closing.end() if closing else 0))
    return replace(limit, value=replace(limit.value, start_date=issued), core=start)


def _looks_back(place: Place, item: period.Period, around: Region, reference: date | None) -> bool:
    """Whether a period before the notice's day, or a state at it (截至当月的进度), is told of."""
    as_of = _AS_OF.match(around.before) is not None
    if as_of and around.after.startswith("的"):
        return True
    is_past = reference is not None and item.latest is not None and item.latest < reference
    return is_past and (item.has_year or as_of) and not place.is_stated(item.start, item.end)


def _bare(item: period.Period, around: Region) -> Candidate:
    """A period without a word that makes it a limit: 确保2020年…, 3月完成…, （12月）."""
    attains = _ATTAINS.match(around.after) is not None
    begins = _CLAUSE_BEGINS.match(around.before) is not None
    if aims := _AIMS.match(around.before):
        by = attains or aims.group().endswith(("于", "在"))
        return _limit(item, DeadlineKind.BY if by else DeadlineKind.WINDOW)
    if _CLOSING_TIME.match(around.before) and (hour := _HOUR.match(around.after)):
        return _limit(item, DeadlineKind.BY, end=item.end + hour.end())
    if _NAMED_TIME.match(around.before) or (begins and attains):
        return _limit(item, DeadlineKind.BY)
    if begins and item.precision in (Precision.HALF, Precision.QUARTER) and around.after.startswith(("，", ",")):
        return _limit(item, DeadlineKind.WINDOW)
    is_report_day = item.precision is Precision.DAY and _REPORTS.match(around.after) is not None
    is_said = _IN.match(around.before) is not None and (attains or is_report_day)
    return _limit(item, DeadlineKind.BY, bare=not is_said)


def _limit(
    item: period.Period, kind: DeadlineKind, *, start: int | None = None, end: int | None = None, bare: bool = False
) -> Candidate:
    """The period as a limit; `start` and `end` are given where words beside it belong to it."""
    value = TimeLimit(
        kind,
        start_date=item.earliest if kind is DeadlineKind.WINDOW else None,
        due_date=item.latest,
        precision=item.precision,
        resolved=item.latest is not None,
        unresolved=None if item.latest else Unresolved.YEAR,
    )
    begin, finish = item.start if start is None else start, item.end if end is None else end
    return Candidate(begin, finish, value, item.rule_id, bare, item.start)
