"""The pieces of a notice that are compared: its clauses, articles whole, its paragraphs outside them, and its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.tabulate.spec import Row

# An article is compared with all that stands in it. Matches: `第九条`, `第十二条之一`. Does not match: `第二章`, `（一）`.
_ARTICLE = regex.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True, slots=True)
class Item:
    """A clause, article or paragraph of a notice with its own text, `body`, behind its label.

    `label` is the way to it from the outermost clause: 二、重点任务/（五）; `group` that of the clause it stands in. `start`
    and `end` are offsets of the notice's text.
    """

    label: str
    group: str
    heading: str
    body: str
    start: int
    end: int
    part: str = ""


def clauses_of(text: str, sections: Sequence[Row]) -> list[Item]:
    """The clauses of a notice in order, from the rows of its table `sections`; an article holds what stands in it."""
    rows = sorted(sections, key=lambda row: (_offset(row, "char_start"), str(row["section_path"])))
    items: list[Item] = []
    within = ""
    labels: dict[str, str] = {}
    for index, row in enumerate(rows):
        path, label = str(row["section_path"]), str(row["label"])
        parent = path.rpartition(".")[0]
        labels[path] = f"{labels[parent]}/{label}" if parent in labels else label + _of_top(row)
        if within and path.startswith(within):
            continue
        within = f"{path}." if _ARTICLE.fullmatch(label) else ""
        end = _end(rows, index, within) if within else _offset(row, "char_end")
        start = _offset(row, "char_start")
        shown = label if within else labels[path]
        items.append(
            Item(shown, labels.get(parent, ""), str(row["heading"]), _body(text[start:end], label), start, end)
        )
    return items


def _of_top(row: Row) -> str:
    """The heading of an outermost clause; articles are known by their number alone."""
    return "" if _ARTICLE.fullmatch(str(row["label"])) else str(row["heading"])


def _end(rows: Sequence[Row], index: int, within: str) -> int:
    """Where the article's last clause ends."""
    end = _offset(rows[index], "char_end")
    for row in rows[index + 1 :]:
        if not str(row["section_path"]).startswith(within):
            break
        end = max(end, _offset(row, "char_end"))
    return end


def _body(text: str, label: str) -> str:
    return text.strip().removeprefix(label).strip()


def _offset(row: Row, column: str) -> int:
    value = row[column]
    return value if isinstance(value, int) else 0
