"""Where a task stands on the pages of its file: the boxes of its text, its units and time limits, and the picture of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import regex

from pipeline.archive import sources
from pipeline.archive.isolate import draw_isolated, drawing_worker
from pipeline.archive.store import Store, StoredFile, open_store
from pipeline.errors import NoticeError, ReadError, StoreError
from pipeline.explain import Explanation, explanations_in
from pipeline.messages import Language, message
from pipeline.model.entry import Provenance
from pipeline.model.mark import Mark, MarkedPage, MarkKind
from pipeline.model.notice import Placed
from pipeline.model.reading import Box
from pipeline.tabulate.spec import Row

# What takes half the room of a Chinese character. Matches: `a`, `1`, ` `, `(`. Does not match: `一`, `，`, `“`, `—`.
_NARROW = regex.compile(r"[\x00-\u2e7f--[“”‘’—…]]", flags=regex.VERSION1)


def task_picture(archive: Path, task_id: str, *, language: Language = "en") -> bytes:
    """The pages on which a task of the archive stands, as PNG, its text, units and time limits marked.

    Where its notice has several files, one that has pages with boxes is drawn.

    Raises: StoreError where there is no such task; NoticeError `no_boxes` where its format has no pages with boxes,
    `source_gone`, `source_changed`; ReadError where the pages cannot be drawn.
    """
    with open_store(archive) as store:
        explanations = explanations_in(store, archive, task_id, language)
        drawn = [(key, each, marked_pages(each, store.provenance(key))) for key, each in explanations]
        key, explanation, pages = next((one for one in drawn if one[2]), drawn[0])
        if not pages:
            format_ = explanation.notice["source_format"]
            raise NoticeError(message("no_boxes", language, format=format_), reason_code="no_boxes")
        file, data = _source(store, key, explanation, language)
    with drawing_worker() as worker:
        return draw_isolated(data, pages, name=Path(file.member or file.path).name, worker=worker)


def marked_pages(explanation: Explanation, provenance: Provenance) -> tuple[MarkedPage, ...]:
    """The pages with what is to be marked on them; () where no boxes are known."""
    marks = list(_marks(explanation, provenance.placed))
    wanted = {mark.box.page for mark in marks}
    return tuple(
        MarkedPage(frame, tuple(mark for mark in marks if mark.box.page == frame.page))
        for frame in provenance.frames
        if frame.page in wanted
    )


def boxes_of(placed: Iterable[Placed], text: str, start: int, end: int) -> list[Box]:
    """The boxes in which `text[start:end]` stands, one a line; within a line by the widths of its characters."""
    return [
        _part(each, text, max(start, each.span.start), min(end, each.span.end))
        for each in placed
        if each.span.start < end and start < each.span.end and text[start:end].strip()
    ]


def _marks(explanation: Explanation, placed: Sequence[Placed]) -> Iterator[Mark]:
    parts = [(MarkKind.TASK, explanation.task)]
    parts += [(MarkKind(str(row["role"])), row) for row in explanation.assignments]
    parts += [(MarkKind.DEADLINE, row) for row in explanation.deadlines]
    for kind, row in parts:
        start, end = _span(row)
        yield from (Mark(kind, box) for box in boxes_of(placed, explanation.text, start, end))


def _span(row: Row) -> tuple[int, int]:
    start, end = row["char_start"], row["char_end"]
    assert isinstance(start, int) and isinstance(end, int)
    return start, end


def _part(placed: Placed, text: str, start: int, end: int) -> Box:
    box, whole = placed.box, _width(text[placed.span.start : placed.span.end])
    if not whole:
        return box
    left = _width(text[placed.span.start : start]) / whole
    right = _width(text[placed.span.start : end]) / whole
    room = box.x1 - box.x0
    return Box(box.page, round(box.x0 + left * room, 1), box.top, round(box.x0 + right * room, 1), box.bottom)


def _width(text: str) -> int:
    return 2 * len(text) - len(_NARROW.findall(text))


def _source(store: Store, key: str, explanation: Explanation, language: Language) -> tuple[StoredFile, bytes]:
    """A file with this content as it stands there now."""
    files = list(store.files(key))
    for file in files:
        data = _bytes(file)
        if data is not None and hashlib.sha256(data).hexdigest() == explanation.notice["source_sha256"]:
            return file, data
    raise StoreError(message("source_gone", language, path=files[0].shown), reason_code="source_gone")


def _bytes(file: StoredFile) -> bytes | None:
    """The file's bytes; None where it is gone or cannot be read."""
    found = sources.file_at(file.path)
    if found is None:
        return None
    for source in sources.Sources([], Path(), []).within(found):
        if isinstance(source, sources.Source) and source.member == file.member:
            try:
                return source.read()
            except ReadError:
                return None
    return None
