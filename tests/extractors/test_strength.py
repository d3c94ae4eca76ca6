from __future__ import annotations

import pytest

from extractors import strength
from extractors.kinds import Strength

CASES = [
    pytest.param(
        "（三）鼓励各地结合实际大胆探索部门联合监管的新模式。", Strength.ENCOURAGE, id="encourages_behind_label"
    ),
    pytest.param("力争到2025年末，个体工商户贷款余额较2020年末翻一番。", Strength.SHOULD, id="strives"),
    pytest.param(
        "认真听取意见和建议，争取上级的业务指导和帮助，确保工作衔接。", Strength.MUST, id="to_win_help_is_no_target"
    ),
    pytest.param(
        "各承接部门要主动加强沟通对接，做好汇报工作。原则上每月一次。", Strength.MUST, id="first_sentence_counts"
    ),
    pytest.param("加强领导。鼓励有条件的企业开展技术改造和产品创新。", Strength.ENCOURAGE, id="heading_is_passed_over"),
    pytest.param(
        "支持期货交割。支持具备条件的综合保税区开展铁矿石期货保税交割业务。",
        Strength.ENCOURAGE,
        id="supports_what_others_do",
    ),
    pytest.param("全力支持企业复工。把疫情防控工作作为当前最重要的工作来抓。", Strength.MUST, id="support_is_the_duty"),
    pytest.param(
        "受影响的，可向贷款银行申请展期还款，展期期限原则上不超过1年。",
        Strength.MUST,
        id="soft_measure_is_no_soft_duty",
    ),
    pytest.param("", Strength.MUST, id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_of(text: str, expected: Strength) -> None:
    assert strength.of(text) is expected
