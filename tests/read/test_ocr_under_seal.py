"""Lines under a seal count where they are surely read in one of their pictures."""

from __future__ import annotations

import pytest

from pipeline.read.ocr.engine import Spoken
from pipeline.read.ocr.under_seal import _best


def said(text: str, score: float, **unsure: float) -> Spoken:
    """A reading; `unsure` are other scores by the place of the character: `at5=0.6`."""
    scores = [unsure.get(f"at{index}", score) for index in range(len(text))]
    return Spoken(text, tuple((index + 0.5) / len(text) for index in range(len(text))), tuple(scores))


@pytest.mark.parametrize(
    ("first", "tried", "text"),
    [
        pytest.param(said("2021年3月5日", 0.9), [], "2021年3月5日", id="sure parts"),
        pytest.param(
            said("2921年月5日", 0.9),
            [said("2021年3月5", 0.9), said("3月5日", 0.9)],
            "2021年3月5日",
            id="parts of several pictures",
        ),
        pytest.param(
            said("2021年3月", 0.9), [said("2021年3月5日", 0.95)], "2021年3月5日", id="another picture says it"
        ),
        pytest.param(said("2021年3月6日", 0.9, at7=0.6), [], "", id="a day that is not sure"),
        pytest.param(said("2021年3月5日", 0.9), [said("2021年3月8日", 0.95)], "", id="two days that are sure"),
        pytest.param(said("郑州市人民政", 0.9), [said("郑州市人民政府", 0.98)], "郑州市人民政府", id="a name"),
    ],
)
def test_a_date_is_sure_or_none(first: Spoken, tried: list[Spoken], text: str) -> None:
    assert _best(first, tried).text == text
