"""The files that a run is given: folders walked, zips opened within limits, what is no document passed over."""

from __future__ import annotations

import io
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.errors import NoticeError, ReadError

# No office writes a notice of this size; what is larger is no notice or made to do harm.
MAX_FILE_SIZE = 256 << 20
# A zip of an archive may be large; what it inflates to and how far is bounded, with all zips inside it.
MAX_INFLATED_SIZE = 4 << 30
MAX_MEMBERS = 100_000
MAX_DEPTH = 3
# Deflate reaches 1,000 to 1; markup of real documents stays below 100 to 1. Small members may be as repetitive as they like.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 4 << 20

# Endings of files that are no documents, by what they are.
NO_DOCUMENTS: dict[str, tuple[str, ...]] = {
    "data": (
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".ndjson",
        ".parquet",
        ".sqlite",
        ".db",
        ".xml",
        ".yaml",
        ".yml",
        ".toml",
    ),
    "code": (".py", ".pyc", ".ipynb", ".r", ".js", ".css", ".sh", ".bat", ".ini", ".cfg", ".lock", ".log"),
    "media": (".mp3", ".mp4", ".avi", ".mov", ".wav", ".ico", ".ttf", ".otf", ".woff", ".woff2"),
    "traces": (".tmp", ".bak", ".lnk", ".part", ".crdownload", ".ds_store"),
}
_NO_DOCUMENT_NAMES = ("thumbs.db", "desktop.ini", "license", "makefile", "readme.md", "readme.txt", "changelog.md")
# `~$` is what Word leaves beside an open file; a leading dot hides a file.
_NO_DOCUMENT_STARTS = (".", "~$")
_NO_DOCUMENT_FOLDERS = ("__MACOSX", "__pycache__", "node_modules")
_ZIP_MAGIC = b"PK\x03\x04"
_EMPTY_ZIP_MAGIC = b"PK\x05\x06"
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


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `path` is absolute; `member` the path inside a zip, with `/`, empty for a file of its own."""

    path: str
    member: str
    size: int
    mtime_ns: int
    read: Callable[[], bytes] = field(compare=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.member or self.path.replace(os.sep, "/")).name


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or zip that cannot be given to a reader, with the reason."""

    path: str
    member: str
    reason_code: str
    reason: str


@dataclass(slots=True)
class Sources:
    """The files below `paths`. `roots` are the folders that names are relative to, `passed_over` what was no document."""

    roots: list[str]
    files: list[Path]
    passed_over: int = 0

    def __iter__(self) -> Iterator[Source | Refusal]:
        for path in self.files:
            yield from self.within(path)

    def within(self, path: Path) -> Iterator[Source | Refusal]:
        """The file itself, or the documents of a zip."""
        try:
            status = path.stat()
            is_zip = _begins_as_zip(path)
        except OSError as error:
            yield Refusal(
                printable(path), "", "no_access", f"{path.name}: cannot be opened ({error.strerror}); check its rights"
            )
            return
        if is_zip and (archive := _open_zip(path, path.name)) is not None:
            with archive:
                yield from self._members(
                    archive, _Zip(printable(path), "", status.st_mtime_ns, _Budget(MAX_MEMBERS, MAX_INFLATED_SIZE)), 1
                )
            return
        yield Source(printable(path), "", status.st_size, status.st_mtime_ns, lambda: _read_file(path))

    def _members(self, archive: zipfile.ZipFile, zipped: _Zip, depth: int) -> Iterator[Source | Refusal]:
        for info in archive.infolist():
            name = _member_name(info)
            member = zipped.prefix + name
            if info.is_dir():
                continue
            if not is_document(PurePosixPath(name)):
                self.passed_over += 1
            elif (problem := zipped.budget.refuses(info, name)) is not None:
                yield Refusal(zipped.path, member, *problem)
            elif name.lower().endswith(".zip"):
                yield from self._inner(archive, info, zipped, member, depth)
            else:
                yield Source(zipped.path, member, info.file_size, zipped.mtime_ns, _reader(archive, info, member))

    def _inner(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, zipped: _Zip, member: str, depth: int
    ) -> Iterator[Source | Refusal]:
        if depth >= MAX_DEPTH:
            reason = f"{member}: zips stand in one another more than {MAX_DEPTH} deep; unpack the outer ones first"
            yield Refusal(zipped.path, member, "nested_too_deep", reason)
            return
        try:
            content = _read_member(archive, info, member)
        except ReadError as error:
            yield Refusal(zipped.path, member, error.reason_code, str(error))
            return
        inner = _open_zip(io.BytesIO(content), member)
        if inner is None:
            yield Source(zipped.path, member, len(content), zipped.mtime_ns, lambda: content)
            return
        with inner:
            yield from self._members(inner, _Zip(zipped.path, member + "/", zipped.mtime_ns, zipped.budget), depth + 1)


