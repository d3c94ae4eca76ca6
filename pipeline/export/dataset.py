"""The tables of a run as a dataset of Parquet files at an URL: `tasks/year=2021/part-….parquet`.

1. A file's name is made of its content: what did not change is not sent again, and no file is ever replaced by another.
2. New files come first, then `manifest.json` and `run.json`, then what is not in the manifest goes: who reads by the
   manifest sees the old tables or the new ones.
3. Only files of these names in folders of these tables are taken away, whatever else stands there.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.archive.remote import Store, store_at
from pipeline.errors import missing
from pipeline.tabulate.spec import RUN_TABLES

MANIFEST = "manifest.json"
_DIGITS = 16
# Matches: `tasks/year=2021/part-0123456789abcdef.parquet`, `units/part-0123456789abcdef.parquet`. Does not match:
# `tasks/mine.parquet`, `other/part-0123456789abcdef.parquet`.
_OURS = re.compile(rf"({'|'.join(RUN_TABLES)})/(?:year=(?:\d{{4}}|unknown)/)?part-[0-9a-f]{{{_DIGITS}}}\.parquet")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a publication did: files of the dataset, those of them that were sent now, old ones taken away."""

    files: int
    sent: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the dataset, `path` relative to its URL."""

    path: str
    table: str
    year: str
    size: int
    sha256: str


def publish_dataset(folder: Path, url: str) -> Sent:
    """Puts the tables that a run wrote to `folder` at the URL or path, as Parquet by year, with its run.json.

    One table is on the disk of this machine at a time, a part of its rows in memory.
    Raises: NoticeError `missing_package`, `unreachable`; `no_tables` where a table is not there.
    """
    store = store_at(url)
    known = _known(store)
    parts: list[_Part] = []
    sent = 0
    for part, file in _parts(folder):
        parts.append(part)
        if known.get(part.path) != part.size:
            store.put(file, part.path)
            sent += 1
    store.write(MANIFEST, _manifest(parts))
    store.write("run.json", (folder / "run.json").read_bytes())
    old = sorted(known.keys() - {part.path for part in parts})
    for path in old:
        store.remove(path)
    return Sent(len(parts), sent, len(old))


def check_target(url: str) -> None:
    """Finds out before anything is read whether `publish_dataset` can reach the URL.

    Raises: NoticeError `missing_package`, `unreachable`, `password_in_url`.
    """
    _by_year()
    _known(store_at(url))


def _known(store: Store) -> dict[str, int]:
    """The files of ours that stand there, with their sizes."""
    found = (store.sizes(name) for name in RUN_TABLES)
    return {path: size for sizes in found for path, size in sizes.items() if _OURS.fullmatch(path)}


def _by_year() -> Callable[[Path, str, Path], dict[str, Path]]:
    try:
        from pipeline.export.parquet import write_by_year
    except ImportError as error:
        raise missing("parquet", error) from error
    return write_by_year


def _parts(folder: Path) -> Iterator[tuple[_Part, Path]]:
    write_by_year = _by_year()
    for name in RUN_TABLES:
        with tempfile.TemporaryDirectory(prefix=".parquet-", dir=folder) as into:
            for year, file in sorted(write_by_year(folder, name, Path(into)).items()):
                yield _part(name, year, file), file


def _part(name: str, year: str, file: Path) -> _Part:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    middle = f"{name}/year={year}" if year else name
    return _Part(f"{middle}/part-{digest[:_DIGITS]}.parquet", name, year, file.stat().st_size, digest)


def _manifest(parts: list[_Part]) -> bytes:
    return json.dumps({"files": [asdict(part) for part in parts]}, indent=1).encode() + b"\n"
