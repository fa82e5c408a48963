"""A long question is about a whole article: how much of it the foremost articles hold."""

from collections.abc import Callable, Mapping, Sequence

from retrieval.index.keywords import Hit
from retrieval.search.queries import Query
from retrieval.search.relevance import covered, shortness

_SHORT = 55  # units; what a longer question tells may be all over an article
_FOREMOST = 3  # articles that are looked through whole
_WHOLE = 8.0  # what a whole article counts beside a passage of it, for a very long question

WholeOf = Callable[[Sequence[str]], Sequence[Hit]]


def is_of_whole(query: Query) -> bool:
    """Tell whether a question is so long that the whole of an article tells it from its copies."""
    return shortness(query, _SHORT) < 1


def by_article(
    query: Query, hits: Sequence[Hit], found: Mapping[str, float], whole_of: WholeOf
) -> dict[str, float]:
    """Return relevance by passage once more, with what the articles of the foremost hold.

    `found` is the relevance of the hits; `whole_of` gives all passages of articles by their ids. A
    short question's answer stands in one place: its relevance stays as it is.
    """
    if not is_of_whole(query):
        return dict(found)
    share = _WHOLE * (1 - shortness(query, _SHORT))
    foremost = dict.fromkeys(hit.article for hit in sorted(hits, key=lambda h: -found[h.id]))
    held = covered(query, whole_of(list(foremost)[:_FOREMOST]))
    return {
        hit.id: (found[hit.id] + share * held.get(hit.article, found[hit.id])) / (1 + share)
        for hit in hits
    }
