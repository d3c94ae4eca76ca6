"""Pieces without a partner that are parts of a piece which has one: what was split, and what was merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.compare.likeness import Features, Likeness, Matrix, features, phrases
from pipeline.compare.piece import Piece

# So much of a piece's sentences, by weight, must have gone to another one (or come from there) to link the two.
CARRIED = 0.3
# Else so much of its words must stand there, and so many times as much as in any other.
_SHARE, _STANDS_OUT = 0.3, 1.2
# A part says so much, of what it shares with its whole, that the whole's own partner does not say.
_OWN = 0.3
# A phrase stands in a piece that has so much of it, and is lost in one that has less than that.
_PHRASE_KEPT, _PHRASE_LOST = 0.7, 0.5
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """`pieces` of one side as parts of `wholes` of the other; `partners` has for each whole that has one its own piece.

    `share[piece, whole]` is how much of a piece's words stand in a whole, `carried[piece, whole]` how much of its
    sentences, or of the whole's.
    """

    pieces: Sequence[Piece]
    wholes: Sequence[Piece]
    partners: Mapping[int, int]
    share: Matrix
    carried: Matrix
    alike: Likeness

    def of(self, lone: Iterable[int]) -> dict[int, list[int]]:
        """For each whole the pieces among `lone`, which have no partner, that are parts of it."""
        parts: dict[int, list[int]] = {}
        for piece in lone if self.partners else ():
            if (whole := self._whole_of(piece)) >= 0:
                parts.setdefault(whole, []).append(piece)
        return parts

    def _whole_of(self, piece: int) -> int:
        """The whole that a piece is a part of, -1 for none."""
        if self.pieces[piece].is_heading:
            return -1
        by_sentences, by_words = int(self.carried[piece].argmax()), int(self.share[piece].argmax())
        if self.carried[piece, by_sentences] >= CARRIED and self._is_own(piece, by_sentences):
            return by_sentences
        if self._stands_out(piece, by_words) and self._is_own(piece, by_words):
            return by_words
        named = (whole for whole in self.partners if self._gave_its_name(piece, whole))
        return next(named, -1)

    def _stands_out(self, piece: int, whole: int) -> bool:
        others = np.delete(self.share[piece], whole).max(initial=0.0)
        return bool(self.share[piece, whole] >= max(_SHARE, _STANDS_OUT * others))

    def _is_own(self, piece: int, whole: int) -> bool:
        """Whether the piece took from the whole what the whole's own partner does not have: no mere likeness."""
        if whole not in self.partners:
            return False
        shared = self.pieces[piece].features & self.wholes[whole].features
        own = shared - self.pieces[self.partners[whole]].features
        return self.alike.weigh(own) >= _OWN * self.alike.weigh(shared)

    def _gave_its_name(self, piece: int, whole: int) -> bool:
        """Whether a phrase that gave the piece its heading came from the whole, whose own partner lost it: 细化相关责任分工
        和具体措施 of 制定承接方案 became 细化分工, while 制定方案 went on without it."""
        heading = self.pieces[piece].heading
        if len(heading) < _SHORTEST_NAME:
            return False
        kept, lost = self.wholes[whole].features, self.pieces[self.partners[whole]].features
        return any(
            set(heading) <= set(phrase)
            and phrase != heading
            and self._has(kept, phrase) >= _PHRASE_KEPT
            and self._has(lost, phrase) < _PHRASE_LOST
            for phrase in phrases(self.pieces[piece].text)
        )

    def _has(self, told: Features, phrase: str) -> float:
        """How much of a phrase stands among the features of a piece."""
        said = features(phrase) & self.alike.weights.keys()
        return self.alike.weigh(said & told) / max(1e-9, self.alike.weigh(said))
