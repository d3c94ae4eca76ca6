"""Words of running text: jieba's words, with our unit endings and duty words among them, as a spaCy document.

Importing this module loads neither jieba nor spaCy; the first call of `words` or `vocabulary` does. Of jieba's
dictionary only the words are parsed that begin with a character of the text: a notice has some hundred of 11,772, and
the whole of it takes half a second and 60 MB in every worker.
"""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from extractors import rules

if TYPE_CHECKING:
    import jieba
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# High enough that a word of ours wins over two words of jieba's that share its characters (将会|同 against 将|会同).
_USER_WORD_FREQUENCY = 200_000
# The sum of all frequencies in jieba's dictionary, which the tests add up.
DICTIONARY_TOTAL = 60_101_967


@dataclass(slots=True)
class _Lexicon:
    """A tokenizer with the lines of its dictionary, in the order of their first characters; `known` are those parsed."""

    tokenizer: jieba.Tokenizer
    lines: list[str]
    own: dict[str, list[str]]
    known: set[str] = field(default_factory=set)

    def learn(self, text: str) -> None:
        """Gives the tokenizer all words that begin with a character of `text`."""
        for char in set(text) - self.known:
            self.known.add(char)
            begin = bisect_left(self.lines, char, key=itemgetter(0))
            end = bisect_right(self.lines, char, lo=begin, key=itemgetter(0))
            for line in self.lines[begin:end]:
                word, frequency, _ = line.split(" ")
                self._add(word, int(frequency))
            for word in self.own.get(char, ()):
                self._add(word, _USER_WORD_FREQUENCY)

    def _add(self, word: str, frequency: int) -> None:
        """jieba's prefix dictionary holds each beginning of a word, with frequency 0 where it is none itself."""
        known = self.tokenizer.FREQ
        known[word] = frequency
        beginning = word[:-1]
        while beginning and beginning not in known:
            known[beginning] = 0
            beginning = beginning[:-1]


def words(text: str) -> list[str]:
    """The words of `text` in order; joined they are `text` again. 市财政局要会同有关部门 gives 市, 财政局, 要, 会同, 有关, 部门."""
    lexicon = _lexicon()
    lexicon.learn(text)
    return list(lexicon.tokenizer.cut(text, HMM=False))


def document(tokens: list[str], tags: list[str]) -> Doc:
    """A document of these tokens, each with its tag, for spaCy's matchers."""
    from spacy.tokens import Doc

    return Doc(vocabulary(), words=tokens, spaces=[False] * len(tokens), tags=tags)


def vocabulary() -> Vocab:
    """The one vocabulary that documents and matchers share."""
    vocabulary: Vocab = _pipeline().vocab
    return vocabulary


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.blank("zh")


@cache
def _lexicon() -> _Lexicon:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    own = [word for word in (*rules.words("unit_endings"), *rules.words("obligation_words")) if len(word) > 1]
    # Not `initialize()`: it reads and writes a cache in the machine's common temporary folder, which others may fill.
    with tokenizer.get_dict_file() as file:
        lines = [line for line in file.read().decode("utf-8").split("\n") if line]
    tokenizer.FREQ, tokenizer.total = {}, DICTIONARY_TOTAL + _USER_WORD_FREQUENCY * len(own)
    tokenizer.initialized = True
    return _Lexicon(tokenizer, sorted(lines, key=itemgetter(0)), _by_first(own))


def _by_first(found: Iterable[str]) -> dict[str, list[str]]:
    words_by_first: dict[str, list[str]] = {}
    for word in found:
        words_by_first.setdefault(word[0], []).append(word)
    return words_by_first
