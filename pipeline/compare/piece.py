"""A clause, paragraph or task as the alignment sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.compare.likeness import Features


class PieceKind(StrEnum):
    """A clause with its label, a paragraph without one; a task that is stated, a task in a running sentence."""

    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    STATED = "stated"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Piece:
    """What the alignment goes by.

    `text` is what the piece says, `said` its words without what means nothing (see `likeness.plain`), `sentences` the
    features of each sentence, `heading` the heading's words, `group` the place in its list of the piece that this one
    stands in, -1 for none. Pieces of unlike `kind` are less alike.
    """

    text: str
    said: str
    features: Features
    sentences: tuple[Features, ...] = ()
    heading: str = ""
    group: int = -1
    kind: PieceKind = PieceKind.CLAUSE

    @property
    def is_heading(self) -> bool:
        return self.said == self.heading
