"""The engine of a cluster, on a scheduler and workers that the tests start, kill and lose."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from pipeline.archive import versions
from pipeline.archive.engines import dask_cluster
from pipeline.archive.engines.dask_cluster import DaskCluster
from pipeline.archive.engines.job import Done, Job
from pipeline.archive.intake import Counts, Told
from pipeline.archive.place import Place
from pipeline.batch import run
from pipeline.errors import NoticeError
from pipeline.messages import message
from pipeline.model.reading import Ocr
from pipeline.run import interpreting_worker
from tests.archive.engines.cluster import Cluster, cluster, descendants, free_port, kill
from tests.archive.engines.targets import KILLS_CHILD, KILLS_WORKER, mortal_worker
from tests.test_rules_option import NOTICE as NOTICE_OF_OWN_WORDS
from tests.test_rules_option import TABLES, units
from tests.test_run import table_bytes

NOTICE = "示政发〔2022〕8号.md"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers."""
    with cluster(tmp_path_factory.mktemp("pair"), workers=2) as made:
        yield made


def jobs(texts: list[str]) -> list[Job]:
    """Files that travel with their jobs."""
    contents = [text.encode() for text in texts]
    return [
        Job(Place("/a.zip", f"{number}.txt", len(data), 1), f"{number}.txt", "", Ocr.AUTO, data=data)
        for number, data in enumerate(contents)
    ]


def done(engine: DaskCluster, given: list[Job]) -> dict[str, Done]:
    return {each.place.member: each for part in engine.map(given) for each in part}


def reason(each: Done) -> str:
    problem = each.problem or (each.content.problem if each.content else None)
    return problem.reason_code if problem else ""


def many(corpus: Path, folder: Path, number: int) -> Path:
    """So many notices, each another one."""
    text = (corpus / NOTICE).read_text(encoding="utf-8")
    folder.mkdir()
    for each in range(number):
        (folder / f"{each}.md").write_text(text.replace("8号", f"{each}号"), encoding="utf-8")
    return folder


def test_the_tables_are_those_of_one_machine(pair: Cluster, corpus: Path, tmp_path: Path) -> None:
    summary = run([corpus], tmp_path / "cluster", scheduler=pair.address)
    assert summary.outcomes["failed"] == 0
    run([corpus], tmp_path / "here")
    assert table_bytes(tmp_path / "cluster") == table_bytes(tmp_path / "here")
    assert run([corpus], tmp_path / "cluster", scheduler=pair.address).counts.read == 0


def test_both_workers_read_and_their_children_end_with_the_run(pair: Cluster, corpus: Path, tmp_path: Path) -> None:
    readers: set[int] = set()

    def look(_: Counts, told: Told | None) -> None:
        if told:
            readers.update(each.pid for worker in pair.workers for each in children_that_read(worker))

    run([many(corpus, tmp_path / "in", 30)], tmp_path / "out", scheduler=pair.address, progress=look)
    assert len(readers) == 2
    assert [each for worker in pair.workers for each in children_that_read(worker)] == []


