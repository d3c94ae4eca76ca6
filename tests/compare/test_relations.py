"""Which notices are in force on a day, by what later notices say of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.kinds import Relation
from pipeline.archive.holdings import holdings
from pipeline.archive.store import open_store
from pipeline.compare.relations import Document, Link, sentence_at
from pipeline.model.relation import Ground, Validity
from tests.compare.archives import archive_of, notice, relations

HEATING = notice(
    "关于印发郑州市供热管理办法的通知",
    "郑政〔2012〕8号",
    "现将《郑州市供热管理办法》印发给你们，请遵照执行。本办法自2012年5月1日起施行。",
    day="2012年4月2日",
)
WATER = notice(
    "关于加强节水工作的意见",
    "郑政〔2016〕2号",
    "本意见自2016年3月1日起施行，有效期5年。",
    day="2016年2月1日",
)
REPEAL_LIST = notice(
    "关于废止部分规范性文件的决定",
    "郑政〔2023〕5号",
    "经研究，决定废止部分规范性文件，目录见附件。本决定自2023年7月1日起施行。\n\n附件：决定废止的规范性文件目录",
    day="2023年6月1日",
    behind="\n附件\n决定废止的规范性文件目录\n1.郑州市人民政府关于印发郑州市供热管理办法的通知（郑政〔2012〕8号）\n",
)
REPEAL_TABLE = notice(
    "关于公布规范性文件清理结果的通知",
    "郑政〔2023〕5号",
    "现将清理结果公布如下。",
    day="2023年6月1日",
    behind="\n附件\n\n废止的规范性文件目录\n\n| 序号 | 文件名称 | 文号 |\n|---|---|---|\n"
    "| 1 | 郑州市人民政府关于印发郑州市供热管理办法的通知 | 郑政〔2012〕8号 |\n",
)
KEPT_LIST = REPEAL_TABLE.replace("废止的规范性文件目录", "继续有效的规范性文件目录")


RESULT_TABLE = (
    REPEAL_TABLE.replace("废止的规范性文件目录", "规范性文件清理结果")
    .replace("| 文号 |", "| 文号 | 清理结果 |")
    .replace("|---|---|---|", "|---|---|---|---|")
    .replace("郑政〔2012〕8号 |", "郑政〔2012〕8号 | 废止 |")
)


def later(body: str, *, day: str = "2023年6月1日") -> str:
    return notice("关于加强供热管理的通知", f"郑政〔{day[:4]}〕6号", body, day=day)


def standing(folder: Path, notices: dict[str, str], number: str, as_of: str) -> tuple[Validity, Ground, str]:
    archive_of(folder, notices)
    with open_store(folder) as store:
        held = holdings(store)
        (notice_id,) = [each.notice_id for each in held.documents() if each.doc_number == number]
        found = held.relations.validity(notice_id, as_of)
    return found.validity, found.ground, found.day


@pytest.mark.parametrize(
    ("other", "as_of", "expected"),
    [
        pytest.param(REPEAL_LIST, "2023-07-01", (Validity.REPEALED, Ground.BY_NOTICE, "2023-07-01"), id="list"),
        pytest.param(
            REPEAL_LIST, "2023-06-30", (Validity.IN_FORCE, Ground.TAKEN_EFFECT, "2012-05-01"), id="day before"
        ),
        pytest.param(REPEAL_TABLE, "2023-06-01", (Validity.REPEALED, Ground.BY_NOTICE, "2023-06-01"), id="table"),
        pytest.param(
            RESULT_TABLE, "2023-06-01", (Validity.REPEALED, Ground.BY_NOTICE, "2023-06-01"), id="column of a table"
        ),
        pytest.param(
            later("《郑州市人民政府关于印发郑州市供热管理办法的通知》（郑政〔2012〕8号）自2024年1月1日起废止。"),
            "2023-12-31",
            (Validity.IN_FORCE, Ground.TAKEN_EFFECT, "2012-05-01"),
            id="the sentence names a later day",
        ),
        pytest.param(
            later(
                "《郑州市人民政府关于印发郑州市供热管理办法的通知》（郑政〔2012〕8号）与本通知不一致的，按照本通知执行。"
            ),
            "2024-01-01",
            (Validity.IN_FORCE, Ground.TAKEN_EFFECT, "2012-05-01"),
            id="inconsistent parts only",
        ),
        pytest.param(
            later("此前有关规定与本通知不一致的，按照本通知执行。"),
            "2024-01-01",
            (Validity.IN_FORCE, Ground.TAKEN_EFFECT, "2012-05-01"),
            id="names no file",
        ),
        pytest.param(
            later("将《郑州市供热管理办法》（郑政〔2012〕8号）第二条修改为：“供热单位应当持证经营。”"),
            "2024-01-01",
            (Validity.AMENDED, Ground.BY_NOTICE, "2023-06-01"),
            id="amended",
        ),
        pytest.param(REPEAL_LIST, "2012-04-15", (Validity.UNKNOWN, Ground.NOT_YET, "2012-05-01"), id="not in effect"),
        pytest.param(REPEAL_LIST, "2012-04-01", (Validity.UNKNOWN, Ground.NOT_YET, "2012-04-02"), id="not yet signed"),
        pytest.param(
            KEPT_LIST, "2024-01-01", (Validity.IN_FORCE, Ground.CONTINUED, "2023-06-01"), id="list of what goes on"
        ),
    ],
)
def test_a_notice_is_in_force_as_later_ones_say(
    tmp_path: Path, other: str, as_of: str, expected: tuple[Validity, Ground, str]
) -> None:
    assert standing(tmp_path, {"a.md": HEATING, "b.md": other}, "郑政〔2012〕8号", as_of) == expected


@pytest.mark.parametrize(
    ("body", "as_of", "expected"),
    [
        pytest.param("", "2021-02-28", (Validity.IN_FORCE, Ground.TAKEN_EFFECT, "2016-03-01"), id="its last day"),
        pytest.param("", "2021-03-01", (Validity.EXPIRED, Ground.EXPIRY, "2021-02-28"), id="the day after"),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长至2026年2月28日。",
            "2024-01-01",
            (Validity.IN_FORCE, Ground.EXTENDED, "2026-02-28"),
            id="extended",
        ),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长至2026年2月28日。",
            "2022-01-01",
            (Validity.EXPIRED, Ground.EXPIRY, "2021-02-28"),
            id="extended later than the day",
        ),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长至2026年2月28日。",
            "2026-03-01",
            (Validity.EXPIRED, Ground.EXPIRY, "2026-02-28"),
            id="past the new last day",
        ),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）继续有效。",
            "2024-01-01",
            (Validity.IN_FORCE, Ground.CONTINUED, "2023-06-01"),
            id="goes on",
        ),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长五年。",
            "2024-01-01",
            (Validity.UNKNOWN, Ground.EXTENDED_HOW_LONG, "2021-02-28"),
            id="extended after its last day, to a day that nobody can tell",
        ),
        pytest.param(
            "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期自2023年6月1日起延长5年。",
            "2024-01-01",
            (Validity.IN_FORCE, Ground.EXTENDED, "2028-05-31"),
            id="extended from a day that is named",
        ),
        pytest.param(
            "将《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长为10年。",
            "2024-01-01",
            (Validity.IN_FORCE, Ground.EXTENDED, "2026-02-28"),
            id="ten years in all",
        ),
    ],
)
def test_a_last_day_is_moved_by_later_notices(
    tmp_path: Path, body: str, as_of: str, expected: tuple[Validity, Ground, str]
) -> None:
    notices = {"a.md": WATER} | ({"b.md": later(body)} if body else {})
    assert standing(tmp_path, notices, "郑政〔2016〕2号", as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2023-02-28", (Validity.IN_FORCE, Ground.EXTENDED, "2023-02-28"), id="its new last day"),
        pytest.param("2023-03-01", (Validity.EXPIRED, Ground.EXPIRY, "2023-02-28"), id="the day after"),
    ],
)
def test_years_count_from_the_last_day_so_far(
    tmp_path: Path, as_of: str, expected: tuple[Validity, Ground, str]
) -> None:
    body = "《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长两年。"
    notices = {"a.md": WATER, "b.md": later(body, day="2021年2月1日")}
    assert standing(tmp_path, notices, "郑政〔2016〕2号", as_of) == expected


def test_an_extension_by_years_of_a_notice_without_a_last_day_keeps_it_in_force_to_no_day_that_is_known(
    tmp_path: Path,
) -> None:
    notices = {
        "a.md": notice("关于加强节水工作的意见", "郑政〔2016〕2号", "要加强节水工作。", day="2016年2月1日"),
        "b.md": later("《郑州市人民政府关于加强节水工作的意见》（郑政〔2016〕2号）有效期延长2年。"),
    }
    expected = (Validity.IN_FORCE, Ground.CONTINUED, "2023-06-01")
    assert standing(tmp_path, notices, "郑政〔2016〕2号", "2031-01-01") == expected


def test_what_nothing_says_is_unknown(tmp_path: Path) -> None:
    silent = notice("关于加强燃气管理的意见", "郑政〔2014〕9号", "要加强燃气管理。", day="2014年4月2日")
    assert standing(tmp_path, {"a.md": silent}, "郑政〔2014〕9号", "2024-01-01") == (
        Validity.UNKNOWN,
        Ground.NOTHING_SAYS,
        "",
    )


OLD = Document("N-old", date="2015-01-05", effective="2015-02-01")


def link(relation: Relation, since: str, *, citing: str = "N-new") -> Link:
    return Link(citing, "N-old", relation, since, 0, 1)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        pytest.param(
            [link(Relation.REPEALS, "2020-01-01"), link(Relation.SUPERSEDES, "2018-01-01")],
            Validity.SUPERSEDED,
            id="the first end counts",
        ),
        pytest.param(
            [link(Relation.AMENDS, "2019-01-01"), link(Relation.REPEALS, "2020-01-01")],
            Validity.REPEALED,
            id="an end after an amendment",
        ),
        pytest.param([link(Relation.REPEALS, "")], Validity.UNKNOWN, id="an end without a date"),
        pytest.param([link(Relation.SUSPENDS, "2016-01-01")], Validity.IN_FORCE, id="a suspension"),
        pytest.param([link(Relation.BASIS, "2016-01-01")], Validity.IN_FORCE, id="a notice that rests on it"),
    ],
)
def test_of_several_relations_the_one_that_decides(links: Sequence[Link], expected: Validity) -> None:
    found = relations([OLD, Document("N-new")], links).validity("N-old", "2021-01-01")
    assert found.validity is expected


def test_a_day_that_no_notice_gives_decides_nothing() -> None:
    assert relations([OLD], []).validity("N-old", "").validity is Validity.UNKNOWN


def test_a_relation_rests_on_the_sentence_around_its_citation() -> None:
    text = "一、本通知自印发之日起施行。《甲办法》（郑政〔2012〕8号）同时废止。附件：略"
    start = text.index("《甲")
    assert sentence_at(text, start, start + 5) == "《甲办法》（郑政〔2012〕8号）同时废止"


DAYS = st.dates(date(2014, 1, 1), date(2024, 12, 31)).map(date.isoformat)
LINKS = st.lists(st.builds(link, st.sampled_from(Relation), st.one_of(DAYS, st.just(""))), max_size=6)


@given(LINKS, DAYS)
def test_what_holds_from_a_later_day_changes_nothing(links: list[Link], as_of: str) -> None:
    documents = [OLD, Document("N-new")]
    known = [each for each in links if each.since <= as_of]
    assert relations(documents, links).validity("N-old", as_of) == relations(documents, known).validity("N-old", as_of)


@given(LINKS, DAYS, DAYS)
def test_what_was_repealed_or_superseded_stays_so(links: list[Link], one: str, other: str) -> None:
    found = relations([OLD, Document("N-new")], links)
    ended = (Validity.REPEALED, Validity.SUPERSEDED)
    if found.validity("N-old", min(one, other)).validity in ended:
        assert found.validity("N-old", max(one, other)).validity in ended
