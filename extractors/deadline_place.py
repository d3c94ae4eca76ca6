"""Where a time expression stands in a folded text: what is beside it, and whether a time limit is stated there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import regex

from extractors import rules
from extractors.kinds import DeadlineKind

# Where a sentence ends. Matches: `。`, `；`. Does not match: `，`.
_SENTENCE_END = regex.compile(r"[。；;！？!?\n]")
# The mark that closes a label. Matches: `：`, `:`. Does not match: `；`.
_COLON = regex.compile(r"[：:]")
# The label of a slot for a time limit, read backwards from its colon. Matches: `完成时限`, `时间节点`. Does not match: `时间紧`.
_LABEL = regex.compile(
    r"(?r)(?:(?:计划|预计|要求|拟|最迟|截止|最终)?(?:完成|办结|整改|工作|推进|落实|建设|实施|责任|任务|目标|报送|提交|启动|起止|达标)?(?:时限|时间|期限|节点|进度|日期|时序)(?:节点|要求|安排|进度)?)(?:[（(][^（()）]{1,8}[）)])?"
)
_LABEL_REACH = 24
# Where such a slot ends: another label or a closing mark. Matches: `；`, `，责任单位：`. Does not match: `，`.
_SLOT_END = regex.compile(r"[；;。\n\t〕】]|[，,、]?\p{Han}{2,8}[：:]")
# The marks of brackets, of any width. Matches: `（`, `】`. Does not match: `《`.
_MARKS = regex.compile(r"[（(〔﹝\[［【）)〕﹞\]］】]")
_OPENERS = frozenset("（(〔﹝[［【")
_OPENS = frozenset("，,；;：:。（(〔【\n\t")
_CLOSES = frozenset("，,；;。）)〕】\n\t")
# What may follow the limit within its slot. Matches: `完成`, `前完成`. Does not match: `开展培训`.
_SLOT_REST = regex.compile(r"(?:底|末)?(?:之前|以前|前)?(?:全面|基本|全部)?(?:完成|推进|实施|启动|落实|开展)?")
# What stands before the second of two limits in one slot, read backwards. Matches: `年底前完成|并`. Does not match: `加强培训|并`.
_FIRST_LIMIT = regex.compile(
    r"(?r)[年月日季度][底末内]?(?:之前|以前|前)?(?:全面|基本|全部)?(?:完成|推进|实施|启动|落实|开展)?"
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
        self._ends = [hit.start() for hit in _SENTENCE_END.finditer(text)]

    def around(self, start: int, end: int) -> Region:
        ends = self._ends
        index = bisect_left(ends, start)
        floor = max(0, start - _REACH_BEFORE, ends[index - 1] + 1 if index else 0)
        index = bisect_left(ends, end, index)
        ceiling = min(end + _REACH_AFTER, ends[index] if index < len(ends) else len(self._text))
        return Region(self._text[floor:start], self._text[end:ceiling])

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
        for colon in _COLON.finditer(self._text):
            if _LABEL.match(self._text, max(0, colon.start() - _LABEL_REACH), colon.start()):
                closing = _SLOT_END.search(self._text, colon.end())
                slots.append((colon.end(), closing.start() if closing else len(self._text)))
        return slots

    def _in_bracket(self, offset: int) -> bool:
        index = bisect_right(self._brackets, (offset, len(self._text))) - 1
        return index >= 0 and self._brackets[index][0] < offset < self._brackets[index][1]

    @cached_property
    def _brackets(self) -> list[tuple[int, int]]:
        """The closed brackets that stand in no other one, in order."""
        spans: list[tuple[int, int]] = []
        opened: list[int] = []
        for mark in _MARKS.finditer(self._text):
            if mark.group() in _OPENERS:
                opened.append(mark.start())
            elif opened:
                start = opened.pop()
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, mark.start()))
        return spans

    def _fills_slot(self, start: int, end: int) -> bool:
        """Whether nothing but the expression stands between two marks in a bracket, or in a cell: （…；长期坚持）."""
        text = self._text
        second = text.startswith("并", start) and _FIRST_LIMIT.match(text, 0, start)
        if start and text[start - 1] not in _OPENS and not second:
            return False
        rest = _SLOT_REST.match(text, end)
        end = rest.end() if rest else end
        if end < len(text) and text[end] not in _CLOSES:
            return False
        if self._in_bracket(start):
            return True
        is_cell = (not start or text[start - 1] in "\n\t") and (end == len(text) or text[end] in "\n\t")
        return is_cell and "\t" in text

    def is_no_limit(self, start: int, end: int, kind: DeadlineKind) -> bool:
        """Whether the words beside the expression make it something else: 自…起施行, 有效期至…, …的余额."""
        around = self.around(start, end)
        return _is_refused(kind, around.before, self._text[start:end], around.after)


@lru_cache(maxsize=4096)
def _is_refused(kind: DeadlineKind, before: str, expression: str, after: str) -> bool:
    refusals = _refusals(kind, expression.endswith("前"))
    return bool(
        (refusals.after and refusals.after.match(after))
        or (refusals.before and refusals.before.match(before))
        or (refusals.with_it and refusals.with_it.match(expression + after))
        or (refusals.whose and refusals.whose.match(before) and _QUALIFIES.match(after))
    )


# The one who qualifies, behind the time. Matches: `到期的企业`. Does not match: `，各县`.
_QUALIFIES = regex.compile(r"[^，,。；;：:]{0,30}的")
_Pattern = regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Refusals:
    """The rows of deadline_refusals for one kind of limit, joined; those that look back are read backwards."""

    before: _Pattern | None
    whose: _Pattern | None
    after: _Pattern | None
    with_it: _Pattern | None


@cache
def _refusals(kind: DeadlineKind, closed: bool) -> _Refusals:
    """The rows that speak of limits of this kind; `closed`: the expression ends in 前, so base, held and past do not."""
    return _Refusals(
        before=_joined(kind, ("before",) if closed else ("before", "base", "held"), "(?r)"),
        whose=_joined(kind, ("whose",), "(?r)"),
        after=_joined(kind, ("after",) if closed else ("after", "past")),
        with_it=_joined(kind, ("with",)),
    )


def _joined(kind: DeadlineKind, sides: tuple[str, ...], flags: str = "") -> _Pattern | None:
    rows = [
        f"(?:{rule.pattern.pattern})"
        for rule in rules.patterns("deadline_refusals")
        if kind.value in rule.columns["kinds"].split() and rule.columns["side"] in sides
    ]
    return regex.compile(flags + "(?:" + "|".join(rows) + ")") if rows else None
