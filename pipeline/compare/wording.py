"""What an aligned clause says differently: figures, how strongly it binds, how far it reaches, and mere words.

1. Phrases are laid side by side; what stands elsewhere, is written otherwise or numbered anew is no difference.
2. Each difference is told once, also where the same words changed in several places.
3. The texts changed over give the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

import regex

from pipeline.compare import reach
from pipeline.compare.counted import FigureChange, figure_changes, same_written
from pipeline.compare.duties import Difference
from pipeline.compare.inline import Segment, segments
from pipeline.compare.likeness import plain, references
from pipeline.compare.phrases import Phrase, PhrasePair, phrase_pairs, phrases
from pipeline.compare.referred import reference_differences
from pipeline.model.change import ChangeType, Field

# Words put in or left out of a phrase say nothing of its scope or strength where it is less alike than this, and less of
# its shorter side stands in the longer one.
_REWRITTEN, _KEPT = 0.5, 0.6
# More pieces than this are told as the whole phrases that they stand in.
_MOST_PIECES = 3
# Where so much of two texts stands in one alone, one is not the other changed: phrases put in restrict nothing.
_OTHER = 0.6
# Where so much of two texts is other words, they are told to be rewritten.
_MOSTLY = 0.5
# What ends a phrase.
_POINTS = "，。；：！？,;:!?"
# Words longer than this are cut in a value.
_LONGEST = 400
# Quoted names that follow one another are a list. Matches: `”“` of “可支配收入”“消费支出”. Does not match: `”和“`.
_AS_LIST = regex.compile(r"[”」]\s*[“「]")
# What adds a case to another one. Matches: `或者法定期限届满，`. Does not match: `情节严重的，`.
_OTHER_CASE = regex.compile(r"或|以及")
# What ends an item of a list.
_ITEM_ENDS = "；。;."
_REVERSE = {ChangeType.ADDED: ChangeType.REMOVED, ChangeType.REMOVED: ChangeType.ADDED}


def text_differences(old: str, new: str) -> list[Difference]:
    """The differences of two texts by field; the wording in one, with all words that stand for one another.

    Points and white space are no difference; numbers of clauses referred to are told where nothing else differs.
    """
    if plain(old) == plain(new):
        return list(reference_differences(phrase_pairs(old, new))) if references(old) != references(new) else []
    if new < old:
        return [_reversed(each) for each in _differences(new, old)]
    return _differences(old, new)


@dataclass(slots=True)
class _Found:
    """What was found so far; `pieces` are the mere words that stand for one another, each with the phrases it is in."""

    differences: list[Difference] = field(default_factory=list)
    pieces: list[tuple[str, str, PhrasePair]] = field(default_factory=list)

    def reach(self, old: str, new: str) -> None:
        kind = ChangeType.MODIFIED if old and new else ChangeType.ADDED if new else ChangeType.REMOVED
        if old or new:
            self.differences.append(Difference(Field.SCOPE, kind, old, new))

    def words(self, old: str, new: str, pair: PhrasePair) -> None:
        if _says_something(Segment(old, new)):
            self.pieces.append((old, new, pair))


def of_pieces(pieces: Sequence[tuple[str, str]]) -> Difference:
    """Words that stand for one another, old and new, as one difference of wording."""
    return _wording(pieces, pieces)


def _differences(old: str, new: str) -> list[Difference]:
    found = _Found()
    pairs = phrase_pairs(old, new)
    other = sum(len(pair.old) + len(pair.new) for pair in pairs if pair.is_lone or _is_rewritten(pair))
    is_other = other > _OTHER * (len(old) + len(new))
    for sentence in _sentences(pairs):
        changes = list(figure_changes([pair for pair in sentence if not _is_rewritten(pair)]))
        found.differences += [_of_figures(change) for change in changes]
        for is_lone, run in groupby(sentence, key=lambda pair: pair.is_lone):
            if is_lone:
                _of_gap(list(run), sentence, changes, found, is_other=is_other)
            else:
                for pair in run:
                    _of_phrase(pair, changes, found)
    told = [*dict.fromkeys(found.differences), *_words(found, len(old) + len(new))]
    return told or list(_other_order(old, new))


def _other_order(old: str, new: str) -> Iterator[Difference]:
    """That the same phrases stand in another order, where nothing else changed."""
    said = [plain(same_written("".join(phrase.text for phrase in phrases(text)))) for text in (old, new)]
    if said[0] != said[1]:
        yield Difference(Field.WORDING, ChangeType.MODIFIED, _cut(old), _cut(new))


def _reversed(difference: Difference) -> Difference:
    figures = difference.figures
    return replace(
        difference,
        type=_REVERSE.get(difference.type, difference.type),
        old=difference.new,
        new=difference.old,
        pieces=tuple((new, old) for old, new in difference.pieces),
        figures=FigureChange(figures.news, figures.olds) if figures else None,
    )


def _sentences(pairs: Iterable[PhrasePair]) -> Iterator[list[PhrasePair]]:
    """The pairs by sentence, to where a sentence of both texts ends."""
    held: list[PhrasePair] = []
    is_open = [False, False]
    for pair in pairs:
        held.append(pair)
        for at, side in enumerate((pair.olds, pair.news)):
            if side:
                is_open[at] = not side[-1].closes
        if not any(is_open):
            yield held
            held = []
    if held:
        yield held


def _says_something(segment: Segment) -> bool:
    return plain(same_written(segment.old)) != plain(same_written(segment.new))


def _of_figures(change: FigureChange) -> Difference:
    old, new = ("；".join(dict.fromkeys(each.said for each in side)) for side in (change.olds, change.news))
    return Difference(Field.FIGURE, ChangeType.MODIFIED, old, new, figures=change)


def _of_phrase(pair: PhrasePair, changes: Sequence[FigureChange], found: _Found) -> None:
    """What changed inside a phrase; of its list one difference at most, since what it has more and less is one change."""
    told = _told(changes)
    is_told = all(phrase.said in told for phrase in (*pair.olds, *pair.news))
    if is_told or not _says_something(Segment(pair.old, pair.new)):
        return
    parts = reach.slid(segments(*(_AS_LIST.sub("、", text) for text in (pair.old, pair.new))))
    is_one = sum(not part.is_same for part in parts) == 1
    if _is_rewritten(pair) and not is_one:
        found.words(pair.old, pair.new, pair)
        return
    listed: list[Segment] = []
    for place, part in enumerate(parts):
        if part.is_same or not _says_something(part) or _is_of_figures(part, changes):
            continue
        if modals := reach.modal_change(part):
            found.differences.append(Difference(Field.STRENGTH, ChangeType.MODIFIED, *modals))
        elif _restricts(part, pair):
            found.reach(reach.members(part.old), reach.members(part.new))
        elif _changes_list(parts, place, pair):
            listed.append(part)
        else:
            found.words(part.old, part.new, pair)
    _of_list(listed, pair, found)


def _is_rewritten(pair: PhrasePair) -> bool:
    return not pair.is_lone and pair.alike < _REWRITTEN and pair.kept < _KEPT


def _restricts(part: Segment, pair: PhrasePair) -> bool:
    """Whether a time, an exception or a consent came or went inside a phrase: 规定（自登记之日起）可以公开募捐."""
    is_one_sided = not (part.old and part.new) and not _is_moved(part, pair)
    return is_one_sided and reach.restriction(part.old or part.new) not in ("", "case")


def _changes_list(parts: Sequence[Segment], place: int, pair: PhrasePair) -> bool:
    """Whether members of a list came or went, not where they only stand elsewhere in the phrase; what brackets hold
    explains what stands before them."""
    part = parts[place]
    before, behind = ("".join(each.new for each in side) for side in (parts[:place], parts[place + 1 :]))
    if _is_moved(part, pair) or before.count("（") + before.count("(") > before.count("）") + before.count(")"):
        return False
    return reach.changes_members(part, behind)


def _is_moved(part: Segment, pair: PhrasePair) -> bool:
    if part.old and part.new:
        return False
    words = reach.members(part.old or part.new)
    return not words or words in (pair.new if part.old else pair.old)


def _is_of_figures(part: Segment, changes: Sequence[FigureChange]) -> bool:
    """Whether the figures that are told are all in which the sides differ."""
    if not changes:
        return False
    sides = []
    for text, figures in ((part.old, [c.olds for c in changes]), (part.new, [c.news for c in changes])):
        words = sorted({each.words for side in figures for each in side}, key=len, reverse=True)
        sides.append(_without(text, words))
    return sides[0] == sides[1] and (part.old, part.new) != tuple(sides)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text.removeprefix("的").removesuffix("的")


def _of_list(listed: Sequence[Segment], pair: PhrasePair, found: _Found) -> None:
    """Members that came, went, or stand for others; the whole phrases where they do so in several places."""
    if not listed:
        return
    one_sided = {bool(part.old) for part in listed} if all(not (part.old and part.new) for part in listed) else set()
    if len(one_sided) != 1 and len(listed) > 1:
        found.reach(reach.members(pair.old), reach.members(pair.new))
        found.pieces = [piece for piece in found.pieces if piece[2] is not pair]
        return
    sides: tuple[list[str], list[str]] = ([], [])
    for part in listed:
        cut = [reach.without_adverb(words) for words in (part.old, part.new)]
        for side, (words, _) in zip(sides, cut, strict=True):
            side.append(reach.members(words))
        found.words(cut[0][1], cut[1][1], pair)
    found.reach(*("、".join(filter(None, side)).replace("、等", "等") for side in sides))


def _of_gap(
    gap: Sequence[PhrasePair],
    sentence: Sequence[PhrasePair],
    changes: Sequence[FigureChange],
    found: _Found,
    *,
    is_other: bool,
) -> None:
    """What came or went between two phrases that stay: items of a list, what restricts the phrase behind it, mere words;
    where one text is not the other changed (`is_other`), all is mere words."""
    told = _told(changes)
    olds, news = ([p for pair in gap for p in side(pair) if p.said not in told] for side in _SIDES)
    is_inside = len(gap) < len(sentence)
    is_followed = is_inside and gap[-1] is not sentence[-1]
    before, after = (
        [] if is_other else _reaching(side, beside, is_inside=is_inside, is_followed=is_followed)
        for side, beside in ((olds, news), (news, olds))
    )
    for words in before:
        found.reach(reach.members("".join(phrase.text for phrase in words)), "")
    for words in after:
        found.reach("", reach.members("".join(phrase.text for phrase in words)))
    whole = PhrasePair(_rest(olds, before), _rest(news, after))
    found.words(whole.old, whole.new, whole)


def _told(changes: Iterable[FigureChange]) -> set[str]:
    """The phrases that figures are told with, whole."""
    return {plain(each.said) for change in changes for each in (*change.olds, *change.news)}


_SIDES = (attrgetter("olds"), attrgetter("news"))


def _reaching(
    side: Sequence[Phrase], other: Sequence[Phrase], *, is_inside: bool, is_followed: bool
) -> list[list[Phrase]]:
    """Of phrases that came or went those that make a clause reach farther or less far.

    An item of a list does, with all its phrases, unless items of the other text stand in its place; an exception, a
    consent, and a condition of what stays, not one that comes with a provision of its own: 对其他机构不服的，向本局申请复议.
    """
    if any(phrase.is_item for phrase in side):
        is_whole = side[-1].text[-1:] in _ITEM_ENDS and not any(phrase.is_item for phrase in other)
        return _items(side) if is_whole else []
    kinds = [reach.restriction(phrase.text) for phrase in side]
    if not is_inside or any(reach.restriction(phrase.text) for phrase in other):
        return []
    if is_followed and kinds[-1:] == ["case"]:
        # 或者法定期限届满，不予以解除的 is one more case with all its phrases.
        last = list(side) if _OTHER_CASE.match(side[0].text) else [side[-1]]
    else:
        last = []
    told = [[phrase] for phrase, kind in zip(side, kinds, strict=True) if kind not in ("", "case")]
    return [*(each for each in told if each[0] not in last), *([last] if last else [])]


def _items(side: Sequence[Phrase]) -> list[list[Phrase]]:
    items: list[list[Phrase]] = []
    for phrase in side:
        if phrase.is_item:
            items.append([phrase])
        elif items:
            items[-1].append(phrase)
    return items


def _rest(side: Sequence[Phrase], taken: Sequence[Sequence[Phrase]]) -> tuple[Phrase, ...]:
    known = {id(phrase) for words in taken for phrase in words}
    return tuple(phrase for phrase in side if id(phrase) not in known)


def _words(found: _Found, length: int) -> Iterator[Difference]:
    """What is left, in one: the words that stand for one another, those that only stand elsewhere left out; where these are
    many, the phrases they stand in. `length` is that of both texts."""
    bare = [(*_bare(old, new), pair) for old, new, pair in found.pieces]
    both = {old for old, new, _ in bare if not new} & {new for old, new, _ in bare if not old}
    pieces = [piece for piece in bare if (piece[0] or piece[1]) not in both]
    told = list(dict.fromkeys((old, new) for old, new, _ in pieces))
    if not told:
        return
    changed = sum(len(old) + len(new) for old, new in told)
    is_many = len(told) > _MOST_PIECES
    within = dict.fromkeys((pair.old, pair.new) for *_, pair in pieces) if is_many else told
    yield replace(_wording(told, within), is_rewritten=is_many and changed > _MOSTLY * length)


def _wording(pieces: Iterable[tuple[str, str]], within: Iterable[tuple[str, str]]) -> Difference:
    """The difference that pieces are; its values are what they stand in."""
    old, new = (_strung(side) for side in zip(*within, strict=True))
    kind = ChangeType.MODIFIED if old and new else ChangeType.ADDED if new else ChangeType.REMOVED
    return Difference(Field.WORDING, kind, _cut(old), _cut(new), pieces=tuple(pieces))


def _bare(old: str, new: str) -> tuple[str, str]:
    """The words without the joints at their ends, unless these are all."""
    bare = reach.members(old), reach.members(new)
    return bare if any(bare) else (old, new)


def _strung(parts: Iterable[str]) -> str:
    """Phrases behind one another, words of a phrase parted by ；."""
    said = ""
    for part in filter(None, parts):
        said += part if not said or said[-1] in _POINTS else f"；{part}"
    return said


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
