"""Members of classes of units, as addressees, sentences and annexes list them."""

from __future__ import annotations

import pytest

from extractors.kinds import UnitKind
from extractors.unit import UnitName
from pipeline.model.notice import Element, Header, Notice
from pipeline.resolve import members, units


def _notice(text: str = "", *addressees: str) -> Notice:
    header = Header(
        issuers=(Element("郑州市人民政府", None, "test"),),
        addressees=tuple(Element(value, None, "test") for value in addressees),
    )
    return Notice(text, (), header, (), (), ())


def _members(notice: Notice, name: str, kind: UnitKind = UnitKind.CLASS) -> tuple[str, ...]:
    book = units.book_of(notice.header, members.find(notice))
    return book.unit(UnitName(name, kind)).members


_MEETING = "联席会议成员单位包括市发展改革委、市教育局、市财政局。"
_THREE = ("郑州市发展和改革委员会", "郑州市教育局", "郑州市财政局")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(_MEETING, "联席会议成员单位", _THREE, id="named-body"),
        pytest.param(_MEETING, "各成员单位", _THREE, id="each-member"),
        pytest.param(_MEETING, "领导小组成员单位", (), id="another-body"),
        pytest.param(_MEETING, "各有关部门", (), id="another-class"),
        pytest.param("", "各成员单位", (), id="no-list"),
    ],
)
def test_members_stand_in_a_sentence(text: str, name: str, expected: tuple[str, ...]) -> None:
    assert _members(_notice(text), name) == expected


@pytest.mark.parametrize(
    ("addressees", "name", "kind", "expected"),
    [
        pytest.param(
            ("金水区人民政府、中牟县人民政府", "市财政局、市民政局"),
            "各区县（市）人民政府",
            UnitKind.CLASS,
            ("金水区人民政府", "中牟县人民政府"),
            id="governments",
        ),
        pytest.param(
            ("金水区人民政府、中牟县人民政府",),
            "各区县（市）",
            UnitKind.TERRITORY,
            ("金水区人民政府", "中牟县人民政府"),
            id="areas",
        ),
        pytest.param(
            ("市财政局、市民政局",), "各有关部门", UnitKind.CLASS, ("郑州市财政局", "郑州市民政局"), id="departments"
        ),
        pytest.param(("各区县（市）人民政府", "市人民政府各部门"), "各有关部门", UnitKind.CLASS, (), id="only-classes"),
        pytest.param(("市财政局、各有关单位",), "各有关部门", UnitKind.CLASS, (), id="a-class-beside"),
        pytest.param(("市财政局、市民政局",), "各乡镇人民政府", UnitKind.CLASS, (), id="another-class"),
    ],
)
def test_members_stand_in_the_addressees(
    addressees: tuple[str, ...], name: str, kind: UnitKind, expected: tuple[str, ...]
) -> None:
    assert _members(_notice("", *addressees), name, kind) == expected


def test_a_class_with_members_is_not_that_of_another_notice() -> None:
    found = [
        units.book_of(notice.header, members.find(notice)).unit(UnitName("各成员单位", UnitKind.CLASS)).unit_id
        for notice in (_notice(_MEETING), _notice(), _notice(_MEETING))
    ]
    assert found[0] == found[2] != found[1]
