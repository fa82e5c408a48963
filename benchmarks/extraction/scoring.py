"""How well a text extracted from a page matches the reference: shingles of four words.

The measure of scrapinghub/article-extraction-benchmark, its `evaluate.py`.
"""

import random
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Overlap:
    """The shingles of one page: found and right, found and wrong, missed."""

    right: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages, 0 to 1; F1 is of the two means."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(reference: str, found: str) -> Overlap:
    """Return how many shingles, with their repetitions, two texts share."""
    wanted, got = _shingles(reference), _shingles(found)
    right = (wanted & got).total()
    return Overlap(right, got.total() - right, wanted.total() - right)


def score(pages: Sequence[Overlap]) -> Score:
    """Return the means; a page where nothing was found has no precision, as in the original."""
    precisions = [p.right / (p.right + p.wrong) for p in pages if p.right + p.wrong]
    recalls = [p.right / (p.right + p.missed) for p in pages if p.right + p.missed]
    return Score(_mean(precisions), _mean(recalls))


def margin(pages: Sequence[Overlap], seed: int = 1) -> float:
    """Return the 95 % half-width of F1 from resampling the pages."""
    draw = random.Random(seed)  # noqa: S311 -- for statistics
    scores = [score(draw.choices(pages, k=len(pages))).f1 for _ in range(_RESAMPLES)]
    return 1.96 * statistics.stdev(scores)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE + 1))
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts if words)


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
