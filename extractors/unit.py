"""Units in a list of units: 市委编办、市政务办, 开发区、区县（市）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors import bracket, unit_name
from extractors.kinds import UnitKind
from extractors.match import Match

# A text longer than this is no list, and a piece longer than this holds no unit: hostile text costs nothing.
_MAX_LIST = 10_000
_MAX_PIECE = 200
# What splits a list. Matches: `、`, `；`. Does not match: `.`, `·`.
_SEPARATOR = regex.compile(r"[、､，,；;。/／]")
# What stands between blanks. Matches: `市财政局`. Does not match: ` `.
_WORD = regex.compile(r"\S+")
# 等 and what follows it behind the last unit of a list: `等部门`, `等国务院相关部门`, `等12个单位`, `等`.
# Does not match: `等级保护办公室`, `等分别`.
_AND_SO_ON = regex.compile(
    r"等(?!级|额|次)(?:\s*[\p{Han}\d]{0,14}?(?:部门|单位|部委|机构|机关|企业|组织|地区|地方|方面|银行|市县|县区|区县|乡镇|街道|政府|省份|城市|团体|处室|科室|委办局|厅局|成员|主体))?(?:和单位|和企业)?\s*$"
)
# What may stand before a name and is no part of it: `1.`, `由`. Does not match: `市`.
_LEAD_IN = regex.compile(r"[\s、，,；;。.：:—]*(?:(?:\d{1,2}[.．、)）]|[①-⑳])\s*(?=\p{Han}))?")
# A class noun without a name, behind a class and 、: `单位`, `单位按职责` of `各有关部门、单位`. Does not match: `单位会计部门`.
_CLASS_PAIR = regex.compile(r"\s*(?:部门|单位|机构|企业)(?:(?:和|及)(?:部门|单位|机构|企业))?\s*$")
# A class noun that closes a list of fields: `等部门`, `自然资源部门`, `等部门和单位`. Does not match: `财政局`, `等企业`.
_CLASS_CLOSES = regex.compile(r"(?:部门|机关)(?:和(?:单位|企业))?$")
# A list that 等 closes: `卫生健康等部门`. Does not match: `卫生健康部门`.
_CLOSED = regex.compile(r"等[^、]{0,8}(?:部门|单位|机构|企业)$")
# A class that follows the fields of a list: `相关部门`. Does not match: `税务部门`.
_OTHER_CLASS = regex.compile(r"(?:相关|有关|其他|其它)\p{Han}{0,4}(?:部门|机关)")
# A field that such a list names. Matches: `财政`, `住房城乡建设`. Does not match: `一网通办等事项`.
_FIELD = regex.compile(r"\p{Han}{2,8}")
# Who one may be without a unit's ending where a label says so: `交发`, `省国资运营`. Persons have two to four characters.
_PERSON_LENGTH = 4
# The level that a name begins with, where another name may follow at once: `区国资委区财政局`.
_LOST = regex.compile(r"(?<=[局委厅办署部会院社行府司]|集团|中心|银行)(?=[省市区县州旗]\p{Han}|各\p{Han}|国家\p{Han})")
# The Party committee or government that a name may begin with: `市委 组织部` is one name.
_ORGAN_PREFIX = regex.compile(r"(?:[省市区县州旗]|自治区)(?:委|政府|人民政府)$")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as written, without white space; `kind` says whether it is a name, a class or a territory."""

    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class UnitList:
    """A list as read: its units; whether each item was one; whether 等 goes on; where the last of the list ends."""

    units: tuple[Match[UnitName], ...]
    complete: bool
    and_so_on: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    """What may be a unit; `blank` is true where only white space stands before it, `list_end` counts 等部门 in."""

    start: int
    end: int
    list_end: int
    and_so_on: bool
    blank: bool


def find(text: str) -> list[Match[UnitName]]:
    """The units of a list of units, in order: 市委编办、市政务办，区县（市）等 gives three. What is no unit is left out."""
    return list(read(text).units)


def is_unit(text: str) -> bool:
    """Whether `text` is the name of a unit, class or territory: 市财政局, 各有关部门, 区县（市）; not 下同, 合规负责人."""
    return unit_name.kind("".join(text.split())) is not None if len(text) <= 2 * unit_name.MAX_NAME else False