def children_that_read(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [each for each in descendants(worker) if "pipeline.archive.child" in each.cmdline()]


@pytest.mark.long
def test_ctrl_c_ends_what_the_workers_do(pair: Cluster, corpus: Path, tmp_path: Path) -> None:
    folder = many(corpus, tmp_path / "in", 600)
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(tmp_path / "out")]
    command += ["--engine", "dask", "--scheduler", pair.address, "--log", str(tmp_path / "log")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    log = tmp_path / "log"
    while process.poll() is None and not (log.exists() and log.stat().st_size):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert message("interrupted", "en") in errors and "Traceback" not in errors
    assert [each for worker in pair.workers for each in children_that_read(worker)] == []
    assert 0 < run([folder / "0.md"], tmp_path / "out").rows["notices"] < 600


def test_rules_of_ones_own_are_sent_along(pair: Cluster, tmp_path: Path) -> None:
    rules, path = tmp_path / "rules", tmp_path / "通知.txt"
    rules.mkdir()
    for name, table in TABLES.items():
        (rules / f"{name}.tsv").write_text(table, encoding="utf-8")
    path.write_text(NOTICE_OF_OWN_WORDS, encoding="utf-8")
    run([path], tmp_path / "out", rules=rules, scheduler=pair.address)
    assert units(tmp_path / "out")["市惠企办"] == ("responsible", "郑州市惠企服务办公室")


@pytest.mark.long
def test_a_worker_that_is_killed_in_the_middle_costs_no_file(corpus: Path, tmp_path: Path) -> None:
    folder = many(corpus, tmp_path / "in", 40)
    orphans: list[psutil.Process] = []
    with cluster(tmp_path, workers=2) as made:

        def lose(_: Counts, told: Told | None) -> None:
            if told and made.workers[1].poll() is None:
                orphans.extend(kill(made.workers[1]))

        summary = run([folder], tmp_path / "cluster", scheduler=made.address, progress=lose)
    assert (summary.counts.read, summary.outcomes["failed"]) == (40, 0)
    run([folder], tmp_path / "here")
    assert table_bytes(tmp_path / "cluster") == table_bytes(tmp_path / "here")
    assert psutil.wait_procs(orphans, timeout=20)[1] == []


def test_a_file_that_kills_its_child_costs_that_file(pair: Cluster) -> None:
    engine = DaskCluster(pair.address, mortal_worker, made_by=versions.current())
    found = done(engine, jobs(["关于甲的通知\n", KILLS_CHILD, "关于乙的通知\n"]))
    assert [name for name, each in sorted(found.items()) if reason(each) == "crashed"] == ["1.txt"]
    assert len(found) == 3


@pytest.mark.long
def test_a_file_that_kills_the_worker_itself_is_found_and_refused(tmp_path: Path) -> None:
    """Each worker that is lost counts here, so that the test need not lose four for each shard."""
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with cluster(tmp_path, workers=2, environment=once) as made:
        engine = DaskCluster(made.address, mortal_worker, made_by=versions.current())
        found = done(engine, jobs(["关于甲的通知\n", KILLS_WORKER, *(f"关于{n}的通知\n" for n in range(6))]))
    assert len(found) == 8
    assert [name for name, each in found.items() if reason(each) == "worker_lost"] == ["1.txt"]


def test_a_worker_of_another_version_is_an_error(pair: Cluster) -> None:
    engine = DaskCluster(pair.address, interpreting_worker, made_by=replace(versions.current(), code="another"))
    with pytest.raises(NoticeError, match="code another") as raised:
        done(engine, jobs(["关于甲的通知\n"]))
    assert raised.value.reason_code == "other_version"


def test_a_scheduler_that_is_not_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "_CONNECT_SECONDS", 2)
    (tmp_path / "a.txt").write_text("关于甲的通知\n", encoding="utf-8")
    with pytest.raises(NoticeError, match="no dask scheduler") as raised:
        run([tmp_path / "a.txt"], tmp_path / "out", scheduler=f"tcp://127.0.0.1:{free_port()}")
    assert raised.value.reason_code == "no_cluster"


@pytest.mark.long
def test_a_scheduler_that_is_lost_is_an_error_and_the_run_goes_on_later(corpus: Path, tmp_path: Path) -> None:
    folder = many(corpus, tmp_path / "in", 40)
    with cluster(tmp_path, workers=1) as made:

        def lose(_: Counts, told: Told | None) -> None:
            if told:
                kill(made.scheduler[0])

        with pytest.raises(NoticeError) as raised:
            run([folder], tmp_path / "out", scheduler=made.address, progress=lose)
    assert raised.value.reason_code == "no_cluster"
    later = run([folder], tmp_path / "out")
    assert later.counts.unchanged > 0
    assert later.counts.read + later.counts.unchanged == 40
