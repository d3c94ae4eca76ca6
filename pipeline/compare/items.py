"""The pieces of a notice that are compared: its clauses, articles whole, prose outside them, and its tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from pipeline.compare.likeness import features_of, plain, sentences
from pipeline.compare.piece import Piece, PieceKind
from pipeline.model.notice import Span
from pipeline.tabulate.spec import Row

# An article is compared with all that stands in it. Matches: `第九条`, `第十二条之一`. Does not match: `第二章`, `（一）`.
_ARTICLE = regex.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?")
# A paragraph outside all clauses says something where it holds a sentence; titles and lines of names do not.
# Matches: `现就有关事项通知如下：`, `本通知自印发之日起施行。`. Does not match: `承接工作方案`.
_SENTENCE = regex.compile(r"[。；]|.{12,}：$")
# So many characters at the end of a task's text tell where its units begin.
_TAIL = 8
_WITH_UNITS_BEHIND = ("bracket", "line")


@dataclass(frozen=True, slots=True)
class Item:
    """A clause, article, paragraph or task.

    `text` is what it says behind its label, without the units and time limits of its tasks; `label` the way to it from
    the outermost clause (二、重点任务/（五）); `path` its place in the outline (2.5), `parent` that of the clause it stands
    in; `start` and `end` offsets of the notice's text; `task` its row where it is a task.
    """

    label: str
    heading: str
    text: str
    start: int
    end: int
    path: str = ""
    parent: str = ""
    task: Row | None = None


def pieces_of(items: Sequence[Item], units: Mapping[str, frozenset[str]] = {}) -> list[Piece]:
    """What the alignment goes by; `units` are the ids of the units of each task."""
    at = {item.path: place for place, item in enumerate(items) if item.path}
    pieces: list[Piece] = []
    for item in items:
        said = plain(item.text)
        told = features_of(item.text) | (
            units.get(str(item.task["task_id"]), frozenset()) if item.task else frozenset()
        )
        group = at.get(item.parent, -1)
        pieces.append(Piece(item.text, said, told, sentences(item.text), plain(item.heading), group, _kind_of(item)))
    return pieces


def _kind_of(item: Item) -> PieceKind:
    if item.task is not None:
        return PieceKind.RUNNING if item.task["source"] == "body" else PieceKind.STATED
    return PieceKind.CLAUSE if item.label else PieceKind.PARAGRAPH


def clauses_of(text: str, rows: Mapping[str, Sequence[Row]], prose: Sequence[Span] = ()) -> list[Item]:
    """The clauses of a notice and the paragraphs `prose` outside them in order; an article holds what stands in it."""
    sections = sorted(rows["sections"], key=lambda row: (offset(row, "char_start"), str(row["section_path"])))
    cuts = _unit_spans(rows["tasks"])
    clauses = list(_clauses(text, sections, cuts))
    return sorted([*clauses, *_paragraphs(text, prose, cuts)], key=lambda item: item.start)


def tasks_of(rows: Mapping[str, Sequence[Row]]) -> list[Item]:
    """The tasks of a notice in order."""
    return [
        Item(
            str(row["section_label"]),
            str(row["task_name"]),
            str(row["task_text"]),
            offset(row, "char_start"),
            offset(row, "char_end"),
            task=row,
        )
        for row in sorted(rows["tasks"], key=lambda row: offset(row, "seq"))
    ]


def offset(row: Row, column: str) -> int:
    """The whole number in a cell, 0 where it is empty."""
    value = row[column]
    return value if isinstance(value, int) else 0


_Span = tuple[int, int]


def _clauses(text: str, sections: Sequence[Row], cuts: Sequence[_Span]) -> Iterator[Item]:
    within = ""
    labels: dict[str, str] = {}
    for index, row in enumerate(sections):
        path, label, heading = str(row["section_path"]), str(row["label"]), str(row["heading"])
        parent = path.rpartition(".")[0]
        is_article = _ARTICLE.fullmatch(label) is not None
        labels[path] = f"{labels[parent]}/{label}" if parent in labels else label + ("" if is_article else heading)
        if within and path.startswith(within):
            continue
        within = f"{path}." if is_article else ""
        start, end = offset(row, "char_start"), _end(row, sections[index + 1 :], within)
        said = _without(text, start, end, cuts).strip().removeprefix(label).strip()
        yield Item(label if is_article else labels[path], heading, said, start, end, path, parent)


def _end(row: Row, behind: Sequence[Row], within: str) -> int:
    """Where a clause ends; an article where the last clause in it does."""
    end = offset(row, "char_end")
    for following in behind if within else ():
        if not str(following["section_path"]).startswith(within):
            break
        end = max(end, offset(following, "char_end"))
    return end


def _paragraphs(text: str, prose: Sequence[Span], cuts: Sequence[_Span]) -> Iterator[Item]:
    for span in prose:
        said = _without(text, span.start, span.end, cuts).strip()
        if _SENTENCE.search(said):
            yield Item("", "", said, span.start, span.end)


def _unit_spans(tasks: Sequence[Row]) -> list[_Span]:
    """Where the units and time limits behind the tasks' texts stand: （责任单位：…。完成时限：…）."""
    spans: list[_Span] = []
    for row in tasks:
        if row["source"] not in _WITH_UNITS_BEHIND:
            continue
        evidence, end = str(row["evidence"]), offset(row, "char_end")
        tail = evidence.rfind(str(row["task_text"])[-_TAIL:].strip())
        if tail >= 0:
            spans.append((end - len(evidence) + tail + _TAIL, end))
    return sorted(spans)


def _without(text: str, start: int, end: int, cuts: Sequence[_Span]) -> str:
    parts: list[str] = []
    for cut_start, cut_end in cuts:
        if start <= cut_start < end:
            parts.append(text[start:cut_start])
            start = min(cut_end, end)
    return "".join((*parts, text[start:end]))
