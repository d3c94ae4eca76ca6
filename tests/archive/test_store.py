"""What the store keeps, and what it refuses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pipeline.archive.choice import Record
from pipeline.archive.content import NO_PROVENANCE, Content, content_key, pack, packed, unpack
from pipeline.archive.place import Place
from pipeline.archive.schema import VERSION
from pipeline.archive.store import FILE_NAME, open_store
from pipeline.errors import StoreError
from pipeline.model.entry import Outcome, Problem, Provenance
from pipeline.model.notice import Placed, Span
from pipeline.model.reading import Box, Correction, Frame
from pipeline.tabulate.rows import rows_of
from tests.made_notice import TEXT, entry

STAMP = "0.1.0+code.rules"
PROBLEM = Problem("", "f" * 64, Outcome.FAILED, "read", "encrypted", "已加密")
KEY = content_key("ab12", "a.MD")
PROVENANCE = Provenance(
    (Frame(1, 595.0, 842.0, 1, 0.5),),
    (Placed(Span(0, 4), Box(1, 90.0, 100.0, 500.0, 116.0)),),
    (Correction(1, "[2021]", "〔2021〕", "year_in_square_brackets", "郑政文[2021]26号"),),
)


# What store 1 was made with.
FIRST_SCHEMA = """
CREATE TABLE roots (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT NOT NULL, member TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL,
    problem TEXT, PRIMARY KEY (path, member)
);
CREATE TABLE contents (
    content TEXT PRIMARY KEY, stamp TEXT NOT NULL, outcome TEXT NOT NULL, problem TEXT, notice TEXT, text TEXT, rows TEXT
);
CREATE TABLE provenances (content TEXT PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE keys (key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (key, content)) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def content(key: str = KEY) -> Content:
    return Content(key, Outcome.COMPLETE, TEXT, rows_of(entry(), review=False), provenance=PROVENANCE)


@pytest.mark.parametrize(
    "value",
    [content(), Content("k", Outcome.FAILED, problem=PROBLEM), Content("k", Outcome.SKIPPED)],
    ids=["rows", "problem", "nothing"],
)
def test_a_content_comes_back_as_it_went(value: Content) -> None:
    assert unpack(pack(value)) == value


HEAD, NOTHING = '["k","complete"]', "null"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param(["{}"], id="one line"),
        pytest.param([HEAD, '""', NOTHING, NOTHING, NOTHING], id="five lines"),
        pytest.param([HEAD, "1", NOTHING, NOTHING, NOTHING, '""'], id="no text"),
        pytest.param(['["k","perfect"]', '""', NOTHING, NOTHING, NOTHING, '""'], id="no outcome"),
        pytest.param([HEAD, '""', NOTHING, "[]", NOTHING, '""'], id="rows without tables"),
        pytest.param([HEAD, '""', "[]", '{"evil":[]}', NOTHING, '""'], id="a table that there is not"),
        pytest.param([HEAD, '""', "[]", '{"notices":[]}', NOTHING, '""'], id="notices twice"),
        pytest.param([HEAD, '""', "[]", '{"tasks":[{"task_id":"T-1"}]}', NOTHING, '""'], id="a row without columns"),
        pytest.param([HEAD, '""', NOTHING, NOTHING, NOTHING, '"[[], [], [1]]"'], id="no provenance"),
        pytest.param([HEAD, r'"\ud800"', NOTHING, NOTHING, NOTHING, '""'], id="half of a pair of surrogates"),
    ],
)
def test_what_is_no_content_is_refused(lines: list[str]) -> None:
    with pytest.raises(ValueError):
        unpack("\n".join(lines).encode())


def test_a_cell_that_is_no_cell_is_refused() -> None:
    data = pack(content()).replace(b'"seq":1', b'"seq":{"a":1}')
    with pytest.raises(ValueError, match="cells of tasks"):
        unpack(data)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        unpack(pack(content()).replace(b'"seq":1', b'"seq":NaN'))


def test_the_ending_of_a_name_tells_markdown_from_text() -> None:
    assert content_key("ab12", "a.md") == KEY != content_key("ab12", "a.txt")


