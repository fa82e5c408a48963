"""What a search costs by the number of articles, measured, and on paper beyond."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.retrieval.ours import Built
from benchmarks.retrieval.speed import Speed

ON_PAPER = (100_000, 1_000_000, 10_000_000)
FIGURES: Mapping[str, Callable[["Size"], float]] = {
    "build, s": lambda size: size.built.seconds,
    "… of which index, s": lambda size: size.built.index_seconds,
    "store, MB": lambda size: size.built.store_bytes / 1e6,
    "index, MB": lambda size: size.built.index_bytes / 1e6,
    "resident peak, MiB": lambda size: size.speed.peak_mib,
    "… of which not of files, MiB": lambda size: size.speed.anonymous_mib,
    "opening, s": lambda size: size.speed.open_seconds,
    "first 20, p50 ms": lambda size: size.speed.cold_p50,
    "p50, ms": lambda size: size.speed.p50,
    "p95, ms": lambda size: size.speed.p95,
}
ASSUMPTIONS = (
    "On paper, not measured. Bytes, memory, building and opening: a fixed part and a part for each "
    "article, by least squares over the sizes measured, so that each article is taken to cost what "
    "the measured ones do (the same length, the same number of passages). Times of a search: a "
    "power of the number of articles through the smallest and the largest size measured, at least "
    "the logarithm's growth, because postings of common characters grow with the articles while "
    "the graph of vectors grows by its logarithm. It leaves out what a machine does when the index "
    "no longer fits its memory, and what sharding or dropping common pairs would save."
)

_TIMES = ("first 20, p50 ms", "p50, ms", "p95, ms")


@dataclass(frozen=True, slots=True)
class Size:
    """What one size of the same articles took."""

    built: Built
    speed: Speed

    @property
    def articles(self) -> int:
        return self.built.articles


def on_paper(sizes: Sequence[Size]) -> dict[int, dict[str, float]]:
    """Return the figures for sizes that were not measured; needs two that were."""
    if len(sizes) < 2:
        return {}
    return {count: {name: _at(name, sizes, count) for name in FIGURES} for count in ON_PAPER}


def _at(name: str, sizes: Sequence[Size], count: int) -> float:
    points = sorted((size.articles, FIGURES[name](size)) for size in sizes)
    return _power(points, count) if name in _TIMES else _line(points, count)


def _line(points: Sequence[tuple[int, float]], count: int) -> float:
    """Return the straight line through the points, never under the largest of them."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    return max(mean_y + slope * (count - mean_x), points[-1][1])


def _power(points: Sequence[tuple[int, float]], count: int) -> float:
    (few, least), (many, most) = points[0], points[-1]
    exponent = max(0.0, math.log(most / least) / math.log(many / few))
    by_logarithm = most * math.log(count) / math.log(many)
    return float(max(most * (count / many) ** exponent, by_logarithm))
