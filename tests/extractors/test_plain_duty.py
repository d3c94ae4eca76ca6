"""Clauses without 要 or 应 right behind their subject: duties, permissions, definitions."""

from __future__ import annotations

import pytest

from extractors import obligation


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("负责实施审计的内审部门对指定内审项目质量负责。", "负责实施审计的内审部门", id="answers-for"),
        pytest.param("商业银行在信贷受理与审批时应引导企业登记。", "商业银行", id="later-modal"),
        pytest.param("各银保监分局上报初评情况前应加强沟通。", "各银保监分局", id="later-modal-before"),
        pytest.param("被审计机构应对发现的问题建立整改台帐。", "被审计机构", id="should-to"),
        pytest.param("上海银保监局制定检查计划时，将充分考虑评估结果。", "上海银保监局", id="will-behind-a-time"),
        pytest.param("上海银保监局综合考虑机构的合规情况，确定年度计划。", "上海银保监局", id="weighs"),
        pytest.param("经办行与投资者签订协议时，应明确双方的权利。", "经办行", id="occasion-with-others"),
        pytest.param("村镇银行暂不实施监管评价，但要认真执行监管政策要求。", "村镇银行", id="exempt-but"),
        pytest.param("省保险行业协会汇总后报省司法厅。", "省保险行业协会", id="named-association"),
        pytest.param("保险机构还要提供清单的电子公示。", "保险机构", id="also"),
        pytest.param("司法鉴定机构一般应在5个工作日内书面回复。", "司法鉴定机构", id="as-a-rule"),
        pytest.param("农村中小金融机构应当积极支持具备条件的项目建设。", "农村中小金融机构", id="qualified-object"),
    ],
)
def test_a_duty_binds(text: str, unit: str) -> None:
    assert [[duty.unit.value.name for duty in match.value.duties] for match in obligation.find(text)] == [[unit]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("上海银保监局根据评估结果可采取如下措施。", id="permission"),
        pytest.param("各银行在风险可控前提下可以采用信用方式。", id="permission-behind-a-condition"),
        pytest.param("设施农业经营者就用地事宜协商一致后即可动工建设。", id="may-then"),
        pytest.param("派出机构在规范性文件中要求内审部门开展的专项审计，不属于本办法规定的指定内审。", id="definition"),
        pytest.param("商务部在调查程序中举行听证会，适用本规则。", id="scope"),
        pytest.param("单位向人民法院提出的证明材料，应当由单位负责人签名。", id="noun-phrase"),
        pytest.param("上海市农业委员会决定在本市创新试点农业保险电子保单。", id="done-fact"),
        pytest.param("市银行业协会研究确定的其他企业。", id="attribute"),
        pytest.param("盐业协会发布价格信息。", id="association-of-no-area"),
    ],
)
def test_what_permits_defines_or_describes_binds_nobody(text: str) -> None:
    assert obligation.find(text) == []
