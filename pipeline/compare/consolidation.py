"""A notice as it reads once the instructions of a later one are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from extractors.amendment import Instruction, InstructionKind
from extractors.citation import folded
from extractors.clause_place import Level, Step
from pipeline.compare import chapters, clause_lookup, new_clause, renumbering
from pipeline.compare.chapters import HeadingMove
from pipeline.compare.clause_tree import HEADINGS, Line, Node, Tree, heading_end, label_end, paragraphs, tree_of
from pipeline.compare.comparison import Side
from pipeline.compare.passage import Passage, passages
from pipeline.compare.renumbering import Following, Move


class Reason(StrEnum):
    """Why an instruction was not carried out; `reasons.tsv` has the words."""

    NOT_FOUND = "amendment_not_found"
    SEVERAL = "amendment_several"
    UNCLEAR_TARGET = "amendment_unclear_target"
    NO_ARTICLES = "amendment_no_articles"
    INCOMPLETE = "amendment_incomplete"
    OTHER_DOCUMENT = "amendment_other_document"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an instruction: `reason` is None where it was carried out."""

    instruction: Instruction
    reason: Reason | None

    @property
    def is_applied(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the consolidated text: `old` as it was ("" for a new one), `text` as it is now ("" where it is gone),
    `by` the indices of the instructions that changed it; `start` its offset in the old text, None for a new one."""

    text: str
    old: str
    by: tuple[int, ...]
    start: int | None


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The paragraphs in their new order, with those that are gone, and an outcome for each instruction, in its order."""

    paragraphs: tuple[Paragraph, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def text(self) -> str:
        """The consolidated text, paragraphs joined by line ends."""
        return "\n".join(each.text for each in self.paragraphs if each.text or not each.old)


def consolidate(amended: Side, instructions: Sequence[Instruction]) -> Consolidation:
    """The text of `amended` with the instructions carried out.

    1. An instruction whose old words or clause are not found exactly once changes nothing and says why.
    2. What no instruction speaks of stays as it is, to the character.
    3. Targets are places of the old text, whatever the instructions before them did to its numbers.
    4. Numbers of clauses follow what is put in and deleted only where an instruction says so, numbers in other clauses
       only where it says that too.
    """
    draft = _Draft(tree_of(amended.text, amended.rows["sections"]), str(amended.notice["title"]))
    reasons = [_unfit(amended, each) or draft.change(index, each) for index, each in enumerate(instructions)]
    following = _following(instructions, reasons)
    unclear = renumbering.arrange(draft.tree, draft.moves, following)
    unclear |= chapters.arrange(draft.tree, draft.headings, following.index)
    reasons = [Reason.UNCLEAR_TARGET if index in unclear else reason for index, reason in enumerate(reasons)]
    return Consolidation(tuple(map(_paragraph, draft.tree.lines())), tuple(map(Outcome, instructions, reasons)))


def _following(instructions: Sequence[Instruction], reasons: Sequence[Reason | None]) -> Following:
    """Whether an instruction says that all numbers follow, and those in other clauses too."""
    saying = [
        (index, each.references)
        for index, (each, reason) in enumerate(zip(instructions, reasons, strict=True))
        if each.kind is InstructionKind.RENUMBER and not each.target and reason is None
    ]
    return Following(saying[0][0], any(references for _, references in saying)) if saying else Following()


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(line.text, line.old, tuple(sorted(line.by)), line.start)


def _unfit(amended: Side, instruction: Instruction) -> Reason | None:
    """Why an instruction can change nothing here: it is of another document, or a part of it is missing."""
    if not _is_about(amended, instruction):
        return Reason.OTHER_DOCUMENT
    return None if instruction.is_complete else Reason.INCOMPLETE


def _is_about(amended: Side, instruction: Instruction) -> bool:
    """Whether the document that is named may be this one: by its number, else by a title that holds the other."""
    number, title = (folded(str(amended.notice[column])) for column in ("doc_number", "title"))
    named_number, named_title = folded(instruction.number), folded(instruction.title)
    if number and named_number:
        return number == named_number
    return not (title and named_title) or named_title in title or title in named_title


class _Draft:
    """The tree while instructions change its lines; keeps what is to be put in or to get a new number in `moves`, chapters
    in `headings`."""

    def __init__(self, tree: Tree, title: str) -> None:
        self.tree = tree
        self.moves: list[Move] = []
        self.headings: list[HeadingMove] = []
        self._title = title

    def change(self, index: int, instruction: Instruction) -> Reason | None:
        """Carries out one instruction; why not, where it cannot."""
        if instruction.kind in (InstructionKind.REPLACE_WORDS, InstructionKind.DELETE_WORDS):
            return self._words(index, instruction)
        if instruction.kind is InstructionKind.RENAME:
            return self._rename(index, instruction)
        if instruction.kind is InstructionKind.INSERT_CLAUSE:
            is_chapter = instruction.target[-1].level in HEADINGS
            return self._put_in_chapter(index, instruction) if is_chapter else self._put_in(index, instruction)
        if instruction.kind is InstructionKind.RENUMBER and not instruction.target:
            return None
        found = clause_lookup.at(self.tree, instruction.target)
        if len(found) != 1:
            return Reason.UNCLEAR_TARGET if found else Reason.NOT_FOUND
        if found[0].level in HEADINGS:
            return self._change_chapter(index, found[0], instruction)
        if instruction.kind is InstructionKind.RENUMBER:
            self.moves.append(Move(index, found[0], instruction.becomes, self._parent(found[0])))
        elif instruction.kind is InstructionKind.DELETE_CLAUSE:
            self._delete(index, found[0])
        else:
            self._replace(index, found[0], instruction.new)
        return None

    def _change_chapter(self, index: int, heading: Node, instruction: Instruction) -> Reason | None:
        """Deletes a chapter or gives it another number; a chapter that is given anew as a whole is not clear."""
        if instruction.kind is InstructionKind.DELETE_CLAUSE:
            self.moves += [Move(index, None) for _ in chapters.delete(self.tree, heading, index)]
        elif instruction.kind is InstructionKind.RENUMBER and instruction.becomes[-1].level is heading.level:
            self.headings.append(HeadingMove(index, heading, instruction.becomes[-1].number))
        else:
            return Reason.UNCLEAR_TARGET
        return None

    def _put_in_chapter(self, index: int, instruction: Instruction) -> Reason | None:
        """Makes the heading and the articles of a new chapter; without articles nothing tells where it goes."""
        made = new_clause.chapter(index, instruction.target[-1], instruction.new, self.tree)
        holds = tuple(place[-1].number for place in instruction.holds)
        if made is None or not (made[1] or holds):
            return Reason.NO_ARTICLES
        heading, articles = made
        steps = [Step(Level.ARTICLE, node.number, node.branch) for node in articles]
        self.moves += [Move(index, node, (step,), is_new=True) for node, step in zip(articles, steps, strict=True)]
        self.headings.append(HeadingMove(index, heading, heading.number, True, tuple(articles), holds))
        return None

    def _words(self, index: int, instruction: Instruction) -> Reason | None:
        scope = self._scope(instruction.target)
        if scope is None:
            return Reason.UNCLEAR_TARGET
        lines = [line for line in scope if line.text and not (line.is_reworded and instruction.everywhere)]
        found = passages(lines, instruction.old)
        if not found:
            return Reason.NOT_FOUND
        if len(found) > 1 and not instruction.everywhere:
            return Reason.SEVERAL
        for passage in reversed(found):
            _put_words(index, passage, instruction.new)
        return None

    def _scope(self, place: Sequence[Step]) -> list[Line] | None:
        """The lines of a place, of the whole text where none is named; None where it is not found or not one."""
        headings = [step for step in place if step.level is Level.HEADING]
        outer = [step for step in place if step.level is not Level.HEADING]
        found = clause_lookup.at(self.tree, outer) if outer else self.tree.nodes
        if not found or (len(found) > 1 and outer and outer[-1].level is not Level.ANNEX):
            return None
        for heading in headings:
            found = clause_lookup.under(found, heading.words)
            if len(found) != 1:
                return None
        inside = [
            each for node in found if node.level in HEADINGS and outer for each in chapters.extent(self.tree, node)
        ]
        return [line for node in (*found, *inside) for line in node.lines()]

    def _parent(self, node: Node) -> Node | None:
        """The clause in which another stands, None for the document."""
        return next(
            (
                outer
                for outer in clause_lookup.everything(self.tree.nodes)
                if any(child is node for child in outer.children)
            ),
            None,
        )

    def _rename(self, index: int, instruction: Instruction) -> Reason | None:
        if instruction.target:
            return self._rename_chapter(index, instruction)
        titles = [line for line in self.tree.lines() if line.text and folded(line.text) == folded(self._title)]
        if not titles:
            return Reason.NOT_FOUND
        titles[0].put(instruction.new, index)
        return None

    def _rename_chapter(self, index: int, instruction: Instruction) -> Reason | None:
        """Gives a chapter another name; the label that stands before the name is not that of the name."""
        found = clause_lookup.at(self.tree, instruction.target)
        if len(found) != 1 or found[0].level not in HEADINGS:
            return Reason.UNCLEAR_TARGET if found else Reason.NOT_FOUND
        name = instruction.new[heading_end(instruction.new) :].strip()
        chapters.rename(self.tree, found[0], name, index)
        return None

    def _put_in(self, index: int, instruction: Instruction) -> Reason | None:
        """Makes the new clause; where it goes is settled with all other numbers."""
        *outer, step = instruction.target
        if any(each.level in HEADINGS for each in outer):
            return Reason.UNCLEAR_TARGET
        parents = clause_lookup.at(self.tree, outer) if outer else []
        anchors = clause_lookup.at(self.tree, instruction.after) if instruction.after else []
        if (outer and len(parents) != 1) or (instruction.after and len(anchors) != 1):
            return Reason.NOT_FOUND if not parents and not anchors else Reason.UNCLEAR_TARGET
        if not outer and not self.tree.clauses():
            return Reason.UNCLEAR_TARGET
        node = new_clause.clause(index, step, instruction.new, self.tree)
        if node is None:
            return Reason.UNCLEAR_TARGET
        parent = _holder(parents[0], step) if parents else None
        anchor = anchors[0] if anchors else None
        self.moves.append(Move(index, node, (step,), parent, is_new=True, anchor=anchor))
        return None

    def _delete(self, index: int, node: Node) -> None:
        parent = self._parent(node)
        prefix = _prefix_on(parent, node)
        for line in node.lines():
            line.put("", index)
        node.is_gone = True
        if prefix and parent is not None and (second := parent.first()):
            second.put(prefix + second.text, index)
        self.moves.append(Move(index, None, parent=parent))

    def _replace(self, index: int, node: Node, new: str) -> None:
        parent = self._parent(node)
        first, *further = new.split("\n")
        prefix = node.prefix or _prefix_on(parent, node)
        if node.prefix:
            first = first[label_end(first) :]
        if not further and node.level is Level.ITEM:
            first = _with_end_of(first, node)
        lines = _put_lines(index, list(node.lines()), [prefix + first, *further])
        if node.level in (Level.ARTICLE, Level.POINT):
            node.children = paragraphs([line for line in lines if line.text], prefix=prefix, level=node.level)
            node.children[-1].own += [line for line in lines if not line.text]
        else:
            node.own, node.children = lines, []


def _holder(parent: Node, step: Step) -> Node | None:
    """The node whose child a new clause becomes: an item of an article stands in the paragraph that has items."""
    if step.level in (Level.ITEM, Level.SUBITEM) and parent.level in (Level.ARTICLE, Level.POINT):
        return next((child for child in parent.alive() if child.children), parent.alive()[-1])
    return parent


def _prefix_on(parent: Node | None, node: Node) -> str:
    """The label of the article that stands on the line of its first paragraph."""
    is_first = parent is not None and parent.prefix and parent.alive() and parent.alive()[0] is node
    return parent.prefix if parent is not None and is_first else ""


def _put_lines(index: int, olds: Sequence[Line], news: Sequence[str]) -> list[Line]:
    """Puts new texts into the lines of a clause, one for one, those too many gone; the lines and those put in."""
    lines = [*olds, *(Line("") for _ in news[len(olds) :])]
    for place, line in enumerate(lines):
        line.put(news[place] if place < len(news) else "", index)
        line.is_reworded = True
    return lines


# The point at the end of an item. Matches: `；`, `。`. Does not match: `”`.
_POINT = regex.compile(r"[；。;，]$")


def _with_end_of(text: str, node: Node) -> str:
    """The text with the point that the item ended with, where it has none."""
    line = node.first()
    point = _POINT.search(line.text) if line else None
    return text if point is None or _POINT.search(text) else text + point.group()


def _put_words(index: int, passage: Passage, new: str) -> None:
    """Puts new words in the place of a passage; what they have of paragraphs beyond it stands in its last line."""
    (first, start), (last, end) = (passage.lines[0], passage.start), (passage.lines[-1], passage.end)
    behind = last.text[end:]
    if behind[:1] in _POINTS and new[-1:] == "。":
        new = new[:-1]
    texts = (first.text[:start] + new + behind).split("\n")
    for line, text in zip(passage.lines, texts, strict=False):
        line.put(text, index)
    for line in passage.lines[len(texts) :]:
        line.put("", index)
    if len(texts) > len(passage.lines):
        passage.lines[-1].put("\n".join(texts[len(passage.lines) - 1 :]), index)


_POINTS = ("。", "；", "，", "、", "：")
