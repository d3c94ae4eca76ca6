"""The index follows the store: with what is read, changed, pruned, and over a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.archive.content import Content, packed
from pipeline.archive.place import Place
from pipeline.archive.search.finding import search
from pipeline.archive.store import FILE_NAME, Store, StoreError, open_store
from pipeline.batch import run
from pipeline.model.entry import Outcome
from pipeline.tabulate.rows import rows_of
from tests.made_notice import TEXT, entry

STAMP = "0.1.0+code.rules"
NOTICE = Content("ab12.md", Outcome.COMPLETE, TEXT, rows_of(entry(), review=False))


def number_of_hits(store: Store, query: str) -> int:
    found = search(store, query)
    return found.tasks + found.notices


def indexed(folder: Path) -> list[tuple[object, ...]]:
    """Every token of the index with its document, column and place."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'instance')")
        return connection.execute("SELECT term, doc & 65535, col, offset FROM words ORDER BY 1, 2, 3, 4").fetchall()


def put(store: Store, content: Content, path: str) -> None:
    store.put_content(packed(content), STAMP)
    store.put_file(Place(path, "", 1, 1), content.key)


def test_what_is_changed_or_pruned_leaves_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name in ("郑政文〔2021〕26号.md", "示政发〔2022〕8号.md"):
        (files / name).write_bytes((corpus / name).read_bytes())
    run([files], tmp_path / "out")
    changed = files / "郑政文〔2021〕26号.md"
    changed.write_text(changed.read_text(encoding="utf-8").replace("制定承接方案", "编制承接方案"), encoding="utf-8")
    (files / "示政发〔2022〕8号.md").unlink()
    run([files], tmp_path / "out", prune=True)
    with open_store(tmp_path / "out") as store:
        assert number_of_hits(store, "制定承接方案") == 0
        assert number_of_hits(store, "编制承接方案") == 1
        assert number_of_hits(store, "示政发〔2022〕8号") == 0
    run([files], tmp_path / "fresh")
    assert indexed(tmp_path / "out") == indexed(tmp_path / "fresh")


def test_a_content_that_is_put_again_stands_once(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
    once = indexed(tmp_path)
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
    assert indexed(tmp_path) == once
    with open_store(tmp_path) as store:
        assert number_of_hits(store, "承接落实工作方案") == 1


def test_an_error_in_a_transaction_undoes_the_index_with_the_store(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
        store.commit()
        store.put_content(packed(Content(NOTICE.key, Outcome.SKIPPED)), STAMP)
        raise ZeroDivisionError
    with open_store(tmp_path) as store:
        assert store.text(NOTICE.key) == TEXT and number_of_hits(store, "承接落实工作方案") == 1
    assert indexed(tmp_path)


def test_a_kill_in_a_transaction_leaves_the_index_of_what_the_store_has(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom pipeline.archive.store import open_store\n"
        "from tests.archive.search.test_index import NOTICE, STAMP, put\nfrom dataclasses import replace\n"
        "with open_store(Path(sys.argv[1]), create=True) as store:\n"
        "    put(store, NOTICE, '/a.md')\n    store.commit()\n"
        "    put(store, replace(NOTICE, text=NOTICE.text.replace('承接', '接管')), '/a.md')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=root, env={**os.environ, "PYTHONPATH": "."}
    )
    assert killed.returncode == -signal.SIGKILL
    with open_store(tmp_path, create=True) as store:
        assert (number_of_hits(store, "权限承接工作的通知"), number_of_hits(store, "权限接管工作的通知")) == (1, 0)


def test_a_search_sees_one_state_while_a_run_goes_on_writing(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as writer:
        put(writer, NOTICE, "/a.md")
        writer.commit()
        with open_store(tmp_path) as reader:
            with reader.index.snapshot():
                assert reader.index.is_complete
                put(writer, Content(NOTICE.key, Outcome.SKIPPED), "/a.md")
                writer.commit()
                assert [each.tasks for each in reader.index.matching('"承接"')] == [1]
            assert reader.index.matching('"承接"') == []


def test_a_notice_that_becomes_secret_is_found_no_more(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
        store.commit()
        assert number_of_hits(store, "承接") == 1
        put(store, Content(NOTICE.key, Outcome.SKIPPED), "/a.md")
        store.commit()
        assert number_of_hits(store, "承接") == 0
    assert indexed(tmp_path) == []


def test_of_several_files_of_a_notice_the_first_is_found(tmp_path: Path) -> None:
    """And the next one, once the first is gone."""
    other = replace(NOTICE, key="cd34.md", text=TEXT + "\n抄送：各有关单位")
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/b.md")
        put(store, other, "/a.md")
        store.commit()
        assert (number_of_hits(store, "承接落实工作方案"), number_of_hits(store, "抄送")) == (1, 1)
        store.see("/b.md", "")
        assert store.prune() == 1
        store.commit()
        assert (number_of_hits(store, "承接落实工作方案"), number_of_hits(store, "抄送")) == (1, 0)
        store.put_file(Place("/a.md", "", 1, 1), other.key)
        store.commit()
        assert number_of_hits(store, "抄送") == 1


def test_the_store_of_an_older_program_is_indexed_by_a_run(corpus: Path, tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        for name in ("state", "notices", "tasks", "index"):
            connection.execute(f"DROP TABLE search_{name}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with open_store(tmp_path) as store, pytest.raises(StoreError, match="duban run"):
        search(store, "承接")
    run([corpus / "示政发〔2022〕8号.md"], tmp_path)
    with open_store(tmp_path) as store:
        assert number_of_hits(store, "承接落实工作方案") == 1 and number_of_hits(store, "示政发〔2022〕8号") == 1


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        put(store, NOTICE, "/a.md")
    before = indexed(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("UPDATE search_state SET version = 0")
        connection.commit()
    with open_store(tmp_path, create=True) as store:
        assert not store.index.is_complete
        store.index.complete()
    assert indexed(tmp_path) == before
