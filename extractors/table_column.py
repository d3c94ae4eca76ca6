"""What the head of a table's column says of the column: 牵头单位, 重点任务, 完成时限."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from extractors import rules
from extractors.kinds import Role


class ColumnKind(StrEnum):
    """ROLE: units in a role. PERHAPS: units where its cells are units (单位, 责任分工). CONTENT: what a task asks in detail.

    PERIOD: what a task asks within the time that the head names (一季度目标).
    """

    SERIAL = "serial"
    CATEGORY = "category"
    TASK = "task"
    CONTENT = "content"
    ROLE = "role"
    PERHAPS = "perhaps"
    DEADLINE = "deadline"
    PERIOD = "period"
    DELIVERABLE = "deliverable"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its head; `role` is None for columns that hold no units, `head` is as written, without white space.

    `has_deadline` is true where the cells of another kind of column hold time limits too (责任单位及完成时限).
    """

    kind: ColumnKind
    head: str
    rule_id: str
    role: Role | None = None
    has_deadline: bool = False


MAX_HEAD = 30
_WHITE = regex.compile(r"\s+")
_WIDE = str.maketrans("()", "（）")


def read(head: str, *, alone: bool = False) -> Column | None:
    """The column that `head` stands over, or None where it is no known head: 主 要 内 容, 责任单位（牵头单位列首位）.

    `alone` says that no other column is one of periods: then 2023年目标 is what the task asks, and no time limit.
    """
    if len(head) > 3 * MAX_HEAD:
        return None
    name = _WHITE.sub("", head).translate(_WIDE)
    return _column(name, alone) if 0 < len(name) <= MAX_HEAD else None


@lru_cache(maxsize=4096)
def _column(name: str, alone: bool) -> Column | None:
    for rule in rules.patterns("table_columns"):
        if alone and rule.columns["kind"] == ColumnKind.PERIOD:
            continue
        if rule.pattern.search(name):
            role, also = rule.columns["role"], rule.columns["also"]
            return Column(
                ColumnKind(rule.columns["kind"]), name, rule.rule_id, Role(role) if role else None, also == "deadline"
            )
    return None
