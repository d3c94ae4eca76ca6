"""What a child is asked about one file, and what is made of its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pipeline.archive.content import Packed, checked, content_key, failure, packed
from pipeline.archive.isolate import Worker
from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, SourceFormat


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


def interpreted(worker: Worker, original: Original, data: bytes | ReadError) -> Packed:
    """What the worker's child makes of the file; a child that hangs, dies or lies costs this file."""
    try:
        if isinstance(data, ReadError):
            raise data
        content = checked(worker.call(request(original, data)))
    except ReadError as error:
        return _failed(original, error.reason_code, str(error), attempts=error.attempts)
    except (ValueError, RecursionError):
        worker.close()
        return _failed(original, "crashed", "the process that read the file gave no result")
    if content.key != original.key:
        return _failed(original, "crashed", "the result is of another file")
    return content


def _failed(original: Original, reason_code: str, reason: str, *, attempts: int = 1) -> Packed:
    return packed(failure(original.key, original.sha256, "read", reason_code, reason, attempts=attempts))
