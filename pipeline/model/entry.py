"""A file on its way through a run: what came of it, or why nothing did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.notice import Placed, Span
from pipeline.model.reading import Correction, Frame, SourceFormat
from pipeline.model.task import Ledger


class Outcome(StrEnum):
    """complete: all well. review: read, but a person should look. failed: not read. skipped: not to be read."""

    COMPLETE = "complete"
    REVIEW = "review"
    FAILED = "failed"
    SKIPPED = "skipped"


class TextSource(StrEnum):
    NATIVE = "native"
    OCR = "ocr"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was read: `path` is relative to the run's root, with `/`; `ledger` is what was found in it."""

    path: str
    sha256: str
    format: SourceFormat
    page_count: int
    text_source: TextSource
    ledger: Ledger
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the text of a file stands on its pages, and what was read by OCR and corrected; empty for formats without.

    `prose` are the paragraphs of the notice's body that stand in no clause.
    """

    frames: tuple[Frame, ...] = ()
    placed: tuple[Placed, ...] = ()
    corrections: tuple[Correction, ...] = ()
    prose: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that did not come through whole. `reason` says what, where and what to do."""

    path: str
    sha256: str
    outcome: Outcome
    stage: str
    reason_code: str
    reason: str
    attempts: int = 1
