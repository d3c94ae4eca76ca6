"""What stages 3 and 4 make of a notice: tasks with units, time limits and citations, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extractors.kinds import Role, Strength, UnitKind
from pipeline.model.notice import Notice, Part, Span, Warning


class RoleBasis(StrEnum):
    """How a role is known: stated at the task, by a rule of the notice, carried from above, inferred."""

    STATED = "stated"
    DOCUMENT_RULE = "document_rule"
    INHERITED = "inherited"
    INFERRED = "inferred"


class TaskSource(StrEnum):
    """Where a task's units stand."""

    BRACKET = "bracket"
    LINE = "line"
    TABLE = "table"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the gazetteer knows it, or as derived from what is written (`basis`: gazetteer, derived)."""

    unit_id: str
    name: str
    kind: UnitKind
    basis: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    region_code: str = ""
    parent_unit_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_id: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit in one role of one task. `unit_text` is as written, without white space."""

    unit_text: str
    unit: Unit
    role: Role
    role_text: str
    role_basis: RoleBasis
    order: int
    span: Span
    rule_id: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit of one task; columns as in the deadlines table of design §4."""

    text: str
    kind: str
    start_date: date | None
    due_date: date | None
    precision: str
    inclusive: bool
    anchor_text: str
    anchor_date: date | None
    recurrence: str
    calendar: str
    action: str
    report_to: str
    resolved: bool
    span: Span
    rule_id: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task: the smallest piece of text that one statement of units governs.

    `span` is the governed text with its bracket, line or row; `name` the task's heading or first words; `text` the
    governed text without its label. `review` are the reasons why a person should look at it.
    """

    name: str
    text: str
    span: Span
    part: Part
    clause: int
    source: TaskSource
    strength: Strength
    deliverable: str
    confidence: float
    rule_id: str
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the notice names."""

    number: str
    title: str
    issuer: str
    date: str
    relation: str
    span: Span
    rule_id: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was found in one notice."""

    notice: Notice
    tasks: tuple[Task, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[Warning, ...] = ()
