"""Whether a name is that of a unit, and of what kind: 市财政局 named, 各有关部门 a class, 区县（市） a territory."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from extractors import rules
from extractors.kinds import UnitKind

MAX_NAME = 40
_MAX_TERRITORY = 16
# What may join two units or stand inside one name. Matches: `以及`, `和`. Does not match: `或`, `及其` of `部门及其所属单位`.
JOINER = regex.compile(r"以及(?!其所)|及(?!其(?!他|它)|时)|和|与|暨")
# Head nouns that all areas of a list may share: 各市、县（区）人民政府. Does not match: 市财政局.
_SHARED_HEAD = regex.compile(
    r"(?:人民政府|政府|管委会|管理委员会|办事处|党工委|党委|两级\p{Han}{1,12})(?:办公厅|办公室)?$|部门$|机构$|机关$|单位$"
)
# A name that names a kind only, and so joins to the name before it: `国务院相关部门和单位`. Does not match: `有关单位`.
BARE_HEAD = regex.compile(r"(?:部门|单位|机构|机关|企业|组织|政府|地方|团体|办事处|管委会)(?=$|和|及|与|以及)")
# What stands in the innermost brackets. Matches: `（市）` of `区县（市）`. Does not match: `区县`.
IN_BRACKETS = regex.compile(r"[（(〔\[﹝［【][^（()）〔〕\[\]﹝﹞［］【】]*[）)〕\]﹞］】]")

# The second of two classes: `、单位` of `各有关部门、单位`. Does not match: `、有关单位`.
_LAST_CLASS = regex.compile(r"(?<=部门|单位|机构|企业)、(?:部门|单位|机构|企业)$")


@lru_cache(maxsize=8192)
def kind(name: str) -> UnitKind | None:
    """What kind of unit `name` (without white space) is, or None where it is none."""
    if not 2 <= len(name) <= MAX_NAME:
        return None
    core = core_of(name)
    if not core:
        return None
    if len(core) == 1:
        return UnitKind.TERRITORY if _is_bracketed_area(name) else None
    size = next((size for size in range(min(8, len(core)), 0, -1) if core[-size:] in _endings()), 0)
    if size == 0 or _is_false(core, size) or holds_stop(core):
        return None
    ending = _endings()[core[-size:]]
    if ending == "territory":
        return UnitKind.TERRITORY if len(core) <= _MAX_TERRITORY else None
    return UnitKind.CLASS if ending == "class" or _is_class(name, core) else UnitKind.NAMED


def _is_bracketed_area(name: str) -> bool:
    """Whether a name is a level of area with another in brackets: 县（市、区）, 市（州）."""
    return len(name) > 1 and territory().fullmatch(name) is not None


def _is_class(name: str, core: str) -> bool:
    """Whether a name that ends as one body does is that of many: 各市财政局, 各市、县人民政府, 乡镇政府, 政府."""
    if core.startswith(_class_heads()) or "、" in IN_BRACKETS.sub("", name) or BARE_HEAD.fullmatch(core):
        return True
    area = territory().match(name)
    return area is not None and area.end() > 1 and _SHARED_HEAD.fullmatch(name, area.end()) is not None


def core_of(name: str) -> str:
    """The name without brackets and the areas that share its end: 各市、县（区）人民政府 gives 县人民政府."""
    core = _LAST_CLASS.sub("", IN_BRACKETS.sub("", IN_BRACKETS.sub("", name)))
    of_sectors = False
    while "、" in core:
        first = core.split("、", 1)[0]
        of_sectors = of_sectors or is_sector(first)
        if not (of_sectors and _SECTOR.fullmatch(first)) and not territory().fullmatch(first):
            break
        core = core[len(first) + 1 :]
    return core


def _is_false(core: str, size: int) -> bool:
    """Whether a name with a unit's ending of `size` is none: 格局; 地级以上市 ends as 上市 does, but its ending is longer."""
    whole, endings = _false_endings()
    return core in whole or (
        core.endswith(endings) and any(core.endswith(each) and len(each) >= size for each in endings)
    )


