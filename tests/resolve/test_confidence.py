"""Confidence says how often a row like this was right; the most certain rows are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.confidence import Judged, of_folder
from extractors import rules
from pipeline.model.task import TaskSource
from pipeline.reliability import Reliability, by_confidence
from tests.resolve.test_tasks import tasks


def test_a_task_is_as_sure_as_its_least_feature() -> None:
    values = {row["feature"]: float(row["confidence"]) for row in rules.table("confidence")}
    (bracket,) = tasks("一、甲。推广试点。（责任单位：市财政局）")
    (torn,) = tasks("一、支持企业开展工作。（责任单位：市财政局、市税务局")
    (clause,) = tasks("一、甲。市财政局要及时拨付资金。")
    (places,) = tasks("一、甲。各地要及时拨付资金。")
    assert (bracket.confidence, torn.confidence) == (values["bracket"], values["torn_bracket"])
    assert (clause.confidence, places.confidence) == (values["must"], values["body_territory"])


def test_every_shape_that_makes_a_task_has_a_value() -> None:
    shapes = {row["rule_id"] for row in rules.table("obligation_shapes") if row["verdict"] == "accept"}
    assert shapes <= set(rules.words("confidence", "feature"))


@pytest.mark.parametrize("row", rules.table("confidence"), ids=lambda row: row["feature"])
def test_a_value_is_a_share_with_what_it_was_counted_of(row: dict[str, str]) -> None:
    assert 0 < float(row["confidence"]) < 1
    assert int(row["right"]) <= int(row["judged"]) and int(row["unseen_right"]) <= int(row["unseen"])
    assert int(row["unseen"]) <= int(row["judged"])


def test_every_source_has_a_value() -> None:
    assert {source.value for source in TaskSource} <= set(rules.words("confidence", "feature"))


def classes(judged: list[Judged]) -> list[Reliability]:
    return by_confidence((each.task.confidence, each.is_right) for each in judged)


def test_rows_at_nine_tenths_are_right_97_times_in_100(corpus: Path, tmp_path: Path) -> None:
    for path in corpus.iterdir():
        # One format of the sample, so that each notice counts once.
        if path.stem != "郑政文〔2021〕26号" or path.suffix == ".md":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    surest = classes(list(of_folder(tmp_path, corpus.parent / "gold")))[0]
    assert surest.least == 0.9 and surest.number > 40
    assert surest.share >= 0.97


@pytest.mark.shared
@pytest.mark.long
def test_rows_of_real_notices_are_as_sure_as_they_say(shared: Path) -> None:
    held_out = Path(__file__).parents[1] / "held_out"
    judged = [
        *of_folder(shared / "gold" / "texts", shared / "gold"),
        *of_folder(shared / "archive", held_out),
    ]
    found = classes(judged)
    assert found[0].share >= 0.97
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)
