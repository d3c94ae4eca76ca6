"""Due dates as a calendar program reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from pipeline.export import calendar, tables
from pipeline.export.calendar import FILE_NAME, FOLDER
from pipeline.export.formats import export


def events(path: Path) -> dict[str, Event]:
    """The events of a file by UID."""
    found = list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


@pytest.fixture(scope="module")
def found(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Event]:
    folder = tmp_path_factory.mktemp("ics")
    export(["ics"], archive, folder)
    return events(folder / FILE_NAME)


def test_each_due_date_is_an_all_day_event(archive: Path, found: dict[str, Event]) -> None:
    dated = [row for row in tables.rows(archive, "deadlines") if row["due_date"]]
    assert dated
    for row in dated:
        event = found[f"{row['deadline_id']}@duban"]
        assert event["dtstart"].dt == date.fromisoformat(str(row["due_date"]))
        assert (event["dtend"].dt - event["dtstart"].dt).days == 1
        assert str(row["deadline_text"]) in str(event["description"])


def test_what_has_no_day_is_no_event(archive: Path, found: dict[str, Event]) -> None:
    undated = [row for row in tables.rows(archive, "deadlines") if not row["due_date"] and not row["recurrence"]]
    assert undated
    assert not {f"{row['deadline_id']}@duban" for row in undated} & set(found)


@pytest.mark.parametrize(
    ("wording", "rule", "says_day"),
    [
        ("每月25日前", {"FREQ": ["MONTHLY"], "BYMONTHDAY": [25]}, True),
        ("每季度末月20日前", {"FREQ": ["YEARLY"], "BYMONTH": [3, 6, 9, 12], "BYMONTHDAY": [20]}, True),
        ("每周五前", {"FREQ": ["WEEKLY"], "BYDAY": ["FR"]}, True),
        ("每月", {"FREQ": ["MONTHLY"], "BYMONTHDAY": [-1]}, False),
        ("每年", {"FREQ": ["YEARLY"], "BYMONTH": [12], "BYMONTHDAY": [-1]}, False),
    ],
)
def test_what_recurs_has_its_rule_and_begins_on_a_day_of_it(
    archive: Path, found: dict[str, Event], wording: str, rule: dict[str, list[object]], says_day: bool
) -> None:
    row = next(row for row in tables.rows(archive, "deadlines") if row["deadline_text"] == wording)
    event = found[f"{row['deadline_id']}@duban"]
    assert {name: list(event["rrule"][name]) for name in event["rrule"]} == rule
    assert ("公文未写明日" in str(event["description"])) is not says_day
    issued = {each["notice_id"]: each["signed_date"] or each["issued_date"] for each in tables.rows(archive, "notices")}
    assert event["dtstart"].dt >= date.fromisoformat(str(issued[row["notice_id"]]))


def test_the_first_day_of_a_rule_is_on_or_after_the_start() -> None:
    assert calendar._first("FREQ=MONTHLY;BYMONTHDAY=25", date(2021, 3, 10)) == date(2021, 3, 25)
    assert calendar._first("FREQ=MONTHLY;BYMONTHDAY=25", date(2021, 3, 26)) == date(2021, 4, 25)


def test_the_same_archive_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(["ics"], archive, tmp_path / name)
    assert (tmp_path / "a" / FILE_NAME).read_bytes() == (tmp_path / "b" / FILE_NAME).read_bytes()


def test_each_lead_unit_has_a_file_with_its_own(archive: Path, tmp_path: Path, found: dict[str, Event]) -> None:
    paths = export(["ics-units"], archive, tmp_path)
    assert {path.parent.name for path in paths} == {FOLDER}
    of_units = {path.stem: events(path) for path in paths}
    assert set().union(*of_units.values()) == set(found)
    (unit, *_) = [unit for unit in of_units if unit != "无牵头单位"]
    assert all(unit in str(event["summary"]) for event in of_units[unit].values())


@pytest.mark.parametrize(
    ("unit", "expected"), [("市委办/市政府办", "市委办－市政府办"), ("区\n县", "区－县"), ("市财政局", "市财政局")]
)
def test_a_file_is_named_so_that_any_system_takes_it(unit: str, expected: str) -> None:
    assert calendar._file_name(unit) == expected
