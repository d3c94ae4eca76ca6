"""How often rows are right, by feature and by confidence: what `extractors/data/confidence.tsv` is made of.

    python -m benchmarks.confidence TEXTS GOLD [TEXTS GOLD ...]

A row is right where its units and roles, and its time limits, are those of the gold task it pairs with. Rows of running
sentences are judged where the gold says that those are complete; stated rows where the gold is complete.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract import extract
from pipeline.gold import Gold, GoldTask, pair_body, pair_stated, read_gold, squash
from pipeline.model.notice import Notice
from pipeline.model.task import Task, TaskSource
from pipeline.reliability import by_confidence
from pipeline.resolve import confidence, resolve
from pipeline.run import read_notice
from pipeline.score import gold_duties, gold_limits, limit_key

_ROLES = ("lead", "responsible", "supporting")


@dataclass(frozen=True, slots=True)
class Judged:
    """A task with what was known of it when its confidence was set."""

    task: Task
    features: frozenset[str]
    is_right: bool


def main(folders: list[Path]) -> None:
    judged = [each for texts, gold in zip(folders[::2], folders[1::2], strict=True) for each in of_folder(texts, gold)]
    counts: Counter[tuple[str, bool]] = Counter((name, each.is_right) for each in judged for name in each.features)
    print(f"{'feature':32}{'right':>7}{'judged':>8}{'share':>7}")
    for name in sorted({name for name, _ in counts}):
        print(_line(name, counts[name, True], counts[name, True] + counts[name, False]))
    print()
    for each in by_confidence((each.task.confidence, each.is_right) for each in judged):
        print(_line(f"confidence from {each.least:g}", each.right, each.number))


def of_folder(texts: Path, gold: Path) -> Iterator[Judged]:
    """The judged tasks of all notices in `texts` that have annotations in `gold`."""
    for path in sorted(texts.iterdir()):
        annotation = gold / f"{path.stem}.json"
        if annotation.exists():
            notice = read_notice(path.read_bytes(), path.name)
            yield from _of_notice(notice, read_gold(annotation))


def _of_notice(notice: Notice, gold: Gold) -> Iterator[Judged]:
    mentions = extract(notice)
    tasks = resolve(notice, mentions).tasks
    features = {mention.span: mention for mention in mentions.tasks}
    for is_body in (False, True):
        wanted = [task for task in gold.get("tasks", []) if (task.get("source") == "body") == is_body]
        found = [task for task in tasks if (task.source is TaskSource.BODY) == is_body]
        rows = [{"evidence": task.span.of(notice.text), "task_text": task.text} for task in found]
        paired = {row: g for g, row in (pair_body if is_body else pair_stated)(wanted, rows).items()}
        complete = bool(gold.get("body_complete")) if is_body else gold.get("complete", True)
        for row, task in enumerate(found):
            if row not in paired and not complete:
                continue
            right = row in paired and _equal(task, wanted[paired[row]])
            of_task = confidence.features(features[task.span], task.assignments, task.deadlines)
            yield Judged(task, frozenset(of_task), right)


def _equal(task: Task, gold: GoldTask) -> bool:
    duties = {(each.role.value, squash(each.unit_text)) for each in task.assignments if each.role.value in _ROLES}
    limits = {limit_key(each.kind, each.due_date.isoformat() if each.due_date else "") for each in task.deadlines}
    return duties == gold_duties(gold) and limits == gold_limits(gold)


def _line(name: str, right: int, number: int) -> str:
    return f"{name:32}{right:7}{number:8}{right / number if number else 0:7.2f}"


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
