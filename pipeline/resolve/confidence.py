"""How sure a task is: the least of what each of its features is worth, by `extractors/data/confidence.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from extractors import rules
from extractors.kinds import Role, UnitKind
from pipeline.model.mention import Mention
from pipeline.model.notice import Part
from pipeline.model.task import Assignment, Deadline, TaskSource

# Below this a person should look at a task.
LOW = 0.7


def of(mention: Mention, assignments: Sequence[Assignment], deadlines: Sequence[Deadline]) -> float:
    """The share of tasks like this one that were right on annotated notices: units, roles and time limits all as meant."""
    values = _values()
    return min(values[name] for name in features(mention, assignments, deadlines) if name in values)


def features(mention: Mention, assignments: Sequence[Assignment], deadlines: Sequence[Deadline]) -> Iterator[str]:
    """What tells how sure a task is; its source is always one: bracket, torn_bracket, body, must, body_in_annex."""
    is_body = mention.source is TaskSource.BODY
    yield mention.source.value
    yield mention.rule_id if mention.rule_id in _values() else f"{mention.source.value}_by_other_rule"
    if not mention.closed:
        yield "torn_bracket"
    if mention.carried:
        yield "carried_units"
    if any(duty.rule_id == "bare_list" and mention.source is TaskSource.BRACKET for duty in mention.duties):
        yield "bare_list_in_bracket"
    yield from _of_units(assignments, is_body=is_body)
    if is_body and mention.part is Part.ANNEX:
        yield "body_in_annex"
    for kind in sorted({deadline.kind for deadline in deadlines}):
        yield f"body_limit_{kind}" if is_body else f"stated_limit_{kind}"


def _of_units(assignments: Sequence[Assignment], *, is_body: bool) -> Iterator[str]:
    kinds = {each.unit.kind for each in assignments if each.role is not Role.REPORT_TO}
    if is_body and UnitKind.TERRITORY in kinds:
        yield "body_territory" if len(kinds) == 1 else "body_territory_beside_others"


@cache
def _values() -> dict[str, float]:
    return {row["feature"]: float(row["confidence"]) for row in rules.table("confidence")}
