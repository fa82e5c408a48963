"""Passages of a reprint that only repeat its original: one story is one source."""

import re
from collections.abc import Iterator, Mapping

from retrieval.articles import Passage
from retrieval.languages import fold
from retrieval.sentences import split_sentences
from retrieval.store import Store

_MARKS = re.compile(r"[\W_]+")
_REPEATED = 2 / 3  # of a passage's letters
_BETTER = 1.02  # times the original's score: a question that is after this very copy


def repeated(
    passages: Mapping[str, Passage], scores: Mapping[str, float], store: Store
) -> frozenset[str]:
    """Return ids of the passages that another article of the same story tells already.

    Of a reprint and its original the one that suits the question better is kept; where that is
    not plain, the original. A passage of which a third or more is its own is always kept.
    """
    origins = store.origins({passage.article for passage in passages.values()})
    if not origins:
        return frozenset()
    best = _best(passages, scores)
    shadows = dict(_shadows(origins, best))
    texts = {a.id: _letters(a.text) for a in store.articles(set(shadows.values()))}
    return frozenset(
        id
        for id, passage in passages.items()
        if (kept := shadows.get(passage.article)) in texts and _stands_in(passage, texts[kept])
    )


def _best(passages: Mapping[str, Passage], scores: Mapping[str, float]) -> dict[str, float]:
    best: dict[str, float] = {}
    for id, passage in passages.items():
        best[passage.article] = max(scores.get(id, 0.0), best.get(passage.article, 0.0))
    return best


def _shadows(origins: Mapping[str, str], best: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Yield each article that steps back, and the one of its story that it steps back for."""
    for origin in dict.fromkeys(origins.values()):
        copies = [id for id, first in origins.items() if first == origin]
        foremost = max(copies, key=best.__getitem__)
        kept = foremost if best[foremost] > _BETTER * best.get(origin, 0.0) else origin
        yield from ((id, kept) for id in (origin, *copies) if id != kept)


def _stands_in(passage: Passage, text: str) -> bool:
    sentences = [_letters(passage.text[start:end]) for start, end in split_sentences(passage.text)]
    told = sum(len(sentence) for sentence in sentences if sentence in text)
    return told > _REPEATED * sum(map(len, sentences))


def _letters(text: str) -> str:
    return _MARKS.sub("", fold(text))
