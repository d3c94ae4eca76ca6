"""Statements of units: who leads, who is responsible, who supports, until when.

A statement stands in a bracket (（A牵头，B配合）), on a line (责任单位：A、B) or in a cell of a table. `read` takes its words
without the bracket's marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extractors import bracket, document_rule, rules, unit_list
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class Share:
    """Units in one role, as one wording names them: `role` is a code of the roles, `words` the wording (牵头单位, 负责).

    `words` is empty where nothing but the list stands; `and_so_on` where 等 closes the list.
    """

    role: str
    words: str
    units: tuple[Match[unit_list.UnitName], ...]
    rule_id: str
    and_so_on: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does what: the shares in order of the text, and the slots for a time limit as (start, end)."""

    shares: tuple[Share, ...]
    time_slots: tuple[tuple[int, int], ...] = ()
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    role: str
    words: str
    rule_id: str


_BARE_ROLE = "responsible"
_UNIT_ROLES = {"lead", "responsible", "supporting", "supervising"}
_JOINING = regex.compile(r"(?<=[\p{Han}）)])(?:会同|会商)(?=[\p{Han}])")
# A participant named behind the lead's clause: `市发改委牵头，会同市财政局落实`.
_JOINED_BEHIND = regex.compile(r"^\s*会同")
_LEAD_IN = regex.compile(r"^(?:以上|上述|该项|此项)?(?:工作|任务|事项|措施)?(?:均)?由|^具体由|^责任单位由")
_CLOSED = frozenset("，,；;。\n\t")


def read(text: str, *, trusted: bool = False) -> Statement | None:
    """What `text` says of units and roles, or None where it is no statement of units.

    牵头单位：市委编办、市政务办，责任单位：开发区、区县（市）。完成时限：2021年4月10日前 gives two shares and a time slot;
    省金融监管局牵头，江西银保监局等配合 two shares; 下同 None. `trusted` is for cells of a column of units, where each
    item between separators is a unit.
    """
    labels = list(_labels(text))
    if labels:
        return _labelled(text, labels)
    return _unlabelled(text, trusted=trusted)


@cache
def _label_pattern() -> regex.Pattern[str]:
    parts = [f"(?P<{r.rule_id}>{r.pattern.pattern})" for r in rules.patterns("roles") if r.columns["form"] == "label"]
    return regex.compile(r"(?<![\p{Han}])(?:" + "|".join(parts) + r")\s*(?:[：:]|(?=\s*$))")


@cache
def _verb_pattern() -> regex.Pattern[str]:
    parts = [f"(?P<{r.rule_id}>{r.pattern.pattern})" for r in rules.patterns("roles") if r.columns["form"] == "verb"]
    return regex.compile("(?:" + "|".join(parts) + ")$")


@cache
def _role_of(rule_id: str) -> str:
    return next(r.columns["role"] for r in rules.patterns("roles") if r.rule_id == rule_id)


def _labels(text: str) -> Iterator[_Label]:
    for hit in _label_pattern().finditer(text):
        rule_id = hit.lastgroup
        if rule_id is not None and hit.group().rstrip().endswith(("：", ":")):
            yield _Label(hit.start(), hit.end(), _role_of(rule_id), hit.group(rule_id), rule_id)


def _labelled(text: str, labels: list[_Label]) -> Statement | None:
    shares: list[Share] = []
    slots: list[tuple[int, int]] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        end = following.start if following else len(text)
        if label.role == "time":
            slots.append((label.end, end))
        elif label.role in _UNIT_ROLES:
            end, slot = _cut_time(text, label.end, end)
            slots.extend(slot)
            shares.extend(_shares_behind(text, label, end))
    if not any(share.units for share in shares):
        return None
    return Statement(_strongest_once(shares), tuple(slots), labelled=True)


def _shares_behind(text: str, label: _Label, end: int) -> list[Share]:
    """The shares that a label opens: its list, or roles that the list itself states (责任单位：A牵头，B配合)."""
    inner = text[label.end : end]
    stated = _unlabelled(inner)
    if stated is not None and any(share.words for share in stated.shares):
        return [_moved(share, label.end) for share in stated.shares]
    units = tuple(match.shifted(label.end) for match in unit_list.find(inner, trusted=True))
    return [Share(label.role, label.words, units, label.rule_id, _goes_on(inner))]


def _moved(share: Share, by: int) -> Share:
    units = tuple(unit.shifted(by) for unit in share.units)
    return Share(share.role, share.words, units, share.rule_id, share.and_so_on)


# A time limit that follows the units without a label of its own: `…各县市人民政府，6月底完成`, `；长期坚持`.
# Does not match: `市2021年工作专班`.
_TIME_ITEM = regex.compile(
    r"(?<=[，,；;。、\s])\s*(?:20\d\d\s*年|[1-9]\d?\s*月|每[年季月周半]|年底|长期|持续|按时序|全年|立即|即日|“?十[三四五六]五)[^、]*$"
)


