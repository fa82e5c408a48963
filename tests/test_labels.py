"""Sentence ids: stable for one salt, worth nothing without it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.answering.labels import Cited, label
from retrieval.ingest.seeds import read_seeds
from retrieval.passages import sentences_of

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def sentences() -> list[Cited]:
    _, articles = read_seeds(SEEDS)
    return [Cited(article, sentence) for article in articles for sentence in sentences_of(article)]


def test_the_same_salt_gives_the_same_ids_in_the_same_order(sentences: list[Cited]) -> None:
    once, again = label(sentences, b"salt"), label(sentences, b"salt")
    assert list(once.items()) == list(again.items())
    assert list(once.values()) == sentences


def test_no_two_sentences_share_an_id(sentences: list[Cited]) -> None:
    for salt in (b"one", b"two", b"three"):
        assert len(label(sentences, salt)) == len(sentences)


def test_another_salt_gives_other_ids(sentences: list[Cited]) -> None:
    with_salt = label(sentences, b"secret")
    for guess in (b"", b"Secret", b"secret2"):
        others = label(sentences, guess)
        kept = [id for id, cited in with_salt.items() if others.get(id) == cited]
        assert not kept


def test_an_id_does_not_say_where_its_sentence_stands(sentences: list[Cited]) -> None:
    for id, cited in label(sentences, b"salt").items():
        assert re.fullmatch("[a-z2-7]{6}", id)
        assert cited.article.source.outlet.id not in id


def test_neighbours_have_unlike_ids(sentences: list[Cited]) -> None:
    ids = list(label(sentences, b"salt"))
    alike = [sum(x == y for x, y in zip(a, b, strict=True)) for a, b in pairwise(ids)]
    assert sum(alike) / len(alike) < 0.6  # of six characters, by chance 6/32


def test_a_label_holds_the_words_of_its_sentence(sentences: list[Cited]) -> None:
    for cited in sentences:
        span = slice(cited.sentence.start, cited.sentence.end)
        assert cited.text == cited.article.text[span]
