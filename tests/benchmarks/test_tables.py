"""The comparison scores documents, prints all readers beside one another, and says where this program is below another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.table_measure import Spans, Table
from benchmarks.table_readers import duban
from benchmarks.table_truth import Sample, samples
from benchmarks.tables import is_below, main, scored
from pipeline.model.reading import Cell
from tests.read.made_pdf import Sheet, pdf

TABLE: Table = (Cell("制定方案", 0, 0), Cell("市财政局", 0, 1))


def test_a_document_is_scored_over_its_pages() -> None:
    page = Sample("icdar2013", "a.pdf", b"", (TABLE,), Spans.KEPT, True)
    scores = scored([(page, {"duban": [TABLE]}), (page, {"duban": [(Cell("制定", 0, 0),)]})])
    tally = scores["a.pdf"]["duban"].cells
    assert (tally.expected, tally.found, tally.right) == (4, 3, 2)


def test_a_made_table_has_its_cells_in_their_columns() -> None:
    whole = Sample("made", "made/task.pdf", b"", (TABLE,), Spans.FIRST, True)
    moved = tuple(Cell(cell.text, cell.row, cell.column + 1) for cell in TABLE)
    assert scored([(whole, {"duban": [moved]})])["made/task.pdf"]["duban"].cells.right == 0


@pytest.mark.parametrize(
    ("other", "below"),
    [((0.9, 0.8), False), ((0.8, 0.8), False), ((0.95, 0.7), True), ((0.8, 0.85), True)],
)
def test_below_is_below_in_either_measure(other: tuple[float, float], below: bool) -> None:
    assert is_below({"duban": (0.9, 0.8), "pdfplumber": other}) is below


def test_all_readers_stand_beside_one_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edges, heights, texts = [90.0, 250.0, 400.0], [100.0, 130.0, 160.0], [["No", "Task"], ["1", "Report"]]
    sheet = Sheet().grid(edges, heights)
    for top, row in zip(heights, texts, strict=False):
        for left, text in zip(edges, row, strict=False):
            sheet.text(left + 5, top + 5, text, size=10)
    (tmp_path / "made").mkdir()
    for place, truth in (("a", texts), ("made/task", {"rows": texts})):
        (tmp_path / f"{place}.pdf").write_bytes(pdf(sheet))
        (tmp_path / f"{place}.json").write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "index.csv").write_text("set,file,expected,note\nicdar2013,a.pdf,a.json,\n", encoding="utf-8-sig")
    assert main(tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(name in lines[0] for name in ("duban", "pdfplumber"))
    (ruled, whole, made) = (line.split() for line in lines if line.startswith(("a.pdf", "made/task.pdf")))
    assert ruled == whole and ruled[1:5] == made[1:5] == ["4", "|", "1.000", "1.000"]


@pytest.mark.shared
@pytest.mark.long
def test_all_cells_of_public_ruled_tables_are_found(shared: Path) -> None:
    ruled = [sample for sample in samples(shared / "tables") if sample.ruled]
    documents = scored((sample, {"duban": duban(sample.data)}) for sample in ruled)
    missing = {name: scores["duban"].cells for name, scores in documents.items()}
    assert {
        name: (tally.expected, tally.right) for name, tally in missing.items() if tally.right < tally.expected
    } == {}
    # The title and the source in the frame of us-013 and an address that the truth of split_text_lattice leaves out.
    assert [name for name, tally in missing.items() if tally.found > tally.expected] == [
        "icdar2013/us-013.pdf",
        "camelot/split_text_lattice.pdf",
    ]
