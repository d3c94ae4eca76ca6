"""A comparison as a summary for the terminal: both notices, counts, and a block for each place that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.compare import views
from pipeline.compare.cards import Card, Kind, Pair, cards
from pipeline.compare.compared import Compared
from pipeline.messages import Language, message
from pipeline.model.change import ChangeType, Point
from pipeline.tabulate.spec import Row

# Sign and colour of a block. What was moved, split or merged went somewhere else; ~ is another wording in its place.
_SIGNS = {
    ChangeType.ADDED: ("+", "green"),
    ChangeType.REMOVED: ("-", "red"),
    ChangeType.MOVED: ("→", "blue"),
    ChangeType.SPLIT: ("→", "blue"),
    ChangeType.MERGED: ("→", "blue"),
    ChangeType.MODIFIED: ("~", "yellow"),
    ChangeType.UNCHANGED: ("~", "yellow"),
}
_ONE_SIDED = (ChangeType.ADDED, ChangeType.REMOVED)
_MOVED = _SIGNS[ChangeType.MOVED]
# From this width on, how two pieces were paired stands beside them, else below.
_WIDE = 100
_NOTE_WIDTH = 26


def rendered(both: Compared, *, language: Language, width: int, colour: bool) -> str:
    """The summary as text of at most `width` columns, with the codes of colours where asked."""
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False)
    made = cards(both.changes)
    names = _task_names(both)
    blocks = [_block(card, names, language, width >= _WIDE) for card in made if card.kinds != [Kind.UNCHANGED]]
    console.print(Group(_heads(both, language), *_counts(made, language), *blocks))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _heads(both: Compared, language: Language) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(overflow="fold")
    for key, notice in (("diff_page.old", both.old.notice), ("diff_page.new", both.new.notice)):
        grid.add_row(_text(message(key, language), "dim"), _head(notice, language))
    grid.add_row(_text(message("diff_relation", language), "dim"), _text(views.relation(both, language)))
    if order := views.order(both, language):
        grid.add_row("", _text(order, "yellow"))
    return grid


def _head(notice: Row, language: Language) -> Text:
    """Number, date and title of a notice."""
    head = views.head(notice, language)
    facts = (
        head.number,
        f"{head.date_name} {head.date}".strip(),
        head.title or message("diff_page.no_title", language),
    )
    return _text("  ".join(filter(None, facts)), "bold")


def _counts(made: Sequence[Card], language: Language) -> Iterator[RenderableType]:
    """The summary, and how many places there are of each kind."""
    yield Text("")
    yield _text(views.summary(made, language))
    kinds = [f"{each.words} {each.count}" for each in views.filters(made, language) if each.kind]
    yield _text(" · ".join(kinds), "dim")


def _block(card: Card, names: Mapping[str, str], language: Language, is_wide: bool) -> RenderableType:
    """A place that changed: sign and labels, how it was paired, and what changed in it and in its tasks."""
    sign, colour = _MOVED if card.pair.first.is_moved else _SIGNS[card.pair.first.type]
    title = _text(_labels(card.pair, language), f"bold {colour}")
    if card.pair.first.type in _ONE_SIDED:
        title.append("  ").append(_text(card.pair.first.own))
    told = _note(card, language)
    body: list[RenderableType] = [title, *_sentences(card, names, language)]
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    if is_wide:
        grid.add_column(width=_NOTE_WIDTH, justify="right")
        grid.add_row(_text(sign, f"bold {colour}"), Group(*body), told)
    else:
        grid.add_row(_text(sign, f"bold {colour}"), Group(*body, *([told] if told.plain else [])))
    return Padding(grid, (1, 0, 0, 0))


def _labels(pair: Pair, language: Language) -> str:
    """The labels of the old pieces and of the new ones, once where they are the same."""
    sides = [_label(points, language) for points in (pair.olds, pair.news) if points]
    return " → ".join(dict.fromkeys(sides))


def _label(points: Sequence[Point], language: Language) -> str:
    return "、".join(point.label or message("diff_page.prose", language) for point in points)


def _sentences(card: Card, names: Mapping[str, str], language: Language) -> Iterator[Text]:
    """What is said of the clause and of its tasks, mere wording last; of several tasks each by its name, and which of them
    are suggestions."""
    said = [] if card.pair.first.type in _ONE_SIDED else list(views.sentences(card.pair))
    yield from (_text(each.text) for each in said if not each.is_wording)
    for task in card.tasks:
        words = [each.text for each in views.sentences(task, within=card.pair)]
        told = _text(_named(task, names, len(card.tasks) > 1) + "；".join(words))
        if task.first.needs_review:
            yield _with_mark(told, language)
        elif words and not task.is_unchanged:
            yield told
    yield from (_text(each.text) for each in said if each.is_wording)


def _named(task: Pair, names: Mapping[str, str], is_one_of_many: bool) -> str:
    """The task's name before what changed in it; what was added, removed or split is named by its sentence."""
    is_told = task.first.type in (*_ONE_SIDED, ChangeType.SPLIT, ChangeType.MERGED)
    return "" if is_told or not is_one_of_many else f"“{names[(task.news or task.olds)[0].task_id]}”："


def _task_names(both: Compared) -> dict[str, str]:
    return {str(row["task_id"]): str(row["task_name"]) for side in (both.old, both.new) for row in side.rows["tasks"]}


def _note(card: Card, language: Language) -> Text:
    first = card.pair.first
    told = _text(views.note(first, language), "dim")
    return _with_mark(told, language) if first.needs_review else told


def _with_mark(told: Text, language: Language) -> Text:
    """The words with the mark of a suggestion behind them."""
    told.append("  " if told.plain else "").append(message("diff_page.suggestion", language), "yellow")
    return told


def _text(words: str, style: str = "") -> Text:
    """The words without what could steer a terminal: control characters and marks of direction."""
    return Text("".join(each if each.isprintable() else " " for each in words), style)
