"""Histories of notices and tasks in words, as the command line prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.compare import views
from pipeline.compare.cards import Pair, pairs
from pipeline.compare.history import History, Step
from pipeline.compare.relations import Relations
from pipeline.compare.task_life import TaskState
from pipeline.messages import Language, message
from pipeline.model.change import Change, Changed, ChangeType
from pipeline.model.relation import PairRelation, Standing
from pipeline.tabulate.spec import Row

# So many sentences of what changed between two notices are told.
_TOLD = 12


def history_lines(told: History, relations: Relations, language: Language) -> Iterator[str]:
    """The history of a notice, a line each."""
    yield told.document.name
    yield f"{told.document.date or '–'}  {_standing(told.standing, relations, told.as_of, language)}"
    for title, steps, is_before in (("history_before", told.before, True), ("history_after", told.after, False)):
        if steps or (is_before and told.absent):
            yield message(title, language) + ":"
        for step in steps:
            yield from _step(step, told, relations, language, is_before=is_before)
        for absent in told.absent if is_before else ():
            relation = _relation(absent.relation, language, is_before=True)
            yield f"  {message('history_absent', language)}  {relation}  {absent.name}"
            yield f"    “{absent.sentence}”"
    if not (told.before or told.after or told.absent):
        yield message("history_alone", language)


def life_lines(states: Sequence[TaskState], language: Language) -> Iterator[str]:
    """The life of a task, a notice each with its lead and due date there."""
    for state in states:
        yield f"{state.document.date or '–'}  {state.document.name}"
        for row in state.tasks:
            yield f"  {_task(row, language)}"
        if not state.tasks:
            yield f"  {message('life_not_there', language)}"
        yield from (f"    · {summary}" for summary in state.summaries)
        if state.needs_review:
            yield f"    {message('life_doubtful', language)}"


def _step(step: Step, told: History, relations: Relations, language: Language, *, is_before: bool) -> Iterator[str]:
    nearer = relations.document(step.tie.new if is_before else step.tie.old)
    of_other = f" ← {nearer.doc_number or nearer.name}" if nearer != told.document else ""
    relation = _relation(step.tie.relation, language, is_before=is_before)
    yield f"  {step.document.date or '–'}  {relation}{of_other}  {step.document.name}"
    yield f"    {_standing(step.standing, relations, told.as_of, language)}"
    if step.sentence:
        yield f"    “{step.sentence}”"
    yield from _changes(step.changes, language)


def _changes(changes: Sequence[Change], language: Language) -> Iterator[str]:
    """How many tasks and clauses came to what, and in what words those changed that did, tasks first."""
    said: list[str] = []
    found = pairs(changes)
    for about in (Changed.TASK, Changed.SECTION):
        of_kind = [pair for pair in found if pair.first.about is about]
        counts = Counter(pair.first.type for pair in of_kind)
        parts = [f"{message(f'code.change.{kind}', language)} {counts[kind]}" for kind in ChangeType if counts[kind]]
        if parts:
            yield f"    {message(f'code.changed.{about}', language)}: {', '.join(parts)}"
        said.extend(_said(pair, language) for pair in of_kind if not pair.is_unchanged)
    told = list(dict.fromkeys(said))
    yield from (f"    · {summary}" for summary in told[:_TOLD])
    if len(told) > _TOLD:
        yield f"    {message('history_more', language, count=len(told) - _TOLD)}"


def _said(pair: Pair, language: Language) -> str:
    """What is said of a pair, behind where it stands; what was added, removed, split or merged is named by its sentence."""
    words = "；".join(each.text for each in views.sentences(pair))
    if pair.first.needs_review:
        words = f"{words}  {message('diff_page.suggestion', language)}"
    if pair.first.type not in (ChangeType.MODIFIED, ChangeType.MOVED):
        return words
    label = (pair.news or pair.olds)[0].label or message("diff_page.prose", language)
    return f"{label}：{words}"


def _relation(relation: str, language: Language, *, is_before: bool) -> str:
    """What the later notice does to the earlier one, told from the earlier (is replaced by) or the later (replaces)."""
    if relation in (PairRelation.ANNUAL, PairRelation.SIMILAR):
        return message("code.relation.same_title", language)
    return message(f"code.relation.{relation}" if is_before else f"code.relation.{relation}_by", language)


def _standing(standing: Standing, relations: Relations, as_of: str, language: Language) -> str:
    by = relations.document(standing.by) if standing.by else None
    name = (by.doc_number or by.name) if by else ""
    ground = message(f"code.ground.{standing.ground}", language, day=standing.day, name=name)
    words = message(f"code.validity.{standing.validity}", language)
    return message("history_standing", language, validity=words, as_of=as_of, ground=ground)


def _task(row: Row, language: Language) -> str:
    units = row["lead_units"] or row["responsible_units"]
    names = "、".join(units) if isinstance(units, list) else ""
    due = row["due_date"] or message("life_no_due", language)
    return f"{row['task_id']}  {row['task_name']}  {names or '–'}  {due}"
