"""Alignment of articles and items against what was read by hand, beside difflib, redlines and character bigrams.

    python -m benchmarks.compare SHARED

SHARED has `laws` (version pairs of laws with `gt.json`) and `archive`. `known` are the relations of `gt.json` but for
blocks and `replaced`; `blocks` those of `tests/compare/annotated/laws.json`, which gt.json leaves open; `notices` the
pairs of notices annotated there, `check` three more on which no figure was set; `changes` the fields that changed in 80
pairs of articles (ours alone). A relation counts by its links: each old piece with each new one, a piece alone where it was
added or removed. All four aligners get the same pieces:

- difflib: SequenceMatcher over the pieces' texts; in a block of other texts the first goes with the first.
- redlines: its marks over the two whole texts; a pair are the pieces that share most of the words it leaves unmarked.
- bigrams: exact texts first, then the most alike by the Dice coefficient of character bigrams, down to 0.25.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.archive import office
from pipeline.compare import Side, compare
from pipeline.compare.alignment import align
from pipeline.compare.items import Item, clauses_of, pieces_of
from pipeline.compare.likeness import plain
from pipeline.compare.wording import text_differences
from pipeline.errors import ReadError
from pipeline.model.change import Change
from pipeline.run import interpret

_ANNOTATED = Path(__file__).resolve().parents[1] / "tests" / "compare" / "annotated"
_LEAST_LIKE = 0.25
_SIDES = ("old", "new")
# An old and a new piece that belong together; None where there is none.
Link = tuple[int | None, int | None]
Aligner = Callable[[Sequence[Item], Sequence[Item]], set[Link]]


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts in pieces, the links that are right, and the pieces that these speak of."""

    figure: str
    olds: list[Item]
    news: list[Item]
    right: set[Link]

    @property
    def scope(self) -> tuple[set[int | None], set[int | None]]:
        return {old for old, _ in self.right if old is not None}, {new for _, new in self.right if new is not None}


@dataclass(slots=True)
class Tally:
    right: int = 0
    extra: int = 0
    missing: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missing)


def main(shared: Path) -> int:
    cases = [*_laws(shared / "laws"), *_notices(shared)]
    aligners: dict[str, Aligner] = {"duban": _ours, "difflib": _difflib, "bigrams": _bigrams}
    try:
        import redlines  # noqa: F401

        aligners["redlines"] = _redlines
    except ImportError:
        print("redlines is not installed and is left out")
    print(f"{'aligner':10} {'figure':8} {'F1':>7} {'right':>6} {'extra':>6} {'missing':>8} {'CPU s':>7}")
    for name, aligner in aligners.items():
        for figure in ("known", "blocks", "notices", "check"):
            started = time.process_time()
            tally = Tally()
            for case in cases:
                if case.figure == figure:
                    _count(tally, case, aligner(case.olds, case.news))
            seconds = time.process_time() - started
            print(
                f"{name:10} {figure:8} {tally.f1:7.4f} {tally.right:6} {tally.extra:6} {tally.missing:8} {seconds:7.1f}"
            )
    for figure, tally in (("changes", _changes(shared / "laws")), ("told", _told(shared))):
        print(f"{'duban':10} {figure:8} {tally.f1:7.4f} {tally.right:6} {tally.extra:6} {tally.missing:8}")
    return 0


def _changes(folder: Path) -> Tally:
    """How many of the changed fields are told, whatever the words."""
    tally = Tally()
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for told in json.loads((_ANNOTATED / "law_changes.json").read_text(encoding="utf-8")):
        for side in _SIDES:
            if (told["law"], side) not in texts:
                items = _items(folder / told["law"] / f"{side}.md")
                texts[told["law"], side] = {item.label: item.text for item in items}
        old, new = (texts[told["law"], side][told[side]] for side in _SIDES)
        found = Counter(str(each.field) for each in text_differences(old, new))
        _count_fields(tally, found, Counter(each["field"] for each in told["changes"]))
    return tally


