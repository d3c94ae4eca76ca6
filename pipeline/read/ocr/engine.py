"""The models that find and read lines of text: PP-OCRv6 small out of the package `rapidocr`, on OpenVINO or ONNX Runtime.

Nothing is fetched: the models' paths are given. OpenVINO's telemetry is never loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ReadError

# Rows, columns, and red, green, blue.
Image = NDArray[np.uint8]
# The corners of a line of text: top left, top right, bottom right, bottom left, each (x, y).
Quad = NDArray[np.float32]

_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNIZER = "PP-OCRv6_rec_small.onnx"
# The longer side, in pixels, to which a page is shrunk to find its lines.
_DETECTION_SIDE = 960
_TELEMETRY = "openvino_telemetry"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line says: each character with the middle of its place (0 to 1 of the line's width) and its confidence."""

    text: str
    middles: tuple[float, ...] = ()
    scores: tuple[float, ...] = ()

    @property
    def score(self) -> float:
        """The mean confidence of the characters; 0 where there are none."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


class Engine:
    """The two models, loaded. Not to be used by two threads at once."""

    def __init__(self, ocr: Any, nothing_found: type[Exception]) -> None:
        self._ocr = ocr
        self._nothing_found = nothing_found

    def detect(self, image: Image) -> list[Quad]:
        """Where lines of text stand, from top to bottom."""
        try:
            _, found = self._ocr.detect_and_crop(np.ascontiguousarray(image[:, :, ::-1]), {})
        except self._nothing_found:
            return []
        return [np.asarray(quad, dtype=np.float32) for quad in found.boxes]

    def recognize(self, lines: Sequence[Image]) -> list[Spoken]:
        """What each picture of a line says."""
        if not lines:
            return []
        read = self._ocr.recognize_txt([np.ascontiguousarray(line[:, :, ::-1]) for line in lines])
        return [_spoken(text, words) for text, words in zip(read.txts, read.word_results, strict=True)]


@cache
def engine() -> Engine:
    """The engine of this process, loaded with the first call.

    Raises: ReadError `no_ocr` where the packages are not installed.
    """
    _shut_out_telemetry()
    try:
        import cv2
        import rapidocr
        from rapidocr.main import RapidOCRError
    except ImportError as error:
        raise ReadError(
            f"the file holds pictures of text, and to read them a package is missing ({error.name}); install duban[ocr]",
            reason_code="no_ocr",
        ) from error
    # What OpenCV does here is too small to be shared out among cores.
    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    runtime = rapidocr.EngineType.OPENVINO if find_spec("openvino") else rapidocr.EngineType.ONNXRUNTIME
    return Engine(rapidocr.RapidOCR(params=_parameters(models, runtime)), RapidOCRError)


def _shut_out_telemetry() -> None:
    """Puts an empty module where OpenVINO's tools would look for the package that reports how they are used."""
    sys.modules.setdefault(_TELEMETRY, ModuleType(_TELEMETRY))


def _parameters(models: Path, runtime: Any) -> dict[str, Any]:
    return {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.return_word_box": True,
        "Global.use_vertical_padding": False,
        "Det.engine_type": runtime,
        "Det.model_path": str(models / _DETECTOR),
        "Det.limit_type": "max",
        "Det.limit_side_len": _DETECTION_SIDE,
        "Rec.engine_type": runtime,
        "Rec.model_path": str(models / _RECOGNIZER),
        # One thread each, and no process tied to a core: N processes use N cores.
        "EngineConfig.openvino.inference_num_threads": 1,
        "EngineConfig.openvino.enable_cpu_pinning": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }


def _spoken(text: str, words: Any) -> Spoken:
    """The characters with their places; blanks have none of their own and stand between their neighbours."""
    columns = [column for word in words.word_cols for column in word]
    length = max(1.0, float(words.line_txt_len))
    shown = [index for index, character in enumerate(text) if not character.isspace()]
    if len(shown) != len(columns):
        return Spoken("")
    middles = np.interp(range(len(text)), shown, [(column + 0.5) / length for column in columns]) if shown else []
    return Spoken(text, tuple(float(middle) for middle in middles), tuple(float(score) for score in words.confs))