@dataclass(slots=True)
class _Budget:
    """What one zip and the zips inside it may still inflate to."""

    members: int
    size: int

    def refuses(self, info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
        """Reason code and reason why a member is not read, None where it is."""
        self.members -= 1
        self.size -= info.file_size
        if _climbs(name) or stat.S_ISLNK(info.external_attr >> 16):
            return "unsafe_member", f"{name}: a link, or a name that leads out of the zip; it was not read"
        if self.members < 0 or self.size < 0:
            return (
                "zip_bomb",
                f"{name}: the zip holds more than {MAX_MEMBERS} files or 4 GiB; unpack it and run the folder",
            )
        if info.file_size > MAX_FILE_SIZE or (
            info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size)
        ):
            return (
                "zip_bomb",
                f"{name}: would inflate to {info.file_size} bytes; unpack it yourself if it is what it should be",
            )
        if info.flag_bits & _ENCRYPTED:
            return "encrypted", f"{name}: is encrypted; unpack the zip with its password and run the folder"
        return None


@dataclass(frozen=True, slots=True)
class _Zip:
    path: str
    prefix: str
    mtime_ns: int
    budget: _Budget


def collect(paths: Iterable[Path], *, beside: Path) -> Sources:
    """The files below `paths` in order of their names, without the folder `beside`, where the run writes.

    Raises: NoticeError `no_such_path` where a path does not exist.
    """
    roots: list[str] = []
    files: dict[Path, None] = {}
    passed_over = 0
    for path in map(_absolute, paths):
        if not path.exists():
            raise NoticeError(f"{path}: there is no such file or folder", reason_code="no_such_path")
        roots.append(printable(path if path.is_dir() else path.parent))
        for file in _walk(path, _absolute(beside)) if path.is_dir() else [path]:
            if is_document(PurePosixPath(file.name)) and file.is_file():
                files[file] = None
            else:
                passed_over += 1
    return Sources(roots, list(files), passed_over)


def is_document(name: PurePosixPath) -> bool:
    """Whether a file of this name may be a document: not .csv, .json, .py, .DS_Store."""
    last = name.name.lower()
    if last.startswith(_NO_DOCUMENT_STARTS) or last in _NO_DOCUMENT_NAMES:
        return False
    if any(part in _NO_DOCUMENT_FOLDERS for part in name.parts[:-1]):
        return False
    return not any(last.endswith(endings) for endings in NO_DOCUMENTS.values())


def printable(path: Path) -> str:
    r"""The path as text; bytes of a name that are no UTF-8 stand as \xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _absolute(path: Path) -> Path:
    return path.resolve()


def _walk(folder: Path, beside: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _NO_DOCUMENT_FOLDERS and here / name != beside
        )
        yield from (here / name for name in sorted(names))


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_SIZE + 1)
    except OSError as error:
        raise ReadError(
            f"{path.name}: cannot be opened ({error.strerror}); check its rights", reason_code="no_access"
        ) from error
    if len(data) > MAX_FILE_SIZE:
        raise ReadError(
            f"{path.name}: more than {MAX_FILE_SIZE >> 20} MiB; no notice is so large", reason_code="too_large"
        )
    return data


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_ZIP_MAGIC)) in (_ZIP_MAGIC, _EMPTY_ZIP_MAGIC)


def _open_zip(file: Path | io.BytesIO, name: str) -> zipfile.ZipFile | None:
    """The zip of files, None where it is a document itself (DOCX, OFD) or no zip that can be opened: a reader says why."""
    if name.lower().endswith(_PACKAGE_ENDINGS):
        return None
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    names = {info.filename for info in archive.infolist()}
    if any(part in names for part in _PACKAGE_PARTS):
        archive.close()
        return None
    return archive


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: str) -> Callable[[], bytes]:
    return lambda: _read_member(archive, info, member)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: str) -> bytes:
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise ReadError(
            f"{member}: damaged in its zip ({error}); make the zip again", reason_code="broken_zip"
        ) from error
    if len(data) > info.file_size:
        raise ReadError(f"{member}: larger than its zip says; the zip was tampered with", reason_code="zip_bomb")
    return data


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name with `/`; names without the mark of UTF-8 are GB18030 where they can be, as Windows writes them."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return name.replace("\\", "/").encode("utf-8", "replace").decode("utf-8")


def _climbs(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0]
