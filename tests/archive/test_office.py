"""Old office formats become DOCX or XLSX in a process of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.archive.office import Limits, convert, kind
from pipeline.errors import ReadError
from pipeline.model.reading import SourceFormat
from pipeline.read import docx
from pipeline.run import read_notice
from tests.made_office import needs_office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rtf(*paragraphs: str) -> bytes:
    """Paragraphs as RTF, in the code points of UTF-16 as Word writes them."""
    escaped = ("".join(f"\\u{ord(char)}?" for char in paragraph) for paragraph in paragraphs)
    return ("{\\rtf1\\ansi " + "\\par ".join(escaped) + "}").encode()


KINDS = [
    pytest.param(OLE + "WordDocument".encode("utf-16-le"), SourceFormat.DOC, id="doc"),
    pytest.param(OLE + "Workbook\0".encode("utf-16-le"), SourceFormat.XLS, id="xls"),
    pytest.param(OLE + "Workbook\0 WordDocument".encode("utf-16-le"), SourceFormat.DOC, id="doc_with_a_table_in_it"),
    pytest.param(OLE + "PowerPoint Document".encode("utf-16-le"), None, id="presentation"),
    pytest.param(OLE + "WordDocument EncryptedPackage".encode("utf-16-le"), None, id="with_a_password"),
    pytest.param(rtf("通知"), SourceFormat.RTF, id="rtf"),
    pytest.param(
        b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", SourceFormat.ODT, id="odt"
    ),
    pytest.param(
        b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        SourceFormat.ODS,
        id="ods",
    ),
    pytest.param(b"PK\x03\x04word/document.xml", None, id="docx"),
    pytest.param("通知".encode(), None, id="text"),
]


@pytest.mark.parametrize(("data", "expected"), KINDS)
def test_kind(data: bytes, expected: SourceFormat | None) -> None:
    assert kind(data) is expected


@needs_office
def test_rtf_becomes_docx() -> None:
    made = convert({"a": rtf("郑州市人民政府关于做好工作的通知", "一、加强领导。")})["a"]
    assert isinstance(made, bytes)
    assert [block.text for block in docx.read(made).blocks if hasattr(block, "text")] == [
        "郑州市人民政府关于做好工作的通知",
        "一、加强领导。",
    ]


@needs_office
def test_one_bad_document_does_not_cost_the_others() -> None:
    made = convert({"good": rtf("通知"), "bad": OLE + "WordDocument".encode("utf-16-le") * 9})
    assert isinstance(made["good"], bytes)
    assert isinstance(made["bad"], ReadError)
    assert made["bad"].reason_code == "unconvertible"


@needs_office
def test_a_process_that_takes_too_long_is_killed() -> None:
    made = convert({"a": rtf("通知")}, limits=Limits(start=0.0, document=0.0))["a"]
    assert isinstance(made, ReadError)
    assert made.reason_code == "timeout"


@needs_office
def test_a_document_with_a_clear_limit_of_memory_is_given_up() -> None:
    made = convert({"a": rtf("通知")}, limits=Limits(memory=1 << 20))["a"]
    assert isinstance(made, ReadError)
    assert made.reason_code == "memory"


def test_without_libreoffice_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    made = convert({"a": rtf("通知")})["a"]
    assert isinstance(made, ReadError)
    assert made.reason_code == "no_libreoffice"
    assert "libreoffice-writer libreoffice-calc" in str(made)


@needs_office
def test_a_notice_in_rtf_is_read() -> None:
    notice = read_notice(
        rtf("甲市财政局关于做好工作的通知", "各单位：", "一、制定方案。（责任单位：市财政局）"), "a.rtf"
    )
    assert notice.header.title is not None
    assert notice.header.title.value == "甲市财政局关于做好工作的通知"


@pytest.mark.shared
@pytest.mark.long
@needs_office
def test_every_word_file_of_the_archive_is_read(shared: Path) -> None:
    files = sorted((shared / "archive").glob("*.doc"))
    made = convert({path.name: path.read_bytes() for path in files})
    assert [name for name, data in made.items() if isinstance(data, ReadError)] == []
