"""Statements of who does what: （牵头单位：市委编办，责任单位：…）, （财政部牵头，各地区负责）, 责任单位：区发改局."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

import regex

from extractors import bracket, role_label, rules, share, unit
from extractors.kinds import Role, UnitKind
from extractors.match import Match
from extractors.role_label import RoleLabel
from extractors.unit import UnitName

_RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORTING: 2, Role.SUPERVISING: 3, Role.REPORT_TO: 4}
_MAX_STATEMENT = 1_000
_MIN_STATEMENT = 4
_MAX_ASIDE = 60
# What a statement must hold before anything of it is read. Matches: `牵头`, `责任单位`. Does not match: `区县（市）`.
_CUE = regex.compile(
    r"牵头|负责|配合|单[ 　]?位|部[ 　]?门|责任|参与|参加|协助|协办|主办|承办|落实|实施|指导|统筹|组织|承担|会同|督办|督促|督导|处室|推进|协调|办理|完成"
)
# What a cell says where nobody is named. Matches: `无`, `—`. Does not match: `无锡市`.
_NOBODY = regex.compile(r"[\s\-—–－/／〃、，。]*(?:无|同上)?[\s\-—–－/／〃、，。]*")
# What states a rule for the whole notice, and 下同 behind it: no units of this task. Matches: `，下同`. Does not match: `下同市`.
_RULE_CUE = regex.compile(r"第一|首|不再|最前")
_SAME_BELOW = regex.compile(r"(?:[，,。；\s]|^)(?:下同|以下同|不再列出)(?=[，,。；\s]|$)")
# Where a label line may begin: behind these, or where a line does. Matches: `。`, `）`, `——`. Does not match: `，`, `局`.
_BOUNDARY = regex.compile(r"[\s。！？；;：:）)】〕\]”—★☆▲△●○■□◆◇※]$")
# A dash or mark before a label, part of its line. Matches: `——`, `★ `. Does not match: `、`.
_BULLET = regex.compile(r"(?:—{1,2}|[★☆▲△●○■□◆◇※])[ \t　]*")
# What a dash puts behind its task at the end of a paragraph. Matches: `——市财政局负责`. Does not match where a line begins so.
_BEHIND_DASH = regex.compile(r"(?<=[^\n—])——?[ \t　]*(?P<list>[^—\n]{4,300})(?=\n|$)")
# What may stand between two label lines. Matches: a line break, `；`, ` `. Does not match: `，并`.
_BETWEEN = regex.compile(r"[\s；;，,。、.]*")
# Where a list of a line may end: behind a sentence or a blank. Matches: `。`, ` `. Does not match: `、`.
_LIST_END = regex.compile(r"[\s。]+")
# Where a time limit or a name on a line ends: behind a sentence, or a blank before a word. Does not match: `2021年 3月`.
_ASIDE_END = regex.compile(r"[。；;]|(?<=\S)\s+(?![\s\d])")
# The marks of brackets. Matches: `）`, `〔`. Does not match: `》`.
_ROUND = regex.compile(r"[（(〔\[【）)〕\]】]")
# What parts the items of a list. Matches: `、`, ` `. Does not match: `和`.
_PART = regex.compile(r"[、，,；;：:。\s]")
# One item of a list, up to the next mark. Matches: `市财政局`. Does not match: `、`.
_TOKEN = regex.compile(r"[^、，,；;。\s]{1,60}")


@dataclass(frozen=True, slots=True)
class Duty:
    """One unit in one role. `role_text` is the wording that gives the role (牵头单位, 牵头, 配合), `rule_id` the rule.

    `and_so_on` is true where 等 closes the list that the unit stands in (海关总署等有关部门负责).
    """

    unit: Match[UnitName]
    role: Role
    role_text: str
    rule_id: str
    and_so_on: bool = False

    def shifted(self, by: int) -> Duty:
        return replace(self, unit=self.unit.shifted(by))


@dataclass(frozen=True, slots=True)
class Statement:
    """The duties of one bracket, line or cell, in order; spans count in the same text as the match that holds it."""

    duties: tuple[Duty, ...]
    closed: bool = True

    def shifted(self, by: int) -> Statement:
        return Statement(tuple(duty.shifted(by) for duty in self.duties), self.closed)


def find(text: str) -> list[Match[Statement]]:
    """The statements of a notice in order: brackets with their marks, and label lines (牵头单位：…⏎责任单位：…) as one each.

    A line's match runs from its first label to the end of the last list or time limit that belongs to it.
    """
    found = _in_brackets(text)
    lines = list(_on_lines(text, found))
    dashes = _behind_dashes(text, [*found, *lines])
    return sorted([*found, *lines, *dashes], key=lambda match: match.start)


def read(text: str, *, default: Role | None = None) -> Statement | None:
    """What the bare words of a bracket, line or cell say, or None where they are no statement.

    `default` is the role of a list without role words (the column 牵头单位 gives LEAD); A牵头，B配合 in the cell overrides it.
    """
    if len(text) > _MAX_STATEMENT or _NOBODY.fullmatch(text) or _is_excluded(text):
        return None
    duties = [duty for part in share.read(_without_notice_rules(text), default=default) for duty in _duties(part)]
    return Statement(_strongest_once(duties)) if duties else None


def _duties(part: share.Share) -> Iterator[Duty]:
    for found in part.units:
        yield Duty(found, part.role, part.words, part.rule_id, part.and_so_on)


def _is_excluded(text: str) -> bool:
    return any(rule.pattern.search(text) for rule in rules.patterns("duty_not"))


def _without_notice_rules(text: str) -> str:
    """The text with blanks where it states a rule for the whole notice: its words are no statement of this task."""
    if _RULE_CUE.search(text):
        for rule in rules.patterns("notice_rules"):
            text = rule.pattern.sub(lambda hit: "，" * len(hit.group()), text)
    return _SAME_BELOW.sub(lambda hit: "，" * len(hit.group()), text)


def _strongest_once(duties: list[Duty]) -> tuple[Duty, ...]:
    """Each unit once, where it has its strongest role."""
    best: dict[str, int] = {}
    for duty in duties:
        name = duty.unit.value.name
        best[name] = min(best.get(name, len(_RANK)), _RANK[duty.role])
    kept: dict[str, Duty] = {}
    for duty in duties:
        if _RANK[duty.role] == best[duty.unit.value.name]:
            kept.setdefault(duty.unit.value.name, duty)
    return tuple(kept.values())


# In brackets


def _in_brackets(text: str) -> list[Match[Statement]]:
    found: list[Match[Statement]] = []
    for match in bracket.find(text):
        if found and match.start < found[-1].end:
            continue
        if _MIN_STATEMENT <= len(match.text) <= 2 * _MAX_STATEMENT and (statement := _in_bracket(text, match)):
            found.append(statement)
    return found if len(found) > 1 else [match for match in found if not _is_one_name(match)]


def _in_bracket(text: str, match: Match[bracket.Bracket]) -> Match[Statement] | None:
    """The statement of one bracket; a torn one ends with its list."""
    closed, start = match.value.closed, match.value.inner_start
    content = text[start : match.value.inner_end]
    if not closed:
        content = content[: _list_end(content)]
    statement = read(content) if _CUE.search(content) else None
    if statement is None and closed:
        statement = _bare_list(text, match, content)
    if statement is None:
        return None
    end = match.end if closed else start + len(content)
    rule_id = "statement_in_bracket" if closed else "statement_in_torn_bracket"
    return Match(match.start, end, text[match.start : end], replace(statement.shifted(start), closed=closed), rule_id)


def _is_one_name(match: Match[Statement]) -> bool:
    """Whether a bracket holds a single unit and no word of its role: as the only bracket of a notice it signs, （新华社）."""
    duties = match.value.duties
    return len(duties) == 1 and not duties[0].role_text


def _bare_list(text: str, match: Match[bracket.Bracket], content: str) -> Statement | None:
    """The units of a bracket without role words behind its task: 直至满分。（市农牧业局、市统计局）."""
    listed = unit.read(_without_notice_rules(content))
    if not listed.complete or _is_excluded(content) or any(found.rule_id != "unit_by_ending" for found in listed.units):
        return None
    if all(found.value.kind is UnitKind.TERRITORY for found in listed.units) or not _closes_task(
        text, match, len(listed.units)
    ):
        return None
    part = share.Share(Role.RESPONSIBLE, "", listed.units, "bare_list", listed.and_so_on)
    return Statement(_strongest_once(list(_duties(part))))


def _closes_task(text: str, match: Match[bracket.Bracket], units: int) -> bool:
    """Whether a bracket stands behind a sentence, or closes its paragraph and explains no class before it."""
    before = text[max(0, match.start - 40) : match.start].rstrip()
    if before.endswith(("。", "！", "；", ";", "？")):
        return True
    behind = text[match.end : match.end + 3].lstrip("。；; \t\u3000")
    explains = any(rule.pattern.search(before) for rule in rules.patterns("duty_before_list"))
    return units > 1 and behind[:1] in {"", "\n"} and bool(before) and not explains


# On lines


def _on_lines(text: str, brackets: list[Match[Statement]]) -> Iterator[Match[Statement]]:
    for start, end, labels in _runs(text, brackets):
        if all(label.role is None or label.of_host for label in labels):
            continue
        statement = read(text[start:end])
        if statement is not None and any(unit.is_unit(duty.unit.text) for duty in statement.duties):
            yield Match(start, end, text[start:end], statement.shifted(start), "statement_on_line")


def _runs(text: str, brackets: list[Match[Statement]]) -> Iterator[tuple[int, int, list[RoleLabel]]]:
    """Labels that follow one another, each behind the list of the one before, as (start, end, labels).

    `end` is behind the last units or time limit: a person named behind them (责任人：…) stays outside.
    """
    start, end, behind = 0, 0, -1
    run: list[RoleLabel] = []
    labels = _outside(role_label.find(text), brackets)
    for label, following in zip_longest(labels, labels[1:]):
        if not run or _BETWEEN.fullmatch(text, behind, label.start) is None:
            if run:
                yield start, end, run
            run, start = [], _with_bullet(text, label.start)
            if not _starts_run(text, start, label):
                continue
        run.append(label)
        behind = _behind_content(text, label, following.start if following else len(text))
        end = behind if label.role or label.names_time else end
    if run:
        yield start, end, run


def _outside(labels: list[RoleLabel], brackets: list[Match[Statement]]) -> list[RoleLabel]:
    kept, index = [], 0
    for label in labels:
        while index < len(brackets) and brackets[index].end <= label.start:
            index += 1
        if index == len(brackets) or label.start < brackets[index].start:
            kept.append(label)
    return kept


def _with_bullet(text: str, start: int) -> int:
    """Where the dash or mark before a label begins, else `start`."""
    hit = next((hit for hit in _BULLET.finditer(text, max(0, start - 4), start) if hit.end() == start), None)
    return hit.start() if hit else start


def _starts_run(text: str, start: int, label: RoleLabel) -> bool:
    """Whether labels may begin here: those of units, of times, and of persons, which some notices name first."""
    starts_line = start < label.start or start == 0 or _BOUNDARY.search(text, start - 1, start) is not None
    return starts_line and (label.role is not None or label.names_time or label.names_person)


def _behind_content(text: str, label: RoleLabel, limit: int) -> int:
    """Where what a label opens ends: its list of units, or what else it names."""
    limit = min(limit, label.end + (_MAX_STATEMENT if label.role else _MAX_ASIDE))
    limit = bracket.item_start(text, label.end, _line_end(text, label.end, limit))
    limit = _before_stray_mark(text, label.end, limit)
    if label.role is not None:
        return label.end + _list_end(text[label.end : limit])
    hit = _ASIDE_END.search(text, label.end, limit)
    return hit.start() if hit else limit


def _line_end(text: str, start: int, limit: int) -> int:
    """The end of the line, or of a later one where this one ends within a list: behind 、 or the label itself."""
    end = start
    while True:
        end = text.find("\n", end, limit)
        if end < 0:
            return limit
        if text[start:end].strip() and not text[start:end].rstrip().endswith(("、", "，", ",")):
            return end
        end += 1


def _before_stray_mark(text: str, start: int, end: int) -> int:
    """Where a bracket closes that was never opened: 责任单位：市财政局）."""
    depth = 0
    for hit in _ROUND.finditer(text, start, end):
        depth += 1 if hit.group() in "（(〔[【" else -1
        if depth < 0:
            return hit.start()
    return end


def _list_end(content: str) -> int:
    """How far a list of units goes on where no mark closes it: 人社局 本政策执行期暂定为… ends behind 人社局."""
    labels = {label.start for label in role_label.find(content)}
    for gap in _LIST_END.finditer(content):
        before, behind = content[: gap.start()], _TOKEN.match(content, gap.end())
        if not before.strip() or before[-1] in "、，,；;：:" or gap.end() in labels:
            continue
        if behind is None or not _goes_on(before, behind.group()):
            return gap.start()
    return len(content.rstrip())


def _goes_on(before: str, token: str) -> bool:
    """Whether a token behind a blank belongs to the list: a unit, or the rest of a name that the blank cut."""
    last = _PART.split(before)[-1]
    return unit.is_unit(token) or (not unit.is_unit(last) and unit.is_unit(last + token)) or share.states_role(token)


# Behind dashes


def _behind_dashes(text: str, found: list[Match[Statement]]) -> Iterator[Match[Statement]]:
    """Who does what behind a dash that closes a paragraph: 加强监管。——市财政局牵头，市审计局配合."""
    starts = sorted(match.start for match in found)
    for hit in _BEHIND_DASH.finditer(text):
        content = hit["list"]
        holds_other = bisect_left(starts, hit.start()) < bisect_left(starts, hit.end())
        if holds_other or not _CUE.search(content) or not share.says_roles_only(content):
            continue
        statement = read(content)
        if statement is not None:
            start = hit.start("list")
            yield Match(hit.start(), hit.end(), hit.group(), statement.shifted(start), "statement_behind_dash")
