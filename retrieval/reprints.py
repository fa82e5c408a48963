"""Passages of a reprint that only repeat what is told already: one story is one source."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from retrieval.articles import article_of
from retrieval.windows import Windows

_REPEATED = 0.8  # of a passage's tokens; texts of one subject share about half of theirs
BETTER = 1.02  # times the original's score: a question that is after this very copy


def repeated(
    passages: Mapping[str, Windows],
    scores: Mapping[str, float],
    origins: Mapping[str, str],
    better: float = BETTER,
) -> frozenset[str]:
    """Return ids of the passages that another article of the same story tells among these.

    `origins` are the originals' ids of those articles that are reprints. Of a reprint and its
    original the one that suits the question `better`, as a ratio, is kept, else the original.
    A passage of which a good part is its own is always kept.
    """
    if not origins:
        return frozenset()
    shadows = dict(_shadows(origins, _best(passages, scores), better))
    kept: dict[str, set[int]] = defaultdict(set)
    for id, windows in passages.items():
        if article_of(id) in shadows.values():
            kept[article_of(id)].update(_told(windows))
    return frozenset(
        id
        for id, windows in passages.items()
        if (by := shadows.get(article_of(id))) in kept and _is_told(windows, kept[by])
    )


def _best(passages: Mapping[str, Windows], scores: Mapping[str, float]) -> dict[str, float]:
    best: dict[str, float] = {}
    for id in passages:
        best[article_of(id)] = max(scores.get(id, 0.0), best.get(article_of(id), 0.0))
    return best


def _shadows(
    origins: Mapping[str, str], best: Mapping[str, float], better: float
) -> Iterator[tuple[str, str]]:
    """Yield each article that steps back, and the one of its story that it steps back for."""
    for origin in dict.fromkeys(origins.values()):
        copies = [id for id, first in origins.items() if first == origin]
        foremost = max(copies, key=best.__getitem__)
        is_better = origin not in best or best[foremost] > better * best[origin]
        kept = foremost if is_better else origin
        yield from ((id, kept) for id in (origin, *copies) if id != kept)


def _told(windows: Windows) -> set[int]:
    """Return the keys of a passage without its header's."""
    return set(windows.keys[windows.sizes[0] :].tolist())


def _is_told(windows: Windows, by: set[int]) -> bool:
    own = _told(windows)
    return len(own & by) >= _REPEATED * len(own)
