"""What is found in the corpus, in which order, and where."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.archive.holdings import holdings
from pipeline.archive.search.finding import Filters, Found, Scope, search
from pipeline.archive.search.folding import fold
from pipeline.archive.search.query import QueryError
from pipeline.archive.store import Store, open_store

QUOTES = "\"'“”„‟‘’‚‛「」『』＂"


def numbers(found: Found) -> list[str]:
    return [str(hit.notice["doc_number"]) for hit in found.hits]


def names(found: Found) -> list[str]:
    return [str(hit.task["task_name"]) for hit in found.hits if hit.task]


@cache
def texts(archive: Path) -> dict[str, str]:
    """The texts of first files by notice_id."""
    with open_store(archive) as store:
        held = holdings(store)
        return {each.notice_id: store.text(held.content_of(each.notice_id)) for each in held.documents()}


@cache
def evidences(archive: Path) -> dict[str, str]:
    """The evidence of tasks by task_id."""
    with open_store(archive) as store:
        held = holdings(store)
        contents = [store.content(held.content_of(each.notice_id)) for each in held.documents()]
    tasks = [row for content in contents if content and content.rows for row in content.rows["tasks"]]
    return {str(row["task_id"]): str(row["evidence"]) for row in tasks}


def stretch_of(text: str, data: st.DataObject) -> str:
    """Two characters or more of a text that count, quotation marks left out."""
    start = data.draw(st.integers(0, len(text) - 2))
    stretch = text[start : start + data.draw(st.integers(2, 80))]
    bare = "".join(char for char in stretch if char not in QUOTES)
    assume(len(fold(bare)) >= 2)
    return bare


@given(data=st.data())
def test_any_two_characters_and_more_of_any_text_are_found(archive: Path, data: st.DataObject) -> None:
    notice_id, text = data.draw(st.sampled_from(sorted(texts(archive).items())))
    bare = stretch_of(text, data)
    with open_store(archive) as store:
        found = search(store, f'"{bare}"', Filters(scope=Scope.NOTICES), limit=1000)
    (hit,) = [hit for hit in found.hits if hit.notice["notice_id"] == notice_id]
    assert hit.excerpt == text[hit.start : hit.start + len(hit.excerpt)]
    assert hit.marks and all(fold(bare) in fold(text[mark.start : mark.end]) for mark in hit.marks)


@given(data=st.data())
def test_any_two_characters_and_more_of_any_task_find_it(archive: Path, data: st.DataObject) -> None:
    task_id, evidence = data.draw(st.sampled_from(sorted(evidences(archive).items())))
    bare = stretch_of(evidence, data)
    with open_store(archive) as store:
        found = search(store, f'"{bare}"', Filters(scope=Scope.TASKS), limit=1000)
    (hit,) = [hit for hit in found.hits if hit.task and hit.task["task_id"] == task_id]
    assert hit.marks and hit.excerpt in evidence


@pytest.mark.parametrize(
    "query",
    [
        "郑政文〔2021〕26号",
        "郑政文[2021]26号",
        "郑政文(2021) 26号",
        "郑政文（２０２１）２６号",
        "“郑政文〔2021〕 26号”",
    ],
)
def test_a_number_is_found_however_its_brackets_are_typed(store: Store, query: str) -> None:
    """The notice itself before those that cite it."""
    assert numbers(search(store, query))[0] == "郑政文〔2021〕26号"


def test_a_task_is_found_with_what_a_person_asks_next(store: Store) -> None:
    (hit,) = search(store, "专项承接落实工作方案 责任单位", Filters(issuer="郑州市人民政府")).hits
    assert hit.task is not None
    assert hit.task["task_id"] and hit.task["section_label"] == "二、重点任务/（二）"
    assert hit.task["responsible_units"] == ["相关承接市直单位"] and hit.task["due_date"] == "2021-03-15"


def test_marks_stand_at_the_words(store: Store) -> None:
    for hit in search(store, "承接 OR 方案", limit=1000).hits:
        told = [hit.excerpt[mark.start - hit.start : mark.end - hit.start] for mark in hit.marks]
        assert all("承接" in words or "方案" in words for words in told)


def test_words_of_a_notice_outside_its_tasks_give_the_notice(store: Store) -> None:
    found = search(store, "关于做好省级经济社会管理权限承接工作的通知", Filters(issuer="郑州市人民政府"))
    assert (found.tasks, found.notices) == (0, 1)
    assert [hit.task for hit in found.hits] == [None]


def test_or_finds_what_either_finds_and_minus_leaves_out(store: Store) -> None:
    def tasks(query: str) -> set[str]:
        found = search(store, query, Filters(scope=Scope.TASKS), limit=1000)
        assert found.tasks == len(found.hits) and found.notices == 0
        return {str(hit.task["task_id"]) for hit in found.hits if hit.task}

    either, both = tasks("方案 OR 通知"), tasks("方案 通知")
    assert both and either == tasks("方案") | tasks("通知") and both == tasks("方案") & tasks("通知")
    assert tasks("方案 -通知") == tasks("方案") - both


@pytest.mark.parametrize(
    ("filters", "column", "is_of"),
    [
        (Filters(issuer="示例市人民政府"), "issuer", lambda cell: cell == ["示例市人民政府"]),
        (Filters(issuer="国务院"), "issuer", lambda cell: any("国务院" in name for name in cell)),
        (Filters(year=2023), "doc_year", lambda cell: cell == 2023),
        (Filters(kind="意见"), "doc_type", lambda cell: cell == "意见"),
    ],
    ids=["issuer", "part of an issuer", "year", "kind"],
)
def test_filters_leave_what_is_of_them(store: Store, filters: Filters, column: str, is_of: object) -> None:
    assert callable(is_of)
    whole = search(store, "工作", limit=1000)
    found = search(store, "工作", filters, limit=1000)
    wanted = [hit for hit in whole.hits if is_of(hit.notice[column])]
    assert wanted and len(found.hits) < len(whole.hits)
    assert list(found.hits) == wanted


@pytest.mark.parametrize("unit", ["市政务办", "郑州市政务办", " 市 政务办"])
def test_a_unit_is_any_of_its_names(store: Store, unit: str) -> None:
    assert "强化协同配合" in names(search(store, "协同 配合", Filters(unit=unit)))


def test_part_of_a_unit_s_name_is_no_unit(store: Store) -> None:
    assert search(store, "协同 配合", Filters(unit="政务")).hits == ()


def test_counts_are_those_of_all_hits(store: Store) -> None:
    found = search(store, "工作", limit=3)
    whole = search(store, "工作", limit=1000)
    assert len(found.hits) == 3
    assert found.tasks + found.notices == len(whole.hits) == sum(found.kinds.values())
    assert found.years[2021] == sum(hit.notice["doc_year"] == 2021 for hit in whole.hits)


@pytest.mark.parametrize("scope", Scope)
def test_pages_one_after_another_are_all_hits(store: Store, scope: Scope) -> None:
    filters = Filters(scope=scope)
    whole = search(store, "工作", filters, limit=1000).hits
    pages = [hit for at in range(0, len(whole), 4) for hit in search(store, "工作", filters, limit=4, offset=at).hits]
    assert tuple(pages) == whole
    assert search(store, "工作", filters, offset=len(whole)).hits == ()


def test_names_come_before_text_and_the_newer_first(store: Store) -> None:
    found = search(store, "方案", Filters(scope=Scope.NOTICES), limit=1000)
    named = ["方案" in str(hit.notice["title"]) or _names_a_task(store, hit.notice["notice_id"]) for hit in found.hits]
    days = [str(hit.notice["signed_date"] or hit.notice["issued_date"]) for hit in found.hits]
    assert named == sorted(named, reverse=True) and True in named and False in named
    assert days[: sum(named)] == sorted(days[: sum(named)], reverse=True)


def _names_a_task(store: Store, notice_id: object) -> bool:
    hits = search(store, "方案", Filters(scope=Scope.TASKS), limit=1000).hits
    return any(
        hit.task is not None and "方案" in str(hit.task["task_name"]) and hit.notice["notice_id"] == notice_id
        for hit in hits
    )


def test_a_further_file_of_a_notice_is_not_found(store: Store) -> None:
    found = search(store, "郑政文〔2021〕26号", Filters(scope=Scope.NOTICES), limit=1000)
    ids = [str(hit.notice["notice_id"]) for hit in found.hits]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "工作*",
        "NEAR(工作 落实, 2)",
        "工作) OR (1",
        "{head}: 工作",
        "^工作",
        "工作\x00落实",
        "\ud800工作",
        ":-;--",
        "； DROP TABLE files",
    ],
)
def test_a_hostile_query_is_text_or_an_error_that_says_why(store: Store, query: str) -> None:
    try:
        assert search(store, query).tasks >= 0
    except QueryError as error:
        assert str(error)


@given(query=st.text(alphabet="工作落实 OR-\"“”()*:^+,.{}AND\\%_'", max_size=30), name=st.text(max_size=12))
def test_no_text_reaches_sqlite_as_anything_else(archive: Path, query: str, name: str) -> None:
    with open_store(archive) as store:
        try:
            search(store, query, Filters(unit=name, issuer=name, kind=name))
        except QueryError as error:
            assert str(error)
