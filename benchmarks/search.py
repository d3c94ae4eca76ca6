"""Time of searches in an archive of made tasks, size of the index and the time it takes to make.

    python -m benchmarks.search FOLDER [FOLDER ...] [--tasks 100000] [--rounds 20]

The notices are made, not real: each is a notice of the folders in which years and places are others and one word of six
is another word of the texts of the same length, so that tasks still point to their text. Each query of a fixed mix is
asked `rounds` times for its first page of twenty hits, in an order of chance.
"""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import jieba

from benchmarks.relations import ENDINGS, variation, varied
from pipeline.archive.content import Content
from pipeline.archive.search.finding import Filters, Scope, search
from pipeline.archive.store import FILE_NAME, open_store
from pipeline.run import interpret
from pipeline.tabulate.identity import notice_id
from pipeline.tabulate.spec import Row

_CHANGED_WORDS = 1 / 6
_COMMIT_EVERY = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of the mix and what it stands for."""

    name: str
    query: str
    filters: Filters = field(default_factory=Filters)


MIX = (
    Asked("two characters, common", "工作"),
    Asked("two characters, rarer", "养老"),
    Asked("four characters, common", "责任单位"),
    Asked("phrase, rare", "一网通办前提下最多跑一次"),
    Asked("number", "郑政文[2021]26号"),
    Asked("AND", "数据 工作"),
    Asked("AND of three, common", "工作 落实 加强"),
    Asked("OR", "市场监管 OR 数据共享"),
    Asked("excluded", "工作 -落实"),
    Asked("one character", "税"),
    Asked("issuer", "工作", Filters(issuer="国务院")),
    Asked("year", "工作", Filters(year=2021)),
    Asked("unit", "工作", Filters(unit="市发展改革委")),
    Asked("kind", "工作", Filters(kind="通知")),
    Asked("tasks alone", "加强", Filters(scope=Scope.TASKS)),
    Asked("notices alone", "加强", Filters(scope=Scope.NOTICES)),
    Asked("no hit", "子虚乌有"),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args(arguments)
    seeds = [seed for folder in given.folders for seed in read(folder)]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), seeds, given.tasks)
        measure(Path(folder), given.rounds)
        rebuild(Path(folder))
    return 0


def read(folder: Path) -> Iterator[Content]:
    """What came of the folder's texts that hold tasks, in order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS:
            content = interpret(path.read_bytes(), path.name)
            if content.rows and content.rows["tasks"]:
                yield content


def fill(folder: Path, seeds: Sequence[Content], tasks: int) -> None:
    """Makes a store of at least so many tasks."""
    words = [jieba.lcut(seed.text) for seed in seeds]
    others: dict[int, list[str]] = defaultdict(list)
    for word in (word for cut in words for word in cut if word.isalpha() and len(word) > 1):
        others[len(word)].append(word)
    notices = held = 0
    started = time.perf_counter()
    with open_store(folder, create=True) as store:
        store.add_roots(["/made"])
        while held < tasks:
            at = notices % len(seeds)
            content = made(seeds[at], words[at], others, notices)
            store.put_content(content, "made")
            store.put_file(f"/made/{notices:06}.txt", "", len(content.text), 0, content.key)
            notices, held = notices + 1, held + len(content.rows["tasks"] if content.rows else ())
            if notices % _COMMIT_EVERY == 0:
                store.commit()
    seconds = time.perf_counter() - started
    print(f"{notices} notices with {held} tasks, made of {len(seeds)} real ones and stored in {seconds:.0f} s")


def made(seed: Content, words: Sequence[str], others: Mapping[int, Sequence[str]], serial: int) -> Content:
    """A notice that nobody wrote: the words of another one, some of them changed for words of the same length."""
    chance = random.Random(serial)
    vary = variation(chance)
    text = vary("".join(_other(word, others, chance) for word in words))
    (notice,) = (_varied(row, vary) for row in seed.rows["notices"])
    own = notice_id(f"{notice['doc_number']}{serial}", [], text, "")
    rows = {name: [_varied(row, vary) | {"notice_id": own} for row in each] for name, each in seed.rows.items()}
    rows["units"] = seed.rows["units"]
    for name in ("tasks", "assignments"):
        for row in rows[name]:
            row["task_id"] = f"T-{serial}-{row['task_id']}"
            row["evidence"] = text[row["char_start"] : row["char_end"]]
    return Content(f"{serial:064x}.txt", seed.outcome, text, rows)


def _other(word: str, others: Mapping[int, Sequence[str]], chance: random.Random) -> str:
    known = others.get(len(word))
    return chance.choice(known) if known and word.isalpha() and chance.random() < _CHANGED_WORDS else word


def _varied(row: Row, vary: Callable[[str], str]) -> Row:
    """The row with other years and places; what was read of the day's year goes with it."""
    cells: Row = {name: varied(cell, vary) for name, cell in row.items()}
    if isinstance(year := cells.get("doc_year"), int):
        cells["doc_year"] = int(vary(str(year)))
    return cells


def measure(folder: Path, rounds: int) -> None:
    """Prints the times of the mix and of all of it together; CPU time is what a machine that does nothing else would take."""
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    hits: dict[str, int] = {}
    # What made the notices, jieba's dictionary above all, is no part of a search: no collection goes through it.
    gc.freeze()
    with open_store(folder) as store:
        for turn in range(rounds):
            for asked in random.Random(turn).sample(MIX, len(MIX)):
                started, cpu = time.perf_counter(), time.process_time()
                found = search(store, asked.query, asked.filters)
                took[asked.name].append((time.perf_counter() - started, time.process_time() - cpu))
                hits[asked.name] = found.tasks + found.notices
    print(f"{'':<26}{'':>8}{'wall ms':>18}{'CPU ms':>18}")
    print(f"{'query':<26}{'hits':>8}" + f"{'p50':>9}{'p95':>9}" * 2)
    for asked in MIX:
        print(f"{asked.name:<26}{hits[asked.name]:>8}{_figures(took[asked.name])}")
    print(f"{'all':<26}{'':>8}{_figures([each for of_one in took.values() for each in of_one])}")


def _figures(took: Sequence[tuple[float, float]]) -> str:
    wall, cpu = ([1000 * each for each in of_one] for of_one in zip(*took, strict=True))
    return "".join(f"{statistics.median(of):>9.1f}{statistics.quantiles(of, n=20)[-1]:>9.1f}" for of in (wall, cpu))


def rebuild(folder: Path) -> None:
    """Prints how large the index and the whole store are, and how long it takes to make the index of what is stored."""
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        sizes = dict(connection.execute("SELECT name LIKE '%search_%', sum(pgsize) FROM dbstat GROUP BY 1"))
        connection.execute("DELETE FROM search_state")
        connection.commit()
    print(f"index {sizes[1] / 1e6:.0f} MB beside {sizes[0] / 1e6:.0f} MB of contents")
    started = time.perf_counter()
    with open_store(folder, create=True) as store:
        store.index.complete()
    print(f"index of all made anew in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
