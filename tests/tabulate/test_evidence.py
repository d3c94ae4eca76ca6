"""A row that does not say what the stored text says fails the run."""

from __future__ import annotations

import pytest

from pipeline.errors import EvidenceError
from pipeline.tabulate.evidence import check_rows
from pipeline.tabulate.rows import rows_of
from pipeline.tabulate.spec import Row
from tests.made_notice import TEXT, entry

(TASK_ROW,) = rows_of(entry(), review=False)["tasks"]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"char_start": 3}, id="another start"),
        pytest.param({"char_end": len(TEXT) + 1}, id="an end behind the text"),
        pytest.param({"char_start": -5}, id="a start before the text"),
        pytest.param({"char_start": None}, id="no start"),
        pytest.param({"evidence": "（责任单位：市财政局）"}, id="another evidence"),
    ],
)
def test_a_row_beside_its_text_is_an_error_that_names_file_and_row(changed: Row) -> None:
    with pytest.raises(EvidenceError, match=rf"a\.pdf: tasks {TASK_ROW['task_id']}"):
        check_rows("tasks", [TASK_ROW | changed], TEXT, "a.pdf")


def test_a_text_that_changed_under_its_rows_is_an_error() -> None:
    with pytest.raises(EvidenceError):
        check_rows("tasks", [TASK_ROW], TEXT.replace("2021", "2022"), "a.pdf")
