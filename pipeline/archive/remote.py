"""Files by URL (`s3://bucket/folder`): listed, opened, put and removed through fsspec, whatever kind of store holds them.

1. A folder's listing is in memory at a time, not that of all folders below it.
2. What a store raises becomes a NoticeError, or an OSError of the opened file: no error of its own gets out.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import NoticeError, missing

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# The protocol and host of an URL. Matches: `s3://公文库` of `s3://公文库/2021/a.md`. Does not match: `C:/a.md`, `s3:/a`.
_BEGINNING = re.compile(r"[a-z][a-z0-9+]+://[^/]*", flags=re.IGNORECASE)
# Matches: `ftp://me:secret@host/a.md`. Does not match: `sftp://me@host/a.md`, `s3://bucket/a:b@c.md`.
_WITH_PASSWORD = re.compile(r"[a-z0-9+]+://[^/@]*:[^/@]*@", flags=re.IGNORECASE)
_LOCAL = "file://"
# Stores that have no folders, in which a file is there as soon as all of it is.
_FLAT = ("s3://", "s3a://", "gs://", "gcs://", "az://", "abfs://", "abfss://", "oss://", "memory://")
# What stores call the time of a file's last change, and what changes with its content.
_TIMES = ("LastModified", "mtime", "last_modified", "updated", "created")
_TAGS = ("ETag", "etag")
_NANO = 10**9


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder in a store; `mtime_ns` is 0 where the store does not say when it was changed."""

    url: str
    is_folder: bool
    size: int = 0
    mtime_ns: int = 0

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def is_file(self) -> bool:
        return not self.is_folder

    def is_dir(self) -> bool:
        return self.is_folder


def is_url(location: str) -> bool:
    """Whether this is the URL of something elsewhere, not a path."""
    return _BEGINNING.match(location) is not None


def given(location: str) -> Path | str:
    """What a person means: the path where it is one or `file:///data/公文` (names as they are, not percent-encoded), else
    the URL."""
    if location.startswith(f"{_LOCAL}/"):
        return Path(location.removeprefix(_LOCAL))
    return location if is_url(location) else Path(location)


def looked_up(url: str) -> Remote:
    """The file or folder at this URL, as its store has it now.

    Raises: NoticeError `no_such_path` where there is none, `unreachable`, `missing_package`, `password_in_url`.
    """
    _refuse_password(url)
    with _asking(url):
        return _remote(url.rstrip("/"), _store(url).info(url))


def _refuse_password(url: str) -> None:
    if _WITH_PASSWORD.match(url):
        message = f"{_WITH_PASSWORD.sub('', url)}: expected an URL without a password, which would stand in the store; set it in the environment"
        raise NoticeError(message, reason_code="password_in_url")


def listed(folder: Remote) -> list[Remote]:
    """What stands in a folder, in order of the names.

    Raises: NoticeError as `looked_up`.
    """
    with _asking(folder.url):
        store = _store(folder.url)
        here = f"{store._strip_protocol(folder.url)}/"
        entries: list[Mapping[str, Any]] = store.ls(folder.url, detail=True)
    # Some stores have an empty file that stands for the folder itself.
    inside = {str(entry["name"]).removeprefix(here): entry for entry in entries}
    return [_remote(f"{folder.url}/{name}", inside[name]) for name in sorted(inside) if name and name + "/" != here]


def opened(url: str) -> IO[bytes]:
    """The file's content, to be read from any place.

    Raises: OSError, also on reading; NoticeError `missing_package`.
    """
    store = _store(url)
    with _as_os_error():
        return io.BufferedReader(_Opened(store.open(url, "rb")))


def is_gone(url: str) -> bool:
    """Whether the store says that there is nothing at this URL any more."""
    try:
        looked_up(url)
    except NoticeError as error:
        return error.reason_code == "no_such_path"
    return False


