"""What the program says to people, in Chinese and English, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason or warning code means; `review` says that a person should look at the file."""

    code: str
    review: bool
    zh: str
    en: str


def message(key: str, language: Language, **values: object) -> str:
    """The text of `key`, filled in."""
    zh, en = _messages()[key]
    return (zh if language == "zh" else en).format(**values)


@cache
def reasons() -> dict[str, Reason]:
    """All reason and warning codes that are known."""
    rows = _rows("reasons.tsv")
    return {code: Reason(code, review == "yes", zh, en) for code, review, zh, en in rows}


@cache
def _messages() -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for key, zh, en in _rows("messages.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = (resources.files("pipeline.messages") / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
