"""Made scans of the sample notice, and how what is read of them is counted."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.made_scans import DATE, ORGAN, made_scans, sealed
from benchmarks.ocr import Picture, Tally, _measured
from pipeline.read.image import frames
from tests.read.made_scan import blank


def test_all_pages_are_scanned_the_last_one_under_a_seal() -> None:
    scans = list(islice(made_scans(), 6))
    assert [(scan.page, scan.has_date) for scan in scans] == [(n, n == 6) for n in range(1, 7)]
    assert ORGAN + DATE in scans[-1].truth
    ((page, dpi),) = frames(scans[-1].file)
    assert (round(dpi), round(page.shape[1] / dpi, 1)) == (200, 8.3)
    red = (page[:, :, 0].astype(int) - page[:, :, 1] > 80).sum()
    assert red > 5_000


def test_a_seal_lets_the_text_through() -> None:
    page = blank(400, 400)
    page[200:204, 100:300] = 0
    under = sealed(page, (72.0, 72.0), 200 / 72)
    assert under[200:204, 100:300].max() == 0
    assert (np.ptp(under.astype(int), axis=2) > 100).sum() > 2_000


def test_characters_and_dates_are_counted(tmp_path: Path) -> None:
    truth = f"{ORGAN}（印章）{DATE}"
    pictures = [Picture("seal", tmp_path / name, truth, DATE) for name in ("read", "lost")]
    said = {"read": f"郑州市人民政府(印章) {DATE}", "lost": "郑州市人民政付（印章）2021年月5日"}
    tallies = _measured(lambda path: said[path.name], pictures)
    assert tallies["seal"] == tallies["all"]
    found = tallies["seal"]
    assert found == Tally(2, 40, found.seconds, 2, 2, 1)