def _cut_time(text: str, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
    if hit := _TIME_ITEM.search(text, start, end):
        return hit.start(), [(hit.start(), end)]
    return end, []


def _unlabelled(text: str, *, trusted: bool = False) -> Statement | None:
    shares: list[Share] = []
    pending: list[Match[unit_list.UnitName]] = []
    and_so_on = False
    cut, slots = _cut_time(text, 0, len(text))
    text = _without_document_rules(text)
    for start, end in _segments(text[:cut]):
        segment = _read_segment(text, start, end, trusted=trusted, first=not pending and not shares)
        if segment is None:
            return None
        units, found = segment
        and_so_on = _goes_on(text[start:end]) if not found else and_so_on
        if not found:
            pending.extend(units)
            continue
        head = found[0]
        shares.append(Share(head.role, head.words, (*pending, *head.units), head.rule_id, head.and_so_on))
        shares.extend(found[1:])
        pending = []
    if pending:
        shares.append(Share(_BARE_ROLE, "", tuple(pending), "bare_list", and_so_on))
    if not any(share.units for share in shares):
        return None
    return Statement(_strongest_once(shares), tuple(slots))


# What goes with a rule for the whole notice: `，下同`.
_SAME_BELOW = regex.compile(r"(?:[，,。；]\s*|^)(?:下同|不再列出|以下同)(?=[，,。；\s]|$)")


def _without_document_rules(text: str) -> str:
    """The text with blanks where it states a rule for the whole notice."""
    for rule in document_rule.find(text):
        text = text[: rule.start] + " " * (rule.end - rule.start) + text[rule.end :]
    return _SAME_BELOW.sub(lambda hit: " " * len(hit.group()), text)


def _segments(text: str) -> Iterator[tuple[int, int]]:
    depth = bracket.depths(text)
    begin = 0
    for offset, char in enumerate(text):
        if char in _CLOSED and depth[offset] == 0:
            if text[begin:offset].strip():
                yield begin, offset
            begin = offset + 1
    if text[begin:].strip():
        yield begin, len(text)


def _read_segment(
    text: str, start: int, end: int, *, trusted: bool, first: bool
) -> tuple[list[Match[unit_list.UnitName]], list[Share]] | None:
    """Units without a role yet, and shares; None where the segment is neither."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if lead_in := _LEAD_IN.match(text[start:end]):
        start += lead_in.end()
    elif first and text[start:end].lstrip().startswith("由"):
        start = text.index("由", start) + 1
    if joined := _joined_leads(text, start, end):
        return [], joined
    behind = _JOINED_BEHIND.match(text[start:end])
    if behind is not None:
        start += behind.end()
    verb = _verb_pattern().search(text, start, end)
    if verb is not None and verb.start() > start:
        if inner := _verb_inside(text, start, verb.start()):
            return [], [*inner, *_share(text, _end_of(inner, text, start), verb.start(), verb)]
        found = _share(text, start, verb.start(), verb)
        if found and behind is not None:
            return [], [Share("supporting", behind.group().strip(), found[0].units, "joined_lead")]
        if found:
            return [], found
    if verb is not None and verb.start() == start:
        return [], [Share(_role_of(str(verb.lastgroup)), verb.group(), (), str(verb.lastgroup))]
    units = unit_list.find(text[start:end], trusted=trusted)
    return ([unit.shifted(start) for unit in units], []) if units else None


def _end_of(shares: list[Share], text: str, start: int) -> int:
    """Where the text behind the last of `shares` begins: behind its units and its role word."""
    last = shares[-1]
    behind = last.units[-1].end if last.units else start
    return text.index(last.words, behind) + len(last.words)


def _share(text: str, start: int, end: int, verb: regex.Match[str]) -> list[Share]:
    listed = text[start:end]
    units = unit_list.find(listed)
    if not units:
        return []
    rule_id = str(verb.lastgroup)
    moved = tuple(unit.shifted(start) for unit in units)
    return [Share(_role_of(rule_id), verb.group(), moved, rule_id, _goes_on(listed))]


def _verb_inside(text: str, start: int, end: int) -> list[Share]:
    """A牵头 of `A牵头B、C` where no separator stands between the two lists."""
    hit = regex.compile(r"(?<=[\p{Han}）)])牵头(?:会同)?(?=[\p{Han}])").search(text, start, end)
    if hit is None:
        return []
    units = unit_list.find(text[start : hit.start()])
    behind = unit_list.find(text[hit.end() : end])
    if not units or not behind:
        return []
    return [Share("lead", hit.group(), tuple(unit.shifted(start) for unit in units), "verb_lead")]


def _joined_leads(text: str, start: int, end: int) -> list[Share]:
    """A会同B负责: A leads, B supports."""
    for hit in _JOINING.finditer(text, start, end):
        left = unit_list.find(text[start : hit.start()])
        if not left:
            continue
        verb = _verb_pattern().search(text, hit.end(), end)
        right = unit_list.find(text[hit.end() : verb.start() if verb else end])
        if not right:
            continue
        return [
            Share("lead", hit.group(), tuple(unit.shifted(start) for unit in left), "joined_lead"),
            Share("supporting", hit.group(), tuple(unit.shifted(hit.end()) for unit in right), "joined_lead"),
        ]
    return []


def _goes_on(listed: str) -> bool:
    return regex.search(r"等[^、，,；;。]{0,12}$", listed.strip()) is not None


_RANK = {"lead": 0, "responsible": 1, "supporting": 2, "supervising": 3}


def _strongest_once(shares: list[Share]) -> tuple[Share, ...]:
    """The shares with each unit in its strongest role only."""
    best: dict[str, int] = {}
    for share in shares:
        for unit in share.units:
            best[unit.value.name] = min(best.get(unit.value.name, 9), _RANK[share.role])
    kept: list[Share] = []
    seen: set[str] = set()
    for share in shares:
        units = []
        for unit in share.units:
            if _RANK[share.role] == best[unit.value.name] and unit.value.name not in seen:
                seen.add(unit.value.name)
                units.append(unit)
        kept.append(Share(share.role, share.words, tuple(units), share.rule_id, share.and_so_on))
    return tuple(share for share in kept if share.units)
