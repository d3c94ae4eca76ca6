"""Two notices compared, each a file, a number or an id, and what is written of it."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.compare.compared import Compared, NoticeRelation
from pipeline.diff import FILES, diff, write
from pipeline.errors import ReadError, StoreError
from tests.compare.sides import sample
from tests.made_office import converted, needs_office

OLD, NEW = "郑政文〔2021〕26号.md", "示例文〔2021〕58号.md"


@pytest.fixture(scope="module")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    run([corpus / OLD, corpus / NEW], folder)
    return folder


def said(both: Compared) -> list[str]:
    return [change.summary for change in both.changes]


def test_two_files_are_compared_without_an_archive(corpus: Path, tmp_path: Path) -> None:
    both = diff(str(corpus / OLD), str(corpus / NEW), archive=tmp_path / "none")
    assert both.relation is NoticeRelation.AMENDS
    assert said(both) == said(sample())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("郑政文〔2021〕26号", "示例文〔2021〕58号", id="numbers"),
        pytest.param("郑政文[2021]26号", "示例文[2021] 58 号", id="numbers written otherwise"),
        pytest.param("N-7535c727ccfd", "N-bfdd155d4eeb", id="ids"),
    ],
)
def test_notices_of_an_archive_are_named_by_number_or_id(archive: Path, old: str, new: str) -> None:
    assert said(diff(old, new, archive=archive)) == said(sample())


def test_a_file_is_compared_with_a_notice_of_the_archive(archive: Path, corpus: Path) -> None:
    assert said(diff("郑政文〔2021〕26号", str(corpus / NEW), archive=archive)) == said(sample())


@needs_office
def test_an_old_office_file_is_converted_first(corpus: Path, tmp_path: Path) -> None:
    docx = (corpus / "郑政文〔2021〕26号.docx").read_bytes()
    (tmp_path / "旧.doc").write_bytes(converted({"a": docx}, "docx", "doc")["a"])
    both = diff(str(tmp_path / "旧.doc"), str(corpus / "郑政文〔2021〕26号.docx"), archive=tmp_path)
    assert both.old.notice["doc_number"] == "郑政文〔2021〕26号"
    assert {change.type.value for change in both.changes} == {"unchanged"}


def test_a_number_that_the_archive_does_not_have_is_named(archive: Path) -> None:
    with pytest.raises(StoreError, match="没有〔2021〕1号") as raised:
        diff("郑政文〔2021〕26号", "没有〔2021〕1号", archive=archive)
    assert raised.value.reason_code == "no_such_notice"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("坏.pdf", b"%PDF-1.7\n damaged", "broken_pdf", id="damaged"),
        pytest.param("密.txt", "机密★1年\n示密发〔2021〕1号\n关于做好工作的通知\n".encode(), "secret", id="secret"),
        pytest.param("tasks.csv", b"task_id\n", "not_one_notice", id="no document"),
    ],
)
def test_a_file_that_gives_no_notice_says_why(corpus: Path, tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as raised:
        diff(str(tmp_path / name), str(corpus / NEW), archive=tmp_path)
    assert raised.value.reason_code == code
    assert name in str(raised.value)


def test_an_archive_of_several_is_no_notice(corpus: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "两件.zip", "w") as packed:
        packed.write(corpus / OLD, OLD)
        packed.write(corpus / NEW, NEW)
    with pytest.raises(ReadError) as raised:
        diff(str(tmp_path / "两件.zip"), str(corpus / NEW), archive=tmp_path)
    assert raised.value.reason_code == "not_one_notice"


def test_table_json_and_page_are_written_and_say_the_same(tmp_path: Path) -> None:
    write(sample(), tmp_path / "out", language="zh")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    with (tmp_path / "out" / "changes.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = json.loads((tmp_path / "out" / "changes.json").read_text(encoding="utf-8"))
    assert [row["summary"] for row in rows] == [row["summary"] for row in told["changes"]] == said(sample())
    assert told["old"]["doc_number"] == "郑政文〔2021〕26号" and told["notice_relation"] == "amends"
    assert len({row["change_id"] for row in rows}) == len(rows)
    page = (tmp_path / "out" / "diff.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "示例文〔2021〕58号" in page


def test_the_offsets_of_a_row_point_at_what_it_is_about(tmp_path: Path) -> None:
    write(sample(), tmp_path, language="zh")
    told = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    (row,) = [each for each in told["changes"] if each["days_shift"] == 50]
    assert sample().old.text[row["old_char_start"] : row["old_char_end"]] == "2021年4月10日前"
    assert sample().new.text[row["new_char_start"] : row["new_char_end"]] == "2021年5月30日前"


def test_what_is_written_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(sample(), tmp_path / name, language="zh")
    assert [(tmp_path / "a" / file).read_bytes() for file in FILES] == [
        (tmp_path / "b" / file).read_bytes() for file in FILES
    ]
