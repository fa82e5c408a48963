"""What changed since the served build, held in memory until the next one."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import article_of
from retrieval.embedding import Embedder, Vectors
from retrieval.faults import Fault
from retrieval.index.keywords import KeywordIndex
from retrieval.passages import passages_of
from retrieval.store import Store
from retrieval.store.rows import passage_digest

MOST = 500  # articles; with more than that outside, a build is due

_log = logging.getLogger("whosaid.search")


@dataclass(frozen=True)
class Delta:
    """New and changed articles, found exactly; what a build holds of `articles` is stale."""

    articles: frozenset[str] = frozenset()
    keywords: KeywordIndex | None = None
    ids: Sequence[str] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def is_stale(self, passage: str) -> bool:
        """Tell whether a passage that a build found is of an article that changed since."""
        return article_of(passage) in self.articles

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[str]:
        """Return passage ids, nearest first."""
        if not len(self.vectors):
            return []
        order = np.argsort(-(self.vectors @ vector), kind="stable")
        return [self.ids[place] for place in order[:limit]]


def load_delta(store: Store, revision: int, embedder: Embedder) -> Delta:
    """Return what the store holds beyond a revision, at most `MOST` articles of it."""
    changed = store.changed_since(revision, MOST)
    if not changed:
        return Delta()
    articles = list(store.articles(changed))
    passages = [passage for article in articles for passage in passages_of(article)]
    texts = {passage_digest(passage): passage.searchable for passage in passages}
    vectors = _vectors(store, embedder, texts)
    near = [passage for passage in passages if passage_digest(passage) in vectors]
    rows = [vectors[passage_digest(passage)] for passage in near]
    return Delta(
        frozenset(changed),
        KeywordIndex.in_memory(passages, {a.id: a.source.day for a in articles}),
        [passage.id for passage in near],
        np.stack(rows) if rows else np.zeros((0, 0), np.float32),
    )


def _vectors(
    store: Store, embedder: Embedder, texts: Mapping[str, str]
) -> dict[str, NDArray[np.float32]]:
    """Return vectors by digest; new ones are asked for once and kept."""
    kept = store.vectors(embedder.name, list(texts))
    missing = [digest for digest in texts if digest not in kept]
    if not missing:
        return kept
    try:
        rows = embedder.embed([texts[digest] for digest in missing])
    except Fault as fault:
        _log.warning("what is new is found by keywords alone: %s", fault)
        return kept
    fresh = dict(zip(missing, rows, strict=True))
    store.add_vectors(embedder.name, fresh)
    return kept | fresh
