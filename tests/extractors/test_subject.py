"""Subjects of running sentences: what is part of their names, and what parts them from their duty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import obligation, prose, subject


def _bound(text: str) -> list[list[str]]:
    """For each clause the units that it binds."""
    return [[duty.unit.value.name for duty in match.value.duties] for match in obligation.find(text)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("我分局将根据监测情况进行风险预警。", "我分局", id="we"),
        pytest.param("本局负责实施。", "本局", id="this-bureau"),
        pytest.param("各行应及时采取相关措施。", "各行", id="each-bank"),
        pytest.param("各举证行应登录客户风险统计系统。", "各举证行", id="each-bank-of-a-kind"),
        pytest.param("经办行应明确约定双方的权利和义务。", "经办行", id="handling-bank"),
        pytest.param("各公司应及时报告。", "各公司", id="each-company"),
        pytest.param("被审计机构应提出整改方案。", "被审计机构", id="passive"),
        pytest.param("被评价银行应当提供整改报告。", "被评价银行", id="passive-bank"),
        pytest.param("指定内审检查组应制定项目方案。", "指定内审检查组", id="name-with-a-verb"),
        pytest.param("指定内审检查组检查结束后应报送检查报告。", "指定内审检查组", id="name-with-a-verb-and-a-time"),
        pytest.param("每级责任部门都应配备专职管理人员。", "每级责任部门", id="each-level"),
        pytest.param("科技金融专营组织的管理层要配备专业人员。", "科技金融专营组织的管理层", id="governing-body"),
        pytest.param("董事会和高级管理层应监督体系建设。", "董事会|高级管理层", id="governing-bodies"),
        pytest.param("制定机关办公机构要对材料进行审查。", "制定机关办公机构", id="making-organ"),
        pytest.param(
            "由银保监分局直接监管的大型银行、法人银行机构，应将资料报送当地分局。",
            "由银保监分局直接监管的大型银行|法人银行机构",
            id="under-a-supervisor",
        ),
        pytest.param(
            "评价结果为三级（含）以下的商业银行，要报送整改报告。",
            "评价结果为三级（含）以下的商业银行",
            id="of-one-grade",
        ),
        pytest.param("80%以上的环境监察机构要配备执法终端。", "80%以上的环境监察机构", id="share"),
        pytest.param(
            "在我省新开办农业保险业务的财产保险公司省级分公司应聚焦产品创新工作。",
            "在我省新开办农业保险业务的财产保险公司省级分公司",
            id="that-does-business-in-a-place",
        ),
        pytest.param(
            "各国有、股份制和城市商业银行丽水分行要主动跟踪试点动态。",
            "各国有、股份制和城市商业银行丽水分行",
            id="kinds-of-banks",
        ),
        pytest.param(
            "浙江省、宁波市保险行业协会要及时调整联系人信息。", "浙江省、宁波市保险行业协会", id="areas-with-one-body"
        ),
        pytest.param(
            "各地交通运输部门（含铁路、民航、邮政部门，下同）要密切跟进疫情。", "各地交通运输部门", id="aside"
        ),
        pytest.param("省级分公司，如不符合要求的，应在两年内整改。", "省级分公司", id="condition-between-commas"),
        pytest.param(
            "在江苏省内通过保险销售从业人员或保险经纪从业人员销售保险产品的人身险公司，应当实施可回溯管理。",
            "人身险公司",
            id="long-relative-clause",
        ),
    ],
)
def test_a_subject_is_taken_with_what_is_part_of_its_name(text: str, units: str) -> None:
    assert _bound(text) == [units.split("|")]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("由市政府指定的部门组织验收。", "市政府指定的部门", id="by-those-designated"),
        pytest.param("由市财政局会同，制定方案。", "市财政局", id="joint-with-nobody"),
        pytest.param("市发展改革委要会同。", "市发展改革委", id="must-join-nobody"),
        pytest.param("指定市财政局负责资金保障。", "市财政局", id="designates"),
    ],
)
def test_an_opener_is_no_part_of_the_name(text: str, units: str) -> None:
    assert _bound(text) == [units.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("由上海银保监局依法监管的保险机构、保险专业中介机构；", id="definition"),
        pytest.param("并视情节轻重责令机构对有关责任人进行问责。", id="orders-others"),
        pytest.param("被监管部门约谈告诫情况。", id="acted-upon"),
        pytest.param("是否设有专门的牵头部门（岗位）负责消费者权益保护工作。", id="question"),
        pytest.param("参照创投机构筛选客户方法，划分客户并评级。", id="model"),
        pytest.param("市政府《关于加强管理的决定》要求。", id="title-behind-the-name"),
    ],
)
def test_what_is_no_subject_binds_nobody(text: str) -> None:
    assert _bound(text) == []


@given(st.text(alphabet="由各市财政局指定的监管银行（）□，如应要、负责与", max_size=60))
def test_a_candidate_lies_in_its_piece(text: str) -> None:
    for candidate in subject.candidates(prose.read(text)):
        assert candidate.start <= candidate.begin < candidate.end <= candidate.predicate
        assert all(text[unit.start : unit.end] == unit.text for unit in candidate.units)
