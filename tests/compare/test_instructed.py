"""What an amending notice changed by its instructions."""

from __future__ import annotations

import pytest

from pipeline.compare.instructed import instructed_changes
from tests.compare.sides import side_of_text
from tests.test_consolidated import AMENDING, ISSUED, NUMBER

OLD = ISSUED.format(number=NUMBER, date="2020年5月6日", days="七日", second="\n（二）有食品经营许可证。\n")


@pytest.mark.parametrize(
    ("instructions", "said"),
    [
        (
            "将第二条中的“七日”修改为“五个工作日”。",
            [("modified", "第二条“应当在收到申请后七日内作出决定”改为“应当在收到申请后五个工作日内作出决定”")],
        ),
        ("删去第三条第（二）项。", [("removed", "删除：（二）有食品经营许可证。")]),
        ("将第二条中的“十日”修改为“五个工作日”。", []),
        ("请认真贯彻执行。", []),
    ],
)
def test_each_changed_paragraph_is_told(instructions: str, said: list[tuple[str, str]]) -> None:
    head, tail = AMENDING.split("一、将第二条")[0], AMENDING.split("附则。”\n")[1]
    changes = instructed_changes(side_of_text(OLD), side_of_text(f"{head}一、{instructions}\n{tail}"))
    assert [(change.type.value, change.summary) for change in changes] == said


def test_a_change_stands_where_the_old_words_are() -> None:
    old = side_of_text(OLD)
    for change in instructed_changes(old, side_of_text(AMENDING)):
        assert change.old is not None
        assert old.text[change.old.start : change.old.end].startswith(change.old.label)
