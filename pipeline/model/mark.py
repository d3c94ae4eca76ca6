"""What is to be marked on the picture of a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.reading import Box, Frame


class MarkKind(StrEnum):
    """What a mark shows: the task as a whole, a unit in its role, a time limit."""

    TASK = "task"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    SUPERVISING = "supervising"
    REPORT_TO = "report_to"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Mark:
    kind: MarkKind
    box: Box


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page and what is to be marked on it; later marks lie on earlier ones."""

    frame: Frame
    marks: tuple[Mark, ...]
