"""Which notices are worth comparing, by titles, citations and rare words."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from extractors.kinds import Relation
from pipeline.compare.candidates import Profile, candidates, profile, sketch, subject
from pipeline.compare.relations import Document, Link, document
from pipeline.model.relation import PairRelation
from pipeline.run import interpret


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("郑州市人民政府关于印发郑州市2021年养老服务工作要点的通知", "养老服务", id="payload of a shell"),
        pytest.param("北京市2018年政务公开工作要点", "政务公开", id="without 关于"),
        pytest.param(
            "北京市人民政府办公厅关于印发〈北京市2016年政务公开工作要点〉的通知", "政务公开", id="inner marks"
        ),
        pytest.param("国务院关于印发“十四五”数字经济发展规划的通知", "数字经济发展", id="five-year plan"),
        pytest.param("郑州市城市供热管理办法（试行）", "城市供热", id="trial"),
        pytest.param("郑州市人民政府公告", "", id="nothing left"),
    ],
)
def test_the_subject_of_a_title_is_without_issuer_place_year_and_kind(title: str, expected: str) -> None:
    assert subject(title) == expected


def made(
    notice_id: str, title: str, *, issuer: str = "郑州市人民政府", level: str = "city", date: str = "", text: str = ""
) -> Profile:
    return profile(Document(notice_id, title=title, issuers=(issuer,), level=level, date=date), text)


def found(*profiles: Profile, links: tuple[Link, ...] = ()) -> list[tuple[str, str, PairRelation]]:
    return [(pair.old_id, pair.new_id, pair.relation) for pair in candidates(profiles, links)]


POINTS_2021 = made("N-21", "郑州市2021年政务公开工作要点", date="2021-04-01")
POINTS_2022 = made("N-22", "郑州市2022年政务公开工作要点", date="2022-04-01")
POINTS_2023 = made("N-23", "郑州市人民政府关于印发2023年政务公开工作要点的通知", date="2023-04-01")
NATIONAL = made(
    "N-guo", "国务院关于印发“十四五”数字经济发展规划的通知", issuer="国务院", level="national", date="2021-12-12"
)
PROVINCE = made("N-yu", "河南省“十四五”数字经济发展规划", issuer="河南省人民政府", level="province", date="2022-02-01")
CITY = made("N-zheng", "郑州市“十四五”数字经济发展规划", date="2022-06-01")


def test_a_yearly_series_is_compared_year_by_year() -> None:
    assert found(POINTS_2023, POINTS_2021, POINTS_2022) == [
        ("N-21", "N-22", PairRelation.ANNUAL),
        ("N-22", "N-23", PairRelation.ANNUAL),
    ]


def test_a_plan_is_compared_with_that_of_the_next_higher_level() -> None:
    assert found(CITY, PROVINCE, NATIONAL)[:2] == [
        ("N-guo", "N-yu", PairRelation.BREAKDOWN),
        ("N-yu", "N-zheng", PairRelation.BREAKDOWN),
    ]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        pytest.param(Relation.AMENDS, [("N-guo", "N-heat", PairRelation.AMENDS)], id="amends"),
        pytest.param(Relation.SUPERSEDES, [("N-guo", "N-heat", PairRelation.SUPERSEDES)], id="supersedes"),
        pytest.param(Relation.BASIS, [("N-guo", "N-heat", PairRelation.BREAKDOWN)], id="rests on a higher one"),
        pytest.param(Relation.REPEALS, [], id="repeals one of another subject"),
    ],
)
def test_citations_make_pairs(relation: Relation, expected: list[tuple[str, str, PairRelation]]) -> None:
    heating = made("N-heat", "郑州市供热设施管理办法", date="2023-01-01")
    link = Link("N-heat", "N-guo", relation, "2023-01-01", 0, 1)
    assert found(heating, NATIONAL, links=(link,)) == expected


def test_a_notice_that_repeals_one_of_its_own_subject_supersedes_it() -> None:
    old = made("N-old", "郑州市城市供热管理办法", date="2012-01-01")
    new = made("N-new", "郑州市供热管理条例", date="2023-01-01")
    link = Link("N-new", "N-old", Relation.REPEALS, "2023-01-01", 0, 1)
    assert found(old, new, links=(link,)) == [("N-old", "N-new", PairRelation.SUPERSEDES)]


def test_texts_that_share_rare_words_are_similar() -> None:
    body = "对老年人助餐配餐服务点的就餐环境、食品留样、配送时限逐项检查，检查结果每季度在社区公示栏公布。"
    one = made("N-1", "关于规范助餐点的通知", date="2021-01-01", text=f"一、总体要求。{body}二、组织实施。")
    two = made("N-2", "关于社区食堂的意见", date="2022-01-01", text=f"一、工作目标。{body}二、保障措施。")
    other = made(
        "N-3", "关于做好春运的通知", date="2022-01-01", text="铁路、公路、民航运输企业应当加密班次，疏导客流。"
    )
    assert found(one, two, other) == [("N-1", "N-2", PairRelation.SIMILAR)]


def test_a_sketch_is_of_bounded_size_and_tells_nothing_of_points_and_digits() -> None:
    text = "".join(chr(0x4E00 + (each * 7919) % 20000) for each in range(5000))
    assert len(sketch(text)) == 256
    assert sketch("完成 25% 的，任务清单").tolist() == sketch("完成的任务清单（30%）").tolist()
    assert len(sketch("通知")) == 0


@pytest.mark.shared
def test_pairs_of_one_group_of_the_shared_archive_are_found(shared: Path) -> None:
    """Groups of text files; their .doc files need LibreOffice."""
    groups: dict[str, list[str]] = defaultdict(list)
    profiles: list[Profile] = []
    with (shared / "archive" / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"].endswith((".txt", ".html"))]
    for row in rows:
        content = interpret((shared / "archive" / row["file"]).read_bytes(), row["file"])
        if content.rows:
            (notice,) = content.rows["notices"]
            profiles.append(profile(document(notice), content.text))
            groups[row["pair_group"]].append(str(notice["notice_id"]))
    groups.pop("")
    wanted = {frozenset(pair) for same in groups.values() for pair in combinations(sorted(set(same)), 2)}
    pairs = {frozenset((pair.old_id, pair.new_id)) for pair in candidates(profiles)}
    assert len(wanted & pairs) >= 0.8 * len(wanted)
    assert len(pairs) <= 3 * len(profiles)
