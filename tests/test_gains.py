"""What one run has and another has not, as the gold judges it."""

from __future__ import annotations

import json

from pipeline.gains import Changed, compare, gains_json
from pipeline.score import Report, Value


def report(**values: bool) -> Report:
    """A report of one notice; each value is named figure_words."""
    return Report(values={Value("通知", *name.split("_")): right for name, right in values.items()})


def test_each_kind_of_change_is_told_apart() -> None:
    old = report(body_甲=True, body_乙=False, body_丙=True, body_戊=True)
    new = report(body_甲=True, body_丙=False, body_丁=True, body_己=False)
    gains = compare(old, new)
    assert set(gains.by_notice["通知"]) == {
        Changed("mended", "body", "乙"),
        Changed("lost", "body", "丙"),
        Changed("new_wrong", "body", "丙"),
        Changed("gained", "body", "丁"),
        Changed("lost", "body", "戊"),
        Changed("new_wrong", "body", "己"),
    }
    assert gains.counts == {"body": {"gained": 1, "lost": 2, "new_wrong": 2, "mended": 1}}


def test_a_run_against_itself_has_no_change() -> None:
    same = report(task_甲=True, citation_乙=False)
    assert compare(same, same).by_notice == {}


def test_the_other_way_round_gained_is_lost_and_new_is_mended() -> None:
    old, new = report(task_甲=True, header_乙=False), report(header_丙=True, task_丁=False)
    there, back = compare(old, new).counts, compare(new, old).counts
    for figure, counts in there.items():
        assert (counts["gained"], counts["new_wrong"]) == (back[figure]["lost"], back[figure]["mended"])


def test_json_has_counts_and_notices() -> None:
    read = json.loads(gains_json(compare(report(), report(task_甲=True))))
    assert read["counts"]["task"]["gained"] == 1
    assert read["notices"]["通知"] == [{"change": "gained", "figure": "task", "words": "甲"}]
