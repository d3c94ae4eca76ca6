"""A cascade as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.table import Table

from pipeline.compare.cascade import Cascade, Line, Share
from pipeline.messages import Language, message

# So wide is a column of the table at most.
_COLUMN = 44
# So wide is the table where it is not written to a terminal.
WIDTH = 160


def printed(made: Cascade, language: Language, *, width: int = WIDTH) -> str:
    """The cascade with one column a level: task, lead, due date and slack of each; at most `width` columns wide."""
    shown = Table(show_lines=True)
    shown.add_column("#", justify="right")
    for document in made.documents:
        shown.add_column(
            f"{document.doc_number or document.title}\n{document.date}", max_width=_COLUMN, overflow="fold"
        )
    for number, line in enumerate(made.lines, 1):
        shown.add_row(str(number), *(_cell(line, level, language) for level in range(len(made.documents))))
    stream = StringIO()
    Console(file=stream, width=width, markup=False, emoji=False, highlight=False).print(shown)
    return stream.getvalue()


def count_lines(made: Cascade, language: Language) -> Iterator[str]:
    """How many tasks each level below the highest took over, left and added."""
    for document, counts in zip(made.documents[1:], made.counts, strict=True):
        yield message(
            "cascade_counts",
            language,
            number=document.doc_number or document.title,
            taken=counts.taken_over,
            not_taken=counts.not_taken_over,
            own=counts.own,
        )


def _cell(line: Line, level: int, language: Language) -> str:
    share = line.shares[level]
    if share is not None:
        own = f" [{message('cascade_own', language)}]" if 0 < level == line.first else ""
        return "\n".join(filter(None, [_names(share) + own, "、".join(share.leads), _limit(share, language)]))
    return "" if level < line.first else message("cascade_not_taken", language)


def _names(share: Share) -> str:
    return "；".join(str(row["task_name"]) for row in share.tasks)


def _limit(share: Share, language: Language) -> str:
    """The due date, by how much it is earlier than above, and whether the pair is to be checked."""
    words = [share.due_date]
    if share.slack_days is not None:
        early, late = share.slack_days, -share.slack_days
        words.append(
            message("cascade_slack", language, days=early)
            if early >= 0
            else message("cascade_behind", language, days=late)
        )
    if share.needs_review:
        words.append(message("cascade_review", language))
    return "  ".join(filter(None, words))
