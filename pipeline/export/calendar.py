"""Due dates as iCalendar: an all-day event for each time limit that has a day, one that recurs with its rule.

1. The same time limit has the same UID in every run, so that a calendar takes a changed day for a change.
2. A rule without a day (每月, 按季) stands on the last day of its period, and the event says so.
3. A time limit without a day (长期坚持, 入冬前, 收到本通知后5日内) and one that recurs in a notice without a date are no events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export import tables
from pipeline.export.ledger_book import NO_LEAD
from pipeline.tabulate.files import replaced
from pipeline.tabulate.spec import Row

if TYPE_CHECKING:
    from icalendar import Calendar, Event

FILE_NAME = "时限.ics"
FOLDER = "时限（按牵头单位）"
_PRODUCT = "-//duban//ZH"
# Added to a rule that names no day: the last one of its period.
_PERIOD_ENDS = {
    "FREQ=WEEKLY": "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=MONTHLY": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=3": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=6": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "FREQ=YEARLY": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",
}
_NO_DAY = "（公文未写明日，列于期末）"


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit with a day: the first one and, where it recurs, its rule; `says_day` is false where it names none."""

    deadline: Row
    task: Row
    day: date
    rule: str
    says_day: bool


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes 时限.ics with the time limits of all tasks."""
    return [_written(output / FILE_NAME, dues(archive))]


def write_by_unit(archive: Path, output: Path) -> Sequence[Path]:
    """Writes the folder 时限（按牵头单位） with a file for each lead unit."""
    folder = output / FOLDER
    folder.mkdir(exist_ok=True)
    by_file: dict[str, list[Due]] = {}
    for due in dues(archive):
        leads = due.task["lead_units"]
        for unit in leads if isinstance(leads, list) and leads else [NO_LEAD]:
            by_file.setdefault(f"{_file_name(unit)}.ics", []).append(due)
    return [_written(folder / name, by_file[name]) for name in sorted(by_file)]


def dues(archive: Path) -> Iterator[Due]:
    """The time limits that have a day, in the order of the tables."""
    dates = {row["notice_id"]: row["signed_date"] or row["issued_date"] for row in tables.rows(archive, "notices")}
    for deadline, task in tables.with_owner(archive, "deadlines", "tasks"):
        if due := _due(deadline, task, str(dates[deadline["notice_id"]] or "")):
            yield due


def _due(deadline: Row, task: Row, issued: str) -> Due | None:
    if deadline["due_date"]:
        return Due(deadline, task, date.fromisoformat(str(deadline["due_date"])), "", says_day=True)
    rule, start = str(deadline["recurrence"] or ""), str(deadline["start_date"] or issued)
    if not rule or not start:
        return None
    ending = _PERIOD_ENDS.get(rule, rule)
    first = _first(ending, date.fromisoformat(start))
    return Due(deadline, task, first, ending, says_day=ending == rule) if first else None


def _first(rule: str, start: date) -> date | None:
    """The first day of the rule that is not before `start`."""
    from dateutil.rrule import rrulestr

    # Rules with a step count from the start itself.
    return next((day.date() for day in rrulestr(rule, dtstart=datetime(start.year, start.month, start.day))), None)


def _written(path: Path, found: Iterator[Due] | Sequence[Due]) -> Path:
    calendar = _calendar()
    for due in found:
        calendar.add_component(_event(due))
    with replaced(path) as stream:
        stream.write(calendar.to_ical())
    return path


def _calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "督办时限")
    return calendar


def _event(due: Due) -> Event:
    from icalendar import Event, vRecur

    event, task, deadline = Event(), due.task, due.deadline
    event.add("uid", f"{deadline['deadline_id']}@duban")
    # The day of the event and no clock: the same archive gives the same file.
    event.add("dtstamp", datetime(due.day.year, due.day.month, due.day.day, tzinfo=UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    if due.rule:
        event.add("rrule", vRecur.from_ical(due.rule))
    event.add("summary", _summary(due))
    lines = [str(task["task_text"]), f"时限：{deadline['deadline_text']}{'' if due.says_day else _NO_DAY}"]
    for title, name in (("责任单位", "responsible_units"), ("配合单位", "supporting_units")):
        units = task[name]
        if isinstance(units, list) and units:
            lines.append(f"{title}：{'、'.join(units)}")
    event.add("description", "\n".join([*lines, f"{task['doc_number'] or ''} {task['section_label'] or ''}".strip()]))
    event.add("transp", "TRANSPARENT")
    return event


def _summary(due: Due) -> str:
    leads, name = due.task["lead_units"], due.task["task_name"] or due.task["task_text"]
    text = str(name)
    short = text if len(text) <= _SUMMARY else f"{text[:_SUMMARY]}…"
    return f"{short}（{'、'.join(leads)}）" if isinstance(leads, list) and leads else short


_SUMMARY = 40


def _file_name(unit: str) -> str:
    """The unit as the name of a file on any system."""
    return "".join("－" if char in '<>:"/\\|?*' or not char.isprintable() else char for char in unit)[:80]
