"""The files that a run is given: folders walked, archives opened within limits, what is no document passed over."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from pipeline.archive import containers, remote
from pipeline.archive.members import MAX_FILE_SIZE, Budget, Member
from pipeline.archive.names import is_document, is_documents_name, is_walked
from pipeline.archive.place import Place
from pipeline.archive.remote import Remote, is_url, listed, looked_up
from pipeline.errors import NoticeError, ReadError

MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A file of its own that may be a document or an archive; `location` is the path or URL at which it is opened."""

    place: Place
    location: str

    @property
    def name(self) -> str:
        return _last(self.place.path)


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
        return _last(self.member or self.path)


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

    paths: Sequence[Path | Remote]
    beside: Path
    roots: list[str]
    total: int = 0
    passed_over: int = 0

    def __iter__(self) -> Iterator[Source | Refusal]:
        for file in self.files():
            yield from self.within(file)

    def files(self) -> Iterator[Found]:
        """The files that may be documents or archives."""
        return map(_found, filter(_may_be_read, self._walk()))

    def count(self) -> None:
        """Sets `total` and `passed_over`."""
        for path in self._walk():
            if _may_be_read(path):
                self.total += 1
            else:
                self.passed_over += 1

    def _walk(self) -> Iterator[Path | Remote]:
        for path in self.paths:
            if isinstance(path, Remote):
                yield from _walk_remote(path) if path.is_folder else [path]
            else:
                yield from _walk(path, self.beside) if path.is_dir() else [path]

    def within(self, file: Found) -> Iterator[Source | Refusal]:
        """The file itself, or the documents of an archive; one that is damaged gives those before the damage.

        What is far away is opened here only where its name is that of an archive: looking into each would take long.
        """
        place, location = file.place, file.location
        itself = Source(place, location, lambda: fetched(location))
        if is_url(location) and not file.name.lower().endswith(containers.ENDINGS):
            yield itself
            return
        try:
            stream = _opened(location)
        except OSError as error:
            yield Refusal(place.path, "", "no_access", _not_opened(file.name, error))
            return
        with stream:
            archive = _Archive(place.path, "", place.mtime_ns, Budget.whole())
            members = containers.open_members(stream, file.name, archive.budget)
            if members is not None:
                yield from self._members(members, archive, 1)
                return
        yield itself

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


def collect(paths: Iterable[Path | str], *, beside: Path) -> Sources:
    """The files below `paths`, which are paths or URLs, without the folder `beside`, where the run writes.

    Raises: NoticeError `no_such_path` where a path does not exist, and as `remote.looked_up`.
    """
    given = list(dict.fromkeys(map(_given, paths)))
    roots = [_root(path) for path in given]
    whole = [path for path in given if not any(_reaches(other, path) for other in given)]
    found = Sources(whole, _absolute(beside), roots)
    found.count()
    return found


def file_at(location: str) -> Found | None:
    """The file at this path or URL now, None where there is none.

    Raises: NoticeError as `remote.looked_up`, but for `no_such_path`.
    """
    meant = remote.given(location)
    if isinstance(meant, Path):
        return _found(meant) if meant.is_file() else None
    try:
        there = looked_up(meant)
    except NoticeError as error:
        if error.reason_code != "no_such_path":
            raise
        return None
    return None if there.is_folder else _found(there)


def is_gone(location: str) -> bool:
    """Whether there is no file at this path or URL any more; what cannot be asked is not gone."""
    return remote.is_gone(location) if is_url(location) else not Path(location).exists()


def fetched(location: str) -> bytes:
    """The content of the file at this path or URL.

    Raises: ReadError `no_access`, `too_large`; NoticeError `missing_package`.
    """
    name = _last(printable(Path(location)))
    try:
        with _opened(location) as stream:
            data = stream.read(MAX_FILE_SIZE + 1)
    except OSError as error:
        raise ReadError(_not_opened(name, error), reason_code="no_access") from error
    if len(data) > MAX_FILE_SIZE:
        raise ReadError(f"{name}: more than {MAX_FILE_SIZE >> 20} MiB; no notice is so large", reason_code="too_large")
    return data


def _opened(location: str) -> IO[bytes]:
    return remote.opened(location) if is_url(location) else Path(location).open("rb")


def _not_opened(name: str, error: OSError) -> str:
    return f"{name}: cannot be opened ({error.strerror or error}); check its rights"


def _given(path: Path | str) -> Path | Remote:
    meant = remote.given(path) if isinstance(path, str) else path
    if isinstance(meant, str):
        return looked_up(meant)
    if not meant.exists():
        raise NoticeError(f"{meant}: there is no such file or folder", reason_code="no_such_path")
    return _absolute(meant)


def _root(path: Path | Remote) -> str:
    """The folder that names are relative to."""
    if isinstance(path, Remote):
        return path.url if path.is_folder else path.url.rpartition("/")[0]
    return printable(path if path.is_dir() else path.parent)


def _may_be_read(path: Path | Remote) -> bool:
    return is_documents_name(path.name) and path.is_file()


def _found(path: Path | Remote) -> Found:
    if isinstance(path, Remote):
        return Found(Place(path.url, "", path.size, path.mtime_ns), path.url)
    return Found(_place(path), os.fspath(path))


def _place(path: Path) -> Place:
    """The place of a file of its own; without size and time where it is not to be seen."""
    try:
        status = path.stat()
    except OSError:
        return Place(printable(path), "")
    return Place(printable(path), "", status.st_size, status.st_mtime_ns)


def _last(path: str) -> str:
    return PurePosixPath(path.replace(os.sep, "/")).name


def printable(path: Path) -> str:
    r"""The path as text; bytes of a name that are no UTF-8 stand as \xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _absolute(path: Path) -> Path:
    return path.resolve()


def _walk(folder: Path, beside: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if is_walked(name) and here / name != beside)
        yield from (here / name for name in sorted(names))


def _walk_remote(folder: Remote) -> Iterator[Remote]:
    entries = listed(folder)
    yield from (entry for entry in entries if not entry.is_folder)
    for entry in entries:
        if entry.is_folder and is_walked(entry.name):
            yield from _walk_remote(entry)


def _reaches(folder: Path | Remote, path: Path | Remote) -> bool:
    """Whether the walk through a folder comes to the path."""
    outer, inner = _parts(folder), _parts(path)
    between = inner[len(outer) :]
    if not between or inner[: len(outer)] != outer:
        return False
    return all(map(is_walked, between[:-1])) and (not path.is_dir() or is_walked(path.name))


def _parts(path: Path | Remote) -> tuple[str, ...]:
    return tuple(path.url.split("/")) if isinstance(path, Remote) else path.parts
