"""Which files a run reads."""

from __future__ import annotations

import pytest

from pipeline.archive.choice import Choice, Record
from pipeline.model.entry import Outcome

NOW = "0.2.0"
WELL, OLD = Record(1, 1, NOW, Outcome.COMPLETE, "pdf"), Record(1, 1, "0.1.0", Outcome.COMPLETE, "pdf")
BAD, REFUSED = Record(1, 1, NOW, Outcome.FAILED, ""), Record(1, 1, "", Outcome.FAILED, "")


@pytest.mark.parametrize(
    ("only", "taken"),
    [
        ("", [WELL, OLD, BAD, REFUSED, None]),
        ("failed", [BAD, REFUSED]),
        ("stale", [OLD, REFUSED]),
        ("pdf", [WELL, OLD]),
        ("doc", [BAD, REFUSED, None]),
    ],
)
def test_a_run_is_about_the_files_it_was_asked_for(only: str, taken: list[Record | None]) -> None:
    """What was not read is of the format that its name says."""
    choice = Choice(only)
    assert [each for each in (WELL, OLD, BAD, REFUSED, None) if choice.takes(each, "通知.DOC", NOW)] == taken


@pytest.mark.parametrize(
    ("choice", "trusted"),
    [
        (Choice(), [WELL, BAD]),
        (Choice(retry=True), [WELL]),
        (Choice("failed"), [WELL]),
        (Choice("stale"), [WELL, BAD]),
        (Choice("pdf"), [WELL, BAD]),
    ],
)
def test_what_another_version_read_is_not_trusted_nor_on_request_what_failed(
    choice: Choice, trusted: list[Record]
) -> None:
    assert [each for each in (WELL, OLD, BAD, REFUSED) if choice.trusts(each, NOW)] == trusted
