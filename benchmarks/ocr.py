"""Characters wrong and CPU a page of three readers of pictures: duban, rapidocr as it comes, tesseract.

    python -m benchmarks.ocr FOLDER

FOLDER has `index.csv` (set, file, gt) and the pictures with their true texts. Width, brackets, quotes, dashes, zeros and
blanks are folded; page numbers and the mark of a scanner's program do not count. Needs the package rapidfuzz; a reader
that is not installed is left out with a message. rapidocr runs with the models of its wheel and its own settings.
"""

from __future__ import annotations

import csv
import resource
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

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


@dataclass(slots=True)
class Tally:
    """Characters wrong and in all of a set, and the CPU seconds it took."""

    wrong: int = 0
    characters: int = 0
    seconds: float = 0.0
    pictures: int = 0


# Gives the text of a picture.
Reader = Callable[[Path], str]


def main(folder: Path) -> int:
    pictures = list(_pictures(folder))
    print(f"{'reader':12} {'set':10} {'CER %':>7} {'characters':>10} {'CPU s a picture':>16}")
    for name, reader in _readers():
        for group, tally in _measured(reader, pictures).items():
            rate, seconds = 100 * tally.wrong / max(1, tally.characters), tally.seconds / max(1, tally.pictures)
            print(f"{name:12} {group:10} {rate:7.2f} {tally.characters:10} {seconds:16.2f}")
    return 0


def fold(text: str) -> str:
    """The text with what does not count made equal or left out."""
    flat = unicodedata.normalize("NFKC", "".join(text.split())).translate(_FOLD)
    return _PAGE_NUMBER.sub("", flat.replace(_WATERMARK, ""))


def _pictures(folder: Path) -> Iterator[Picture]:
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Picture(row["set"], folder / row["file"], (folder / row["gt"]).read_text(encoding="utf-8"))


def _readers() -> Iterator[tuple[str, Reader]]:
    yield "duban", _duban
    yield "rapidocr", _rapidocr()
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
    return dict(sorted(tallies.items(), key=lambda item: item[0] == "all"))


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
