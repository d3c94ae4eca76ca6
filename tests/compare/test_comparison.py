"""What a later notice changed: units, limits, figures, words, each with its sentence; and what holds of all comparisons."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.compare import Side, compare
from pipeline.compare.comparison import SURE
from pipeline.model.change import Change, Changed, ChangeType, Field
from tests.compare.sides import city_notice, side_of_file

SAMPLE, LATER = "郑政文〔2021〕26号.md", "示例文〔2021〕58号.md"
ITEMS = (
    "强化协同配合。及时调整权责清单和政务服务事项目录，压缩审批时限。（牵头单位：市委编办、市政务办，责任单位：市司法局。完成时限：2021年4月10日前）",
    "建设社区食堂。新建社区长者食堂60个，覆盖率达到25%。（牵头单位：市民政局。完成时限：2021年6月底前）",
    "开展业务培训。尽快组织开展业务培训，提高工作人员的综合素质和业务能力。（责任单位：市人力资源社会保障局）",
    "清理闲置房产。清理闲置公有房产，建立可用于助餐的房源清单并动态更新。（牵头单位：市机关事务局，配合单位：市财政局）",
    "优化登记服务。推行企业开办一窗通办，登记材料齐全的当场办结。（牵头单位：市市场监管局，责任单位：市公安局、市税务局）",
)


def sentences(changes: list[Change], about: Changed | None = None) -> list[str]:
    return [change.summary for change in changes if change.field and (about is None or change.about is about)]


@pytest.mark.parametrize(
    ("item", "old", "new", "said"),
    [
        (0, "市委编办、市政务办，责任", "市政务办，责任", ["牵头单位减少市委编办"]),
        (0, "市委编办、市政务办，责任", "市数据局，责任", ["牵头单位由市委编办、市政务办改为市数据局"]),
        (0, "责任单位：市司法局", "责任单位：市司法局、市财政局", ["责任单位增加市财政局"]),
        (3, "配合单位：市财政局", "责任单位：市财政局", ["市财政局由配合单位改为责任单位"]),
        (0, "2021年4月10日前", "2021年4月30日前", ["完成时限由2021年4月10日推迟20天至4月30日"]),
        (0, "2021年4月10日前", "2020年12月31日前", ["完成时限由2021年4月10日提前100天至2020年12月31日"]),
        (0, "。完成时限：2021年4月10日前", "", ["不再规定完成时限（原为2021年4月10日）"]),
        (2, "保障局）", "保障局。完成时限：长期坚持）", ["新增完成时限长期坚持"]),
        (1, "25%", "30%", ["覆盖率由25%提高到30%"]),
        (1, "60个", "80个", ["长者食堂由60个增加到80个"]),
        (3, "清理闲置公有房产", "清理闲置公有房产、国有商铺", ["范围增加“国有商铺”"]),
        (2, "尽快组织开展业务培训", "分批组织开展业务培训", ["文字由“尽快”改为“分批”"]),
        (4, "市市场监管局", "市工商局", []),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_change_is_said_in_one_sentence(item: int, old: str, new: str, said: list[str]) -> None:
    items = list(ITEMS)
    assert old in items[item]
    items[item] = items[item].replace(old, new)
    changes = compare(city_notice(ITEMS), city_notice(items))
    found = [words for words in sentences(changes) if "已更名为" not in words]
    assert found == said


WHOLE = "建设社区食堂。新建社区长者食堂60个，建立名录并动态更新，方便群众就近就餐。组织从业人员开展业务培训，提高服务和应急处置能力。"
PARTS = (
    "建设社区食堂。新建社区长者食堂80个，建立名录并动态更新，方便群众就近就餐。",
    "开展业务培训。组织从业人员和志愿者开展业务培训，提高服务和应急处置能力。",
)


def test_a_split_tells_what_its_parts_say_otherwise_and_so_does_a_merge() -> None:
    whole, parts = city_notice([WHOLE, *ITEMS[3:]]), city_notice([*PARTS, *ITEMS[3:]])
    told = [
        [(each.new.label[-3:], each.summary) for each in compare(whole, parts) if each.field and each.new],
        [(each.old.label[-3:], each.summary) for each in compare(parts, whole) if each.field and each.old],
    ]
    assert told == [
        [("（一）", "长者食堂由60个增加到80个"), ("（二）", "范围增加“志愿者”"), ("（二）", "增加“开展业务培训”")],
        [("（一）", "长者食堂由80个减少到60个"), ("（二）", "范围减少“志愿者”"), ("（二）", "删去“开展业务培训”")],
    ]


def test_days_and_sides_stand_in_columns() -> None:
    items = [ITEMS[0].replace("4月10日", "4月30日"), *ITEMS[1:]]
    (change,) = [each for each in compare(city_notice(ITEMS), city_notice(items)) if each.about is Changed.DEADLINE]
    assert (change.field, change.type, change.old_value, change.new_value, change.days_shift) == (
        Field.DUE_DATE,
        ChangeType.MODIFIED,
        "2021-04-10",
        "2021-04-30",
        20,
    )
    assert change.old is not None and change.old.task_id.startswith("T-") and change.old.label.endswith("（一）")


def test_the_sample_against_the_later_notice(corpus: Path) -> None:
    changes = compare(side_of_file(corpus / SAMPLE), side_of_file(corpus / LATER))
    stated = [
        (change.old.label[-3:] if change.old else "", change.new.label[-3:] if change.new else "", change.type.value)
        for change in changes
        if change.about is Changed.SECTION and change.field is None and "二、" in (change.old or change.new).label[:2]  # type: ignore[union-attr]
    ]
    assert stated == [
        ("点任务", "点任务", "unchanged"),
        ("（一）", "", "removed"),
        ("（二）", "（一）", "split"),
        ("（二）", "（二）", "split"),
        ("（五）", "（三）", "modified"),
        ("（三）", "（四）", "modified"),
        ("（四）", "（五）", "modified"),
        ("", "（六）", "added"),
    ]
    assert [
        (change.old.label[-3:], change.summary)  # type: ignore[union-attr]
        for change in changes
        if change.about in (Changed.DEADLINE, Changed.ASSIGNMENT) and not change.needs_review
    ] == [
        ("（五）", "牵头单位减少市委编办"),
        ("（五）", "责任单位增加市司法局"),
        ("（五）", "完成时限由2021年4月10日推迟50天至5月30日"),
        ("（三）", "完成时限由2021年3月31日改为长期坚持"),
        ("（四）", "完成时限由2021年3月31日推迟91天至6月30日"),
    ]


def test_two_tasks_that_may_not_belong_together_are_not_said_to_be_unchanged(corpus: Path) -> None:
    tasks = [
        change
        for change in compare(side_of_file(corpus / SAMPLE), side_of_file(corpus / LATER))
        if change.about is Changed.TASK and change.field is None and (change.similarity or 1) < SURE
    ]
    assert [(change.type, change.summary, change.needs_review) for change in tasks] == [
        (ChangeType.MODIFIED, "对应存疑，单位和时限未比较", True)
    ]


@pytest.mark.parametrize(
    ("label", "own", "is_moved"),
    [
        pytest.param("（三）", "由二（五）移至二（三）", True, id="moved and reworded"),
        pytest.param("（六）", "新增：（六）开展承接评估", False, id="added"),
        pytest.param("（一）", "（二）制定承接方案拆分为两项：（一）制定方案、（二）细化分工", False, id="split"),
        pytest.param("（四）", "", False, id="reworded alone"),
    ],
)
def test_what_is_said_of_a_pair_itself_stands_apart(corpus: Path, label: str, own: str, is_moved: bool) -> None:
    changes = compare(side_of_file(corpus / SAMPLE), side_of_file(corpus / LATER))
    (pair,) = [
        change
        for change in changes
        if change.about is Changed.SECTION and change.field is None
        if change.new is not None and change.new.label.endswith(f"任务/{label}")
    ]
    assert (pair.own, pair.is_moved) == (own, is_moved) and own in pair.summary


@pytest.fixture(scope="module")
def real(corpus: Path) -> dict[str, Side]:
    return {path.name: side_of_file(path) for path in sorted(corpus.glob("*.md"))}


def test_a_notice_against_itself_has_no_change(real: dict[str, Side]) -> None:
    for name, side in real.items():
        assert {change.type for change in compare(side, side)} == {ChangeType.UNCHANGED}, name


def test_the_sides_changed_over_give_the_reverse(real: dict[str, Side]) -> None:
    forth, back = compare(real[SAMPLE], real[LATER]), compare(real[LATER], real[SAMPLE])
    reverse = {ChangeType.ADDED: ChangeType.REMOVED, ChangeType.SPLIT: ChangeType.MERGED}
    reverse |= {there: here for here, there in reverse.items()}
    kinds = Counter((change.about, change.field, reverse.get(change.type, change.type)) for change in forth)
    assert kinds == Counter((change.about, change.field, change.type) for change in back)
    days = sorted(change.days_shift for change in forth if change.days_shift is not None)
    assert days == sorted(-change.days_shift for change in back if change.days_shift is not None)


MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(st.permutations(range(len(ITEMS))))
def test_another_order_gives_only_moves(order: list[int]) -> None:
    changes = compare(city_notice(ITEMS), city_notice([ITEMS[place] for place in order]))
    assert {change.type for change in changes} <= {ChangeType.UNCHANGED, ChangeType.MOVED}
    assert any(change.type is ChangeType.MOVED for change in changes) == (order != sorted(order))


@MANY
@given(st.sets(st.integers(0, len(ITEMS) - 1)), st.sets(st.integers(0, len(ITEMS) - 1)))
def test_what_one_side_lacks_is_added_or_removed(left_out: set[int], right_out: set[int]) -> None:
    olds, news = ([item for place, item in enumerate(ITEMS) if place not in out] for out in (left_out, right_out))
    changes = [each for each in compare(city_notice(olds), city_notice(news)) if each.about is Changed.TASK]
    counts = Counter(change.type for change in changes)
    both = len(set(olds) & set(news))
    assert counts == Counter(
        {
            kind: count
            for kind, count in {
                ChangeType.UNCHANGED: both,
                ChangeType.REMOVED: len(olds) - both,
                ChangeType.ADDED: len(news) - both,
            }.items()
            if count
        }
    )


def test_an_office_under_its_later_name_is_the_same_and_noted() -> None:
    before = [item.replace("市市场监管局", "工商总局") for item in ITEMS[4:]]
    after = [item.replace("市市场监管局", "市场监管总局") for item in ITEMS[4:]]
    changes = [each for each in compare(city_notice(before), city_notice(after)) if each.about is Changed.ASSIGNMENT]
    assert [(each.field, each.type) for each in changes] == [(Field.UNIT_RENAMED, ChangeType.UNCHANGED)]


def test_a_task_whose_words_stay_without_a_unit_is_said_to_be_no_task_any_more() -> None:
    """郑政文〔2021〕26号 (三): 各承接部门要主动加强… became 主动加强…, with the bracket's units alone."""
    act = "主动加强与省级对口部门的沟通对接，认真听取省级对口部门的意见和建议，确保工作衔接、不断档"
    before = f"做好上下衔接。各承接部门要{act}。（责任单位：市财政局）"
    after = f"做好上下衔接。{act}。（责任单位：市财政局）"
    lone = [
        each.summary
        for each in compare(city_notice([before]), city_notice([after]))
        if each.type is ChangeType.REMOVED and not each.field
    ]
    assert len(lone) == 1 and lone[0].startswith("不再单列为任务，文字仍在：“各承接部门")


def test_of_tasks_that_hardly_belong_together_no_units_are_told() -> None:
    changes = compare(city_notice(ITEMS[:1]), city_notice(["强化督查问效。对承接事项定期通报。（牵头单位：市审计局）"]))
    assert [each for each in changes if each.about is Changed.ASSIGNMENT and not each.needs_review] == []
