"""What a run, a score and a comparison of scores say, as the command line prints it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.messages import Language, message
from pipeline.tabulate.spec import RUN_TABLES

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.gains import Gains
    from pipeline.score import Report


def summary_lines(summary: Summary, output: Path, language: Language) -> Iterator[str]:
    """What a run did: the first problems, then the counts."""
    for problem in summary.problems:
        words = message(problem.outcome.value, language)
        yield message("problem_line", language, outcome=words, path=problem.path, reason=problem.reason)
    outcomes, rows = summary.outcomes, summary.rows
    if (more := outcomes["failed"] + outcomes["skipped"] - len(summary.problems)) > 0:
        yield message("problem_more", language, count=more, table=output / "problems.csv")
    counts = {name: outcomes[name] for name in ("failed", "skipped", "review")}
    counts |= {"passed_over": summary.passed_over}
    counts |= {name: getattr(summary.counts, name) for name in ("files", "read", "unchanged")}
    yield message("summary_head", language, **counts)
    found = {name: rows[name] for name in ("tasks", "assignments", "deadlines", "citations", "duplicates", "warnings")}
    yield message("summary_found", language, notices=rows["notices"] - rows["duplicates"], **found)
    less = {
        "summary_left": summary.counts.left,
        "summary_moved": summary.counts.moved,
        "summary_pruned": summary.pruned,
    }
    for key, number in less.items():
        if number:
            yield message(key, language, number=number)
    yield message("summary_tables", language, folder=output, tables=", ".join(f"{name}.csv" for name in RUN_TABLES))
    if sent := summary.sent:
        yield message("summary_sent", language, files=sent.files, sent=sent.sent, removed=sent.removed)
    yield message("summary_seconds", language, seconds=f"{summary.seconds:.1f}")


def score_words(report: Report, language: Language) -> str:
    """The figures of a report, differences first."""
    from pipeline.reliability import by_confidence

    lines = list(report.differences)
    if report.absent:
        lines.append(message("score_absent", language, names=", ".join(report.absent)))
    for name, tally in report.tallies.items():
        shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
        counts = {"right": tally.right, "extra": tally.extra, "missing": tally.missing}
        lines.append(message("score_figure", language, name=name, **shares, **counts))
    for name, share in report.shares.items():
        lines.append(message("score_share", language, name=name, accuracy=share.accuracy, number=share.number))
    for each in by_confidence((row.confidence, row.is_right) for row in report.rows):
        lines.append(message("score_sure", language, least=each.least, share=each.share, number=each.number))
    lines.append(message("score_notices", language, notices=len(report.per_notice)))
    return "\n".join(lines)


def gains_words(gains: Gains, language: Language) -> str:
    """What was gained and lost, notice by notice, then the counts."""
    lines: list[str] = []
    for stem, changes in gains.by_notice.items():
        lines.append(stem)
        lines.extend(f"  {_SIGNS[each.change]} {each.figure}: {each.words}" for each in changes)
    for figure, counts in gains.counts.items():
        lines.append(message("gains_figure", language, name=figure, **counts))
    return "\n".join(lines or [message("gains_none", language)])


# What became of a value: right and new, right and gone, wrong and new, wrong and gone.
_SIGNS = {"gained": "+", "lost": "-", "new_wrong": "+ ✗", "mended": "- ✗"}
