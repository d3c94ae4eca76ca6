"""Which pieces became which: by words, headings and places, all at once; parts of what was split or merged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.compare.alignment import Match, Method, align
from pipeline.compare.likeness import features_of, plain, sentences
from pipeline.compare.piece import Piece
from pipeline.errors import NoticeError

PLAN = "制定承接方案。各承接部门要分别制定专项承接落实工作方案，细化相关责任分工和具体贯彻落实措施，项目化推进下放权限的承接落实。"
LINK = "做好上下衔接。主动加强与省级对口部门的沟通对接，认真听取意见建议，确保工作衔接、不断档、不缺位。"
TRAIN = "确保承接到位。进一步充实人员力量，尽快组织开展业务培训，提高工作人员的综合素质和业务能力。"
CHECK = "开展承接评估。对首批承接事项的办件量、办理时长、群众满意度进行第三方评估，形成评估报告。"


def pieces(texts: Sequence[str]) -> list[Piece]:
    return [
        Piece(text, plain(text), features_of(text), sentences(text), plain(text.partition("。")[0])) for text in texts
    ]


def links(matches: Sequence[Match]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(match.olds, match.news) for match in matches]


@pytest.mark.parametrize(
    ("olds", "news", "expected"),
    [
        pytest.param([PLAN, LINK], [PLAN, LINK], [((0,), (0,)), ((1,), (1,))], id="the same"),
        pytest.param([PLAN, LINK], [PLAN], [((0,), (0,)), ((1,), ())], id="removed"),
        pytest.param([PLAN], [CHECK, PLAN], [((), (0,)), ((0,), (1,))], id="added before"),
        pytest.param([PLAN, LINK, TRAIN], [TRAIN, PLAN, LINK], [((2,), (0,)), ((0,), (1,)), ((1,), (2,))], id="order"),
        pytest.param([], [PLAN], [((), (0,))], id="nothing old"),
        pytest.param([PLAN], [], [((0,), ())], id="nothing new"),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_each_piece_stands_in_one_match(
    olds: list[str], news: list[str], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert links(align(pieces(olds), pieces(news))) == expected


def test_only_what_left_its_place_is_moved() -> None:
    matches = align(pieces([PLAN, LINK, TRAIN]), pieces([TRAIN, PLAN, LINK]))
    assert [match.olds for match in matches if match.is_moved] == [(2,)]


def test_a_number_of_a_clause_is_no_difference() -> None:
    (match,) = align(
        pieces(["违反本办法第三十五条规定的，责令改正。"]), pieces(["违反本办法第三十六条规定的，责令改正。"])
    )
    assert (match.method, match.similarity) == (Method.EXACT, 1.0)


def test_two_halves_are_a_split_and_the_other_way_round_a_merge() -> None:
    first, second = PLAN.split("，细化", 1)[0] + "。", LINK
    whole = first + second
    assert links(align(pieces([whole, TRAIN]), pieces([first, second, TRAIN])))[0][1] in ((0, 1), (1, 0))
    assert links(align(pieces([first, second, TRAIN]), pieces([whole, TRAIN])))[0][0] in ((0, 1), (1, 0))


def test_a_phrase_that_became_an_item_of_its_own_is_a_part() -> None:
    """郑政文〔2021〕26号 (二) became (一) and (二) of the later notice."""
    plan = "制定方案。各承接部门要分别制定专项承接落实工作方案并报市政府批准，项目化推进下放权限的承接落实。"
    share = "细化分工。对照专项承接落实工作方案，细化相关责任分工和具体措施，逐项明确分管负责人、经办科室和办理流程。"
    assert links(align(pieces([PLAN, LINK]), pieces([plan, share, LINK])))[0] == ((0,), (0, 1))


def test_a_new_item_like_an_old_one_that_stays_is_no_part() -> None:
    """民事诉讼法: an article for foreign cases that repeats one which stays as it is."""
    appeal = "当事人对裁定不服的，可以自裁定送达之日起十日内向上一级人民法院申请复议。"
    old = "当事人认为执行行为违反法律规定的，可以提出书面异议，人民法院应当自收到之日起十五日内审查。" + appeal
    new = "当事人对承认和执行外国判决的裁定不服的，可以自裁定送达之日起十日内向上一级人民法院申请复议。"
    assert links(align(pieces([old]), pieces([old, new]))) == [((0,), (0,)), ((), (1,))]


def test_a_heading_helps_where_the_words_are_others() -> None:
    old = "加强组织领导。成立由主要负责同志任组长的专班。"
    new = "加强组织领导。各区县明确一名副职统筹推进，按月调度。"
    (match,) = align(pieces([old]), pieces([new]))
    assert match.olds == match.news == (0,)


def test_more_pieces_than_can_be_compared_say_so() -> None:
    many = pieces([PLAN]) * 4_001
    with pytest.raises(NoticeError) as raised:
        align(many, many)
    assert raised.value.reason_code == "too_many_clauses"
