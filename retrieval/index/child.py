"""The child process that writes a build, or opens it and asks it: a crash here costs nothing."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from retrieval.articles import Passage
from retrieval.embedding import Vectors
from retrieval.faults import Fault
from retrieval.index.keywords import KeywordIndex
from retrieval.index.manifest import read_listing, write_listing
from retrieval.index.server import ChromaServer, collection_name, server_of
from retrieval.index.vectors import VectorIndex
from retrieval.portions import portions
from retrieval.store import Store
from retrieval.store.database import Database
from retrieval.store.rows import passage_digest
from retrieval.tokens import keyword_tokens

_BATCH = 5_000  # after each, Chroma writes its graph anew
_ASKED = 50  # passages that a build is asked for, spread evenly
_MISSED = 0.1  # of them may be missed: HNSW does not find everything among lines of one template


def write(store: Store, build: Path, embedder: str, server: ChromaServer | None) -> None:
    """Write both legs of a build, and the listing of what they hold."""
    digests = store.passage_digests()
    listed: dict[str, str] = {}
    collection = collection_name(store.state().store, build.name)
    vectors_index = VectorIndex.create(build / "vectors", server, collection)
    with KeywordIndex.writing(build / "keywords") as add_words:
        for passages, vectors in _batches(store, embedder, digests):
            add_words(passages, store.days({passage.article for passage in passages}))
            vectors_index.add([passage.id for passage in passages], vectors)
            listed |= {passage.id: digests[passage.id] for passage in passages}
    write_listing(build, listed)


def _batches(
    store: Store, embedder: str, digests: Mapping[str, str]
) -> Iterator[tuple[Sequence[Passage], Vectors]]:
    """Yield passages with their vectors, less what changed since the digests were read."""
    for some in portions(digests, _BATCH):
        vectors = store.vectors(embedder, [digests[id] for id in some])
        passages = [
            passage
            for passage in store.passages(some).values()
            if passage_digest(passage) == digests[passage.id] in vectors
        ]
        if passages:
            yield passages, np.stack([vectors[digests[passage.id]] for passage in passages])


def prove(store: Store, build: Path, embedder: str, server: ChromaServer | None) -> None:
    """Open a build, count it, and ask for passages it must find. Exits with a message if not."""
    collection = collection_name(store.state().store, build.name)
    vectors = VectorIndex.open(build / "vectors", server, collection)
    keywords = KeywordIndex.open(build / "keywords")
    listed = read_listing(build)
    if not len(vectors) == len(keywords) == len(listed):
        sys.exit(f"{len(vectors)} vectors and {len(keywords)} texts for {len(listed)} passages")
    ids = list(listed)
    asked = ids[:: max(1, len(ids) // _ASKED)]
    lost = [id for id in asked if not _is_found(id, listed, store, embedder, vectors)]
    if len(lost) > _MISSED * len(asked):
        sys.exit(f"passages such as {lost[0]} are not found by their own vectors")
    for id, passage in store.passages(asked).items():
        if not keywords.best(dict.fromkeys(keyword_tokens(passage.text), 1.0), 1):
            sys.exit(f"passage {id} is not found by its own words")


def _is_found(
    id: str, listed: Mapping[str, str], store: Store, embedder: str, vectors: VectorIndex
) -> bool:
    vector = store.vectors(embedder, [listed[id]])[listed[id]]
    twins = {other for other, digest in listed.items() if digest == listed[id]}
    return bool(twins & set(vectors.nearest(vector, 4 + len(twins))))


def main() -> None:
    task, url, build, embedder = sys.argv[1:]
    store = Store(Database(url))
    try:
        {"write": write, "prove": prove}[task](store, Path(build), embedder, server_of(os.environ))
    except Fault as fault:  # one line, for the parent to pass on
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
