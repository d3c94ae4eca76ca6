"""Where a time expression stands in a folded text: what is beside it, and whether a time limit is stated there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from extractors import bracket, rules
from extractors.kinds import DeadlineKind

# Where a sentence ends. Matches: `。`, `；`. Does not match: `，`.
_SENTENCE_END = regex.compile(r"[。；;！？!?\n]")
# The label of a slot for a time limit. Matches: `完成时限：`, `时间节点:`. Does not match: `时间紧`.
_LABEL = regex.compile(
    r"(?:(?:计划|预计|要求|拟)?(?:完成|办结|整改|工作|推进|落实|建设|实施)?(?:时限|时间|期限|节点|进度|日期)(?:节点|要求|安排)?)(?:[（(][^（()）]{1,8}[）)])?[：:]"
)
# Where such a slot ends: another label or a closing mark. Matches: `；`, `，责任单位：`. Does not match: `，`.
_SLOT_END = regex.compile(r"[；;。\n\t〕】]|[，,、]?\p{Han}{2,8}[：:]")
_OPENS = frozenset("，,；;：:。（(〔【\n\t")
_CLOSES = frozenset("，,；;。）)〕】\n\t")
# What may follow the limit within its slot. Matches: `完成`, `前完成`. Does not match: `开展培训`.
_SLOT_REST = regex.compile(
    r"(?:底|末)?(?:之前|以前|前)?(?:全面|基本|全部)?(?:完成|推进|实施|启动|落实|开展)?(?:并长期坚持)?"
)
_REACH_BEFORE = 40
_REACH_AFTER = 100


@dataclass(frozen=True, slots=True)
class Region:
    """The text before and behind a time expression, up to the ends of its sentence and a bounded reach."""

    before: str
    after: str


class Place:
    """What stands around the time expressions of one folded text; `stated`: all of it is a slot for a time limit."""

    def __init__(self, text: str, *, stated: bool) -> None:
        self._text = text
        self._stated = stated

    def around(self, start: int, end: int) -> Region:
        floor = max(0, start - _REACH_BEFORE)
        for hit in _SENTENCE_END.finditer(self._text, floor, start):
            floor = hit.end()
        ceiling = min(len(self._text), end + _REACH_AFTER)
        closing = _SENTENCE_END.search(self._text, end, ceiling)
        return Region(self._text[floor:start], self._text[end : closing.start() if closing else ceiling])

    def is_stated(self, start: int, end: int) -> bool:
        """Whether the expression stands as a time limit: in a labelled slot, or alone in a bracket's item or a cell."""
        return self._stated or self.is_labelled(start) or self._fills_slot(start, end)

    def is_labelled(self, offset: int) -> bool:
        index = bisect_right(self._slots, (offset, len(self._text))) - 1
        return index >= 0 and self._slots[index][0] <= offset < self._slots[index][1]

    @cached_property
    def _slots(self) -> list[tuple[int, int]]:
        """The labelled slots for time limits, in order."""
        slots: list[tuple[int, int]] = []
        for label in _LABEL.finditer(self._text):
            closing = _SLOT_END.search(self._text, label.end())
            slots.append((label.end(), closing.start() if closing else len(self._text)))
        return slots

    @cached_property
    def _depths(self) -> list[int]:
        return bracket.depths(self._text)

    def _fills_slot(self, start: int, end: int) -> bool:
        """Whether nothing but the expression stands between two marks in a bracket, or in a cell: （…；长期坚持）."""
        text = self._text
        rest = _SLOT_REST.match(text, end)
        end = rest.end() if rest else end
        if (start and text[start - 1] not in _OPENS) or (end < len(text) and text[end] not in _CLOSES):
            return False
        if self._depths[start]:
            return True
        is_cell = (not start or text[start - 1] in "\n\t") and (end == len(text) or text[end] in "\n\t")
        return is_cell and "\t" in text

    def is_no_limit(self, start: int, end: int, kind: DeadlineKind) -> bool:
        """Whether the words beside the expression make it something else: 自…起施行, 有效期至…, …的余额."""
        around = self.around(start, end)
        expression = self._text[start:end]
        return any(_applies(rule, around, expression) for rule in _refusals(kind))


@cache
def _refusals(kind: DeadlineKind) -> tuple[rules.Rule, ...]:
    """The rows that speak of limits of this kind."""
    return tuple(rule for rule in rules.patterns("deadline_refusals") if kind.value in rule.columns["kinds"].split())


def _applies(rule: rules.Rule, around: Region, expression: str) -> bool:
    side, closed = rule.columns["side"], expression.endswith("前")
    if side == "with":
        return rule.pattern.search(expression + around.after) is not None
    if side in ("after", "past"):
        return not (side == "past" and closed) and rule.pattern.search(around.after) is not None
    if side in ("base", "held") and closed:
        return False
    if rule.pattern.search(around.before) is None:
        return False
    if side == "whose":
        return _QUALIFIES.match(around.after) is not None
    return True


# The one who qualifies, behind the time. Matches: `到期的企业`. Does not match: `，各县`.
_QUALIFIES = regex.compile(r"[^，,。；;：:]{0,30}的")
