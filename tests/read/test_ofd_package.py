"""The parts of an OFD file, sound and broken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.model.reading import Line
from pipeline.read.ofd import read
from tests.read.made_ofd import Sheet, document, ofd, package, part, root

TEXT = "各区县（市）人民政府："
BODY = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"


def page() -> Sheet:
    return Sheet().text(90, 100, TEXT)


def parts(**changed: str) -> bytes:
    """A file of one page, with parts changed by the last word of their name (OFD, Document, Page_0)."""
    files = {"OFD.xml": root(BODY)} | document(page())
    named = {name: changed.get(name.rpartition("/")[2].partition(".")[0], text) for name, text in files.items()}
    return package({name: text.encode() for name, text in named.items() if text})


@pytest.mark.parametrize(
    ("data", "reason_code"),
    [
        pytest.param(b"", "broken_package", id="no zip"),
        pytest.param(parts()[:-200], "broken_package", id="cut short"),
        pytest.param(parts(OFD=""), "broken_package", id="no OFD.xml"),
        pytest.param(parts(OFD="<a"), "bad_xml", id="damaged OFD.xml"),
        pytest.param(parts(OFD=root("")), "no_pages", id="no document"),
        pytest.param(parts(Document=""), "broken_package", id="no Document.xml"),
        pytest.param(parts(Document=part("Document", "")), "no_pages", id="no pages"),
        pytest.param(parts(Page_0=""), "broken_package", id="no content of the only page"),
        pytest.param(parts(Page_0="<a><b></a>"), "broken_package", id="damaged content of the only page"),
        pytest.param(parts(Page_0=part("Page", "")), "no_text", id="nothing on the page"),
        pytest.param(
            parts(Document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "bad_xml", id="entities in Document.xml"
        ),
        pytest.param(
            parts(Document=part("Document", f"<ofd:Pages>{'<ofd:Page/>' * 6000}</ofd:Pages>")),
            "too_many_pages",
            id="6000 pages",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason_code: str) -> None:
    with pytest.raises(ReadError) as failure:
        read(data)
    assert failure.value.reason_code == reason_code


def test_a_broken_page_is_a_warning() -> None:
    files = {"OFD.xml": root(BODY)} | document(page(), page(), page())
    files["Doc_0/Pages/Page_1.xml"] = "<broken"
    reading = read(package({name: text.encode() for name, text in files.items()}))
    assert reading.warnings == ("page_unreadable:2",)
    assert [block.page for block in reading.blocks if isinstance(block, Line)] == [1, 3]


@pytest.mark.parametrize(
    "more",
    [
        "<ofd:Annotations>Annots.xml</ofd:Annotations>",
        "<ofd:Attachments>../../../etc/passwd</ofd:Attachments>",
        "<ofd:Attachments>/etc/passwd</ofd:Attachments>",
    ],
)
def test_parts_that_the_text_can_do_without(more: str) -> None:
    reading = read(ofd(page(), more=more))
    assert reading.warnings == ("part_unreadable",)
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == [TEXT]


def test_an_encrypted_file_says_so() -> None:
    files = {"OFD.xml": root(BODY), "Encryptions.xml": "<a/>", "Doc_0/Document.xml": "\x01\x02"}
    with pytest.raises(ReadError) as failure:
        read(package({name: text.encode() for name, text in files.items()}))
    assert failure.value.reason_code == "encrypted"


def test_a_bomb_is_not_inflated() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ({"OFD.xml": root(BODY)} | document(page())).items():
            archive.writestr(name, b" " * (80 << 20) if name.endswith("Page_0.xml") else text)
    with pytest.raises(ReadError) as failure:
        read(buffer.getvalue())
    assert failure.value.reason_code == "zip_bomb"


def test_deep_markup_and_many_objects_come_to_an_end() -> None:
    deep = Sheet().raw("<ofd:PageBlock>" * 200 + Sheet().text(90, 200, "深").content[0] + "</ofd:PageBlock>" * 200)
    many = Sheet().raw(
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 0</ofd:AbbreviatedData></ofd:PathObject>'
        * 30_000
    )
    reading = read(ofd(page(), deep, many))
    assert "page_too_dense:2" not in reading.warnings
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == [TEXT]


@pytest.mark.shared
def test_hostile_files_end_in_a_reading_or_a_reason(shared: Path) -> None:
    reasons = {}
    for path in sorted((shared / "hostile" / "made").glob("*ofd*")):
        try:
            reasons[path.stem] = "read" if read(path.read_bytes()).blocks else "nothing"
        except ReadError as error:
            reasons[path.stem] = error.reason_code
    assert reasons == {
        "empty": "broken_package",
        "ofd_100k_pages_shared": "too_many_pages",
        "ofd_bad_xml": "broken_package",
        "ofd_bomb_1GiB": "zip_bomb",
        "ofd_delta_huge_g": "read",
        "ofd_docroot_absolute": "read",
        "ofd_good": "read",
        "ofd_no_page": "broken_package",
        "ofd_no_root": "broken_package",
        "ofd_truncated": "broken_package",
        "ofd_zero_pages": "no_pages",
    }
