"""The shares of a statement: which list of units has which role, by a label before it or a verb behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import regex

from extractors import bracket, role_label, rules, unit
from extractors.kinds import Role
from extractors.match import Match
from extractors.role_label import RoleLabel
from extractors.unit import UnitName

_MAX_VERB = 24
_MAX_OBJECT = 12
# What ends a clause. Matches: `，`, `。`, the blank of `市财政局牵头 市审计局配合`. Does not match: `、`.
_CLAUSE_END = regex.compile(r"[，,；;。]|(?<=牵头|负责|配合|参与|落实|协助)\s+")
# What stands before the units of a clause: `由`, `具体工作由`, `省级层面由`, `请`. Does not match: `自由贸易试验区`.
_LEAD_IN = regex.compile(r"\s*(?:[^、由]{0,8}(?<!自)由|请|责成|以上)?\s*")
# A verb inside a clause, before the next list: `市财政局牵头、市审计局配合`, `A牵头B配合`. Does not match: `牵头单位`.
_INNER_VERB = regex.compile(r"(?P<verb>(?:总?牵头|负责|主办|指导)(?:负责|落实)?)(?:[、\s]+|(?=[省市区县州旗国各有相]))")
# A verb with its object: `市财政局负责资金保障`. Does not match: `负责人`, `负责的项目`.
_WITH_OBJECT = regex.compile(
    r"(?P<verb>牵头|负责|配合|协助|承担|指导|参与|落实|组织|制定|统筹)(?!人|同志|单位|部门)[\p{Han}“”（）()、《》]{2,}$"
)
# A role in brackets behind one unit: `市发改委（牵头）`, `市发改委[牵头]`. Does not match: `区县（市）`.
_ROLE_BEHIND = regex.compile(
    r"[（(\[〔【](?:(?P<lead>总?牵头(?:单位|部门|负责)?|主办|主责)|(?P<supporting>配合(?:单位|部门)?|协办|参与)|(?P<responsible>负责|责任单位))[)）\]〕】]$"
)


@dataclass(frozen=True, slots=True)
class Share:
    """The units of one list in one role. `words` gives the role (牵头单位, 负责), empty where nothing but the list stands."""

    role: Role
    words: str
    units: tuple[Match[UnitName], ...]
    rule_id: str
    and_so_on: bool = False


@dataclass(slots=True)
class _Clauses:
    """What the clauses gave so far; `pending` are lists whose role is still to come, `unknown` what was not understood."""

    shares: list[Share] = field(default_factory=list)
    pending: list[Share] = field(default_factory=list)
    unknown: int = 0


def read(text: str, *, default: Role | None = None) -> list[Share]:
    """The shares that `text` states, in order; [] where it is no statement.

    牵头单位：市委编办，责任单位：开发区 gives two, so does 省商务厅牵头，各市配合; a mere list one where `default` gives its role.
    """
    labels = role_label.find(text, loose=True)
    if any(label.role for label in labels):
        return _labelled(text, labels)
    return _unlabelled(text, default)


def states_role(clause: str) -> bool:
    """Whether a clause says who does what by a verb: 市审计局配合."""
    return bool(_read_clause(clause, trusted=False) and _verb_at_end(clause, 0))


def says_roles_only(text: str) -> bool:
    """Whether each clause ends with what its units do, or is a time limit: 市财政局牵头，6月底前完成."""
    clauses = [text[start:end] for start, end in _spans(text)]
    stated = [clause for clause in clauses if states_role(clause)]
    return bool(stated) and all(clause in stated or _any_of("duty_asides").match(clause) for clause in clauses)


def _labelled(text: str, labels: list[RoleLabel]) -> list[Share]:
    shares = _unlabelled(text[: labels[0].start], None)
    ends = [*(label.start for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=True):
        if label.role is not None:
            list_of_label = Share(label.role, label.words, (), label.rule_id)
            shares.extend(_moved(share, label.end) for share in _behind_label(text[label.end : end], list_of_label))
    return shares


def _behind_label(text: str, label: Share) -> list[Share]:
    """The list that a label opens, and the roles that the list states itself: 责任单位：A牵头，B配合."""
    clauses = _read_clauses(text, trusted=True)
    listed = [replace(share, role=label.role, words=label.words, rule_id=label.rule_id) for share in clauses.pending]
    return sorted([*listed, *clauses.shares], key=lambda share: share.units[0].start)


def _unlabelled(text: str, default: Role | None) -> list[Share]:
    clauses = _read_clauses(text, trusted=default is not None)
    if clauses.unknown and not clauses.shares and default is None:
        return []
    if default is None and (not clauses.shares or _is_an_aside(text, clauses)):
        return []
    listed = [replace(share, role=default or Role.RESPONSIBLE) for share in clauses.pending]
    return sorted([*listed, *clauses.shares], key=lambda share: share.units[0].start)


def _is_an_aside(text: str, clauses: _Clauses) -> bool:
    """Whether the text only adds who does a thing of its own: 省农信联社负责联通辖内农商行和农信社."""
    (first, *others) = clauses.shares
    if others or clauses.pending or clauses.unknown:
        return False
    start = first.units[-1].end
    end = next((end for begin, end in _spans(text) if begin < start <= end), start)
    return end - start > _MAX_OBJECT and _verb_at_end(text[:end], start) is None


def _read_clauses(text: str, *, trusted: bool) -> _Clauses:
    """The shares of all clauses. A list before a clause with a verb takes its role, unless a label or column gives one."""
    clauses, full_stop = _Clauses(), text.find("。") if "。" in text else len(text)
    for start, end in _spans(text):
        found = _read_clause(text[start:end], trusted=trusted and start < full_stop)
        if found is None:
            clauses.unknown += 1
        elif len(found) == 1 and not found[0].words:
            clauses.pending.append(_moved(found[0], start))
        else:
            moved = [_moved(share, start) for share in found]
            _settle(clauses, moved, keep_pending=trusted)
    clauses.shares = [share for share in clauses.shares if share.units]
    return clauses


def _settle(clauses: _Clauses, found: list[Share], *, keep_pending: bool) -> None:
    """Adds the shares of a clause with a verb; the lists that waited for one get its role."""
    if found and clauses.pending and (not keep_pending or not found[0].units):
        first = found[0]
        clauses.shares.extend(
            replace(share, role=first.role, words=first.words, rule_id=first.rule_id) for share in clauses.pending
        )
        clauses.pending.clear()
    clauses.shares.extend(found)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a statement, split where no bracket stands around."""
    depth = bracket.depths(text) if any(mark in text for mark in "（(〔[【") else None
    begin = 0
    for hit in [*_CLAUSE_END.finditer(text), None]:
        if hit is not None and depth is not None and depth[hit.start()]:
            continue
        end = hit.start() if hit else len(text)
        if clause := text[begin:end].strip():
            begin = text.index(clause, begin)
            yield begin, begin + len(clause)
        begin = hit.end() if hit else end