def test_what_is_known_of_a_file_is_its_size_time_version_and_outcome(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
        store.put_file(Place("/a.md", "", 10, 20), KEY)
        store.put_file(Place("/b.md", "", 11, 20), "", PROBLEM)
        assert store.record(Place("/a.md", "")) == Record(10, 20, STAMP, Outcome.COMPLETE, "txt")
        assert store.record(Place("/b.md", "")) == Record(11, 20, "", Outcome.FAILED, "")
        assert store.record(Place("/c.md", "")) is None


def test_a_content_is_known_by_its_size_to_the_version_that_read_it(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
        store.put_content(packed(Content("bad", Outcome.FAILED, problem=PROBLEM)), STAMP)
        store.put_file(Place("/a.md", "", 10, 20), KEY)
        store.put_file(Place("/bad.md", "", 10, 20), "bad")
        assert store.contents_of_size(10, STAMP, with_failed=True) == (KEY, "bad")
        assert store.contents_of_size(10, STAMP, with_failed=False) == (KEY,)
        assert store.contents_of_size(11, STAMP, with_failed=True) == ()
        assert store.contents_of_size(10, "0.2.0", with_failed=True) == ()


def test_an_archive_is_unchanged_once_all_in_it_was_read(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        archive = Place("/a.zip", "", 10, 20)
        store.put_content(packed(content()), STAMP)
        store.put_file(Place("/a.zip", "一.md", 5, 20), KEY)
        assert store.unchanged_members(archive, STAMP) == 0
        store.put_archive(archive)
        assert store.unchanged_members(archive, STAMP) == 1
        assert store.unchanged_members(replace(archive, mtime_ns=21), STAMP) == 0
        assert store.unchanged_members(archive, "0.2.0") == 0
        store.put_file(Place("/a.zip", "二.md", 6, 20), "", PROBLEM)
        assert store.unchanged_members(archive, STAMP) == 0, "what could not be fetched is fetched again"


def test_a_new_generation_begins_with_each_change_and_only_then(tmp_path: Path) -> None:
    place = Place("/a.md", "", 10, 20)
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
        store.put_file(place, KEY)
        before = store.generation
        store.put_file(place, KEY)
        store.see(place.path, "")
        assert (store.prune(), store.generation) == (0, before)
        store.put_file(replace(place, mtime_ns=21), KEY)
        assert store.generation > before


def test_a_file_that_stands_elsewhere_now_is_forgotten_at_its_old_place(tmp_path: Path) -> None:
    kept = tmp_path / "kept.md"
    kept.touch()
    with open_store(tmp_path, create=True) as store:
        for path in ("/gone.md", str(kept)):
            store.put_file(Place(path, "", 1, 1), KEY)
        store.see("/new.md", "")
        assert store.forget_moved(KEY) == 1
        assert [file.path for file in store.files()] == [str(kept)]


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as old:
        old.executescript(FIRST_SCHEMA)
        old.execute("INSERT INTO files VALUES ('/a.md', '', 10, 20, ?, NULL)", (KEY,))
        known = ("older", STAMP, "complete", None, "[]", "", '{"citations": [{"citation_id": "C-1"}], "tasks": []}')
        old.execute("INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)", known)
    with open_store(tmp_path) as store:
        assert list(store.citations()) == [("older", [{"citation_id": "C-1"}])]
        store.put_content(packed(content()), STAMP)
        assert store.unchanged_members(Place("/a.md", "", 10, 20), STAMP) == 1
    with sqlite3.connect(tmp_path / FILE_NAME) as new:
        assert new.execute("PRAGMA user_version").fetchone() == (VERSION,)


@pytest.mark.parametrize("wanted", ["task_id", "notice_id", "郑政文〔2021〕26号", "郑政文[2021] 26号"])
def test_a_content_is_found_by_the_ids_and_the_number_in_it(tmp_path: Path, wanted: str) -> None:
    rows = rows_of(entry(), review=False)
    ids = {"task_id": rows["tasks"][0]["task_id"], "notice_id": rows["notices"][0]["notice_id"]}
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
    with open_store(tmp_path) as store:
        assert store.find(str(ids.get(wanted, wanted))) == [KEY]
        assert store.content(KEY) == replace(content(), provenance=NO_PROVENANCE)
        assert store.provenance(KEY) == PROVENANCE


@pytest.mark.parametrize(
    ("roots", "paths", "shown"),
    [
        pytest.param(["/data"], ["/data/a.md", "/data/b/a.md"], ["a.md", "b/a.md"], id="one root"),
        pytest.param(
            ["/data/2021", "/data/2022"],
            ["/data/2021/a.md", "/data/2022/a.md"],
            ["2021/a.md", "2022/a.md"],
            id="two roots",
        ),
        pytest.param(["/data", "/data/2021"], ["/data/2021/a.md"], ["2021/a.md"], id="a root inside another"),
    ],
)
def test_files_are_called_by_their_path_below_all_that_was_run(
    tmp_path: Path, roots: list[str], paths: list[str], shown: list[str]
) -> None:
    with open_store(tmp_path, create=True) as store:
        store.add_roots(roots)
        for path in paths:
            store.put_file(Place(path, "", 1, 1), KEY)
        assert [file.shown for file in store.files()] == shown


def test_what_no_file_has_any_more_is_dropped(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.add_roots(["/data/gone", "/data/kept"])
        store.put_content(packed(content()), STAMP)
        store.put_content(packed(content("other")), STAMP)
        store.put_file(Place("/data/gone/a.md", "", 1, 1), KEY)
        store.put_file(Place("/data/kept/b.md", "", 1, 1), "other")
        store.see("/data/kept/b.md", "")
        assert store.prune() == 1
        store.drop_unused()
        assert store.content(KEY) is None and store.content("other") is not None
        assert (store.provenance(KEY), store.provenance("other")) == (NO_PROVENANCE, PROVENANCE)
        assert [file.shown for file in store.files()] == ["b.md"]


def test_a_content_that_is_read_anew_is_found_by_its_new_ids_alone(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
        store.put_content(packed(Content(KEY, Outcome.FAILED, problem=PROBLEM)), "later")
        assert store.find("郑政文〔2021〕26号") == []
        assert (list(store.citations()), store.provenance(KEY)) == ([], NO_PROVENANCE)


def test_what_was_not_committed_is_undone_where_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
        store.commit()
        store.put_content(packed(content("other")), STAMP)
        raise ZeroDivisionError
    with open_store(tmp_path) as store:
        assert store.content(KEY) is not None and store.content("other") is None


def test_a_folder_without_a_store_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="duban run"), open_store(tmp_path):
        pass


def test_the_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer"), open_store(tmp_path):
        pass


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="no SQLite"), open_store(tmp_path):
        pass


def damaged(folder: Path, table: str) -> None:
    """Overwrites the first page of a table in a store of many contents with noise."""
    with open_store(folder, create=True) as store:
        for number in range(50):
            store.put_content(packed(content(f"{number}")), STAMP)
            store.put_file(Place(f"/{number}.md", "", 1, 1), f"{number}")
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = bytearray((folder / FILE_NAME).read_bytes())
    start = (page - 1) * 4096
    data[start : start + 4096] = b"\xff" * 4096
    (folder / FILE_NAME).write_bytes(data)


@pytest.mark.parametrize("table", ["files", "contents", "keys"])
def test_a_damaged_page_is_an_error_that_says_what_to_do(tmp_path: Path, table: str) -> None:
    damaged(tmp_path, table)
    with pytest.raises(StoreError, match="move it away and run again"), open_store(tmp_path) as store:
        for file in store.files():
            store.content(file.content)
        list(store.notices())
        store.find("郑政文〔2021〕26号")
        store.drop_unused()


def test_a_store_that_was_cut_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    damaged(tmp_path, "contents")
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreError, match="move it away and run again"), open_store(tmp_path) as store:
        for file in store.files():
            store.content(file.content)


def test_rows_that_are_no_json_are_damage(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE contents SET rows = substr(rows, 1, 100)")
    with pytest.raises(StoreError, match="damaged"), open_store(tmp_path) as store:
        store.content(KEY)


def test_a_store_that_was_just_begun_is_none(tmp_path: Path) -> None:
    """A run was killed as it made it, or is making it now."""
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(StoreError, match="found none"), open_store(tmp_path):
        pass


def test_a_store_that_another_program_holds_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path, create=True) as store:
        store.put_content(packed(content()), STAMP)
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.0))
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program"), open_store(tmp_path) as store:
            store.put_content(packed(content("other")), STAMP)


