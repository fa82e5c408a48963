"""The embedder that needs no download and no key."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import Vectors
from retrieval.languages import fold

_NO_LETTERS = re.compile(r"[\W_]+")
_FACTORS = (  # odd, without a pattern: Steele and Vigna (2021), Knuth
    np.uint64(0xD1342543DE82EF95),
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0x5851F42D4C957F2D),
)
_SPREAD, _SIGN = np.uint64(29), np.uint64(40)


class NGramEmbedder:
    """Character n-grams of the folded text, hashed with signs into a fixed number of dimensions.

    The hashing trick of Weinberger et al. (2009), with log-damped counts. Deterministic.
    """

    name = "local-ngrams-3"
    weight = 0.01  # measured (benchmarks/RESULTS.md): more costs recall, so it only breaks ties
    dimensions = 256

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            hashes, counts = np.unique(_hashed_grams(text), return_counts=True)
            signs = np.where(hashes >> _SIGN & 1, 1.0, -1.0)
            places = (hashes % self.dimensions).astype(np.int64)
            row[:] = np.bincount(places, (1 + np.log(counts)) * signs, self.dimensions)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)

    def embed_question(self, question: str) -> Vectors:
        """Return a question's vector: the same as of a passage that says it."""
        return np.asarray(self.embed([question])[0], dtype=np.float32)


def _hashed_grams(text: str) -> NDArray[np.uint64]:
    """Return a hash of each pair and each three of neighbouring letters; of a lone one, its own."""
    spaced = f" {_NO_LETTERS.sub(' ', fold(text))} "
    letters = np.frombuffer(spaced.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(
        np.uint64
    )
    mixed = letters * _FACTORS[0]
    in_word = letters != ord(" ")
    pairs = in_word[:-1] & in_word[1:]
    threes = pairs[:-1] & in_word[2:]
    of_pairs = mixed[:-1] + letters[1:] * _FACTORS[1]
    of_threes = of_pairs[:-1] + letters[2:] * _FACTORS[2]
    lone = in_word[1:-1] & ~pairs[:-1] & ~pairs[1:]
    grams = np.concatenate([of_pairs[pairs], of_threes[threes], mixed[1:-1][lone]])
    return np.asarray((grams ^ (grams >> _SPREAD)) * _FACTORS[1], dtype=np.uint64)