def _read_clause(clause: str, *, trusted: bool) -> list[Share] | None:
    """The shares of one clause: one without words for a mere list, [] for an aside, None where nothing fits."""
    if _any_of("duty_asides").match(clause):
        return []
    lead_in = _LEAD_IN.match(clause)
    begin = lead_in.end() if lead_in else 0
    if verb := _verb_at_end(clause, begin):
        return _before_verb(clause, begin, verb) or _with_object(clause, begin)
    if joint := _joined(clause, begin, len(clause)):
        return joint
    if listed := _list(clause, begin, len(clause), trusted=trusted):
        return listed
    return _with_object(clause, begin)


def _verb_at_end(clause: str, begin: int) -> Share | None:
    """The verb that closes a clause, as a share whose units are still to be read; None where there is none."""
    hit = _verbs().search(clause, max(begin, len(clause) - _MAX_VERB))
    if hit is None:
        return None
    rule_id = str(hit.lastgroup)
    return Share(_verb_roles()[rule_id], hit.group(), (), rule_id)


@cache
def _verbs() -> regex.Pattern[str]:
    return regex.compile(
        "|".join(f"(?P<{rule.rule_id}>{rule.pattern.pattern})" for rule in rules.patterns("role_verbs"))
    )


@cache
def _verb_roles() -> dict[str, Role]:
    return {rule.rule_id: Role(rule.columns["role"]) for rule in rules.patterns("role_verbs")}


@cache
def _any_of(table: str) -> regex.Pattern[str]:
    """All patterns of a table that holds no groups, as one."""
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules.patterns(table)))


