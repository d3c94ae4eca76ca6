"""Notices to compare in tests: real ones read, and small ones written out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.compare import Side
from pipeline.run import interpret


def side_of(text: str) -> Side:
    """A notice as `duban run` would take it in."""
    content = interpret(text.encode(), "notice.md")
    assert content.rows is not None, content.problem
    return Side(content.text, content.rows, content.provenance.prose)


def side_of_file(path: Path) -> Side:
    return side_of(path.read_text(encoding="utf-8"))


def notice(items: Sequence[str], *, number: str = "示例文〔2021〕1号", date: str = "2021年3月5日") -> Side:
    """A city's notice with these items under one chapter: （一）…, （二）… as they come."""
    numerals = "一二三四五六七八九十"
    body = "\n\n".join(f"（{numerals[place]}）{item}" for place, item in enumerate(items))
    return side_of(
        f"# 示例市人民政府文件\n\n{number}\n\n## 示例市人民政府关于做好重点工作的通知\n\n各区县人民政府：\n\n"
        f"现将有关工作安排如下。\n\n## 一、重点任务\n\n{body}\n\n示例市人民政府\n\n{date}\n"
    )
