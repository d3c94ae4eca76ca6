"""What an aligned clause says differently: figures, how strongly it binds, how far it reaches, and mere words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

import regex

from extractors import figure
from extractors.figure import Figure
from extractors.rules import patterns, table
from pipeline.compare.duties import Difference
from pipeline.compare.inline import Segment, segments
from pipeline.compare.likeness import plain, references
from pipeline.model.change import ChangeType, Field

# Where more of a text is another one, words put in or left out say nothing of its scope or strength.
_REWRITTEN = 0.55
# A modal that stands for another one stands alone, in characters.
_LONE = 6
# Matches: `和`, `以及` at either end. Does not match: `和谐`.
_JOINTS = regex.compile(r"^(?:以及|或者|[、，,；;和及与或])+|(?:以及|或者|[、，,；;和及与或])+$")
# Words longer than this are cut in a value.
_LONGEST = 200


def text_differences(old: str, new: str) -> list[Difference]:
    """The differences of two texts by field; the wording in one, with all words that stand for one another.

    Points and white space are no difference; numbers of clauses referred to are told where nothing else differs.
    """
    if plain(old) == plain(new):
        return list(_references(references(old), references(new)))
    counted = [{match.text: match.value for match in figure.find(text)} for text in (old, new)]
    changed = [segment for segment in segments(old, new) if not segment.is_same and _says_something(segment)]
    is_rewritten = sum(len(segment.old) for segment in changed) > _REWRITTEN * len(old)
    found: list[Difference] = []
    left: list[Segment] = []
    for segment in changed:
        of_field = [*_figures(segment, counted)]
        if not is_rewritten:
            of_field += [*_strength(segment), *_scope(segment, old, new)]
        found += of_field
        if not of_field:
            left.append(segment)
    return [*dict.fromkeys(found), *_words(left)]


def _references(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Other numbers of the clauses that are referred to: they move with every clause that is put in."""
    if old != new:
        changed = [pair for pair in zip_longest(old, new, fillvalue="") if pair[0] != pair[1]]
        before, after = ("；".join(dict.fromkeys(filter(None, side))) for side in zip(*changed, strict=True))
        yield Difference(Field.WORDING, ChangeType.MODIFIED, before, after, are_references=True)


def _says_something(segment: Segment) -> bool:
    return plain(segment.old) != plain(segment.new)


def _figures(segment: Segment, counted: Sequence[Mapping[str, Figure]]) -> Iterator[Difference]:
    """Figures of one measure that stand for one another; `counted` are those of the two texts, by their words: what a
    figure is, its neighbours say too."""
    olds, news = (_known(text, known) for text, known in zip((segment.old, segment.new), counted, strict=True))
    if len(olds) != len(news):
        return
    for (old, was), (new, now) in zip(olds, news, strict=True):
        if was.unit == now.unit and old != new:
            yield Difference(Field.FIGURE, ChangeType.MODIFIED, old, new)


def _known(text: str, known: Mapping[str, Figure]) -> list[tuple[str, Figure]]:
    """The known figures in a text, in order."""
    if not known:
        return []
    either = regex.compile("|".join(map(regex.escape, sorted(known, key=len, reverse=True))))
    return [(hit.group(), known[hit.group()]) for hit in either.finditer(text)]


def _strength(segment: Segment) -> Iterator[Difference]:
    if max(len(segment.old), len(segment.new)) > _LONE:
        return
    old, new = _modal(segment.old), _modal(segment.new)
    if old and new and old[1] != new[1]:
        yield Difference(Field.STRENGTH, ChangeType.MODIFIED, old[0], new[0])


def _modal(text: str) -> tuple[str, str] | None:
    """The first word of the table that stands in the text, and how strongly it binds."""
    found = [(text.find(row["word"]), row) for row in table("modal_words") if row["word"] in text]
    return min((place, row["word"], row["strength"]) for place, row in found)[1:] if found else None


def _scope(segment: Segment, old: str, new: str) -> Iterator[Difference]:
    """A member of a list, a condition or an exception that was put in or left out, and does not stand elsewhere in the
    other text."""
    words = segment.old or segment.new
    if (segment.old and segment.new) or not any(rule.pattern.search(words) for rule in patterns("scope_patterns")):
        return
    kind = ChangeType.ADDED if segment.new else ChangeType.REMOVED
    said = _JOINTS.sub("", words)
    if said and said not in "".join((new if segment.old else old).split()):
        yield Difference(Field.SCOPE, kind, said if segment.old else "", said if segment.new else "")


def _words(left: Sequence[Segment]) -> Iterator[Difference]:
    """What is left, in one: the old words and the new ones."""
    old, new = (_joined(words) for words in ([s.old for s in left], [s.new for s in left]))
    if old or new:
        kind = ChangeType.MODIFIED if old and new else ChangeType.ADDED if new else ChangeType.REMOVED
        yield Difference(Field.WORDING, kind, old, new)


def _joined(words: Sequence[str]) -> str:
    text = "；".join(word for word in words if word)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
