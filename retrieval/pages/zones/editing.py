"""An editor's redactions, applied to an article as it stands."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.articles import Article
from retrieval.faults import Fault
from retrieval.pages.zones.layers import Edit, by_hand, layered, tidied


def with_edits(article: Article, edits: Sequence[Edit], strict: bool = True) -> Article:
    """Return an article without what editors took out.

    Unless `strict`, an edit that does not fit the page any more is passed over; else it is a fault.
    """
    taken = []
    for edit in edits:
        try:
            taken += by_hand(article.raw, [edit])
        except Fault:
            if strict:
                raise
    zones = tidied(article.raw, layered(taken, article.zones)) if taken else article.zones
    return replace(article, zones=zones)
