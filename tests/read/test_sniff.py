"""What a file is by its content."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.reading import SourceFormat
from pipeline.read.sniff import sniff

NOTICE = "关于做好权限承接工作的通知\n各区县（市）人民政府：\n一、制定方案。（责任单位：市发展改革委）\n"


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(NOTICE.encode(), "通知.txt", SourceFormat.TXT, id="text"),
        pytest.param(NOTICE.encode("gb18030"), "通知.doc", SourceFormat.TXT, id="text-in-gbk-named-doc"),
        pytest.param(NOTICE.encode("utf-16"), "", SourceFormat.TXT, id="text-in-utf-16"),
        pytest.param(NOTICE.encode(), "通知.md", SourceFormat.MD, id="name-decides-where-content-does-not"),
        pytest.param(f"# 通知\n{NOTICE}".encode(), "通知.txt", SourceFormat.MD, id="heading"),
        pytest.param(f"---\n文号: 沪府发〔2017〕36号\n---\n{NOTICE}".encode(), "", SourceFormat.MD, id="front-matter"),
        pytest.param("|序号|任务|\n|---|---|\n|1|制定方案|\n".encode(), "", SourceFormat.MD, id="table"),
        pytest.param("#1楼会议室\n——2021年\n".encode(), "", SourceFormat.TXT, id="a-hash-is-no-heading"),
        pytest.param(
            "【文号】 林规发〔2019〕8号\n索引号：000014349\n".encode(), "", SourceFormat.TXT, id="fields-stay-text"
        ),
        pytest.param(
            b"<!DOCTYPE html>\n<html><body><p>x</p></body></html>", "a.pdf", SourceFormat.HTML, id="page-named-pdf"
        ),
        pytest.param(
            '\ufeff<tbody><tr><td id="UCAP-CONTENT"><p>国务院</p></td></tr></tbody>'.encode(),
            "",
            SourceFormat.HTML,
            id="fragment",
        ),
        pytest.param(
            b'<%@ page language="java"%>\n<jsp:include page="/a.jsp"></jsp:include>\n<div><table><tr><td>1</td></tr></table></div>',
            "",
            SourceFormat.HTML,
            id="server-page",
        ),
        pytest.param(
            b"<?xml version='1.0'?><!DOCTYPE html><html><body>x</body></html>", "", SourceFormat.HTML, id="xhtml"
        ),
        pytest.param(
            "<2024—2026年农机购置补贴实施意见>的通知".encode(), "", SourceFormat.TXT, id="angle-brackets-as-quotes"
        ),
        pytest.param(b"%PDF-1.7\n1 0 obj", "a.txt", SourceFormat.PDF, id="pdf-named-txt"),
        pytest.param(b"junk\n" * 300 + b"%PDF-1.4\n1 0 obj", "", SourceFormat.PDF, id="pdf-behind-junk"),
        pytest.param(
            package("[Content_Types].xml", "word/document.xml"), "a.doc", SourceFormat.DOCX, id="docx-named-doc"
        ),
        pytest.param(package("word/document.xml")[:60], "a.docx", SourceFormat.DOCX, id="docx-cut-short"),
        pytest.param(package("xl/workbook.xml"), "台账.et", SourceFormat.XLSX, id="xlsx-named-et"),
        pytest.param(package("OFD.xml", "Doc_0/Document.xml"), "a.zip", SourceFormat.OFD, id="ofd"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "a.pdf", SourceFormat.IMAGE, id="png-named-pdf"),
        pytest.param(b"\xff\xd8\xff\xe0", "", SourceFormat.IMAGE, id="jpeg"),
        pytest.param(b"II*\0\x08\0", "", SourceFormat.IMAGE, id="tiff"),
    ],
)
def test_the_content_decides(data: bytes, name: str, expected: SourceFormat) -> None:
    assert sniff(data, name=name) is expected


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"", "empty_file", "0 bytes", id="empty"),
        pytest.param(b"GIF89a\0\0", "unsupported_format", "GIF", id="gif"),
        pytest.param(b"{\\rtf1 x}", "unsupported_format", "RTF", id="rtf"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_format", "SVG", id="svg"),
        pytest.param(package("[Content_Types].xml", "xl/workbook.bin"), "unsupported_format", "XLSB", id="xlsb"),
        pytest.param(package("a.txt"), "unsupported_format", "zip", id="zip"),
        pytest.param(b"62 0 obj<</Filter/Standard>>", "broken_pdf", "%PDF-", id="pdf-without-head"),
        pytest.param(b"trailer <</Size 0>>startxref 2", "broken_pdf", "%PDF-", id="pdf-tail-alone"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "unsupported_format",
            "DOC or WPS",
            id="doc",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "password",
            id="locked",
        ),
        pytest.param(bytes(range(1, 256)) * 40, "not_text", "expected text", id="binary"),
        pytest.param(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n",
            "unsupported_format",
            "MHTML",
            id="web-archive",
        ),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>',
            "unsupported_format",
            "Word 2003",
            id="word-2003-xml",
        ),
    ],
)
def test_what_is_not_read_says_what_it_is(data: bytes, code: str, says: str) -> None:
    with pytest.raises(ReadError, match=says) as raised:
        sniff(data)
    assert raised.value.reason_code == code


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"oops", "bad1.pdf", id="a_word"),
        pytest.param(b"404 Not Found\nnginx/1.18.0\n", "附件1.docx", id="a_server_that_has_no_such_file"),
        pytest.param(b'{"code": 500, "message": "server error"}', "扫描件.JPG", id="an_error_as_json"),
    ],
)
def test_a_text_without_chinese_is_no_file_of_another_format(data: bytes, name: str) -> None:
    with pytest.raises(ReadError, match="fetch the file again") as raised:
        sniff(data, name=name)
    assert raised.value.reason_code == "misnamed"
    assert sniff(data, name="a.txt") is SourceFormat.TXT


def test_a_notice_saved_as_text_under_another_name_is_read() -> None:
    assert sniff(NOTICE.encode(), name="通知.pdf") is SourceFormat.TXT


def test_a_package_of_too_many_entries_is_refused_unopened() -> None:
    with pytest.raises(ReadError) as raised:
        sniff(b"PK\x03\x04" + b"PK\x01\x02" * 10_001)
    assert raised.value.reason_code == "zip_bomb"


@given(st.binary(max_size=200))
def test_any_bytes_have_a_format_or_a_reason(data: bytes) -> None:
    try:
        assert sniff(data) in SourceFormat
    except ReadError as error:
        assert error.reason_code != "unreadable"
