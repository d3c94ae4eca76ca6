"""What a notice does to each document that it names, by the words around the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors import rules
from extractors.citation_name import NamedDocument
from extractors.kinds import Relation
from extractors.match import Match

NAME, OTHER = "◆", "◇"


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation and the rule that found it."""

    relation: Relation
    rule_id: str


def read(text: str, named: Sequence[Match[NamedDocument]]) -> list[Stated]:
    """For each of the `named` places, in order, what the text around it says of the document.

    1. Documents joined by 、, 和, 及 are one list: words before and behind the list speak of each of them.
    2. Words of the same sentence come before the heading of the list that the name stands in.
    3. A cell of a table row speaks of the document of its row, before the heading of the table does.
    4. What nothing says is a mention.
    """
    masked, places = _mask(text, named)
    heads = _by_heading(masked)
    stated: list[Stated] = []
    for first, last in _runs(masked, places):
        found = _by_wording(_context(masked, places[first], places[last]))
        if found is None:
            found = heads.get(places[first])
        stated.extend([found or Stated(Relation.MENTIONS, "named_only")] * (last - first + 1))
    return stated


def _mask(text: str, named: Sequence[Match[NamedDocument]]) -> tuple[str, list[int]]:
    """The text with one sign for each name, and where these signs stand."""
    pieces: list[str] = []
    places: list[int] = []
    done = length = 0
    for match in named:
        before = text[done : match.start].replace(OTHER, "□").replace(NAME, "□")
        pieces.extend((before, OTHER))
        length += len(before)
        places.append(length)
        length += 1
        done = match.end
    pieces.append(text[done:].replace(OTHER, "□").replace(NAME, "□"))
    return "".join(pieces), places


# What may stand between two names of one list: `、`, `和`, `以及冶金部`, `、国务院办公厅印发的`. Does not match: `要求，`, `（以下简称`.
_JOINER = regex.compile(
    r"\s*(?:等)?\s*(?:[、；;]|[、，,]?(?:和|及|与|以及|暨|及其|或|或者))?\s*"
    r"(?:[\p{Han}、\s]{1,40}(?:部|局|委|会|院|厅|室|府|署|省|市)(?:等[\p{Han}]{0,6}部门)?(?:联合)?(?:印发|发布|公布|制定|下发)?的?)?\s*"
)
_MAX_JOINER = 60


def _runs(masked: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last index of each list of names."""
    first = 0
    for index in range(1, len(places) + 1):
        if index < len(places) and _is_joined(masked, places[index - 1] + 1, places[index]):
            continue
        yield first, index - 1
        first = index


def _is_joined(masked: str, start: int, end: int) -> bool:
    return (
        end - start <= _MAX_JOINER
        and "\n" not in masked[start:end]
        and _JOINER.fullmatch(masked, start, end) is not None
    )


_LEFT, _RIGHT = 90, 150
_FULL_WIDTH = str.maketrans(",;:()", "，；：（）")
_SENTENCE_ENDS = "。！？；;\n\t"
# A sentence that still speaks of the document before it: `现印发给你们`. Does not match: `现有企业`.
_GOES_ON = regex.compile(r"[。；\n\s]{1,3}(?=(?:现|特|经[^。]{2,30}同意，现)(?:予|将其|印发|公布|发布|转发|下发))")
# Brackets that give a short name or point to an annex: `（以下简称《方案》）`, `（见附件）`. Does not match: `（试点）`.
_ASIDE = regex.compile(r"[（(](?:以下|下称|下同|简称|以下统称|详?见?附[件表])[^（）()]{0,60}[）)]")


def _context(masked: str, first: int, last: int) -> str:
    """The sentence around a list of names, with ◆ for the list and ◇ for any other name."""
    left = masked[max(0, first - _LEFT) : first]
    left = left[max(left.rfind(char) for char in _SENTENCE_ENDS) + 1 :]
    right = masked[last + 1 : last + 1 + _RIGHT]
    end = min((at for char in _SENTENCE_ENDS if (at := right.find(char)) >= 0), default=len(right))
    if goes_on := _GOES_ON.match(right, end):
        end = min((at for char in "。\n" if (at := right.find(char, goes_on.end())) >= 0), default=len(right))
    return (_ASIDE.sub("", left) + NAME + _ASIDE.sub("", right[:end])).translate(_FULL_WIDTH)


def _by_wording(context: str) -> Stated | None:
    for rule in rules.patterns("citation_relations"):
        if rule.pattern.search(context):
            return Stated(Relation(rule.columns["relation"]), rule.rule_id)
    return None


# An item that begins with a document's name: `（一）◇`, `12.◇`, `3\t◇`. Does not match: `一、对◇`.
_ITEM = regex.compile(r"\s*(?:第?[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．\s]{0,2}条?)?\s*(?:附件\d*[：:]?)?◇")
# A new heading of the first level ends what a heading said before: `三、有关要求`. Does not match: `（一）有关要求`.
_HEADING = regex.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章节条部])")
_MAX_HEAD = 160


def _by_heading(masked: str) -> dict[int, Stated]:
    """What headings of lists say of the names that begin the lines below them, by the names' places."""
    stated: dict[int, Stated] = {}
    block: list[int] = []
    head: Stated | None = None
    start = 0
    for line in masked.split("\n"):
        if item := _ITEM.match(line):
            block.append(start + item.end() - 1)
            if said := _of_row(line) or head:
                stated[block[-1]] = said
        elif closed := _matching("citation_closers", line):
            stated.update(dict.fromkeys(block, closed))
            block = []
        elif found := _matching("citation_heads", line.rstrip()):
            head, block = found, []
        elif _HEADING.match(line):
            head, block = None, []
        start += len(line) + 1
    return stated


def _of_row(line: str) -> Stated | None:
    """What a cell of a table row says of the document that the row names: 1⇥◇⇥废止."""
    cells = line.split("\t")[1:]
    return next((found for cell in cells if (found := _matching("citation_rows", cell.strip()))), None)


def _matching(table: str, line: str) -> Stated | None:
    if not line.strip() or len(line) > _MAX_HEAD:
        return None
    for rule in rules.patterns(table):
        if rule.pattern.search(line):
            return Stated(Relation(rule.columns["relation"]), rule.rule_id)
    return None
