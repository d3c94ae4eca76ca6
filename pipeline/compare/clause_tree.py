"""A notice's text as a tree that instructions change: lines, articles (第三条) or points (三、), paragraphs (款), items (项)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractors import label
from extractors.clause_place import Level
from extractors.label import LabelKind
from extractors.numeral import to_int
from pipeline.compare.items import offset
from pipeline.tabulate.spec import Row


@dataclass(slots=True, eq=False)
class Line:
    """A line of the text: `old` as it was, "" where it is new; `text` as it is now, "" where it is gone. `by` are the
    indices of the instructions that changed it, `start` its offset in the old text; `is_reworded` where an instruction
    gave the whole of its text."""

    text: str
    old: str = ""
    start: int | None = None
    by: list[int] = field(default_factory=list)
    is_reworded: bool = False

    def put(self, text: str, index: int) -> None:
        if text != self.text:
            self.text = text
            if index not in self.by:
                self.by.append(index)


@dataclass(slots=True, eq=False)
class Node:
    """A clause: an article or point with paragraphs in it, a paragraph with its own line and its items, an item; also the
    heading of a chapter or section alone, and a line that is none of these.

    `prefix` is its label as it begins its first line, with the blank behind it. `annex` is the annex it stands in, 0
    for the notice itself.
    """

    level: Level
    number: int
    branch: int = 0
    prefix: str = ""
    annex: int = 0
    own: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    is_gone: bool = False

    def lines(self) -> Iterator[Line]:
        """Its lines and those of what stands in it, with those that are gone."""
        yield from self.own
        for child in self.children:
            yield from child.lines()

    def alive(self) -> list[Node]:
        return [child for child in self.children if not child.is_gone]

    def first(self) -> Line | None:
        return next((line for line in self.lines() if line.text), None)


@dataclass(slots=True)
class Tree:
    """The document in order: articles and points, headings of chapters and sections, other lines as nodes without a number."""

    nodes: list[Node]

    def clauses(self) -> list[Node]:
        return [node for node in self.nodes if node.level in _OUTERMOST and not node.is_gone]

    def lines(self) -> Iterator[Line]:
        for node in self.nodes:
            yield from node.lines()


# The levels whose headings stand beside the articles, the outer one first.
HEADINGS = (Level.CHAPTER, Level.SECTION)
_OUTERMOST = (Level.ARTICLE, Level.POINT)
_OF_HEADINGS = {LabelKind.CHAPTER: Level.CHAPTER, LabelKind.SECTION: Level.SECTION}
_LEVELS = {LabelKind.ARTICLE: Level.ARTICLE, LabelKind.HAN: Level.POINT}
_ITEMS = {
    LabelKind.HAN_PAREN: Level.ITEM,
    LabelKind.ARABIC: Level.SUBITEM,
    LabelKind.ARABIC_PAREN: Level.SUBITEM,
    LabelKind.ARABIC_CLOSE: Level.SUBITEM,
    LabelKind.CIRCLED: Level.SUBITEM,
}
# A line that begins an annex. Matches: `附件2`, `附件：`. Does not match: `附件2.任务分工表`, `附件齐全`.
_ANNEX = regex.compile(r"\s*附\s?件\s*(?P<number>[\d一二三四五六七八九十]{0,3})\s*[：:]?\s*")
_BLANK = regex.compile(r"[ \t　]*")
# A longer line that begins like a chapter is a sentence.
_LONGEST_HEADING = 40
# Matches: `之一`. Does not match: `之间`.
_BRANCH = regex.compile(r"之([一二三四五六七八九十]+)")


def tree_of(text: str, sections: Sequence[Row]) -> Tree:
    """The tree of a notice's text; `sections` are the rows of its clauses.

    Joined by line ends its lines are the text.
    """
    spans = list(_spans(sorted(sections, key=lambda row: offset(row, "char_start"))))
    nodes: list[Node] = []
    annex, inside = 0, 0
    for start, line in _lines(text):
        while inside < len(spans) and start >= spans[inside][1]:
            inside += 1
        kept = Line(line, line, start)
        if inside < len(spans) and spans[inside][0] <= start:
            if spans[inside][0] == start:
                nodes.append(_opened(line, annex))
            nodes[-1].own.append(kept)
            continue
        if begins := _ANNEX.fullmatch(line):
            annex = to_int(begins["number"]) or 1
        nodes.append(_outside(kept, annex))
    for node in nodes:
        if node.level in _OUTERMOST:
            node.children, node.own = paragraphs(node.own, prefix=node.prefix, level=node.level), []
    return Tree(nodes)


def paragraphs(lines: Iterable[Line], *, prefix: str = "", level: Level = Level.ARTICLE) -> list[Node]:
    """The paragraphs of an article with their items; `prefix` is the article's label on the first line.

    In an article a line without a label begins a paragraph; in a point it goes on with the item above it.
    """
    found: list[Node] = []
    for index, line in enumerate(lines):
        said = line.text.removeprefix(prefix) if index == 0 else line.text
        item = _item(said) if index or not prefix else None
        if item is not None and found:
            item.own.append(line)
            _hang(found[-1], item)
        elif level is Level.POINT and found and found[-1].children:
            _last(found[-1]).own.append(line)
        else:
            found.append(Node(Level.PARAGRAPH, len(found) + 1, own=[line]))
    return found


def heading_end(text: str) -> int:
    """How long the label of a chapter or section at the beginning of a line is, with the blank behind it; 0 for none."""
    found = label.at_start(text)
    return _behind(text, found.end) if found and found.value.kind in _OF_HEADINGS else 0


def label_end(text: str) -> int:
    """How long the label at the beginning of a line is, with the blank behind it; 0 where there is none."""
    found = label.at_start(text)
    if found is None or found.value.kind not in {**_LEVELS, **_ITEMS}:
        return 0
    return _behind(text, found.end)


def _behind(text: str, end: int) -> int:
    """Where the blank ends that stands at `end`."""
    blank = _BLANK.match(text, end)
    return blank.end() if blank else end


def _spans(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where the articles stand, and the points that have no article in them, each with all that stands in it."""
    within, end = "", 0
    for index, row in enumerate(rows):
        path = str(row["section_path"])
        if within and path.startswith(within):
            continue
        within = ""
        kind = _kind(row)
        if kind not in _LEVELS or offset(row, "char_start") < end:
            continue
        inner = _inner(rows, index)
        if kind is LabelKind.HAN and any(_kind(each) is LabelKind.ARTICLE for each in inner):
            continue
        within = f"{path}."
        end = max(offset(each, "char_end") for each in (row, *inner))
        yield offset(row, "char_start"), end


