"""The notices of an archive as a whole: which file is the first of each, and what they do to each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.archive import register
from pipeline.archive.register import FILE, LINK, file_of, link_of
from pipeline.archive.store import Store
from pipeline.archive.versions import current
from pipeline.compare import Side
from pipeline.compare.relations import Document, Link, Relations, document
from pipeline.errors import StoreError
from pipeline.tabulate.works import Naming, NoticeFile, Place, bare

_NOTED = "register"
# So many names are kept with the files that have them: popular titles are asked for again and again.
_NAMES_KEPT = 128


class Holdings:
    """What an archive holds, asked of its register; nothing of it is kept in memory. It is the shelf of a `Catalogue` and
    the graph of `relations`."""

    def __init__(self, store: Store) -> None:
        self._db = store.connection
        self.relations = Relations(self)
        self._kept = lru_cache(maxsize=_NAMES_KEPT)(self._named)

    def place(self, path: str, member: str, notice_id: str) -> Place:
        """The place of a file of the notice among all files of it."""
        found = self._db.execute("SELECT own_id, notice_id FROM copies WHERE path = ? AND member = ?", (path, member))
        row = found.fetchone()
        return Place(*row) if row else Place(notice_id, "")

    def content_of(self, notice_id: str) -> str:
        """The content of a notice's first file, empty where there is no such notice."""
        return self._one("SELECT content FROM heads WHERE notice_id = ?", notice_id)

    def notice_in(self, content: str) -> str:
        """The id of the notice of whose first file this is the content, empty where it is of none."""
        return self._one("SELECT notice_id FROM heads WHERE content = ?", content)

    def notice_of_copy(self, own_id: str) -> str:
        """The id of the notice of which a further file has this id of its own, empty where there is none."""
        return self._one("SELECT min(notice_id) FROM copies WHERE own_id = ?", own_id)

    def latest_date(self) -> str:
        """The latest of the notices' own dates, ISO; empty where none has one."""
        return self._one(
            "SELECT date FROM works WHERE content IN (SELECT content FROM heads) ORDER BY date DESC LIMIT 1"
        )

    def documents(self) -> Iterator[Document]:
        """All notices, by their ids."""
        for (packed,) in self._db.execute(
            "SELECT notice FROM heads JOIN contents USING (content) ORDER BY heads.notice_id"
        ):
            yield document(json.loads(packed)[0])

    def titled(self, title: str) -> Iterator[Document]:
        """The notices whose titles say the same but for width and brackets, or for a leading issuer."""
        for each in self.named(Naming.TITLE, bare(title)):
            yield self.document(each.notice_id)

    def links(self) -> Iterator[Link]:
        """All relations, by the content of the citing notice."""
        return map(link_of, self._db.execute(f"SELECT {LINK} FROM links ORDER BY rowid"))

    def resolved(self, content: str) -> dict[str, tuple[str, str]]:
        """By id of each citation of a content that leads to a notice: the notice's id and by what it was found."""
        found = self._db.execute("SELECT citation_id, cited, method FROM resolved WHERE content = ?", (content,))
        return {citation_id: (cited, method) for citation_id, cited, method in found}

    def named(self, naming: Naming, name: str) -> Sequence[NoticeFile]:
        """The first files that have this name."""
        return self._kept(naming, name)

    def file(self, notice_id: str) -> NoticeFile | None:
        """The first file of a notice, without its path."""
        source = "heads JOIN works USING (content) WHERE heads.notice_id = ?"
        row = self._db.execute(f"SELECT {FILE} FROM {source}", (notice_id,)).fetchone()
        return file_of(row) if row else None

    def document(self, notice_id: str) -> Document:
        """The notice with this id.

        Raises: KeyError where there is none.
        """
        packed = self._one("SELECT notice FROM heads JOIN contents USING (content) WHERE notice_id = ?", notice_id)
        if not packed:
            raise KeyError(notice_id)
        return document(json.loads(packed)[0])

    def namesakes(self, notice_id: str) -> Sequence[Document]:
        """The notices of the issuer and subject of this one, with it; none where it has no issuer, subject or date."""
        about = self._db.execute(
            "SELECT subject, issuers FROM heads JOIN works USING (content) WHERE heads.notice_id = ? AND subject <> ''",
            (notice_id,),
        ).fetchone()
        if about is None:
            return ()
        source = "works JOIN heads USING (content) JOIN contents USING (content)"
        found = self._db.execute(
            f"SELECT notice FROM {source} WHERE subject = ? AND issuers = ? AND subject <> ''", about
        )
        return [document(json.loads(packed)[0]) for (packed,) in found]

    def citing(self, notice_id: str) -> Sequence[Link]:
        """The links of a notice to others, in order of its text."""
        return [
            *map(link_of, self._db.execute(f"SELECT {LINK} FROM links WHERE citing = ? ORDER BY rowid", (notice_id,)))
        ]

    def cited(self, notice_id: str) -> Sequence[Link]:
        """The links of others to a notice."""
        return [
            *map(link_of, self._db.execute(f"SELECT {LINK} FROM links WHERE cited = ? ORDER BY rowid", (notice_id,)))
        ]

    def _named(self, naming: Naming, name: str) -> Sequence[NoticeFile]:
        source = "names JOIN works USING (content) JOIN heads USING (content) WHERE name = ? AND naming = ?"
        return [*map(file_of, self._db.execute(f"SELECT {FILE} FROM {source}", (name, naming.value)))]

    def _one(self, query: str, *given: str) -> str:
        row = self._db.execute(query, given).fetchone()
        return str(row[0] or "") if row else ""


def holdings(store: Store, *, keep: bool = False) -> Holdings:
    """What the store holds now. With `keep` a register that had to be made stays in the store; else it is gone with the
    connection, so that a question never waits for a run that is writing."""
    held, fits = Holdings(store), json.dumps([store.generation, current().stamp])
    if store.state(_NOTED) != fits:
        register.make(store, held, schema="main" if keep else "temp")
        if keep:
            store.note(_NOTED, fits)
    return held


def notice_found(store: Store, held: Holdings, wanted: str) -> str:
    """The id of the notice with this id or number, of a file's own id that of its notice; empty where there is none.

    Of several notices of one number the first by id.
    """
    own = filter(None, map(held.notice_in, store.find(wanted)))
    return min(own, default="") or held.notice_of_copy(wanted)


def side(store: Store, held: Holdings, notice_id: str) -> Side:
    """A notice of the archive as it is compared."""
    content = store.content(held.content_of(notice_id))
    if content is None or content.rows is None:
        raise StoreError(f"{notice_id}: expected its rows in the store, found none; run duban run again")
    return Side(content.text, content.rows, store.provenance(content.key).prose)
