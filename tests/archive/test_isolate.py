"""One document that hangs, dies or takes the memory costs itself and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import ANY

import psutil
import pytest

from pipeline.archive.isolate import Limits, Worker, read_isolated, reading_worker
from pipeline.errors import ReadError
from pipeline.model.reading import Line, SourceFormat

TARGETS = "tests.archive.child_targets"
LINUX = sys.platform.startswith("linux")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(f"{TARGETS}:misbehave", limits=Limits(seconds=20, memory=300 << 20, documents=3)) as made:
        yield made


def reason(worker: Worker, request: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as raised:
        worker.call(request)
    return raised.value.reason_code, str(raised.value)


def test_the_childs_answer_comes_back_whole() -> None:
    request = bytes(range(256)) * 10_000
    with Worker(f"{TARGETS}:echo") as worker:
        assert worker.call(request) == request
        assert worker.call(b"") == b""


def test_a_child_answers_many_requests_and_is_replaced_in_time(worker: Worker) -> None:
    children = [worker.call(b"") for _ in range(5)]
    assert children[0] == children[1] == children[2]
    assert children[3] == children[4] != children[0]


def test_a_refusal_keeps_its_code_and_its_words(worker: Worker) -> None:
    before = worker.call(b"")
    assert reason(worker, b"refuse") == ("no_notice", "expected a notice, found a cat")
    assert worker.call(b"") == before


def test_a_fault_of_the_program_says_so(worker: Worker) -> None:
    code, message = reason(worker, b"fail")
    assert code == "crashed"
    assert "KeyError" in message


@pytest.mark.parametrize("request_", [b"die", b"exit"])
def test_a_child_that_dies_takes_one_document_with_it(worker: Worker, request_: bytes) -> None:
    assert reason(worker, request_)[0] == "crashed"
    assert worker.call(b"").isdigit()


def test_a_child_that_hangs_is_ended_in_time() -> None:
    with Worker(f"{TARGETS}:misbehave", limits=Limits(seconds=1.5)) as worker:
        worker.call(b"")
        start = time.monotonic()
        assert reason(worker, b"sleep:60")[0] == "timeout"
        assert time.monotonic() - start < 5
        assert worker.call(b"").isdigit()


def test_a_child_that_takes_the_memory_is_ended(worker: Worker) -> None:
    assert reason(worker, b"grow:600")[0] == "memory"
    assert worker.call(b"").isdigit()


@pytest.mark.skipif(not LINUX, reason="what a process has loaded is told by Linux")
def test_memory_beyond_the_first_limit_is_for_ocr_alone() -> None:
    with Worker(f"{TARGETS}:recognize", limits=Limits(memory=700 << 20, memory_for_ocr=3 << 30)) as worker:
        assert reason(worker, b"800") == ("memory", ANY)
        assert worker.call(b"ocr800").isdigit()
        # OCR is loaded in this child, by another document.
        assert reason(worker, b"800") == ("memory", ANY)
        assert worker.call(b"1").isdigit()


def test_a_child_that_says_too_much_is_ended() -> None:
    with Worker(f"{TARGETS}:echo", limits=Limits(reply=1 << 20)) as worker:
        assert len(worker.call(b"x" * (1 << 20))) == 1 << 20
        code, message = reason(worker, b"x" * ((1 << 20) + 1))
        assert (code, worker.cost.attempts) == ("too_large", 1)
        assert "1 MiB" in message and "split" in message
        assert worker.call(b"x") == b"x"


def test_a_child_that_has_grown_is_replaced() -> None:
    with Worker(f"{TARGETS}:misbehave", limits=Limits(grown=1)) as worker:
        assert worker.call(b"") != worker.call(b"")


def test_what_libraries_print_is_no_answer(worker: Worker) -> None:
    assert worker.call(b"print").isdigit()


def test_a_closed_worker_leaves_no_child(worker: Worker) -> None:
    child = int(worker.call(b""))
    worker.close()
    assert not psutil.pid_exists(child)


@pytest.mark.parametrize("request_", [b"", b"die", b"sleep:60"], ids=["closed", "dead", "too long"])
def test_the_folder_of_a_child_goes_with_it(request_: bytes) -> None:
    with Worker(f"{TARGETS}:misbehave", limits=Limits(seconds=1.5)) as worker:
        folder = Path(worker.call(b"folder").decode())
        assert folder.is_dir() and folder.parent == Path(tempfile.gettempdir())
        with suppress(ReadError):
            worker.call(request_)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("request_", "code", "attempts"),
    [
        pytest.param(b"die", "crashed", 2, id="crash"),
        pytest.param(b"grow:600", "memory", 2, id="memory"),
        pytest.param(b"sleep:60", "timeout", 1, id="time_would_be_lost_twice"),
        pytest.param(b"refuse", "no_notice", 1, id="a_refusal_stays_one"),
    ],
)
def test_what_a_fresh_child_may_do_better_is_tried_once_more(request_: bytes, code: str, attempts: int) -> None:
    with Worker(f"{TARGETS}:misbehave", limits=Limits(seconds=3, memory=300 << 20)) as worker:
        with pytest.raises(ReadError) as raised:
            worker.call(request_)
        assert (raised.value.reason_code, raised.value.attempts, worker.cost.attempts) == (code, attempts, attempts)


def test_a_document_that_only_a_used_child_fails_at_is_read() -> None:
    with Worker(f"{TARGETS}:wear_out") as worker:
        fresh = worker.call(b"")
        assert worker.call(b"") != fresh
        assert worker.cost.attempts == 2


def test_a_call_tells_what_it_took(worker: Worker) -> None:
    worker.call(b"grow:100")
    assert worker.cost.attempts == 1
    assert worker.cost.seconds >= 5
    big = worker.cost.memory
    worker.call(b"")
    if LINUX:
        # The peak is that of the call, not of the child's life.
        assert worker.cost.memory + (90 << 20) < big < 300 << 20


@pytest.mark.parametrize("request_", ["", "sleep:60"], ids=["at rest", "at work"])
def test_a_child_ends_when_its_parent_is_killed(request_: str) -> None:
    script = (
        "import sys, threading, time\n"
        "from pipeline.archive.isolate import Worker\n"
        f"worker = Worker('{TARGETS}:misbehave')\n"
        "print(worker.call(b'').decode(), flush=True)\n"
        f"threading.Thread(target=worker.call, args=({request_.encode()!r},)).start()\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while _lives(child) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("reply", [b"", b"[]", b"{}", b"null", b'["pdf", [["x"]]]', b"\xff", b"[" * 100_000])
def test_a_reading_that_is_none_is_a_crash(reply: bytes) -> None:
    with Worker(f"{TARGETS}:lie") as worker, pytest.raises(ReadError) as raised:
        read_isolated(reply, worker=worker)
    assert raised.value.reason_code == "crashed"


def test_a_file_is_read_as_without_isolation(corpus: Path) -> None:
    from pipeline.read import read

    with reading_worker() as worker:
        for path in sorted(corpus.iterdir()):
            data = path.read_bytes()
            assert read_isolated(data, path.name, worker=worker) == read(data, name=path.name)


def test_a_text_file_has_its_format() -> None:
    with reading_worker() as worker:
        reading = read_isolated("各区县人民政府：\n一、制定方案。\n".encode(), "通知.txt", worker=worker)
    assert reading.format is SourceFormat.TXT
    assert next(block.text for block in reading.blocks if isinstance(block, Line)) == "各区县人民政府："


@pytest.mark.shared
@pytest.mark.long
def test_no_hostile_pdf_or_word_file_does_more_than_be_refused(shared: Path) -> None:
    hostile = shared / "hostile"
    paths = [p for p in sorted(hostile.glob("*/*")) if "pdf" in p.suffix or "docx" in p.name]
    start = time.monotonic()
    with reading_worker(limits=Limits(seconds=60)) as worker:
        for path in paths:
            try:
                read_isolated(path.read_bytes(), path.name, worker=worker)
            except ReadError as error:
                assert error.reason_code not in ("crashed", "timeout"), path.name
    assert time.monotonic() - start < 60
