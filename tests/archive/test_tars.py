"""What of tars and packed files is given to the readers, sound and hostile ones."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.archive import members, tars
from pipeline.archive.sources import MAX_DEPTH
from pipeline.archive.streams import compression
from pipeline.errors import ReadError
from tests.archive.test_sources import collected, zipped

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".tar": bytes,
    ".tar.gz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
}
NOTICES = {
    "文件/郑政文〔2021〕26号.txt": "郑州市人民政府关于做好工作的通知".encode(),
    "通知.txt": "各区县（市）人民政府：".encode() * 100,
    "tasks.csv": b"x",
}


def tarred(contents: Mapping[str, bytes], *, kind: int = tarfile.GNU_FORMAT, encoding: str = "utf-8") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind, encoding=encoding) as archive:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def header(name: bytes, size: int = 0, *, kind: bytes = b"0") -> bytes:
    """A header written by hand, with a sound check sum."""
    block = struct.pack("100s8s8s8s12s12s8sc355x", name, b"", b"", b"", b"%011o" % size, b"", b" " * 8, kind)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def read(folder: Path, data: bytes, name: str = "a.tar") -> tuple[dict[str, bytes], dict[str, str], int]:
    (folder / name).write_bytes(data)
    return collected(folder)


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("ending", PACKERS)
def test_members_are_read_from_each_kind_of_tar(tmp_path: Path, ending: str, kind: int) -> None:
    contents, refusals, passed_over = read(tmp_path, PACKERS[ending](tarred(NOTICES, kind=kind)), f"a{ending}")
    assert contents == {name: content for name, content in NOTICES.items() if name != "tasks.csv"}
    assert (refusals, passed_over) == ({}, 1)


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("size", [0, 1, 511, 512, 4096, 20_000, 50_000, 300_000])
def test_members_of_each_length_are_whole(tmp_path: Path, ending: str, size: int) -> None:
    contents = {"一.txt": (_NOISE * 6)[:size], "二.txt": b"2", "三.txt": (_NOISE * 6)[-size:]}
    assert read(tmp_path, PACKERS[ending](tarred(contents)), f"a{ending}")[:2] == (contents, {})


def test_a_tar_is_known_by_its_content(tmp_path: Path) -> None:
    assert list(read(tmp_path, gzip.compress(tarred({"通知.txt": b"1"})), "notices.dat")[0]) == ["通知.txt"]


@pytest.mark.parametrize("kind", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_name_longer_than_a_header_is_whole(tmp_path: Path, kind: int) -> None:
    name = "关于做好省级经济社会管理权限承接工作的通知" * 5 + "/通知.txt"
    assert list(read(tmp_path, tarred({name: b"1"}, kind=kind))[0]) == [name]


@pytest.mark.parametrize("name", ["通知.txt", "关于做好省级经济社会管理权限承接工作的通知" * 5 + ".txt"])
def test_names_that_are_no_utf8_are_gb18030(tmp_path: Path, name: str) -> None:
    assert list(read(tmp_path, tarred({name: b"1"}, encoding="gb18030"))[0]) == [name]


def test_the_name_of_a_member_packed_by_tar_dot_begins_at_the_folder(tmp_path: Path) -> None:
    assert list(read(tmp_path, tarred({"./文件/通知.txt": b"1"}))[0]) == ["文件/通知.txt"]


def test_archives_stand_in_archives_of_other_kinds(tmp_path: Path) -> None:
    inner = gzip.compress(tarred({"一.txt": b"1", "二.zip": zipped({"三.txt": b"3"})}))
    contents, refusals, _ = read(tmp_path, zipped({"更多.tgz": inner}), "a.zip")
    assert contents == {"更多.tgz/一.txt": b"1", "更多.tgz/二.zip/三.txt": b"3"}
    assert refusals == {}


def test_zips_and_tars_count_together_for_how_deep_they_stand(tmp_path: Path) -> None:
    data = tarred({"一.txt": b"1"})
    for depth in range(MAX_DEPTH):
        data = zipped({"in.tar": data}) if depth % 2 else tarred({"in.zip": data, "in.tar": data})
    assert set(read(tmp_path, data, "a.zip")[1].values()) == {"nested_too_deep"}


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_one_packed_document_is_read(tmp_path: Path, ending: str) -> None:
    data = PACKERS[f".tar{ending}"]("通知".encode())
    assert read(tmp_path, data, f"通知.txt{ending}")[0] == {"通知.txt": "通知".encode()}


def test_streams_packed_one_after_the_other_are_one_tar(tmp_path: Path) -> None:
    """As pigz and `cat` make them; zeros behind the last one are no damage."""
    data = tarred(NOTICES)
    packed = gzip.compress(data[:700]) + gzip.compress(data[700:]) + b"\0" * 40
    contents, refusals, _ = read(tmp_path, packed, "a.tgz")
    assert (len(contents), refusals) == (2, {})


# 7 ** 5 ** 3 leaves bytes that no packer makes much smaller.
_NOISE = (7**125_000).to_bytes(50_000, "big")
_CUT = tarred({"一.txt": b"1" * 9_000, "二.txt": _NOISE, "三.txt": b"3"})


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.xz"])
def test_a_cut_tar_gives_what_stands_before_the_cut_and_says_so(tmp_path: Path, ending: str) -> None:
    packed = PACKERS[ending](_CUT)
    with pytest.raises(ReadError) as raised:
        read(tmp_path, packed[: len(packed) * 2 // 3], f"a{ending}")
    assert raised.value.reason_code == "broken_archive"


@pytest.mark.parametrize("ending", PACKERS)
def test_what_a_cut_loses_is_an_entry_of_the_archive(tmp_path: Path, ending: str) -> None:
    """Here the member that is cut is no document, so that none of it is read."""
    packed = PACKERS[ending](tarred({"一.txt": b"1" * 9_000, "二.mp4": _NOISE, "三.txt": b"3"}))
    contents, refusals, _ = read(tmp_path, packed[: len(packed) * 2 // 3], f"a{ending}")
    # bzip2 packs blocks of 900 kB: a damage costs the whole block.
    assert list(contents) == ([] if ending == ".tar.bz2" else ["一.txt"])
    assert refusals == {f"a{ending}": "broken_archive"}


def test_a_damaged_header_ends_the_archive_with_an_entry(tmp_path: Path) -> None:
    data = bytearray(tarred({"一.txt": b"1", "二.txt": b"2", "三.txt": b"3"}))
    data[2 * 512 + 10] ^= 0xFF
    contents, refusals, _ = read(tmp_path, bytes(data))
    assert (list(contents), refusals) == (["一.txt"], {"a.tar": "broken_archive"})


def test_a_wrong_check_sum_of_the_packer_is_an_entry(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(tarred({"一.txt": b"1"})))
    data[-6] ^= 0xFF
    contents, refusals, _ = read(tmp_path, bytes(data), "a.tgz")
    assert (list(contents), refusals) == (["一.txt"], {"a.tgz": "broken_archive"})


def test_an_archive_that_lacks_its_end_may_have_lost_members(tmp_path: Path) -> None:
    contents, refusals, _ = read(tmp_path, header(b"a.txt", 1) + b"1".ljust(512, b"\0"))
    assert (list(contents), refusals) == (["a.txt"], {"a.tar": "broken_archive"})


@pytest.mark.parametrize("name", ["../../etc/通知.txt", "/etc/通知.txt", "a/../../通知.txt", "C:/通知.txt"])
def test_a_name_that_leads_out_of_the_tar_is_not_read(tmp_path: Path, name: str) -> None:
    contents, refusals, _ = read(tmp_path, tarred({name: b"1", "好.txt": b"2"}))
    assert (contents, list(refusals.values())) == ({"好.txt": b"2"}, ["unsafe_member"])


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE], ids=str
)
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname, info.size = kind, "/etc/passwd", 0
        archive.addfile(info)
        archive.addfile(tarfile.TarInfo("好.txt"))
    contents, refusals, _ = read(tmp_path, stream.getvalue())
    assert (contents, refusals) == ({"好.txt": b""}, {"link.txt": "unsafe_member"})


SPARSE = {
    "old": header(b"s.txt", 512, kind=b"S") + b"x" * 512,
    "old with a map in further blocks": header(b"s.txt", 512, kind=b"S")[:482] + b"\1" + b"\0" * 29,
    "pax": header(b"p", 24, kind=b"x")
    + b"24 GNU.sparse.size=9999\n".ljust(512, b"\0")
    + header(b"s.txt", 512)
    + b"x" * 512,
}


@pytest.mark.parametrize("name", SPARSE)
def test_a_sparse_file_is_refused_and_the_next_one_read(tmp_path: Path, name: str) -> None:
    data = SPARSE[name]
    if "further" in name:
        summed = data[:148] + b" " * 8 + data[156:]
        data = data[:148] + b"%06o\0 " % sum(summed) + data[156:]
        data += (b"\0" * 504 + b"\1").ljust(512, b"\0") + b"\0" * 512 + b"x" * 512
    contents, refusals, _ = read(tmp_path, data + tarred({"好.txt": b"2"}))
    assert (contents, refusals) == ({"好.txt": b"2"}, {"s.txt": "unsafe_member"})


def test_a_member_that_says_it_is_huge_is_refused(tmp_path: Path) -> None:
    _, refusals, _ = read(tmp_path, header(b"a.txt", 8**11 - 1) + b"1" * 512)
    assert refusals == {"a.txt": "zip_bomb", "a.tar": "broken_archive"}


def test_a_size_in_base_256_is_read(tmp_path: Path) -> None:
    block = bytearray(header(b"a.txt"))
    block[124:136] = b"\x80" + (3).to_bytes(11, "big")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    assert read(tmp_path, bytes(block) + b"123".ljust(512, b"\0") + b"\0" * 1024)[0] == {"a.txt": b"123"}


@pytest.mark.parametrize("ending", [".tar.gz", ".tar.bz2", ".tar.xz"])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, ending: str) -> None:
    data = tarred({"好.txt": b"1", "bomb.mp4": b"\0" * (members.RATIO_COUNTS_FROM * 2)})
    contents, refusals, _ = read(tmp_path, PACKERS[ending](data), f"a{ending}")
    assert (list(contents), refusals) == (["好.txt"], {f"a{ending}": "zip_bomb"})


def test_one_packed_document_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    data = gzip.compress(b"\0" * (members.RATIO_COUNTS_FROM * 2))
    assert read(tmp_path, data, "a.txt.gz")[1] == {"a.txt.gz": "zip_bomb"}


def test_what_packed_tars_inflate_to_counts_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = gzip.compress(tarred({"一.mp4": _NOISE}))
    monkeypatch.setattr(members, "MAX_INFLATED_SIZE", 100_000)
    assert read(tmp_path, tarred({"1.tgz": inner, "2.tgz": inner}))[1] == {"2.tgz": "zip_bomb"}


def test_a_million_empty_members_end_at_the_limit_with_one_entry(tmp_path: Path) -> None:
    """512 MB of headers in 1.6 MB of gzip."""
    many = gzip.compress(header(b"a.csv") * 10_000) * 100
    contents, refusals, _ = read(tmp_path, many, "a.tgz")
    assert (contents, list(refusals.values())) == ({}, ["zip_bomb"])


def test_members_beyond_the_limit_are_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_MEMBERS", 3)
    _, refusals, _ = read(tmp_path, header(b"a.csv") * 3 + header(b"b.txt") * 1000)
    assert refusals == {"b.txt": "zip_bomb"}


def test_marks_without_end_and_marks_that_are_huge_are_damage(tmp_path: Path) -> None:
    endless = read(tmp_path, header(b"g", kind=b"g") * 100)
    huge = read(tmp_path, header(b"l", 1 << 30, kind=b"L"))
    assert endless[1] == huge[1] == {"a.tar": "broken_archive"}


def test_xz_that_asks_for_much_memory_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
    data = lzma.compress(tarred({"一.txt": b"1"}), filters=filters)
    assert read(tmp_path, data, "a.tar.xz")[1] == {"a.tar.xz": "broken_archive"}


def test_a_text_is_no_tar_and_not_packed(tmp_path: Path) -> None:
    assert not tars.is_header("各区县（市）人民政府：".encode() * 100)
    assert compression(b"BZh9 is how a bzip2 file begins") == ""
    assert read(tmp_path, b"\0" * 10_240)[0] == {"a.tar": b"\0" * 10_240}


def test_any_damage_is_an_entry_and_never_an_exception_of_another_kind(tmp_path: Path) -> None:
    """Each byte of the headers flipped in turn."""
    sound = tarred({"关于做好工作的通知" * 12 + ".txt": b"1", "二.txt": b"2"}, kind=tarfile.PAX_FORMAT)
    for place in range(0, 4 * 512, 3):
        data = bytearray(sound)
        data[place] ^= 0x55
        contents, refusals, _ = read(tmp_path, bytes(data))
        assert contents or refusals
