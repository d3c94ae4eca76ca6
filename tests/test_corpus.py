"""The corpus says of each notice what is in it, and says it consistently."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypedDict

import lxml.html
import pypdfium2
import pytest

from corpus.fonts import Face
from extractors.kinds import DeadlineKind, Relation

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
NOTICES, GOLD = CORPUS / "notices", CORPUS / "gold"
SAMPLE = "郑政文〔2021〕26号"
STEMS = sorted(path.stem for path in GOLD.glob("*.json"))
PAGE_NUMBER = re.compile(r"^— \d+ —$", re.MULTILINE)
SAME = str.maketrans("〔〕【】[]{}“”‘’\"'﹝﹞：，；。、", "()" * 4 + "''''''()" + ":,;.,")


class Deadline(TypedDict):
    text: str
    kind: str
    due_date: str


class Task(TypedDict, total=False):
    source: str
    find: str
    start: str
    lead: list[str]
    responsible: list[str]
    supporting: list[str]
    deadlines: list[Deadline]


class Citation(TypedDict):
    number: str
    title: str
    relation: str


class Gold(TypedDict):
    notice: dict[str, str | list[str]]
    complete: bool
    tasks: list[Task]
    citations: list[Citation]


def read_gold(stem: str) -> Gold:
    gold: Gold = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    return gold


def squash(text: str) -> str:
    """The text without white space, each kind of bracket and mark in one form."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(SAME)


def notice_text(stem: str) -> str:
    """The notice's words as a reader of the file has them: without tags, page numbers and marks of merged cells."""
    path = next(path for path in sorted(NOTICES.glob(f"{stem}.*"), key=lambda path: path.suffix != ".md"))
    if path.suffix == ".docx":
        return docx_text(path)
    if path.suffix == ".html":
        return str(lxml.html.document_fromstring(path.read_text(encoding="utf-8")).body.text_content())
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return PAGE_NUMBER.sub("", text)


def docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    return re.sub(r"<[^>]+>", "", body.replace("</w:p>", "\n"))


def test_every_notice_has_gold_and_every_gold_a_notice() -> None:
    assert sorted({path.stem for path in NOTICES.iterdir()}) == STEMS


@pytest.mark.parametrize("stem", STEMS)
def test_each_find_occurs_once(stem: str) -> None:
    text = squash(notice_text(stem))
    counts = {task["find"]: text.count(squash(task["find"])) for task in read_gold(stem)["tasks"]}
    assert {find: count for find, count in counts.items() if count != 1} == {}


@pytest.mark.parametrize("stem", STEMS)
def test_each_unit_stands_in_the_text_and_has_one_role(stem: str) -> None:
    text = squash(notice_text(stem))
    for task in read_gold(stem)["tasks"]:
        units = [*task["lead"], *task["responsible"], *task["supporting"]]
        assert units, task["find"]
        assert len(units) == len(set(units)), task["find"]
        assert [unit for unit in units if squash(unit) not in text] == []


@pytest.mark.parametrize("stem", STEMS)
def test_each_deadline_is_of_a_kind_and_in_the_text(stem: str) -> None:
    text = squash(notice_text(stem))
    for task in read_gold(stem)["tasks"]:
        for deadline in task["deadlines"]:
            kind = DeadlineKind(deadline["kind"])
            assert squash(deadline["text"]) in text
            if kind in (DeadlineKind.BY, DeadlineKind.WINDOW):
                assert date.fromisoformat(deadline["due_date"])
            elif kind is not DeadlineKind.RELATIVE:
                assert deadline["due_date"] == ""


@pytest.mark.parametrize("stem", STEMS)
def test_each_bracket_task_starts_before_its_find(stem: str) -> None:
    text = squash(notice_text(stem))
    for task in read_gold(stem)["tasks"]:
        assert task["source"] in {"bracket", "line", "table", "body"}
        if task["source"] in {"bracket", "line"}:
            assert text.find(squash(task["start"])) in range(text.index(squash(task["find"])) + 1), task["find"]


@pytest.mark.parametrize("stem", STEMS)
def test_each_citation_stands_in_the_text(stem: str) -> None:
    text = squash(notice_text(stem))
    for citation in read_gold(stem)["citations"]:
        Relation(citation["relation"])
        assert squash(citation["number"]) in text
        assert squash(citation["title"]) in text


@pytest.mark.parametrize("stem", STEMS)
def test_each_header_field_stands_in_the_text(stem: str) -> None:
    text, notice = squash(notice_text(stem)), read_gold(stem)["notice"]
    # 第12号 stands on a line apart from 示例省人民政府令.
    assert squash(str(notice["doc_number"])) in text
    assert squash(str(notice.get("title", ""))) in text
    for field in ("issuer", "addressees"):
        values = notice[field]
        assert isinstance(values, list)
        assert [value for value in values if squash(value) not in text] == []
    assert date.fromisoformat(str(notice["signed_date"]))