def read(text: str, *, trusted: bool = False) -> UnitList:
    """The list of units that `text` is.

    `trusted` says that a label or a column calls them units: then a name without a unit's ending is one too, unless it
    looks like a person's, a time or a duty.
    """
    units: list[Match[UnitName]] = []
    complete, and_so_on, end = len(text) <= _MAX_LIST, False, 0
    items = list(_items(text)) if complete else []
    fields = _behind_fields(text, items)
    for index, item in enumerate(items):
        match = _match(text, item, trusted=trusted and not item.blank, field=index < fields)
        if match is None:
            complete = complete and item.start == item.end
            continue
        units.append(match)
        and_so_on, end = item.and_so_on, item.list_end
    if (
        trusted
        and not any(unit_name.kind(unit.value.name) for unit in units)
        and all(len(unit.value.name) <= _PERSON_LENGTH for unit in units)
    ):
        units = []
    return UnitList(tuple(units), complete and bool(units), and_so_on, end)


def _behind_fields(text: str, items: list[_Item]) -> int:
    """How many items from the first are fields that one class noun closes: 财政、自然资源等部门, 公安、交通运输部门."""
    closing = [index for index, item in enumerate(items) if _CLASS_CLOSES.search(text, item.start, item.list_end)]
    return closing[-1] + 1 if closing else 0


def _match(text: str, item: _Item, *, trusted: bool, field: bool) -> Match[UnitName] | None:
    written = text[item.start : item.end]
    name = "".join(written.split())
    if kind := unit_name.kind(name):
        return Match(item.start, item.end, written, UnitName(name, kind), "unit_by_ending")
    if field and _FIELD.fullmatch(name) and not unit_name.holds_stop(name.removesuffix("管理")):
        return Match(item.start, item.end, written, UnitName(name, UnitKind.CLASS), "unit_by_class_noun")
    if trusted and 2 <= len(name) <= unit_name.MAX_NAME and not unit_name.holds_stop(unit_name.core_of(name)):
        return Match(item.start, item.end, written, UnitName(name, UnitKind.NAMED), "unit_by_label")
    return None


def _items(text: str) -> Iterator[_Item]:
    """What stands between the separators of a list, in order, with names that share an end kept together."""
    pieces = _pieces(text)
    index = 0
    while index < len(pieces):
        behind = _behind_shared(text, pieces, index)
        start, end = pieces[index][0], pieces[behind - 1][1]
        for part_start, part_end, blank in _at_blanks(text, start, end):
            for unit_start, unit_end in _at_joiners(text, part_start, part_end):
                yield from (_item(text, *span, blank=blank) for span in _at_lost_separators(text, unit_start, unit_end))
        index = behind


def _pieces(text: str) -> list[tuple[int, int]]:
    """The spans between separators that stand in no bracket."""
    depth = bracket.depths(text) if unit_name.IN_BRACKETS.search(text) else None
    cuts = [hit.start() for hit in _SEPARATOR.finditer(text) if depth is None or not depth[hit.start()]]
    return list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text)], strict=True))


def _behind_shared(text: str, pieces: list[tuple[int, int]], index: int) -> int:
    """The index behind the pieces that make one unit with that at `index`: 各省 | 自治区 | 直辖市人民政府."""
    start, end = pieces[index]
    first = unit_name.last_area(text[start:end]) if end - start < _MAX_PIECE else ""
    if not first:
        return index + 1 + _is_class_pair(text, pieces, index)
    for behind in range(index + 1, min(index + 6, len(pieces))):
        start, end = pieces[behind]
        if text[start - 1] not in "、､" or end - start > _MAX_PIECE:
            break
        piece = text[start:end].strip()
        if any(
            unit_name.shares_head(first, part, areas=behind - index)
            for part in (piece, unit_name.JOINER.split(piece)[0])
        ):
            return behind + 1
        if not unit_name.territory().fullmatch(piece) and not unit_name.is_sector(first):
            break
    return index + 1


def _is_class_pair(text: str, pieces: list[tuple[int, int]], index: int) -> bool:
    """Whether a bare class noun follows a class and shares its first words: 各有关部门、单位."""
    (start, end), behind = pieces[index], pieces[index + 1 : index + 2]
    if (
        not behind
        or text[end] not in "、､"
        or end - start > unit_name.MAX_NAME
        or not _CLASS_PAIR.match(text, *behind[0])
    ):
        return False
    return unit_name.kind("".join(text[start:end].split())) is UnitKind.CLASS


