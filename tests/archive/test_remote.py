"""Files in a store, here an S3 server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.archive import remote
from pipeline.archive.place import common_root, shown
from pipeline.archive.sources import Refusal, collect, fetched, file_at, is_gone
from pipeline.batch import run
from pipeline.cli import _exit_code
from pipeline.errors import NoticeError, ReadError
from tests.archive.engines.cluster import cluster
from tests.made_zip import zipped
from tests.stores import S3, s3_for
from tests.test_run import csv_rows, table_bytes

NAMES = ("示政发〔2022〕8号.md", "示区政〔2022〕7号.md", "示例文〔2021〕58号.md")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    with s3_for(monkeypatch) as server:
        yield server


def noted(url: str, tmp_path: Path) -> list[str]:
    """The names of the documents below an URL, by what tables call them."""
    found = collect([url], beside=tmp_path)
    return [shown(found.roots[0], each.path, each.member) for each in found]


@pytest.mark.parametrize(
    ("location", "expected"),
    [("s3://bucket/a", True), ("memory://a", True), ("C:/a.md", False), ("/data/a", False), ("s3:/a", False)],
)
def test_what_is_an_url(location: str, expected: bool) -> None:
    assert remote.is_url(location) is expected


def test_an_url_of_a_file_here_is_a_path() -> None:
    assert remote.given("file:///data/公文 1%20.md") == Path("/data/公文 1%20.md")


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        (["s3://a/b/c", "s3://a/b/d"], "s3://a/b"),
        (["s3://a/bc", "s3://a/bd"], "s3://a"),
        (["s3://a/b", "s3://c/b"], ""),
        (["s3://a/b", "/data"], ""),
        (["/data/a", "/data/b"], "/data"),
        ([], ""),
    ],
)
def test_the_folder_that_all_roots_stand_in(roots: list[str], expected: str) -> None:
    assert common_root(roots) == expected


def test_a_bucket_is_walked_in_order_and_any_name_is_read(s3: S3, tmp_path: Path) -> None:
    keys = ["f/b.md", "f/a::b.md", "f/公 文/通知%20#?[1].md", "f/.git/x.md", "f/data.csv", "f/sub/", "f/sub/f/c.md"]
    for key in [*keys, "else/x.md"]:
        s3.put(key, b"" if key.endswith("/") else key.encode())
    found = collect(["s3://archive/f/"], beside=tmp_path)
    names = [shown("s3://archive/f", each.place.path, "") for each in found.files()]
    assert names == ["a::b.md", "b.md", "sub/f/c.md", "公 文/通知%20#?[1].md"]
    assert [fetched(each.location) for each in found.files()] == [f"f/{name}".encode() for name in names]
    assert (found.total, found.passed_over) == (4, 1)


def test_an_url_inside_another_is_walked_once(s3: S3, tmp_path: Path) -> None:
    s3.put("f/g/a.md", b"1")
    assert collect(["s3://archive/f", "s3://archive/f/g", "s3://archive/f/g/a.md"], beside=tmp_path).total == 1


def test_members_of_a_zip_in_a_bucket_are_read_and_one_that_is_damaged_is_refused(s3: S3, tmp_path: Path) -> None:
    s3.put("f/包.zip", zipped({"一.md": b"1", "in.zip": zipped({"二.md": b"2"})}))
    s3.put("f/断.tar.gz", b"\x1f\x8b\x08 cut")
    found = list(collect(["s3://archive/f"], beside=tmp_path))
    assert [each.member for each in found] == ["一.md", "in.zip/二.md", ""]
    assert isinstance(found[2], Refusal)


def test_a_file_that_changes_within_a_second_is_another_one(s3: S3) -> None:
    s3.put("a.md", b"1")
    before = remote.looked_up("s3://archive/a.md")
    s3.put("a.md", b"2")
    after = remote.looked_up("s3://archive/a.md")
    assert (before.size, before.mtime_ns) != (after.size, after.mtime_ns)


def test_a_listing_says_what_a_look_at_the_file_says(s3: S3) -> None:
    s3.put("f/a.md", b"1")
    assert remote.listed(remote.looked_up("s3://archive/f")) == [remote.looked_up("s3://archive/f/a.md")]


def test_gone_is_only_what_the_store_says_is_not_there(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.put("a.md", b"1")
    assert not is_gone("s3://archive/a.md")
    assert is_gone("s3://archive/b.md")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    fsspec.filesystem("s3").clear_instance_cache()
    assert not is_gone("s3://archive/b.md")


def test_what_cannot_be_read_is_an_error_of_that_file(s3: S3) -> None:
    s3.put("a.md", b"1")
    with pytest.raises(ReadError) as raised:
        fetched("s3://archive/none.md")
    assert raised.value.reason_code == "no_access"
    assert file_at("s3://archive/none.md") is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("s3://archive/none", "no_such_path"),
        ("s3://no-such-bucket/a", "no_such_path"),
        ("nonsense://a/b", "unreachable"),
        ("ftp://me:secret@127.0.0.1/a", "password_in_url"),
    ],
)
def test_an_url_that_cannot_be_read_says_why(s3: S3, tmp_path: Path, url: str, code: str) -> None:
    assert s3.names() == []
    with pytest.raises(NoticeError) as raised:
        collect([url], beside=tmp_path)
    assert raised.value.reason_code == code
    assert "secret" not in str(raised.value)


def test_a_run_over_a_bucket_gives_the_tables_of_the_folder(s3: S3, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes((corpus / name).read_bytes())
        s3.put(f"公文/{name}", (corpus / name).read_bytes())
    run([folder], tmp_path / "here")
    out = tmp_path / "out"
    assert run(["s3://archive/公文"], out).counts.read == 3
    assert table_bytes(out) == table_bytes(tmp_path / "here")
    assert run(["s3://archive/公文"], out).counts.read == 0
    s3.put(f"公文/新/{NAMES[0]}", (corpus / NAMES[0]).read_bytes())
    s3.delete(f"公文/{NAMES[0]}")
    s3.delete(f"公文/{NAMES[1]}")
    later = run(["s3://archive/公文"], out, prune=True)
    assert (later.counts.read, later.counts.moved, later.pruned) == (0, 1, 1)
    assert [row["source_path"] for row in csv_rows(out, "notices")] == [f"新/{NAMES[0]}", NAMES[2]]


def test_a_page_of_a_file_in_a_bucket_is_drawn(s3: S3, corpus: Path, tmp_path: Path) -> None:
    name, out = "郑政文〔2021〕26号.pdf", tmp_path / "out"
    s3.put(name, (corpus / name).read_bytes())
    run(["s3://archive"], out)
    task = csv_rows(out, "tasks")[0]["task_id"]
    picture = tmp_path / "page.png"
    assert _exit_code(["explain", task, "-a", str(out), "--image", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_text_of_a_file_in_a_bucket(s3: S3, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    s3.put(NAMES[0], (corpus / NAMES[0]).read_bytes())
    assert _exit_code(["text", f"s3://archive/{NAMES[0]}"]) == 0
    assert "示政发〔2022〕8号" in capsys.readouterr().out


def test_workers_read_from_the_bucket_themselves(s3: S3, corpus: Path, tmp_path: Path) -> None:
    """They stand in an empty folder, and jobs carry no file."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for name in NAMES:
        s3.put(f"公文/{name}", (corpus / name).read_bytes())
    with cluster(empty, workers=2, environment=s3.environment) as made:
        summary = run(["s3://archive/公文"], tmp_path / "cluster", scheduler=made.address)
    assert (summary.counts.read, summary.outcomes["failed"]) == (3, 0)
    run(["s3://archive/公文"], tmp_path / "here")
    assert table_bytes(tmp_path / "cluster") == table_bytes(tmp_path / "here")
