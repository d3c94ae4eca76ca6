"""Words of running text: jieba's words, with our unit endings and duty words among them, as a spaCy document.

Importing this module loads neither jieba nor spaCy; the first call of `words` or `vocabulary` does.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from extractors import rules

if TYPE_CHECKING:
    import jieba
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# High enough that a word of ours wins over two words of jieba's that share its characters (将会|同 against 将|会同).
_USER_WORD_FREQUENCY = 200_000


def words(text: str) -> list[str]:
    """The words of `text` in order; joined they are `text` again. 市委编办要及时调整 gives 市委, 编办, 要, 及时, 调整."""
    return list(_tokenizer().cut(text, HMM=False))


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
def _tokenizer() -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Not `initialize()`: it reads and writes a cache in the machine's common temporary folder, which others may fill.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in (*rules.words("unit_endings"), *rules.words("obligation_words")):
        if len(word) > 1:
            tokenizer.add_word(word, freq=_USER_WORD_FREQUENCY)
    return tokenizer
