"""Which files of a run are one notice, and which of its notices one cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import regex

from extractors import title
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
        title=bare(_text(row["title"])),
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


class Naming(StrEnum):
    """By what a notice is found: its number, its title, the title of what it issues."""

    NUMBER = "number"
    TITLE = "title"
    PAYLOAD = "payload"


def names_of(file: NoticeFile) -> Iterator[tuple[Naming, str]]:
    """All names by which a citation may call a notice, folded."""
    if file.doc_number:
        yield Naming.NUMBER, _number(file.doc_number)
    for name in sorted({file.title, _without_issuers(file)} - {""}):
        yield Naming.TITLE, name
    for payload in title.payload_of(file.title):
        yield Naming.PAYLOAD, bare(payload)


class Shelf(Protocol):
    """Where the first files of an archive stand, each under its names."""

    def named(self, naming: Naming, name: str) -> Sequence[NoticeFile]:
        """The files that `names_of` gives this name."""
        ...

    def file(self, notice_id: str) -> NoticeFile | None:
        """The file of a notice."""
        ...


class Catalogue:
    """The notices on a shelf, to be found by number or by title and issuer.

    1. A number that the archive has leads by itself; a title leads only to a notice of the same issuer, or where it names
       its issuer or the issuer's place itself. 2. A title with a number leads to no notice of another number. 3. A notice
       is found by the title of what it issues too: 《郑州市供热管理办法》 is 郑州市人民政府关于印发郑州市供热管理办法的通知.
    4. No citation leads to a later notice or to the citing one, and none where several fit.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def linked(self, citation: Row) -> Row:
        """The row of `citations` with the notice it cites, where exactly one fits that is not later."""
        cited = _Cited.of(citation)
        numbered = self._shelf.named(Naming.NUMBER, cited.number) if cited.number else ()
        found, method = self._only(numbered, cited), "number"
        if not numbered:
            found, method = self._only(filter(cited.may_be, self._titled(cited)), cited), "title"
        return citation | ({"cited_notice_id": found, "match_method": method} if found else {})

    def _titled(self, cited: _Cited) -> Iterable[NoticeFile]:
        """The notices of the cited title; without any those that issue what has this title."""
        if not cited.title:
            return ()
        titled = self._shelf.named(Naming.TITLE, cited.title)
        whole = [file for file in titled if _is_issuer(cited, file, place=False)]
        if whole or len(cited.title) < _MIN_PAYLOAD:
            return whole
        issuing = self._shelf.named(Naming.PAYLOAD, cited.title)
        return [file for file in issuing if _is_issuer(cited, file, place=True)]

    def _only(self, files: Iterable[NoticeFile], cited: _Cited) -> str:
        """The id of the one notice among `files` that is neither the citing one nor later; empty for none or several."""
        others = [file for file in files if file.notice_id != cited.citing]
        citing = self._shelf.file(cited.citing) if others else None
        fitting = [file for file in others if not (citing and _is_later(file, citing))]
        return fitting[0].notice_id if len(fitting) == 1 else ""


_MIN_PAYLOAD = 6
# Matches in: 豫政(2021)9号, 公告2020年第8号. Does not match in: 第707号.
_YEAR = regex.compile(r"(?<=\()(?:19|20)\d\d(?=[)年])|(?:19|20)\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a citation says of the notice that it names, folded; `citing` is the id of the notice that says it."""

    citing: str
    number: str
    title: str
    issuer: str
    date: str

    @classmethod
    def of(cls, citation: Row) -> _Cited:
        return cls(
            citing=_text(citation["notice_id"]),
            number=_number(folded(_text(citation["cited_number"]))),
            title=bare(_text(citation["cited_title"])),
            issuer=_text(citation["cited_issuer"]),
            date=_text(citation["cited_date"]),
        )

    def may_be(self, file: NoticeFile) -> bool:
        """Whether number, year and date of the citation leave room for the file's own."""
        if self.number and file.doc_number:
            return False
        if self.date and file.date and self.date != file.date:
            return False
        year, own = _year(self.number), file.date[:4]
        return not (year and own and year != own)


def _is_issuer(cited: _Cited, file: NoticeFile, *, place: bool) -> bool:
    """Whether the file's issuer is the cited one; one that is not named stands in the title, with `place` at least its place."""
    if cited.issuer and _is_named(cited.issuer, file.issuers):
        return True
    if cited.issuer and not place:
        return False
    return any(cited.title.startswith(issuer[:_PLACE] if place else issuer) for issuer in file.issuers)


_PLACE = 3
_MIN_SHORT = 4


def _is_named(written: str, issuers: tuple[str, ...]) -> bool:
    """Whether issuers are written so: one of them, all run together, or 省财政厅 for 河南省财政厅."""
    names = written.split("、")
    return written == "".join(issuers) or any(
        name == issuer or (len(name) >= _MIN_SHORT and issuer.endswith(name)) for name in names for issuer in issuers
    )


def _is_later(file: NoticeFile, citing: NoticeFile) -> bool:
    """Whether a file is later than the citing one: by its date, where one has none by the year of its number."""
    if file.date and citing.date:
        return file.date > citing.date
    year, other = file.date[:4] or _year(file.doc_number), citing.date[:4] or _year(citing.doc_number)
    return bool(year and other and year > other)


def _year(number: str) -> str:
    hit = _YEAR.search(number)
    return hit[0] if hit else ""


def _number(number: str) -> str:
    """中华人民共和国国务院令第707号 is 国务院令第707号."""
    return number.removeprefix("中华人民共和国")


def _without_issuers(file: NoticeFile) -> str:
    """The title from 关于 on: what a citation gives that names the issuer before the title."""
    lead = bare("".join(file.issuers))
    return file.title.removeprefix(lead) if lead and file.title.startswith(lead) else ""


def bare(title: str) -> str:
    """The title folded, without 《》 around it."""
    return folded(title).strip("《》")


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""
