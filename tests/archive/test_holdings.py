"""What an archive holds as a whole, asked of its register."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extractors.kinds import Relation
from pipeline.archive.holdings import holdings, notice_found
from pipeline.archive.store import FILE_NAME, open_store
from pipeline.tabulate.works import Naming, Place
from tests.compare.archives import archive_of, notice

HEATING = notice(
    "关于印发郑州市供热管理办法的通知",
    "郑政〔2012〕8号",
    "现将《郑州市供热管理办法》印发给你们，请遵照执行。",
    day="2012年4月2日",
)
REPEAL = notice(
    "关于废止供热管理办法的通知",
    "郑政〔2023〕5号",
    "《郑州市人民政府关于印发郑州市供热管理办法的通知》（郑政〔2012〕8号）同时废止。",
    day="2023年6月1日",
)
YEARLY = {
    f"{year}.md": notice(
        f"关于印发{year}年政务公开工作要点的通知",
        f"郑政〔{year}〕7号",
        "请认真贯彻执行。",
        day=f"{year}年2月1日",
    )
    for year in (2021, 2022)
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"heating.md": HEATING, "copy.md": HEATING + "\n", "repeal.md": REPEAL} | YEARLY
    return archive_of(tmp_path_factory.mktemp("archive"), files)


def register_in(folder: Path) -> int:
    with sqlite3.connect(folder / FILE_NAME) as database:
        (count,) = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'works'").fetchone()
    return int(count)


def test_files_of_one_notice_have_one_first_file(archive: Path) -> None:
    with open_store(archive) as store:
        held = holdings(store)
        files = {file.shown: file for file in store.files()}
        heating = notice_found(store, held, "郑政〔2012〕8号")
        assert held.content_of(heating) == files["copy.md"].content
        assert held.notice_in(files["heating.md"].content) == ""
        place = held.place("/in/heating.md", "", heating)
        assert (place.duplicate_of, place.notice_id[: len(heating) + 1]) == (heating, f"{heating}.")
        assert notice_found(store, held, place.notice_id) == heating
        assert held.place("/in/copy.md", "", heating) == Place(heating, "")


def test_what_notices_do_to_each_other_is_found_from_both(archive: Path) -> None:
    with open_store(archive) as store:
        held = holdings(store)
        heating, repeal = (notice_found(store, held, number) for number in ("郑政〔2012〕8号", "郑政〔2023〕5号"))
        (link,) = held.cited(heating)
        assert (link.citing, link.relation, link.since) == (repeal, Relation.REPEALS, "2023-06-01")
        assert list(held.links()) == list(held.citing(repeal)) == [link]
        (found,) = held.resolved(held.content_of(repeal)).values()
        assert found == (heating, "number")


def test_a_notice_is_found_under_the_title_of_what_it_issues(archive: Path) -> None:
    with open_store(archive) as store:
        (found,) = holdings(store).named(Naming.PAYLOAD, "郑州市供热管理办法")
    assert (found.doc_number, found.issuers, found.date) == ("郑政(2012)8号", ("郑州市人民政府",), "2012-04-02")


def test_namesakes_are_those_of_one_issuer_and_subject(archive: Path) -> None:
    with open_store(archive) as store:
        held = holdings(store)
        found = held.namesakes(notice_found(store, held, "郑政〔2021〕7号"))
        assert sorted(each.date for each in found) == ["2021-02-01", "2022-02-01"]
        of_repeal = held.namesakes(notice_found(store, held, "郑政〔2023〕5号"))
        assert sorted(each.doc_number for each in of_repeal) == ["郑政〔2012〕8号", "郑政〔2023〕5号"]


def test_the_latest_date_is_that_of_a_first_file(archive: Path) -> None:
    with open_store(archive) as store:
        assert holdings(store).latest_date() == "2023-06-01"


def test_an_id_that_is_none_is_an_error(archive: Path) -> None:
    with open_store(archive) as store, pytest.raises(KeyError, match="N-none"):
        holdings(store).document("N-none")


def test_a_question_leaves_no_register_behind_and_a_run_does(tmp_path: Path) -> None:
    archive_of(tmp_path, {"a.md": HEATING})
    with open_store(tmp_path) as store:
        assert len(list(holdings(store).documents())) == 1
    assert register_in(tmp_path) == 0
    with open_store(tmp_path) as store:
        holdings(store, keep=True)
    assert register_in(tmp_path) == 1


def test_a_question_is_answered_while_a_run_is_writing(tmp_path: Path) -> None:
    archive_of(tmp_path, {"a.md": HEATING})
    with open_store(tmp_path) as running:
        running.note("generation", "99")
        with open_store(tmp_path) as asking:
            assert [each.doc_number for each in holdings(asking).documents()] == ["郑政〔2012〕8号"]


def test_a_register_that_is_out_of_date_is_made_anew(tmp_path: Path) -> None:
    archive_of(tmp_path, {"a.md": HEATING})
    with open_store(tmp_path) as store:
        holdings(store, keep=True)
    archive_of(tmp_path, {"b.md": REPEAL})
    with open_store(tmp_path) as store:
        assert len(list(holdings(store).documents())) == 2
        assert holdings(store, keep=True).latest_date() == "2023-06-01"
