"""A trial of the unseen text on the picture of a page: whether it says what OCR would read there.

1. The lines are looked for on the picture; those with the most room are read and compared with the layer.
2. A line has the characters of the layer whose middles lie in it: small shifts do not matter.
3. Width, points and marks do not count, nor does what OCR itself reads unsurely.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from pipeline.read.ocr import care
from pipeline.read.ocr.engine import Image, Spoken, engine
from pipeline.read.ocr.lines import Region, picture, regions_of
from pipeline.read.unseen_layer import UnseenLayer

# So many of the longest lines are read: some 200 characters of a page of running text.
_TRIED = 8
# Measured on 70 scans: a layer of the true text differs in no character, at 75 dpi in up to 2 %; one with 2 % of wrong
# characters in 0.5 to 3.5 %, one with 5 % in 2.1 to 7.9 %. OCR itself has 0.4 % wrong. One character alone is no proof.
_MOST_DIFFERING = 0.01
_NO_PROOF = 1
# Of true layers up to 3 % of the characters stand in no line that is found, and up to 5 % of the lines have none.
_MOST_ASTRAY = 0.1
_MOST_BARE = 0.1
# A character that OCR reads worse than this says nothing about the layer.
_SURE = 0.9
# Matches: `，`, `〔`, ` `. Does not match: `市`, `3`, `〇`.
_MARK = regex.compile(r"[^\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Trial:
    """How far a layer is from its picture.

    `differing` is how many characters differ of the `compared` ones; `astray` is the share of the layer's characters
    that stand in no line, `bare` the share of the lines, by their width, in which no character stands.
    """

    differing: int
    compared: int
    astray: float
    bare: float

    @property
    def is_as_good(self) -> bool:
        """Whether the layer is at least as good as OCR, as far as the trial can say."""
        is_same = self.differing <= max(_NO_PROOF, _MOST_DIFFERING * self.compared)
        return self.compared > 0 and is_same and self.astray <= _MOST_ASTRAY and self.bare <= _MOST_BARE


def try_layer(layer: UnseenLayer, image: Image, dpi: float) -> Trial:
    """How far the layer is from the picture of its page, which has rows, columns and red, green, blue.

    Raises: ReadError `no_ocr` where the packages for OCR are not installed.
    """
    sheet = care.clear(care.scaled(care.turned(image, layer.turn), dpi).image)
    models = engine()
    regions = regions_of([quad for quad in models.detect(sheet) if not care.is_tall(quad)], care.ink(sheet))
    x, y = np.asarray(layer.across) * sheet.shape[1], np.asarray(layer.down) * sheet.shape[0]
    within = [_within(region, x, y) for region in regions]
    longest = sorted(range(len(regions)), key=lambda index: regions[index].x0 - regions[index].x1)[:_TRIED]
    said = models.recognize([picture(sheet, regions[index]) for index in longest])
    pairs = [(_laid(layer.text, x, within[index]), line) for index, line in zip(longest, said, strict=True)]
    differing, compared = (sum(counts) for counts in zip((0, 0), *map(_compared, pairs), strict=True))
    return Trial(differing, compared, _astray(within, len(layer.text)), _bare(regions, within))


def _within(region: Region, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places lie in the line, also in one that slants."""
    along = region.quad[1] - region.quad[0]
    level = y - along[1] / max(1.0, along[0]) * (x - (region.x0 + region.x1) / 2)
    inside = (region.x0 <= x) & (x <= region.x1) & (region.top <= level) & (level <= region.bottom)
    return np.asarray(inside, dtype=np.bool_)


def _laid(text: str, x: NDArray[np.float64], within: NDArray[np.bool_]) -> str:
    """What the layer says in a line, from left to right."""
    numbers = np.flatnonzero(within)
    return "".join(text[number] for number in numbers[np.argsort(x[numbers], kind="stable")])


def _compared(pair: tuple[str, Spoken]) -> tuple[int, int]:
    """How many characters differ from what OCR surely read, of how many."""
    laid, (read, scores) = _folded(pair[0]), _sure(pair[1])
    changes = difflib.SequenceMatcher(None, laid, read, autojunk=False).get_opcodes()
    differing = sum(
        max(i2 - i1, j2 - j1)
        for kind, i1, i2, j1, j2 in changes
        if kind != "equal" and min(scores[max(0, j1 - 1) : j2 + 1], default=1.0) >= _SURE
    )
    return differing, len(read)


def _sure(said: Spoken) -> tuple[str, list[float]]:
    """What OCR read, folded, with the confidence of each character."""
    folded = [_folded(character) for character in said.text]
    scores = [score for text, score in zip(folded, said.scores, strict=True) for _ in text]
    return "".join(folded), scores


def _folded(text: str) -> str:
    return _MARK.sub("", unicodedata.normalize("NFKC", text.replace("○", "〇")))


def _astray(within: Sequence[NDArray[np.bool_]], count: int) -> float:
    return 1.0 - float(np.any(within, axis=0).sum()) / max(1, count) if within else 1.0


def _bare(regions: Sequence[Region], within: Sequence[NDArray[np.bool_]]) -> float:
    widths = [region.x1 - region.x0 for region in regions]
    bare = sum(width for width, one in zip(widths, within, strict=True) if not one.any())
    return bare / max(1.0, sum(widths))
