"""The vector leg: Chroma, embedded or a server, with vectors always passed in."""

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.config import Settings
from chromadb.errors import ChromaError

from retrieval.embedding import Vectors
from retrieval.faults import Fault
from retrieval.index.manifest import EMBEDDED
from retrieval.index.server import ChromaServer

_AT_ONCE = 1  # records until Chroma writes; any left over would be written at each opening
_HNSW: Any = {"space": "cosine", "batch_size": _AT_ONCE, "sync_threshold": _AT_ONCE}
_BATCH = 5_000  # Chroma takes at most 5,461 records a call
_CALL_BYTES = 2**24  # of vectors; a server takes 40 MB a call, and they grow on the way


class Records(Protocol):
    """A collection of vectors by id."""

    def add(self, ids: Sequence[str], embeddings: Vectors) -> None: ...

    def count(self) -> int: ...

    def nearest(self, vector: Vectors, limit: int) -> list[str]: ...


class VectorIndex:
    """Nearest passages by cosine. A build is only ever read."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @classmethod
    def open(
        cls, folder: Path, server: ChromaServer | None = None, collection: str = EMBEDDED
    ) -> "VectorIndex":
        """Open a built folder, or what a server holds, which need not answer yet."""
        return cls(server.collection(collection) if server else _Embedded(_client(folder)))

    @classmethod
    def create(
        cls, folder: Path, server: ChromaServer | None = None, collection: str = EMBEDDED
    ) -> "VectorIndex":
        """Return a new, empty index in an empty folder, or on a server."""
        if server:
            return cls(server.create(collection, _HNSW))
        client = _client(folder)
        client.create_collection(EMBEDDED, embedding_function=None, configuration={"hnsw": _HNSW})
        return cls(_Embedded(client))

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add passages by their vectors, while an index is being built."""
        size = max(1, min(_BATCH, _CALL_BYTES // max(1, vectors[:1].nbytes)))
        for start in range(0, len(ids), size):
            part = slice(start, start + size)
            self._records.add(list(ids[part]), vectors[part])

    def __len__(self) -> int:
        return self._records.count()

    def nearest(self, vector: Vectors, limit: int) -> list[str]:
        """Return passage ids, nearest first."""
        return self._records.nearest(vector, limit) if limit > 0 else []


class _Embedded:
    """A collection in a folder. When nobody reads it any more, Chroma lets go of its memory."""

    def __init__(self, client: Client) -> None:
        self._collection = client.get_collection(EMBEDDED, embedding_function=None)
        weakref.finalize(self, client.close).atexit = False

    def add(self, ids: Sequence[str], embeddings: Vectors) -> None:
        self._collection.add(ids=list(ids), embeddings=embeddings)

    def count(self) -> int:
        return self._collection.count()

    def nearest(self, vector: Vectors, limit: int) -> list[str]:
        try:
            found = self._collection.query(
                query_embeddings=np.atleast_2d(vector), n_results=limit, include=[]
            )
        except ChromaError as error:  # such as a vector of another length
            raise Fault(f"Chroma does not take the question: {error}") from error
        return found["ids"][0]


def _client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
