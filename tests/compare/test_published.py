"""Where a consolidated text and a published one differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import amendment
from pipeline.compare.consolidation import consolidate
from pipeline.compare.published import Deviation, deviations
from tests.compare.sides import side_of_text

TEXT = "第一条 公园免费开放。\n第二条 由市园林局负责。"


@pytest.mark.parametrize(
    "published",
    [
        pytest.param("第一条　公园免费开放\n\n第二条　由市园林局负责；", id="blanks-and-points"),
        pytest.param("第一条 公园免费\n开放。\n第二条 由市园林局负责。", id="line-ends"),
    ],
)
def test_white_space_and_points_are_no_difference(published: str) -> None:
    assert deviations(TEXT, published) == []


def test_a_difference_has_both_texts_and_its_place_in_the_published_one() -> None:
    published = TEXT.replace("市园林局", "市园林绿化局")
    start = published.index("第二条")
    assert deviations(TEXT, published) == [
        Deviation("第二条 由市园林局负责。", "第二条 由市园林绿化局负责。", start, len(published))
    ]


def test_what_only_one_text_has_differs() -> None:
    longer = f"{TEXT}\n第三条 自印发之日起施行。"
    assert deviations(TEXT, longer) == [Deviation("", "第三条 自印发之日起施行。", len(TEXT) + 1, len(longer))]
    assert deviations(longer, TEXT) == [Deviation("第三条 自印发之日起施行。", "", len(TEXT), len(TEXT))]


@pytest.mark.shared
def test_the_opinion_that_was_published_again_is_as_its_notice_says(shared: Path) -> None:
    """浙保监发〔2014〕37号 publishes the amended opinion again; its old text is made by putting the old words back."""
    (path,) = (shared / "gold" / "texts").glob("zj_5.*")
    notice, opinion = path.read_text(encoding="utf-8").split("2014年6月23日\n", 1)
    (instruction,) = (match.value for match in amendment.find(notice))
    before = opinion.replace(instruction.new, instruction.old)
    assert before != opinion
    found = consolidate(side_of_text(before), [instruction])
    assert [outcome.reason for outcome in found.outcomes] == [None]
    assert deviations(found.text, opinion) == []
