"""The reranker seam: a question and texts in, how well each answers out."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Tells how well texts answer a question, reading each together with it."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score per text, higher is better. Raises `Fault` where there are none."""
        ...
