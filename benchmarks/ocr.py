"""Characters wrong and CPU a page of three readers of pictures: duban, rapidocr as it comes, tesseract; then of two
processes against one.

    python -m benchmarks.ocr FOLDER

FOLDER has `index.csv` (set, file, gt) and the pictures with their true texts. To these come scans of the sample notice
under a seal (`benchmarks.made_scans`), each way of scanning a set, with how many of the dates under the seal were read.
Last stands how many pages two processes read in the time of one. Width, brackets, quotes, dashes, zeros and
blanks are folded; page numbers and the mark of a scanner's program do not count. Needs the package rapidfuzz; a reader
that is not installed is left out with a message. rapidocr runs with the models of its wheel and its own settings.
"""

from __future__ import annotations

import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import regex

from benchmarks.made_scans import DATE, made_scans
from pipeline.archive.isolate import read_isolated, reading_worker
from pipeline.read.image import read
from pipeline.structure import build

_FOLD = str.maketrans("“”‘’〔〕[]【】—－–○零", "\"\"''()()()---〇〇")
# Matches: `-12-`. Does not match: `2021-2023`.
_PAGE_NUMBER = regex.compile(r"-+\d+-+")
_WATERMARK = "扫描全能王创建"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it says."""

    group: str
    path: Path
    truth: str
    date: str = ""


@dataclass(slots=True)
class Tally:
    """Characters wrong and in all of a set, the CPU seconds it took, and how many dates under seals were read."""

    wrong: int = 0
    characters: int = 0
    seconds: float = 0.0
    pictures: int = 0
    dates: int = 0
    dates_read: int = 0


# Gives the text of a picture.
Reader = Callable[[Path], str]


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as made:
        scans = list(_scans(Path(made)))
        pictures = [*_pictures(folder), *scans]
        print(f"{'reader':10} {'set':12} {'CER %':>6} {'characters':>10} {'CPU s a picture':>15} {'dates':>6}")
        for name, reader in _readers():
            for group, tally in _measured(reader, pictures).items():
                rate, seconds = 100 * tally.wrong / max(1, tally.characters), tally.seconds / max(1, tally.pictures)
                dates = f"{tally.dates_read}/{tally.dates}" if tally.dates else ""
                print(f"{name:10} {group:12} {rate:6.2f} {tally.characters:10} {seconds:15.2f} {dates:>6}")
        pages = [scan.path.read_bytes() for scan in scans if scan.group == "seal"]
        print(f"two processes read {_gain(pages):.2f} times the pages of one")
    return 0


def fold(text: str) -> str:
    """The text with what does not count made equal or left out."""
    flat = unicodedata.normalize("NFKC", "".join(text.split())).translate(_FOLD)
    return _PAGE_NUMBER.sub("", flat.replace(_WATERMARK, ""))


def _pictures(folder: Path) -> Iterator[Picture]:
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Picture(row["set"], folder / row["file"], (folder / row["gt"]).read_text(encoding="utf-8"))


def _scans(folder: Path) -> Iterator[Picture]:
    """The made scans, written to the folder."""
    for scan in made_scans():
        path = folder / f"{scan.name}-{scan.page}{scan.suffix}"
        path.write_bytes(scan.file)
        yield Picture(scan.name, path, scan.truth, DATE if scan.has_date else "")


def _readers() -> Iterator[tuple[str, Reader]]:
    yield "duban", _duban
    if find_spec("onnxruntime"):
        yield "rapidocr", _rapidocr()
    else:
        print("rapidocr left out, its own settings want another runtime: pip install onnxruntime", file=sys.stderr)
    if shutil.which("tesseract"):
        yield "tesseract", _tesseract
    else:
        print("tesseract left out: apt-get install tesseract-ocr tesseract-ocr-chi-sim", file=sys.stderr)


def _measured(reader: Reader, pictures: list[Picture]) -> dict[str, Tally]:
    """A tally for each set and one of all; the first picture is read once more before, to load what is loaded lazily."""
    from rapidfuzz.distance import Levenshtein

    reader(pictures[0].path)
    tallies: dict[str, Tally] = {}
    for picture in pictures:
        begin = _cpu()
        text = reader(picture.path)
        seconds = _cpu() - begin
        truth = fold(picture.truth)
        for group in (picture.group, "all"):
            tally = tallies.setdefault(group, Tally())
            tally.wrong += Levenshtein.distance(truth, fold(text))
            tally.characters += len(truth)
            tally.seconds += seconds
            tally.pictures += 1
            tally.dates += bool(picture.date)
            tally.dates_read += bool(picture.date) and picture.date in fold(text)
    return dict(sorted(tallies.items(), key=lambda item: item[0] == "all"))


def _gain(pages: list[bytes]) -> float:
    """How many times as many pages two processes read as one, each with all of the pages."""
    one, two = (_rate(pages, processes) for processes in (1, 2))
    return two / one


def _rate(pages: list[bytes], processes: int) -> float:
    """Pages a second of so many processes, loading left out."""
    workers = [reading_worker() for _ in range(processes)]
    try:
        with ThreadPoolExecutor(processes) as threads:
            list(threads.map(lambda worker: read_isolated(pages[0], "a.png", worker=worker), workers))
            begin = time.perf_counter()
            list(threads.map(lambda worker: [read_isolated(page, "a.png", worker=worker) for page in pages], workers))
            return processes * len(pages) / (time.perf_counter() - begin)
    finally:
        for worker in workers:
            worker.close()


def _cpu() -> float:
    """CPU seconds of this process and its children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _duban(path: Path) -> str:
    return build(read(path.read_bytes())).text


def _rapidocr() -> Reader:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    # Its own settings, but for the places of the models: where these are not given it looks for them in the network.
    ocr = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        }
    )
    return lambda path: "\n".join(getattr(ocr(str(path)), "txts", None) or ())


def _tesseract(path: Path) -> str:
    done = subprocess.run(
        ["tesseract", str(path), "-", "-l", "chi_sim"], capture_output=True, text=True, check=False, timeout=300
    )
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
