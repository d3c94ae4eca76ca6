"""When a notice takes effect and lapses, in the words of real notices."""

from __future__ import annotations

import pytest

from pipeline.structure import build
from tests.structure.reading import reading

HEAD = ["广州市医疗保障局关于印发门诊特定病种费用范围及标准的通知", "各有关单位：", "现就有关事项通知如下："]


@pytest.mark.parametrize(
    ("sentence", "effective", "expiry"),
    [
        pytest.param("本通知自2019年7月1日起实施，有效期5年。", "2019-07-01", "2024-06-30", id="first_day_counts"),
        pytest.param("本通知自2024年3月4日起施行，有效期5年。", "2024-03-04", "2029-03-03", id="inside_a_month"),
        pytest.param("本办法自2017年1月1日起施行，有效期5年。", "2017-01-01", "2021-12-31", id="first_of_january"),
        pytest.param("本办法自2020年2月29日起施行，有效期3年。", "2020-02-29", "2023-02-28", id="leap_day"),
        pytest.param(
            "本办法自2021年1月1日起施行，有效期至2025年12月31日。", "2021-01-01", "2025-12-31", id="day_is_named"
        ),
        pytest.param("本通知有效期5年。", None, None, id="no_day_to_count_from"),
    ],
)
def test_the_last_day_on_which_a_notice_holds(sentence: str, effective: str | None, expiry: str | None) -> None:
    header = build(reading([*HEAD, sentence])).header
    found = [None if element is None else element.value for element in (header.effective_date, header.expiry_date)]
    assert found == [effective, expiry]
