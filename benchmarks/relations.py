"""Time and memory of the relations, validity and candidates of an archive of made notices.

    python -m benchmarks.relations FOLDER [FOLDER ...] [--notices 10000]

The notices are made, not real: each is a notice of the folders with other years, places and a number of its own, and with
three of ten lines taken from other notices, all of the same length, so that rows still point to their text, and a last
sentence that repeals, amends, extends or rests on a notice made before. Only `notices` and `citations` are kept of the
rows. Reading and extracting are not measured here.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import regex

from extractors import citation
from pipeline.archive.content import Content, packed
from pipeline.archive.holdings import Holdings, holdings
from pipeline.archive.place import Place
from pipeline.archive.store import Store, open_store
from pipeline.compare.candidates import candidates, profile
from pipeline.model.entry import Outcome
from pipeline.run import interpret
from pipeline.tabulate.identity import notice_id
from pipeline.tabulate.spec import Cell, Row, table

ENDINGS = (".txt", ".md", ".html")
PLACES = (
    "郑州",
    "洛阳",
    "开封",
    "南阳",
    "许昌",
    "广州",
    "深圳",
    "杭州",
    "宁波",
    "南京",
    "苏州",
    "济南",
    "青岛",
    "成都",
)
SENTENCES = (
    "根据{}要求，现就有关事项通知如下。",
    "{}同时废止。",
    "将{}第二条修改为：“本办法适用于本市行政区域。”",
    "{}有效期延长至2031年4月30日。",
)
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SERIAL = regex.compile(r"(?<=[〔\[（(](?:19|20)\d\d[〕\]）)]第?)\d+(?=号)")
_PLACE = regex.compile("|".join(PLACES))
_CHANGED_LINES = 0.3
_FIRST_YEAR, _YEARS = 1990, 36

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seed:
    """A real notice that others are made of: text, its row and its citations."""

    text: str
    notice: Row
    citations: tuple[Row, ...]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--notices", type=int, default=10_000)
    given = parser.parse_args(arguments)
    seeds = [seed for folder in given.folders for seed in read(folder)]
    print(f"{given.notices} notices made of {len(seeds)} real ones")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder), create=True) as store:
        fill(store, seeds, given.notices)
        store.commit()
        measure(store)
    return 0


def read(folder: Path) -> Iterator[Seed]:
    """The notices of a folder's texts, in order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in ENDINGS:
            continue
        content = interpret(path.read_bytes(), path.name)
        if content.rows:
            yield Seed(content.text, content.rows["notices"][0], tuple(content.rows["citations"]))


def fill(store: Store, seeds: list[Seed], number: int) -> None:
    """Puts so many made notices into the store."""
    store.add_roots(["/made"])
    lines = [line for seed in seeds for line in seed.text.split("\n") if line.strip()]
    before: list[Row] = []
    for serial in range(number):
        chance = random.Random(serial)
        content = made(seeds[serial % len(seeds)], serial, lines, before, chance)
        before.extend(content.rows["notices"] if content.rows else ())
        store.put_content(packed(content), "made")
        store.put_file(Place(f"/made/{serial:06}.txt", "", len(content.text), 0), content.key)


def made(seed: Seed, serial: int, lines: list[str], before: list[Row], chance: random.Random) -> Content:
    """A notice that nobody wrote, which cites one of those made `before`."""
    key = f"{serial:064x}.txt"
    vary = variation(chance)
    text = "\n".join(_other_line(line, lines, chance) for line in vary(seed.text).split("\n"))
    notice = {name: varied(cell, vary) for name, cell in seed.notice.items()}
    issuers = notice["issuer"] if isinstance(notice["issuer"], list) else []
    notice["doc_number"] = _SERIAL.sub(str(serial + 1), str(notice["doc_number"]))
    own = notice_id(str(notice["doc_number"]), issuers, text, key)
    notice |= {"notice_id": own, "source_sha256": key[:64]}
    last = _last_sentence(chance.choice(before), chance) if before else ""
    citations = [
        {name: varied(cell, vary) for name, cell in row.items()} | {"notice_id": own} for row in seed.citations
    ]
    citations.extend(_cited(own, last, len(text)))
    return Content(key, Outcome.COMPLETE, text + last, {"notices": [notice], "citations": citations})


def variation(chance: random.Random) -> Callable[[str], str]:
    """What moves years, serial numbers and places of a text, the same way throughout; the length stays."""
    shift, turn = chance.randrange(_YEARS), chance.randrange(len(PLACES))
    other = dict(zip(PLACES, PLACES[turn:] + PLACES[:turn], strict=True))

    def vary(text: str) -> str:
        text = _YEAR.sub(lambda hit: str(_FIRST_YEAR + (int(hit[0]) + shift) % _YEARS), text)
        text = _SERIAL.sub(lambda hit: str(int(hit[0]) + shift)[-len(hit[0]) :].zfill(len(hit[0])), text)
        return _PLACE.sub(lambda hit: other[hit[0]], text)

    return vary


def _last_sentence(cited: Row, chance: random.Random) -> str:
    number = f"（{cited['doc_number']}）" if cited["doc_number"] else ""
    return "\n" + chance.choice(SENTENCES).format(f"《{cited['title']}》{number}")


def _cited(own: str, sentence: str, start: int) -> Iterator[Row]:
    """The rows of `citations` that a sentence at `start` gives."""
    for match in citation.find(sentence):
        yield table("citations").row(
            citation_id=f"C-{own}-{match.start}",
            notice_id=own,
            cited_number=match.value.number,
            cited_title=match.value.title,
            cited_issuer=match.value.issuer,
            cited_date=match.value.date,
            relation=match.value.relation.value,
            cited_notice_id="",
            match_method="",
            page=None,
            char_start=start + match.start,
            char_end=start + match.end,
            evidence=match.text,
            rule_id=match.rule_id,
        )


def varied(cell: Cell, vary: Callable[[str], str]) -> Cell:
    """A cell of a table, its words moved."""
    if isinstance(cell, str):
        return vary(cell)
    return [vary(item) for item in cell] if isinstance(cell, list) else cell


def _other_line(line: str, lines: list[str], chance: random.Random) -> str:
    """A line of another notice of the same length; lines that name documents or days stay."""
    if chance.random() > _CHANGED_LINES or regex.search(r"[《号]|\d日", line):
        return line
    other = chance.choice(lines)
    return (other * (len(line) // len(other) + 1))[: len(line)]


def measure(store: Store) -> None:
    held, seconds = _timed(lambda: holdings(store))
    links = list(held.links())
    _say(
        "index and relations", seconds, f"{len(links)} relations {dict(Counter(link.relation.value for link in links))}"
    )
    standings, seconds = _timed(lambda: validities(held))
    _say("validity of all", seconds, str(dict(standings)))
    profiles, seconds = _timed(
        lambda: [profile(each, store.text(held.content_of(each.notice_id))) for each in held.documents()]
    )
    _say("profiles", seconds, f"{sum(each.sketch.nbytes for each in profiles) / 1e6:.1f} MB of sketches")
    pairs, seconds = _timed(lambda: candidates(profiles, links))
    _say("candidates", seconds, f"{len(pairs)} pairs {dict(Counter(pair.relation.value for pair in pairs))}")


def validities(held: Holdings) -> Counter[str]:
    day = held.latest_date()
    return Counter(held.relations.validity(each.notice_id, day).validity.value for each in held.documents())


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _say(what: str, seconds: float, result: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what:20} {seconds:7.1f} s   peak {peak:5.0f} MB   {result}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
