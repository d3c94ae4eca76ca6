"""When two rows of `assignments` name the same unit, however it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.tabulate.identity import folded
from pipeline.tabulate.spec import Row

# Marks inside the words for territories say nothing. Matches: `（`, `、`. Does not match: `县`.
_MARKS = regex.compile(r"[()（）、,，]")
# All of a level are meant with and without it. Matches: `各级`, `各` of 各县（市、区）人民政府. Does not match: `县级`.
_EACH = regex.compile(r"^各级?")
# A government of any level, named by nothing else. Matches: `人民政府`, `各级政府`. Does not match: `市人民政府`.
_GOVERNMENT = regex.compile(r"(?:各级)?(?:人民)?政府")
# A unit with another one in brackets, which are both meant. Matches: `市发展改革委(市物价局)`. Does not match:
# `区(县)人民政府`, `市教育局(试点)`.
_WITH_OTHER = regex.compile(
    r"(?<unit>[^()（）]{3,})[(（](?<other>[^()（）]{2,}(?:局|委|办|部|厅|院|中心|公室|总局|公司|署))[)）]"
)
# A short name that a notice gives; what it stands for ends before the bracket. Matches: `（以下简称市职转办）`. Does not
# match: `（以下简称《方案》）`.
_GIVEN = regex.compile(
    r"(?<before>[^，。；：、（）()\n]{4,60})[（(]以下(?:简称|称)[为：:]?[“\"]?(?<short>[^《》，。；（）()“”\"\n]{2,12})[”\"]?[)）]"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Tells units apart: by their ids, that of a renamed unit by `successors` its later one.

    1. Classes and territories are those of each notice and the same by their words, without 各 and marks: 各区（县）人民政府 is
       区县政府, 县级以上人民政府 is not 人民政府. With `by_name`, for notices of different places, so are all units:
       市财政局 of one city is the counterpart of the other's.
    2. 市发展改革委（市物价局） is 市发展改革委 and 市物价局; 市教育局（试点） is one unit.
    3. A short name that one of the notices gave (`short_names`) is the unit that it was given to.
    """

    successors: Mapping[str, str]
    by_name: bool = False
    short_names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)

    def units(self, row: Row) -> Iterator[tuple[str, Row]]:
        """The units that a row names, each by what it is told by."""
        both = _WITH_OTHER.fullmatch(str(row["unit_text"])) if row["unit_kind"] == "named" else None
        if both is None:
            yield self._of(row), row
            return
        for text in both.groups():
            part = {**row, "unit_text": text, "unit_id": self.ids.get(folded(text), folded(text))}
            yield self._of(part), part

    def is_renamed(self, old: Row, new: Row) -> bool:
        """Whether the new row names the unit by a later name."""
        was, now = str(old["unit_id"]), str(new["unit_id"])
        return not self.by_name and new["unit_kind"] == "named" and was != now and self._today(was) == self._today(now)

    def _of(self, row: Row) -> str:
        text = folded(str(row["unit_text"]))
        if self.by_name or row["unit_kind"] != "named" or _GOVERNMENT.fullmatch(text):
            return _MARKS.sub("", _EACH.sub("", text)).replace("人民政府", "政府")
        text = self.short_names.get(text, text)
        return self._today(self.ids.get(text, str(row["unit_id"])))

    def _today(self, unit_id: str) -> str:
        seen: set[str] = set()
        while unit_id in self.successors and unit_id not in seen:
            seen.add(unit_id)
            unit_id = self.successors[unit_id]
        return unit_id


def identity(texts: Sequence[str], assignments: Iterable[Row], units: Iterable[Row], *, by_name: bool) -> Identity:
    """How the units of notices are told apart; `assignments` and `units` are the rows of all of them."""
    named = [row for row in assignments if row["unit_kind"] == "named"]
    ids = {folded(str(row["unit_text"])): str(row["unit_id"]) for row in named}
    successors = {str(row["unit_id"]): str(row["successor_id"]) for row in units if row["successor_id"]}
    short_names: dict[str, str] = {}
    for text in texts:
        short_names |= _given(text, ids)
    return Identity(successors, by_name, short_names, ids)


def _given(text: str, named: Iterable[str]) -> dict[str, str]:
    """The short names that a notice gives to units which it names, folded: 市推进职能转变协调小组办公室（以下简称市职转办）."""
    known = sorted(named, key=len, reverse=True)
    found: dict[str, str] = {}
    for hit in _GIVEN.finditer(text):
        before = folded(hit["before"])
        full = next((name for name in known if before.endswith(name)), "")
        if full:
            found[folded(hit["short"])] = full
    return found
