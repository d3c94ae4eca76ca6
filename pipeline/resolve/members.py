"""The members of classes of units where a notice lists them: in its addressees, in a sentence or in an annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import regex

from extractors import member_list, unit
from extractors.kinds import UnitKind
from extractors.unit import UnitName
from pipeline.model.notice import Notice


class _Of(Enum):
    """What class a list gives the members of."""

    BODY = "body"
    DEPARTMENTS = "departments"
    GOVERNMENTS = "governments"


# Departments as a class: `各有关部门`, `市有关部门和单位`. Does not match: `上级部门`, `财政部门`.
_DEPARTMENTS = regex.compile(
    r"(?:各|有关|相关|[省市县区]有关|[省市县区]相关|[省市县区]直?各)+(?:部门|单位)(?:[、和及](?:各|有关|相关)*(?:部门|单位))?"
)
# Areas or their governments as a class: `各区县（市）人民政府`, `各县（市、区）`. Does not match: `各乡镇人民政府`.
_GOVERNMENTS = regex.compile(r"(?:各|有关|相关)+(?:市|州|区|县|旗|[（(][市区县、]+[）)]|、)+(?:人民政府|政府)?")
# A unit that governs an area: `金水区人民政府`, `高新区管委会`. Does not match: `市政府办公室`.
_GOVERNS = regex.compile(r"(?:人民政府|政府|管委会|管理委员会)$")


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members of one class of units of a notice; `body` is the body that they make up, where it is named."""

    of: _Of
    body: str
    units: tuple[UnitName, ...]

    def is_of(self, name: str) -> bool:
        """Whether the class of this name has these members: 联席会议成员单位, 各有关部门, 各区县（市）人民政府."""
        if self.of is _Of.DEPARTMENTS:
            return _DEPARTMENTS.fullmatch(name) is not None
        if self.of is _Of.GOVERNMENTS:
            return _GOVERNMENTS.fullmatch(name) is not None
        if not name.endswith("成员单位"):
            return False
        body = name.removesuffix("成员单位").removesuffix("各").removeprefix("各").removesuffix("的")
        return body == "" or self.body == "" or self.body.endswith(body) or body.endswith(self.body)


def find(notice: Notice) -> tuple[MemberList, ...]:
    """The lists of a notice. Of several bodies whose name is not told, none is taken for another: the lists are left out."""
    bodies = [match.value for match in member_list.find(notice.text)]
    if len({found.body for found in bodies}) > 1:
        bodies = [found for found in bodies if found.body]
    lists = [MemberList(_Of.BODY, found.body, found.units) for found in bodies]
    return (*lists, *_addressed([element.value for element in notice.header.addressees]))


def _addressed(addressees: list[str]) -> Iterator[MemberList]:
    """The departments and the governments that the addressees name one by one, where no class stands beside them."""
    named = [match.value for addressee in addressees for match in unit.find(addressee)]
    governing = [found for found in named if _GOVERNS.search(found.name) or found.kind is UnitKind.TERRITORY]
    others = [found for found in named if found not in governing]
    for of, units in ((_Of.GOVERNMENTS, governing), (_Of.DEPARTMENTS, others)):
        if len(units) > 1 and all(found.kind is UnitKind.NAMED for found in units):
            yield MemberList(of, "", tuple(units))
