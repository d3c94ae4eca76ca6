"""Units that a clause names beside its subject: 会同|市财政局、市税务局|制定…, 组织|市发展改革委、市政务办|督查."""

from __future__ import annotations

from functools import cache

import regex

from extractors import rules, subject_list, tokens, unit
from extractors.match import Match
from extractors.prose import Prose
from extractors.unit import UnitName

_MAX_LIST = 200
# Classes of words that begin no unit behind 组织: 组织|汇总各保险机构….
_ACTS = frozenset({"verb", "prep", "adverb"})
_JOINERS = frozenset({"、", "和", "及", "与", "以及"})
# Where a list in running text must end. Matches: ，, 。. Does not match: 、.
_STOP = regex.compile(r"[，,；;。：:\n\t]")
# Behind 组织 a list of units may begin. Matches: 组织市发展改革委, 组织协调州级部门. Does not match: 组织实施, 组织开展.
_ORGANISED = regex.compile(
    r"(?<!社会|经济|机构|团体|党)组织(?:协调|动员|指导)?(?!实施|开展|领导|协调|动员|指导|制定|编制|落实|保障|机构|力量|专家|人员|志愿者)(?=\p{Han})"
)
# A later piece of a clause that names others. Matches: ，会同有关部门, ，并会同. Does not match: 要会同.
_JOINED = regex.compile(r"[，,](?:并|要|应|积极|共同|及时)?会同")
# Names keep their own brackets. Matches nothing but the marks of `Prose`.
_MARKS = str.maketrans("⦅⦆", "（）")


def behind(prose: Prose, start: int, limit: int) -> tuple[Match[UnitName], ...]:
    """The units of the list that begins at `start`; () where none does."""
    limit = min(limit, start + _MAX_LIST)
    stop = _STOP.search(prose.masked, start, limit)
    end = _list_end(prose.masked, start, stop.start() if stop else limit)
    if end <= start:
        return ()
    return subject_list.units(prose.text, start, end) or tuple(
        match.shifted(start) for match in unit.find(prose.text[start:end])
    )


def organised(prose: Prose, start: int, limit: int) -> tuple[Match[UnitName], ...]:
    """The units that the subject organises, of the first list behind 组织: 定期组织市发展改革委、市政务办督查."""
    found = _first(_ORGANISED, prose, start, limit)
    as_such = len(found) == 1 and found[0].rule_id == "subject_as_such"
    return () if as_such or (found and _class(tokens.words(found[0].text)[0]) in _ACTS) else found


def joined_later(prose: Prose, start: int, limit: int) -> tuple[Match[UnitName], ...]:
    """The units behind a 会同 that opens a later piece of the clause: 要完善机制，会同省内有关部门制定方案."""
    return _first(_JOINED, prose, start, limit)


def _first(pattern: regex.Pattern[str], prose: Prose, start: int, limit: int) -> tuple[Match[UnitName], ...]:
    for hit in pattern.finditer(prose.masked, start, limit):
        if found := behind(prose, hit.end(), limit):
            return found
    return ()


def _list_end(masked: str, start: int, stop: int) -> int:
    """Where the list of units that begins at `start` ends: behind its last unit, before a word that is no part of it."""
    end = offset = item = start
    if start >= stop:
        return start
    complete = goes_on = False
    words = tokens.words(masked[start:stop])
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if (complete and _breaks(word, following)) or (goes_on and word in _JOINERS and masked[offset - 1] == "等"):
            break
        if not complete and not goes_on and _class(word) == "prep":
            break
        offset += len(word)
        if word in _JOINERS:
            complete, item = False, offset
        elif word == "等":
            goes_on, end = True, offset
        elif word.endswith(_item_ends()):
            complete = goes_on or subject_list.is_item(masked[item:offset].translate(_MARKS))
        else:
            complete = False
        end = offset if complete else end
    return end


def _breaks(word: str, following: str) -> bool:
    """Whether a word behind a unit ends the list: 制定, 对; not the 监管 of 专区|监管|部门."""
    found = _class(word)
    if found == "noun_verb":
        return not following.endswith(_endings())
    return word not in _JOINERS and bool(found)


@cache
def _endings() -> tuple[str, ...]:
    return (*rules.words("unit_endings"), "⦆")


@cache
def _item_ends() -> tuple[str, ...]:
    return (*_endings(), *sorted(subject_list.ends()))


@cache
def _classes() -> dict[str, str]:
    return {row["word"]: row["class"] for row in rules.table("obligation_words")}


def _class(word: str) -> str:
    return _classes().get(word) or ("number" if word[0].isdigit() else "")
