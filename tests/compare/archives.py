"""Small archives for tests: texts of notices, taken in as `duban run` would take them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.archive.content import packed
from pipeline.archive.place import Place
from pipeline.archive.store import open_store
from pipeline.compare.relations import Document, Link, Relations
from pipeline.run import interpret


def archive_of(folder: Path, notices: Mapping[str, str]) -> Path:
    """The store in `folder` of notices by their files' names."""
    with open_store(folder, create=True) as store:
        store.add_roots(["/in"])
        for name, text in notices.items():
            content = interpret(text.encode(), name)
            assert content.rows is not None, content.problem
            store.put_content(packed(content), "made")
            store.put_file(Place(f"/in/{name}", "", len(text), 0), content.key)
    return folder


class Graph:
    """A graph of a few documents and links; no two documents are namesakes."""

    def __init__(self, documents: Iterable[Document], links: Iterable[Link]) -> None:
        self._documents = {each.notice_id: each for each in documents}
        self._links = list(links)

    def document(self, notice_id: str) -> Document:
        return self._documents[notice_id]

    def namesakes(self, notice_id: str) -> Sequence[Document]:
        return [self._documents[notice_id]]

    def citing(self, notice_id: str) -> Sequence[Link]:
        return [link for link in self._links if link.citing == notice_id]

    def cited(self, notice_id: str) -> Sequence[Link]:
        return [link for link in self._links if link.cited == notice_id]


def relations(documents: Iterable[Document], links: Iterable[Link]) -> Relations:
    return Relations(Graph(documents, links))


def notice(title: str, number: str, body: str, *, day: str, issuer: str = "郑州市人民政府", behind: str = "") -> str:
    """A notice of a city's government; `behind` is what stands after its date."""
    return f"{issuer}{title}\n\n{number}\n\n各区县（市）人民政府：\n{body}\n\n{issuer}\n{day}\n{behind}"
