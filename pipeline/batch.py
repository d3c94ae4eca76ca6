"""A run: files into the archive of a folder, its tables out."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from extractors import rules as rule_tables
from pipeline.archive import lock, publish, scratch, sources, status, versions
from pipeline.archive.choice import Choice
from pipeline.archive.engines import Executor
from pipeline.archive.engines.local import LocalPool, all_cores
from pipeline.archive.intake import Counts, Intake, Progress, Told
from pipeline.archive.store import Store, open_store
from pipeline.archive.versions import Versions
from pipeline.errors import NoticeError, missing
from pipeline.export import dataset
from pipeline.export.dataset import Sent
from pipeline.model.entry import Outcome, Problem
from pipeline.model.reading import Ocr
from pipeline.run import interpreting_worker
from pipeline.tabulate.csv_file import clear
from pipeline.tabulate.files import replace_text, temporary, writing
from pipeline.tabulate.spec import RUN_TABLES

_PROBLEMS_SHOWN = 10
_RECORD = "run.json"


@dataclass(slots=True)
class Summary:
    """What a run did. `counts` are of files, `rows` of the rows of each table, with `duplicates` and `warnings`; `as_of` is
    the ISO day of `validity`, empty where no notice has a date; `sent` what was put elsewhere as Parquet."""

    counts: Counts = field(default_factory=Counts)
    passed_over: int = 0
    pruned: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0
    as_of: str = ""
    sent: Sent | None = None


def run(
    paths: Sequence[Path | str],
    output: Path,
    *,
    choice: Choice = Choice(),  # noqa: B008 - a frozen value
    workers: int = 0,
    prune: bool = False,
    rules: Path | None = None,
    ocr: Ocr = Ocr.AUTO,
    as_of: str = "",
    scheduler: str = "",
    publish_to: str = "",
    progress: Progress | None = None,
) -> Summary:
    """Reads the files below `paths`, which are paths or URLs (`s3://bucket/folder`), into the archive in `output` and writes its tables.

    A file that was read before, by this version and unchanged, is not read again, unless `choice` says so. `workers` is
    the number of child processes, 0 for one a core; with the address of a dask `scheduler` its workers read. `rules` is a
    folder of rules of one's own (see `extractors.rules.use`), `ocr` when pages are read by OCR, `as_of` the ISO day of
    `validity`. The tables are put at the URL `publish_to` as well, as Parquet by year.
    What a run that was killed or interrupted has read is kept, and this one goes on from there.
    Raises: NoticeError `no_such_path`, `no_input`, `rules`, and those of `DaskCluster`, `remote` and `dataset`; StoreError,
    `busy` where another run is at work in `output`; EvidenceError. Then the tables stay as they were.
    """
    started = time.perf_counter()
    made_by = _checked(rules, ocr)
    if publish_to:
        dataset.check_target(publish_to)
    found = sources.collect(paths, beside=output)
    if not found.total:
        raise _no_input(found)
    summary = Summary()
    engine = _engine(scheduler, workers, made_by, rules)
    with _folder_alone(output), open_store(output, create=True) as store:
        summary.counts = _taken_in(store, engine, made_by, choice, found, progress or _silent)
        if prune:
            summary.pruned = store.prune()
        store.drop_unused()
        store.index.complete()
        status.note(store)
        store.commit()
        summary.passed_over = found.passed_over
        published = publish.publish(store, output, made_by=made_by, as_of=as_of)
        summary.rows, summary.as_of = published.counts, published.as_of
        summary.outcomes, summary.problems = _outcomes(store)
        summary.seconds = round(time.perf_counter() - started, 2)
        _write_record(output, summary, made_by)
    if publish_to:
        summary.sent = dataset.publish_dataset(output, publish_to)
    return summary


def _engine(scheduler: str, workers: int, made_by: Versions, rules: Path | None) -> Executor:
    if not scheduler:
        return LocalPool(partial(interpreting_worker, rules=rules), workers or all_cores())
    try:
        from pipeline.archive.engines.dask_cluster import DaskCluster
    except ImportError as error:
        raise missing("dask", error) from error
    return DaskCluster(scheduler, interpreting_worker, made_by=made_by, rules=rules)


@contextmanager
def _folder_alone(output: Path) -> Iterator[None]:
    """Holds the folder for this run alone; what a killed run left is gone."""
    with writing(output):
        output.mkdir(parents=True, exist_ok=True)
    with lock.only_run(output):
        scratch.sweep()
        clear(output, RUN_TABLES)
        temporary(output / _RECORD).unlink(missing_ok=True)
        yield


def _taken_in(
    store: Store, engine: Executor, made_by: Versions, choice: Choice, found: sources.Sources, progress: Progress
) -> Counts:
    store.add_roots(found.roots)
    intake = Intake(store, engine, made_by, choice, progress)
    intake.read_all(found)
    if not intake.counts.files:
        raise _no_input(found)
    return intake.counts


def _silent(counts: Counts, told: Told | None) -> None:
    """Tells nobody."""


def _checked(rules: Path | None, ocr: Ocr) -> Versions:
    """The versions of program and rules; rules of one's own are looked through before anything is read."""
    if rules is not None:
        try:
            rule_tables.check_folder(rules)
        except rule_tables.RuleError as error:
            raise NoticeError(str(error), reason_code="rules") from error
    return versions.current(rules, ocr=ocr)


def _no_input(found: sources.Sources) -> NoticeError:
    message = f"nothing to read: {found.passed_over} files that are no documents were passed over"
    return NoticeError(message, reason_code="no_input")


def _outcomes(store: Store) -> tuple[Counter[str], list[Problem]]:
    """How many files came to what, and the first problems."""
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for shown, outcome, problem in store.outcomes():
        counts[outcome.value] += 1
        if problem is not None and outcome is not Outcome.REVIEW and len(problems) < _PROBLEMS_SHOWN:
            problems.append(Problem(shown, problem.sha256, outcome, problem.stage, problem.reason_code, problem.reason))
    return counts, problems


def _write_record(output: Path, summary: Summary, made_by: Versions) -> None:
    """run.json: what was run, by which versions, with what result, and how long it took."""
    record = {
        "versions": asdict(made_by),
        "as_of": summary.as_of,
        "files": {
            "given": summary.counts.files,
            "read": summary.counts.read,
            "unchanged": summary.counts.unchanged,
            "left": summary.counts.left,
            "moved": summary.counts.moved,
            "passed_over": summary.passed_over,
            "pruned": summary.pruned,
        },
        "outcomes": dict(sorted(summary.outcomes.items())),
        "rows": {name: summary.rows[name] for name in RUN_TABLES},
        "seconds": summary.seconds,
    }
    replace_text(output / _RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