@pytest.mark.parametrize("stem", [stem for stem in STEMS if stem != SAMPLE])
def test_made_up_notices_say_so(stem: str) -> None:
    """示例 stands in the issuer's name and, by front matter, meta element or note, in the file itself."""
    path = next(NOTICES.glob(f"{stem}.*"))
    marks = {".md": "\n示例: 是\n", ".html": '<meta name="示例" content="是">'}
    text = path.read_text(encoding="utf-8") if path.suffix in marks else notice_text(stem)
    assert marks.get(path.suffix, "本件为编写的示例，不是任何机关的公文") in text
    assert all("示例" in issuer for issuer in read_gold(stem)["notice"]["issuer"])


def test_sample_has_the_tasks_of_its_five_brackets() -> None:
    tasks = [task for task in read_gold(SAMPLE)["tasks"] if task["source"] == "bracket"]
    dates = [task["deadlines"][0]["due_date"] for task in tasks]
    assert dates == ["2021-03-10", "2021-03-15", "2021-03-31", "2021-03-31", "2021-04-10"]
    assert tasks[4]["lead"] == ["市委编办", "市政务办"]


def test_corpus_has_the_formats_that_the_program_reads() -> None:
    suffixes = [path.suffix for path in NOTICES.iterdir()]
    assert set(suffixes) == {".md", ".txt", ".html", ".docx", ".pdf"}
    assert all(path.stat().st_size < 500_000 for path in NOTICES.iterdir())


def test_county_notice_is_gb18030_with_a_character_outside_the_first_plane() -> None:
    content = (NOTICES / "示县政办发〔2023〕33号.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert "𬇙水镇" in content.decode("gb18030")


@pytest.mark.parametrize("stem", ["示政办发〔2023〕21号", "示应急〔2022〕15号"])
def test_crawled_notices_are_one_line(stem: str) -> None:
    assert "\n" not in (NOTICES / f"{stem}.txt").read_text(encoding="utf-8").strip()


def test_sample_docx_numbers_its_items_automatically() -> None:
    """（一） is no text of the file: it comes from the numbering part."""
    with zipfile.ZipFile(NOTICES / f"{SAMPLE}.docx") as archive:
        body = archive.read("word/document.xml").decode("utf-8")
        numbering = archive.read("word/numbering.xml").decode("utf-8")
        footers = [archive.read(name).decode("utf-8") for name in archive.namelist() if "footer" in name]
    assert "（一）" not in body
    assert body.count("<w:numPr>") == 11
    assert 'w:lvlText w:val="（%2）"' in numbering
    assert any(" PAGE " in footer for footer in footers)


def test_sample_pdf_has_the_words_of_the_sample_over_its_pages() -> None:
    document = pypdfium2.PdfDocument(NOTICES / f"{SAMPLE}.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    assert 4 <= len(pages) <= 6
    text = squash(PAGE_NUMBER.sub("", "\n".join(pages).replace("\r\n", "\n")))
    assert [task["find"] for task in read_gold(SAMPLE)["tasks"] if squash(task["find"]) not in text] == []


def test_pages_of_the_sample_end_within_sentences() -> None:
    document = pypdfium2.PdfDocument(NOTICES / f"{SAMPLE}.pdf")
    ends = [page.get_textpage().get_text_range().splitlines()[-2] for page in document]
    assert sum(not end.endswith(("。", "）")) for end in ends) >= 3


def test_word_file_is_the_same_when_set_again() -> None:
    from corpus.docx_page import docx_bytes
    from corpus.elements import read_elements

    elements = read_elements((NOTICES / f"{SAMPLE}.md").read_text(encoding="utf-8"))
    again = docx_bytes(elements)
    assert again == docx_bytes(elements)
    assert members(again) == members((NOTICES / f"{SAMPLE}.docx").read_bytes())


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/document")}


def test_pdf_is_the_same_when_set_again(fonts: dict[Face, Path]) -> None:
    from corpus.elements import read_elements
    from corpus.pdf_page import pdf_bytes

    elements = read_elements((NOTICES / f"{SAMPLE}.md").read_text(encoding="utf-8"))
    assert pdf_bytes(elements, fonts=fonts) == pdf_bytes(elements, fonts=fonts)


def test_missing_fonts_are_named_with_their_packages(tmp_path: Path) -> None:
    from corpus.fonts import FontMissingError, find_fonts

    with pytest.raises(FontMissingError, match=r"apt-get install fonts-arphic-gbsn00lp"):
        find_fonts([tmp_path])


def test_paragraph_cut_by_a_page_break_is_one_again() -> None:
    from corpus.elements import Kind, read_elements

    elements = read_elements((NOTICES / f"{SAMPLE}.md").read_text(encoding="utf-8"))
    sections = [element.text for element in elements if element.kind is Kind.SECTION]
    assert "确保省级下放权限承接工作顺利推进。" in sections[0]
    attachments = [element.text for element in elements if element.kind is Kind.ATTACHMENT]
    assert [text.endswith("下放的省级经济社会管理权限目录") for text in attachments] == [True]
