"""The files that campaigns start from: the project's own corpus and, where it is there, the folder of public documents."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw

from tests.archive.test_office import rtf
from tests.fuzz.mutants import packed
from tests.read.made_ofd import notice as ofd_notice

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
# Files that are no seeds: they have been damaged already.
KEPT = Path(__file__).parent
_LARGEST = 600_000


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader under test: the endings of its seeds, and the function of `targets` that runs it."""

    endings: tuple[str, ...]
    target: str = "read_file"


READERS: dict[str, Reader] = {
    "pdf": Reader((".pdf",)),
    "docx": Reader((".docx",)),
    "xlsx": Reader((".xlsx",)),
    "ofd": Reader((".ofd",)),
    "html": Reader((".html", ".htm")),
    "text": Reader((".txt",)),
    "md": Reader((".md",)),
    "image": Reader((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "recognize"),
    "zip": Reader((".zip",), "unpack"),
    "tar": Reader((".tar", ".tgz", ".gz", ".bz2", ".xz"), "unpack"),
    "office": Reader((".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".ods"), "convert"),
}


def seeds(reader: str, *, shared: bool = True) -> list[tuple[str, bytes]]:
    """Name and bytes of the files that a reader's campaign starts from, in order."""
    folders = [ROOT / "corpus", ROOT / "tests", *([SHARED] if shared else [])]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if _is_seed(path, READERS[reader])]
    found = [path for path in found if not path.is_relative_to(KEPT)]
    made = [(name, data) for name, data in _made().items() if name.endswith(READERS[reader].endings)]
    return made + [(path.name, path.read_bytes()) for path in found]


def _is_seed(path: Path, reader: Reader) -> bool:
    return path.suffix.lower() in reader.endings and path.is_file() and 0 < path.stat().st_size <= _LARGEST


def _made() -> dict[str, bytes]:
    """Small files of the formats of which the corpus has none."""
    text = "甲市人民政府关于做好工作的通知\n一、制定方案。（责任单位：市财政局）\n".encode()
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as tape:
        for name in ("通知.txt", "附件/很长的名称" * 12 + ".txt"):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tape.addfile(entry, io.BytesIO(text))
    return {
        "a.zip": packed([(name, text * 9) for name in ("通知.txt", "附件/1.txt", "附件/内.zip")]),
        "a.tar": tarred.getvalue(),
        "a.tar.gz": gzip.compress(tarred.getvalue(), mtime=0),
        "a.xlsx": _workbook(),
        "a.ofd": _timeless(ofd_notice("关于做好工作的通知\n\n一、制定方案。（责任单位：市财政局）\n")),
        "a.png": _picture("PNG"),
        "a.jpg": _picture("JPEG"),
        "a.tif": _picture("TIFF"),
        "a.rtf": rtf("关于做好工作的通知", "一、制定方案。"),
    }


def _workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (
        ["督查台账", None, None],
        ["序号", "工作任务", "责任单位"],
        [1, "制定方案", "市财政局"],
        ["=A3+1", 0.5, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    book.save(stream)
    return _timeless(stream.getvalue())


def _timeless(data: bytes) -> bytes:
    """A package without what says when it was made: the same seed damages the same way."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return packed([(name, package.read(name)) for name in package.namelist() if not name.endswith("core.xml")])


def _picture(kind: str) -> bytes:
    picture, stream = Image.new("L", (400, 120), 255), io.BytesIO()
    ImageDraw.Draw(picture).text((20, 40), "2021-26 No. 4", fill=0, font_size=32)
    picture.save(stream, kind)
    return stream.getvalue()
