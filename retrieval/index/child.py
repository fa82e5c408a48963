"""The child process that writes a build, or opens it and asks it: a crash here costs nothing."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.articles import Passage
from retrieval.embedding import Vectors
from retrieval.index.keywords import KeywordIndex
from retrieval.index.vectors import VectorIndex
from retrieval.store import Store

_BATCH = 500
_ASKED = 50  # passages that a build is asked for, spread evenly


def write(store: Store, build: Path, embedder: str) -> None:
    """Write both legs of a build."""
    VectorIndex.build(build / "vectors", _with_vectors(store, embedder))
    KeywordIndex.build(build / "keywords", _passages(store))


def prove(store: Store, build: Path, embedder: str) -> None:
    """Open a build, count it, and ask for passages it must find. Exits with a message if not."""
    vectors, keywords = (
        VectorIndex.open(build / "vectors"),
        KeywordIndex.open(build / "keywords"),
    )
    digests = store.passage_digests()
    if not len(vectors) == len(keywords) == len(digests):
        sys.exit(f"{len(vectors)} vectors and {len(keywords)} texts for {len(digests)} passages")
    ids = list(digests)
    for id in ids[:: max(1, len(ids) // _ASKED)]:
        passage = store.passages([id])[id]
        vector = store.vectors(embedder, [digests[id]])[digests[id]]
        twins = {other for other in ids if digests[other] == digests[id]}
        if not twins & set(vectors.nearest(vector, 5)) or not keywords.best(passage.text, (), 1):
            sys.exit(f"passage {id} is not found by its own words")


def _passages(store: Store) -> Iterator[Passage]:
    for ids in _batches(list(store.passage_digests())):
        yield from store.passages(ids).values()


def _with_vectors(store: Store, embedder: str) -> Iterator[tuple[Sequence[str], Vectors]]:
    digests = store.passage_digests()
    for ids in _batches(list(digests)):
        vectors = store.vectors(embedder, [digests[id] for id in ids])
        yield ids, np.stack([vectors[digests[id]] for id in ids])


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def main() -> None:
    task, url, build, embedder = sys.argv[1:]
    store = Store(url)
    {"write": write, "prove": prove}[task](store, Path(build), embedder)


if __name__ == "__main__":
    main()
