"""Words of running text: those of jieba's whole dictionary, though only a part of it is parsed."""

from __future__ import annotations

import logging
from functools import cache

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import rules, tokens


@cache
def _whole() -> jieba.Tokenizer:
    """jieba with all of its dictionary and our words, as it is made without `tokens`."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in (*rules.words("unit_endings"), *rules.words("obligation_words")):
        if len(word) > 1:
            tokenizer.add_word(word, freq=200_000)
    return tokenizer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市财政局要及时调整", "市|财政局|要|及时|调整"),
        ("将会同有关部门", "将|会同|有关|部门"),
        ("", ""),
    ],
    ids=["duty_word", "own_word_wins", "empty"],
)
def test_words(text: str, words: str) -> None:
    assert tokens.words(text) == [word for word in words.split("|") if word]


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("各地区要及时将会同有关部门组织开展疫情防控工作，由市财政局负责AT&T3𠀀"), max_size=30
    )
)
def test_words_are_those_of_the_whole_dictionary(text: str) -> None:
    assert tokens.words(text) == list(_whole().cut(text, HMM=False))


@given(st.text(max_size=40))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(tokens.words(text)) == text


def test_the_total_is_that_of_the_dictionary() -> None:
    _, total = jieba.Tokenizer().gen_pfdict(jieba.Tokenizer().get_dict_file())
    assert total == tokens.DICTIONARY_TOTAL
