"""Hits as lines for a terminal or a file, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pipeline.archive.search.finding import Found, Hit
from pipeline.archive.search.folding import places
from pipeline.messages import Language, message
from pipeline.model.notice import Span
from pipeline.tabulate.spec import Row

_PLAIN = ("【", "】")
_COLOUR = ("\x1b[1;31m", "\x1b[0m")


def lines(found: Found, *, language: Language, colour: bool) -> Iterator[str]:
    """The number of all hits, then a block for each hit under its notice, the places in colour or between 【 and 】."""
    yield _count(found, language)
    signs = _COLOUR if colour else _PLAIN
    before: object = None
    for hit in found.hits:
        if hit.notice["notice_id"] != before:
            yield ""
            yield _head(hit.notice, found.words, signs, language)
        before = hit.notice["notice_id"]
        if hit.task is not None:
            yield from _task(hit.task, found.words, signs, language)
        yield f"    {_excerpt(hit, signs)}"


def as_json(found: Found) -> str:
    """The page of hits, and of all hits numbers and counts, the most frequent first."""
    counts = (("issuers", found.issuers), ("years", found.years), ("kinds", found.kinds))
    told = {
        "tasks": found.tasks,
        "notices": found.notices,
        "counts": {name: {str(value): number for value, number in of.most_common()} for name, of in counts},
        "hits": [_as_object(hit) for hit in found.hits],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _count(found: Found, language: Language) -> str:
    shown = len(found.hits)
    if not found.notices:
        return message("search_count_tasks", language, tasks=found.tasks, shown=shown)
    if not found.tasks:
        return message("search_count_notices", language, notices=found.notices, shown=shown)
    return message("search_count", language, tasks=found.tasks, notices=found.notices, shown=shown)


_NOTICE = ("notice_id", "doc_number", "title", "doc_type", "issuer", "doc_year", "signed_date")


def _as_object(hit: Hit) -> dict[str, object]:
    """A hit; the offsets of its marks are those of the notice's text."""
    return {
        "notice": {name: hit.notice[name] for name in _NOTICE},
        "task": hit.task,
        "char_start": hit.start,
        "excerpt": hit.excerpt,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
    }


def _head(notice: Row, words: tuple[str, ...], signs: tuple[str, str], language: Language) -> str:
    """Number, title and day of a notice, with its id where nothing else names it."""
    title = str(notice["title"]) or message("diff_page.no_title", language)
    day = str(notice["signed_date"] or notice["issued_date"] or notice["publish_date"] or "")
    named = " ".join(filter(None, (str(notice["doc_number"]), title)))
    return "  ".join(filter(None, (_marked(named, words, signs), day, str(notice["notice_id"]))))


def _task(task: Row, words: tuple[str, ...], signs: tuple[str, str], language: Language) -> Iterator[str]:
    """Id, label and name of a task; then its lead, else responsible, units and its last due date."""
    name = _marked(str(task["task_name"]), words, signs)
    yield "  " + "  ".join(filter(None, (str(task["task_id"]), _seen(str(task["section_label"])), name)))
    role = "lead" if task["lead_units"] else "responsible"
    units = task[f"{role}_units"]
    told = []
    if isinstance(units, list) and units:
        told.append(f"{message(f'code.{role}', language)} {_seen('、'.join(units))}")
    if task["due_date"]:
        told.append(f"{message('search_due', language)} {task['due_date']}")
    if told:
        yield "    " + "  ".join(told)


def _excerpt(hit: Hit, signs: tuple[str, str]) -> str:
    own = [Span(mark.start - hit.start, mark.end - hit.start) for mark in hit.marks]
    return f"…{_with_signs(hit.excerpt, own, signs)}…"


def _marked(text: str, words: tuple[str, ...], signs: tuple[str, str]) -> str:
    return _with_signs(text, [Span(start, end) for start, end in places(text, words)], signs)


def _with_signs(text: str, marks: Sequence[Span], signs: tuple[str, str]) -> str:
    """The text on one line, signs around its marks."""
    out, at = [], 0
    for mark in marks:
        out += [_seen(text[at : mark.start]), signs[0], _seen(text[mark.start : mark.end]), signs[1]]
        at = mark.end
    return "".join([*out, _seen(text[at:])])


def _seen(text: str) -> str:
    """The text without what could steer a terminal: control characters, line breaks, marks of direction."""
    return "".join(char if char.isprintable() else " " for char in text)
