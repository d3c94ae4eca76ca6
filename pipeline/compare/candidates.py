"""Which notices of an archive are worth comparing, found without comparing all pairs.

1. A notice that amends or supersedes another, or repeals one of the same subject; one that rests on, issues or forwards a
   notice of a higher level is its breakdown.
2. Titles that are equal but for year, place, issuer and kind (文种): of one issuer the yearly series, each with the next;
   of a lower level the breakdown of the last higher one; else similar. Titles that share their rare words are similar.
3. Texts that share rare words: of each text a sketch of fixed size is kept, never the text; a word of the sketch that many
   notices have says nothing.

The cost grows near linearly: a key that more notices share is either passed over (words) or links each notice with the
next few alone (titles).
Source: bottom-k sketches, Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations, pairwise
from math import log

import numpy as np
import regex
from numpy.typing import NDArray

from extractors import gazetteer, title
from extractors.kinds import Relation
from pipeline.compare.relations import Document, Link
from pipeline.model.relation import Pair, PairRelation

Sketch = NDArray[np.uint32]
_EMPTY: Sketch = np.zeros(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept of a notice to find its like: `subject` the title without issuer, place, year and kind; `sketch` of its
    text, at most 256 numbers in rising order."""

    document: Document
    subject: str
    sketch: Sketch

    @property
    def issuers(self) -> str:
        return "、".join(self.document.issuers)


def profile(document: Document, text: str) -> Profile:
    """The profile of a notice with this text."""
    return Profile(document, subject(document.title), sketch(text))


def candidates(profiles: Iterable[Profile], links: Iterable[Link] = ()) -> list[Pair]:
    """The pairs worth comparing, each once with its surest relation, the surest first.

    `links` are the resolved relations of the archive.
    """
    known = {each.document.notice_id: each for each in profiles}
    ordered = sorted(known.values(), key=lambda each: (each.document.date, each.document.notice_id))
    found = [*_by_citation(links, known), *_by_subject(ordered), *_by_title_words(ordered), *_by_text(ordered)]
    best: dict[frozenset[str], Pair] = {}
    for pair in found:
        key = frozenset((pair.old_id, pair.new_id))
        if key not in best or pair.score > best[key].score:
            best[key] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.old_id, pair.new_id))


# What makes two titles of one series differ. Matches: `2021年度`, `2024-2026年`, `“十四五”`, `（试行）`, `第三批`, `2018`.
# Does not match: `三年行动`.
_VARIES = regex.compile(
    r"(?:19|20)\d\d(?:[-—~至]+(?:19|20)?\d\d)?年?度?|[“\"]?十[一二三四五六]五[”\"]?(?:时期|期间)?"
    r"|[（(](?:试行|暂行|修订|修订版|征求意见稿)[）)]|第[一二三四五六七八九十\d]+[批次期]"
)
# What stands around the subject of a title. Matches: `关于`, `印发`, `转发`, `暂行`, `修订`. Does not match: `管理`.
_FRAME = regex.compile(
    r"关于|做好|印发|转发|批转|公布|发布|修订|修改|调整|废止|暂行|试行|进一步|贯彻落实|的$|有关(?:工作|事项)|等$"
)
# Matches: `，`, `《`. Does not match: `郑`.
_POINTS = regex.compile(r"[\s\p{P}\p{S}]+")
_SHORTEST = 2
_KIND_ROUNDS = 3


def subject(name: str) -> str:
    """What a title is about: 郑州市人民政府关于印发郑州市2021年养老服务工作要点的通知 gives 养老服务.

    Empty where less than two characters are left.
    """
    said = unicodedata.normalize("NFKC", name)
    payloads = title.payload_of(said)
    said = payloads[0] if payloads else said.removeprefix(title.issuers_part(said))
    said = _VARIES.sub("", said)
    for place in sorted({region.name for region in gazetteer.regions_in(said)}, key=len, reverse=True):
        said = said.replace(place, "")
    said = _without_kind(_POINTS.sub("", _FRAME.sub("", said)))
    return "" if len(said) < _SHORTEST or said == title.document_type(said) else said


def _without_kind(said: str) -> str:
    """The title without the kinds that it ends with: …实施方案的通知 loses 通知, 的 and 实施方案."""
    for _ in range(_KIND_ROUNDS):
        kind = title.document_type(said)
        bare = _FRAME.sub("", _KIND_BEFORE.sub("", said.removesuffix(kind).removesuffix("的")))
        if not kind or len(bare) < _SHORTEST:
            break
        said = bare
    return said


