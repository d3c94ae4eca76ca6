"""What a title says: the kind of document (文种), who issues it, what it issues."""

from __future__ import annotations

from functools import cache

import regex

from extractors.rules import table, words

# What may stand behind the kind of document. Matches the end of: 管理办法（试行）, 若干措施（暂行）》. Not of: 方案的通知.
_BEHIND_KIND = regex.compile(r"(?:[（(〔\[][^（）()]{0,20}[)）〕\]]|[》〉>”\"\s])+$")
# Matches: 中华人民共和国监察法. Does not match: 工作方法, 中华人民共和国烟草专卖法实施办法.
_LAW = regex.compile(r"中华人民共和国\p{Han}{2,30}(?<!办)法")
# Where the issuers of a title end. Matches in: 国务院办公厅关于印发, 江西省人民政府印发关于. Not in: 通知.
_ISSUERS_END = regex.compile(
    r"关于|印发|转发|批转|(?:发布|公布)(?=关于|[《〈“<])|公告(?=[（(〔第]|$)|令(?=[（(〔第]|$)"
)
_ISSUERS_MAX = 80
# What the title of a notice issues. Matches in: 关于印发《X方案》的通知, 关于印发X方案的通知, 转发省财政厅关于Y的意见的通知.
_PAYLOAD = regex.compile(r"(?:印发|转发|批转|下发|发布|公布)(?P<payload>.+?)(?:的(?:通知|公告|决定|函|通告|命令|令))?$")
# One name of the first part of a title. Matches: 浙江保监局. Does not match: 、
_WORD = regex.compile(r"[^\s　、，,]+")
_QUOTED = regex.compile(r"《((?:[^《》]|《[^《》]*》)+)》")


def document_type(title: str) -> str:
    """The kind that `title` ends with: 通知, 意见, 方案; empty where it ends with none.

    关于印发《……办法（试行）》的通知 gives 通知, ……若干措施（暂行） gives 措施. Source: 党政机关公文处理工作条例 §8.
    """
    bare = _BEHIND_KIND.sub("", title)
    if _LAW.fullmatch(bare):
        return "法"
    return next((word for word in _kinds() if bare.endswith(word)), "")


def is_statutory(title: str) -> bool:
    """Whether a title ends with one of the 15 kinds of 党政机关公文处理工作条例 §8: …的通知, not …管理办法."""
    return document_type(title) in _statutory()


def issuers_part(title: str) -> str:
    """What stands before 关于 or 印发 in a title, empty where nothing does: 国务院办公厅 of 国务院办公厅关于….

    A title that begins with 关于 has none; neither has one whose 关于 stands inside 《》.
    """
    found = _ISSUERS_END.search(title)
    part = title[: found.start()] if found else ""
    return "" if len(part) > _ISSUERS_MAX or regex.search(r"[《〈，。：]", part) else part


def issuers(part: str) -> list[tuple[int, int]]:
    """Where each issuer of a title's first part stands: 海南省农业农村厅海南省财政厅 gives two spans.

    Blanks, line ends and 、 part them; names that were run together are parted where one ends and the next begins: with the
    place of the first, 中共, or the name of an organ of the State Council. 国家税务总局浙江省税务局 is one.
    """
    return [
        (word.start() + start, word.start() + end)
        for word in _WORD.finditer(part)
        for start, end in _run_together(word[0])
    ]


# Where one name may end and another begin. Matches before 龙 in: 化局龙岩. Does not match in: 人民.
_SEAM = regex.compile(r"(?<=\p{Han}{2}[局厅委部办院会府室行署处司社]|集团|军区)(?=\p{Han}{3})")
# Organs that bear the name of the place they are for. Matches: 国家税务总局. Does not match: 浙江省财政厅.
_VERTICAL = regex.compile(
    r"(?:总局|[银证保]监会|人民银行|海关总署|外汇管理局|气象局|邮政管理局|统计局|能源局|安全监察局)$"
)
_PARTY = "中共"


def _run_together(word: str) -> list[tuple[int, int]]:
    seams = [seam.start() for seam in _SEAM.finditer(word)]
    place = word.removeprefix(_PARTY)[:2]
    spans: list[tuple[int, int]] = []
    start = 0
    for seam in seams:
        behind = word[seam:]
        if seam - start < _MIN_ISSUER:
            continue
        local = behind.removeprefix(_PARTY).startswith(place) and not _VERTICAL.search(word[start:seam])
        same_level = word[0] == behind[0] and word[0] in _LEVELS
        if local or same_level or not _national_heads().isdisjoint((behind[:4], behind[:3])):
            spans.append((start, seam))
            start = seam
    return [*spans, (start, len(word))]


_MIN_ISSUER = 3
_HEAD_LENGTH = 4
_LEVELS = "省市县区州"


@cache
def _national_heads() -> frozenset[str]:
    """The first letters of the organs of the State Council and the Party, by full and short name."""
    rows = [row for row in table("units") if row["level"] == "national"]
    written = [name for row in rows for name in (row["name"], row["short_name"], *row["aliases"].split("；"))]
    names = [name for name in written if len(name) >= _MIN_ISSUER]
    return frozenset(name[:_HEAD_LENGTH] for name in names)


def payload_of(title: str) -> list[str]:
    """The titles of what a notice issues or forwards, without outer marks; [] where it issues nothing.

    关于印发《A》《B》的通知 gives A and B, 关于印发郑州市A方案的通知 gives 郑州市A方案.
    """
    found = _PAYLOAD.search(title)
    if found is None:
        return []
    payload = found["payload"]
    quoted = _QUOTED.findall(payload)
    if quoted:
        return [str(name) for name in quoted]
    bare = regex.sub(r"^(?:关于)?(?:修订后的|修订|调整)?", "", payload) if payload.startswith("修订") else payload
    return [bare] if document_type(bare) else []


@cache
def _statutory() -> frozenset[str]:
    return frozenset(row["word"] for row in table("document_types") if row["class"] == "statutory")


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(words("document_types"), key=len, reverse=True))
