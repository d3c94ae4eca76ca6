"""What a file is by its content: names lie (HTML saved as .doc, DOCX named .pdf)."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import regex

from pipeline.errors import ReadError
from pipeline.model.reading import SourceFormat
from pipeline.read.encoding import decode

_HEAD = 1 << 14
_PDF_MARK = b"%PDF-"
# Readers of PDF look for the mark this far into the file.
_PDF_LEAD = 1 << 12
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_ENTRY = b"PK\x01\x02"
_MAX_ENTRIES = 10_000
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams that say what an OLE2 file is, in the order in which they decide.
_OLE_STREAMS = (
    ("EncryptedPackage", "an Office file with a password"),
    ("WordDocument", "a DOC or WPS file"),
    ("Workbook", "an XLS spreadsheet"),
    ("PowerPoint Document", "a PPT presentation"),
    ("", "an old Office file (OLE2)"),
)
_ZIP_KINDS = (
    ("word/", "DOCX"),
    ("ofd.xml", "an OFD file"),
    ("xl/workbook.bin", "an XLSB spreadsheet"),
    ("xl/", "an XLSX spreadsheet"),
    ("ppt/", "a PPTX presentation"),
    ("content.xml", "an OpenDocument file"),
    ("[content_types].xml", "DOCX"),
)
_READ_PACKAGES = {"DOCX": SourceFormat.DOCX, "an XLSX spreadsheet": SourceFormat.XLSX, "an OFD file": SourceFormat.OFD}
# What begins files that are no text, by their first bytes; the two numbers say at which offset.
_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"BM", "a BMP image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (0, b"{\\rtf", "an RTF file"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"7z\xbc\xaf", "a 7z archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ", "an xz archive"),
    (0, b"MZ", "a Windows program"),
    (0, b"\x7fELF", "a program"),
    (0, b"SQLite format 3\0", "a database"),
    (4, b"ftyp", "a video"),
    (0, b"ID3", "a sound"),
    (0, b"OggS", "a sound"),
    (0, b"RIFF", "a sound or video"),
    (0, b"AC10", "a CAD drawing"),
)
_READ_IMAGES = ("a PNG image", "a JPEG image", "a BMP image", "a TIFF image", "a WebP image")
# A letter pair alone marks no binary file: `BM` and `MZ` may begin a text, so these need a NUL near by.
_SHORT_MARKS = {b"BM", b"MZ", b"BZh", b"ID3", b"GIF8", b"AC10", b"RIFF", b"OggS", b"Rar!"}
_MAX_CONTROL = 0.1
# The names of formats that no text has. A notice that was saved as text under such a name is read all the same.
_NAMES_OF_FILES = (
    *(".pdf", ".ofd", ".doc", ".docx", ".wps", ".odt", ".xls", ".xlsx", ".et", ".ods"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
)
# Matches `通知`; does not match `404 Not Found`, `oops`, `{"code": 500}`.
_CHINESE = regex.compile(r"\p{Han}")
_SHOWN = 60
# Matches NUL and U+0001; does not match tabs, line ends, form feeds.
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f]")
# Matches `<html>`, `<!DOCTYPE html`, `</td>`, `<br/>`; does not match `<2024年补贴>`, `a < b`, `<https://gov.cn>`.
_TAG = regex.compile(
    r"(?i)<!doctype\s+html|</?(?:html|head|body|meta|title|link|style|script|div|span|p|br|table|tbody|tr|td|th|ul|ol|li"
    r"|a|h[1-6]|font|center|b|strong|img|form|section|article|iframe|frameset|header|footer|nav|pre|dl|o:p)\b[^<>]{0,2000}/?>?"
)
# Matches `<%@ page language="java"%>`, `<!-- 正文 -->`, `<?xml version="1.0"?>`; does not match `<p>`.
_BEFORE_TAGS = regex.compile(
    r"(?s)\s*(?:<%.{0,2000}?%>|<!--.{0,4000}?-->|<\?.{0,2000}?\?>|<jsp:[^<>]{0,2000}>|</jsp:[^<>]{0,100}>|\s+)*+"
)
_PAGE = regex.compile(r"(?i)<!doctype\s+html|<html\b|<body\b")
# Matches `MIME-Version: 1.0` as saved by browsers; does not match `版本 MIME-Version`.
_MHTML = regex.compile(r"(?i)\s*(?:From:|MIME-Version:|Subject:|Content-Type:\s*multipart/related)")
_XML_KINDS = (("<svg", "an SVG image"), ("wordDocument", "a Word 2003 XML file"), ("<?xml", "an XML file"))
_TAGS_OF_A_FRAGMENT = 4


def sniff(data: bytes, *, name: str = "") -> SourceFormat:
    """The format that `data` is in; `name` decides only between TXT and MD, where the content may be either, and whether
    a text without Chinese is a document at all.

    Raises: ReadError `empty_file`, `unsupported_format`, `encrypted`, `not_text`, `misnamed`, `broken_package`,
    `broken_pdf`.
    """
    if not data:
        raise ReadError("expected a document, found an empty file (0 bytes); fetch it again", reason_code="empty_file")
    if _is_pdf(data):
        return SourceFormat.PDF
    if _is_headless_pdf(data):
        message = "expected %PDF- at the beginning, found objects of a PDF without it; fetch the file again"
        raise ReadError(message, reason_code="broken_pdf")
    if data.startswith(_ZIP_MARKS):
        return _of_zip(data)
    if data.startswith(_OLE_MARK):
        raise _of_ole(data)
    for offset, mark, kind in _MARKS:
        if data.startswith(mark, offset) and (mark not in _SHORT_MARKS or b"\0" in data[:64]):
            if kind in _READ_IMAGES:
                return SourceFormat.IMAGE
            raise _unsupported(kind)
    return _of_text(decode(data).text[:_HEAD], name)


def _is_pdf(data: bytes) -> bool:
    start = data.find(_PDF_MARK, 0, _PDF_LEAD)
    return start >= 0 and (not data[:start].strip(b"\xef\xbb\xbf \t\r\n\0") or b" obj" in data)


# What only a PDF has: `12 0 obj<<`, `trailer <<`, `startxref 116`. Does not match: `see obj 3`, `trailer park`.
_PDF_WORDS = regex.compile(rb"\d{1,10} \d{1,5} obj\s*(?:<<|\[)|\btrailer\s*<<|startxref[\s\d\x00-\x20]")


def _is_headless_pdf(data: bytes) -> bool:
    return _PDF_WORDS.search(data[:_HEAD]) is not None


def _of_zip(data: bytes) -> SourceFormat:
    """DOCX, XLSX or OFD, by the names of the entries alone: nothing is unpacked."""
    names = _entry_names(data)
    kind = next((kind for begin, kind in _ZIP_KINDS if any(name.startswith(begin) for name in names)), "a zip archive")
    if kind in _READ_PACKAGES:
        return _READ_PACKAGES[kind]
    raise _unsupported(kind)


def _entry_names(data: bytes) -> list[str]:
    """The names of the entries in lower case; of a package cut short, that of the first one."""
    if data.count(_ZIP_ENTRY) > _MAX_ENTRIES:
        message = f"expected a package of at most {_MAX_ENTRIES} entries, found more; check where the file comes from"
        raise ReadError(message, reason_code="zip_bomb")
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        length = int.from_bytes(data[26:28], "little")
        names = [data[30 : 30 + length].decode("utf-8", "replace")]
    return [name.replace("\\", "/").lstrip("/").lower() for name in names]


def _of_ole(data: bytes) -> ReadError:
    kind = next(kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data)
    if kind == _OLE_STREAMS[0][1]:
        return ReadError(f"found {kind}; save it without one", reason_code="encrypted")
    return _unsupported(kind)


def _of_text(head: str, name: str) -> SourceFormat:
    _check_characters(head)
    if _is_page(head):
        return SourceFormat.HTML
    begin = head[:2000]
    if kind := next((kind for sign, kind in _XML_KINDS if begin.lstrip().startswith("<") and sign in begin), ""):
        raise _unsupported(kind)
    if _MHTML.match(head) and "multipart/" in begin:
        raise _unsupported("a web archive (MHTML)")
    _check_name(head, name)
    return SourceFormat.MD if _is_markdown(head, name) else SourceFormat.TXT


def _check_name(head: str, name: str) -> None:
    """A text under the name of another format is read if it may be a notice; without Chinese it is what a server said
    instead of the file."""
    if name.lower().endswith(_NAMES_OF_FILES) and not _CHINESE.search(head):
        said = " ".join(head.split())[:_SHOWN]
        message = f"expected a {name.rpartition('.')[2].upper()} by its name, found a text without Chinese ({said})"
        raise ReadError(f"{message}; fetch the file again", reason_code="misnamed")


def _check_characters(head: str) -> None:
    control = len(_CONTROL.findall(head))
    if control > _MAX_CONTROL * len(head):
        message = f"expected text, found {control} control characters in the first {len(head)}; it is a binary file"
        raise ReadError(f"{message} of no known kind, save its content as PDF, DOCX or text", reason_code="not_text")


def _is_page(head: str) -> bool:
    """Whether the text is HTML: a page, or a fragment cut out of one."""
    before = _BEFORE_TAGS.match(head)
    begin = before.end() if before else 0
    if (page := _PAGE.search(head)) and page.start() - begin < _HEAD // 2 and _TAG.match(head, begin):
        return True
    if not _TAG.match(head, begin):
        return False
    tags = len(_TAG.findall(head, begin, begin + _HEAD))
    return tags >= _TAGS_OF_A_FRAGMENT or bool(regex.fullmatch(r"(?s)<.*>\s*", head[begin:]))


# What each sign of Markdown counts; two make a file Markdown whatever its name is.
# Matches `---⏎标题: …⏎---`, `## 一、`, `|---|---|`, `**牵头单位**`, `[链接](https://…)`; does not match `#1楼`, `——`, `a*b`.
_SIGNS = (
    (2, regex.compile(r"\A﻿?\s*---[ \t]*\r?\n(?:[^\n:：]{1,40}[:：][^\n]*\r?\n)+---[ \t]*(?:\r?\n|\Z)")),
    (2, regex.compile(r"(?m)^#{1,6}[ \t]+\S")),
    (2, regex.compile(r"(?m)^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$")),
    (1, regex.compile(r"\*\*[^*\n]{1,80}\*\*")),
    (1, regex.compile(r"\[[^\]\n]{1,80}\]\([^)\s]{1,300}\)")),
    (1, regex.compile(r"(?m)^```")),
)
_NAMES = (".md", ".markdown", ".mdown", ".mkd")


def _is_markdown(head: str, name: str) -> bool:
    named = 2 if name.lower().endswith(_NAMES) else 0
    return named + sum(weight for weight, sign in _SIGNS if sign.search(head)) >= 2


@cache
def _supported() -> str:
    return ", ".join(kind.value.upper() for kind in SourceFormat)


def _unsupported(kind: str) -> ReadError:
    message = f"expected one of {_supported()}, found {kind}; save it as PDF or DOCX"
    return ReadError(message, reason_code="unsupported_format")
