"""Which files are one notice, and which notice one cites."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from pipeline.model.entry import TextSource
from pipeline.tabulate.identity import folded
from pipeline.tabulate.rows import rows_of
from pipeline.tabulate.works import Catalogue, Naming, NoticeFile, Place, names_of, notice_file, place_files
from tests.made_notice import citation, entry

NATIVE, OCR = TextSource.NATIVE, TextSource.OCR


def file(path: str, content: str, source: TextSource = NATIVE, notice_id: str = "N-1") -> NoticeFile:
    return NoticeFile(path, content, notice_id, source)


@pytest.mark.parametrize(
    ("files", "first"),
    [
        pytest.param([file("b.pdf", "b"), file("a.docx", "a")], "a.docx", id="by path"),
        pytest.param([file("a.pdf", "a", OCR), file("b.docx", "b")], "b.docx", id="native before recognised"),
        pytest.param([file("a.pdf", "a", TextSource.MIXED), file("b.md", "b")], "b.md", id="native before mixed"),
    ],
)
def test_the_first_file_alone_carries_the_notices_own_id(files: list[NoticeFile], first: str) -> None:
    for order in permutations(files):
        places = place_files(order)
        assert [path for path, place in places.items() if not place.duplicate_of] == [first]
        assert places[first] == Place("N-1", "")


def test_further_files_point_to_the_first_and_have_ids_of_their_own() -> None:
    places = place_files([file("a.md", "aaaa1"), file("b.docx", "bbbb1"), file("c/b.docx", "bbbb1")])
    assert places["b.docx"] == Place("N-1.bbbb", "N-1")
    assert places["c/b.docx"] == Place("N-1.bbbb.2", "N-1")


def test_a_row_of_notices_says_what_links_need() -> None:
    (row,) = rows_of(entry(), review=False)["notices"]
    found = notice_file(row, "a.md")
    assert (found.doc_number, found.issuers, found.date) == (
        folded("郑政文〔2021〕26号"),
        ("郑州市人民政府",),
        "2021-03-05",
    )


PLAN = NoticeFile(
    "plan.md",
    "p",
    "N-plan",
    NATIVE,
    folded("豫政〔2021〕9号"),
    "河南省人民政府关于下放部分权限的通知",
    ("河南省人民政府",),
    "2021-01-08",
)
LATER = NoticeFile(
    "later.md",
    "l",
    "N-later",
    NATIVE,
    folded("豫政〔2022〕1号"),
    "河南省人民政府关于废止的决定",
    ("河南省人民政府",),
    "2022-01-01",
)


SHELL = NoticeFile(
    "shell.md",
    "s",
    "N-shell",
    NATIVE,
    "",
    "郑州市人民政府关于印发郑州市供热管理办法的通知",
    ("郑州市人民政府",),
    "2020-01-08",
)


class Shelf:
    """A shelf of a few files."""

    def __init__(self, files: Sequence[NoticeFile]) -> None:
        self._files = files

    def named(self, naming: Naming, name: str) -> Sequence[NoticeFile]:
        return [file for file in self._files if (naming, name) in names_of(file)]

    def file(self, notice_id: str) -> NoticeFile | None:
        return next((file for file in self._files if file.notice_id == notice_id), None)


def linked(number: str, title: str, *others: NoticeFile, issuer: str = "") -> tuple[object, object]:
    (own,) = rows_of(entry(), review=False)["notices"]
    (row,) = rows_of(entry(citations=(citation(number, title, "豫政〔2021〕9号"),)), review=False)["citations"]
    row = row | {"cited_issuer": issuer}
    found = Catalogue(Shelf([notice_file(own, "own.md"), *others])).linked(row)
    return found["cited_notice_id"], found["match_method"]


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        pytest.param("豫政[2021]9号", "", ("N-plan", "number"), id="number in other brackets"),
        pytest.param("", "《河南省人民政府关于下放部分权限的通知》", ("N-plan", "title"), id="whole title"),
        pytest.param("", "关于下放部分权限的通知", ("", ""), id="a title that names no issuer is not enough"),
        pytest.param("豫政〔2022〕1号", "", ("", ""), id="never a later document"),
        pytest.param("郑政文〔2021〕26号", "", ("", ""), id="never itself"),
        pytest.param("豫政〔2021〕10号", "", ("", ""), id="not in the archive"),
    ],
)
def test_a_citation_leads_to_the_one_notice_that_fits(number: str, title: str, expected: tuple[str, str]) -> None:
    assert linked(number, title, PLAN, LATER) == expected


def test_two_notices_of_one_number_lead_nowhere() -> None:
    twin = NoticeFile("twin.md", "t", "N-twin", NATIVE, PLAN.doc_number, "", ("河南省人民政府办公厅",), "2021-01-08")
    assert linked("豫政〔2021〕9号", "", PLAN, twin) == ("", "")


@pytest.mark.parametrize(
    ("number", "title", "issuer", "expected"),
    [
        pytest.param("", "关于下放部分权限的通知", "河南省人民政府", ("N-plan", "title"), id="issuer before the title"),
        pytest.param("", "关于下放部分权限的通知", "河南省人民政府办公厅", ("", ""), id="another issuer"),
        pytest.param("豫政〔2020〕3号", "河南省人民政府关于下放部分权限的通知", "", ("", ""), id="another number"),
        pytest.param("", "郑州市供热管理办法", "", ("N-shell", "title"), id="title of what a notice issues"),
        pytest.param("郑政〔2020〕3号", "郑州市供热管理办法", "", ("N-shell", "title"), id="number that the file lost"),
        pytest.param("郑政〔2009〕3号", "郑州市供热管理办法", "", ("", ""), id="number of another year"),
        pytest.param("", "供热管理办法", "", ("", ""), id="payload that names no place"),
    ],
)
def test_a_title_leads_to_the_notice_of_its_issuer(
    number: str, title: str, issuer: str, expected: tuple[str, str]
) -> None:
    assert linked(number, title, PLAN, LATER, SHELL, issuer=issuer) == expected
