"""The files that a run is given: folders walked, archives opened within limits, what is no document passed over."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.archive import containers
from pipeline.archive.members import MAX_FILE_SIZE, Budget, Member
from pipeline.archive.place import Place
from pipeline.errors import NoticeError, ReadError

MAX_DEPTH = 3

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
_NO_ENDINGS = tuple(ending for endings in NO_DOCUMENTS.values() for ending in endings)
_NO_DOCUMENT_NAMES = ("thumbs.db", "desktop.ini", "license", "makefile", "readme.md", "readme.txt", "changelog.md")
# `~$` is what Word leaves beside an open file; a leading dot hides a file.
_NO_DOCUMENT_STARTS = (".", "~$")
_NO_DOCUMENT_FOLDERS = ("__MACOSX", "__pycache__", "node_modules")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `location` is where `fetched` finds it, empty for a member of an archive.

    `read` gives the content, of a member before the next source is asked for, and once.
    """

    place: Place
    location: str
    read: Callable[[], bytes] = field(compare=False)

    @property
    def path(self) -> str:
        return self.place.path

    @property
    def member(self) -> str:
        return self.place.member

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.member or self.path.replace(os.sep, "/")).name


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or archive that cannot be given to a reader, with the reason."""

    path: str
    member: str
    reason_code: str
    reason: str


@dataclass(slots=True)
class Sources:
    """The files below `paths`, walked in order of their names; those in the folder `beside`, where the run writes, are not.

    `roots` are the folders that names are relative to; `total` counts the files that may be documents or archives,
    `passed_over` what is no document, with the members of archives that were walked so far.
    """

    paths: Sequence[Path]
    beside: Path
    roots: list[str]
    total: int = 0
    passed_over: int = 0

    def __iter__(self) -> Iterator[Source | Refusal]:
        for path in self.files():
            yield from self.within(path)

    def files(self) -> Iterator[Path]:
        """The files that may be documents or archives."""
        return filter(_may_be_read, self._walk())

    def count(self) -> None:
        """Sets `total` and `passed_over`."""
        for path in self._walk():
            if _may_be_read(path):
                self.total += 1
            else:
                self.passed_over += 1

    def _walk(self) -> Iterator[Path]:
        for path in self.paths:
            yield from _walk(path, self.beside) if path.is_dir() else [path]

    def within(self, path: Path) -> Iterator[Source | Refusal]:
        """The file itself, or the documents of an archive; one that is damaged gives those before the damage."""
        place = place_of(path)
        try:
            file = path.open("rb")
        except OSError as error:
            reason = f"{path.name}: cannot be opened ({error.strerror}); check its rights"
            yield Refusal(place.path, "", "no_access", reason)
            return
        with file:
            archive = _Archive(place.path, "", place.mtime_ns, Budget.whole())
            members = containers.open_members(file, path.name, archive.budget)
            if members is not None:
                yield from self._members(members, archive, 1)
                return
        location = os.fspath(path)
        yield Source(place, location, lambda: fetched(location))

    def _members(self, members: Iterator[Member], archive: _Archive, depth: int) -> Iterator[Source | Refusal]:
        while (member := _next(members, archive)) is not None:
            if isinstance(member, Refusal):
                yield member
                return
            archive.budget.members -= 1
            if archive.budget.is_spent:
                yield archive.refusal(member.name, *archive.budget.spent_at(member))
            elif not member.is_folder:
                yield from self._member(member, archive, depth)
            if archive.budget.is_spent:
                return

    def _member(self, member: Member, archive: _Archive, depth: int) -> Iterator[Source | Refusal]:
        name = member.name
        if not is_document(PurePosixPath(name)):
            self.passed_over += 1
        elif (problem := archive.budget.refuses(member)) is not None:
            yield archive.refusal(name, *problem)
        elif name.lower().endswith(containers.ENDINGS):
            yield from self._inner(member, archive, depth)
        else:
            yield archive.source(name, member.size, member.read)

    def _inner(self, member: Member, archive: _Archive, depth: int) -> Iterator[Source | Refusal]:
        if depth >= MAX_DEPTH:
            reason = (
                f"{member.name}: archives stand in one another more than {MAX_DEPTH} deep; unpack the outer ones first"
            )
            yield archive.refusal(member.name, "nested_too_deep", reason)
            return
        try:
            content = member.read()
        except ReadError as error:
            yield archive.refusal(member.name, error.reason_code, str(error))
            return
        members = containers.open_members(io.BytesIO(content), member.name, archive.budget)
        if members is None:
            yield archive.source(member.name, len(content), lambda: content)
        else:
            yield from self._members(members, archive.inside(member.name), depth + 1)


@dataclass(frozen=True, slots=True)
class _Archive:
    """The archive whose members are walked: `path` is the outermost file, `inner` where this one stands in it."""

    path: str
    inner: str
    mtime_ns: int
    budget: Budget

    def inside(self, name: str) -> _Archive:
        return _Archive(self.path, self._within(name), self.mtime_ns, self.budget)

    def source(self, name: str, size: int, read: Callable[[], bytes]) -> Source:
        return Source(Place(self.path, self._within(name), size, self.mtime_ns), "", read)

    def refusal(self, name: str, reason_code: str, reason: str) -> Refusal:
        return Refusal(self.path, self._within(name), reason_code, reason)

    def _within(self, name: str) -> str:
        return "/".join(part for part in (self.inner, name) if part)


def _next(members: Iterator[Member], archive: _Archive) -> Member | Refusal | None:
    """The next member, or why the rest of the archive is not read; None at its end."""
    try:
        return next(members, None)
    except ReadError as error:
        return archive.refusal("", error.reason_code, str(error))


def collect(paths: Iterable[Path], *, beside: Path) -> Sources:
    """The files below `paths` in order of their names, without the folder `beside`, where the run writes.

    Raises: NoticeError `no_such_path` where a path does not exist.
    """
    given = list(dict.fromkeys(map(_absolute, paths)))
    for path in given:
        if not path.exists():
            raise NoticeError(f"{path}: there is no such file or folder", reason_code="no_such_path")
    roots = [printable(path if path.is_dir() else path.parent) for path in given]
    whole = [path for path in given if not any(_reaches(other, path) for other in given)]
    found = Sources(whole, _absolute(beside), roots)
    found.count()
    return found


def _may_be_read(path: Path) -> bool:
    return _is_documents_name(path.name) and path.is_file()


def place_of(path: Path) -> Place:
    """The place of a file of its own; without size and time where it is not to be seen."""
    try:
        status = path.stat()
    except OSError:
        return Place(printable(path), "")
    return Place(printable(path), "", status.st_size, status.st_mtime_ns)


def fetched(location: str) -> bytes:
    """The content of a file.

    Raises: ReadError `no_access`, `too_large`.
    """
    name = printable(Path(Path(location).name))
    try:
        with Path(location).open("rb") as stream:
            data = stream.read(MAX_FILE_SIZE + 1)
    except OSError as error:
        raise ReadError(
            f"{name}: cannot be opened ({error.strerror}); check its rights", reason_code="no_access"
        ) from error
    if len(data) > MAX_FILE_SIZE:
        raise ReadError(f"{name}: more than {MAX_FILE_SIZE >> 20} MiB; no notice is so large", reason_code="too_large")
    return data


def is_document(name: PurePosixPath) -> bool:
    """Whether a file of this name may be a document: not .csv, .json, .py, .DS_Store."""
    return _is_documents_name(name.name) and not any(part in _NO_DOCUMENT_FOLDERS for part in name.parts[:-1])


def _is_documents_name(name: str) -> bool:
    last = name.lower()
    return (
        not last.startswith(_NO_DOCUMENT_STARTS) and last not in _NO_DOCUMENT_NAMES and not last.endswith(_NO_ENDINGS)
    )


def printable(path: Path) -> str:
    r"""The path as text; bytes of a name that are no UTF-8 stand as \xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _absolute(path: Path) -> Path:
    return path.resolve()


def _walk(folder: Path, beside: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if _is_walked(name) and here / name != beside)
        yield from (here / name for name in sorted(names))


def _reaches(folder: Path, path: Path) -> bool:
    """Whether a walk through the folder comes to the path."""
    return (
        folder in path.parents
        and all(map(_is_walked, path.relative_to(folder).parts[:-1]))
        and (not path.is_dir() or _is_walked(path.name))
    )


def _is_walked(folder_name: str) -> bool:
    return not folder_name.startswith(".") and folder_name not in _NO_DOCUMENT_FOLDERS
