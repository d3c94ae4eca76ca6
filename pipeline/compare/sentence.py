"""Changes in one Chinese sentence each, as a person in a reform office would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.compare.counted import FigureChange
from pipeline.compare.duties import Difference
from pipeline.model.change import ChangeType, Field

_NAMES = {
    Field.LEAD: "牵头单位",
    Field.RESPONSIBLE: "责任单位",
    Field.SUPPORTING: "配合单位",
    Field.DUE_DATE: "完成时限",
}
_STRENGTHS = {"must": "必须", "should": "力争", "encourage": "鼓励"}
_SHOWN = 40
# What is said of figures that are less, others, or more: of sums and shares, and of numbers of things.
_OF_RATES = ("元", "美元", "欧元", "%", "倍", "个百分点", "‰")
_RATES = {-1: "降低到", 0: "改为", 1: "提高到"}
_NUMBERS = {-1: "减少到", 0: "改为", 1: "增加到"}
# More changes than this in one clause are no sentence.
_MANY = 3
_COUNTS = "零一二三四五六七八九十"


def of_difference(difference: Difference) -> str:
    """完成时限由2021年4月10日推迟20天至4月30日; 牵头单位由市委编办改为市政务办."""
    if difference.field is Field.DUE_DATE:
        return _of_limit(difference)
    if difference.field is Field.UNIT_RENAMED:
        return f"{difference.old}已更名为{difference.new}，单位未变"
    if difference.field in _NAMES:
        return _of_unit(difference)
    return _of_text(difference)


def of_pair(kind: ChangeType, olds: Sequence[str], news: Sequence[str], said: Sequence[str], moved: str = "") -> str:
    """What became of pieces that are called `olds` and `news`; `said` are the sentences of what changed in them, `moved`
    that they stand elsewhere."""
    old, new = "、".join(olds), "、".join(news)
    if kind is ChangeType.ADDED:
        return f"新增：{new}"
    if kind is ChangeType.REMOVED:
        return f"删除：{old}"
    if kind is ChangeType.SPLIT:
        return "；".join((f"{old}拆分为{_count(len(news))}项：{new}", *said))
    if kind is ChangeType.MERGED:
        return "；".join((f"{old}合并为{new}", *said))
    return "；".join(filter(None, [*said, moved])) or "未变"


def of_lone(name: str, *, is_old: bool) -> str:
    """Of a task whose words both notices have, but which only one of them makes a task."""
    return f"不再单列为任务，文字仍在：{name}" if is_old else f"新列为任务，文字原有：{name}"


def of_move(old: str, new: str) -> str:
    """由三（二）移至四（一）, by the labels."""
    return f"由{old}移至{new}"


def _of_limit(difference: Difference) -> str:
    old, new = difference.old, difference.new
    if difference.type is ChangeType.ADDED:
        return f"新增完成时限{_day(new)}"
    if difference.type is ChangeType.REMOVED:
        return f"不再规定完成时限（原为{_day(old)}）"
    if difference.days_shift:
        way = "推迟" if difference.days_shift > 0 else "提前"
        return f"完成时限由{_day(old)}{way}{abs(difference.days_shift)}天至{_day(new, after=old)}"
    return f"完成时限由{_day(old)}改为{_day(new)}"


def _of_unit(difference: Difference) -> str:
    name = _NAMES[difference.field]
    if difference.from_role is not None:
        return f"{difference.new}由{_NAMES[difference.from_role]}改为{name}"
    if difference.type is ChangeType.ADDED:
        return f"{name}增加{_listed(difference.new)}"
    if difference.type is ChangeType.REMOVED:
        return f"{name}减少{_listed(difference.old)}"
    return f"{name}由{_listed(difference.old)}改为{_listed(difference.new)}"


def _of_text(difference: Difference) -> str:
    old, new = _cut(difference.old), _cut(difference.new)
    if difference.are_references:
        what = "引用的条款" if difference.field is Field.SCOPE else "仅引用的条款序号"
        return f"{what}由{_listed(old)}改为{_listed(new)}"
    if difference.figures:
        return _of_figures(difference.figures)
    if difference.field is Field.STRENGTH:
        return f"力度由“{_STRENGTHS.get(old, old)}”改为“{_STRENGTHS.get(new, new)}”"
    if difference.field is Field.SCOPE:
        return f"范围由“{old}”改为“{new}”" if old and new else f"范围增加“{new}”" if new else f"范围减少“{old}”"
    return _of_words(difference)


def _of_figures(change: FigureChange) -> str:
    """罚款由五万元以下提高到十万元以下; “放假3天”改为“放假4天” where nothing names what is counted."""
    name = change.olds[0].name
    if not name or any(each.name != name for each in (*change.olds, *change.news)):
        old, new = ("".join(f"“{each.said}”" for each in side) for side in (change.olds, change.news))
        return f"{old}改为{new}"
    old, new = ("、".join(each.words for each in side) for side in (change.olds, change.news))
    return f"{name}由{old}{_ways(change)[change.trend]}{new}"


def _ways(change: FigureChange) -> Mapping[int, str]:
    return _RATES if change.olds[0].measure in _OF_RATES else _NUMBERS


def _of_words(difference: Difference) -> str:
    if difference.is_rewritten:
        return "改写较多，见原文"
    if not difference.pieces:
        return "仅语序调整"
    said = [_of_piece(_cut(old), _cut(new)) for old, new in difference.pieces]
    if len(said) > _MANY:
        return f"文字有{len(said)}处改动，如{said[0]}"
    return f"文字由{said[0]}" if difference.type is ChangeType.MODIFIED and len(said) == 1 else "，".join(said)


def _of_piece(old: str, new: str) -> str:
    if old and new:
        return f"“{old}”改为“{new}”"
    return f"增加“{new}”" if new else f"删去“{old}”"


def _day(value: str, *, after: str = "") -> str:
    """The day in Chinese; without its year where the day before has the same; other words as they are."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    year = "" if after[:4] == value[:4] else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _listed(names: str) -> str:
    return names.replace("；", "、")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _count(number: int) -> str:
    return "两" if number == 2 else _COUNTS[number] if number < len(_COUNTS) else str(number)
