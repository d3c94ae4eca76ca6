"""`duban explain --image`: what is marked on the picture reads as the row's evidence, on scans too."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.batch import run
from pipeline.errors import NoticeError
from pipeline.marking import boxes_of, task_picture
from pipeline.model.notice import Placed, Span
from pipeline.model.reading import Box
from pipeline.read.ocr.engine import engine
from tests.read import made_ofd
from tests.read.made_scan import Pixels, askew, rendered
from tests.test_run import csv_rows

SAMPLE = "郑政文〔2021〕26号"
DUE = np.array((250, 190, 200), np.int16)


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [
        (0, 4, [(100.0, 180.0)]),
        (2, 4, [(140.0, 180.0)]),
        (4, 6, [(180.0, 200.0)]),
        (5, 9, [(190.0, 200.0), (100.0, 140.0)]),
        (6, 7, []),
    ],
    ids=["wide", "from the middle", "narrow", "over two lines", "line end"],
)
def test_a_span_stands_in_the_part_of_each_line(start: int, end: int, boxes: list[tuple[float, float]]) -> None:
    text = "牵头单位12\n市财政局"
    lines = (
        Placed(Span(0, 6), Box(1, 100.0, 50.0, 200.0, 66.0)),
        Placed(Span(7, 11), Box(1, 100.0, 80.0, 180.0, 96.0)),
    )
    assert [(box.x0, box.x1) for box in boxes_of(lines, text, start, end)] == boxes


def deadline_words(png: bytes) -> str:
    """What stands under the marks of time limits, read by OCR."""
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    is_marked = (np.abs(image - DUE).max(axis=2) < 6).astype(np.uint8)
    rows = np.flatnonzero(is_marked.any(axis=1))
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 4) + 1)
    cuttings: list[Pixels] = []
    for run_ in runs:
        columns = np.flatnonzero(is_marked[run_[0] : run_[-1] + 1].any(axis=0))
        cuttings.append(image[run_[0] : run_[-1] + 1, columns[0] : columns[-1] + 1])
    return "".join(said.text for said in engine().recognize(cuttings)).replace(" ", "")


MAKERS: dict[str, Callable[[Path], bytes]] = {
    "pdf": lambda folder: (folder / f"{SAMPLE}.pdf").read_bytes(),
    "ofd": lambda folder: made_ofd.notice((folder / f"{SAMPLE}.md").read_text(encoding="utf-8")),
    "scan": lambda folder: saved(rendered(folder / f"{SAMPLE}.pdf", 3)),
    "scan, askew": lambda folder: saved(askew(rendered(folder / f"{SAMPLE}.pdf", 3), 1.2)),
    "scan, turned": lambda folder: saved(np.ascontiguousarray(np.rot90(rendered(folder / f"{SAMPLE}.pdf", 3)))),
    "scan, upside down": lambda folder: saved(np.ascontiguousarray(np.rot90(rendered(folder / f"{SAMPLE}.pdf", 3), 2))),
}


def saved(page: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "PNG", dpi=(200, 200))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_marked_reads_as_the_evidence(kind: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(MAKERS[kind](corpus))
    run([tmp_path], tmp_path / "out")
    limits = [row for row in csv_rows(tmp_path / "out", "deadlines") if row["deadline_text"] == "2021年3月15日前"]
    assert deadline_words(task_picture(tmp_path / "out", limits[0]["task_id"])) == "2021年3月15日前"


def test_of_several_files_one_with_pages_is_drawn(corpus: Path, tmp_path: Path) -> None:
    run([corpus / f"{SAMPLE}.md", corpus / f"{SAMPLE}.pdf"], tmp_path)
    (notice,) = [row for row in csv_rows(tmp_path, "notices") if not row["duplicate_of"]]
    task = csv_rows(tmp_path, "tasks")[0]
    assert (notice["source_format"], task["page_from"]) == ("md", "")
    assert task_picture(tmp_path, task["task_id"]).startswith(b"\x89PNG")


def test_a_format_without_pages_says_so(corpus: Path, tmp_path: Path) -> None:
    run([corpus / f"{SAMPLE}.md"], tmp_path)
    with pytest.raises(NoticeError) as raised:
        task_picture(tmp_path, csv_rows(tmp_path, "tasks")[0]["task_id"])
    assert raised.value.reason_code == "no_boxes"


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_a_file_that_is_no_longer_what_was_read_says_so(change: str, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.pdf"
    file.write_bytes((corpus / f"{SAMPLE}.pdf").read_bytes())
    run([file], tmp_path / "out")
    file.unlink() if change == "gone" else file.write_bytes(b"%PDF-1.4")
    with pytest.raises(NoticeError) as raised:
        task_picture(tmp_path / "out", csv_rows(tmp_path / "out", "tasks")[0]["task_id"])
    assert raised.value.reason_code == "source_gone"
