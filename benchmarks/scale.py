"""Time, memory and disk of runs over made archives of growing size, and of questions put to a large one.

    python -m benchmarks.scale SHARED [N ...] [--pdfs 0.05] [--zipped 0.1] [--filled N]

SHARED is the folder of public documents beside the checkout; the archives are made of its `gold/texts` and of the corpus
(`benchmarks.made_archive`) in a temporary folder (`TMPDIR` moves it). Each N is run with two workers and again; the first
also with one worker. Times are CPU seconds, so that other work on the machine counts little; memory is that of the run's
own process, without its children.

`--filled N` measures an archive of N notices whose texts were not read one by one: 1,000 are read, the others are these
again with numbers, ids and citations of their own. What the run's process does with each, the tables and the questions are
those of a real archive of that size; the children have no part in them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import regex

from pipeline.archive import publish, versions
from pipeline.archive.content import checked, pack
from pipeline.archive.place import Place
from pipeline.archive.store import FILE_NAME, Store, open_store

POOL = 1000
# Numbers of the filled archive have six digits, so that offsets stay where one takes the place of another.
_FIRST_SERIAL = 100_000
_BATCH = 10_000
_MILLI = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: CPU seconds of the parent before and while it writes the tables, of the children, wall seconds, bytes."""

    notices: int
    workers: int
    reading: float
    publishing: float
    children: float
    wall: float
    peak: int
    store: int


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--pdfs", type=float, default=0.05)
    parser.add_argument("--zipped", type=float, default=0.1)
    parser.add_argument("--filled", type=int, default=0)
    parser.add_argument("--longest", type=int, default=1 << 30, help="characters of what a filled archive is made of")
    given = parser.parse_args(arguments)
    from benchmarks.made_archive import originals, write

    folders = [Path("corpus/notices"), given.shared / "gold" / "texts"]
    for place, size in enumerate(given.sizes):
        with tempfile.TemporaryDirectory() as folder:
            made, out = Path(folder, "made"), Path(folder, "out")
            write(made, originals(folders), size, pdfs=given.pdfs, zipped=given.zipped)
            if not place:
                _say("one worker", _run(made, Path(folder, "alone"), 1))
            _say("two workers", _run(made, out, 2))
            _say("second run", _run(made, out, 2))
    if given.filled:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [*_PYTHON, "--fill", str(given.shared), folder, str(given.filled), str(given.longest)], check=True
            )
            subprocess.run([*_PYTHON, "--publish", folder], check=True)
            ask(Path(folder))
    return 0


_PYTHON = (sys.executable, "-m", "benchmarks.scale")


def _run(made: Path, out: Path, workers: int) -> Measured:
    """A run in a process of its own, whose memory is nothing but the run's."""
    reply = subprocess.run(
        [*_PYTHON, "--measure", str(made), str(out), str(workers)], check=True, stdout=subprocess.PIPE
    )
    return Measured(**json.loads(reply.stdout))


def _say(what: str, found: Measured) -> None:
    parts = {"reading": found.reading, "publishing": found.publishing, "children": found.children}
    each = "  ".join(f"{name} {seconds * _MILLI / found.notices:6.2f}" for name, seconds in parts.items())
    cpu = sum(parts.values())
    print(
        f"{found.notices:7} notices  {what:12} CPU ms a notice: {each}  all {cpu * _MILLI / found.notices:6.2f}"
        f"  wall {found.wall:7.1f} s  peak {found.peak >> 20:4} MiB  store {found.store / 1e6:8.1f} MB",
        flush=True,
    )


def measure(made: Path, out: Path, workers: int) -> Measured:
    """Runs the program over a folder in this process."""
    from pipeline import batch

    publishing: list[float] = []
    batch.publish.publish = _timed(publish.publish, publishing)  # type: ignore[assignment]
    before, started = time.process_time(), time.perf_counter()
    summary = batch.run([made], out, workers=workers)
    own, wall = time.process_time() - before, time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(
        notices=summary.counts.files,
        workers=workers,
        reading=own - publishing[0],
        publishing=publishing[0],
        children=children.ru_utime + children.ru_stime,
        wall=wall,
        peak=_peak(),
        store=_size(out),
    )


def _timed(work: Callable[..., object], seconds: list[float]) -> Callable[..., object]:
    def timed(*arguments: object, **options: object) -> object:
        before = time.process_time()
        result = work(*arguments, **options)
        seconds.append(time.process_time() - before)
        return result

    return timed


