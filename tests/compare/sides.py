"""Notices as they are compared, from files and from text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.compare.compared import Compared, compared
from pipeline.compare.comparison import Side
from pipeline.run import interpret

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "notices"
HEAD = "{number}\n{title}\n各有关单位：\n现将有关事项通知如下：\n"


def side_of(data: bytes, name: str = "notice.txt") -> Side:
    """The notice that a file of these bytes holds."""
    content = interpret(data, name)
    assert content.rows is not None, content.problem
    return Side(content.text, content.rows, content.provenance.prose)


def notice(
    body: str, *, number: str = "示政办发〔2022〕5号", title: str = "示例市人民政府关于做好承接工作的通知"
) -> Side:
    """A notice of this body."""
    text = f"{HEAD.format(number=number, title=title)}{body}\n示例市人民政府\n2022年3月1日\n"
    return side_of(text.encode())


def side_of_text(text: str) -> Side:
    """The notice that a text holds."""
    return side_of(text.encode(), "notice.md")


def side_of_file(path: Path) -> Side:
    return side_of(path.read_bytes(), path.name)


def city_notice(items: Sequence[str], *, number: str = "示例文〔2021〕1号", date: str = "2021年3月5日") -> Side:
    """A city's notice with these items under one chapter: （一）…, （二）… as they come."""
    numerals = "一二三四五六七八九十"
    body = "\n\n".join(f"（{numerals[place]}）{item}" for place, item in enumerate(items))
    text = (
        f"# 示例市人民政府文件\n\n{number}\n\n## 示例市人民政府关于做好重点工作的通知\n\n各区县人民政府：\n\n"
        f"现将有关工作安排如下。\n\n## 一、重点任务\n\n{body}\n\n示例市人民政府\n\n{date}\n"
    )
    return side_of_text(text)


@cache
def sample() -> Compared:
    """The sample notice and the later one that amends it."""
    names = ("郑政文〔2021〕26号.md", "示例文〔2021〕58号.md")
    return compared(*(side_of((CORPUS / name).read_bytes(), name) for name in names))
