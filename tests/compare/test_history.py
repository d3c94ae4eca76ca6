"""What came before and after a notice, what changed each time, and the life of a task."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.kinds import Relation
from pipeline.compare.asking import history_told, life_told
from pipeline.compare.history import Ties
from pipeline.compare.relations import Document, Link
from pipeline.errors import StoreError
from tests.compare.archives import archive_of, notice, relations

SAMPLE, LATER = "郑政文〔2021〕26号", "示例文〔2021〕58号"


@pytest.fixture(scope="module")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = (f"{SAMPLE}.md", f"{LATER}.md")
    return archive_of(
        tmp_path_factory.mktemp("archive"), {name: (corpus / name).read_text(encoding="utf-8") for name in names}
    )


def told(archive: Path, number: str, *, as_of: str = "") -> str:
    return "\n".join(history_told(archive, number, as_of=as_of, language="zh"))


def test_a_history_tells_relation_sentence_validity_and_changes(archive: Path) -> None:
    words = told(archive, SAMPLE)
    assert "截至 2021-05-20：已修改（自 2021-05-20 起，依 示例文〔2021〕58号）" in words
    assert "不在库中  依据  豫政〔2021〕9号《河南省人民政府关于向郑州市洛阳市" in words
    assert "2021-05-20  被修改于  示例文〔2021〕58号" in words
    assert "“经市政府研究，现将《郑州市人民政府关于做好省级经济社会管理权限承接工作的通知》" in words
    assert "完成时限由2021年4月10日推迟50天至5月30日" in words


def test_a_history_from_the_later_notice_tells_the_earlier_one(archive: Path) -> None:
    words = told(archive, LATER)
    assert "此前:\n  2021-03-05  修改  郑政文〔2021〕26号" in words
    assert "此后" not in words


def test_what_came_later_is_no_part_of_a_history_of_an_earlier_day(archive: Path) -> None:
    words = told(archive, SAMPLE, as_of="2021-05-19")
    assert LATER not in words
    assert "截至 2021-05-19：不明（库中公文均未说明）" in words


def test_what_an_amending_notice_does_not_name_is_not_removed(archive: Path) -> None:
    assert "删除：" not in told(archive, SAMPLE)


def test_units_that_a_task_no_longer_has_are_told(archive: Path) -> None:
    assert "· 二、重点任务/（三）：" in told(archive, SAMPLE) and "牵头单位减少市委编办" in told(archive, SAMPLE)


def test_a_change_is_told_with_its_place_and_whether_it_is_a_suggestion(archive: Path) -> None:
    words = told(archive, SAMPLE)
    assert "· 二、重点任务/（五）：由二（四）移至二（五）；完成时限由2021年3月31日推迟91天至6月30日\n" in words
    assert "· 二、重点任务/（三）：对应存疑，单位和时限未比较  建议，请核对\n" in words
    assert "正文：改写较多" in words


def test_a_split_is_counted_and_told_once(archive: Path) -> None:
    words = told(archive, SAMPLE)
    assert "拆分 1" in words and "拆分 2" not in words
    assert words.count("“制定承接方案”拆分为两项") == 1


def test_a_notice_that_is_not_there_is_named(archive: Path) -> None:
    with pytest.raises(StoreError, match="郑政文〔1999〕1号"):
        told(archive, "郑政文〔1999〕1号")


POINTS = {
    year: notice(
        f"关于印发{year}年政务公开工作要点的通知",
        f"郑政〔{year}〕{year - 2015}号",
        f"现将{year}年政务公开工作要点印发给你们，请认真贯彻执行。\n一、推进决策公开\n"
        f"（一）公开重大决策目录。（牵头单位：{lead}。完成时限：{year}年{month}月底前）\n"
        f"（二）编制公开事项清单。（牵头单位：市政务办。完成时限：{year}年9月底前）",
        day=f"{year}年2月1日",
    )
    for year, lead, month in ((2021, "市司法局", 6), (2022, "市司法局", 5), (2023, "市政务办", 5))
}


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("yearly"), {f"{year}.md": text for year, text in POINTS.items()})


def test_a_yearly_series_is_a_history_of_its_titles(yearly: Path) -> None:
    words = told(yearly, "郑政〔2022〕7号")
    assert "此前:\n  2021-02-01  同题  郑政〔2021〕6号" in words
    assert "此后:\n  2023-02-01  同题  郑政〔2023〕8号" in words
    assert "牵头单位由市司法局改为市政务办" in words


def test_the_life_of_a_task_goes_through_all_years(yearly: Path) -> None:
    (task_id,) = [
        word
        for line in life_of_first(yearly, "郑政〔2022〕7号")
        if "公开重大决策目录" in line
        for word in line.split()
        if word.startswith("T-")
    ]
    lines = list(life_told(yearly, task_id, as_of="", language="zh"))
    assert [line[:10] for line in lines if line.startswith("20")] == ["2021-02-01", "2022-02-01", "2023-02-01"]
    tasks = [line.split()[1:] for line in lines if line.startswith("  T-")]
    assert [(units, due) for _, units, due in tasks] == [
        ("市司法局", "2021-06-30"),
        ("市司法局", "2022-05-31"),
        ("市政务办", "2023-05-31"),
    ]


def life_of_first(archive: Path, number: str) -> list[str]:
    """Lines with the id and name of each task of a notice."""
    from pipeline.archive.holdings import holdings, notice_found, side
    from pipeline.archive.store import open_store

    with open_store(archive) as store:
        held = holdings(store)
        rows = side(store, held, notice_found(store, held, number)).rows["tasks"]
    return [f"{row['task_id']} {row['task_name']}" for row in rows]


def test_a_task_that_is_not_there_is_named(yearly: Path) -> None:
    with pytest.raises(StoreError, match="T-000000000000"):
        list(life_told(yearly, "T-000000000000", as_of="", language="zh"))


def test_a_decision_that_repeals_many_ties_none_of_them_to_another() -> None:
    documents = [Document(f"N-{each}", title=title, date="2010-01-01") for each, title in enumerate(("甲", "乙", "丙"))]
    decision = Document("N-end", title="关于废止部分文件的决定", date="2020-01-01")
    links = [Link("N-end", each.notice_id, Relation.REPEALS, "2020-01-01", 0, 1) for each in documents]
    ties = Ties(relations([*documents, decision], links), "2024-01-01")
    assert [tie.new for tie in ties.after("N-0")] == ["N-end"]
    assert [tie.old for tie in ties.before("N-end")] == ["N-0", "N-1", "N-2"]
    assert ties.before("N-0") == []


def test_a_history_goes_from_version_to_version_but_one_step_to_a_basis() -> None:
    documents = [Document(f"N-{each}", date=f"20{each + 10}-01-01") for each in range(4)]
    links = [
        Link("N-1", "N-0", Relation.BASIS, "", 0, 1),
        Link("N-2", "N-1", Relation.SUPERSEDES, "", 0, 1),
        Link("N-3", "N-2", Relation.SUPERSEDES, "", 0, 1),
    ]
    ties = Ties(relations(documents, links), "2024-01-01")
    assert [tie.old for tie in ties.before("N-3")] == ["N-2", "N-1"]
    assert [tie.old for tie in ties.before("N-1")] == ["N-0"]
    assert [tie.new for tie in ties.after("N-1")] == ["N-2", "N-3"]
