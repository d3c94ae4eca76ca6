"""Changes as rows of their table."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model.change import Change, Changed, ChangeType, Field, Point
from pipeline.tabulate.changes import change_rows
from pipeline.tabulate.spec import Row, table

OLD: Row = {"notice_id": "N-7535c727ccfd", "doc_number": "郑政文〔2021〕26号"}
NEW: Row = {"notice_id": "N-bfdd155d4eeb", "doc_number": "示例文〔2021〕58号"}
PAIR = Change(
    Changed.SECTION,
    ChangeType.MODIFIED,
    Point("二、重点任务/（五）", 100, 200),
    Point("二、重点任务/（三）", 90, 150),
    "完成时限由2021年4月10日推迟50天至5月30日；由二（五）移至二（三）",
    similarity=0.705,
    method="wording",
)
LIMIT = Change(
    Changed.DEADLINE,
    ChangeType.MODIFIED,
    Point("二、重点任务/（五）", 180, 190, "T-1"),
    Point("二、重点任务/（三）", 140, 149, "T-2"),
    "完成时限由2021年4月10日推迟50天至5月30日",
    Field.DUE_DATE,
    "2021-04-10",
    "2021-05-30",
    50,
    0.705,
    "wording",
    True,
)


def rows(*changes: Change) -> list[Row]:
    return list(change_rows(changes, old=OLD, new=NEW, relation="amends"))


def test_a_change_has_both_notices_labels_values_and_offsets() -> None:
    (row,) = rows(LIMIT)
    assert tuple(row) == table("changes").names
    expected = {
        "old_notice_id": "N-7535c727ccfd",
        "new_doc_number": "示例文〔2021〕58号",
        "notice_relation": "amends",
        "object": "deadline",
        "change_type": "modified",
        "field": "due_date",
        "old_label": "二、重点任务/（五）",
        "new_task_id": "T-2",
        "old_value": "2021-04-10",
        "days_shift": 50,
        "similarity": 0.705,
        "new_char_start": 140,
        "new_char_end": 149,
        "needs_review": True,
    }
    assert {name: row[name] for name in expected} == expected


def test_what_has_no_other_side_has_empty_cells_there() -> None:
    added, removed = rows(replace(PAIR, old=None, similarity=None), replace(PAIR, new=None, similarity=None))
    assert (added["old_label"], added["old_char_start"], added["similarity"]) == ("", None, None)
    assert (removed["new_label"], removed["new_char_end"], removed["new_task_id"]) == ("", None, "")


def test_the_id_is_of_both_notices_object_field_and_labels_with_a_counter_among_equals() -> None:
    ids = [str(row["change_id"]) for row in rows(PAIR, LIMIT, LIMIT)]
    assert all(re.fullmatch(r"X-[0-9a-f]{12}", each) for each in ids)
    assert len(set(ids)) == 3
    assert [str(row["change_id"]) for row in rows(LIMIT, PAIR)] == [ids[1], ids[0]]
    assert rows(replace(LIMIT, summary="改写", similarity=0.9))[0]["change_id"] == ids[1]


def test_the_codes_are_those_of_the_model() -> None:
    values = {column.name: set(column.values) for column in table("changes").columns}
    assert values["object"] == set(Changed) and values["change_type"] == set(ChangeType)
    assert values["field"] == set(Field)
