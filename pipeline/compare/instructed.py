"""What a notice changed by instructions (将第二条中的“A”修改为“B”), as changes of the text that it amends."""

from __future__ import annotations

from collections.abc import Iterator

from extractors import amendment, label
from pipeline.compare import sentence
from pipeline.compare.comparison import Side
from pipeline.compare.consolidation import Paragraph, consolidate
from pipeline.compare.wording import text_differences
from pipeline.model.change import Change, Changed, ChangeType, Point

# So much of a paragraph's beginning names it.
_NAMED = 20


def instructed_changes(old: Side, amending: Side) -> list[Change]:
    """The paragraphs of the old notice that the instructions of the amending one change; [] where it gives none that can be
    carried out. The later side has no place of its own: it stands in no notice."""
    made = consolidate(old, [found.value for found in amendment.find(amending.text)])
    return [change for paragraph in made.paragraphs if paragraph.by for change in _changes(paragraph)]


def _changes(paragraph: Paragraph) -> Iterator[Change]:
    before, after = paragraph.old, paragraph.text
    kind = ChangeType.MODIFIED if before and after else ChangeType.ADDED if after else ChangeType.REMOVED
    said = [sentence.of_difference(each) for each in text_differences(before, after)] if before and after else []
    if kind is ChangeType.MODIFIED and not said:
        # Its number alone is another one.
        kind = ChangeType.UNCHANGED
    summary = own = sentence.of_pair(kind, [_name(before)], [_name(after)], said)
    named = _label(after or before)
    if said and named:
        summary = f"{named}{summary}"
    old = Point(_label(before), paragraph.start, paragraph.start + len(before)) if paragraph.start is not None else None
    yield Change(Changed.SECTION, kind, old, None, summary, own=own)


def _label(text: str) -> str:
    found = label.at_start(text)
    return found.text.strip() if found else ""


def _name(text: str) -> str:
    return text[:_NAMED] + ("…" if len(text) > _NAMED else "")
