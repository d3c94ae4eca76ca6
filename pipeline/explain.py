"""Where a row comes from: a task's source text with its span marked, its rule, page, units and time limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from extractors import rules
from pipeline.archive import sources
from pipeline.archive.content import Content
from pipeline.archive.store import Store, open_store
from pipeline.errors import StoreError
from pipeline.messages import Language, message, reasons
from pipeline.model.reading import Correction, Ocr
from pipeline.run import read_file, structured
from pipeline.tabulate import review_numbers
from pipeline.tabulate.spec import Row

# How much of the text stands before and behind the marked span.
_CONTEXT = 60
_OPEN, _CLOSE = "⟦", "⟧"
# So many Chinese characters at a line's begin or end tell where it stands.
_TELLING = 4
_CHINESE = regex.compile(r"\p{Han}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A task with all that it rests on."""

    task: Row
    notice: Row
    path: str
    assignments: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    text: str
    corrections: tuple[Correction, ...] = ()


def explain(archive: Path, task_id: str, *, language: Language = "en") -> Explanation:
    """The explanation of a task of the archive.

    Raises: StoreError where there is no archive or no such task.
    """
    with open_store(archive) as store:
        return explanations_in(store, archive, task_id, language)[0][1]


def explanations_in(store: Store, archive: Path, task_id: str, language: Language) -> list[tuple[str, Explanation]]:
    """For each file of the task's notice the content in which the task stands, and its explanation there.

    Raises: StoreError where the store, which stands in `archive`, has no such task.
    """
    found: list[tuple[str, Explanation]] = []
    for key in store.find(task_id):
        content = store.content(key)
        task = next((row for row in _rows(content, "tasks") if row["task_id"] == task_id), None)
        if content is not None and task is not None:
            found.append((key, _explanation(content, task, _shown(store, key), store.provenance(key).corrections)))
    if not found:
        raise StoreError(message("no_such_task", language, id=task_id, folder=archive), reason_code="no_such_task")
    return found


def rendered(explanation: Explanation, language: Language) -> str:
    """The explanation as text, the span between ⟦ and ⟧."""
    return "\n".join(_lines(explanation, language))


def file_text(
    location: str, *, rules: Path | None = None, ocr: Ocr = Ocr.AUTO
) -> tuple[str, tuple[Correction, ...]] | None:
    """The text of the file at this path or URL, and what rules corrected of what OCR read; None where there is no file.

    Raises: ReadError where it cannot be read.
    """
    file = sources.file_at(location)
    if file is None:
        return None
    reading = read_file(sources.fetched(file.location), file.name, rules=rules, ocr=ocr)
    return structured(reading).text, reading.ocr.corrections if reading.ocr else ()


def notice_text(archive: Path, wanted: str, *, language: Language = "en") -> str:
    """The stored text of the notice with this number or id.

    Raises: StoreError where there is no archive or no such notice.
    """
    with open_store(archive) as store:
        return found_in(store, archive, wanted, language).text


def notice_corrections(archive: Path, wanted: str, *, language: Language = "en") -> tuple[Correction, ...]:
    """What rules corrected of what OCR read in the notice with this number or id.

    Raises: StoreError where there is no archive or no such notice.
    """
    with open_store(archive) as store:
        return store.provenance(found_in(store, archive, wanted, language).key).corrections


def found_in(store: Store, archive: Path, wanted: str, language: Language) -> Content:
    """What came of the notice with this number or id, from the store that stands in `archive`.

    Raises: StoreError where there is no such notice.
    """
    for key in store.find(wanted):
        if content := store.content(key):
            return content
    raise StoreError(message("no_such_notice", language, id=wanted, folder=archive), reason_code="no_such_notice")


def rule_source(rule_id: str) -> str:
    """Where a rule stands and what it reads: `role_labels.tsv:7 (牵头单位)`; empty where it is no row of data."""
    for name in rules.table_names():
        for place, row in zip(rules.places(name), rules.table(name), strict=True):
            if row.get("rule_id") == rule_id:
                example = row.get("examples", "").split(" | ")[0]
                return place + (f" ({example})" if example else "")
    return ""


def _explanation(content: Content, task: Row, path: str, corrections: Sequence[Correction]) -> Explanation:
    task_id, evidence = task["task_id"], str(task["evidence"])
    return Explanation(
        task=task,
        notice=_rows(content, "notices")[0],
        path=path,
        assignments=tuple(row for row in _rows(content, "assignments") if row["task_id"] == task_id),
        deadlines=tuple(row for row in _rows(content, "deadlines") if row["task_id"] == task_id),
        text=content.text,
        corrections=tuple(each for each in corrections if _is_in(each, task, evidence)),
    )


