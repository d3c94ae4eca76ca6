"""Archives of made notices."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from benchmarks.made_archive import Original, made, originals, pdf_writer, write
from pipeline.run import interpret


@pytest.fixture(scope="module")
def real(corpus: Path) -> list[Original]:
    return originals([corpus])


def test_no_two_are_alike_and_each_is_what_it_was(real: list[Original]) -> None:
    first = [made(real, serial) for serial in range(40)]
    assert len({each.text for each in first}) == 40
    assert [made(real, serial) for serial in range(40)] == first
    assert made(real, 7, seed=1).text != first[7].text


def test_a_made_notice_has_the_tasks_of_its_original_under_another_number(real: list[Original]) -> None:
    place = next(place for place, each in enumerate(real) if each.number == "郑政文〔2021〕26号")
    notice = made(real, place + 10 * len(real))
    found = interpret(notice.text.encode(), f"a{notice.ending}").rows
    whole = interpret(real[place].text.encode(), f"a{notice.ending}").rows
    assert found is not None and whole is not None
    assert found["notices"][0]["doc_serial"] == place + 10 * len(real) + 1
    assert len(found["tasks"]) == len(whole["tasks"])
    assert {row["task_id"] for row in found["tasks"]}.isdisjoint(row["task_id"] for row in whole["tasks"])


def test_a_made_notice_cites_one_that_was_made_before(real: list[Original]) -> None:
    numbers = {made(real, serial).number for serial in range(60)} - {""}
    later = made(real, 60)
    assert any(f"（{number}）" in later.text for number in numbers) or any(
        f"《{made(real, serial).title}》" in later.text for serial in range(60)
    )


@pytest.mark.usefixtures("fonts")
def test_a_share_is_set_as_pdf_and_a_share_in_zips(real: list[Original], tmp_path: Path) -> None:
    write(tmp_path, real, 60, pdfs=0.1, zipped=0.5)
    pdfs, zips, texts = (sorted(tmp_path.rglob(f"*{ending}")) for ending in (".pdf", ".zip", ".[tm][xd]*"))
    members = [name for path in zips for name in zipfile.ZipFile(path).namelist()]
    assert pdfs and members and texts
    assert len(pdfs) + len(members) + len(texts) == 60


@pytest.mark.usefixtures("fonts")
def test_the_pages_hold_the_text(real: list[Original]) -> None:
    notice = made(real, 3)
    content = interpret(pdf_writer()(notice), "a.pdf")
    assert content.rows is not None
    assert len("".join(content.text.split())) > 0.9 * len("".join(notice.text.split()))
