"""What a comparison found, as rows of the table `changes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model.change import Change
from pipeline.tabulate.identity import Ids
from pipeline.tabulate.spec import Row, table


def change_rows(changes: Iterable[Change], *, old: Row, new: Row, relation: str) -> Iterator[Row]:
    """The rows of the changes in their order; `old` and `new` are the rows of both notices, `relation` a code of
    `notice_relation`.

    The id is made of both notices, what it is about, the field and both labels, with a counter among equals.
    """
    ids = Ids("X")
    owners = str(old["notice_id"]), str(new["notice_id"])
    for change in changes:
        before, after = change.old, change.new
        field = change.field.value if change.field else ""
        labels = before.label if before else "", after.label if after else ""
        yield table("changes").row(
            change_id=ids.make(*owners, change.about.value, field, *labels),
            old_notice_id=owners[0],
            new_notice_id=owners[1],
            old_doc_number=old["doc_number"],
            new_doc_number=new["doc_number"],
            notice_relation=relation,
            object=change.about.value,
            change_type=change.type.value,
            field=field,
            old_label=labels[0],
            new_label=labels[1],
            old_task_id=before.task_id if before else "",
            new_task_id=after.task_id if after else "",
            old_value=change.old_value,
            new_value=change.new_value,
            days_shift=change.days_shift,
            similarity=change.similarity,
            match_method=change.method,
            summary=change.summary,
            old_char_start=before.start if before else None,
            old_char_end=before.end if before else None,
            new_char_start=after.start if after else None,
            new_char_end=after.end if after else None,
            needs_review=change.needs_review,
        )
