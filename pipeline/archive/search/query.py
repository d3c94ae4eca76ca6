"""What a person types into a search: words that must stand, words one of which must stand, words that must not.

1. Words with a blank between them must all stand: 数据 共享. AND between them says the same.
2. Of words with OR between them one must stand; OR binds closer than a blank: 数据 共享 OR 开放.
3. A word behind - must not stand: 数据 -试点.
4. Quotation marks, “数据 共享” or "数据 共享", hold blanks, OR and - as they are; one that is not closed goes on to the end.
5. All else is text. Nothing that is typed reaches SQLite but folded text inside a phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.archive.search.folding import fold, phrase
from pipeline.errors import NoticeError
from pipeline.messages import Language, message

_LONGEST = 500
_MOST_WORDS = 32
_OPENING, _CLOSING = '"“＂', '"”＂'
_MINUS = "-－"


class QueryError(NoticeError):
    """What was typed asks for nothing, or for too much."""

    reason_code = "query"


@dataclass(frozen=True, slots=True)
class Query:
    """Folded words: of each group in `groups` one must stand, none of `excluded` may."""

    groups: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand in a hit, each once."""
        return tuple(dict.fromkeys(word for group in self.groups for word in group))

    @property
    def expression(self) -> str:
        """What must and must not stand, as FTS5 has it."""
        wanted = self.wanted
        unwanted = " OR ".join(map(phrase, self.excluded))
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    @property
    def wanted(self) -> str:
        """What must stand, as FTS5 has it."""
        return " AND ".join("(" + " OR ".join(map(phrase, group)) + ")" for group in self.groups)


def parse(typed: str, *, language: Language = "en") -> Query:
    """The query that was typed.

    Raises: QueryError where it is empty, only excludes, has OR or AND without a word on each side, or is too long.
    """
    if len(typed) > _LONGEST:
        raise QueryError(message("search_long", language, most=_LONGEST, found=len(typed)))
    found = [token for token in _tokens(typed) if token.sign or token.word]
    if len(found) > _MOST_WORDS:
        raise QueryError(message("search_many", language, most=_MOST_WORDS, found=len(found)))
    groups, excluded = _grouped(found, language)
    if not groups:
        raise QueryError(message("search_only_excluded" if excluded else "search_empty", language))
    return Query(tuple(map(tuple, groups)), tuple(excluded))


@dataclass(frozen=True, slots=True)
class _Token:
    """A folded word, or a sign: OR, AND."""

    word: str
    excluded: bool = False
    sign: str = ""


def _tokens(typed: str) -> Iterator[_Token]:
    for raw, is_quoted in _pieces(typed):
        if raw in ("OR", "AND") and not is_quoted:
            yield _Token("", sign=raw)
        elif raw[0] in _MINUS and not is_quoted:
            yield _Token(fold(raw[1:]), excluded=True)
        else:
            yield _Token(fold(raw))


def _pieces(typed: str) -> Iterator[tuple[str, bool]]:
    """What stands between blanks that no quotation marks hold, and whether it begins with one; none is empty."""
    held, piece, closing = False, "", ""
    for char in typed:
        if closing:
            closing = "" if char == closing else closing
        elif char in _OPENING:
            closing = _CLOSING[_OPENING.index(char)]
            held = held or not piece
        elif char.isspace():
            if piece:
                yield piece, held
            held, piece = False, ""
            continue
        piece += char
    if piece:
        yield piece, held


def _grouped(found: list[_Token], language: Language) -> tuple[list[list[str]], list[str]]:
    """The groups of words and the excluded ones."""
    groups: list[list[str]] = []
    excluded: list[str] = []
    # The sign that waits for its second word, and whether a word stands right before.
    waiting, is_behind_word = "", False
    for token in found:
        if (token.sign and not is_behind_word) or (token.excluded and waiting):
            break
        if token.excluded:
            excluded.append(token.word)
        elif waiting == "OR":
            groups[-1].append(token.word)
        elif token.word:
            groups.append([token.word])
        waiting, is_behind_word = token.sign, not token.sign and not token.excluded
    else:
        if not waiting:
            return groups, excluded
    raise QueryError(message("search_sign", language, sign=waiting or token.sign))
