"""Passages of a reprint that only repeat its original: one story is one source."""

import re
from collections.abc import Mapping

from retrieval.articles import Passage
from retrieval.languages import fold
from retrieval.sentences import split_sentences
from retrieval.store import Store

_MARKS = re.compile(r"[\W_]+")
_REPEATED = 2 / 3  # of a passage's letters


def repeated(passages: Mapping[str, Passage], store: Store) -> frozenset[str]:
    """Return ids of the passages that stand in another article which told the story first.

    A passage of which a third or more is the reprint's own is not among them.
    """
    origins = store.origins({passage.article for passage in passages.values()})
    if not origins:
        return frozenset()
    first = {article.id: article for article in store.articles(set(origins.values()))}
    told = {id: _letters(article.text) for id, article in first.items()}
    return frozenset(
        id
        for id, passage in passages.items()
        if (origin := origins.get(passage.article)) in told and _stands_in(passage, told[origin])
    )


def _stands_in(passage: Passage, text: str) -> bool:
    sentences = [_letters(passage.text[start:end]) for start, end in split_sentences(passage.text)]
    told = sum(len(sentence) for sentence in sentences if sentence in text)
    return told > _REPEATED * sum(map(len, sentences))


def _letters(text: str) -> str:
    return _MARKS.sub("", fold(text))
