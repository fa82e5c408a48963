"""The embedder seam, and the embedder that needs no download and no key."""

import zlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.languages import fold

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors.

    `name` tells one embedder's vectors from another's. `weight` is what its vectors earn beside
    the keywords when ranks are fused (keywords count 1).
    """

    @property
    def name(self) -> str: ...

    @property
    def weight(self) -> float: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of float32 per text."""
        ...


class NGramEmbedder:
    """Character n-grams of the folded text, hashed with signs into a fixed number of dimensions.

    The hashing trick of Weinberger et al. (2009), with log-damped counts. Deterministic.
    """

    name = "local-ngrams-1"
    weight = 0.01  # measured (benchmarks/RESULTS.md): more costs recall, so it only breaks ties
    dimensions = 512

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for gram, count in _counts(text).items():
                place, sign = divmod(zlib.crc32(gram.encode()), 2)
                row[place % self.dimensions] += (1 + np.log(count)) * (1 if sign else -1)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)


def _counts(text: str) -> dict[str, int]:
    folded = "".join(character if character.isalnum() else " " for character in fold(text))
    counts: dict[str, int] = {}
    for word in folded.split():
        for size in (2, 3):
            for start in range(max(1, len(word) - size + 1)):
                gram = word[start : start + size]
                counts[gram] = counts.get(gram, 0) + 1
    return counts
