"""What is held, for a reader who asks: everything, or where that is much, an overview."""

from dataclasses import dataclass

from retrieval.articles import Article
from retrieval.outlets import Outlet
from retrieval.store import Store

_MOST = 30  # articles that are listed one by one
_NEWEST = 10


@dataclass(frozen=True, slots=True)
class Holdings:
    """Outlets with how many articles each has, most first; and the articles, or the newest."""

    outlets: tuple[tuple[Outlet, int], ...]
    articles: tuple[Article, ...]

    @property
    def count(self) -> int:
        """How many articles there are in all."""
        return sum(number for _, number in self.outlets)

    @property
    def is_whole(self) -> bool:
        """Whether `articles` are all there are."""
        return len(self.articles) == self.count


def holdings_of(store: Store) -> Holdings:
    """Return what a store holds."""
    outlets = store.count_by_outlet()
    few = sum(number for _, number in outlets) <= _MOST
    return Holdings(outlets, tuple(store.articles()) if few else store.newest(_NEWEST))
