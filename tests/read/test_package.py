"""What a zip package may be, and what it may not."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.read import package
from pipeline.read.package import OfficeDocument, open_package, parse_xml, relations

DOCUMENT = "word/document.xml"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        # The same name twice is what one of the tests wants.
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def reason_of(call: object, *arguments: object) -> str:
    assert callable(call)
    with pytest.raises(ReadError) as raised:
        call(*arguments)
    assert str(raised.value)
    return raised.value.reason_code


@pytest.mark.parametrize("name", [DOCUMENT, "Word/Document.xml", "word\\document.xml"])
def test_a_parts_name_is_found_without_regard_to_case_and_slash(name: str) -> None:
    assert open_package(zipped((name, b"text"))).part(DOCUMENT) == b"text"


@pytest.mark.parametrize("name", ["../word/document.xml", "/etc/passwd", "C:/word/document.xml", "word\\..\\..\\x"])
def test_a_name_that_climbs_is_ignored_and_counted(name: str) -> None:
    opened = open_package(zipped((name, b"text")))
    assert opened.ignored == 1
    assert reason_of(opened.part, name) == "broken_package"


def test_a_symbolic_link_is_ignored() -> None:
    link = zipfile.ZipInfo(DOCUMENT)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    opened = open_package(zipped((link, b"/etc/passwd")))
    assert (opened.ignored, DOCUMENT in opened) == (1, False)


def test_a_part_that_is_there_twice_is_read_only_where_both_are_the_same() -> None:
    same = open_package(zipped((DOCUMENT, b"text"), (DOCUMENT, b"text")))
    different = open_package(zipped((DOCUMENT, b"text"), (DOCUMENT, b"other")))
    assert same.part(DOCUMENT) == b"text"
    assert reason_of(different.part, DOCUMENT) == "broken_package"


def test_a_damaged_part_is_a_broken_package() -> None:
    data = bytearray(zipped((DOCUMENT, b"text that is long enough to be damaged" * 9)))
    data[50] ^= 0xFF
    assert reason_of(open_package(bytes(data)).part, DOCUMENT) == "broken_package"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html></html>", b"%PDF-1.4"])
def test_what_is_no_zip_is_a_broken_package(data: bytes) -> None:
    assert reason_of(open_package, data) == "broken_package"


def test_half_a_file_is_a_broken_package() -> None:
    data = zipped((DOCUMENT, b"text" * 100))
    assert reason_of(open_package, data[: len(data) // 2]) == "broken_package"


def test_an_encrypted_part_says_so() -> None:
    data = bytearray(zipped((DOCUMENT, b"text")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert reason_of(open_package(bytes(data)).part, DOCUMENT) == "encrypted"


def test_an_office_file_with_a_password_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert reason_of(open_package, data) == "encrypted"


def test_a_part_packed_beyond_the_ratio_is_a_bomb() -> None:
    opened = open_package(zipped((DOCUMENT, bytes(package.RATIO_COUNTS_FROM + 1))))
    assert reason_of(opened.part, DOCUMENT) == "zip_bomb"


def test_parts_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_INFLATED_SIZE", 7)
    opened = open_package(zipped(("a", b"text"), ("b", b"text")))
    assert opened.part("a") == b"text"
    assert reason_of(opened.part, "b") == "zip_bomb"


def test_entries_are_counted_before_the_archive_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBERS", 2)
    assert reason_of(open_package, zipped(("a", b""), ("b", b""), ("c", b""))) == "zip_bomb"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<a><b></a>", id="not well-formed"),
        pytest.param(b"", id="empty"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="document type"),
        pytest.param('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), id="in UTF-16"),
        pytest.param(b"<a>" * 1000 + b"</a>" * 1000, id="nested too deep"),
        pytest.param(b'<?xml version="1.0" encoding="no-such"?><a/>', id="unknown encoding"),
    ],
)
def test_unsound_xml_is_refused(content: bytes) -> None:
    assert reason_of(parse_xml, content, DOCUMENT) == "bad_xml"


def test_too_many_tags_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TAGS", 3)
    assert reason_of(parse_xml, b"<a><b/><b/><b/></a>", DOCUMENT) == "zip_bomb"


def test_relations_are_named_from_the_folder_of_their_part() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="../style.xml"/>'
        b'<Relationship Id="rId2" Type="x/header" Target="/word/header1.xml"/>'
        b'<Relationship Id="rId3" Type="x/hyperlink" Target="http://www.gov.cn" TargetMode="External"/></Relationships>'
    )
    found = relations(open_package(zipped(("word/_rels/document.xml.rels", rels))), DOCUMENT)
    assert [(relation.kind, relation.target) for relation in found] == [
        ("styles", "style.xml"),
        ("header", "word/header1.xml"),
    ]


def test_a_spreadsheet_is_no_text_document() -> None:
    assert reason_of(OfficeDocument, zipped(("xl/workbook.xml", b"<workbook/>"))) == "broken_package"


def test_a_broken_part_that_the_text_can_do_without_is_a_warning() -> None:
    document = OfficeDocument(zipped((DOCUMENT, b"<document/>"), ("word/styles.xml", b"<styles>")))
    assert document.one("styles") is None
    assert document.warnings == {"part_unreadable"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("docx_empty_zip.docx", "broken_package"),
        ("docx_billion_laughs.docx", "bad_xml"),
        ("docx_deep_xml.docx", "bad_xml"),
        ("docx_bomb_1GiB_paragraphs.docx", "zip_bomb"),
        ("docx_duplicate_member.docx", "broken_package"),
        ("docx_zip_encrypted_flag.docx", "encrypted"),
        ("docx_ole_encrypted_stub.docx", "encrypted"),
        ("empty.docx", "broken_package"),
    ],
)
def test_hostile_files_end_in_a_clear_error(shared: Path, name: str, reason: str) -> None:
    assert reason_of(OfficeDocument, (shared / "hostile" / "made" / name).read_bytes()) == reason
