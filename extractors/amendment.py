"""Instructions by which a notice changes another: 将第二条修改为：“…”, 第三条中的“A”修改为“B”, 删去第四条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import regex

from extractors import amendment_mask, amendment_rule, amendment_share, clause_place
from extractors.amendment_mask import Masked
from extractors.citation_name import NamedDocument
from extractors.clause_place import Level, Place, Step
from extractors.match import Match
from extractors.numeral import to_int
from extractors.rules import Rule, patterns


class InstructionKind(StrEnum):
    REPLACE_CLAUSE = "replace_clause"
    REPLACE_WORDS = "replace_words"
    DELETE_CLAUSE = "delete_clause"
    DELETE_WORDS = "delete_words"
    INSERT_CLAUSE = "insert_clause"
    RENAME = "rename"
    RENUMBER = "renumber"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One change of one document.

    `target` is the place that is changed, in the numbers that the document had before; of a clause that is put in, the
    place that it takes. `old` and `new` are words or clauses, paragraphs parted by `\\n`. `becomes` is the new place of a
    renumbered clause (without one: all numbers follow), `after` the clause behind which another is put, `holds` the
    articles of a chapter that is put in with its heading alone. Of a chapter that is renamed to "" the heading goes, and
    its articles stay. `title` and
    `number` name the document, empty where nothing names it. `everywhere`: the words are changed wherever they stand;
    `references`: numbers in other clauses follow too. `is_complete` is False where a quotation is torn or missing.
    """

    kind: InstructionKind
    target: Place = ()
    old: str = ""
    new: str = ""
    becomes: Place = ()
    after: Place = ()
    holds: tuple[Place, ...] = ()
    title: str = ""
    number: str = ""
    everywhere: bool = False
    references: bool = False
    is_complete: bool = True


def find(text: str) -> list[Match[Instruction]]:
    """The instructions of a notice, in order; one sentence may hold several, and they then share a span or touch.

    1. What a sentence leaves out is taken from the one before it: its document, and the article of 第二款修改为.
    2. Numbers of targets are those before the change: behind 将第十九条改为第二十条 第一款 is that of 第十九条.
    3. Where neither place nor document is named, words are an instruction only in a text that amends another.
    """
    masked = amendment_mask.mask(text)
    is_amending = any(rule.pattern.search(masked.text) for rule in patterns("amendment_leads"))
    reader = _Reader(text, masked, is_amending)
    offset = 0
    for line in masked.text.split("\n"):
        reader.read(offset, offset + len(line))
        offset += len(line) + 1
    return reader.found


@dataclass(frozen=True, slots=True)
class _Hit:
    """A place where a rule matches, in the masked text."""

    rule: Rule
    match: regex.Match[str]

    def span(self, group: str) -> tuple[int, int]:
        return self.match.span(group) if self.has(group) else (0, 0)

    def has(self, group: str) -> bool:
        return group in self.rule.pattern.groupindex and self.match[group] is not None