class Store:
    """A folder at an URL, also `file:///…`, that files are put into; paths are relative to it.

    What is put is there as a whole or not at all. Methods raise NoticeError as `looked_up` does.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._store = _store(url)

    def sizes(self, folder: str) -> dict[str, int]:
        """The files below a folder with their sizes; none where there is no such folder."""
        with _asking(self._url):
            beginning = f"{self._store._strip_protocol(self._url)}/"
            found = self._store.find(self._at(folder), detail=True)
        return {name.removeprefix(beginning): int(info["size"]) for name, info in found.items()}

    def put(self, file: Path, path: str) -> None:
        with self._new(path) as new:
            self._store.put_file(str(file), new)

    def write(self, path: str, data: bytes) -> None:
        with self._new(path) as new:
            self._store.pipe_file(new, data)

    def remove(self, path: str) -> None:
        with _asking(self._url):
            self._store.rm_file(self._at(path))

    def _at(self, path: str) -> str:
        return f"{self._url}/{path}"

    @contextmanager
    def _new(self, path: str) -> Iterator[str]:
        """Where a file is written before it gets its name; stores without folders show it when it is whole."""
        name = self._at(path)
        is_flat = name.startswith(_FLAT)
        new = name if is_flat else f"{name}.new"
        with _asking(self._url):
            if not is_flat:
                self._store.makedirs(name.rpartition("/")[0], exist_ok=True)
            yield new
            if not is_flat:
                self._store.mv(new, name)


def store_at(location: str) -> Store:
    """The folder at a path or URL, to put files into.

    Raises: NoticeError `missing_package`, `unreachable`, `password_in_url`.
    """
    meant = given(location)
    url = f"{_LOCAL}{meant.resolve()}" if isinstance(meant, Path) else meant
    _refuse_password(url)
    return Store(url)


class _Opened(io.RawIOBase):
    """A file of a store as one of this machine."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:
        with _as_os_error():
            data: bytes = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        with _as_os_error():
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        super().close()
        self._file.close()


def _store(url: str) -> AbstractFileSystem:
    """The file system of an URL; what it listed is not kept.

    Only protocol and host are given to fsspec, which would take `::` in a name for two URLs in one.
    """
    beginning = _BEGINNING.match(url)
    assert beginning is not None
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(beginning[0], use_listings_cache=False)[0]
    except ImportError as error:
        raise missing("s3", error) from error
    except ValueError as error:
        raise NoticeError(
            f"{url}: {error}; expected an URL such as s3://bucket/folder", reason_code="unreachable"
        ) from error


@contextmanager
def _asking(url: str) -> Iterator[None]:
    """Errors of a store as those of ours."""
    try:
        yield
    except NoticeError:
        raise
    except FileNotFoundError as error:
        raise NoticeError(f"{url}: there is no such file or folder", reason_code="no_such_path") from error
    except Exception as error:  # stores have errors of their own: of botocore, of aiohttp
        message = f"{url}: cannot be reached ({_words(error)}); check address, network and rights"
        raise NoticeError(message, reason_code="unreachable") from error


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # as above
        raise OSError(_words(error)) from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _remote(url: str, info: Mapping[str, Any]) -> Remote:
    if info["type"] == "directory":
        return Remote(url, True)
    return Remote(url, False, int(info.get("size") or 0), _mtime_ns(info))


def _mtime_ns(info: Mapping[str, Any]) -> int:
    """The time of the last change; of one in whole seconds, as S3 gives it, the nanoseconds are made of the entity tag,
    so that a file which changes twice within a second is another one."""
    time = next((info[name] for name in _TIMES if info.get(name)), 0)
    seconds = time.timestamp() if isinstance(time, datetime) else time if isinstance(time, int | float) else 0
    tag = next((str(info[name]) for name in _TAGS if info.get(name)), "")
    if tag and seconds == int(seconds):
        return int(seconds) * _NANO + zlib.crc32(tag.encode()) % _NANO
    return int(seconds * _NANO)
