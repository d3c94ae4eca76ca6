"""Tables of PDFs found by this program, by pdfplumber and by camelot (lattice), beside one another.

    pip install '.[bench]' && python -m benchmarks.tables [../shared/tables]

cells: F1 of the cells' texts; relations: F1 of the adjacency relations of ICDAR 2013 (`benchmarks/table_measure.py` says how both
are counted, also for merged cells). Both are means over documents. All three read each page as a file of its own, since
this program joins the parts of a table over pages and leaves out repeated heads, and the truth is one of pages.

Ruled are the pages on which rulings part nine in ten neighbouring cells of each true table: decided from the true texts and
what is drawn, not from what any reader finds (`benchmarks/table_truth.py`). Under "all" a page without true tables counts
for what is found there, and tables without rulings count as missed.

made: task tables over pages, with spans, scanned, as whole files against their joined truth; a cell must stand in its
column. A reader that does not join loses there by repeated heads, one without OCR by the scan.

CPU: seconds of this process for all pages of ICDAR 2013 and camelot, each reader warmed up. Exit code 1 where this program is
below another on ruled tables.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.table_measure import Score, Table, shown
from benchmarks.table_readers import READERS, Reader
from benchmarks.table_truth import WHOLE_FILES, Sample, made, samples

TABLES = Path(__file__).resolve().parents[2] / "shared" / "tables"


# A sample, and the tables that each reader finds in it.
_Pair = tuple[Sample, dict[str, list[Table]]]


@dataclass(slots=True)
class Found:
    """What the readers found, and the CPU seconds of each."""

    samples: list[_Pair] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def main(folder: Path = TABLES) -> int:
    logging.disable(logging.CRITICAL)  # pdfminer warns of each odd colour
    readers = _loaded()
    pages, files = _found(samples(folder), readers), _found(made(folder), readers)
    print(f"{'':34} {'cells':>6}" + "".join(f" | {name:^16}" for name in readers))
    print(f"{'':34} {'':6}" + f" | {'cells':>6} {'relations':>9}" * len(readers))
    ruled = _section("ruled tables", [pair for pair in pages.samples if pair[0].ruled], readers)
    _section("all tables", pages.samples, readers)
    _section("made task tables", files.samples, readers)
    times = (f" | {pages.seconds[name]:6.1f} {pages.seconds[name] / pages.seconds['duban']:8.1f}x" for name in readers)
    print(f"{'CPU seconds, ratio to duban':34} {'':6}" + "".join(times))
    return int(is_below(ruled))


def _loaded() -> dict[str, Reader]:
    readers = {}
    for name, load in READERS.items():
        try:
            readers[name] = load()
        except ImportError as error:
            print(f"{name} left out: {error}. Install the extra: pip install '.[bench]'", file=sys.stderr)
    return readers


def _found(wanted: Iterable[Sample], readers: dict[str, Reader]) -> Found:
    found = Found(seconds=dict.fromkeys(readers, 0.0))
    for sample in wanted:
        if not found.samples:  # what a reader loads at its first call is not timed
            for reader in readers.values():
                reader(sample.data)
        tables = {}
        for name, reader in readers.items():
            began = time.process_time()
            tables[name] = reader(sample.data)
            found.seconds[name] += time.process_time() - began
        found.samples.append((sample, tables))
    return found


def _section(title: str, found: Sequence[_Pair], names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Prints the documents and their mean; returns each reader's mean F1 of cells and of relations."""
    documents = scored(found)
    print(f"{title}: {len(documents)} documents")
    for name, scores in documents.items():
        print(_line(name, [(scores[reader].cells.f1, scores[reader].relations.f1) for reader in names], scores))
    means = {reader: _mean([scores[reader] for scores in documents.values()]) for reader in names}
    cells = sum(next(iter(scores.values())).cells.expected for scores in documents.values())
    print(f"{'mean':34} {cells:6}" + "".join(f" | {a:6.3f} {b:9.3f}" for a, b in means.values()))
    right = {reader: sum(scores[reader].cells.right for scores in documents.values()) for reader in names}
    print(f"{'cells right':34} {'':6}" + "".join(f" | {count:6} {'':9}" for count in right.values()))
    return means


def scored(found: Iterable[_Pair]) -> dict[str, dict[str, Score]]:
    """The score of each reader on each document."""
    documents: dict[str, dict[str, Score]] = {}
    for sample, tables in found:
        scores = documents.setdefault(sample.document, {name: Score.empty() for name in tables})
        for name, score in scores.items():
            as_truth = [shown(table, sample.spans) for table in tables[name]]
            score.add(sample.tables, as_truth, in_column=sample.group == WHOLE_FILES)
    return documents


def is_below(means: dict[str, tuple[float, float]]) -> bool:
    """Whether another reader's mean is above this program's, in cells or in relations."""
    return any(other > own for figures in means.values() for other, own in zip(figures, means["duban"], strict=True))


def _line(name: str, figures: Sequence[tuple[float, float]], scores: dict[str, Score]) -> str:
    cells = next(iter(scores.values())).cells.expected
    return f"{name:34} {cells:6}" + "".join(f" | {a:6.3f} {b:9.3f}" for a, b in figures)


def _mean(scores: Sequence[Score]) -> tuple[float, float]:
    count = max(1, len(scores))
    return sum(score.cells.f1 for score in scores) / count, sum(score.relations.f1 for score in scores) / count


if __name__ == "__main__":
    raise SystemExit(main(*map(Path, sys.argv[1:2])))