def holds_stop(core: str) -> bool:
    """Whether a name holds what no unit's does: a time, a duty, a person: 2021年底前, 市财政局负责, 合规负责人."""
    return _stop().search(core) is not None


@cache
def _stop() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules.patterns("unit_stop")))


@cache
def _endings() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rules.table("unit_endings")}


@cache
def _class_heads() -> tuple[str, ...]:
    return rules.words("unit_class_heads")


@cache
def _false_endings() -> tuple[frozenset[str], tuple[str, ...]]:
    rows = rules.table("unit_false_endings")
    return (
        frozenset(row["word"] for row in rows),
        tuple(row["word"] for row in rows if row["where"] == "ending"),
    )


@cache
def territory() -> regex.Pattern[str]:
    """An area that only lends its name to a list: 各市, 县（区）, 省, 直辖市及计划单列市."""
    words = "|".join(sorted(map(regex.escape, rules.words("unit_territory_words")), key=len, reverse=True))
    area = rf"(?:各|全|有关|相关|所属)?(?:{words}){{1,4}}(?:[（(〔\[][^（()）〔〕\[\]]{{1,16}}[）)〕\]])?"
    return regex.compile(rf"(?P<first>{area})(?:(?:和|及|与|以及){area})?")


def last_area(piece: str) -> str:
    """What at the end of a piece needs the head noun of a later one: 各市, 各市县农业农村; "" where nothing does."""
    if is_sector(piece.strip()):
        return piece.strip()
    last = JOINER.split(piece)[-1].strip()
    if not territory().fullmatch(last):
        return ""
    return last if last.startswith(("各", "有关", "相关", "全")) or kind(last) is None else ""


# A field of a list of them, with its area or without: 各市县农业农村, 财政. Does not match: 财政，.
_SECTOR = regex.compile(r"\p{Han}{2,16}")
# All areas of one level or of every level. Matches: 各级, 区级. Does not match: 高级.
_LEVELS = regex.compile(r"(?:各|[省市州县区乡镇])级")


def is_field(name: str) -> bool:
    """Whether `name` is the field of an office on its own: 财政, 医保; not 人力资源, half of one."""
    return name in _fields()


@cache
def _fields() -> frozenset[str]:
    return frozenset(rules.words("unit_fields"))


def is_sector(piece: str) -> bool:
    """Whether a piece is an area and a field without the head noun: 各市县农业农村 of 各市县农业农村、财政部门."""
    area = _LEVELS.match(piece) or (territory().match(piece) if piece.startswith("各") else None)
    return (
        area is not None and area.end() < len(piece) <= _MAX_TERRITORY and kind(piece) is None and not holds_stop(piece)
    )


def shares_head(first: str, piece: str, *, areas: int) -> bool:
    """Whether `piece` begins with an area no higher than `first` and has a head noun that `first` shares."""
    if is_sector(first):
        return piece.endswith(("部门", "机构")) and kind(piece) is UnitKind.CLASS
    area = territory().match(piece)
    if area is None or area.end() == len(piece) or piece[area.end()] in "级直属内委":
        return False
    head, high, low = piece[area.end() :], _level(first), _level(area.group())
    shared = _SHARED_HEAD.search(head)
    if shared and shared.group().startswith("管"):
        return high == low == ""
    if shared:
        return not (high and low) or low >= high
    deeper = low > high if high and low else areas > 1
    return deeper and kind("市" + head) is not None


def _level(area: str) -> str:
    name = area.removeprefix("各").removeprefix("全").removeprefix("有关").removeprefix("相关").removeprefix("所属")
    return next((level for word, level in _levels() if name.startswith(word)), "")


@cache
def _levels() -> tuple[tuple[str, str], ...]:
    rows = sorted(rules.table("unit_territory_words"), key=lambda row: -len(row["word"]))
    return tuple((row["word"], row["level"]) for row in rows)
