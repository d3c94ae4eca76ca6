"""A run from end to end, on the project's own corpus."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline import run as run_module
from pipeline.archive import versions
from pipeline.archive.choice import Choice
from pipeline.archive.versions import Versions
from pipeline.batch import Summary, run
from pipeline.errors import EvidenceError, NoticeError
from pipeline.messages import reasons
from pipeline.model.entry import Outcome
from pipeline.model.reading import Ocr
from pipeline.run import interpret
from pipeline.tabulate.csv_file import unguarded
from pipeline.tabulate.evidence import QUOTING
from pipeline.tabulate.frames import load
from pipeline.tabulate.identity import folded
from pipeline.tabulate.spec import RUN_TABLES, CellType, table

SAMPLE = "郑政文〔2021〕26号"
csv.field_size_limit(sys.maxsize)


def csv_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A table as a stranger reads it, guards taken off."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [{key: unguarded(value) for key, value in row.items()} for row in csv.DictReader(stream)]


def table_bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in RUN_TABLES}


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The whole corpus, run once."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, run([corpus], folder)


def sample_rows(folder: Path, name: str) -> list[dict[str, str]]:
    (first,) = [row for row in csv_rows(folder, "notices") if row["doc_number"] == SAMPLE and not row["duplicate_of"]]
    return [row for row in csv_rows(folder, name) if row["notice_id"] == first["notice_id"]]


def test_every_file_of_the_corpus_is_read(whole: tuple[Path, Summary], corpus: Path) -> None:
    folder, summary = whole
    assert summary.outcomes[Outcome.FAILED] == 0
    assert sorted(row["source_path"] for row in csv_rows(folder, "notices")) == sorted(p.name for p in corpus.iterdir())


def test_the_sample_is_one_notice_in_three_files(whole: tuple[Path, Summary]) -> None:
    rows = [row for row in csv_rows(whole[0], "notices") if row["doc_number"] == SAMPLE]
    (first,) = [row for row in rows if not row["duplicate_of"]]
    assert Counter(row["duplicate_of"] for row in rows) == {"": 1, first["notice_id"]: 2}
    assert first["source_path"] == min(row["source_path"] for row in rows)
    assert [row["task_count"] for row in rows if row["duplicate_of"]] == ["0", "0"]


# What may differ between the formats of one notice: where things stand, and the file itself.
_OF_THE_FORMAT = {
    *("page", "page_from", "page_to", "page_count", "char_start", "char_end", "char_count"),
    *("source_path", "source_format", "source_sha256"),
}


@pytest.mark.parametrize("name", ["notices", "tasks", "assignments", "units", "deadlines", "citations", "sections"])
@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_each_format_of_the_sample_gives_the_same_rows(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory, ending: str, name: str
) -> None:
    def rows(ending: str) -> list[dict[str, str]]:
        folder = tmp_path_factory.getbasetemp() / f"sample_{ending}"
        if not folder.exists():
            run([corpus / f"{SAMPLE}.{ending}"], folder)
        table_rows = csv_rows(folder, name)
        # Width of brackets and line breaks are the format's own: the Markdown has (一), the others （一）.
        return [{key: folded(value) for key, value in row.items() if key not in _OF_THE_FORMAT} for row in table_rows]

    assert rows(ending) == rows("md")


@pytest.mark.parametrize("name", RUN_TABLES)
def test_keys_are_unique_and_foreign_keys_lead_somewhere(whole: tuple[Path, Summary], name: str) -> None:
    folder, _ = whole
    rows = csv_rows(folder, name)
    keys = [row[table(name).key] for row in rows]
    assert len(keys) == len(set(keys))
    for column in table(name).columns:
        if column.references:
            known = {row[table(column.references).key] for row in csv_rows(folder, column.references)}
            assert {row[column.name] for row in rows} - {""} <= known, column.name


@pytest.mark.parametrize("name", RUN_TABLES)
def test_cells_are_of_their_type_and_codes_of_their_set(whole: tuple[Path, Summary], name: str) -> None:
    for row in csv_rows(whole[0], name):
        for column in table(name).columns:
            cell = row[column.name]
            assert not column.values or cell in (*column.values, ""), f"{column.name}: {cell}"
            assert column.type is not CellType.BOOLEAN or cell in ("true", "false"), column.name
            assert column.type is not CellType.INTEGER or cell == "" or cell.isdigit(), column.name
    assert name in load(whole[0])


def test_evidence_in_the_tables_is_the_text_at_its_offsets(whole: tuple[Path, Summary], corpus: Path) -> None:
    folder, _ = whole
    files = {row["notice_id"]: row["source_path"] for row in csv_rows(folder, "notices")}
    texts = {key: run_module.read_notice((corpus / name).read_bytes(), name).text for key, name in files.items()}
    checked = 0
    for name, column in QUOTING.items():
        for row in csv_rows(folder, name):
            assert texts[row["notice_id"]][int(row["char_start"]) : int(row["char_end"])] == row[column]
            checked += 1
    assert checked > 500


def test_warning_codes_are_explained(whole: tuple[Path, Summary]) -> None:
    codes = {
        code.partition(":")[0] for row in csv_rows(whole[0], "notices") for code in row["warnings"].split("；")
    } - {""}
    assert codes <= set(reasons())


def test_a_second_run_reads_nothing_and_writes_the_same_bytes(whole: tuple[Path, Summary], corpus: Path) -> None:
    folder, first = whole
    before = table_bytes(folder)
    second = run([corpus], folder)
    assert (second.counts.read, second.counts.unchanged) == (0, first.counts.files)
    assert table_bytes(folder) == before


def test_files_given_one_by_one_make_the_same_tables(corpus: Path, tmp_path: Path) -> None:
    files = [corpus / f"{SAMPLE}.md", corpus / f"{SAMPLE}.docx", corpus / "示政发〔2022〕8号.md"]
    run(files, tmp_path / "at once")
    for path in reversed(files):
        run([path], tmp_path / "one by one")
    assert table_bytes(tmp_path / "one by one") == table_bytes(tmp_path / "at once")


def test_a_run_records_versions_counts_and_time(whole: tuple[Path, Summary]) -> None:
    record = json.loads((whole[0] / "run.json").read_text(encoding="utf-8"))
    assert set(record["versions"]) == {"program", "code", "rules", "added_rules", "ocr"}
    assert record["rows"]["notices"] == len(csv_rows(whole[0], "notices"))
    assert record["seconds"] >= 0


@pytest.mark.parametrize(
    ("as_of", "day", "expected"),
    [
        pytest.param("", "2021-05-20", "amended", id="latest date of the notices"),
        pytest.param("2021-05-19", "2021-05-19", "unknown", id="the day before it was amended"),
    ],
)
def test_validity_is_that_of_a_day_which_the_run_records(
    corpus: Path, tmp_path: Path, as_of: str, day: str, expected: str
) -> None:
    run([corpus / f"{SAMPLE}.md", corpus / "示例文〔2021〕58号.md"], tmp_path, as_of=as_of)
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["as_of"] == day
    assert {row["doc_number"]: row["validity"] for row in csv_rows(tmp_path, "notices")}[SAMPLE] == expected


def test_another_version_reads_everything_again(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = corpus / "示政发〔2022〕8号.md"
    run([path], tmp_path)
    monkeypatch.setattr(versions, "current", lambda _, ocr: Versions("0.1.0", "another", "rules", ocr=ocr))
    assert run([path], tmp_path).counts.read == 1


def test_another_choice_of_ocr_reads_everything_again(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "示政发〔2022〕8号.md"
    run([path], tmp_path)
    assert run([path], tmp_path, ocr=Ocr.NEVER).counts.read == 1


def test_a_changed_file_replaces_what_it_was(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "in" / "通知.md"
    path.parent.mkdir()
    original = (corpus / "示政发〔2022〕8号.md").read_text(encoding="utf-8")
    path.write_text(original, encoding="utf-8")
    run([path.parent], tmp_path / "out")
    path.write_text(original.replace("示政发〔2022〕8号", "示政发〔2022〕88号"), encoding="utf-8")
    assert run([path.parent], tmp_path / "out").counts.read == 1
    assert [row["doc_number"] for row in csv_rows(tmp_path / "out", "notices")] == ["示政发〔2022〕88号"]


def test_prune_drops_what_is_gone_and_only_that(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("示政发〔2022〕8号.md", "示区政〔2022〕7号.md"):
        (folder / name).write_bytes((corpus / name).read_bytes())
    run([folder], tmp_path / "out")
    (folder / "示区政〔2022〕7号.md").unlink()
    assert run([folder], tmp_path / "out").rows["notices"] == 2
    summary = run([folder], tmp_path / "out", prune=True)
    assert (summary.pruned, summary.rows["notices"]) == (1, 1)


def test_a_file_that_was_renamed_is_followed_and_not_read_again(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(corpus / "示政发〔2022〕8号.md", folder / "a.md")
    run([folder], tmp_path / "out")
    (folder / "a.md").rename(folder / "b.md")
    summary = run([folder], tmp_path / "out")
    assert (summary.counts.read, summary.counts.moved) == (0, 1)
    assert [row["source_path"] for row in csv_rows(tmp_path / "out", "notices")] == ["b.md"]


def test_what_failed_is_read_again_on_request_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "b.txt").write_text(
        "示政发〔2022〕8号\n关于开展检查的通知\n各区县（市）：\n由市财政局牵头，3月底前完成。", encoding="utf-8"
    )
    out = tmp_path / "out"
    assert run([tmp_path], out).outcomes["failed"] == 1
    assert run([tmp_path], out).counts.read == 0
    assert run([tmp_path], out, choice=Choice(retry=True)).counts.read == 1
    failed = run([tmp_path], out, choice=Choice("failed"))
    assert (failed.counts.read, failed.counts.left) == (1, 1)
    assert run([tmp_path], out, choice=Choice("txt")).counts.unchanged == 1


@pytest.mark.parametrize("workers", [1, 3])
def test_the_tables_are_the_same_whatever_the_number_of_workers(
    whole: tuple[Path, Summary], corpus: Path, tmp_path: Path, workers: int
) -> None:
    run([corpus], tmp_path, workers=workers)
    assert table_bytes(tmp_path) == table_bytes(whole[0])


def test_tables_that_somebody_changed_are_written_again_and_others_are_not(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "示政发〔2022〕8号.md"
    run([path], tmp_path)
    first, table = (tmp_path / "tasks.csv").read_bytes(), tmp_path / "tasks.csv"
    kept = table.stat().st_mtime_ns, table.stat().st_ino
    run([path], tmp_path)
    assert (table.stat().st_mtime_ns, table.stat().st_ino) == kept
    table.write_bytes(b"typed over")
    run([path], tmp_path)
    assert table.read_bytes() == first


@pytest.mark.parametrize("mark", ["机密★1年", "秘密", "绝密★", "机 密"])
def test_a_file_with_a_secrecy_mark_leaves_path_and_reason_only(tmp_path: Path, mark: str) -> None:
    words = "市财政局要于2021年3月10日前完成转移支付。（责任单位：市财政局）"
    text = f"{mark}\n特急\n示政文〔2021〕3号\n示例市人民政府关于做好有关工作的通知\n各有关单位：\n{words}\n示例市人民政府\n2021年3月5日\n"
    (tmp_path / "密.txt").write_text(text, encoding="utf-8")
    summary = run([tmp_path], tmp_path / "out")
    (problem,) = csv_rows(tmp_path / "out", "problems")
    assert (problem["outcome"], problem["reason_code"], problem["source_path"]) == ("skipped", "secret", "密.txt")
    assert problem["source_sha256"] == ""
    assert summary.rows["notices"] == 0
    assert words.encode() not in (tmp_path / "out" / "duban.sqlite").read_bytes()


def test_a_law_on_secrets_is_no_secrecy_mark(tmp_path: Path) -> None:
    text = "示例市人民政府关于贯彻保守国家秘密法的通知\n各有关单位：\n现将保密资料管理要求通知如下：\n一、加强领导。\n示例市人民政府\n2021年3月5日\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run([tmp_path], tmp_path / "out").rows["notices"] == 1


def test_an_error_of_ours_costs_one_file_and_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> object:
        raise KeyError("x")

    monkeypatch.setattr("pipeline.structure.build", broken)
    content = interpret("关于开展检查的通知\n".encode(), "a.txt")
    assert content.problem is not None
    assert (content.outcome, content.problem.stage) == (Outcome.FAILED, "structure")
    assert content.problem.reason_code == "internal_error"
    assert "KeyError at run.py:" in content.problem.reason


def test_a_file_that_cannot_be_read_says_why_and_what_to_do() -> None:
    content = interpret(b"", "a.txt")
    assert content.problem is not None
    assert (content.problem.outcome, content.problem.stage) == (Outcome.FAILED, "read")
    assert content.problem.reason_code == "empty_file"


def test_a_mismatch_of_evidence_leaves_the_tables_as_they_were(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_bytes((corpus / f"{SAMPLE}.md").read_bytes())
    run([folder], tmp_path / "out")
    before = table_bytes(tmp_path / "out")

    class Torn(run_module.Worker):
        def call(self, request: bytes) -> bytes:
            return super().call(request).replace("抓好学习研究".encode(), "抓好学习调研".encode(), 1)

    monkeypatch.setattr(run_module, "Worker", Torn)
    (folder / "a.md").write_text((corpus / f"{SAMPLE}.md").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"a\.md"):
        run([folder], tmp_path / "out")
    assert table_bytes(tmp_path / "out") == before


def test_a_child_that_lies_costs_one_file(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lying(run_module.Worker):
        def call(self, request: bytes) -> bytes:
            return b"[]" if request else b""

    monkeypatch.setattr(run_module, "Worker", Lying)
    run([corpus / f"{SAMPLE}.md"], tmp_path)
    (problem,) = csv_rows(tmp_path, "problems")
    assert (problem["outcome"], problem["reason_code"]) == ("failed", "crashed")


def test_a_zip_is_read_member_by_member(corpus: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "公文.zip", "w") as archive:
        archive.write(corpus / "示政发〔2022〕8号.md", "文件/a.md")
        archive.writestr("../b.md", "x")
    summary = run([tmp_path / "公文.zip"], tmp_path / "out")
    assert [row["source_path"] for row in csv_rows(tmp_path / "out", "notices")] == ["公文.zip/文件/a.md"]
    assert [row["reason_code"] for row in csv_rows(tmp_path / "out", "problems") if row["outcome"] == "failed"] == [
        "unsafe_member"
    ]
    assert summary.outcomes["failed"] == 1
    assert run([tmp_path / "公文.zip"], tmp_path / "out").counts.read == 0


def test_a_cut_tar_gives_its_first_notice_and_a_problem(corpus: Path, tmp_path: Path) -> None:
    import tarfile

    path = tmp_path / "公文.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(corpus / f"{SAMPLE}.md", "文件/a.md")
        archive.add(corpus / f"{SAMPLE}.pdf", "文件/b.pdf")
    path.write_bytes(path.read_bytes()[:-5000])
    run([path], tmp_path / "out")
    assert [row["source_path"] for row in csv_rows(tmp_path / "out", "notices")] == ["公文.tar.gz/文件/a.md"]
    problems = {row["source_path"]: row["reason_code"] for row in csv_rows(tmp_path / "out", "problems")}
    assert problems["公文.tar.gz"] == problems["公文.tar.gz/文件/b.pdf"] == "broken_archive"


def test_a_zip_of_no_documents_is_no_input(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("tasks.csv", "x")
    with pytest.raises(NoticeError) as raised:
        run([tmp_path / "a.zip"], tmp_path / "out")
    assert raised.value.reason_code == "no_input"


def test_progress_is_told_each_file(corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    run(
        [corpus / "示政发〔2022〕8号.md"],
        tmp_path,
        progress=lambda counts, end: told.append((counts.looked_at, counts.total, end.outcome if end else "")),
    )
    assert told == [(1, 1, ""), (1, 1, "review")]


@pytest.mark.shared
@pytest.mark.long
def test_an_archive_of_real_notices_runs_through(shared: Path, tmp_path: Path) -> None:
    summary = run([shared / "archive"], tmp_path)
    failed = [row for row in csv_rows(tmp_path, "problems") if row["outcome"] == "failed"]
    # DOC is read by a later reader; all else that fails has its reason in the table of reasons.
    assert {row["reason_code"] for row in failed} <= set(reasons()) - {"internal_error", "crashed", "timeout", "memory"}
    assert summary.outcomes["complete"] + summary.outcomes["review"] > 100


def test_what_files_of_one_notice_say_differently_is_listed(corpus: Path, tmp_path: Path) -> None:
    text = (corpus / f"{SAMPLE}.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "b.md").write_text(
        text.replace("2021 年 3 月 5 日", "2021 年 3 月 6 日").replace("3月15日前", "3月16日前"), encoding="utf-8"
    )
    run([tmp_path / "a.md", tmp_path / "b.md"], tmp_path / "out")
    first, further = csv_rows(tmp_path / "out", "notices")
    (problem,) = [row for row in csv_rows(tmp_path / "out", "problems") if row["source_path"] == "b.md"]
    assert further["duplicate_of"] == first["notice_id"] and "sources_differ" in further["warnings"].split("；")
    assert "sources_differ" not in first["warnings"]
    assert problem["outcome"] == "review"
    assert "成文日期：2021-03-05（首个文件）≠ 2021-03-06" in problem["reason"]
    assert "截止日期：2021-03-15（首个文件）≠ 2021-03-16" in problem["reason"]
