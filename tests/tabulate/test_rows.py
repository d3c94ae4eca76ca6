"""What was found in a notice, as rows."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.kinds import Role
from pipeline.model.notice import Clause, Part, Span
from pipeline.tabulate.evidence import QUOTING, check_rows
from pipeline.tabulate.rows import Rows, rows_of
from pipeline.tabulate.spec import table
from tests.made_notice import TASK, TEXT, assignment, citation, deadline, entry, notice, sample_tasks, span_of, task


def rows() -> Rows:
    cited = (citation("豫政〔2021〕9号", "", "豫政〔2021〕9号"), citation("", "河南省人民政府关于下放", "根据《河南省"))
    return rows_of(entry(citations=cited), review=False)


def test_each_row_has_the_columns_of_its_table() -> None:
    for name, made in rows().items():
        assert all(tuple(row) == table(name).names for row in made), name


def test_a_number_is_taken_apart() -> None:
    (row,) = rows()["notices"]
    assert (row["org_code"], row["doc_year"], row["doc_serial"]) == ("郑政文", 2021, 26)


def test_a_notice_without_a_number_has_no_parts_of_one() -> None:
    (row,) = rows_of(entry(notice(doc_number="")), review=True)["notices"]
    assert (row["doc_number"], row["org_code"], row["doc_year"]) == ("", "", None)
    assert row["parse_status"] == "review"


def test_a_task_lists_its_units_by_role_and_its_time_limit() -> None:
    (row,) = rows()["tasks"]
    assert row["responsible_units"] == ["相关承接市直单位"]
    assert row["lead_units"] == []
    assert row["report_to"] == ["市发展改革委"]
    assert (row["deadline_text"], row["due_date"], row["due_precision"]) == (["2021年3月15日前"], "2021-03-15", "day")
    assert row["evidence"] == TASK


def test_the_due_date_of_a_task_is_the_last_of_its_time_limits() -> None:
    limits = (deadline("2021年3月15日前", date(2021, 3, 15)), deadline("2021年3月5日", date(2021, 3, 5)))
    (row,) = rows_of(entry(tasks=(task(TASK, deadlines=limits),)), review=False)["tasks"]
    assert row["due_date"] == "2021-03-15"


def test_a_task_whose_time_limits_have_no_date_has_no_due_date() -> None:
    (row,) = rows_of(entry(tasks=(task(TASK, deadlines=(deadline("分别", None),)),)), review=False)["tasks"]
    assert (row["due_date"], row["due_precision"], row["deadline_text"]) == ("", "", ["分别"])


def test_tasks_are_numbered_in_the_order_of_the_text() -> None:
    tasks = (task("分别制定"), task("制定承接方案"))
    made = rows_of(entry(tasks=tasks), review=False)["tasks"]
    assert [(row["seq"], row["evidence"]) for row in made] == [(1, "制定承接方案"), (2, "分别制定")]


def test_units_of_one_role_stand_in_their_order() -> None:
    units = (assignment("市发展改革委", Role.LEAD, order=2), assignment("相关承接市直单位", Role.LEAD, order=1))
    (row,) = rows_of(entry(tasks=(task(TASK, assignments=units),)), review=False)["tasks"]
    assert row["lead_units"] == ["相关承接市直单位", "市发展改革委"]


def test_a_unit_of_two_tasks_is_one_unit() -> None:
    tasks = (*sample_tasks(), task("分别制定", assignments=(assignment("市发展改革委", Role.LEAD),)))
    made = rows_of(entry(tasks=tasks), review=False)["units"]
    assert sorted(str(row["unit_name"]) for row in made) == ["市发展改革委", "相关承接市直单位"]


def test_a_task_that_should_be_checked_says_so() -> None:
    made = rows_of(entry(tasks=(task(TASK, review=("torn_bracket",)),)), review=False)["tasks"]
    assert made[0]["needs_review"] is True


def test_warnings_are_codes_each_once() -> None:
    (row,) = rows_of(entry(notice(warnings=("annex_missing", "numbering_gap", "annex_missing"))), review=True)[
        "notices"
    ]
    assert row["warnings"] == ["annex_missing", "numbering_gap"]


@pytest.mark.parametrize(
    ("pages", "starts", "expected"),
    [
        pytest.param(0, (), (None, None), id="a format without pages"),
        pytest.param(2, ((0, 1), (TEXT.index("专项"), 2)), (1, 2), id="a task over a page break"),
    ],
)
def test_pages_are_those_of_the_first_and_last_character(
    pages: int, starts: tuple[tuple[int, int], ...], expected: tuple[int | None, int | None]
) -> None:
    (row,) = rows_of(entry(notice(page_starts=starts), page_count=pages), review=False)["tasks"]
    assert (row["page_from"], row["page_to"]) == expected


def test_a_section_has_its_own_text_without_its_sub_items() -> None:
    whole = Span(TEXT.index("二、"), len(TEXT))
    own = span_of("二、重点任务\n")
    clauses = (
        Clause("2", "二、", "重点任务", whole, own, Part.NOTICE, 1, -1),
        Clause("2.2", "（二）", "制定承接方案", span_of(TASK), span_of(TASK), Part.NOTICE, 2, 0),
    )
    made = rows_of(entry(notice(clauses=clauses)), review=False)["sections"]
    assert [(row["section_path"], row["text"]) for row in made] == [("2", "二、重点任务\n"), ("2.2", TASK)]


def test_ids_of_rows_do_not_depend_on_rules_or_offsets() -> None:
    """A better rule, or another format of the file, keeps what analysts noted down."""
    moved = "（此件公开发布）\n" + TEXT
    shifted = (task(TASK, text=moved, governed="制定承接方案。分别制定专项承接落实工作方案。"),)
    ours, theirs = rows()["tasks"], rows_of(entry(notice(text=moved), tasks=shifted), review=False)["tasks"]
    assert ours[0]["task_id"] == theirs[0]["task_id"]


def test_every_quoting_row_reads_again_from_the_text() -> None:
    made = rows()
    assert {name: check_rows(name, made[name], TEXT, "made") for name in QUOTING} == {
        "tasks": 1,
        "assignments": 2,
        "deadlines": 1,
        "citations": 2,
        "sections": 0,
    }
