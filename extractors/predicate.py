"""What the words behind a list of units make of it: bound by 要, in charge by 负责, permitted by 可, a mere attribute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import regex

from extractors import rules, tokens
from extractors.prose import Prose
from extractors.subject import Candidate

if TYPE_CHECKING:
    from spacy.matcher import Matcher

_WINDOW = 18
_HEAD = 24
_BATCH = 400


@dataclass(frozen=True, slots=True)
class Shape:
    """A row of `obligation_shapes.tsv`; where `accepts` is false, the units are not bound."""

    rule_id: str
    accepts: bool
    force: str
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The shape that a candidate's words have; `word` is the last word of the shape, which ends at `end`."""

    shape: Shape
    word: str
    end: int


def readings(prose: Prose, candidates: Sequence[Candidate]) -> list[Reading | None]:
    """For each candidate the first shape that fits its words, None where no shape does."""
    found: list[Reading | None] = []
    remaining = iter(candidates)
    while batch := list(islice(remaining, _BATCH)):
        found.extend(_read(prose, batch))
    return found


@dataclass(frozen=True, slots=True)
class _Tagged:
    """The words of one candidate: its opener, the words of its first unit, UNIT, the words of its predicate."""

    words: list[str]
    tags: list[str]
    unit: int


def _read(prose: Prose, batch: Sequence[Candidate]) -> Iterator[Reading | None]:
    tagged = [_tagged(prose, candidate) for candidate in batch]
    words = [word for each in tagged for word in each.words]
    tags = [tag for each in tagged for tag in each.tags]
    best = _first_shapes(words, tags)
    base = 0
    for candidate, each in zip(batch, tagged, strict=True):
        hit = best.get(base + each.unit)
        base += len(each.words)
        if hit is None:
            yield None
            continue
        order, end = hit
        behind = words[base - len(each.words) + each.unit + 1 : end]
        yield Reading(_shapes()[order], behind[-1] if behind else "", candidate.predicate + sum(map(len, behind)))


def _first_shapes(words: list[str], tags: list[str]) -> dict[int, tuple[int, int]]:
    """For each UNIT, by its place, the order of the first shape that fits and where its longest fit ends."""
    best: dict[int, tuple[int, int]] = {}
    for key, start, end in _matcher()(tokens.document(words, tags)):
        place = tags.index("UNIT", start, end)
        order = _order()[key]
        known = best.get(place)
        if known is None or order < known[0] or (order == known[0] and end > known[1]):
            best[place] = (order, end)
    return best


def _tagged(prose: Prose, candidate: Candidate) -> _Tagged:
    start = candidate.start if candidate.is_relative else candidate.begin
    head = _head_words(prose.masked[start : min(start + _HEAD, candidate.units[0].end)])
    predicate = tokens.words(_window(prose, candidate))
    opener = "BY" if candidate.opener == "由" else "START"
    is_apart = prose.masked[candidate.predicate] in "，,"
    head_tags = [_head_tag(candidate, word, place, is_apart=is_apart) for place, word in enumerate(head)]
    tags = [opener, *head_tags, "UNIT", *map(_tag, predicate), "END"]
    return _Tagged([opener, *head, "UNIT", *predicate, "END"], tags, 1 + len(head))


@lru_cache(maxsize=4096)
def _head_words(text: str) -> tuple[str, ...]:
    """The words of a unit; the same few units are the subjects of most clauses."""
    return tuple(tokens.words(text))


# Where the words of a predicate end. Matches: ；, 。. Does not match: ，.
_END = regex.compile(r"[。！？!?\n\t；;]")


def _window(prose: Prose, candidate: Candidate) -> str:
    limit = candidate.predicate + _WINDOW
    stop = _END.search(prose.masked, candidate.predicate, limit)
    return prose.masked[candidate.predicate : stop.start() if stop else limit]


@cache
def _classes() -> dict[str, str]:
    return {row["word"]: row["class"].upper() for row in rules.table("obligation_words")} | {
        "，": "COMMA",
        ",": "COMMA",
    }


def _tag(word: str) -> str:
    if known := _classes().get(word):
        return known
    return "NUMBER" if word[0].isdigit() else "ORGAN" if word.endswith(_endings()) else "OTHER"


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["word"] for row in rules.table("unit_endings") if row["kind"] != "territory")


# A name that may begin with a verb. Matches: 维护保养单位, 检验机构. Does not match: 遴选综合医院, 监督各部门.
_CLASS_NAME = regex.compile(
    r"\p{Han}{2}(?!本|属地|当地|下属|所属|其他|基层)(?:(?!各|有关|相关|所有|全体).)*"
    r"(?:单位|部门|机构|机关|企业|组织|主体|中心|小组|专班)"
)


# Those bound as such whose names begin with words that make others no subject: 有条件的地方, 其所在单位.
_OWN_HEADS = frozenset(
    {
        "subject_area_with",
        "subject_body_with",
        "subject_its_own",
        "subject_aided",
        "subject_own_organ",
        "subject_each_level",
        "subject_passive",
        "subject_in_charge_of_place",
        "subject_rated",
        "subject_under",
        "subject_making_organ",
    }
)


# Words that open or stand in a relative clause before a list that a comma parts from its duty.
_RELATIVE_OPENERS = frozenset({"在", "已", "已经"})


def _head_tag(candidate: Candidate, word: str, place: int, *, is_apart: bool) -> str:
    """LINK for a word that makes the list no subject (see `obligation_links.tsv`), else NAME.

    `is_apart` says that a comma stands behind the list: 在本省销售保险产品的公司，|应.
    """
    if candidate.units[0].rule_id in _OWN_HEADS:
        return "NAME"
    if word in _RELATIVE_OPENERS and candidate.is_relative and is_apart:
        return "NAME"
    where = _links().get(word)
    first = candidate.units[0].text
    holds = (
        where == "anywhere"
        or (place == 0 and where == "first")
        or (place == 0 and where == "direct" and not candidate.is_relative and "的" not in first)
        or (place == 0 and where == "named" and ("的" in first or _CLASS_NAME.fullmatch(first) is None))
    )
    return "LINK" if holds else "NAME"


@cache
def _links() -> dict[str, str]:
    return {row["word"]: row["where"] for row in rules.table("obligation_links")}


@cache
def _shapes() -> tuple[Shape, ...]:
    rows = rules.table("obligation_shapes")
    return tuple(Shape(row["rule_id"], row["verdict"] == "accept", row["force"], row["role"]) for row in rows)


@cache
def _matcher() -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(tokens.vocabulary())
    for row in rules.table("obligation_shapes"):
        matcher.add(row["rule_id"], [[_token(part) for part in row["shape"].split()]])
    return matcher


def _token(part: str) -> dict[str, str]:
    return {"TAG": part[:-1], "OP": part[-1]} if part[-1] in "?*" else {"TAG": part}


@cache
def _order() -> dict[int, int]:
    strings = tokens.vocabulary().strings
    return {strings[shape.rule_id]: order for order, shape in enumerate(_shapes())}
