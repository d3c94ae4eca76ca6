"""The notices of an archive as a whole: which file is the first of each, and what they do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.archive.store import Store
from pipeline.compare import Side
from pipeline.compare.relations import Document, Link, Relations, document, links_of
from pipeline.errors import StoreError
from pipeline.tabulate.works import Catalogue, NoticeFile, Place, notice_file, place_files


@dataclass(frozen=True, slots=True)
class Holdings:
    """`places` of files by the name that tables give them; `contents` in the store by the id of a notice (its first
    file); `catalogue` to find cited notices; `relations` between them."""

    places: dict[str, Place]
    contents: dict[str, str]
    catalogue: Catalogue
    relations: Relations


def holdings(store: Store) -> Holdings:
    """What the archive holds. Of the texts one is in memory at a time."""
    known: list[NoticeFile] = []
    content_of: dict[str, str] = {}
    documents_in: dict[str, Document] = {}
    for file, row in store.notice_files():
        known.append(notice_file(row, file.shown))
        content_of[file.shown] = file.content
        documents_in[file.content] = document(row)
    places = place_files(known)
    firsts = [each for each in known if not places[each.path].duplicate_of]
    contents = {each.notice_id: content_of[each.path] for each in firsts}
    catalogue = Catalogue(firsts)
    documents = {notice_id: documents_in[content] for notice_id, content in contents.items()}
    links = _links(store, {contents[notice_id]: each for notice_id, each in documents.items()}, catalogue)
    return Holdings(places, contents, catalogue, Relations(documents.values(), links))


def _links(store: Store, citing: dict[str, Document], catalogue: Catalogue) -> Iterator[Link]:
    """The relations that the notices state, by the content that each stands in."""
    for content, text, rows in store.citations():
        if own := citing.get(content):
            yield from links_of(own, map(catalogue.linked, rows), text)


def notice_found(store: Store, held: Holdings, wanted: str) -> str:
    """The id of the notice with this id or number, of a file's own id that of its notice; empty where there is none.

    Of several notices of one number the first by id.
    """
    found = set(store.find(wanted))
    own = [notice_id for notice_id, content in held.contents.items() if content in found]
    if own:
        return min(own)
    of_copies = {place.duplicate_of for place in held.places.values() if place.notice_id == wanted}
    return min(of_copies, default="")


def side(store: Store, held: Holdings, notice_id: str) -> Side:
    """A notice of the archive as it is compared."""
    content = store.content(held.contents[notice_id])
    if content is None or content.rows is None:
        raise StoreError(f"{notice_id}: expected its rows in the store, found none; run duban run again")
    return Side(content.text, content.rows, store.provenance(content.key).prose)
