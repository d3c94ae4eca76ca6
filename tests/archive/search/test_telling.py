"""Hits as they are printed."""

from __future__ import annotations

import json

from pipeline.archive.search.finding import Filters, Scope, search
from pipeline.archive.search.telling import as_json, lines
from pipeline.archive.store import Store

OF_ZHENGZHOU = Filters(issuer="郑州市人民政府")


def test_a_task_is_told_under_its_notice(store: Store) -> None:
    count, _, head, task, units, excerpt = lines(
        search(store, "专项承接落实工作方案 责任单位", OF_ZHENGZHOU), language="zh", colour=False
    )
    assert count == "1 项任务；显示前 1 条"
    assert head.startswith("郑政文〔2021〕26号 郑州市人民政府关于做好") and "2021-03-05" in head
    assert "T-" in task and "二、重点任务/（二）" in task and "制定承接方案" in task
    assert units == "    责任 相关承接市直单位  时限 2021-03-15"
    assert "【专项承接落实工作方案】" in excerpt


def test_on_a_terminal_the_place_is_in_colour(store: Store) -> None:
    *_, excerpt = lines(search(store, "专项承接落实工作方案 责任单位", OF_ZHENGZHOU), language="en", colour=True)
    assert "\x1b[1;31m专项承接落实工作方案\x1b[0m" in excerpt


def test_tasks_and_notices_are_counted_apart(store: Store) -> None:
    both = next(lines(search(store, "通知"), language="en", colour=False))
    notices = next(lines(search(store, "通知", Filters(scope=Scope.NOTICES)), language="en", colour=False))
    assert "tasks, and" in both and notices.endswith("are shown") and "tasks" not in notices


def test_what_could_steer_a_terminal_is_not_printed(store: Store) -> None:
    for line in lines(search(store, "工作", limit=1000), language="zh", colour=False):
        assert line.isprintable()


def test_json_has_the_offsets_of_the_text(store: Store) -> None:
    found = search(store, "专项承接落实工作方案 责任单位", OF_ZHENGZHOU)
    told = json.loads(as_json(found))
    (hit,) = told["hits"]
    start, end = hit["marks"][0]
    assert hit["excerpt"][start - hit["char_start"] : end - hit["char_start"]] == "专项承接落实工作方案"
    assert (told["tasks"], told["notices"], told["counts"]["kinds"]) == (1, 0, {"通知": 1})
    assert hit["task"]["task_id"].startswith("T-") and hit["notice"]["doc_number"] == "郑政文〔2021〕26号"
