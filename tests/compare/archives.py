"""Small archives for tests: texts of notices, taken in as `duban run` would take them in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.archive.store import open_store
from pipeline.run import interpret


def archive_of(folder: Path, notices: Mapping[str, str]) -> Path:
    """The store in `folder` of notices by their files' names."""
    with open_store(folder, create=True) as store:
        store.add_roots(["/in"])
        for name, text in notices.items():
            content = interpret(text.encode(), name)
            assert content.rows is not None, content.problem
            store.put_content(content, "made")
            store.put_file(f"/in/{name}", "", len(text), 0, content.key)
    return folder


def notice(title: str, number: str, body: str, *, day: str, issuer: str = "郑州市人民政府", behind: str = "") -> str:
    """A notice of a city's government; `behind` is what stands after its date."""
    return f"{issuer}{title}\n\n{number}\n\n各区县（市）人民政府：\n{body}\n\n{issuer}\n{day}\n{behind}"