def _count_fields(tally: Tally, found: Counter[str], right: Counter[str]) -> None:
    tally.right += (found & right).total()
    tally.extra += (found - right).total()
    tally.missing += (right - found).total()


def _told(shared: Path) -> Tally:
    """How many of the changed fields of annotated pairs of notices a comparison tells, wording once for each pair."""
    tally = Tally()
    for told, old, new in _annotated(shared):
        olds, news = _clauses(old), _clauses(new)
        told_of = _by_pieces(compare(old, new), olds, news)
        for relation in told["relations"]:
            if "changes" not in relation:
                continue
            links = _links(
                *([_place(at, each) for each in relation[side]] for at, side in zip((olds, news), _SIDES, strict=True))
            )
            found = Counter(field for link in links for field in told_of.get(link, ()))
            _count_fields(
                tally, _worded_once(found), _worded_once(Counter(each["field"] for each in relation["changes"]))
            )
    return tally


def _by_pieces(changes: Iterable[Change], olds: Sequence[Item], news: Sequence[Item]) -> dict[Link, list[str]]:
    """The fields that changed by the pieces that their points stand in."""
    found: dict[Link, list[str]] = {}
    for change in changes:
        if change.field is not None and change.old and change.new:
            link = _within(olds, change.old.start), _within(news, change.new.start)
            found.setdefault(link, []).append(str(change.field))
    return found


def _within(items: Sequence[Item], start: int) -> int | None:
    """The piece that begins last before the offset."""
    return max((place for place, item in enumerate(items) if item.start <= start), default=None)


def _worded_once(fields: Counter[str]) -> Counter[str]:
    return fields - Counter({"wording": max(0, fields["wording"] - 1)})


def _count(tally: Tally, case: Case, links: set[Link]) -> None:
    """Links of other pieces than those that were annotated do not count."""
    olds, news = case.scope
    said = {link for link in links if link[0] in olds or link[1] in news}
    tally.right += len(said & case.right)
    tally.extra += len(said - case.right)
    tally.missing += len(case.right - said)


def _laws(folder: Path) -> Iterator[Case]:
    blocks: dict[str, list[dict[str, Any]]] = {}
    for block in json.loads((_ANNOTATED / "laws.json").read_text(encoding="utf-8")):
        blocks.setdefault(block["law"], []).extend(block["relations"])
    for path in sorted(folder.glob("*/gt.json")):
        olds, news = (_items(path.parent / f"{side}.md") for side in ("old", "new"))
        known = json.loads(path.read_text(encoding="utf-8"))["relations"]
        sure = [each for each in known if each["relation"] not in ("unresolved_block", "replaced")]
        yield Case("known", olds, news, _by_label(olds, news, [_listed(each) for each in sure]))
        if path.parent.name in blocks:
            yield Case("blocks", olds, news, _by_label(olds, news, blocks[path.parent.name]))


def _listed(relation: dict[str, Any]) -> dict[str, Any]:
    return {side: [relation[side]] if relation.get(side) else [] for side in ("old", "new")}


def _by_label(olds: Sequence[Item], news: Sequence[Item], relations: Sequence[dict[str, Any]]) -> set[Link]:
    at = [{item.label: place for place, item in enumerate(items)} for items in (olds, news)]
    return {
        link
        for relation in relations
        for link in _links([at[0][label] for label in relation["old"]], [at[1][label] for label in relation["new"]])
    }


def _annotated(shared: Path) -> Iterator[tuple[dict[str, Any], Side, Side]]:
    """What was read of each pair of notices, and the two."""
    for path in sorted(_ANNOTATED.glob("*.json")):
        if path.name not in ("laws.json", "law_changes.json"):
            told = json.loads(path.read_text(encoding="utf-8"))
            yield told, *(_side(shared / told[side]) for side in _SIDES)


