"""Whether words without 要, 应 or 负责 bind a unit: 政府部门直接发放证书; not 各地不断加大力度，取得一定成效."""

from __future__ import annotations

from functools import cache

import regex

from extractors import refusal, rules, unit
from extractors.kinds import UnitKind
from extractors.match import Match
from extractors.predicate import Reading
from extractors.prose import Prose
from extractors.subject import Candidate
from extractors.unit import UnitName

# No sentence is looked at further than this.
_REACH = 300
# A bare verb behind these binds units that it binds nowhere else: 由盐业行业协会提出. Not behind 明确各部门职责.
_NAMING = frozenset({"由", "请"})
# Matches: 3月15日前, 2021年内. Does not match: 2021年4月13日公开方式.
_LIMIT = regex.compile(r"\d\s*(?:年|月|日|个工作日|天)(?:底|末|之?前|以前|内|起|后|至|开始|上旬|中旬|下旬)")
# A condition that a duty follows. Matches: ，应于, ，须在, ，要, ，将充分考虑. Does not match: ，由, ，可, ，要求, ，需要外援的，.
_DUTY_NEXT = regex.compile(
    r"[，,](?:但|仍|均|都|也|还|同时){0,2}"
    r"(?:应(?!急|用)|须|需(?!求|要[^，。；]{1,30}的[，,])|要(?!求)|必须|务必|不得|将(?=充分|进一步|及时|依法|依权限|综合|优先))"
)
# Who answers for what. Matches: 对项目质量负责, 对数据真实性承担主体责任. Does not match: 对项目负责人.
_ANSWERS = regex.compile(r"对[^，。；]{1,40}(?:负责|负总责|承担(?:主体|直接|全部|首要)?责任)$")
# 应 and 对, which as one word mean to cope with. Matches: 应对发现的问题建立台帐. Does not match: 应对突发事件.
_SHOULD_TO = regex.compile(r"应对[^，。；]{2,40}(?:建立|进行|开展|提出|实施|予以|给予|加强|承担|负有|作出|采取)")
# A duty behind its circumstance, without a comma. Matches: 在受理与审批时应引导, 检查结束后应按照. Does not match: 在受理时，应.
_LATER_MODAL = regex.compile(
    r"[^，。；]{1,40}(?:时|前|后|中|期间|情况下)(?:仍|均|都|也|还)?(?:应当?(?!急|用)|必须|务必|不得|须)(?=\p{Han})"
)


def binds(running: Prose, candidate: Candidate, reading: Reading, piece: str) -> bool:
    """Whether a verb without 要 or 应 is a duty: 政府部门直接发放证书; not 企业提前办理手续."""
    if any(each.match(piece) for each in (_ANSWERS, _SHOULD_TO, _LATER_MODAL)):
        return True
    named = candidate.opener in _NAMING
    must_next = _DUTY_NEXT.match(running.masked, candidate.piece_end) is not None
    # 与 joins the units of a list too: only 与客户签订协议时，应 is an occasion.
    if reading.word == "与" and not (must_next and refusal.refuses("circumstance", piece)):
        return False
    if reading.shape.force == "late" and must_next and not candidate.opener:
        return True
    if candidate.is_relative or (candidate.opener and not named):
        return False
    if all(_is_weak(match, named=named) for match in candidate.units):
        return False
    is_condition = refusal.refuses("conditional", piece) or (
        reading.shape.force == "plain" and not named and refusal.refuses("circumstance", piece)
    )
    if reading.word == "未" and not must_next:
        return False
    if (is_condition and not must_next) or _is_background(running, candidate):
        return False
    if reading.shape.force == "dated" and not _LIMIT.search(piece):
        return False
    if reading.shape.force != "plain" and not _has_later_duty(running, candidate):
        return False
    return not _is_part_of_a_name(running, candidate)


