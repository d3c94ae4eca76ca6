"""How alike pieces are: what is rare counts most, and what only one of two notices ever says less than what both say."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.compare.likeness import features_of, likeness

# Of Guangdong and Shenyang, 2020.
REST = "为一线医务人员提供必要的隔离休息场所，保障医务人员充足的睡眠。"
REST_TOO = "各定点医院要结合实际，为一线医务人员提供必要的隔离休息场所，配备必需的基本生活用品。"
TAXES = "对一线医务人员按照规定标准取得的临时性工作补助和奖金，免征个人所得税。"
BONUS = "加大对一线医务人员的宣传力度，按照规定及时表彰。"
OLDS = [features_of(text) for text in (REST, BONUS, TAXES)]
NEWS = [features_of(text) for text in (REST_TOO, BONUS, TAXES)]


def test_what_stands_in_every_piece_says_little() -> None:
    weights = likeness(OLDS, NEWS).weights
    assert weights["隔离"] > 2.5 * weights["医务"]


def test_what_one_notice_never_says_counts_less_than_what_both_say() -> None:
    """绍兴 writes 债委会 for 银行债权人委员会; 债委 and 报告 stand in two pieces each."""
    olds = [features_of("债委会由主任单位牵头。"), features_of("债委会设办公室，报告风险。")]
    news = [features_of("委员会由主席单位召集。"), features_of("报告风险，签署协议。")]
    weights = likeness(olds, news).weights
    assert weights["债委"] == pytest.approx(0.8 * weights["报告"])


def test_the_same_words_are_wholly_alike_and_other_words_not_at_all() -> None:
    alike = likeness([features_of(REST)], [features_of(REST), features_of("债委会由主任单位牵头。")])
    assert alike.dice.tolist() == [[pytest.approx(1.0), 0.0]]


def test_old_and_new_change_places() -> None:
    there, back = likeness(OLDS, NEWS), likeness(NEWS, OLDS)
    assert np.allclose(there.dice.T, back.dice)
    assert np.allclose(there.old_in_new.T, back.new_in_old)