def _is_in(correction: Correction, task: Row, evidence: str) -> bool:
    """Whether a corrected line stands on the task's pages and begins or ends in its text, by its Chinese characters."""
    if not _offset(task, "page_from") <= correction.page <= _offset(task, "page_to"):
        return False
    line, text = "".join(_CHINESE.findall(correction.line)), "".join(_CHINESE.findall(evidence))
    return len(line) >= _TELLING and (line[:_TELLING] in text or line[-_TELLING:] in text)


def _lines(explanation: Explanation, language: Language) -> Iterator[str]:
    def titled(key: str, value: object) -> str:
        return f"{message(key, language)}: {value}"

    task, notice = explanation.task, explanation.notice
    yield message("explain_task", language, id=task["task_id"]) + f"  {task['task_name']}"
    yield titled("explain_notice", f"{notice['doc_number']} {notice['title']}".strip())
    yield titled("explain_file", explanation.path)
    yield titled("explain_section", f"{task['section_path']} {task['section_label']}".strip())
    if task["page_from"]:
        yield titled("explain_page", _range(task["page_from"], task["page_to"]))
    yield titled("explain_source", f"{_coded(task['source'], language)}, {_coded(task['part'], language)}")
    yield titled("explain_rule", _rule(task["rule_id"]))
    yield titled("explain_confidence", task["confidence"])
    for code in review_numbers.reasons(_warnings(notice), _offset(task, "seq")):
        yield titled("explain_review", f"{_reason(code, language)} ({code})")
    yield from _duties(explanation, language)
    yield from _limits(explanation, language)
    if explanation.corrections:
        yield message("explain_corrections", language) + ":"
    yield from (f"  {corrected(each)}" for each in explanation.corrections)
    start, end, text = _offset(task, "char_start"), _offset(task, "char_end"), explanation.text
    yield message("explain_text", language, start=start, end=end) + ":"
    before, behind = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    yield f"…{before}{_OPEN}{text[start:end]}{_CLOSE}{behind}…"


def corrected(correction: Correction) -> str:
    """A correction as a line: page, what was read, what stands in the text, by which rule, in which line."""
    change = f"“{correction.old}” → “{correction.new}”"
    return f"p{correction.page} {change} ({_rule(correction.rule_id)}): {correction.line}"


def _warnings(notice: Row) -> list[str]:
    codes = notice["warnings"]
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _reason(code: str, language: Language) -> str:
    known = reasons().get(code)
    return (known.zh if language == "zh" else known.en) if known else code


def _duties(explanation: Explanation, language: Language) -> Iterator[str]:
    if explanation.assignments:
        yield message("explain_units", language) + ":"
    for row in explanation.assignments:
        basis = _coded(row["role_basis"], language)
        words = f"“{row['role_text']}”, {basis}" if row["role_text"] else basis
        unit = f"{_coded(row['role'], language)} {row['unit_text']} → {row['unit_name']}"
        yield f"  {unit} ({words}; {_place(row)}; {_rule(row['rule_id'])})"


def _limits(explanation: Explanation, language: Language) -> Iterator[str]:
    if explanation.deadlines:
        yield message("explain_deadlines", language) + ":"
    for row in explanation.deadlines:
        due = row["due_date"] or row["recurrence"] or "–"
        kind = _coded(row["kind"], language)
        yield f"  {row['deadline_text']} → {kind} {due} ({_place(row)}; {_rule(row['rule_id'])})"


def _coded(code: object, language: Language) -> str:
    return message(f"code.{code}", language)


def _rule(rule_id: object) -> str:
    source = rule_source(str(rule_id))
    return f"{rule_id}, {source}" if source else str(rule_id)


def _place(row: Row) -> str:
    return f"{row['char_start']}–{row['char_end']}"


def _range(first: object, last: object) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _rows(content: Content | None, name: str) -> Sequence[Row]:
    return content.rows.get(name, []) if content and content.rows else []


def _offset(row: Row, column: str) -> int:
    value = row[column]
    return value if isinstance(value, int) else 0


def _shown(store: Store, key: str) -> str:
    return next((file.shown for file in store.files(key)), "")
