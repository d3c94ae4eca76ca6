"""Takes files into the store: what is new is read in a child process; old office formats are converted first, in batches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.archive import office
from pipeline.archive.content import Content, content_key, failure, unpack
from pipeline.archive.isolate import Worker
from pipeline.archive.sources import Refusal, Source, Sources
from pipeline.archive.store import Store
from pipeline.archive.versions import Versions
from pipeline.errors import ReadError
from pipeline.messages import reasons
from pipeline.model.entry import Outcome, Problem
from pipeline.model.reading import Ocr, SourceFormat

# Told the number of files done, of all files, and the name of the one that comes next.
Progress = Callable[[int, int, str], None]

_COMMIT_EVERY = 20
_BATCH_DOCUMENTS = 60
_BATCH_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was given: its hash and name, its own format where other bytes are read in its place, when to use OCR."""

    sha256: str
    name: str
    format: SourceFormat | None = None
    ocr: Ocr = Ocr.AUTO

    @property
    def key(self) -> str:
        return content_key(self.sha256, self.name)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An office document that waits for its batch."""

    place: tuple[str, str, int, int]
    original: Original
    data: bytes


def request(original: Original, data: bytes) -> bytes:
    """What a child is asked: a line of JSON that says what the file is, then the bytes to read."""
    name = original.name.encode("utf-8", "replace").decode("utf-8")
    head = json.dumps([original.sha256, name, original.format, original.ocr], ensure_ascii=False)
    return head.encode() + b"\n" + data


def parse_request(content: bytes) -> tuple[Original, bytes]:
    """What `request` made."""
    head, _, data = content.partition(b"\n")
    sha256, name, format_, ocr = json.loads(head)
    return Original(sha256, name, SourceFormat(format_) if format_ else None, Ocr(ocr)), data


class Intake:
    """Takes files into a store, and counts them: all, those read now, those known from before."""

    def __init__(self, store: Store, worker: Worker, made_by: Versions) -> None:
        self._store, self._worker, self._stamp, self._ocr = store, worker, made_by.stamp, made_by.ocr
        self._waiting: list[_Waiting] = []
        self.files = self.read = self.unchanged = 0

    def read_all(self, found: Sources, progress: Progress | None) -> set[tuple[str, str]]:
        """Reads what is new; gives path and member of all files."""
        seen: set[tuple[str, str]] = set()
        for done, path in enumerate(found.files):
            if progress:
                progress(done, len(found.files), path.name)
            for source in found.within(path):
                seen.add((source.path, source.member))
                self._take(source)
            if done % _COMMIT_EVERY == 0:
                self._store.commit()
        self._convert()
        if progress:
            progress(len(found.files), len(found.files), "")
        return seen

    def _take(self, source: Source | Refusal) -> None:
        self.files += 1
        if isinstance(source, Refusal):
            problem = _refused(source.reason_code, source.reason)
            self._store.put_file(source.path, source.member, 0, 0, "", problem)
        elif self._store.is_unchanged(source.path, source.member, source.size, source.mtime_ns, self._stamp):
            self.unchanged += 1
        else:
            self._read(source)

    def _read(self, source: Source) -> None:
        place = (source.path, source.member, source.size, source.mtime_ns)
        try:
            data = source.read()
        except ReadError as error:
            self._store.put_file(*place, "", _refused(error.reason_code, str(error)))
            return
        original = Original(hashlib.sha256(data).hexdigest(), source.name, office.kind(data), self._ocr)
        if self._store.has_content(original.key, self._stamp):
            self.unchanged += 1
            self._store.put_file(*place, original.key)
        elif original.format is None:
            self._put(place, original, data)
        else:
            self._waiting.append(_Waiting(place, original, data))
            if len(self._waiting) >= _BATCH_DOCUMENTS or sum(len(w.data) for w in self._waiting) >= _BATCH_BYTES:
                self._convert()

    def _convert(self) -> None:
        """Converts the office documents that wait, and reads what came of them."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        converted = office.convert({document.original.key: document.data for document in waiting})
        for document in waiting:
            self._put(document.place, document.original, converted[document.original.key])

    def _put(self, place: tuple[str, str, int, int], original: Original, data: bytes | ReadError) -> None:
        self.read += 1
        self._store.put_content(interpreted(self._worker, original, data), self._stamp)
        self._store.put_file(*place, original.key)


def interpreted(worker: Worker, original: Original, data: bytes | ReadError) -> Content:
    """What the worker's child makes of the file; a child that hangs, dies or lies costs this file."""
    try:
        if isinstance(data, ReadError):
            raise data
        content = unpack(worker.call(request(original, data)))
    except ReadError as error:
        return _failed(original, error.reason_code, str(error), attempts=error.attempts)
    except (ValueError, RecursionError):
        worker.close()
        return _failed(original, "crashed", "the process that read the file gave no result")
    if content.key != original.key:
        return _failed(original, "crashed", "the result is of another file")
    return content


def _failed(original: Original, reason_code: str, reason: str, *, attempts: int = 1) -> Content:
    return failure(original.key, original.sha256, "read", reason_code, reason, attempts=attempts)


def _refused(reason_code: str, reason: str) -> Problem:
    known = reasons().get(reason_code)
    return Problem("", "", Outcome.FAILED, "collect", reason_code, f"{known.zh}。{reason}" if known else reason)
