"""The sample notice as a scan and as OFD gives the tasks of its Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model.task import Ledger
from pipeline.read import read
from pipeline.resolve import resolve
from pipeline.structure import build
from tests.read import made_ofd
from tests.read.test_pdf_ocr import scanned

SAMPLE = "郑政文〔2021〕26号"
MAKERS = {
    "ofd": lambda folder: made_ofd.notice((folder / f"{SAMPLE}.md").read_text(encoding="utf-8")),
    "scan": lambda folder: scanned((folder / f"{SAMPLE}.pdf").read_bytes(), set(range(1, 7))),
}


def ledger(data: bytes) -> Ledger:
    notice = build(read(data, name="sample"))
    return resolve(notice, extract(notice))


def duties(found: Ledger) -> list[tuple[str, str, list[tuple[str, str]], list[str]]]:
    return [
        (
            task.name,
            task.source.value,
            [(unit.role.value, unit.unit.name) for unit in task.assignments],
            [str(limit.due_date) for limit in task.deadlines],
        )
        for task in found.tasks
    ]


@pytest.mark.parametrize("format_", MAKERS)
def test_tasks_are_those_of_the_markdown(format_: str, corpus: Path) -> None:
    made = ledger(MAKERS[format_](corpus))
    written = ledger((corpus / f"{SAMPLE}.md").read_bytes())
    assert duties(made) == duties(written)
    assert [(cited.number, cited.relation) for cited in made.citations] == [("豫政〔2021〕9号", "basis")]


@pytest.mark.parametrize("format_", MAKERS)
def test_header_is_that_of_the_markdown(format_: str, corpus: Path) -> None:
    header = ledger(MAKERS[format_](corpus)).notice.header
    assert header.doc_number is not None and header.doc_number.value == SAMPLE
    assert header.signed_date is not None and header.signed_date.value == "2021-03-05"
    assert header.issued_date is not None and header.issued_date.value == "2021-03-08"
    assert [element.value for element in header.issuers] == ["郑州市人民政府"]
