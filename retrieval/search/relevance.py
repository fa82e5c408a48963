"""How much of what a question looks for stands together in a passage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from retrieval.index.keywords import Hit
from retrieval.search.queries import Query
from retrieval.windows import Keys, key_of

_PASSAGE, _ARTICLE = 0.5, 0.4  # what a whole passage and article count beside the best window
_SHORT = 30  # units; what a longer question tells stands in no single window
_OTHER_NAME = 0.8  # of a token's weight, where another name stands in its place
_IN_HEADER = 0.8  # likewise, where it stands in the header alone
_SATURATION, _BY_LENGTH = 0.6, 0.2  # k1 and b of BM25, each token counted once
_REPEATED, _REPEATED_BY_LENGTH = 0.9, 0.4  # the same of an article, tokens counted by window
_WINDOW_LENGTH, _PASSAGE_LENGTH, _ARTICLE_LENGTH = 250.0, 400.0, 600.0  # usual ones, with header

_END = 0xFFFF  # of a key, in which a few hundred that are wanted are like hardly any other

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


def relevance(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    """Return how much of a query's weight stands together in each passage, from 0 to 1, by id.

    About half of it is what the passage's best window holds, a quarter each the passage and its
    article; the longer the question, the more it is the passage alone. Comparable between
    questions: the weight of words that no passage holds counts, too, and once more, for a question
    with an unknown name may be about nothing that is here.
    """
    if not hits or not query.units:
        return {}
    weights = np.array([unit.weight for unit in query.units], dtype=np.float32)
    pages = _pages(query, hits)
    narrow = shortness(query, _SHORT)
    whole = 1 - (1 - _PASSAGE) * narrow
    score = (
        narrow * pages.best_window(weights)
        + whole * _discounted(pages.most() @ weights, pages.passage_lengths(), _PASSAGE_LENGTH)
        + narrow * _ARTICLE * _by_article(pages, hits, weights)
    )
    score *= query.known**0.5 / (float(weights.sum()) * (narrow * (1 + _ARTICLE) + whole))
    return {hit.id: float(value) for hit, value in zip(hits, score, strict=True)}


def shortness(query: Query, units: int) -> float:
    """Return 1 for a question of so many units or fewer, towards 0 the longer it is."""
    return float(min(1.0, units / max(1, len(query.units))) ** 2)


def covered(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    """Return how much of a query's weight the hits of each article hold together, from 0 to 1."""
    if not hits or not query.units:
        return {}
    weights = np.array([unit.weight for unit in query.units], dtype=np.float32)
    most = _pages(query, hits).most()
    places: dict[str, list[int]] = defaultdict(list)
    for place, hit in enumerate(hits):
        places[hit.article].append(place)
    whole = float(weights.sum()) / query.known**0.5
    return {id: float(most[of].max(axis=0) @ weights) / whole for id, of in places.items()}


@dataclass(frozen=True, slots=True)
class _Pages:
    """What of a query's units stands where: `named` in the header of each hit, `told` in each of
    its windows, from 0 to 1; the windows of a hit begin at its place of `starts`."""

    named: Floats
    told: Floats
    starts: Places
    header_lengths: Floats
    window_lengths: Floats

    def best_window(self, weights: Floats) -> Floats:
        """Return the weight that stands together in the best window of each hit."""
        counts = np.diff(self.starts, append=len(self.told))
        together = np.maximum(self.told, np.repeat(self.named, counts, axis=0))
        lengths = self.window_lengths + np.repeat(self.header_lengths, counts)
        values = _discounted(together @ weights, lengths, _WINDOW_LENGTH)
        return np.asarray(np.maximum.reduceat(values, self.starts))

    def most(self) -> Floats:
        """Return what stands anywhere in each hit."""
        return np.maximum(np.maximum.reduceat(self.told, self.starts), self.named)

    def times(self) -> Floats:
        """Return in how many windows of each hit, and its header, it stands."""
        return np.asarray(np.add.reduceat(self.told, self.starts) + self.named)

    def passage_lengths(self) -> Floats:
        """Return the lengths of the hits, their headers included."""
        return np.asarray(np.add.reduceat(self.window_lengths, self.starts) + self.header_lengths)


