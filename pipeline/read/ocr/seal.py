"""Seals over signature and date: where they are, and the picture with what stands under them.

A seal is red, or grey on a copy: a ring of 3 to 6 cm. Its ink lets the black of the text through: in the red channel of
the picture a red seal is as light as paper; a grey one is lighter than the text. The red head of a notice is no ring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Image

# Seals are looked for in this scale (pixels an inch), which is fine enough for rings.
_COARSE_DPI = 75.0
_POINTS = 72.0
# The diameters of seals (GB/T 33481, 国发〔1999〕25号: 4.0 to 6.0 cm for organs, smaller for offices), in points.
_SMALLEST, _LARGEST = 70.0, 190.0
_ROUND = 1.7
# A pixel is red where its red is so much above green and blue.
_RED = 45
# Strokes of a seal this near belong together, in points.
_NEAR = 9.0
# A ring has ink in so many of 72 directions, its outermost ink this near to an ellipse (parts of its radius).
_DIRECTIONS = 72
_RING_SHARE = 0.7
_OFF_RING = 0.07
# Below this part of the page there is no red head: there anything red that is so large is a stamp.
_HEAD_PART = 0.45
_COLOURED_PIXELS = 200
# A seal that can be parted from the text is lighter than its darkest ink (this part of all pixels, in hundredths) by so
# much: on grey copies thin strokes are no darker than a seal.
_LIGHTER = 35
_CLEARLY_LIGHTER = 90
_DARKEST = 0.3
# The strokes of text are thinner than this, the ring of a seal (1.2 mm) and its star are thicker; in points.
_THICK = 2.3
# The upper part of a seal, which holds its lettering and no signature, in parts of its height.
_ARC = 0.28
# One or two of its letters are no longer than this, and stand so far from its middle, in parts of its width and radius; what
# the detector finds may reach out of the seal by so much.
_LETTERS, _RING_FROM, _NEARLY_INSIDE = 0.34, 0.55, 0.03
# Ink of a copy is darker than its paper by so much.
_INK = 40


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal's rectangle in pixels; `level` is how light its ink is (0 to 255) in the red channel.

    `covers` says that its ink is nearly as dark as the text: what stands under it cannot surely be parted from it.
    """

    x0: int
    top: int
    x1: int
    bottom: int
    level: float
    covers: bool = False

    def has_in_arc(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether a rectangle is a part of the seal's own lettering: inside, and in its upper part.

        Signature and date stand in the middle or below it. Source: GB/T 9704-2012 7.3.5.1.
        """
        return self._holds(x0, top, x1) and (top + bottom) / 2 < self.top + _ARC * (self.bottom - self.top)

    def has_on_ring(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether a rectangle is as small as a letter or two of the seal and stands along its ring."""
        width, height = self.x1 - self.x0, self.bottom - self.top
        across, down = (x0 + x1 - self.x0 - self.x1) / width, (top + bottom - self.top - self.bottom) / height
        is_small = max(x1 - x0, bottom - top) <= _LETTERS * width
        return self._holds(x0, top, x1) and is_small and across * across + down * down >= _RING_FROM**2

    def _holds(self, x0: float, top: float, x1: float) -> bool:
        near = _NEARLY_INSIDE * (self.x1 - self.x0)
        return self.x0 - near <= x0 and x1 <= self.x1 + near and self.top - near <= top

    def touches(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether a rectangle lies under the seal, in part or whole."""
        return x0 < self.x1 and x1 > self.x0 and top < self.bottom and bottom > self.top


def find_seals(image: Image, points: float) -> list[Seal]:
    """The seals of a page; `points` is the size of a pixel."""
    factor = min(1.0, _COARSE_DPI * points / _POINTS)
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    coarse = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    small = points / factor
    found = list(_red_seals(coarse, small)) or list(_grey_seals(coarse, small))
    return [_judged(_in_full(seal, factor), image) for seal in found]


def without_seals(image: Image, seals: list[Seal], points: float) -> Image:
    """The picture with only the text in the places of the seals.

    Of a seal that is as dark as the text only what is thicker than the strokes of text can be told: its ring and star.
    """
    if not seals:
        return image
    clean = image.copy()
    for seal in seals:
        part = clean[seal.top : seal.bottom, seal.x0 : seal.x1]
        part[:] = _thin_ink(part, points) if seal.covers else _dark_ink(part, seal.level)[:, :, None]
    return clean


def with_dark_ink(image: Image, seals: list[Seal]) -> Image:
    """The picture with the darkest ink alone in the places of the seals: thin text may be lost, what is left is no seal."""
    clean = image.copy()
    for seal in seals:
        part = clean[seal.top : seal.bottom, seal.x0 : seal.x1]
        part[:] = _dark_ink(part, seal.level)[:, :, None]
    return clean


def _thin_ink(part: Image, points: float) -> Image:
    """The part with paper where ink is thicker than a stroke."""
    gray = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY))
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    side = max(3, round(_THICK / points))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    thick = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
    thin = part.copy()
    thin[np.asarray(thick) > 0] = 255
    return thin


def _dark_ink(part: Image, level: float) -> NDArray[np.uint8]:
    """The red channel, stretched so that the seal's ink is white and the text black."""
    red = part[:, :, 0].astype(np.float32)
    black = min(float(np.percentile(red, _DARKEST)), level - _LIGHTER)
    white = black + 0.75 * (level - black)
    return np.asarray(np.clip((red - black) / (white - black) * 255, 0, 255), dtype=np.uint8)


def _red_seals(coarse: Image, points: float) -> Iterator[Seal]:
    red, green, blue = (coarse[:, :, channel].astype(np.int16) for channel in range(3))
    mask = (red - np.maximum(green, blue) > _RED).astype(np.uint8)
    if int(mask.sum()) < _COLOURED_PIXELS:
        return
    for x, y, width, height, inside in _blots(mask, points):
        is_below_head = y > _HEAD_PART * coarse.shape[0]
        if not _has_size(width, height, points) or not (is_below_head or _is_ring(inside)):
            continue
        level = float(np.percentile(red[y : y + height, x : x + width][inside > 0], 30))
        margin = round(4 / points)
        yield Seal(max(0, x - margin), max(0, y - margin), x + width + margin, y + height + margin, level)


def _blots(mask: NDArray[np.uint8], points: float) -> Iterator[tuple[int, int, int, int, NDArray[np.uint8]]]:
    """Left, top, width, height of what lies near together, with its own pixels."""
    reach = max(1, round(_NEAR / points))
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    count, labels, _, _ = cv2.connectedComponentsWithStats(joined)
    for index in range(1, count):
        own = ((labels == index) & (mask > 0)).astype(np.uint8)
        x, y, width, height = cv2.boundingRect(own)
        yield x, y, width, height, own[y : y + height, x : x + width]


def _has_size(width: float, height: float, points: float) -> bool:
    shorter, longer = sorted((width * points, height * points))
    return shorter >= _SMALLEST and longer <= _LARGEST and longer <= _ROUND * shorter


def _is_ring(own: NDArray[np.uint8]) -> bool:
    """Whether the outermost ink lies on an ellipse in most directions."""
    height, width = own.shape
    ys, xs = np.nonzero(own)
    across, down = (xs - width / 2) / (width / 2), (ys - height / 2) / (height / 2)
    direction = ((np.arctan2(down, across) / (2 * np.pi) + 0.5) * _DIRECTIONS).astype(int) % _DIRECTIONS
    farthest = np.zeros(_DIRECTIONS)
    np.maximum.at(farthest, direction, np.hypot(across, down))
    return bool(np.mean(np.abs(farthest - 1.0) <= _OFF_RING) >= _RING_SHARE)


def _grey_seals(coarse: Image, points: float) -> Iterator[Seal]:
    gray = np.asarray(cv2.cvtColor(coarse, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    paper = float(np.percentile(gray, 75))
    count, _, stats, _ = cv2.connectedComponentsWithStats((gray < paper - _INK).astype(np.uint8), connectivity=8)
    for x, y, width, height, _ in (tuple(int(value) for value in row) for row in stats[1:count]):
        # Text that touches the ring makes it larger on one side.
        if not _has_size(width, height, points):
            continue
        margin = round(6 / points)
        x0, top = max(0, x - margin), max(0, y - margin)
        part = gray[top : y + height + margin, x0 : x + width + margin]
        circle = _circle(part, min(width, height) / 2)
        level = None if circle is None else _ring_level(part, circle, paper)
        if circle is not None and level is not None:
            middle_x, middle_y, r = circle
            left, upper = round(x0 + middle_x - r - 2), round(top + middle_y - r - 2)
            side = round(2 * r + 4)
            yield Seal(max(0, left), max(0, upper), left + side, upper + side, level)


def _circle(part: NDArray[np.uint8], radius: float) -> tuple[float, float, float] | None:
    """Middle and radius of the clearest circle of about this radius."""
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(part, (3, 3), 0),
        cv2.HOUGH_GRADIENT,
        2,
        radius,
        param1=120,
        param2=60,
        minRadius=round(0.8 * radius),
        maxRadius=round(1.15 * radius),
    )
    if circles is None:
        return None
    x, y, r = (float(value) for value in np.asarray(circles).reshape(-1, np.asarray(circles).shape[-1])[0][:3])
    return x, y, r


def _ring_level(gray: NDArray[np.uint8], circle: tuple[float, float, float], paper: float) -> float | None:
    """How light the ink on the circle is; None where there is ink in too few directions."""
    x, y, r = circle
    angles = np.linspace(0, 2 * np.pi, 2 * _DIRECTIONS, endpoint=False)
    darkest = np.full(angles.shape, 255.0)
    for off in (-2, -1, 0, 1, 2):
        xs = np.clip(np.round(x + (r + off) * np.cos(angles)).astype(int), 0, gray.shape[1] - 1)
        ys = np.clip(np.round(y + (r + off) * np.sin(angles)).astype(int), 0, gray.shape[0] - 1)
        darkest = np.minimum(darkest, gray[ys, xs])
    on_ring = darkest < paper - 30
    return float(np.median(darkest[on_ring])) if np.mean(on_ring) >= 0.85 else None


def _judged(seal: Seal, image: Image) -> Seal:
    """The seal with whether its ink is as dark as the text's, by the darkest in its place."""
    part = image[seal.top : seal.bottom, seal.x0 : seal.x1, 0]
    if not part.size:
        return seal
    darkest = float(np.percentile(cv2.GaussianBlur(part, (3, 3), 0), _DARKEST))
    return replace(seal, covers=seal.level - darkest < _CLEARLY_LIGHTER)


def _in_full(seal: Seal, factor: float) -> Seal:
    x0, top, x1, bottom = (round(value / factor) for value in (seal.x0, seal.top, seal.x1, seal.bottom))
    return Seal(x0, top, x1, bottom, seal.level, seal.covers)