# What stands before a kind. Matches the end of: `养老服务工作` (要点), `养老服务实施` (方案). Does not match: `养老服务`.
_KIND_BEFORE = regex.compile(r"(?:实施|工作|行动|若干|指导|管理|任务|总体)+$")
_SKETCH = 256
_GRAM = 4
_HAN = (0x4E00, 0x9FFF)


def sketch(text: str) -> Sketch:
    """The smallest hashes of the text's runs of four Chinese characters, at most 256, in rising order."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    points = points[(points >= _HAN[0]) & (points <= _HAN[1])].astype(np.uint64)
    if len(points) < _GRAM:
        return _EMPTY
    grams = np.zeros(len(points) - _GRAM + 1, np.uint64)
    for offset in range(_GRAM):
        grams = (grams << np.uint64(16)) | points[offset : len(points) - _GRAM + 1 + offset]
    mixed = (grams * _MULTIPLIER) >> np.uint64(32)
    return np.unique(mixed.astype(np.uint32))[:_SKETCH]


# An odd number whose product spreads over all bits. Source: Knuth, TAOCP 3, multiplicative hashing (2^64 / golden ratio).
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def _by_citation(links: Iterable[Link], known: dict[str, Profile]) -> Iterator[Pair]:
    for link in links:
        old, new = known.get(link.cited), known.get(link.citing)
        if old is None or new is None:
            continue
        relation = _CITED_AS.get(link.relation)
        if link.relation is Relation.REPEALS and is_alike(old.subject, new.subject):
            relation = PairRelation.SUPERSEDES
        elif link.relation in _HANDED_DOWN and rank(old.document) < rank(new.document):
            relation = PairRelation.BREAKDOWN
        if relation is not None:
            yield Pair(link.cited, link.citing, relation, 1.0)


_CITED_AS = {Relation.AMENDS: PairRelation.AMENDS, Relation.SUPERSEDES: PairRelation.SUPERSEDES}
_HANDED_DOWN = (Relation.BASIS, Relation.ISSUES, Relation.FORWARDS)
_LEVELS = ("national", "province", "city", "county", "township", "department")
# So much of two subjects' runs of two characters is shared where they are about the same.
_ALIKE = 0.5


def rank(document: Document) -> int:
    """0 for national, rising downwards; a level that is not known stands below all."""
    return _LEVELS.index(document.level) if document.level in _LEVELS else len(_LEVELS)


def is_alike(subject: str, other: str) -> bool:
    """Whether two subjects share at least half of the shorter one's character bigrams."""
    return _overlap(subject, other) >= _ALIKE


def _overlap(subject: str, other: str) -> float:
    one, two = _bigrams(subject), _bigrams(other)
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def _bigrams(said: str) -> set[str]:
    return {said[i : i + 2] for i in range(len(said) - 1)}


_EQUAL_TITLES = 0.9


def series(documents: Iterable[Document]) -> list[Pair]:
    """Of notices those of one issuer and subject, each with the next (see `consecutive`)."""
    named = [Profile(each, subject(each.title), _EMPTY) for each in documents if each.date and each.issuers]
    ordered = sorted(named, key=lambda each: (each.document.date, each.document.notice_id))
    return [pair for same in _same_subject(ordered) for pair in _series(same)]


def consecutive(documents: Iterable[Document]) -> Iterator[Pair]:
    """Notices of one issuer and subject, each with the next by date; of several years they are annual, else similar."""
    for old, new in pairwise(sorted(documents, key=lambda each: (each.date, each.notice_id))):
        is_yearly = new.issuers and old.date[:4] < new.date[:4]
        relation = PairRelation.ANNUAL if is_yearly else PairRelation.SIMILAR
        yield Pair(old.notice_id, new.notice_id, relation, _EQUAL_TITLES)


def _by_subject(ordered: Sequence[Profile]) -> Iterator[Pair]:
    for same in _same_subject(ordered):
        yield from _series(same)
        yield from _levels(same)


def _same_subject(ordered: Sequence[Profile]) -> Iterable[list[Profile]]:
    of_subject: dict[str, list[Profile]] = defaultdict(list)
    for each in ordered:
        if each.subject:
            of_subject[each.subject].append(each)
    return of_subject.values()


