"""Units that stand where the subject of a clause stands: 各承接部门|要…, 由省财政厅、省农业农村厅|负责…, 请各市|于….

Candidates only: whether a clause binds its subject, `predicate` and `obligation` decide on its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extractors import rules, subject_list
from extractors.kinds import UnitKind
from extractors.match import Match
from extractors.prose import BLANK, CLOSE, Prose
from extractors.unit import UnitName

_MAX_LIST = 160
_MAX_PIECES_OF_A_LIST = 6
_MAX_OPENERS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list of units before a word that may bind them.

    The clause begins at `start` (with 由 or what goes before it), the list stands at `begin` to `end`, the predicate
    begins at `predicate`, its piece (up to the next comma) is `piece_start` to `piece_end`. `opener` is 由, 请, 明确 or
    empty; `is_relative` where a relative clause stands before the list (为其提供服务的|担保机构).
    """

    start: int
    begin: int
    end: int
    predicate: int
    piece_start: int
    piece_end: int
    opener: str
    is_relative: bool
    units: tuple[Match[UnitName], ...]


def candidates(prose: Prose) -> list[Candidate]:
    """The candidates of `prose`, in order of their predicates."""
    found = (_candidate(prose, end, behind) for end, behind in _places(prose))
    return [candidate for candidate in found if candidate is not None]


def _places(prose: Prose) -> Iterator[tuple[int, int]]:
    """Where a unit's name may end with a word behind it that may bind the unit: the end, and where the word begins."""
    masked, words = prose.masked, _binding_words()
    for hit in _trigger().finditer(masked):
        behind = hit.end()
        if masked[behind - 1] == BLANK and prose.text[hit.start() + 1] not in "（(":
            continue
        # A character that begins no binding word is a comma or a digit, for which the trigger has looked further.
        binding = words.get(masked[behind])
        if (binding is None or masked.startswith(binding, behind)) and not _is_inside_a_name(
            masked, hit.start() + 1, behind
        ):
            yield hit.start() + 1, behind


# The classes of words that make a place a candidate; the others only refuse.
_BINDING = frozenset(
    {
        "modal",
        "ban",
        "will",
        "charge",
        "lead",
        "with",
        "join",
        "support",
        "verb",
        "noun_verb",
        "adverb",
        "time",
        "prep",
        "is",
    }
)
# A list may close with those who are no units. Matches: 及社会力量, 和个人. Does not match: 和各部门.
_NO_UNITS_BEHIND = r"(?:(?:、|和|及|与|以及)(?:社会力量|社会各界|个人|广大群众|有关人员))?"
# A bracket between a name and its duty: 各部门（下同）要. Matches: □□□□. Does not match: □.
_ASIDE = rf"{BLANK}{{3,80}}+"


@cache
def _binding_words() -> dict[str, tuple[str, ...]]:
    """The words that make a place a candidate, by their first character: a named list of them is ten times as slow."""
    words: dict[str, list[str]] = {}
    for row in rules.table("obligation_words"):
        if row["class"] in _BINDING:
            words.setdefault(row["word"][0], []).append(row["word"])
    return {first: tuple(found) for first, found in words.items()}


@cache
def _trigger() -> regex.Pattern[str]:
    """The last character of a unit's name with what may be a word behind it that binds the unit."""
    forced = "|".join(row["word"] for row in rules.table("obligation_words") if row["class"] in {"modal", "ban"})
    ends = "".join(sorted({ending[-1] for ending in _endings()} | subject_list.ends()))
    first = "".join(sorted(_binding_words()))
    return regex.compile(
        rf"[{ends}等{CLOSE}](?:{_NO_UNITS_BEHIND}|{_ASIDE})(?=[{first}\d]|[，,](?:(?:每年|每月|每季度|每半年)?(?:{forced})|负责|(?:如|若)[^，。；]{{2,40}}[，,](?:{forced})))"
    )


@cache
def _endings() -> frozenset[str]:
    return frozenset(rules.words("unit_endings"))


@cache
def _ends_in_place() -> tuple[str, ...]:
    """Endings such as 派出所; a bare 所 is the particle of 所需, 所在."""
    return tuple(ending for ending in _endings() if ending.endswith("所") and len(ending) > 1)


@cache
def _inner() -> frozenset[str]:
    """The characters that endings go on with behind their first."""
    return frozenset("".join(ending[1:] for ending in _endings()))


def _is_inside_a_name(masked: str, end: int, behind: int) -> bool:
    """Whether a unit's ending goes on over the place: 管委|会, 工会|组织."""
    if masked[end - 1] == "所" and not masked[max(0, end - 4) : end].endswith(_ends_in_place()):
        return True
    if masked[behind] not in _inner():
        return False
    endings = _endings()
    return any(
        masked[max(0, end - left) : end] + masked[behind : behind + right] in endings
        for left in (1, 2, 3, 4)
        for right in (1, 2, 3)
    )


def _candidate(prose: Prose, end: int, predicate: int) -> Candidate | None:
    piece_start = max(prose.piece_start(end), end - _MAX_LIST)
    for start, begin, opener in _begins(prose.masked, piece_start, end):
        if _is_part_of_name(prose.masked, start, begin, end, opener, predicate):
            begin, opener = begin - len(opener), ""
            start = begin
        units = subject_list.units(prose.text, begin, end)
        if not units:
            continue
        if not opener and start == begin:
            begin, opener, units = _with_pieces_before(prose, begin, units)
            start = min(start, begin)
        is_relative = not opener and start < begin
        if opener and start == begin:
            start -= len(opener)
        return Candidate(
            start, begin, end, predicate, piece_start, prose.piece_end(predicate), opener, is_relative, units
        )
    return None