def _at_blanks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The parts between blanks that stand between units; a blank inside a name splits nothing."""
    start, end = _trimmed(text, start, end)
    words = [hit.span() for hit in _WORD.finditer(text, start, end)]
    begin, blank = start, False
    for (_, cut), (behind, right_end) in pairwise(words):
        if cut - begin <= 2 * unit_name.MAX_NAME and _splits(text[begin:cut], text[behind:right_end]):
            yield begin, cut, blank
            begin, blank = behind, True
    yield begin, end, blank


def _splits(left: str, right: str) -> bool:
    """Whether a blank between the two separates units: 市发改委|市财政局, 市财政局|张三; not 市委|组织部, 省发展改革委|员会."""
    left, right = _without_and_so_on(left), _without_and_so_on(right)
    if not is_unit(left):
        return False
    if is_unit(right):
        return not _ORGAN_PREFIX.search(left) or _LOST.search(left[-1:] + right) is not None
    return not is_unit(left + right)


def _at_joiners(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a piece that 和, 及, 与 join, where each side is a unit of its own."""
    piece = text[start:end]
    depth = bracket.depths(piece) if len(piece) <= _MAX_PIECE and unit_name.IN_BRACKETS.search(piece) else None
    begin = 0
    for hit in unit_name.JOINER.finditer(piece) if len(piece) <= _MAX_PIECE else ():
        if depth is not None and depth[hit.start()]:
            continue
        if hit.start() == begin and is_unit(_without_and_so_on(piece[hit.end() :])):
            begin = hit.end()
        elif _stand_alone(left := piece[begin : hit.start()], right := piece[hit.end() :]) or _are_fields(left, right):
            yield start + begin, start + hit.start()
            begin = hit.end()
    yield start + begin, end


def _stand_alone(left: str, right: str) -> bool:
    """Whether a joiner stands between two units: 省发展改革委|和|财政厅; not 人力资源|和|社会保障局, not 有关部门|和|单位."""
    left, right = _without_and_so_on(left), _without_and_so_on(right)
    if not is_unit(left) or not is_unit(right) or unit_name.BARE_HEAD.match(right):
        return False
    area = unit_name.territory().match(right) if unit_name.territory().fullmatch(left.split("、")[-1]) else None
    return area is None or area.group().startswith("各") or area.end() == len(right) or right[area.end()] == "各"


def _are_fields(left: str, right: str) -> bool:
    """Whether a joiner stands between fields of a list, or between a list and what follows it.

    So it does in 财政|和|医保部门, 各级盐业主管机构|与|公安, 卫生健康等部门|和|乡镇人民政府; not in 人力资源|和|社会保障部门.
    """
    left, right = left.strip(), _without_and_so_on(right)
    if _CLOSED.search(left[-2 * unit_name.MAX_NAME :]):
        return is_unit(right)
    field = _CLASS_CLOSES.sub("", right)
    if unit_name.is_field(field):
        return unit_name.is_field(left) or is_unit(left)
    return _OTHER_CLASS.fullmatch(right) is not None and _FIELD.fullmatch(left) is not None


def _without_and_so_on(name: str) -> str:
    name = name.strip()
    hit = _AND_SO_ON.search(name[-2 * unit_name.MAX_NAME :]) if "等" in name else None
    return name[: len(name) - len(hit.group())] if hit else name


def _at_lost_separators(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names that follow one another without a separator: 区政府集体资产监管办|区住房城市建设委."""
    begin = start
    for hit in _LOST.finditer(text, start, end) if end - start <= _MAX_PIECE else ():
        cut = hit.start()
        same_level = text[cut] == text[begin] or text[cut] in "各国"
        if cut - begin >= 4 and same_level and is_unit(text[begin:cut]) and is_unit(_without_and_so_on(text[cut:end])):
            yield begin, cut
            begin = cut
    yield begin, end


def _item(text: str, start: int, end: int, *, blank: bool) -> _Item:
    start, end = _trimmed(text, start, end)
    hit = _AND_SO_ON.search(text, max(start, end - 2 * unit_name.MAX_NAME), end) if "等" in text[start:end] else None
    if hit is None:
        return _Item(start, end, end, False, blank)
    return _Item(start, _trimmed(text, start, hit.start())[1], end, True, blank)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    hit = _LEAD_IN.match(text, start, end)
    start = hit.end() if hit else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、，,；;。.：:"):
        end -= 1
    return start, end
