"""New text shared out to the clauses that an instruction puts in or replaces together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors import label
from extractors.label import LabelKind

_HEADINGS = (LabelKind.CHAPTER, LabelKind.SECTION)


def clauses(quotes: Sequence[str], count: int) -> list[str]:
    """The new text of each of `count` clauses: the whole of one, else by the labels of articles, one paragraph or one item each."""
    if count <= 1:
        return ["\n".join(quotes)] if quotes else []
    if len(quotes) == count:
        return list(quotes)
    paragraphs = _paragraphs(quotes)
    if len(paragraphs) == 1:
        cuts = [0, *label.inside(paragraphs[0]), len(paragraphs[0])]
        paragraphs = [paragraphs[0][start:end] for start, end in pairwise(cuts)]
    found = _begun_by(paragraphs, (LabelKind.ARTICLE,))
    return found if len(found) == count else paragraphs


def chapters(quotes: Sequence[str], count: int) -> list[str]:
    """The new text of each of `count` chapters or sections: the whole of one, else by their labels (第六节 …)."""
    return ["\n".join(quotes)] if count <= 1 else _begun_by(_paragraphs(quotes), _HEADINGS)


def _paragraphs(quotes: Sequence[str]) -> list[str]:
    return [paragraph for quote in quotes for paragraph in quote.split("\n")]


def _begun_by(paragraphs: Sequence[str], kinds: Sequence[LabelKind]) -> list[str]:
    """The paragraphs joined to texts that labels of these kinds begin."""
    found: list[str] = []
    for paragraph in paragraphs:
        begins = label.at_start(paragraph)
        if found and not (begins and begins.value.kind in kinds):
            found[-1] = f"{found[-1]}\n{paragraph}"
        else:
            found.append(paragraph)
    return found