def _pages(query: Query, hits: Sequence[Hit]) -> _Pages:
    shares = _shares(query, hits)
    counts = np.array([len(hit.windows.lengths) for hit in hits])
    headers = np.concatenate(([0], np.cumsum(counts)[:-1]))
    is_window = np.ones(len(shares), dtype=bool)
    is_window[headers] = False
    lengths = np.concatenate([hit.windows.lengths for hit in hits]).astype(np.float32)
    return _Pages(
        shares[headers] * np.float32(_IN_HEADER),
        shares[is_window],
        headers - np.arange(len(hits)),
        lengths[headers],
        lengths[is_window],
    )


def _shares(query: Query, hits: Sequence[Hit]) -> Floats:
    """Return which units stand in which text of the hits, by another name for a part."""
    columns = _columns(query)
    stands = _standing(columns, hits)
    shares = stands[:, : len(query.units)]
    if query.others:
        names = [[columns[key_of(token)] for token in tokens] for tokens, _ in query.others]
        of = _by_place(query.others)
        told = _of_groups(np.maximum, _of_groups(np.minimum, stands, names), list(of.values()))
        shares[:, list(of)] = np.maximum(shares[:, list(of)], np.float32(_OTHER_NAME) * told)
    return shares


def _by_place(others: Iterable[tuple[tuple[str, ...], list[int]]]) -> dict[int, list[int]]:
    """Return by the place of a unit the numbers of the other names that stand for it."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, (_, places) in enumerate(others):
        for place in places:
            found[place].append(number)
    return found


def _of_groups(one_of: np.ufunc, values: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Return for each group of columns one of their values: the least, or the most."""
    starts = np.cumsum([0, *map(len, groups[:-1])])
    return np.asarray(one_of.reduceat(values[:, list(chain.from_iterable(groups))], starts, axis=1))


def _columns(query: Query) -> dict[int, int]:
    """Return a column for each token's key: first the units', then those of other names."""
    columns = {key_of(unit.token): place for place, unit in enumerate(query.units)}
    for tokens, _ in query.others:
        for token in tokens:
            columns.setdefault(key_of(token), len(columns))
    return columns


def _standing(columns: Mapping[int, int], hits: Sequence[Hit]) -> Floats:
    """Return for each text of the hits which of the keys it holds: 1, else 0."""
    wanted = np.array(sorted(columns), dtype=np.uint32)
    order = np.array([columns[int(key)] for key in wanted])
    keys = np.concatenate([hit.windows.keys for hit in hits])
    sizes = np.concatenate([hit.windows.sizes for hit in hits])
    likely = _likely(keys, wanted)
    places = np.minimum(np.searchsorted(wanted, keys[likely]), len(wanted) - 1)
    is_wanted = wanted[places] == keys[likely]
    rows = np.repeat(np.arange(len(sizes)), sizes)[likely[is_wanted]]
    stands = np.zeros((len(sizes), len(columns)), dtype=np.float32)
    stands[rows, order[places[is_wanted]]] = 1
    return stands


def _likely(keys: Keys, wanted: Keys) -> Places:
    """Return the places of the keys that end as a wanted one does: few, and all that are wanted."""
    ends = np.zeros(_END + 1, dtype=bool)
    ends[wanted & _END] = True
    return np.flatnonzero(ends.take(keys & _END))


def _by_article(pages: _Pages, hits: Sequence[Hit], weights: Floats) -> Floats:
    """Return what the article of each hit holds in all of its hits, by BM25."""
    numbers = {article: n for n, article in enumerate(dict.fromkeys(hit.article for hit in hits))}
    of = np.array([numbers[hit.article] for hit in hits])
    is_of = np.equal.outer(np.arange(len(numbers)), of).astype(np.float32)
    times = is_of @ pages.times()
    lengths = np.bincount(of, pages.passage_lengths())
    k1, b = _REPEATED, _REPEATED_BY_LENGTH
    norm = (k1 * (1 - b + b * lengths / _ARTICLE_LENGTH))[:, None]
    return np.asarray(((times * (k1 + 1) / (times + norm)) @ weights)[of], dtype=np.float32)


def _discounted(held: Floats, lengths: Floats, usual: float) -> Floats:
    """Return weights, less for long texts, as BM25 counts it."""
    ratio = 1 - _BY_LENGTH + _BY_LENGTH * lengths / usual
    return np.asarray(held * np.minimum(1.0, (1 + _SATURATION) / (1 + _SATURATION * ratio)))