# Matches: 由省财政厅, 请各市, 考试机构为|省考试中心, 设立|工作组，负责. Does not match: 自由贸易, 理由, 转由, 由于, 申请各项, 邀请.
_OPENER = regex.compile(
    r"(?<![自理缘来事经转])由(?!于)|(?<![申提报聘邀恳敬烦呈])请(?!示|求|假)|(?:责成|指定|确定|明确)(?!的)|(?<=部门|机构|单位|主体|牵头|\p{Han}方)为(?=\p{Han})|(?<!新|已|法)(?:设立|成立|组建)(?!的)"
)
# Those of them that give a unit its office, of which only a piece of its own tells the duty: 设立工作组，负责….
APPOINTING = frozenset({"为", "设立", "成立", "组建"})
# What ends the relative clause that 由 opens. Matches: 直接监管的大型银行. Does not match: 直接监管、的.
_UNDER = regex.compile(
    r"[^，。；：、的]{2,26}(?:监管|管理|主管|举办|主办|出资|设立|批准|审批|核准|指定|认定|登记|委托|推荐)的\p{Han}"
)
# A duty that no unit behind 由 has. Matches: ，应报送, 不得. Does not match: 组织验收, 应急.
_MODAL_NEXT = regex.compile(r"[，,]?(?:均|还|也|都)?(?:应当?(?!急|用)|须|必须|不得|要(?!求))")
# A duty somewhere behind a name. Matches: 应制定方案, 检查结束后应按照. Does not match: 负责检查, 牵头.
_DUTY_BEHIND = regex.compile(r"(?!负责|牵头|承担|专人)[^，。；]{0,60}?(?:应当?(?!急|用)|须|必须|不得|要(?!求))")


def _is_part_of_name(masked: str, start: int, begin: int, end: int, opener: str, predicate: int) -> bool:
    """Whether the opener is part of the name: 由银保监分局监管的|大型银行，应, |指定内审检查组应; not 指定|市财政局负责."""
    if begin - len(opener) != start:
        return False
    if opener == "由":
        return _MODAL_NEXT.match(masked, predicate) is not None and _UNDER.match(masked, begin, end) is not None
    return opener == "指定" and _DUTY_BEHIND.match(masked, predicate) is not None


# What parts words inside a piece. Matches: the blank of `工作要求 各部门要`, 第二十一条. Does not match: 各部门.
_GAP = regex.compile(rf"(?:[\s　{BLANK}]|第[一二三四五六七八九十百零〇\d]{{1,6}}条)+")
# Behind a relative clause the unit begins. Matches: 为其提供服务的|机构. Does not match: 有关的大中城市, 政府确定的机构.
_RELATIVE = regex.compile(r"(?<!有关|相关|所属|确定|指定|设区|授权)的(?=\p{Han})")


def _begins(masked: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where the clause and its list may begin, the likeliest first, each with its opener."""
    stripped = _behind_lead_ins(masked, start, end)
    openers = list(_OPENER.finditer(masked, start, end))
    for opener in openers[: -_MAX_OPENERS - 1 : -1]:
        yield min(stripped, opener.start()), opener.end(), opener.group()
    if openers:
        return
    if (gap := _last(_GAP, masked, stripped, end)) is not None:
        gap = _behind_lead_ins(masked, gap, end)
        yield gap, gap, ""
    yield stripped, stripped, ""
    if (relative := _last(_RELATIVE, masked, stripped, end)) is not None:
        yield stripped, relative, ""


def _last(pattern: regex.Pattern[str], masked: str, start: int, end: int) -> int | None:
    """Where the last match between `start` and `end` ends, if anything is left behind it."""
    last = None
    for hit in pattern.finditer(masked, start, end):
        last = hit.end()
    return last if last is not None and last < end else None


@cache
def _lead_in() -> regex.Pattern[str]:
    """All lead-ins, each of which begins its pattern with ^."""
    patterns = [rule.pattern.pattern.removeprefix("^") for rule in rules.patterns("obligation_lead_ins")]
    return regex.compile("(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")++")


def _behind_lead_ins(masked: str, start: int, end: int) -> int:
    """The offset behind labels, conjunctions and time phrases: 同时，到2019年底|市场监管部门."""
    hit = _lead_in().match(masked, start, end)
    return hit.end() if hit and hit.end() < end else start


# What no piece of a list that goes on over commas holds. Matches: 经费应统一支付到机构, 受困的企业. Does not match: 市直各部门.
_NO_LIST = regex.compile(r"[应要可的向对将把]")


def _with_pieces_before(
    prose: Prose, begin: int, units: tuple[Match[UnitName], ...]
) -> tuple[int, str, tuple[Match[UnitName], ...]]:
    """The list with the pieces before it that hold units only: 各区县（市）政府，|市直各部门."""
    for _ in range(_MAX_PIECES_OF_A_LIST):
        if begin == 0 or prose.masked[begin - 1] not in "，,":
            break
        end = begin - 1
        start = prose.piece_start(end)
        opened = _OPENER.search(prose.masked, start, end)
        list_start = opened.end() if opened else _behind_lead_ins(prose.masked, start, end)
        if end - list_start > _MAX_LIST or _NO_LIST.search(prose.masked, list_start, end):
            break
        if opened and opened.group() in APPOINTING:
            break
        earlier = subject_list.units(prose.text, list_start, end)
        if not earlier or any(len(match.text) > _longest(match) for match in earlier):
            break
        begin, units = list_start, (*earlier, *units)
        if opened:
            return begin, opened.group(), units
    return begin, "", units


def _longest(match: Match[UnitName]) -> int:
    """How long a name before a comma may be: 联席会议办公室设在教育部 is a sentence."""
    return 11 if match.value.kind is UnitKind.NAMED else 20
