"""Cards: every pair on one, in the order of the new notice."""

from __future__ import annotations

from pipeline.compare.cards import Card, Kind, cards, pairs
from pipeline.compare.compared import compared
from pipeline.model.change import Change, Changed, ChangeType, Field, Point
from tests.compare.sides import city_notice, notice, sample


def card_of(label: str) -> Card:
    """The card of the sample whose new clause, or old one where it was removed, has this label."""
    return next(
        card for card in cards(sample().changes) if label in [p.label for p in (card.pair.news or card.pair.olds)]
    )


def test_every_pair_stands_on_one_card() -> None:
    found = cards(sample().changes)
    placed = [pair for card in found for pair in (card.pair, *card.tasks)]
    assert len(placed) == len(pairs(sample().changes))
    assert {id(pair.first) for pair in placed} == {id(pair.first) for pair in pairs(sample().changes)}


def test_cards_stand_in_the_order_of_the_new_notice() -> None:
    starts = [card.pair.news[0].start for card in cards(sample().changes) if card.pair.news]
    assert starts == sorted(starts)


def test_what_was_removed_stands_where_it_stood() -> None:
    labels = [(card.pair.news or card.pair.olds)[0].label for card in cards(sample().changes)]
    removed = labels.index("三、组织保障/(一)")
    assert labels[removed - 1] == "三、组织保障"


def test_the_parts_of_a_split_are_one_pair() -> None:
    card = card_of("二、重点任务/（二）")
    assert [point.label for point in card.pair.olds] == ["二、重点任务/（二）"]
    assert [point.label for point in card.pair.news] == ["二、重点任务/（一）", "二、重点任务/（二）"]
    assert Kind.SPLIT in card.kinds and Kind.REVIEW in card.kinds


def test_a_card_is_of_all_kinds_of_change_in_its_clause_and_tasks() -> None:
    kinds = card_of("二、重点任务/（三）").kinds
    assert {Kind.DUE_DATE, Kind.LEAD, Kind.UNITS, Kind.MOVED} <= set(kinds)
    assert Kind.WORDING not in kinds


def test_wording_is_a_kind_only_where_nothing_else_changed() -> None:
    assert card_of("一、目标要求").kinds == [Kind.WORDING]


def test_what_did_not_change_is_unchanged() -> None:
    assert card_of("三、组织保障").is_unchanged
    same = notice("一、目标要求\n按期完成承接。\n二、重点任务\n（一）制定方案。由市发展改革委牵头制定方案。")
    assert all(card.is_unchanged for card in cards(compared(same, same).changes))


def test_of_a_split_what_the_pair_itself_says_is_said_without_what_changed_in_a_part() -> None:
    old = Point("（二）", 0, 9, "T-1")
    news = [Point("（一）", 0, 5, "T-2"), Point("（二）", 5, 9, "T-3")]
    said = ["完成时限由2021年3月15日推迟77天至5月31日", "完成时限由2021年3月15日推迟87天至6月10日"]
    split = "“制定承接方案”拆分为两项：“制定方案”、“细化分工”"
    changes = []
    for new, words in zip(news, said, strict=True):
        changes.append(Change(Changed.TASK, ChangeType.SPLIT, old, new, f"{split}；{words}", own=split))
        changes.append(Change(Changed.DEADLINE, ChangeType.MODIFIED, old, new, words, Field.DUE_DATE))
    (pair,) = pairs(changes)
    assert pair.first.own == split
    assert (pair.olds, pair.news) == ((old,), tuple(news))
    assert pair.kinds == {Kind.SPLIT, Kind.DUE_DATE}


def test_a_modified_pair_that_also_moved_says_so() -> None:
    card = card_of("二、重点任务/（三）")
    assert (card.pair.first.type, card.pair.first.is_moved) == (ChangeType.MODIFIED, True)
    assert card.pair.first.own == "由二（五）移至二（三）"
    assert Kind.MOVED in card.pair.kinds


def test_a_unit_that_leads_no_longer_is_a_change_of_the_lead() -> None:
    sides = [
        city_notice([f"强化协同配合。市委编办、市司法局协同推进。（牵头单位：{lead}；责任单位：{other}）"])
        for lead, other in (("市委编办", "市司法局"), ("市司法局", "市委编办"))
    ]
    (card,) = [card for card in cards(compared(*sides).changes) if Kind.LEAD in card.kinds]
    assert card.tasks[0].kinds == {Kind.LEAD}


def test_two_tasks_that_may_not_belong_together_are_neither_unchanged_nor_compared() -> None:
    point = Point("一", 0, 10), Point("一", 0, 12)
    clause = Change(Changed.SECTION, ChangeType.UNCHANGED, *point, "未变")
    task = Change(
        Changed.TASK, ChangeType.MODIFIED, *point, "对应存疑，单位和时限未比较", needs_review=True, own="对应存疑"
    )
    (card,) = cards([clause, task])
    assert card.kinds == [Kind.REVIEW] and not card.is_unchanged


def test_a_task_whose_clauses_are_no_pair_has_a_card_behind_the_clause_in_which_it_is_now() -> None:
    one, two = Point("一", 0, 10), Point("二", 10, 20)
    clauses = [Change(Changed.SECTION, ChangeType.UNCHANGED, each, each, "未变") for each in (one, two)]
    task = Change(Changed.TASK, ChangeType.MOVED, Point("二", 12, 15, "T-1"), Point("一", 2, 5, "T-2"), "由二移至一")
    found = cards([*clauses, task])
    assert [card.pair.first for card in found] == [clauses[0], task, clauses[1]]


def test_no_changes_are_no_cards() -> None:
    assert cards([]) == []
