"""Lists of units: 市财政局、市税务局，各县（市）区政府 falls into three; 市、县（区）人民政府 stays one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors import bracket, rules
from extractors.match import Match


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as it is written, without white space; `group` counts the groups that ， and ； make, from 0."""

    name: str
    group: int


_SEPARATOR = "、"
_GROUP_SEPARATORS = "，,；;。"
_JOINERS = ("以及", "及其他", "及", "和", "与", "暨")
_MAX_NAME = 40
_MAX_TERRITORY = 14
# What closes a list without being part of its last unit: `市发展改革委等部门`, `海关总署等国务院相关部门`, `市公安局等`.
# Does not match: `等级保护办公室`, `各等各类单位和个人` in full.
_AND_SO_ON = regex.compile(
    r"等(?:(?:国务院|中央|省级|市级|省直|市直|区直|县直|本市|本省|市|省)?(?:各|有关|相关|各有关|各相关)?(?:职能|主管|成员|行政)?"
    r"(?:部门|单位|部门和单位|单位和部门|部委|委办局|机构|方面|企业|地区|地方)?)?$"
)
# The same before a joined unit: `住房城乡建设部等国务院相关部门及各地区`.
_AND_SO_ON_BEFORE = regex.compile(
    r"等(?:国务院|中央|省级|市级|省直|市直)?(?:各|有关|相关)?(?:职能|主管|成员)?(?:部门|单位|部门和单位|部委|机构)(?=(?:及|和|与|以及)(?:各|有关|相关|其他))"
)
# A territory that shares the end of a later name: 各市、县（区）人民政府; 各省、自治区、直辖市人民政府; 省、市司法行政部门.
_TERRITORY_ONLY = regex.compile(
    r"(?:各|全|有关|相关)?(?:设区)?(?:省级|市级|县级|省|自治区|直辖市|市|州|盟|县|区|旗|自治州|自治县|县市|县区|区县|乡|镇|街道|地级以上市|设区的市|地|市州|农业|地区|新区)"
    r"(?:[（(〔\[][^（()）〔〕\[\]]{1,12}[）)〕\]])?"
)
_SHARED_END = regex.compile(
    r"^(?:县|区|市|州|盟|旗|自治区|自治州|自治县|直辖市|乡|镇|街道|计划单列市|新疆生产建设兵团|行业|县级市)[^、，]*(?:政府|管委会|部门|机构|办事处|两级[^、]*|单位|局|主管[^、]*)"
)


def find(text: str, *, trusted: bool = False) -> list[Match[UnitName]]:
    """The units that `text`, a list of units, names, in order; [] where it is no list of units.

    `trusted` takes every item between separators as a unit (behind 责任单位：); otherwise one item that cannot be a
    unit's name makes the whole text no list.
    """
    matches: list[Match[UnitName]] = []
    for group, (start, end) in enumerate(_pieces(text, 0, len(text), _GROUP_SEPARATORS)):
        for piece_start, piece_end in _joined_territories(text, list(_pieces(text, start, end, _SEPARATOR))):
            for unit_start, unit_end in _parts(text, piece_start, piece_end):
                match = _unit(text, unit_start, unit_end, group, trusted=trusted)
                if match is not None:
                    matches.append(match)
                elif not trusted and _trimmed(text, unit_start, unit_end)[0] < _trimmed(text, unit_start, unit_end)[1]:
                    return []
    return matches


def is_unit(name: str) -> bool:
    """Whether `name` can be that of a unit: 市财政局, 各有关部门, 区县（市）; not 下同, 附件1, 合规负责人."""
    core = _core(name)
    return 2 <= len(name) <= _MAX_NAME and not _NO_UNIT.search(core) and _ends_as_unit(core)


def _core(name: str) -> str:
    """The name without what stands in brackets and without the territories that share its end: 县人民政府 of 各市、县（区）人民政府."""
    core = _IN_BRACKETS.sub("", name)
    while "、" in core and _TERRITORY_ONLY.fullmatch(core.split("、", 1)[0]):
        core = core.split("、", 1)[1]
    return core


_IN_BRACKETS = regex.compile(r"[（(〔\[﹝][^（()）〔〕\[\]﹝﹞]*[）)〕\]﹞]")


@cache
def _tails() -> regex.Pattern[str]:
    longest_first = sorted(rules.words("unit_tails"), key=len, reverse=True)
    return regex.compile("(?:" + "|".join(map(regex.escape, longest_first)) + ")$")


@cache
def _territories() -> frozenset[str]:
    return frozenset(row["word"] for row in rules.table("unit_tails") if row["kind"] == "territory")


