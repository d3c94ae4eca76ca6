"""Which files of a run are one notice, and which of its notices one cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.entry import TextSource
from pipeline.tabulate.identity import folded, further_file_id
from pipeline.tabulate.spec import Cell, Row

# Native text is exact, recognised text is not: the first file of a notice is the one that is read best.
_PREFERENCE = (TextSource.NATIVE, TextSource.MIXED, TextSource.OCR)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A file with what links it to others; `notice_id` is that of a first file, dates are ISO or empty."""

    path: str
    sha256: str
    notice_id: str
    text_source: TextSource
    doc_number: str = ""
    title: str = ""
    issuers: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A file's own id and the id of the first file of its notice, empty where it is itself the first."""

    notice_id: str
    duplicate_of: str


def notice_file(row: Row, path: str) -> NoticeFile:
    """What a row of `notices` says for the links."""
    issuers = row["issuer"]
    return NoticeFile(
        path=path,
        sha256=_text(row["source_sha256"]),
        notice_id=_text(row["notice_id"]),
        text_source=TextSource(_text(row["text_source"])),
        doc_number=folded(_text(row["doc_number"])),
        title=_bare(_text(row["title"])),
        issuers=tuple(issuers) if isinstance(issuers, list) else (),
        date=_text(row["signed_date"]) or _text(row["issued_date"]),
    )


def place_files(files: Iterable[NoticeFile]) -> dict[str, Place]:
    """By path the place of each file: of one notice the native text comes first, then the first path."""
    of_notice: dict[str, list[NoticeFile]] = defaultdict(list)
    for file in files:
        of_notice[file.notice_id].append(file)
    places: dict[str, Place] = {}
    for notice_id, same in of_notice.items():
        first, *further = sorted(same, key=lambda file: (_PREFERENCE.index(file.text_source), file.path))
        places[first.path] = Place(notice_id, "")
        taken: set[str] = set()
        for file in further:
            own = further_file_id(notice_id, file.sha256, taken)
            taken.add(own)
            places[file.path] = Place(own, notice_id)
    return places


class Catalogue:
    """The notices of an archive, to be found by number or by title and issuer."""

    def __init__(self, firsts: Iterable[NoticeFile]) -> None:
        self._by_number: dict[str, list[NoticeFile]] = defaultdict(list)
        self._by_title: dict[str, list[NoticeFile]] = defaultdict(list)
        self._dates: dict[str, str] = {}
        for file in firsts:
            self._dates[file.notice_id] = file.date
            if file.doc_number:
                self._by_number[file.doc_number].append(file)
            if file.title:
                self._by_title[file.title].append(file)

    def linked(self, citation: Row) -> Row:
        """The row of `citations` with the notice it cites, where exactly one fits that is not later."""
        citing = _text(citation["notice_id"])
        number, title = folded(_text(citation["cited_number"])), _bare(_text(citation["cited_title"]))
        found, method = self._only(self._by_number.get(number, ()), citing), "number"
        if not found and not number and (issuer := _text(citation["cited_issuer"])):
            same = [file for file in self._by_title.get(title, ()) if issuer in file.issuers]
            found, method = self._only(same, citing), "title"
        elif not found and not number:
            # A title that names its issuer is whole: 郑州市人民政府关于…的通知.
            same = [file for file in self._by_title.get(title, ()) if any(title.startswith(i) for i in file.issuers)]
            found, method = self._only(same, citing), "title"
        return citation | ({"cited_notice_id": found, "match_method": method} if found else {})

    def _only(self, files: Iterable[NoticeFile], citing: str) -> str:
        """The id of the one notice among `files` that is neither the citing one nor later; empty for none or several."""
        date = self._dates.get(citing, "")
        fitting = [f for f in files if f.notice_id != citing and not (f.date and date and f.date > date)]
        return fitting[0].notice_id if len(fitting) == 1 else ""


def _bare(title: str) -> str:
    return folded(title).strip("《》")


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""
