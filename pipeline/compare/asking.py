"""Histories and cascades of the notices of an archive on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.archive.holdings import Holdings, holdings, notice_found, side
from pipeline.archive.store import Store, open_store
from pipeline.compare.cascade import Cascade, cascade
from pipeline.compare.comparison import Side
from pipeline.compare.history import SideOf, history
from pipeline.compare.task_life import task_life
from pipeline.compare.telling import history_lines, life_lines
from pipeline.errors import StoreError
from pipeline.messages import Language, message

# So many notices of a history are in memory at a time.
_SIDES = 8


def history_told(archive: Path, wanted: str, *, as_of: str, language: Language) -> Iterator[str]:
    """The history of the notice with this number or id, line by line; `as_of` is an ISO day, empty for the latest of all.

    Raises: StoreError where there is no archive or no such notice.
    """
    with open_store(archive) as store:
        held = holdings(store)
        notice_id = _found(store, held, archive, wanted, language)
        told = history(held.relations, notice_id, _side_of(store, held), as_of=as_of or held.latest_date())
        yield from history_lines(told, held.relations, language)


def life_told(archive: Path, task_id: str, *, as_of: str, language: Language) -> Iterator[str]:
    """The life of the task with this id through the versions of its notice, line by line.

    Raises: StoreError where there is no archive or no such task.
    """
    with open_store(archive) as store:
        held = holdings(store)
        found = store.find(task_id)
        owners = sorted(filter(None, map(held.notice_in, found)))
        if not owners:
            raise StoreError(message("no_such_task", language, id=task_id, folder=archive), reason_code="no_such_task")
        states = task_life(held.relations, owners[0], task_id, _side_of(store, held), as_of=as_of or held.latest_date())
        yield from life_lines(states, language)


def cascade_of(archive: Path, wanted: Sequence[str], *, language: Language) -> Cascade:
    """The cascade of the notices with these numbers or ids, in whatever order they are given.

    Raises: StoreError where there is no archive or no such notice, or where they are fewer than two.
    """
    with open_store(archive) as store:
        held = holdings(store)
        found = dict.fromkeys(_found(store, held, archive, each, language) for each in wanted)
        if len(found) < 2:
            raise StoreError(message("two_notices", language, count=len(found)), reason_code="two_notices")
        return cascade([side(store, held, notice_id) for notice_id in found])


def _found(store: Store, held: Holdings, archive: Path, wanted: str, language: Language) -> str:
    found = notice_found(store, held, wanted)
    if not found:
        raise StoreError(message("no_such_notice", language, id=wanted, folder=archive), reason_code="no_such_notice")
    return found


def _side_of(store: Store, held: Holdings) -> SideOf:
    @lru_cache(maxsize=_SIDES)
    def side_of(notice_id: str) -> Side:
        return side(store, held, notice_id)

    return side_of
