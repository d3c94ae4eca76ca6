"""Pictures of pages made fit to be read: of one scale, upright, and level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Image, Quad

# What is finer than this, in pixels an inch, is scaled down to it: the models see no more.
WORKING_DPI = 200.0
_POINTS = 72.0
# The longer side of a sheet of A4, in inches, for pictures that do not say how large they are.
_A4_LONG = 11.69
# A picture of a page has so many pixels on its longer side; a smaller one is a cutting, in the scale of a screen.
_PAGE_SIDE = 1000
_SCREEN_DPI = 96.0
_PLAUSIBLE_DPI = (50.0, 1300.0)
_PLAUSIBLE_INCHES = (3.0, 40.0)
# A line this many times as high as it is wide runs upwards or downwards.
_TALL = 1.5
_SIDEWAYS_SHARE = 0.6
# Lines this many times as wide as they are high say how far the page is from level; what is less than this angle
# (degrees) does not matter, what is more is no accident of scanning.
_LONG = 5.0
_LEVEL = 0.08
_MOST_SKEW = 8.0
# The darkest of a page (this part of all pixels, in hundredths) is ink, most of it is paper. Where ink is less than so much
# darker than paper the picture is faint, and stretched; where it is hardly darker there is none.
_DARKEST, _PAPER = 0.5, 75.0
_FAINT = (40.0, 150.0)
# Black and white: a pixel is ink where it is darker than what is around it (so many pixels) by so much.
_AROUND = 51
_DARKER = 22


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture in the working scale: `points` is how many points of the page a pixel is."""

    image: Image
    points: float


def scaled(image: Image, dpi: float) -> Scaled:
    """The picture with at most `WORKING_DPI` pixels an inch; `dpi` 0 means unknown."""
    dpi = plausible_dpi(image, dpi)
    if dpi <= WORKING_DPI * 1.1:
        return Scaled(image, _POINTS / dpi)
    factor = WORKING_DPI / dpi
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return Scaled(_image(cv2.resize(image, size, interpolation=cv2.INTER_AREA)), _POINTS / WORKING_DPI)


def clear(image: Image) -> Image:
    """The picture, a faint one so stretched that its paper is white and its ink black."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    black, paper = (float(value) for value in np.percentile(gray, (_DARKEST, _PAPER)))
    if not _FAINT[0] <= paper - black < _FAINT[1]:
        return image
    steps = np.clip((np.arange(256) - black) / (paper - black) * 255, 0, 255)
    return _image(cv2.LUT(image, steps.astype(np.uint8)))


def plausible_dpi(image: Image, dpi: float) -> float:
    """`dpi` where it makes the picture a sheet of paper, else what makes it one of A4; of a cutting that of a screen."""
    longer = max(image.shape[:2])
    lowest, highest = _PLAUSIBLE_DPI
    if lowest <= dpi <= highest and _PLAUSIBLE_INCHES[0] <= longer / dpi <= _PLAUSIBLE_INCHES[1]:
        return dpi
    return longer / _A4_LONG if longer >= _PAGE_SIDE else _SCREEN_DPI


def turned(image: Image, quarters: int) -> Image:
    """The picture after so many quarter turns against the clock."""
    return np.ascontiguousarray(np.rot90(image, quarters)) if quarters % 4 else image


def is_sideways(quads: Sequence[Quad]) -> bool:
    """Whether most of the text, by its area, runs upwards or downwards."""
    areas = [(width * height, height >= _TALL * width) for width, height in map(extent, quads)]
    return sum(area for area, tall in areas if tall) > _SIDEWAYS_SHARE * sum(area for area, _ in areas)


def is_tall(quad: Quad) -> bool:
    """Whether the characters stand one below the other."""
    width, height = extent(quad)
    return height >= _TALL * width


def extent(quad: Quad) -> tuple[float, float]:
    """Width and height."""
    width = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return float(width), float(height)


def skew(quads: Sequence[Quad]) -> float:
    """By how many degrees lines run down to the right; 0 where it does not matter or cannot be said."""
    angles = []
    for quad in quads:
        width, height = extent(quad)
        if width >= _LONG * height:
            along = (quad[1] - quad[0]) + (quad[2] - quad[3])
            angles.append(float(np.degrees(np.arctan2(along[1], along[0]))))
    angle = median(angles) if angles else 0.0
    return angle if _LEVEL <= abs(angle) <= _MOST_SKEW else 0.0


def leveled(image: Image, quads: Sequence[Quad], angle: float) -> tuple[Image, list[Quad]]:
    """Picture and lines turned about the middle so that lines that ran down by `angle` degrees are level."""
    if not angle:
        return image, list(quads)
    height, width = image.shape[:2]
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), dtype=np.float64)
    paper = tuple(
        int(value) for value in np.median(image[:: max(1, height // 64), :: max(1, width // 64)], axis=(0, 1))
    )
    level = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return _image(level), [_moved(quad, matrix) for quad in quads]


def _moved(quad: Quad, matrix: NDArray[np.float64]) -> Quad:
    return np.asarray(quad @ matrix[:, :2].T + matrix[:, 2], dtype=np.float32)


def ink(image: Image) -> NDArray[np.uint8]:
    """255 where there is ink, 0 where there is paper; single specks are gone."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    around = min(_AROUND, min(gray.shape) // 2 * 2 - 1)
    if around < 3:
        return np.zeros_like(gray)
    found = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER)
    return np.asarray(cv2.medianBlur(found, 3), dtype=np.uint8)


def _image(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)
