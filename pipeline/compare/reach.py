"""How far an aligned phrase reaches and how strongly it binds: members, conditions, exceptions, consents, and modals."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors import tokens
from extractors.rules import patterns, table
from pipeline.compare.inline import Segment

# A modal that stands for another one stands alone, in characters.
_LONE = 6
# Words that join the members of a list, each a word of its own: 和 of 和谐 and of 中华人民共和国 is none.
_JOINTS = frozenset(("、", "和", "及", "及其", "与", "或", "或者", "以及"))
# Matches: `、`, `以及` at either end. Does not match: `和谐`.
_EDGES = regex.compile(r"^(?:以及|或者|[、，,；;：和及与或])+|(?:以及|或者|[、，,；;：。和及与或])+$")
# Words before 地 that say how something is done are no members: 及时、真实、完整地. So many words may stand before it.
_MANNER = "地"
_BEFORE_MANNER = 3
# An adverb behind the members of a list is none of them. Matches: `、个人隐私依法`. Does not match: `依法登记的企业`.
_ADVERB = regex.compile(r"(?:依法|应当|应|可以|不得|必须|严格|及时)+$")
# Names of documents are one word. Matches: `《中华人民共和国治安管理处罚法》`. Does not match: `治安管理处罚法`.
_NAME = regex.compile(r"《[^》]*》")
# What closes an open list. Matches: `职级等`. Does not match: `平等`, `等级`.
_OPEN_LIST = regex.compile(r"(?<![平同对中高初优上下甲相均])等$")
# What says something of members is none. Matches: `不能辨认`, `应当`, `向法院`. Does not match: `不动产`.
_PREDICATE = regex.compile(r"不[能得应再予]|应当|可以|已经?|尚未|聘请|^(?:由|向|依照|按照|根据|从|通过)")
_LONGEST_MEMBERS = 60
_BRACKETS = "）)”"
# Matches: `，`, `。`. Does not match: `、`.
_POINT = regex.compile(r"[，。；：]")


def modal_change(segment: Segment) -> tuple[str, str] | None:
    """The modals of a segment where one of another strength stands for another: 应当 and 可以."""
    if max(len(segment.old), len(segment.new)) > _LONE:
        return None
    old, new = _modal(segment.old), _modal(segment.new)
    return (old[0], new[0]) if old and new and old[1] != new[1] else None


def changes_members(segment: Segment, behind: str) -> bool:
    """Whether members of a list came or went in a segment: what came or went alone is joined to what stands beside it, of
    what stands for one another one side is a list. `behind` is the rest of the phrase."""
    said = [members(side) for side in (segment.old, segment.new)]
    if _is_manner(behind) or any(len(side) > _LONGEST_MEMBERS or _POINT.search(side) for side in said):
        return False
    if any(row["word"] in said for row in table("modal_words")):
        return False
    if all(said):
        is_said = any(_PREDICATE.search(side) for side in said)
        is_list = any(_joints(side) for side in said) or _joints(segment.old) != _joints(segment.new)
        return is_list and not is_said
    if segment.old and segment.new:
        return False
    return _is_joined(segment.old + segment.new) or bool(_OPEN_LIST.search("".join(said)))


def slid(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with members that came or went cut where the list joins them.

    Of 申请保安服务许可证、保安培训许可证 against 申请保安服务许可证 it is 、保安培训许可证 that went, not 许可证、保安培训; of
    消费性支出和年生活消费支出 against 消费支出 it is 和年生活消费支出, and 消费性支出 became 消费支出.
    """
    found = list(segments)
    for place in range(len(found) - 1):
        segment, behind = found[place], found[place + 1]
        words = segment.old or segment.new
        if segment.is_same or (segment.old and segment.new) or not behind.is_same:
            continue
        first = _first_member(words)
        named = first and _beginning_like(behind.old, first)
        if named:
            moved = words[len(first) :] + named
            kept = Segment(first, named) if segment.old else Segment(named, first)
            rest = behind.old[len(named) :]
            found[place : place + 2] = [kept, Segment(moved, "") if segment.old else Segment("", moved)]
            found.insert(place + 2, Segment(rest, rest))
    return [segment for segment in found if segment.old or segment.new]


def without_adverb(words: str) -> tuple[str, str]:
    """Members and the adverb behind them, which is no member: 、个人隐私和个人信息 and 依法."""
    hit = _ADVERB.search(words)
    return (words[: hit.start()], hit[0]) if hit and _joints(words[: hit.start()]) else (words, "")


def restriction(phrase: str) -> str:
    """What a phrase is to the one beside it: `case` where it says for what that one holds (情节严重的，), `exception`,
    `consent`, `time`; "" for none."""
    said = members(phrase).rstrip(_BRACKETS)
    return next((rule.columns["kind"] for rule in patterns("scope_patterns") if rule.pattern.search(said)), "")


def members(words: str) -> str:
    """The words without the joints at their ends."""
    return _EDGES.sub("", words)


def _modal(text: str) -> tuple[str, str] | None:
    """The first word of the table that stands in the text, and how strongly it binds."""
    found = [(text.find(row["word"]), row) for row in table("modal_words") if row["word"] in text]
    return min((place, row["word"], row["strength"]) for place, row in found)[1:] if found else None


def _is_manner(behind: str) -> bool:
    return _MANNER in tokens.words(behind[:12])[: _BEFORE_MANNER + 1]


def _is_joined(words: str) -> bool:
    """Whether a joint stands at an end of the words."""
    told = tokens.words(words)
    return not _JOINTS.isdisjoint((told[0], told[-1]))


def _first_member(words: str) -> str:
    """What stands before the first joint, "" where that begins the words or there is none."""
    told = tokens.words(words)
    place = next((place for place, word in enumerate(told) if word in _JOINTS), 0)
    return "".join(told[:place])


def _beginning_like(text: str, member: str) -> str:
    """The beginning of a text that is the member, or begins and ends as it does."""
    for length in range(len(member), max(1, len(member) - 3), -1):
        said = text[:length]
        if said == member or (len(said) > 3 and (said[:2], said[-2:]) == (member[:2], member[-2:])):
            return said
    return ""


def _joints(words: str) -> int:
    return sum(word in _JOINTS for word in tokens.words(_NAME.sub("", words)))
