"""What a run did, asked of its store: counts by outcome, format and reason, slow files, pages without text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.archive.content import unpacked_problem
from pipeline.archive.place import shown
from pipeline.archive.store import Store

SLOWEST = 10
# A share of pages without text that grows by so many points, and to twice what it was, is an alarm.
_JUMP_POINTS, _JUMP_TIMES = 0.05, 2.0
# Warnings that name pages of which nothing was read, and reasons for which a file came to nothing for lack of text.
_TEXTLESS_PAGES = ("no_text_layer", "garbled_text", "ocr_no_text", "page_unreadable")
_TEXTLESS_FILES = ("no_text", "no_text_layer", "garbled_text", "no_ocr")
_NOTED = "textless"


@dataclass(frozen=True, slots=True)
class Slow:
    """A file that took long: seconds over all attempts, resident bytes at most."""

    shown: str
    seconds: float
    memory: int
    attempts: int


@dataclass(slots=True)
class Status:
    """Files by outcome, format and reason code; `pages` in all, `textless` those without text, a file of no readable page
    as one; `textless_before` is the share before the last change, None where there was none."""

    outcomes: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: list[Slow] = field(default_factory=list)
    pages: int = 0
    textless: int = 0
    textless_before: float | None = None

    @property
    def share(self) -> float:
        """The share of pages without text."""
        return self.textless / self.pages if self.pages else 0.0

    @property
    def alarms(self) -> bool:
        """Whether that share jumped."""
        before = self.textless_before
        return before is not None and self.share >= max(before + _JUMP_POINTS, before * _JUMP_TIMES)


def status(store: Store) -> Status:
    """What stands in the store now."""
    found = Status()
    for outcome, format_, pages, warnings, packed in _standings(store):
        problem = unpacked_problem(packed)
        found.outcomes[outcome] += 1
        found.formats[format_] += 1
        if problem is not None:
            found.reasons[problem.reason_code] += 1
        without_text = problem is not None and outcome == "failed" and problem.reason_code in _TEXTLESS_FILES
        found.pages += pages or int(without_text)
        found.textless += _pages_named(json.loads(warnings or "[]")) or int(without_text)
    found.slowest = list(_slowest(store))
    *_, before = [None, *_shares(store)[:-1]]
    found.textless_before = before
    return found


def note(store: Store) -> None:
    """Notes the share of pages without text as that of the state of the store now."""
    noted = json.loads(store.state(_NOTED) or "[]")
    if noted and noted[-1][0] == store.generation:
        return
    store.note(_NOTED, json.dumps([*noted[-1:], [store.generation, status(store).share]]))


def _standings(store: Store) -> Iterator[tuple[str, str, int, str, str | None]]:
    """Outcome, format, pages, warnings as JSON and problem of each file, in no order."""
    cells = ", ".join(f"json_extract(notice, '$[0].{name}')" for name in ("source_format", "page_count", "warnings"))
    rows = store.connection.execute(
        f"SELECT coalesce(outcome, 'failed'), {cells},"
        " CASE WHEN outcome IS NULL THEN files.problem ELSE contents.problem END"
        " FROM files LEFT JOIN contents USING (content)"
    )
    for outcome, format_, pages, warnings, problem in rows:
        yield outcome, format_ or "", pages or 0, warnings or "", problem


def _slowest(store: Store) -> Iterator[Slow]:
    rows = store.connection.execute(
        "SELECT path, member, seconds, memory, attempts FROM costs JOIN files USING (content)"
        " ORDER BY seconds DESC, path, member LIMIT ?",
        (SLOWEST,),
    )
    root = store.root()
    for path, member, seconds, memory, attempts in rows:
        yield Slow(shown(root, path, member), seconds, memory, attempts)


def _shares(store: Store) -> list[float]:
    return [share for _, share in json.loads(store.state(_NOTED) or "[]")]


def _pages_named(warnings: list[str]) -> int:
    """The number of pages that the warnings name, each once: no_text_layer:3-5,8 names four."""
    pages: set[int] = set()
    for warning in warnings:
        code, _, named = warning.partition(":")
        if code in _TEXTLESS_PAGES:
            for stretch in named.split(",") if named else []:
                first, _, last = stretch.partition("-")
                pages.update(range(int(first), int(last or first) + 1))
    return len(pages)
