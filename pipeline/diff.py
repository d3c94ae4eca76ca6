"""Two notices compared, each a file or a notice of an archive, and what is written of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.archive import sources
from pipeline.archive.content import Content
from pipeline.archive.isolate import Worker
from pipeline.archive.names import is_document
from pipeline.archive.sources import Refusal
from pipeline.archive.store import open_store
from pipeline.compare.compared import Compared, compared
from pipeline.compare.comparison import Side
from pipeline.compare.report import report
from pipeline.errors import ReadError
from pipeline.explain import found_in
from pipeline.messages import Language, message
from pipeline.run import interpret_isolated, interpreting_worker
from pipeline.tabulate.changes import change_rows
from pipeline.tabulate.csv_file import tables_in
from pipeline.tabulate.files import replace_text
from pipeline.tabulate.spec import Row

# What a comparison writes: the table, the same as JSON, and the page.
FILES = ("changes.csv", "changes.json", "diff.html")
# What JSON says of each notice.
_HEAD = ("notice_id", "doc_number", "title", "issuer", "signed_date", "issued_date", "publish_date", "effective_date")


def diff(old: str, new: str, *, archive: Path, language: Language = "en") -> Compared:
    """What the notice `new` changed against `old`: each a file, or the number or id of a notice in the archive.

    Raises: ReadError where a file cannot be read; StoreError where there is no archive or no such notice in it.
    """
    with interpreting_worker() as worker:
        before, after = (_content(wanted, archive, worker, language) for wanted in (old, new))
    return compared(_side(before), _side(after))


def write(both: Compared, folder: Path, *, language: Language) -> None:
    """Writes the table `changes`, the same as JSON, and the page into the folder; a file is there as a whole or not."""
    folder.mkdir(parents=True, exist_ok=True)
    with tables_in(folder, ["changes"]) as writer:
        writer.add("changes", rows(both))
    replace_text(folder / "changes.json", as_json(both) + "\n")
    replace_text(folder / "diff.html", report(both, language=language))


def rows(both: Compared) -> Iterator[Row]:
    """The rows of the table `changes`."""
    return change_rows(both.changes, old=both.old.notice, new=both.new.notice, relation=both.relation.value)


def as_json(both: Compared) -> str:
    """Both notices, their relation, and the rows of `changes`, as JSON."""
    heads = ({name: side.notice[name] for name in _HEAD} for side in (both.old, both.new))
    old, new = heads
    said = {"old": old, "new": new, "notice_relation": both.relation.value, "changes": list(rows(both))}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _content(wanted: str, archive: Path, worker: Worker, language: Language) -> Content:
    if file := sources.file_at(wanted):
        name, data = _document(file, language)
        return interpret_isolated(data, name, worker=worker)
    with open_store(archive) as store:
        content = found_in(store, archive, wanted, language)
        return replace(content, provenance=store.provenance(content.key))


def _document(file: sources.Found, language: Language) -> tuple[str, bytes]:
    """The name and content of a file that is one document.

    Raises: ReadError where it is none, an archive of several, or too large.
    """
    found = sources.Sources([], Path(), []).within(file) if is_document(PurePosixPath(file.name)) else ()
    source = next(iter(found), None)
    if isinstance(source, Refusal):
        raise ReadError(f"{file.name}: {source.reason}", reason_code=source.reason_code)
    if source is None or source.member:
        raise ReadError(message("not_one_notice", language, path=file.place.path), reason_code="not_one_notice")
    return source.name, source.read()


def _side(content: Content) -> Side:
    return Side(content.text, content.rows or {}, content.provenance.prose)
