"""The embedder seam: texts in, unit vectors out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

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

    def embed_question(self, question: str) -> Vectors:
        """Return the one vector to look for passages with; some models want questions marked."""
        ...


def unit(rows: Vectors) -> Vectors:
    """Return rows of unit length; a row of noughts stays one."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)


def bounded(text: str, most: int) -> str:
    """Return at most so many characters of a text, as valid Unicode and never nothing at all."""
    cut = text[:most].encode("utf-8", "replace").decode("utf-8")
    return cut if cut.strip() else "-"  # endpoints refuse a request with an empty text in it
