"""What stage 3, `extract`, finds in a notice, before it is resolved into tasks."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.citation import CitedDocument
from extractors.deadline import TimeLimit
from extractors.duty import Duty
from extractors.kinds import Strength
from extractors.match import Match
from extractors.notice_rule import NoticeRule
from extractors.unit import UnitName
from pipeline.model.notice import Part, Span
from pipeline.model.task import TaskSource


@dataclass(frozen=True, slots=True)
class Mention:
    """Units that a notice names, with the text that this governs. All spans point into the notice's text.

    `span` is the governed text with its bracket, line or row; `governed` the text alone, several pieces in a table;
    `stated` where the words of the statement stand: the bracket, the lines, the cells of units; `slots` the cells
    of a column of time limits. `carried` are duties that stand
    in a cell or line above and hold here too. `name` is the task's name where the notice gives it one.
    """

    source: TaskSource
    span: Span
    governed: tuple[Span, ...]
    stated: tuple[Span, ...]
    duties: tuple[Duty, ...]
    carried: tuple[Duty, ...]
    name: Span | None
    part: Part
    clause: int
    strength: Strength
    rule_id: str
    closed: bool = True
    slots: tuple[Span, ...] = ()
    deliverables: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that extraction found in one notice; each tuple in order of the text."""

    tasks: tuple[Mention, ...]
    limits: tuple[Match[TimeLimit], ...]
    slot_limits: tuple[Match[TimeLimit], ...]
    recipients: tuple[Match[UnitName], ...]
    rules: tuple[Match[NoticeRule], ...]
    citations: tuple[Match[CitedDocument], ...]
    deliverables: tuple[Match[str], ...] = ()