def _peak() -> int:
    """The most bytes that this process ever had in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(regex.search(r"VmHWM:\s+(\d+)", status)[1]) << 10


def _size(out: Path) -> int:
    return sum(file.stat().st_size for file in out.glob(f"{FILE_NAME}*"))


def fill(shared: Path, out: Path, number: int, longest: int) -> None:
    """Fills the store of a folder, and says what the keeping of each notice took."""
    pool = list(_pool(shared, longest))
    with open_store(out, create=True) as store:
        store.add_roots(["/made"])
        for start in range(0, number, _BATCH):
            serials, before = range(start, min(number, start + _BATCH)), time.process_time()
            making = _keep(store, pool, serials)
            spent = time.process_time() - before - making
            print(f"{serials.stop:7} notices kept  {spent * _MILLI / len(serials):6.2f} ms each", flush=True)


def write_tables(out: Path) -> None:
    """Writes the tables of a filled archive, and says what that took."""
    with open_store(out) as store:
        before = time.process_time()
        store.drop_unused()
        counts = publish.publish(store, out, made_by=versions.current()).counts
        spent, number = time.process_time() - before, counts["notices"]
    print(f"{number:7} notices  publishing {spent * _MILLI / number:6.2f} ms each  {dict(counts)}")
    print(f"{number:7} notices  peak {_peak() >> 20} MiB  store {_size(out) / 1e6:.1f} MB", flush=True)


def _pool(shared: Path, longest: int) -> Iterator[bytes]:
    """What children make of the first notices, as they hand it over."""
    from benchmarks.made_archive import made, originals
    from pipeline.run import interpret

    every = originals([Path("corpus/notices"), shared / "gold" / "texts"])
    real = [each for each in every if len(each.text) <= longest]
    for serial in range(POOL):
        notice = made(real, _FIRST_SERIAL + serial)
        yield pack(interpret(notice.text.encode(), f"a{notice.ending}"))


def _keep(store: Store, pool: Sequence[bytes], serials: range) -> float:
    """Puts made notices into the store as an intake does; gives the CPU seconds that making them took."""
    making = 0.0
    for serial in serials:
        before = time.process_time()
        data = again(pool[serial % len(pool)], serial // len(pool), len(pool))
        making += time.process_time() - before
        content, place = checked(data), Place(f"/made/{serial:07}.txt", "", len(data) // 4 + serial // len(pool), 0)
        store.see(place.path, "")
        store.record(place)
        store.contents_of_size(place.size, "made", with_failed=True)
        store.put_content(content, "made")
        store.put_file(place, content.key)
        if serial % 100 == 0:
            store.commit()
    return making


# Ids but those of units, with their quotes. Matches: `"T-0123456789ab"`. Does not match: `"U-0123456789ab"`.
_ID = regex.compile(rb'"[NTADCS]-[0-9a-f]{12}"')
# The numbers that made notices gave one another. Matches in: `〔2021〕100026号`, `"doc_serial":100026`.
_SERIAL = regex.compile(r'(?<=[〔\[（(]\d{4}[〕\]）)])[1-9]\d{5}(?=号)|(?<="doc_serial":)[1-9]\d{5}')


def again(data: bytes, turn: int, size: int) -> bytes:
    """A content with other ids and numbers of the same length; those that cite one another still do so."""

    def other(word: bytes) -> bytes:
        return hashlib.sha256(b"%d %s" % (turn, word)).hexdigest().encode()

    content = data[len(b'["') :][:_HASH]
    data = data.replace(content, other(content))
    data = _ID.sub(lambda hit: b'%s%s"' % (hit[0][:3], other(hit[0])[:12]), data)
    return _SERIAL.sub(lambda hit: str(int(hit[0]) + turn * size), data.decode()).encode()


_HASH = 64


def ask(out: Path) -> None:
    """Puts questions about one notice to an archive, each in a process of its own."""
    with open_store(out) as store:
        (key,) = store.connection.execute("SELECT content FROM contents WHERE content > '7' LIMIT 1").fetchone()
        rows = store.content(key).rows
    number, notice_id = str(rows["notices"][0]["doc_number"]), str(rows["notices"][0]["notice_id"])
    task_id = next((str(row["task_id"]) for row in rows["tasks"]), "")
    questions = [["text", notice_id], ["history", notice_id], ["text", notice_id, "--as-of", "2025-01-01"]]
    questions += [["explain", task_id], ["history", task_id]] if task_id else []
    questions += [["history", number]] if number else []
    for question in questions:
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", "pipeline.cli", *question, "-a", str(out)]
        lines = subprocess.run(command, check=True, capture_output=True).stdout.count(b"\n")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        wall = time.perf_counter() - started
        print(f"duban {' '.join(question):40} CPU {cpu:5.2f} s  wall {wall:5.2f} s  {lines} lines", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(asdict(measure(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))))
    elif sys.argv[1:2] == ["--fill"]:
        fill(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    elif sys.argv[1:2] == ["--publish"]:
        write_tables(Path(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
