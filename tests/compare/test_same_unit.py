"""Units written another way are no change of unit."""

from __future__ import annotations

import pytest

from pipeline.compare import compare
from pipeline.model.change import Changed
from tests.compare.sides import city_notice

TASK = "强化协同配合。及时调整权责清单和政务服务事项目录，压缩审批时限。"
GIVEN = "建立专班。市推进职能转变协调小组办公室（以下简称市职转办）统筹推进各项改革任务落实。（牵头单位：市财政局）"


def told(old: str, new: str, *others: str) -> list[str]:
    """What is said of the units of a task that names these, in a notice with other items."""
    sides = [city_notice([f"{TASK}（{units}）", *others]) for units in (old, new)]
    return [each.summary for each in compare(*sides) if each.about is Changed.ASSIGNMENT]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("责任单位：各级人民政府", "责任单位：人民政府", id="of each level"),
        pytest.param("责任单位：各县（市、区）人民政府", "责任单位：县（市、区）政府", id="each of a territory"),
        pytest.param("责任单位：各区（县）人民政府", "责任单位：各区、县人民政府", id="marks of a territory"),
        pytest.param("牵头单位：市发展改革委（市物价局）", "牵头单位：市发展改革委、市物价局", id="a unit in brackets"),
        pytest.param("责任单位：各有关部门", "责任单位：有关部门", id="each of a class"),
    ],
)
def test_the_same_units_in_other_words_are_no_change(old: str, new: str) -> None:
    assert told(old, new) == told(new, old) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "责任单位：县级以上人民政府",
            "责任单位：各级人民政府",
            ["责任单位减少县级以上人民政府", "责任单位增加各级人民政府"],
            id="another level",
        ),
        pytest.param(
            "责任单位：市人民政府、市财政局",
            "责任单位：市财政局",
            ["责任单位减少市人民政府"],
            id="a government of a place",
        ),
        pytest.param(
            "牵头单位：市发展改革委（市物价局）",
            "牵头单位：市发展改革委",
            ["牵头单位减少市物价局"],
            id="without the one in brackets",
        ),
        pytest.param(
            "牵头单位：市教育局（试点）",
            "牵头单位：市教育局、市财政局",
            ["牵头单位增加市财政局"],
            id="brackets that name no unit",
        ),
        pytest.param(
            "责任单位：中国银保监会河南监管局",
            "责任单位：国家金融监督管理总局河南监管局",
            ["中国银保监会河南监管局已更名为国家金融监督管理总局河南监管局，单位未变"],
            id="a successor is noted",
        ),
    ],
)
def test_other_units_are_told(old: str, new: str, said: list[str]) -> None:
    assert told(old, new) == said


def test_a_short_name_that_the_notice_gave_is_the_unit() -> None:
    full, short = "牵头单位：市推进职能转变协调小组办公室", "牵头单位：市职转办"
    assert told(full, short, GIVEN) == told(short, full, GIVEN) == []
    assert told(full, short) == ["牵头单位由市推进职能转变协调小组办公室改为市职转办"]