def _notices(shared: Path) -> Iterator[Case]:
    for told, old, new in _annotated(shared):
        olds, news = _clauses(old), _clauses(new)
        links = [
            _links([_place(olds, each) for each in relation["old"]], [_place(news, each) for each in relation["new"]])
            for relation in told["relations"]
        ]
        yield Case(told.get("figure", "notices"), olds, news, set().union(*links))


def _place(items: Sequence[Item], told: dict[str, str]) -> int:
    """The piece that begins so, -1 where the program has none."""
    begins = "".join(told["begins"].split())[:10]
    flat = ["".join(item.text.split()) for item in items]
    first = (place for place, text in enumerate(flat) if text.startswith(begins))
    near = (place for place, text in enumerate(flat) if begins[:8] in text[:40])
    return next(first, next(near, -1))


def _links(olds: Sequence[int], news: Sequence[int]) -> set[Link]:
    nothing: list[int | None] = [None]
    return {(old, new) for old in list(olds) or nothing for new in list(news) or nothing}


def _items(path: Path) -> list[Item]:
    return _clauses(_side(path))


def _clauses(side: Side) -> list[Item]:
    return clauses_of(side.text, side.rows, side.prose)


def _side(path: Path) -> Side:
    data: bytes | ReadError = path.read_bytes()
    if isinstance(data, bytes) and office.kind(data):
        data = office.convert({path.name: data})[path.name]
    if isinstance(data, ReadError):
        raise data
    content = interpret(data, path.name)
    return Side(content.text, content.rows or {}, content.provenance.prose)


def _ours(olds: Sequence[Item], news: Sequence[Item]) -> set[Link]:
    return {link for match in align(pieces_of(olds), pieces_of(news)) for link in _links(match.olds, match.news)}


def _with_rest(pairs: dict[int, int], olds: Sequence[Item], news: Sequence[Item]) -> set[Link]:
    """The pairs, and all other pieces removed or added."""
    removed = {(old, None) for old in range(len(olds)) if old not in pairs}
    added = {(None, new) for new in range(len(news)) if new not in pairs.values()}
    return {*pairs.items(), *removed, *added}


def _difflib(olds: Sequence[Item], news: Sequence[Item]) -> set[Link]:
    old, new = [plain(item.text) for item in olds], [plain(item.text) for item in news]
    pairs: dict[int, int] = {}
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs.update(zip(range(a, b), range(c, d), strict=False))
    return _with_rest(pairs, olds, news)


def _bigrams(olds: Sequence[Item], news: Sequence[Item]) -> set[Link]:
    told = [[_bigrams_of(plain(item.text)) for item in items] for items in (olds, news)]
    ranked = sorted(
        ((_dice(old, new), -abs(i - j), i, j) for i, old in enumerate(told[0]) for j, new in enumerate(told[1])),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for alike, _, old, new in ranked:
        if alike >= _LEAST_LIKE and old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return _with_rest(pairs, olds, news)


def _bigrams_of(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _dice(old: frozenset[str], new: frozenset[str]) -> float:
    return 2 * len(old & new) / max(1, len(old) + len(new))


def _redlines(olds: Sequence[Item], news: Sequence[Item]) -> set[Link]:
    from redlines import Redlines

    owner = [[place for place, item in enumerate(items) for _ in plain(item.text)] for items in (olds, news)]
    texts = ["".join(plain(item.text) for item in items) for items in (olds, news)]
    shared: dict[tuple[int, int], int] = {}
    for tag, a, b, c, d in Redlines(" ".join(texts[0]), " ".join(texts[1])).opcodes:
        if tag == "equal":
            for i, j in zip(range(a, b), range(c, d), strict=False):
                if i < len(owner[0]) and j < len(owner[1]):
                    key = owner[0][i], owner[1][j]
                    shared[key] = shared.get(key, 0) + 1
    pairs: dict[int, int] = {}
    for (old, new), _ in sorted(shared.items(), key=lambda entry: -entry[1]):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new
    return _with_rest(pairs, olds, news)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