def test_a_step_that_fails_leaves_nothing_of_itself_and_all_before_it(tmp_path: Path) -> None:
    with open_store(tmp_path, create=True) as store:
        with store.step():
            store.put_content(packed(content()), STAMP)
        with pytest.raises(KeyboardInterrupt), store.step():
            store.put_content(packed(content("other")), STAMP)
            raise KeyboardInterrupt
    with open_store(tmp_path) as store:
        assert store.content(KEY) is not None and store.content("other") is None
        assert (store.find("郑政文〔2021〕26号"), store.provenance("other")) == ([KEY], NO_PROVENANCE)


def test_the_journal_of_a_long_run_stays_small(tmp_path: Path) -> None:
    """Also while somebody reads: a reader that has read holds nothing up."""
    most = 0
    with open_store(tmp_path, create=True) as store:
        for number in range(200):
            large = replace(content(f"{number}"), text=f"{number}" * 100_000)
            store.put_content(packed(large), STAMP)
            store.put_file(Place(f"/{number}.md", "", 1, number), f"{number}")
            store.commit()
            with open_store(tmp_path) as reader:
                assert reader.content(f"{number}") is not None
            most = max(most, (tmp_path / f"{FILE_NAME}-wal").stat().st_size)
    assert (tmp_path / FILE_NAME).stat().st_size > 40 << 20
    assert most < 16 << 20
    assert not (tmp_path / f"{FILE_NAME}-wal").exists()
