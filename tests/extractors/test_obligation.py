"""Tasks in running sentences: who is bound, in which role, and how far the clause goes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import obligation, rules
from extractors.kinds import Strength

Role = tuple[str, str]


def _roles(text: str) -> list[list[Role]]:
    """For each clause its (role, unit) pairs in order."""
    return [[(duty.role.value, duty.unit.value.name) for duty in match.value.duties] for match in obligation.find(text)]


def _unmarked(marked: str) -> tuple[str, list[list[Role]]]:
    """The text without marks, and for each <task> its units as marked: <lead>市农牧业局</lead>."""
    tasks = [
        [(role, unit) for role, unit in regex.findall(r"<(lead|responsible|supporting)>(.*?)</\1>", task)]
        for task in regex.findall(r"<task>(.*?)</task>", marked)
    ]
    return regex.sub(r"</?\w+>", "", marked), tasks


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("<task><responsible>市委编办</responsible>要及时调整承接部门的“三定”职责清单</task>。", id="yao"),
        pytest.param("<task><responsible>有关的大中城市</responsible>应完成震害预测工作</task>。", id="ying"),
        pytest.param("<task><responsible>金融机构</responsible>不得盲目抽贷、断贷、压贷</task>。", id="must-not"),
        pytest.param(
            "<task><responsible>区人民政府办公室</responsible>将对落实情况进行全程跟踪督办</task>。", id="will"
        ),
        pytest.param("<task><responsible>省食品药品监管局</responsible>负责全省食盐质量安全管理</task>。", id="charge"),
        pytest.param("<task>食盐供应由<responsible>省盐业集团</responsible>负责兜底</task>。", id="by-behind-a-topic"),
        pytest.param(
            "<task>推动由<responsible>政府部门</responsible>直接受理申请、开展检查和签发</task>。",
            id="by-behind-a-verb",
        ),
        pytest.param("<task>请<responsible>各相关部门</responsible>加强规章草案起草的组织协调</task>。", id="please"),
        pytest.param(
            "<task>请<responsible>各市发展改革委</responsible>于2022年7月15日前将推荐文件报送省发展改革委</task>。",
            id="please-by-a-day",
        ),
        pytest.param(
            "<task><responsible>政府部门</responsible>直接发放相关证书，项目即可开工</task>。", id="bare-verb"
        ),
        pytest.param(
            "<task><responsible>债委会</responsible>应建立分层沟通机制，对需要协调的重要事项保持高频沟通</task>。",
            id="committee-whose-name-ends-in-hui",
        ),
        pytest.param(
            "<task><responsible>债委会各成员单位</responsible>对初步方案进行会商讨论</task>。",
            id="members-of-a-committee",
        ),
        pytest.param(
            "<task><responsible>各责任单位</responsible>每月25日前将进展情况报送市民政局</task>。", id="bare-time"
        ),
        pytest.param("<task><responsible>学校食堂</responsible>要提前制定预案</task>。", id="place-as-such"),
        pytest.param("<task><responsible>中央财政</responsible>要予以奖补激励</task>。", id="finance-as-such"),
        pytest.param(
            "<task><responsible>数据提供方</responsible>在职责范围内，须及时处理</task>。", id="must-behind-a-comma"
        ),
        pytest.param(
            "<task><responsible>湖北省</responsible>在国务院同意前，不得恢复运输服务</task>。", id="area-must-not"
        ),
        pytest.param("<task><responsible>有条件的地区</responsible>要建立联合审查制度</task>。", id="area-with"),
        pytest.param(
            "<task><responsible>已经编制作业设计的地方</responsible>，要创新审批形式</task>。", id="area-with-comma"
        ),
        pytest.param("<task><responsible>任何单位</responsible>不得随意查扣邮件快件</task>。", id="any-unit"),
        pytest.param("<task><responsible>其所在单位</responsible>应调整其工作岗位</task>。", id="its-own-unit"),
        pytest.param("<task>考试机构为<responsible>省考试中心</responsible>，负责组织实施</task>。", id="appointed"),
        pytest.param("<task>由<responsible>自然资源部</responsible>进行预审后，报国务院批准</task>。", id="by-then"),
        pytest.param(
            "<task>在现场设立<responsible>应急处置工作组</responsible>，负责突发情况的处置工作</task>。", id="set-up"
        ),
        pytest.param(
            "<task><responsible>起草单位</responsible>未采纳审核意见的，应当详细说明理由</task>。", id="condition"
        ),
        pytest.param(
            "<task>由<responsible>本部门审核机构</responsible>进行审核</task>，也可以根据需要由本级人民政府确定的机构审核。",
            id="a-permission-ends-the-clause",
        ),
        pytest.param(
            "<task><responsible>市财政局</responsible>收到资金后10个工作日内拨付至项目单位</task>。",
            id="bare-adverbial",
        ),
        pytest.param(
            "<task><responsible>农业农村部门</responsible>对符合条件可以受理的，应于13个工作日内完成核验</task>。",
            id="condition-then-ying",
        ),
        pytest.param(
            "<task>为其提供融资担保服务的<responsible>区属政府性融资担保机构</responsible>，应及时履行代偿义务</task>。",
            id="relative-clause-and-comma",
        ),
        pytest.param(
            "<task>2019年上半年，<responsible>试点城市政府</responsible>印发实施方案</task>。",
            id="time-before-the-subject",
        ),
        pytest.param(
            "<task>在复产复工前，<responsible>企业</responsible>要做好员工摸排</task>。", id="enterprise-as-such"
        ),
        pytest.param(
            "<task><responsible>省经信委</responsible>是省政府盐业主管机构，主管全省盐业工作</task>。",
            id="office-with-its-duty",
        ),
    ],
)
def test_a_unit_that_must_is_responsible(marked: str) -> None:
    text, tasks = _unmarked(marked)
    assert _roles(text) == tasks
    assert [match.text for match in obligation.find(text)] == regex.findall(
        r"<task>(.*?)</task>", regex.sub(r"</?(?!task)\w+>", "", marked)
    )


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "<task><responsible>市市场监管局</responsible>、<responsible>市大数据局</responsible>、"
            "<responsible>市发展改革委</responsible>等部门要调整监管事项目录</task>。",
            id="and-so-on",
        ),
        pytest.param(
            "<task><responsible>国家发展改革委</responsible>和<responsible>科技部</responsible>要适时督促检查</task>。",
            id="and",
        ),
        pytest.param(
            "<task><responsible>各级党组织</responsible>、<responsible>工会</responsible>、<responsible>共青团</responsible>、"
            "<responsible>妇联</responsible>及社会力量，要适时开展慰问活动</task>。",
            id="social-forces-are-no-unit",
        ),
        pytest.param(
            "<task><responsible>各地</responsible>、<responsible>各有关部门</responsible>特别是<responsible>省经信委</responsible>、"
            "<responsible>省盐业集团（盐务管理局）</responsible>要密切配合</task>。",
            id="especially",
        ),
        pytest.param(
            "<task><responsible>各区县（市）人民政府</responsible>，<responsible>市政府各部门</responsible>要制定工作方案</task>。",
            id="list-over-a-comma",
        ),
        pytest.param(
            "<task><responsible>各开发区管委会</responsible>、<responsible>区县（市）政府</responsible>应统一组织"
            "<supporting>相关部门</supporting>做好承接落实工作</task>。",
            id="committee-is-no-joint-lead",
        ),
        pytest.param(
            "<task>由<responsible>建设单位</responsible>或<responsible>本级人民政府指定的部门</responsible>组织验收</task>。",
            id="or",
        ),
        pytest.param(
            "<task><responsible>国家融资担保基金</responsible>和<responsible>省级担保、再担保基金（机构）</responsible>"
            "要合理设置准入条件</task>。",
            id="one-noun-for-two-kinds",
        ),
        pytest.param(
            "<task><responsible>各类企业</responsible>、<responsible>事业单位</responsible>和<responsible>社会组织</responsible>"
            "应当排查隐患</task>。",
            id="social-organisations-among-others",
        ),
        pytest.param(
            "<task><responsible>各地</responsible>组织<supporting>三级公立医院</supporting>完成编码转换工作</task>。",
            id="organised-without-a-class-head",
        ),
        pytest.param(
            "<task><responsible>区民政部门</responsible>和<responsible>市残疾人联合会</responsible>"
            "按各自职责协同实施本办法</task>。",
            id="together-is-no-support",
        ),
    ],
)
def test_each_unit_of_a_subject_has_a_duty(marked: str) -> None:
    text, tasks = _unmarked(marked)
    assert _roles(text) == tasks


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "<task><lead>省打假办</lead>和<lead>省海防打私办</lead>要牵头研究制定制度</task>。", id="must-lead"
        ),
        pytest.param("<task><lead>海关总署</lead>要继续做好牵头工作</task>。", id="the-work-of-leading"),
        pytest.param(
            "<task><lead>市场监管总局</lead>要会同<supporting>有关部门</supporting>制定联合抽查事项清单</task>。",
            id="must-joint",
        ),
        pytest.param(
            "<task><lead>国务院办公厅</lead>将会同<supporting>有关方面</supporting>统筹组织督查</task>。",
            id="will-joint",
        ),
        pytest.param(
            "<task>由<lead>区养老服务指导单位</lead>会同<supporting>镇人民政府</supporting>、<supporting>街道办事处</supporting>"
            "自收到复核申请之日起15个工作日采取入户调查</task>。",
            id="joint-with-a-list",
        ),
        pytest.param(
            "<task>具体由<lead>省教育厅</lead>会<supporting>省卫生健康委</supporting>研究制定</task>。",
            id="short-joint",
        ),
        pytest.param(
            "<task><lead>市经济和信息化局</lead>会同<supporting>专区监管部门</supporting>将运营单位纳入管理</task>。",
            id="participant-named-by-its-work",
        ),
        pytest.param(
            "<task>由<lead>市生态环境局</lead>牵头，<supporting>市水利局</supporting>、<supporting>市交通运输局</supporting>"
            "配合，对应急池进行排查</task>。",
            id="lead-and-supporters",
        ),
        pytest.param(
            "<task>建立由<lead>市农牧业局</lead>牵头，<supporting>市商务粮食局</supporting>、<supporting>市财政局</supporting>"
            "参与的联席会议制度</task>。",
            id="lead-and-participants-of-a-body",
        ),
        pytest.param(
            "<task><responsible>各省（区、市）政府</responsible>要建立省级政府办公厅牵头、省级有关部门参与的工作机制</task>。",
            id="who-leads-what-is-built-is-no-subject",
        ),
        pytest.param(
            "<task><responsible>市政府办公厅</responsible>要加强日常监督检查，定期组织<supporting>市发展改革委</supporting>、"
            "<supporting>市政务办</supporting>、<supporting>市委改革办</supporting>、<supporting>市委编办</supporting>等相关单位"
            "适时对承接落实工作进行跟进督查</task>。",
            id="organised",
        ),
        pytest.param(
            "<task>由<responsible>人力资源社会保障部门</responsible>协助企业拓宽用工渠道</task>。", id="assists-others"
        ),
    ],
)
def test_roles_beside_responsible(marked: str) -> None:
    text, tasks = _unmarked(marked)
    assert _roles(text) == tasks


def test_each_clause_with_its_own_subject_is_one_match() -> None:
    text = (
        "环保部门要依法加强环境管理工作；工商部门要依法查处虚假广告，净化市场；对不合格产品，质监部门要依法查处。"
        "库存标准由盐业行业协会提出、盐业主管机构核定。"
    )
    assert [match.text for match in obligation.find(text)] == [
        "环保部门要依法加强环境管理工作",
        "工商部门要依法查处虚假广告，净化市场",
        "对不合格产品，质监部门要依法查处",
        "库存标准由盐业行业协会提出",
        "盐业主管机构核定",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("各地要求企业及时整改。", id="yao-of-yaoqiu"),
        pytest.param("督促各部门落实责任，支持企业应对困难。", id="object-of-a-verb"),
        pytest.param("市民政部门可以结合实际扩大范围。", id="permission"),
        pytest.param("各地可结合实际制定办法。", id="permission-short"),
        pytest.param("鼓励企业开展职工培训。", id="encouragement"),
        pytest.param("全市各级各部门要提高思想认识，深刻领会省委省政府意图，切实增强责任感和紧迫感。", id="appeal"),
        pytest.param("各单位要高度重视，认真贯彻落实本通知。", id="appeal-of-the-end"),
        pytest.param("本办法由市民政局负责解释。", id="interpretation"),
        pytest.param("各承接部门主要负责同志要切实负起责任。", id="persons"),
        pytest.param("社会力量要积极参与。", id="social-forces"),
        pytest.param("国家外汇管理局下发了操作规程。", id="what-was-done"),
        pytest.param("各地已完成年度任务。", id="done-already"),
        pytest.param("江苏省东海县加强管理，坚决化解债务风险。", id="praise-names-an-area"),
        pytest.param("企业提前办理申报手续。", id="beneficiary"),
        pytest.param("由企业根据生产经营成本等因素自主确定。", id="free-to-choose"),
        pytest.param("申报单位应当具备以下条件：", id="who-qualifies"),
        pytest.param("领导小组由市发展改革委、市财政局组成。", id="composition"),
        pytest.param("各部门制定的措施另行公布。", id="attribute"),
        pytest.param("数据专区所需资源纳入目录。", id="suo-is-no-unit"),
        pytest.param("国务院安委会办公室印发《通知》。", id="hui-inside-a-name"),
        pytest.param("（市委编办要及时调整职责清单）", id="bracket"),
        pytest.param("第三条修改为：“各部门应当公开信息。”", id="quotation"),
        pytest.param("市政府办公室关于做好承接工作的通知", id="title"),
        pytest.param("绍兴银行业债权人委员会管理暂行办法", id="title-of-measures"),
        pytest.param("保险经纪机构经营规范", id="heading-of-a-chapter"),
        pytest.param("各地区不断加大工作力度，环境监管执法工作取得一定成效。", id="results-told"),
        pytest.param("有关地区积极探索实践，积累了一些有益的经验。", id="experience-told"),
        pytest.param("各部门要充分认识重要意义，把思想和行动统一到决策部署上来，完善配套措施。", id="appeal-unfolded"),
        pytest.param("各地区要高度重视能力建设，认真落实审核责任。", id="appeal-to-duty"),
        pytest.param("可由省级人民政府编制调整方案。", id="permission-of-by"),
        pytest.param("市政府督查室对数据，经同意，可以编制目录。", id="permission-behind-a-comma"),
        pytest.param("国家发展改革委会同有关部门确认的重大项目。", id="joint-attribute"),
        pytest.param("各部门报送国务院的公文，应当符合规定。", id="what-is-sent-up"),
        pytest.param("三级公立医院考核应采用全部指标。", id="the-act-is-the-subject"),
        pytest.param("赴蔬菜主产区现场指导生产。", id="place-of-production"),
        pytest.param("由专人专车送往附近的医疗机构进行检查。", id="by-a-person"),
        pytest.param("按照由地方政府负责实施，实行领导负责制的要求，我省按期推进。", id="ground"),
        pytest.param("", id="empty"),
    ],
)
def test_what_binds_no_unit_gives_nothing(text: str) -> None:
    assert obligation.find(text) == []


def test_an_appeal_with_something_definite_is_a_task() -> None:
    text = "各责任单位要高度重视，制订工作方案，明确责任，并于2023年1月15日前将工作方案报区人民政府办公室。"
    assert [match.text for match in obligation.find(text)] == [text[:-1]]


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        pytest.param("各地要完成整改。", Strength.MUST, id="must"),
        pytest.param("各地原则上应于年底前完成整改。", Strength.SHOULD, id="in-principle"),
    ],
)
def test_strength(text: str, strength: Strength) -> None:
    assert [match.value.strength for match in obligation.find(text)] == [strength]


@pytest.mark.parametrize(
    ("rule_id", "example", "fits"),
    [
        pytest.param(row["rule_id"], example, column == "examples", id=f"{row['rule_id']}-{example}")
        for row in rules.table("obligation_shapes")
        for column in ("examples", "counter_examples")
        for example in row[column].split(" | ")
        if row["verdict"] == "accept"
    ],
)
def test_a_shape_makes_its_examples_and_no_counter_example(rule_id: str, example: str, fits: bool) -> None:
    assert (rule_id in {match.rule_id for match in obligation.find(example + "。")}) == fits


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, id=f"{row['rule_id']}-{example}")
        for row in rules.table("obligation_shapes")
        for example in row["examples"].split(" | ")
        if row["verdict"] == "refuse"
    ],
)
def test_a_shape_that_refuses_leaves_nothing_of_its_examples(example: str) -> None:
    assert obligation.find(example + "。") == []


_PIECES = st.sampled_from(
    [
        "市财政局",
        "各部门",
        "各县（市、区）政府",
        "由",
        "请",
        "要",
        "应",
        "会同",
        "牵头",
        "、",
        "，",
        "。",
        "；",
        "（",
        "）",
        "《",
        "“",
        "等",
        "的",
        "组织",
        "3月底前",
        "\n",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=30).map("".join)))
def test_evidence_is_the_text_at_its_span(text: str) -> None:
    end = 0
    for match in obligation.find(text):
        assert match.text == text[match.start : match.end]
        assert match.start >= end
        end = match.end
        for duty in match.value.duties:
            assert duty.unit.text == text[duty.unit.start : duty.unit.end]
            assert match.start <= duty.unit.start < duty.unit.end <= match.end


def test_neither_spacy_nor_jieba_is_loaded_without_a_candidate() -> None:
    code = (
        "import sys; from extractors import obligation; obligation.find('现就有关事项通知如下。');"
        "print(sorted({'spacy', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.shared
def test_units_of_the_gold_sentences(shared: Path) -> None:
    """At least nine in ten units of clauses that a person annotated stand, with their role, in a match that holds the clause."""
    wanted = found = 0
    for path in sorted((shared / "gold").glob("*.json")):
        text = next((shared / "gold" / "texts").glob(f"{path.stem}.*")).read_text(encoding="utf-8")
        matches = obligation.find(text)
        for task in json.loads(path.read_text(encoding="utf-8")).get("tasks", []):
            if task["source"] != "body":
                continue
            pieces = task["find"] if isinstance(task["find"], list) else [task["find"]]
            units = {(role, unit) for role in ("lead", "responsible", "supporting") for unit in task.get(role, [])}
            holding = (match for match in matches if any(piece in match.text for piece in pieces))
            have = {(duty.role.value, duty.unit.value.name) for match in holding for duty in match.value.duties}
            wanted, found = wanted + len(units), found + len(units & have)
    assert found / wanted >= 0.9
