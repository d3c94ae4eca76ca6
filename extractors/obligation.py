"""Tasks in running sentences: 市委编办要及时调整…, 由X牵头, 请X于…前报送Z."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors import participant, plain_duty, predicate, prose, refusal, subject
from extractors.duty import Duty
from extractors.kinds import Role, Strength
from extractors.match import Match
from extractors.predicate import Reading
from extractors.prose import Prose
from extractors.subject import Candidate
from extractors.unit import UnitName


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who must do what a clause says; spans of `duties` count in the same text as the match that holds it."""

    duties: tuple[Duty, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class _Bound:
    """A list of units with the words that bind it."""

    subject: Candidate
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Clause:
    """A bound list with the extent of its clause, and those that only support it (A牵头，|B配合|)."""

    bound: _Bound
    start: int
    end: int
    supporters: list[_Bound]


def find(text: str) -> list[Match[Obligation]]:
    """The clauses of `text` that bind units, in order, each from its subject to the end of what it governs.

    市委编办要及时调整职责清单；市政务办要及时调整权责清单 gives two. A clause that appeals (要高度重视), permits (可)
    or tells gives none; nor does what stands in a bracket, a title or a quotation.
    """
    running = prose.read(text)
    candidates = subject.candidates(running)
    if not candidates:
        return []
    clauses = _clauses(running, _bound(running, candidates))
    found = (_match(running, clause) for clause in clauses if not _is_refused(running, clause))
    return [match for match in found if match is not None]


def _bound(running: Prose, candidates: list[Candidate]) -> Iterator[_Bound]:
    """The candidates that their words bind, the first of each piece."""
    last_piece = -1
    for candidate, reading in zip(candidates, predicate.readings(running, candidates), strict=True):
        if candidate.piece_start != last_piece and reading is not None and _binds(running, candidate, reading):
            last_piece = candidate.piece_start
            yield _Bound(candidate, reading)


# A unit's office with the duty that goes with it. Matches: 是省政府盐业主管机构，主管. Does not match: 是事业单位，具有.
_TITLE = regex.compile(r"是[^，。；]{0,40}(?:机构|部门|单位|主体)，(?:主管|负责|承担|牵头)")


def _binds(running: Prose, candidate: Candidate, reading: Reading) -> bool:
    """Whether the shape that the words have is a duty of these units."""
    force = reading.shape.force
    if not reading.shape.accepts or _is_no_subject(candidate):
        return False
    if candidate.opener == "由" and _PERMITTED.search(running.masked, candidate.piece_start, candidate.begin):
        return False
    is_apart = running.masked.startswith(("，负责", ",负责"), candidate.predicate)
    if is_apart or candidate.opener in subject.APPOINTING:
        return is_apart and candidate.opener in subject.APPOINTING
    if force == "must":
        return True
    if force == "title":
        return _TITLE.match(running.masked, candidate.predicate) is not None
    piece = running.masked[candidate.predicate : candidate.piece_end]
    if refusal.refuses("told", piece) or plain_duty.is_ground(running, candidate):
        return False
    return force == "duty" or plain_duty.binds(running, candidate, reading, piece)


# Matches: 可由, 也可以根据实际需要由. Does not match: 由, 不可由, 许可由.
_PERMITTED = regex.compile(r"(?<![不许认])可(?:以)?(?!能|靠|行)[^，,]{0,16}由$")


def _is_no_subject(candidate: Candidate) -> bool:
    """Whether none of the units can be bound, or one is not definite: 社会力量, 一些地方; not 企业和社会组织."""
    refused = [refusal.refuses("subject", match.value.name) for match in candidate.units]
    return all(refused) or refused[0]


# No sentence is looked at further than this.
_REACH = 300


def _clauses(running: Prose, bound: Iterator[_Bound]) -> list[_Clause]:
    """The bound lists with the extents of their clauses; one that only supports goes to the clause before it."""
    clauses: list[_Clause] = []
    for each in bound:
        end = _clause_end(running, each.subject)
        before = clauses[-1] if clauses and clauses[-1].end == end else None
        if each.reading.shape.role == "supporting":
            if before is not None and _supports(running, each, before):
                before.supporters.append(each)
                continue
            if _is_attributive(running, each):
                continue
        start = _clause_start(running, each.subject, before.bound.subject.piece_end if before else 0)
        if before is not None:
            clauses[-1] = replace(before, end=start)
        clauses.append(_Clause(each, start, end, []))
    return clauses


# A permission that follows a duty. Matches: ，也可以根据需要由. Does not match: ，由.
_PERMISSION = regex.compile(r"[，,；;](?:也|还)?可(?:以)?[^，。；]{0,16}由")


def _clause_end(running: Prose, candidate: Candidate) -> int:
    """Where the clause ends at the latest: with its sentence, or before a permission that names others."""
    end = running.sentence_end(candidate.predicate)
    permission = _PERMISSION.search(running.masked, candidate.predicate, min(end, candidate.predicate + _REACH))
    return permission.start() if permission else end


# Matches: 的, 、合理分险的. Does not match: 、落实.
_ATTRIBUTE_END = regex.compile(r"的|[、和][^，,。；;、]{1,14}的")


def _is_attributive(running: Prose, each: _Bound) -> bool:
    """Whether the list with its verb describes a noun: 省级有关部门参与的工作机制."""
    return _ATTRIBUTE_END.match(running.masked, each.reading.end) is not None


def _supports(running: Prose, each: _Bound, before: _Clause) -> bool:
    """Whether those who support belong to the clause before: 由A牵头，B参与; not 各市要建立A牵头、B参与的机制."""
    if running.masked.rfind("；", max(before.start, each.subject.start - _REACH), each.subject.start) >= 0:
        return False
    led = before.bound.subject.opener == "由" and before.bound.reading.shape.role == "lead"
    return led or not _is_attributive(running, each)


# A piece before the subject that belongs to its clause. Matches: 2021年3月底前, 对违法的企业, 疫情期间. Does not match: 加强监管.
_ADVERBIAL = regex.compile(
    r"\s*(?:(?:对于?|在|自|从|到|于|按照|根据|结合|依据|针对|每[年月季]|\d{4}\s*年|凡|因|如)[^，,]*|[^，,]*(?:前|后|期间|的|时|之日起))"
)
_MAX_ADVERBIALS = 3


def _clause_start(running: Prose, candidate: Candidate, floor: int) -> int:
    """Where the clause begins: with the pieces before its subject that say when, for whom or on what ground."""
    masked, start = running.masked, candidate.start
    for _ in range(_MAX_ADVERBIALS):
        if start <= floor or masked[start - 1] not in "，,":
            break
        piece_start = max(running.piece_start(start - 1), floor)
        if not _ADVERBIAL.fullmatch(masked, piece_start, start - 1):
            break
        start = piece_start
    while start < candidate.begin and masked[start] in " 　□，,；;、":
        start += 1
    return start


def _is_refused(running: Prose, clause: _Clause) -> bool:
    """Whether the clause is none that binds: 负责解释, conditions of who qualifies, nothing but appeals."""
    candidate = clause.bound.subject
    body = running.masked[candidate.predicate : clause.end].rstrip("，,；;：: ")
    piece = running.masked[candidate.predicate : candidate.piece_end]
    if candidate.opener == "由" and clause.bound.reading.shape.role != "lead" and refusal.refuses("by", piece):
        return True
    return refusal.refuses("clause", body) or refusal.refuses("piece", piece) or refusal.only_appeals(body)


_ROLES = {"lead": Role.LEAD, "joint": Role.LEAD, "joint_short": Role.LEAD, "supporting": Role.SUPPORTING}
# Matches: 要继续做好牵头工作, 牵头. Does not match: 要建立省级政府办公厅牵头的机制, 会同牵头部门.
_LEADS = regex.compile(
    r"(?:要|应当?|须|将|负责|继续|切实|认真|积极|充分|做好|抓好|履行好?|发挥好?){0,4}牵头(?!单位|部门|的)"
)
# Behind 配合, where nothing says whom. Matches: 。, ，, 做好, 落实. Does not match: 企业拓宽用工渠道.
_SUPPORTS_ALONE = regex.compile(r"$|[，。；、\s]|做好|落实|实施|推进|完成|工作")
# Behind 协同, which also means together. Matches: 。, 做好. Does not match: 实施本办法.
_JOINS_ALONE = regex.compile(r"$|[，。；、\s]|做好|配合")
# Matches: 原则上, 力争. Does not match: 必须.
_SOFT = regex.compile(r"原则上|力争|争取|尽量")
# What a joint act describes. Matches: 有关部门确认的, 财政部印发的. Does not match: 有关部门制定全市的.
_JOINT_ATTRIBUTE = regex.compile(
    r"[^，,]{0,60}(?:确认|认定|制定|制订|印发|发布|批准|确定|公布|提出|审定|核定|下达|组织|开展)的(?=\p{Han})"
)


def _match(running: Prose, clause: _Clause) -> Match[Obligation] | None:
    candidate, reading = clause.bound.subject, clause.bound.reading
    joined: tuple[Match[UnitName], ...] = ()
    if reading.shape.role in {"joint", "joint_short"}:
        joined = participant.behind(running, reading.end, clause.end)
        if (reading.shape.role == "joint_short" and not joined) or _JOINT_ATTRIBUTE.match(
            running.masked, reading.end, candidate.piece_end
        ):
            return None
    later = () if joined else participant.joined_later(running, candidate.predicate, clause.end)
    role = Role.LEAD if later else _role(running, clause.bound)
    duties = _duties(clause.bound, role)
    duties += _supporting((*joined, *later), "会同", "joined_participant")
    duties += _supporting(
        participant.organised(running, candidate.predicate, clause.end), "组织", "organised_participant"
    )
    for supporter in clause.supporters:
        duties += _duties(supporter, Role.SUPPORTING)
    end = clause.start + len(running.text[clause.start : clause.end].rstrip("，,；;：:、 　"))
    soft = _SOFT.search(running.masked, candidate.predicate, candidate.piece_end) is not None
    value = Obligation(_once(duties), Strength.SHOULD if soft else Strength.MUST)
    return Match(clause.start, end, running.text[clause.start : end], value, reading.shape.rule_id)


def _role(running: Prose, bound: _Bound) -> Role:
    candidate, reading = bound.subject, bound.reading
    role = _ROLES.get(reading.shape.role, Role.RESPONSIBLE)
    alone = _JOINS_ALONE if reading.word == "协同" else _SUPPORTS_ALONE
    if role is Role.SUPPORTING and not alone.match(running.masked, reading.end):
        role = Role.RESPONSIBLE
    leads = role is Role.RESPONSIBLE and _LEADS.match(running.masked, candidate.predicate, candidate.piece_end)
    return Role.LEAD if leads else role


def _duties(bound: _Bound, role: Role) -> list[Duty]:
    return [Duty(match, role, bound.reading.word, bound.reading.shape.rule_id) for match in bound.subject.units]


def _supporting(units: tuple[Match[UnitName], ...], words: str, rule_id: str) -> list[Duty]:
    return [Duty(match, Role.SUPPORTING, words, rule_id) for match in units]


def _once(duties: list[Duty]) -> tuple[Duty, ...]:
    """Each unit once, in the role that is named first: the strongest."""
    first: dict[str, Duty] = {}
    for duty in duties:
        first.setdefault(duty.unit.value.name, duty)
    return tuple(first.values())
