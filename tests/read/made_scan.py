"""Pictures of pages as scanners make them, drawn here: no file of anybody's."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]
DPI = 200
RED = (215, 30, 35)


def rendered(pdf: Path, page: int) -> Pixels:
    """A page (from 1) of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return np.array(document[page - 1].render(scale=DPI / 72).to_pil().convert("RGB"), dtype=np.uint8)


def blank(width: int = 1654, height: int = 2339) -> Pixels:
    return np.full((height, width, 3), 255, np.uint8)


def with_seal(
    page: Pixels, middle: tuple[int, int], *, radius: int = 165, colour: tuple[int, int, int] = RED
) -> Pixels:
    """The page under a round seal: a ring, a star, and strokes for its lettering; the text below shows through."""
    layer = Image.new("RGB", (page.shape[1], page.shape[0]), "white")
    draw = ImageDraw.Draw(layer)
    x, y = middle
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=9)
    turns = np.arange(10) * np.pi / 5
    sizes = np.where(np.arange(10) % 2 == 0, 0.28, 0.11) * radius
    draw.polygon([(x + r * np.sin(t), y - r * np.cos(t)) for r, t in zip(sizes, turns, strict=True)], fill=colour)
    for turn in np.radians(np.arange(-120, 121, 20)):
        for inner, outer in ((0.6, 0.82), (0.64, 0.7)):
            ends = [(x + r * radius * np.sin(turn), y - r * radius * np.cos(turn)) for r in (inner, outer)]
            draw.line(ends, fill=colour, width=6)
    return (page.astype(np.uint16) * np.asarray(layer) // 255).astype(np.uint8)


def askew(page: Pixels, degrees: float) -> Pixels:
    """The page with lines that run down to the right by so many degrees."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(turned, dtype=np.uint8)


def noisy(page: Pixels) -> Pixels:
    """The page with the grain and the specks of a cheap scanner."""
    chance = np.random.default_rng(1)
    grain = page * 0.93 + 8 + chance.normal(0, 12, page.shape)
    grain[chance.random(page.shape[:2]) < 0.0015] = 60
    return np.asarray(cv2.GaussianBlur(np.clip(grain, 0, 255).astype(np.uint8), (3, 3), 0.7), dtype=np.uint8)


def grey(page: Pixels) -> Pixels:
    return np.repeat(np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)[:, :, None], 3, axis=2)


def grid(rows: int, columns: int, *, left: int = 200, top: int = 300, cell: tuple[int, int] = (200, 80)) -> Pixels:
    """A page with an empty ruled table."""
    page = blank()
    width, height = cell
    for row in range(rows + 1):
        page[top + row * height : top + row * height + 3, left : left + columns * width + 3] = 0
    for column in range(columns + 1):
        page[top : top + rows * height + 3, left + column * width : left + column * width + 3] = 0
    return page


def read_without_network(request: bytes) -> bytes:
    """Runs in a child: what the picture says, its text lines by LF, with sockets closed; then whether telemetry is loaded."""

    class ClosedSocket(socket.socket):
        def __init__(self, *_: object, **__: object) -> None:
            raise OSError("no network")

    socket.socket = ClosedSocket  # type: ignore[misc]
    from pipeline.model.reading import Line
    from pipeline.read.image import read

    lines = [block.text for block in read(request).blocks if isinstance(block, Line)]
    telemetry = getattr(sys.modules.get("openvino_telemetry"), "__file__", None)
    return "\n".join([*lines, f"telemetry: {telemetry}"]).encode()
