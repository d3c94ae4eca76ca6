"""Pictures of notices (PNG, JPEG, TIFF with pages, BMP, WebP) to lines and grids, by OCR.

1. Each frame is a page; turned, slanting, coloured and grey ones are read alike.
2. What was read and changed is in `Reading.ocr`, each with the rule that proves it.
3. A page of which nothing, or much only unsurely, can be read is a warning with its number.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageOps, UnidentifiedImageError

from pipeline.errors import ReadError
from pipeline.model.reading import Ocr, Reading, SourceFormat
from pipeline.read.ocr.engine import Image
from pipeline.read.paged import Pages

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
MAX_PAGES = 500
Opacity = NDArray[np.uint8]
# Modes of pictures with more than 8 bits.
_DEEP = ("I", "F")
# A sheet of A3 at 600 dpi has 70 million pixels.
MAX_PIXELS = 120_000_000
# What is put around a cutting: the detector misses lines that fill their picture, in pixels.
_FRAME, _FRAMED = 16, 400


def read(data: bytes, *, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The text of a picture, with how surely it was read and what was corrected in `Reading.ocr`.

    Raises: ReadError `broken_image`, `image_too_large`, `too_many_pages`, `no_text`; `no_ocr` where the packages for it
    are not installed; `no_text_layer` where OCR is not wanted.
    """
    if ocr is Ocr.NEVER:
        raise ReadError("the file is a picture and holds no text; read it with OCR", reason_code="no_text_layer")
    pages = Pages(0)
    for number, (image, dpi) in enumerate(frames(data), 1):
        pages.count = number
        pages.recognize(number, image, dpi)
    if not pages.sheets:
        raise ReadError(
            f"expected a picture of text, but nothing could be read on its {pages.count} pages; scan it again at 200 dpi",
            reason_code="no_text",
        )
    return pages.reading(SourceFormat.IMAGE)


def frames(data: bytes) -> Iterator[tuple[Image, float]]:
    """Each page of a picture in red, green, blue, the right way up by its own account, with its pixels an inch (0: unknown).

    A cutting has paper put around it.

    Raises: ReadError `broken_image`, `image_too_large`, `too_many_pages`.
    """
    with _opened(data) as picture:
        count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if count > MAX_PAGES:
            message = f"the picture has {count} pages, more than {MAX_PAGES}; split it into its documents"
            raise ReadError(message, reason_code="too_many_pages")
        for index in range(count):
            picture.seek(index)
            _check_size(picture)
            yield _framed(_pixels(picture)), _density(picture)


def layers(data: bytes, *, most: int = MAX_PIXELS) -> tuple[Image, Opacity | None]:
    """The first page of a picture as it lies on something else: in red, green, blue, and how opaque each of its pixels is
    (0 to 255; None: all are); made smaller where it has more than `most` pixels.

    Raises: ReadError `broken_image`, `image_too_large`.
    """
    with _opened(data) as picture:
        _check_size(picture)
        opacity = np.array(picture.convert("RGBA").getchannel("A")) if _is_see_through(picture) else None
        image = _coloured(picture)
    times = math.ceil(math.sqrt(image.shape[0] * image.shape[1] / most))
    return _smaller(image, times), None if opacity is None else _smaller(opacity, times)


def _smaller(values: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    return np.array(Pictures.fromarray(values).reduce(times)) if times > 1 else values


@contextmanager
def _opened(data: bytes) -> Iterator[Pictures.Image]:
    """Raises: ReadError."""
    try:
        with _quiet(), Pictures.open(io.BytesIO(data), formats=FORMATS) as picture:
            yield picture
    except Pictures.DecompressionBombError as error:
        raise ReadError(f"{error}; scan it at 200 to 600 dpi", reason_code="image_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadError(
            f"expected a picture ({', '.join(FORMATS)}), but it is broken ({error}); save it again",
            reason_code="broken_image",
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Pillow's warnings about what is odd in a file: sizes are checked here, and what is broken is told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_size(picture: Pictures.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        message = f"the picture has {width} x {height} pixels, more than {MAX_PIXELS:,}; scan it at 200 to 600 dpi"
        raise ReadError(message, reason_code="image_too_large")


def _pixels(picture: Pictures.Image) -> Image:
    upright = ImageOps.exif_transpose(picture)
    if _is_see_through(upright):
        paper = Pictures.new("RGBA", upright.size, "white")
        upright = Pictures.alpha_composite(paper, upright.convert("RGBA"))
    return _coloured(upright)


def _is_see_through(picture: Pictures.Image) -> bool:
    return not picture.mode.startswith(_DEEP) and picture.has_transparency_data


def _coloured(picture: Pictures.Image) -> Image:
    if picture.mode.startswith(_DEEP):
        values = np.asarray(picture, dtype=np.float32)
        scale = 255.0 / max(1.0, float(values.max()))
        return np.repeat((values * scale).astype(np.uint8)[:, :, None], 3, axis=2)
    return np.array(picture.convert("RGB"), dtype=np.uint8)


def _framed(image: Image) -> Image:
    if max(image.shape[:2]) > _FRAMED and min(image.shape[:2]) > _FRAMED // 4:
        return image
    return np.pad(image, ((_FRAME, _FRAME), (_FRAME, _FRAME), (0, 0)), mode="edge")


def _density(picture: Pictures.Image) -> float:
    """Pixels an inch, as the file says."""
    given = picture.info.get("dpi", (0.0,))
    return float(given[0]) if given and given[0] else 0.0
