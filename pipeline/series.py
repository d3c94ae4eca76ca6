"""Yearly series of an archive: notices of one issuer and subject, each compared with the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.archive.holdings import holdings, side
from pipeline.archive.store import open_store
from pipeline.compare.candidates import series
from pipeline.compare.compared import Compared, compared
from pipeline.compare.report import report
from pipeline.diff import rows
from pipeline.errors import StoreError
from pipeline.messages import Language, message
from pipeline.tabulate.csv_file import tables_in
from pipeline.tabulate.files import replace_text


def compared_series(archive: Path, words: str, *, language: Language = "en") -> Iterator[Compared]:
    """Each notice whose title holds `words` against the next one of its issuer and subject, by date, one pair at a time.

    Raises: StoreError where there is no archive, or no two such notices.
    """
    with open_store(archive) as store:
        held = holdings(store)
        pairs = series(each for each in held.documents() if words in each.title)
        if not pairs:
            raise StoreError(message("no_series", language, words=words, folder=archive), reason_code="no_series")
        for pair in pairs:
            yield compared(*(side(store, held, notice_id) for notice_id in (pair.old_id, pair.new_id)))


def write_series(found: Iterator[Compared], folder: Path, *, language: Language) -> Iterator[Compared]:
    """Gives the pairs on, and writes one table `changes` of all of them and a page for each: OLD--NEW.html, by their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    with tables_in(folder, ["changes"]) as writer:
        for both in found:
            writer.add("changes", rows(both))
            name = "--".join(str(each.notice["notice_id"]) for each in (both.old, both.new))
            replace_text(folder / f"{name}.html", report(both, language=language))
            yield both