class _Reader:
    """Reads the lines of a masked text in order; keeps the document, place and target that later sentences leave out."""

    def __init__(self, text: str, masked: Masked, is_amending: bool) -> None:
        self._text = text
        self._masked = masked
        self._is_amending = is_amending
        self._document: NamedDocument | None = None
        self._around: Place = ()
        self._targets: tuple[Place, ...] = ()
        self.found: list[Match[Instruction]] = []

    def read(self, start: int, end: int) -> None:
        """Reads one line of the masked text."""
        documents = list(self._documents(start, end))
        self._targets = ()
        read_to = start
        for hit in self._hits(start, end):
            while documents and documents[0][0] < hit.match.end():
                self._enter(documents.pop(0)[1])
            self._note_places(read_to, hit.match.start())
            self._add(hit)
            read_to = hit.match.end()
        for _, document in documents:
            self._enter(document)
        self._note_places(read_to, end)

    def _documents(self, start: int, end: int) -> Iterator[tuple[int, NamedDocument]]:
        found = {
            hit.start("document")
            for rule in patterns("amendment_documents")
            for hit in rule.pattern.finditer(self._masked.text[start:end])
        }
        for offset in sorted(start + each for each in found):
            if document := self._masked.names.get(offset):
                yield offset, document

    def _enter(self, document: NamedDocument) -> None:
        if document != self._document:
            self._document, self._around, self._targets = document, (), ()

    def _note_places(self, start: int, end: int) -> None:
        """Places that a line names before its instructions: 对第三条作如下修改."""
        for offset in range(start, end):
            if self._masked.text.startswith("对" + amendment_mask.PLACE, offset - 1):
                self._around = self._masked.places[offset][0]

    def _hits(self, start: int, end: int) -> Iterator[_Hit]:
        for match in amendment_rule.either().finditer(self._masked.text, start, end):
            rule = next(rule for rule in patterns("amendment_rules") if match[rule.rule_id] is not None)
            again = rule.pattern.match(self._masked.text, match.start(), match.end())
            if again is not None:
                yield _Hit(rule, again)

    def _add(self, hit: _Hit) -> None:
        instructions = list(_READERS[hit.rule.columns["kind"]](self, hit))
        start, end = hit.match.start(), hit.match.end()
        while self._masked.text[start] in "，；、":
            start += 1
        begin, stop = self._masked.starts[start], self._masked.ends[end - 1]
        for instruction in instructions:
            if self._counts(instruction):
                named = self._named(instruction)
                self.found.append(Match(begin, stop, self._text[begin:stop], named, hit.rule.rule_id))

    def _counts(self, instruction: Instruction) -> bool:
        is_placed = instruction.target and instruction.kind is not InstructionKind.RENUMBER
        return bool(is_placed or self._document or self._is_amending or instruction.becomes)

    def _named(self, instruction: Instruction) -> Instruction:
        if self._document is None:
            return instruction
        return replace(instruction, title=self._document.title, number=self._document.number)

    def _target(self, hit: _Hit, group: str = "target") -> tuple[Place, ...]:
        """The places of a group, with what they leave out."""
        if not hit.has(group):
            return ()
        places = self._masked.places[hit.span(group)[0]]
        return tuple(clause_place.within(place, self._around) for place in places)

    def _quotes(self, hit: _Hit, group: str) -> list[str]:
        """The quotations of a group; those that stand side by side are paragraphs of one."""
        if not hit.has(group):
            return []
        start, end = hit.span(group)
        words: list[str] = []
        for offset in range(start, end):
            if quotation := self._masked.quotations.get(offset):
                beside = offset > start and offset - 1 in self._masked.quotations
                words[-1:] = [f"{words[-1]}\n{quotation.words}"] if beside else [*words[-1:], quotation.words]
        return words

    def _is_closed(self, hit: _Hit) -> bool:
        quotations = map(self._masked.quotations.get, range(hit.match.start(), hit.match.end()))
        return all(quotation.closed for quotation in quotations if quotation)

    def _around_heading(self, place: Place, heading: Step, hit: _Hit) -> Place:
        """What a quoted heading stands in: the place that is named, else what the one before it stood in."""
        return place if hit.has("target") else clause_place.outer(place, clause_place.rank(heading))

    def _settle(self, targets: Sequence[Place]) -> None:
        """Keeps the place for the sentences that follow."""
        self._targets = tuple(targets)
        if targets:
            self._around = targets[-1]

    def words(self, hit: _Hit) -> Iterator[Instruction]:
        """第三条中的“A”、“B”修改为“C”、“D”; without new words what is deleted."""
        targets = self._target(hit)
        everywhere = any(hit.has(group) for group in ("all", "every"))
        if not targets and not everywhere:
            targets = self._targets
        targets = targets or ((),)
        if heading := self._quotes(hit, "within"):
            step = Step(Level.HEADING, 0, words=heading[0])
            targets = tuple((*self._around_heading(place, step, hit), step) for place in targets)
        if targets != ((),):
            self._settle(targets)
        olds, news = self._quotes(hit, "old"), self._quotes(hit, "new")
        kind = InstructionKind.REPLACE_WORDS if news else InstructionKind.DELETE_WORDS
        is_complete = self._is_closed(hit) and len(news) in (0, 1, len(olds))
        for target in targets:
            for index, old in enumerate(olds):
                new = news[min(index, len(news) - 1)] if news else ""
                yield Instruction(kind, target, old, new, everywhere=everywhere, is_complete=is_complete)

    def put_in_words(self, hit: _Hit) -> Iterator[Instruction]:
        """第三条中的“A”后增加“B”: A becomes AB."""
        targets = self._target(hit) or self._targets or ((),)
        self._settle(targets if targets != ((),) else ())
        old, put_in = "".join(self._quotes(hit, "old")), "".join(self._quotes(hit, "new"))
        new = f"{old}{put_in}" if hit.match["side"] == "后" else f"{put_in}{old}"
        for target in targets:
            yield Instruction(InstructionKind.REPLACE_WORDS, target, old, new, is_complete=self._is_closed(hit))

    def clauses(self, hit: _Hit) -> Iterator[Instruction]:
        """第三条修改为：“…”; behind a new number those that have it."""
        targets = self._target(hit) or self._targets
        self._settle(targets)
        if hit.has("plain"):
            for target in targets:
                yield Instruction(InstructionKind.REPLACE_CLAUSE, target, new=hit.match["plain"], is_complete=False)
            return
        news = amendment_share.clauses(self._quotes(hit, "new"), len(targets))
        is_complete = self._is_closed(hit) and len(news) == len(targets)
        for target, new in zip(targets, news, strict=False):
            yield Instruction(InstructionKind.REPLACE_CLAUSE, target, new=new, is_complete=is_complete)

    def delete_clauses(self, hit: _Hit) -> Iterator[Instruction]:
        """删去第四条、第七条."""
        targets = self._target(hit)
        self._settle(targets)
        for target in targets:
            yield Instruction(InstructionKind.DELETE_CLAUSE, target)

    def put_in_clauses(self, hit: _Hit) -> Iterator[Instruction]:
        """第五条增加一款，作为第三款：“…”."""
        count, level = to_int(hit.match["count"]) or 1, clause_place.level_of(hit.match["unit"])
        after = self._target(hit, "after")
        if targets := after or self._target(hit):
            self._settle(targets)
        inner = clause_place.rank(Step(level, 0))
        parent = clause_place.outer(self._around, inner)
        numbered = self._masked.places[hit.span("becomes")[0]] if hit.has("becomes") else ()
        places = [clause_place.within(place, parent) for place in numbered] or [(*parent, Step(level, 0))] * count
        news = amendment_share.clauses(self._quotes(hit, "new"), len(places))
        is_complete = self._is_closed(hit) and len(news) == len(places) == count
        for place, new in zip(places, news, strict=False):
            yield Instruction(
                InstructionKind.INSERT_CLAUSE, place, new=new, after=after[0] if after else (), is_complete=is_complete
            )

    def put_in_chapters(self, hit: _Hit) -> Iterator[Instruction]:
        """增加一章，作为第三章：“第三章 服务\n第十条 …”; 增加一章，作为第一章“总则”，包括第一条至第七条."""
        count, level = to_int(hit.match["count"]) or 1, clause_place.level_of(hit.match["unit"])
        after, around = self._target(hit, "after"), self._target(hit)
        parent = clause_place.outer(around[0], clause_place.rank(Step(level, 0))) if around else ()
        becomes = self._masked.places[hit.span("becomes")[0]] if hit.has("becomes") else ((Step(level, 0),),)
        news = amendment_share.chapters(self._quotes(hit, "new"), count)
        holds = self._masked.places[hit.span("holds")[0]] if hit.has("holds") else ()
        is_complete = self._is_closed(hit) and len(news) == len(becomes) == count and (count == 1 or not holds)
        for place, new in zip(becomes, news, strict=False):
            yield Instruction(
                InstructionKind.INSERT_CLAUSE,
                clause_place.within(place, parent),
                new=new,
                after=after[0] if after else (),
                holds=tuple(holds),
                is_complete=is_complete,
            )

    def delete_headings(self, hit: _Hit) -> Iterator[Instruction]:
        """删去第五章章名: its articles stay."""
        for target in self._target(hit):
            yield Instruction(InstructionKind.RENAME, target)

    def renumber(self, hit: _Hit) -> Iterator[Instruction]:
        """将第六条改为第七条; 条文顺序作相应调整 of all."""
        if not hit.has("target"):
            yield Instruction(InstructionKind.RENUMBER, references=hit.has("references"))
            return
        targets = self._target(hit)
        self._settle(targets)
        becomes = self._target(hit, "becomes")
        for old, new in zip(targets, becomes, strict=False):
            is_complete = len(targets) == len(becomes)
            yield Instruction(InstructionKind.RENUMBER, old, becomes=new, is_complete=is_complete)

    def merge(self, hit: _Hit) -> Iterator[Instruction]:
        """将第二十三条、第四十五条合并，作为第二十四条: the first gets the number, the others go."""
        targets, becomes = self._target(hit), self._target(hit, "becomes")
        yield Instruction(InstructionKind.RENUMBER, targets[0], becomes=becomes[0])
        for target in targets[1:]:
            yield Instruction(InstructionKind.DELETE_CLAUSE, target)
        self._settle(targets[:1])

    def rename(self, hit: _Hit) -> Iterator[Instruction]:
        """将标题修改为：“…”; of a chapter, named or the one before it, 将第二章章名修改为：“…”."""
        is_chapter = hit.has("heading")
        target = next(iter(self._target(hit) or (self._targets if is_chapter else ())), ())
        named = self._masked.names.get(hit.span("new")[0])
        new = named.title if named else "".join(self._quotes(hit, "new"))
        is_complete = self._is_closed(hit) and bool(target or not is_chapter)
        yield Instruction(InstructionKind.RENAME, target, new=new.strip("《》"), is_complete=is_complete)


_READERS = {
    "replace_words": _Reader.words,
    "delete_words": _Reader.words,
    "insert_words": _Reader.put_in_words,
    "replace_clause": _Reader.clauses,
    "delete_clause": _Reader.delete_clauses,
    "insert_clause": _Reader.put_in_clauses,
    "insert_chapter": _Reader.put_in_chapters,
    "delete_heading": _Reader.delete_headings,
    "renumber": _Reader.renumber,
    "merge": _Reader.merge,
    "rename": _Reader.rename,
}
