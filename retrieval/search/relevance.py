"""How much of what a question looks for stands together in a passage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.index.keywords import Hit
from retrieval.search.fusing import ranked
from retrieval.search.queries import Query, Unit

_PASSAGE, _ARTICLE = 0.5, 0.4  # what a whole passage and article count beside the best window
_OTHER_NAME = 0.8  # of a token's weight, where another name stands in its place
_IN_HEADER = 0.8  # likewise, where it stands in the header alone
_SATURATION, _BY_LENGTH = 0.6, 0.2  # k1 and b of BM25, each token counted once
_REPEATED, _REPEATED_BY_LENGTH = 0.9, 0.4  # the same of an article, tokens counted by window
_USUAL_TOTAL, _BY_TOTAL = 100.0, 0.25
_WINDOW_LENGTH, _PASSAGE_LENGTH, _ARTICLE_LENGTH = 250.0, 400.0, 600.0  # usual ones, as searched

Shares = Mapping[int, float]  # how much of each unit's weight is there, by its place in the query


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a query stands in a passage: together in its best window, all in all, how often."""

    window: float
    whole: Shares
    times: Mapping[int, float]
    length: int


@dataclass(frozen=True, slots=True)
class Relevance:
    """How well passages suit a question; `by_passage` and `scores` are in the same order.

    `scores` are comparable between questions, too, and `confidence` is the best of them.
    """

    by_passage: Mapping[str, float]
    scores: Mapping[str, float]
    confidence: float


def relevance(query: Query, hits: Iterable[Hit]) -> Relevance:
    """Return how much of a query's weight stands together in each passage.

    Half of it is what the passage's best window holds, a quarter each the passage and its article.
    """
    weights = [unit.weight for unit in query.units]
    seen = {hit.id: _look(query.units, weights, hit) for hit in hits}
    articles = _articles(weights, seen)
    scale = (query.total or 1.0) * (1 + _PASSAGE + _ARTICLE)
    found = {
        id: (
            one.window
            + _PASSAGE * _discounted(weights, one.whole, one.length, _PASSAGE_LENGTH)
            + _ARTICLE * articles[_article(id)]
        )
        / scale
        for id, one in seen.items()
    }
    return _calibrated(query, weights, seen, found)


def _calibrated(
    query: Query,
    weights: Sequence[float],
    seen: Mapping[str, _Seen],
    found: Mapping[str, float],
) -> Relevance:
    """Return relevances as scores that long and short questions share.

    Of a long question a passage can hold a smaller part, and an answer to it may come from two:
    so what the two best hold together counts as much, and the weight of what is asked a little.
    """
    foremost = ranked(found)[:2]
    together: dict[int, float] = {}
    for id in foremost:
        _put_together(together, seen[id].whole)
    held = sum(weights[place] * share for place, share in together.items())
    total = query.total or 1.0
    length = (total / _USUAL_TOTAL) ** _BY_TOTAL
    scores = {id: min(1.0, (one + held / total) / 2 * length) for id, one in found.items()}
    return Relevance(found, scores, max(scores.values(), default=0.0))


def _articles(weights: Sequence[float], seen: Mapping[str, _Seen]) -> dict[str, float]:
    """Return what each article holds in all of its passages that were found, by BM25."""
    times: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    lengths: dict[str, int] = defaultdict(int)
    for id, one in seen.items():
        lengths[_article(id)] += one.length
        counted = times[_article(id)]
        for place, number in one.times.items():
            counted[place] += number
    return {id: _bm25(weights, found, lengths[id]) for id, found in times.items()}


def _bm25(weights: Sequence[float], times: Mapping[int, float], length: int) -> float:
    k1, b = _REPEATED, _REPEATED_BY_LENGTH
    norm = k1 * (1 - b + b * length / _ARTICLE_LENGTH)
    return sum(weights[place] * n * (k1 + 1) / (n + norm) for place, n in times.items())


def _look(units: Sequence[Unit], weights: Sequence[float], hit: Hit) -> _Seen:
    header, *windows = hit.windows
    named = {place: _IN_HEADER * share for place, share in _shares(units, header).items()}
    whole, times = dict(named), dict(named)
    best = 0.0
    for window in windows:
        together = _shares(units, window)
        for place, share in together.items():
            times[place] = times.get(place, 0.0) + share
        _put_together(together, named)
        _put_together(whole, together)
        length = len(window) + len(header)
        best = max(best, _discounted(weights, together, length, _WINDOW_LENGTH))
    return _Seen(best, whole, times, sum(map(len, hit.windows)))


def _shares(units: Sequence[Unit], text: str) -> dict[int, float]:
    found = {place: 1.0 for place, unit in enumerate(units) if unit.needle in text}
    for place, unit in enumerate(units):
        if unit.others and place not in found and any(other in text for other in unit.others):
            found[place] = _OTHER_NAME
    return found


def _put_together(shares: dict[int, float], more: Shares) -> None:
    for place, share in more.items():
        if share > shares.get(place, 0.0):
            shares[place] = share


def _discounted(weights: Sequence[float], shares: Shares, length: int, usual: float) -> float:
    """Return the weight of what is there, less for a long text, as BM25 counts it."""
    held = sum(weights[place] * share for place, share in shares.items())
    ratio = 1 - _BY_LENGTH + _BY_LENGTH * length / usual
    return min(1.0, (1 + _SATURATION) / (1 + _SATURATION * ratio)) * held


def _article(passage: str) -> str:
    return passage.rpartition("#")[0]
