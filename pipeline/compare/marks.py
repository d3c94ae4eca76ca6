"""Texts with the words marked in which they differ, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, repeat

import regex

from pipeline.compare.inline import Segment, segments
from pipeline.compare.likeness import plain

# As `segments` sees white space.
_WHITE = regex.compile(r"\s")
# Texts that have less than this in common, of the longer one and of the shorter one, are marked nowhere: nearly all would
# be. A short text that stands in a long one nearly whole is marked, and so is what came to it.
_OF_LONGER, _OF_SHORTER = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that the other side has too, or has not (`is_changed`)."""

    text: str
    is_changed: bool = False


Paragraph = tuple[Run, ...]
Paragraphs = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """Old and new texts in paragraphs; `is_rewritten` where they have so little in common that nothing is marked."""

    olds: list[Paragraphs]
    news: list[Paragraphs]
    is_rewritten: bool = False


def marked(olds: Sequence[str], news: Sequence[str]) -> Marked:
    """The old and the new texts, with what one side has and the other has not.

    All old texts together are held against all new ones, so that the parts of what was split are marked where they differ
    from the whole. Points and numbers of clauses are no difference. One side may be empty; nothing is marked then.
    """
    if not olds or not news:
        return unmarked(olds, news)
    found = segments("\n".join(olds), "\n".join(news))
    if not _have_enough_in_common(found):
        return replace(unmarked(olds, news), is_rewritten=True)
    changed = [(segment, plain(segment.old) != plain(segment.new)) for segment in found]
    before = chain.from_iterable(repeat(is_changed, len(segment.old)) for segment, is_changed in changed)
    after = chain.from_iterable(repeat(is_changed, len(segment.new)) for segment, is_changed in changed)
    return Marked([_paragraphs(text, before) for text in olds], [_paragraphs(text, after) for text in news])


def unmarked(olds: Sequence[str], news: Sequence[str]) -> Marked:
    """The texts without marks."""
    before, after = ([_paragraphs(text, repeat(False)) for text in texts] for texts in (olds, news))
    return Marked(before, after)


def _have_enough_in_common(found: Sequence[Segment]) -> bool:
    common = sum(len(segment.old) for segment in found if segment.is_same)
    shorter, longer = sorted((sum(len(each.old) for each in found), sum(len(each.new) for each in found)))
    return common >= _OF_LONGER * longer or common >= _OF_SHORTER * shorter


def _paragraphs(text: str, marks: Iterator[bool]) -> Paragraphs:
    """The lines of the text in runs; `marks` has one for each character that is no white space."""
    return tuple(runs for line in text.split("\n") if (runs := _runs(line, marks)))


def _runs(line: str, marks: Iterator[bool]) -> Paragraph:
    flags: list[bool] = []
    for character in line:
        is_white = _WHITE.match(character) is not None
        flags.append((flags[-1] if flags else False) if is_white else next(marks))
    grouped = groupby(zip(line, flags, strict=True), key=lambda pair: pair[1])
    runs = tuple(Run("".join(character for character, _ in group), flag) for flag, group in grouped)
    return runs if line.strip() else ()
