"""The specification of the tables: as the design has it, and the same in all that is made of it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

import pytest

from extractors.kinds import Calendar, DeadlineKind, Precision, Relation, Role, Strength, UnitKind
from pipeline.model.entry import Outcome, TextSource
from pipeline.model.notice import Part
from pipeline.model.task import RoleBasis, TaskSource
from pipeline.tabulate.dictionary import dictionary
from pipeline.tabulate.spec import RUN_TABLES, SpecError, table, tables

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tables.md"
# What a column of the design is called, by table, in order.
COLUMNS = {
    "notices": "notice_id doc_number org_code doc_year doc_serial title doc_type issuer issuer_level region_code addressees "
    "signed_date issued_date issuing_office effective_date expiry_date copied_to drafting_unit supervising_unit secrecy "
    "urgency signatory attachments index_no publish_date openness validity task_count page_count char_count source_path "
    "source_format source_sha256 duplicate_of text_source ocr_confidence parse_status warnings",
    "tasks": "task_id notice_id doc_number seq part section_path section_label task_name task_text lead_units "
    "responsible_units supporting_units deadline_text due_date due_precision report_to deliverable source strength "
    "page_from page_to char_start char_end evidence confidence needs_review rule_id",
    "assignments": "assignment_id task_id notice_id unit_text unit_name unit_id role role_text role_basis unit_kind "
    "unit_order page char_start char_end evidence rule_id",
    "units": "unit_id unit_name short_name aliases level region_code parent_unit_id valid_from valid_to successor_id basis "
    "members",
    "deadlines": "deadline_id task_id notice_id deadline_text kind start_date due_date precision inclusive anchor_text "
    "anchor_date recurrence calendar action report_to resolved page char_start char_end evidence rule_id",
    "citations": "citation_id notice_id cited_number cited_title cited_issuer cited_date relation cited_notice_id "
    "match_method page char_start char_end evidence rule_id",
    "changes": "change_id old_notice_id new_notice_id old_doc_number new_doc_number notice_relation object change_type field "
    "old_label new_label old_task_id new_task_id old_value new_value days_shift similarity match_method summary "
    "old_char_start old_char_end new_char_start new_char_end needs_review",
    "cascade": "cascade_id origin_task_id origin_task_name level_order issuer_level notice_id doc_number status task_ids "
    "task_names lead_units due_date slack_days needs_review",
    "sections": "section_id notice_id section_path label heading text page char_start char_end",
    "problems": "source_path source_sha256 outcome stage reason_code reason attempts",
}
ENUMS: dict[tuple[str, str], type[StrEnum]] = {
    ("notices", "text_source"): TextSource,
    ("tasks", "part"): Part,
    ("tasks", "source"): TaskSource,
    ("tasks", "strength"): Strength,
    ("tasks", "due_precision"): Precision,
    ("assignments", "role"): Role,
    ("assignments", "role_basis"): RoleBasis,
    ("assignments", "unit_kind"): UnitKind,
    ("deadlines", "kind"): DeadlineKind,
    ("deadlines", "precision"): Precision,
    ("deadlines", "calendar"): Calendar,
    ("citations", "relation"): Relation,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_the_columns_of_the_design_in_order(name: str) -> None:
    assert " ".join(table(name).names) == COLUMNS[name]


def test_there_is_no_other_table() -> None:
    assert list(tables()) == list(COLUMNS)
    assert set(RUN_TABLES) == set(COLUMNS) - {"changes", "cascade"}


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_the_codes_of_a_column_are_those_of_the_model(name: str, column: str) -> None:
    (found,) = [each for each in table(name).columns if each.name == column]
    assert found.values == tuple(code.value for code in ENUMS[name, column])


def test_the_outcomes_of_problems_are_those_of_files_that_did_not_come_through_whole() -> None:
    (outcome,) = [each for each in table("problems").columns if each.name == "outcome"]
    assert set(outcome.values) == {each.value for each in Outcome} - {Outcome.COMPLETE}


@pytest.mark.parametrize("name", COLUMNS)
def test_each_table_has_one_key_and_references_tables_that_exist(name: str) -> None:
    assert len([column for column in table(name).columns if column.is_key]) == 1
    assert {column.references for column in table(name).columns} - {""} <= set(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_column_has_a_title_and_a_meaning_in_both_languages(name: str) -> None:
    for column in table(name).columns:
        assert column.title and column.meaning_zh and column.meaning_en, column.name


def test_a_row_with_a_missing_column_is_refused() -> None:
    with pytest.raises(SpecError, match="attempts"):
        table("problems").row(
            source_path="a.pdf", source_sha256="", outcome="failed", stage="read", reason_code="", reason=""
        )


def test_the_data_dictionary_in_docs_is_made_of_the_specification() -> None:
    """REGEN=1 writes it anew."""
    if os.environ.get("REGEN") == "1":
        DOCUMENT.write_text(dictionary(), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == dictionary()


@pytest.mark.parametrize("name", COLUMNS)
def test_the_data_dictionary_names_every_column(name: str) -> None:
    part = dictionary().split(f"## {name} ")[1].split("\n## ")[0]
    assert [f"`{column}`" in part for column in table(name).names] == [True] * len(table(name).names)
