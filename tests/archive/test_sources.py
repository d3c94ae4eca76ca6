"""What of folders and zips is given to the readers."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from pipeline.archive import members, sources
from pipeline.archive.names import is_document
from pipeline.archive.sources import Refusal, Source, collect
from pipeline.errors import NoticeError, ReadError
from tests.made_zip import zipped


def collected(folder: Path) -> tuple[dict[str, bytes], dict[str, str], int]:
    """Contents by member or name, refusals by member, and what was passed over."""
    found = collect([folder], beside=folder / "outputs")
    contents: dict[str, bytes] = {}
    refusals: dict[str, str] = {}
    for each in found:
        name = each.member or Path(each.path).name
        if isinstance(each, Source):
            contents[name] = each.read()
        else:
            refusals[name] = each.reason_code
    return contents, refusals, found.passed_over


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("郑政文〔2021〕26号.md", True),
        ("通知.PDF", True),
        ("通知", True),
        ("附件1.任务分工表", True),
        ("tasks.csv", False),
        ("index.JSON", False),
        ("convert.py", False),
        ("公章.svg", True),
        (".DS_Store", False),
        ("~$通知.docx", False),
        ("Thumbs.db", False),
        ("README.md", False),
        ("__MACOSX/._通知.docx", False),
        ("__MACOSX/通知.docx", False),
    ],
)
def test_what_may_be_a_document(name: str, expected: bool) -> None:
    assert is_document(PurePosixPath(name)) is expected


def test_a_folder_is_walked_in_order_and_what_is_no_document_counted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "tasks.csv", ".git/config.txt", "outputs/old.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    contents, refusals, passed_over = collected(tmp_path)
    assert sorted(contents) == ["1.txt", "2.txt", "b.txt"]
    assert (refusals, passed_over) == ({}, 1)


def test_a_file_given_twice_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("正文")
    assert collect([tmp_path, path, path], beside=tmp_path / "outputs").total == 1


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoticeError) as raised:
        collect([tmp_path / "no.txt"], beside=tmp_path)
    assert raised.value.reason_code == "no_such_path"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert collected(tmp_path) == ({}, {}, 1)


def test_members_of_a_zip_are_read_and_zips_inside_it(tmp_path: Path) -> None:
    inner = zipped({"二.txt": b"2"})
    (tmp_path / "a.zip").write_bytes(zipped({"文件/一.txt": b"1", "更多.zip": inner, "tasks.csv": b"x"}))
    contents, refusals, passed_over = collected(tmp_path)
    assert contents == {"文件/一.txt": b"1", "更多.zip/二.txt": b"2"}
    assert (refusals, passed_over) == ({}, 1)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        pytest.param("a.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, id="by its name"),
        pytest.param("a.zip", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, id="by its parts"),
        pytest.param("a.ofd", {"Doc_0/Document.xml": b"<Document/>"}, id="a damaged one"),
        pytest.param("a.docx", {}, id="an empty one"),
    ],
)
def test_an_office_file_is_a_document_not_a_zip(tmp_path: Path, name: str, members: dict[str, bytes]) -> None:
    data = zipped(members)
    (tmp_path / name).write_bytes(data)
    assert collected(tmp_path)[0] == {name: data}


def test_what_only_begins_as_a_zip_is_left_to_a_reader_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 damaged")
    assert collected(tmp_path)[0] == {"a.zip": b"PK\x03\x04 damaged"}


def test_names_without_the_mark_of_utf8_are_gb18030(tmp_path: Path) -> None:
    """What Windows packs in China."""
    raw = "通知.txt".encode("gb18030")
    # Python marks names that are not ASCII as UTF-8, so the bytes of Windows are put in place of ASCII ones.
    crafted = zipped({"n" * len(raw): b"1"}).replace(b"n" * len(raw), raw)
    (tmp_path / "a.zip").write_bytes(crafted)
    assert list(collected(tmp_path)[0]) == ["通知.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/通知.txt", "/etc/通知.txt", "a/../../通知.txt", "C:/通知.txt", "..\\通知.txt"]
)
def test_a_name_that_leads_out_of_the_zip_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({name: b"1", "好.txt": b"2"}))
    contents, refusals, _ = collected(tmp_path)
    assert contents == {"好.txt": b"2"}
    assert list(refusals.values()) == ["unsafe_member"]


def test_a_link_in_a_zip_is_not_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert collected(tmp_path)[1] == {"link.txt": "unsafe_member"}


def test_a_member_that_would_inflate_too_far_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    bomb = b"\0" * (members.RATIO_COUNTS_FROM + 1)
    (tmp_path / "a.zip").write_bytes(zipped({"bomb.txt": bomb, "好.txt": b"1"}))
    contents, refusals, _ = collected(tmp_path)
    assert (list(contents), refusals) == (["好.txt"], {"bomb.txt": "zip_bomb"})


def test_the_zips_of_one_zip_share_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"一.txt": b"1" * 2000})
    monkeypatch.setattr(members, "MAX_INFLATED_SIZE", len(inner) + 100)
    (tmp_path / "a.zip").write_bytes(zipped({"in.zip": inner}))
    assert collected(tmp_path)[1] == {"in.zip/一.txt": "zip_bomb"}


def test_zips_stand_in_one_another_only_so_deep(tmp_path: Path) -> None:
    data = zipped({"一.txt": b"1"})
    for _ in range(sources.MAX_DEPTH):
        data = zipped({"in.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    assert list(collected(tmp_path)[1].values()) == ["nested_too_deep"]


def test_a_damaged_member_is_an_error_of_that_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"一.txt": os.urandom(200)}))
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    with pytest.raises(ReadError, match="Bad CRC") as raised:
        collected(tmp_path)
    assert raised.value.reason_code == "broken_zip"


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("正文")

    def denied(_: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    (refusal,) = collect([tmp_path], beside=tmp_path / "outputs")
    assert isinstance(refusal, Refusal)
    assert refusal.reason_code == "no_access"