def _series(same: Sequence[Profile]) -> Iterator[Pair]:
    """Notices of one subject and issuer, each with the next."""
    of_issuer: dict[str, list[Profile]] = defaultdict(list)
    for each in same:
        of_issuer[each.issuers].append(each)
    for of_one in of_issuer.values():
        yield from consecutive([each.document for each in of_one])


def _levels(same: Sequence[Profile]) -> Iterator[Pair]:
    """Notices of one subject and several issuers: each with the last of the next higher level before it, else of its own."""
    last: dict[int, Profile] = {}
    for each in same:
        own = rank(each.document)
        higher = [level for level in last if level < own]
        above = last[max(higher)] if higher else last.get(own)
        if above is not None and above.issuers != each.issuers:
            relation = PairRelation.BREAKDOWN if higher else PairRelation.SIMILAR
            yield _pair(above, each, relation, _EQUAL_TITLES)
        last[own] = each


# A run of three characters of a title that more titles have says little.
_TITLE_CAP = 24
_TITLE_GRAM = 3
_TITLE_SHARE = 0.5


def _by_title_words(ordered: Sequence[Profile]) -> Iterator[Pair]:
    """Notices whose subjects differ but share at least half of their rare words."""
    grams = [{each.subject[i : i + _TITLE_GRAM] for i in range(len(each.subject) - 2)} for each in ordered]
    postings: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(grams):
        for gram in own:
            postings[gram].append(place)
    counts = Counter(pair for posting in postings.values() for pair in _near(posting, _TITLE_CAP))
    for (one, two), shared in counts.items():
        share = shared / min(len(grams[one]), len(grams[two]))
        if share >= _TITLE_SHARE and ordered[one].subject != ordered[two].subject:
            yield _pair(ordered[one], ordered[two], PairRelation.SIMILAR, round(share * _BELOW_EQUAL, 3))


_BELOW_EQUAL = 0.8
# A word of the sketches that more notices have says little.
_TEXT_CAP = 24
# So much of the smaller sketch is shared, each word weighted by its rarity, where it is no chance: measured on the groups
# of ../shared/archive/index.csv, 26 of 33 pairs at fewer than two pairs a notice.
_TEXT_SHARE = 0.02
# A notice goes with so many of its likest at most.
_LIKEST = 5


def _by_text(ordered: Sequence[Profile]) -> Iterator[Pair]:
    """Notices whose sketches share rare words, each with its likest."""
    shares = _shares(ordered)
    of_notice: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, two), share in shares.items():
        of_notice[one].append((share, two))
        of_notice[two].append((share, one))
    likest = {
        (min(place, other), max(place, other))
        for place, alike in of_notice.items()
        for _, other in nlargest(_LIKEST, alike)
    }
    for one, two in sorted(likest):
        yield _pair(ordered[one], ordered[two], PairRelation.SIMILAR, round(shares[one, two] * _BELOW_EQUAL, 3))


def _shares(ordered: Sequence[Profile]) -> dict[tuple[int, int], float]:
    """How much of the smaller sketch two notices share, where that is no chance."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for posting in _postings([each.sketch for each in ordered]):
        rarity = log((len(ordered) + 1) / len(posting)) / log((len(ordered) + 1) / 2)
        for pair in _near(posting, _TEXT_CAP):
            weights[pair] += rarity
    sizes = [len(each.sketch) for each in ordered]
    shares = {(one, two): weight / min(sizes[one], sizes[two]) for (one, two), weight in weights.items()}
    return {pair: share for pair, share in shares.items() if share >= _TEXT_SHARE}


def _postings(sketches: Sequence[Sketch]) -> Iterator[list[int]]:
    """For each hash that two sketches or more hold their places, in order."""
    if not sketches:
        return
    hashes = np.concatenate(sketches)
    places = np.repeat(np.arange(len(sketches), dtype=np.uint32), [len(each) for each in sketches])
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    cuts = np.flatnonzero(np.diff(hashes)) + 1
    starts, ends = np.concatenate(([0], cuts)), np.concatenate((cuts, [len(hashes)]))
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        yield places[start:end].tolist()


def _near(posting: Sequence[int], cap: int) -> Iterator[tuple[int, int]]:
    """The pairs of a short posting; none of one that is longer than `cap`."""
    return combinations(posting, 2) if len(posting) <= cap else iter(())


def _pair(old: Profile, new: Profile, relation: PairRelation, score: float) -> Pair:
    return Pair(old.document.notice_id, new.document.notice_id, relation, score)
