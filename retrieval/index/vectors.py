"""The vector leg: Chroma, embedded, with vectors always passed in."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError

from retrieval.embedding import Vectors
from retrieval.faults import Fault

_COLLECTION = "passages"
_AT_ONCE = 1  # records until Chroma writes; any left over would be written at each opening
_BATCH = 2_000  # Chroma takes at most 5,461 records a call


class VectorIndex:
    """Nearest passages by cosine. A built folder is only ever read."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """Open a built folder."""
        return cls(_client(folder).get_collection(_COLLECTION, embedding_function=None))

    @classmethod
    def create(cls, folder: Path) -> "VectorIndex":
        """Return a new, empty index in an empty folder."""
        return cls(
            _client(folder).create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={
                    "hnsw": {"space": "cosine", "batch_size": _AT_ONCE, "sync_threshold": _AT_ONCE}
                },
            )
        )

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add passages by their vectors, while an index is being built."""
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            self._collection.add(ids=list(ids[part]), embeddings=vectors[part])

    def __len__(self) -> int:
        return self._collection.count()

    def nearest(self, vector: Vectors, limit: int) -> list[str]:
        """Return passage ids, nearest first."""
        wanted = min(limit, len(self))
        if wanted == 0:
            return []
        try:
            found = self._collection.query(
                query_embeddings=np.atleast_2d(vector), n_results=wanted, include=[]
            )
        except ChromaError as error:  # such as a vector of another length
            raise Fault(f"Chroma does not take the question: {error}") from error
        return found["ids"][0]


def _client(folder: Path) -> ClientAPI:
    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)