# Words that no unit's name holds. Matches: `以上由省财政厅`, `2021年`, `符合条件`. Does not match: `市直机关工委`.
_NO_UNIT = regex.compile(
    r"[。；;：:！？“”\"、，,%％=]|\d{4}|[0-9]+年|负责人|责任人|联系人|经认定|(?<!级)以上|以下|^其(?!他|它)|不含|不包括|包括|简称|下同|附件|详见|符合|按照|根据|不得|应当|必须"
    r"|工作$|制度$|情况$|问题$|机制$|方案$|措施$|办法$|要求$|原则$|责任制"
)


def _ends_as_unit(name: str) -> bool:
    hit = _tails().search(name)
    if hit is None:
        return False
    return len(name) <= _MAX_TERRITORY if hit.group() in _territories() else hit.start() > 0 or len(name) > 1


def _pieces(text: str, start: int, end: int, separators: str) -> list[tuple[int, int]]:
    depth = bracket.depths(text[start:end])
    pieces, begin = [], start
    for offset in range(start, end):
        if text[offset] in separators and depth[offset - start] == 0:
            pieces.append((begin, offset))
            begin = offset + 1
    pieces.append((begin, end))
    return [(a, b) for a, b in pieces if a < b]


def _joined_territories(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces put together again where a territory only lends its name: 各市、县（区）人民政府."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        piece = text[start:end].strip()
        if joined and _TERRITORY_ONLY.fullmatch(text[joined[-1][0] : joined[-1][1]].strip().split("、")[-1]):
            if _SHARED_END.match(_IN_BRACKETS.sub("", piece)) or _TERRITORY_ONLY.fullmatch(piece):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


# Two names with a lost separator between them, both with the prefix of one level: `区集体资产监管办|区住房城市建设委`.
# Does not match: `省委省直机关工委`, `市市场监管局`.
_LOST_SEPARATOR = regex.compile(r"^([省市区县州])[^省市区县州、]{1,14}?[局委厅办](?=\1[^、]{2,14}[局委厅办]$)")


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for part_start, part_end in _conjuncts(text, start, end):
        lost = _LOST_SEPARATOR.match(text[part_start:part_end])
        middle = part_start + lost.end() if lost else part_start
        parts.extend([(part_start, middle), (middle, part_end)] if lost else [(part_start, part_end)])
    return parts


def _conjuncts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a piece that 和, 及, 与 join, where each side is a unit of its own."""
    piece = text[start:end]
    if hit := _AND_SO_ON_BEFORE.search(piece):
        return [(start, start + hit.start()), *_conjuncts(text, start + hit.end(), end)]
    depth = bracket.depths(piece)
    for offset in range(len(piece) - 1, 0, -1):
        joiner = next((j for j in _JOINERS if piece.startswith(j, offset)), None)
        if joiner is None or depth[offset]:
            continue
        left, right = piece[:offset].strip(), piece[offset + len(joiner) :].strip()
        if _stands_alone(left, right):
            return [*_conjuncts(text, start, start + offset), (start + offset + len(joiner), end)]
    if piece.lstrip().startswith(("及", "和", "与")) and is_unit(piece.lstrip()[1:]):
        return [(start + piece.index(piece.lstrip()[0]) + 1, end)]
    return [(start, end)]


def _stands_alone(left: str, right: str) -> bool:
    """Whether a joiner stands between two units: 省发展改革委|和|省财政厅; not 人力资源|和|社会保障局, not 相关部门|和|单位."""
    left = _AND_SO_ON.sub("", left) or left
    if not is_unit(left) or not is_unit(right):
        return False
    tail = _tails().search(left)
    bare = tail is not None and tail.group() in _territories() and not left.startswith("各")
    if bare and not right.startswith(("各", "有关", "相关")):
        return False
    return len(right) > 2 or right in _territories()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "、，,；;。.：:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、，,；;。：:"):
        end -= 1
    return start, end


def _unit(text: str, start: int, end: int, group: int, *, trusted: bool) -> Match[UnitName] | None:
    start, end = _trimmed(text, start, end)
    if hit := _AND_SO_ON.search(text, start, end):
        start, end = _trimmed(text, start, hit.start())
    if start >= end:
        return None
    written = text[start:end]
    name = regex.sub(r"\s+", "", written)
    if not is_unit(name) and not (trusted and 2 <= len(name) <= _MAX_NAME and not _NO_UNIT.search(_core(name))):
        return None
    return Match(start, end, written, UnitName(name, group), "unit_list")