def _before_verb(clause: str, begin: int, verb: Share) -> list[Share] | None:
    end = _without_adverbs(clause, begin, len(clause) - len(verb.words))
    if end <= begin:
        return [verb]
    if joint := _joined(clause, begin, end):
        return joint
    for hit in _INNER_VERB.finditer(clause, begin, end):
        first = _verb_at_end(clause[: hit.end("verb")], begin)
        left = _strict(clause, begin, _without_adverbs(clause, begin, hit.start()), first) if first else None
        right = _before_verb(clause[: len(clause)], hit.end(), verb)
        if left and right:
            return [left, *right]
    share = _strict(clause, begin, end, verb)
    return [share] if share else None


def _without_adverbs(clause: str, begin: int, end: int) -> int:
    """Where the list ends that adverbs stand behind: 省法院、省检察院|按照职责分工."""
    for _ in range(4):
        hit = _any_of("duty_adverbs").search(clause, max(begin, end - _MAX_VERB), end)
        if hit is None:
            break
        end = hit.start()
    while end > begin and (clause[end - 1].isspace() or clause[end - 1] in "、，,"):
        end -= 1
    return end


def _strict(clause: str, begin: int, end: int, verb: Share) -> Share | None:
    """The list before a verb, where each item is clearly a unit."""
    listed = unit.read(clause[begin:end])
    if not listed.complete:
        return None
    units = tuple(found.shifted(begin) for found in listed.units)
    return replace(verb, units=units, and_so_on=listed.and_so_on)


def _joined(clause: str, begin: int, end: int) -> list[Share] | None:
    """A会同B: A leads, B supports."""
    for rule in rules.patterns("duty_joints"):
        for hit in rule.pattern.finditer(clause, begin, end):
            lead = _strict(
                clause,
                begin,
                _without_adverbs(clause, begin, hit.start()),
                Share(Role.LEAD, hit.group(), (), rule.rule_id),
            )
            joined = _strict(clause, hit.end(), end, Share(Role.SUPPORTING, hit.group(), (), rule.rule_id))
            if joined and (lead or hit.start() == begin):
                return [lead, joined] if lead else [joined]
    return None


def _list(clause: str, begin: int, end: int, *, trusted: bool) -> list[Share] | None:
    """A mere list; a role in brackets behind one of its units makes that one a share of its own."""
    listed = unit.read(clause[begin : _without_adverbs(clause, begin, end)], trusted=trusted)
    if not listed.units or not (listed.complete or trusted):
        return None
    units = [_without_person(found.shifted(begin)) for found in listed.units]
    marked = {index: role for index, found in enumerate(units) if (role := _role_behind(found))}
    rest = tuple(found for index, found in enumerate(units) if index not in marked)
    shares = [share for _, share in sorted(marked.items())]
    if rest:
        shares.append(Share(Role.RESPONSIBLE, "", rest, "bare_list", listed.and_so_on))
    return shares


def _without_person(found: Match[UnitName]) -> Match[UnitName]:
    """The unit without the name of a person in brackets behind it: 市工信局（李四）."""
    if not found.text.endswith(("）", ")")):
        return found
    hit = next((hit for rule in rules.patterns("duty_persons") if (hit := rule.pattern.search(found.text))), None)
    if hit is None or hit.start() < 2 or unit.is_unit(hit.group()[1:-1]):
        return found
    return _named(found, found.text[: hit.start()].rstrip())


def _named(found: Match[UnitName], text: str) -> Match[UnitName]:
    """The unit that `text`, the beginning of `found`, names."""
    name = UnitName("".join(text.split()), found.value.kind)
    return Match(found.start, found.start + len(text), text, name, found.rule_id)


def _role_behind(found: Match[UnitName]) -> Share | None:
    hit = _ROLE_BEHIND.search(found.text)
    if hit is None:
        return None
    named = _named(found, found.text[: hit.start()].rstrip())
    return Share(Role(str(hit.lastgroup)), hit.group()[1:-1], (named,), "role_behind_unit")


def _with_object(clause: str, begin: int) -> list[Share] | None:
    """市财政局负责资金保障: the verb of a clause that goes on with what is to be done."""
    hit = _WITH_OBJECT.search(clause, begin)
    if hit is None or "的" in hit.group():
        return None
    verb = _verb_at_end(hit["verb"], 0)
    share = _strict(clause, begin, _without_adverbs(clause, begin, hit.start()), verb) if verb else None
    return [share] if share else None


def _moved(share: Share, by: int) -> Share:
    return replace(share, units=tuple(found.shifted(by) for found in share.units))
