"""Decisions that would have changed one version of a law into the next, written from the two texts.

The real decisions are not kept beside the texts, so these are made: each pair of articles that `gt.json` gives becomes the
narrowest instruction that fits (words, a paragraph, the article), what is left is deleted or put in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import regex

_ARTICLE = regex.compile(r"第[零一二三四五六七八九十百]+条(?:之[一二三四五六七八九十]+)?")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_PARAGRAPHS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Law:
    """Two versions of a law as text, and which article became which."""

    old: str
    new: str
    pairs: dict[str, str]


def read_law(folder: Path) -> Law:
    old, new = (_plain((folder / name).read_text(encoding="utf-8")) for name in ("old.md", "new.md"))
    truth = json.loads((folder / "gt.json").read_text(encoding="utf-8"))
    pairs = {each["old"]: each["new"] for each in truth["relations"] if _is_pair(each)}
    return Law(old, new, pairs)


def _is_pair(relation: dict[str, object]) -> bool:
    return isinstance(relation.get("old"), str) and isinstance(relation.get("new"), str)


def articles(text: str) -> dict[str, list[str]]:
    """The lines of each article by its label, the first without it; a heading of a chapter (第二章, 二、) ends an article."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.split("\n"):
        if label := _ARTICLE.match(line):
            current = found.setdefault(label.group(), [])
            current.append(line[label.end() :].strip())
        elif regex.match(r"第[零一二三四五六七八九十百]+[编章节]|[一二三四五六七八九十]+、", line):
            current = None
        elif current is not None and line.strip():
            current.append(line.strip())
    return found


def decision(law: Law) -> str:
    """The instructions, one a line or several, and the sentence by which the numbers follow."""
    olds, news = articles(law.old), articles(law.new)
    used = set(law.pairs.values())
    order = list(news)
    places = [order.index(law.pairs[old]) for old in olds if law.pairs.get(old) in news]
    moved = [f"将{old}改为{law.pairs[old]}。" for old in olds if law.pairs.get(old) in news and old != law.pairs[old]]
    lines = moved if places != sorted(places) else []
    for old, said in olds.items():
        lines += _changed(old, said, news[law.pairs[old]]) if law.pairs.get(old) in news else [f"删去{old}。"]
    lines += [f"增加一条，作为{new}：{_quoted(said)}" for new, said in news.items() if new not in used]
    return "\n".join(["现作如下修改：", *lines, "此外，对条文顺序作相应调整。"])


def _changed(label: str, old: list[str], new: list[str]) -> Iterator[str]:
    if _bare(old) == _bare(new):
        return
    differing = [
        at for at in range(len(old)) if len(old) == len(new) and _bare(old[at : at + 1]) != _bare(new[at : at + 1])
    ]
    if len(differing) == 1 and not any(map(_is_item, old)):
        at = differing[0]
        yield from _of_paragraph(f"{label}第{_PARAGRAPHS[at + 1]}款", old, old[at], new[at])
    else:
        yield f"将{label}修改为：{_quoted(new)}"


def _of_paragraph(place: str, article: list[str], old: str, new: str) -> Iterator[str]:
    words = _words(old, new)
    if words and "\n".join(article).count(words[0]) == 1 and not {"“", "”"} & set("".join(words)):
        yield f"将{place}中的“{words[0]}”修改为“{words[1]}”。" if words[1] else f"删去{place}中的“{words[0]}”。"
    else:
        yield f"{place}修改为：{_quoted([new])}"


def _words(old: str, new: str) -> tuple[str, str] | None:
    """The one stretch in which the two differ, None where there are several or nothing of the old one."""
    changes = [each for each in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if each[0] != "equal"]
    if len(changes) != 1 or changes[0][1] == changes[0][2]:
        return None
    _, a, b, c, d = changes[0]
    return old[a:b], new[c:d]


def _quoted(lines: list[str]) -> str:
    return "\n".join(f"“{line.translate(_INNER_QUOTES)}" for line in lines) + "”"


def _is_item(line: str) -> bool:
    return regex.match(r"[（(][一二三四五六七八九十]+[）)]", line) is not None


def _bare(lines: list[str]) -> str:
    return regex.sub(r"[\s\p{P}]", "", "".join(lines))


def _plain(markdown: str) -> str:
    return regex.sub(r"(?m)^#+ |<!--.*?-->|^\s*\n", "", markdown)
