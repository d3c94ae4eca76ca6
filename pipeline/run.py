"""The one place that knows the order of the stages: the bytes of a file in, rows of tables out."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from extractors import rules as rule_tables
from pipeline.archive import office
from pipeline.archive.content import Content, failure, opened, pack
from pipeline.archive.isolate import OCR_LIMITS, Worker, read_isolated, reading_worker
from pipeline.archive.request import Original, interpreted, parse_request
from pipeline.errors import NoticeError, ReadError
from pipeline.messages import reasons
from pipeline.model.entry import Entry, Outcome, Problem, Provenance, TextSource
from pipeline.model.notice import Notice
from pipeline.model.reading import Ocr, Reading
from pipeline.model.task import Ledger
from pipeline.tabulate.rows import IssuerPlace, rows_of

# What a child process runs for each file.
_CHILD = "pipeline.run:answer"


def use_rules(folder: Path) -> None:
    """Adds rules of one's own to this process; `run` gives them to its child alone.

    Raises: NoticeError `rules` where a row is wrong, with file and line.
    """
    try:
        rule_tables.use(folder)
    except rule_tables.RuleError as error:
        raise NoticeError(str(error), reason_code="rules") from error


def interpret(data: bytes, name: str, original: Original | None = None) -> Content:
    """What a file of these bytes comes to: read, structure, extract, resolve, tabulate, in this order.

    `original` is what was converted to these bytes, where something was.
    """
    original = original or Original(hashlib.sha256(data).hexdigest(), name)
    progress = _Stages(original.sha256, original.key)
    try:
        return progress.interpret(data, original)
    except ReadError as error:
        return progress.failure(error.reason_code, str(error))
    except Exception as error:
        # No input stops a run: an error of ours costs this one file, and its place stands in problems.csv.
        return progress.failure("internal_error", _where(error))


def answer(request: bytes) -> bytes:
    """Runs in a child: what a file comes to. A request is one that `request.request` makes."""
    original, data = parse_request(request)
    return pack(interpret(data, original.name, original))


def read_notice(data: bytes, name: str, *, rules: Path | None = None, ocr: Ocr = Ocr.AUTO) -> Notice:
    """The notice that a file holds, the file read in a child process with the rules in the folder `rules`.

    Raises: ReadError where it cannot be read.
    """
    return structured(read_file(data, name, rules=rules, ocr=ocr))


def read_file(data: bytes, name: str, *, rules: Path | None = None, ocr: Ocr = Ocr.AUTO) -> Reading:
    """The file as it is read, in a child process with the rules in the folder `rules`.

    Raises: ReadError where it cannot be read.
    """
    made = office.convert({name: data})[name] if office.kind(data) else data
    if isinstance(made, ReadError):
        raise made
    with reading_worker(rules=rules) as worker:
        return read_isolated(made, name, worker=worker, ocr=ocr)


def interpret_isolated(data: bytes, name: str, *, worker: Worker) -> Content:
    """What a file comes to, as `run` has it, in the worker's child (see `interpreting_worker`).

    Raises: ReadError where nothing came of it: it cannot be read, or is marked as secret.
    """
    original = Original(hashlib.sha256(data).hexdigest(), name, office.kind(data))
    made = office.convert({name: data})[name] if original.format else data
    content = opened(interpreted(worker, original, made))
    if content.rows is None:
        code, reason = (content.problem.reason_code, content.problem.reason) if content.problem else ("crashed", "")
        raise ReadError(f"{name}: {reason}", reason_code=code)
    return content


def interpreting_worker(*, rules: Path | None = None) -> Worker:
    """A worker whose child brings files through all stages."""
    return Worker(_CHILD, limits=OCR_LIMITS, rules=rules)


class _Stages:
    """One content on its way; `stage` is where it is."""

    def __init__(self, sha256: str, key: str) -> None:
        self.sha256, self.key, self.stage = sha256, key, "read"

    def interpret(self, data: bytes, original: Original) -> Content:
        reading = _read(data, original)
        self.stage = "structure"
        notice = structured(reading)
        if notice.header.secrecy is not None:
            return self._secret()
        self.stage = "extract"
        ledger = self._ledger(notice)
        self.stage = "tabulate"
        source, sure = _text_source(reading), reading.ocr.confidence if reading.ocr else None
        entry = Entry("", self.sha256, reading.format, reading.page_count, source, ledger, sure)
        doubts = _doubts(ledger)
        outcome = Outcome.REVIEW if doubts else Outcome.COMPLETE
        problem = self._problem(outcome, "structure", doubts[0].partition(":")[0], _reason(doubts)) if doubts else None
        rows = rows_of(entry, review=bool(doubts), issuer=_issuer_place(notice))
        corrections = reading.ocr.corrections if reading.ocr else ()
        prose = tuple(each.span for each in notice.paragraphs if each.body and each.clause < 0)
        provenance = Provenance(reading.frames, notice.placed, corrections, prose)
        return Content(self.key, outcome, notice.text, rows, problem, provenance)

    def failure(self, reason_code: str, reason: str) -> Content:
        return failure(self.key, self.sha256, self.stage, reason_code, reason)

    def _ledger(self, notice: Notice) -> Ledger:
        from pipeline.extract import extract
        from pipeline.resolve import resolve

        mentions = extract(notice)
        self.stage = "resolve"
        return resolve(notice, mentions)

    def _secret(self) -> Content:
        """Path and reason only: no text, no row, no hash of what is secret."""
        reason = _reason(["secret"])
        return Content(
            self.key, Outcome.SKIPPED, problem=Problem("", "", Outcome.SKIPPED, "structure", "secret", reason)
        )

    def _problem(self, outcome: Outcome, stage: str, reason_code: str, reason: str) -> Problem:
        return Problem("", self.sha256, outcome, stage, reason_code, reason)


def _read(data: bytes, original: Original) -> Reading:
    from pipeline.read import read

    reading = read(data, name=original.name, ocr=original.ocr)
    return replace(reading, format=original.format) if original.format else reading


def structured(reading: Reading) -> Notice:
    """The notice that a reading holds."""
    from pipeline.structure import build

    return build(reading)


def _text_source(reading: Reading) -> TextSource:
    if reading.ocr is None:
        return TextSource.NATIVE
    return TextSource.OCR if len(reading.ocr.pages) == reading.page_count else TextSource.MIXED


def _issuer_place(notice: Notice) -> IssuerPlace:
    from pipeline.resolve import units

    issuers = notice.header.issuers
    level = units.issuer_level(issuers[0].value) if issuers else ""
    return IssuerPlace(level, units.book_of(notice.header).region_code)


def _doubts(ledger: Ledger) -> list[str]:
    """The warnings for which a person should look at the notice, each once."""
    codes = dict.fromkeys(warning.code for warning in (*ledger.notice.warnings, *ledger.warnings))
    return [code for code in codes if (known := reasons().get(code.partition(":")[0])) and known.review]


def _reason(warnings: Iterable[str]) -> str:
    """Warnings in words; what stands behind a code is the pages: no_text_layer:3-5."""
    words = []
    for warning in warnings:
        code, _, pages = warning.partition(":")
        words.append(f"{reasons()[code].zh} ({reasons()[code].en})" + (f" [{pages}]" if pages else ""))
    return "；".join(words)


def _where(error: Exception) -> str:
    """The error and the line of ours that it came from, without the machine's path."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if {"pipeline", "extractors"} & set(Path(frame.filename).parts)]
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"