# A later piece that permits. Matches: ，可以编制, ，经同意，可. Does not match: ，可能.
_MAY_NEXT = regex.compile(r"[，,](?:经[^，,。；]{2,24}[，,])?可(?!能|靠|行|持续|见|控|视|比|再生)")
# A later piece that defines. Matches: ，不属于本办法规定的, ，适用本规则. Does not match: ，属地部门, ，适用技术.
_DEFINES_NEXT = regex.compile(r"[，,](?:均|也)?(?:不?属于|是指|不适用|适用于?本)")
# The ground of what follows. Matches: 按照国家提出的…, 根据. Does not match: 依法.
_GROUND = regex.compile(r"[\s　]*(?:按照|根据|依据|遵循)")
# Where a ground ends. Matches: 的要求，. Does not match: 的要求较高.
_GROUND_END = regex.compile(r"[^。；;]{0,80}的(?:要求|规定|原则|精神|部署|意见)[，,]")


def _is_background(running: Prose, candidate: Candidate) -> bool:
    """Whether a clause without 要 or 应 tells or permits: 各地不断加大力度，取得一定成效."""
    start, end = running.sentence_start(candidate.start), running.sentence_end(candidate.predicate)
    told = running.masked[max(start, candidate.start - _REACH) : min(end, candidate.predicate + _REACH)]
    followed = any(each.match(running.masked, candidate.piece_end) for each in (_MAY_NEXT, _DEFINES_NEXT))
    return followed or refusal.tells(told)


def is_ground(running: Prose, candidate: Candidate) -> bool:
    """Whether a clause is the ground of what follows: 按照由地方政府负责实施的要求，我省….

    Its piece opens with 按照, and the ground ends behind its predicate.
    """
    return bool(
        _GROUND.match(running.masked, candidate.piece_start, candidate.begin)
        and _GROUND_END.match(running.masked, candidate.predicate)
    )


def _is_weak(match: Match[UnitName], *, named: bool) -> bool:
    """Whether plain words bind no such unit: a body of its own, or an area by its name (praise names those).

    `named` is true behind 由 and 请, where only enterprises stay weak.
    """
    name = match.value.name
    if named or refusal.refuses("private", name):
        return refusal.refuses("private", name)
    is_area = match.value.kind is UnitKind.TERRITORY and not name.startswith(rules.words("unit_class_heads"))
    return is_area or refusal.refuses("weak", name)


def _has_later_duty(running: Prose, candidate: Candidate) -> bool:
    end = min(running.sentence_end(candidate.predicate), candidate.predicate + _REACH)
    return _duty_words().search(running.masked, candidate.predicate, end) is not None


@cache
def _duty_words() -> regex.Pattern[str]:
    classes = {"verb", "noun_verb", "modal", "ban", "charge", "will"}
    return regex.compile(
        r"\L<words>", words=[row["word"] for row in rules.table("obligation_words") if row["class"] in classes]
    )


# What follows in a list. Matches: 管理行政执法局 before 、. Does not match: 管理资金 before ，.
_NEXT_IN_LIST = regex.compile(r"\p{Han}{2,12}(?=、)")
# What makes a name of a body that is bound as such go on. Matches: 施工总承包单位. Does not match: 监测各单位, 管理各项目.
_LONGER = regex.compile(
    r"(?!各|有关|相关)(?:(?!各|有关|相关|本)\p{Han}){2,6}(?:单位|部门|机构|企业|公司|人员|中心|办公室)"
)


def _is_part_of_a_name(running: Prose, candidate: Candidate) -> bool:
    """Whether the verb belongs to a longer name in a list: 杭州市城市|管理行政执法局、."""
    if candidate.units[-1].rule_id.startswith("subject_") and _LONGER.match(running.masked, candidate.predicate):
        return True
    hit = _NEXT_IN_LIST.match(running.masked, candidate.predicate)
    longer = unit.find(candidate.units[-1].text + hit.group()) if hit else []
    return len(longer) == 1 and longer[0].value.kind is UnitKind.NAMED