def _inner(rows: Sequence[Row], index: int) -> list[Row]:
    """The rows behind one that stand in its clause."""
    within = f"{rows[index]['section_path']}."
    inner: list[Row] = []
    for row in rows[index + 1 :]:
        if not str(row["section_path"]).startswith(within):
            break
        inner.append(row)
    return inner


def _kind(row: Row) -> LabelKind | None:
    found = label.at_start(f"{row['label']}　")
    return found.value.kind if found else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _opened(line: str, annex: int) -> Node:
    """An article or point that this line begins."""
    found = label.at_start(line)
    if found is None or found.value.kind not in _LEVELS:
        return Node(Level.HEADING, 0, annex=annex)
    branch = _BRANCH.search(found.text)
    return Node(
        _LEVELS[found.value.kind],
        found.value.number,
        (to_int(branch[1]) or 0) if branch else 0,
        line[: label_end(line)],
        annex,
    )


def _outside(line: Line, annex: int) -> Node:
    """The heading of a chapter or section, or a line that is none."""
    found = label.at_start(line.text)
    if found is None or found.value.kind not in _OF_HEADINGS or len(line.text) > _LONGEST_HEADING:
        return Node(Level.HEADING, 0, annex=annex, own=[line])
    prefix = line.text[: heading_end(line.text)]
    return Node(_OF_HEADINGS[found.value.kind], found.value.number, 0, prefix, annex, own=[line])


def _item(said: str) -> Node | None:
    found = label.at_start(said)
    if found is None or found.value.kind not in _ITEMS:
        return None
    return Node(_ITEMS[found.value.kind], found.value.number, prefix=said[: label_end(said)])


def _hang(paragraph: Node, item: Node) -> None:
    """Puts an item into its paragraph, a subitem into the item above it."""
    last = paragraph.children[-1] if paragraph.children else None
    is_inner = item.level is Level.SUBITEM and last is not None and last.level is Level.ITEM
    (last.children if is_inner and last is not None else paragraph.children).append(item)


def _last(node: Node) -> Node:
    return _last(node.children[-1]) if node.children else node
