"""Tables whose heads stand left of what they say."""

from __future__ import annotations

import pytest

from extractors.task_table import find
from tests.extractors.test_task_table import shown, table

FORMS = [
    pytest.param(
        table(
            "任务名称|推进一网通办",
            "工作内容|建设统一平台。",
            "牵头单位|市大数据局",
            "责任单位|市政务办、市司法局",
            "完成时限|2023年6月底前",
        ),
        [
            "推进一网通办 / 建设统一平台。 | lead: 市大数据局; responsible: 市政务办、市司法局 | 2023年6月底前 | ",
        ],
        id="two columns",
    ),
    pytest.param(
        table(
            "任务名称|推进一网通办|<|<",
            "牵头单位|市大数据局|责任单位|市司法局",
            "完成时限|6月底前|责任人|张三",
            merged={(0, 1): (1, 3)},
        ),
        ["推进一网通办 | lead: 市大数据局; responsible: 市司法局 | 6月底前 | "],
        id="two fields a row; a person is no unit",
    ),
    pytest.param(
        table(
            "任务名称|推进一网通办",
            "责任单位|市大数据局",
            "完成时限|6月底",
            "任务名称|改造老旧小区",
            "责任单位|市住建局",
            "配合单位|无",
        ),
        ["推进一网通办 | responsible: 市大数据局 | 6月底 | ", "改造老旧小区 | responsible: 市住建局 |  | "],
        id="one form below the other; 无 is nobody",
    ),
    pytest.param(
        table("任务|推进一网通办|改造老旧小区", "责任单位|市大数据局|市住建局", "完成时限|6月底|年底前"),
        ["推进一网通办 | responsible: 市大数据局 | 6月底 | ", "改造老旧小区 | responsible: 市住建局 | 年底前 | "],
        id="a task a column",
    ),
    pytest.param(table("任务名称|推进一网通办", "地点|市民之家", "备注|无"), [], id="nobody is named"),
]


@pytest.mark.parametrize(("source", "tasks"), FORMS)
def test_form(source, tasks) -> None:  # type: ignore[no-untyped-def]
    assert [shown(source, task) for task in find(source)] == tasks
