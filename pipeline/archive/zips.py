"""The members of a zip, in the order of its directory."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from pipeline.archive.members import Member, damaged
from pipeline.errors import ReadError

MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
# What the first level of an office file holds, and what such files are called; a zip with one of these is a document
# itself, if a damaged one, and no archive of documents.
_PACKAGE_PARTS = ("[Content_Types].xml", "OFD.xml", "mimetype")
_PACKAGE_ENDINGS = (
    ".docx",
    ".docm",
    ".dotx",
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".ofd",
    ".odt",
    ".ods",
    ".wps",
    ".et",
    ".epub",
)
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


def open_members(file: IO[bytes], name: str) -> Iterator[Member] | None:
    """The members; None where the zip is a document itself (DOCX, OFD) or cannot be opened: a reader says why."""
    if name.lower().endswith(_PACKAGE_ENDINGS):
        return None
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    names = {info.filename for info in archive.infolist()}
    if any(part in names for part in _PACKAGE_PARTS):
        return None
    return (_member(archive, info) for info in archive.infolist())


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = _name(info)
    return Member(
        name,
        info.file_size,
        info.compress_size,
        _reader(archive, info, name),
        is_folder=info.is_dir(),
        is_link=stat.S_ISLNK(info.external_attr >> 16),
        is_encrypted=bool(info.flag_bits & _ENCRYPTED),
    )


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    return lambda: _read(archive, info, name)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise damaged(name, str(error), reason_code="broken_zip") from error
    if len(data) > info.file_size:
        raise ReadError(f"{name}: larger than its zip says; the zip was tampered with", reason_code="zip_bomb")
    return data


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name with `/`; names without the mark of UTF-8 are GB18030 where they can be, as Windows writes them."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return name.replace("\\", "/").encode("utf-8", "replace").decode("utf-8")
