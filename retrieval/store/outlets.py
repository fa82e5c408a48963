"""The outlets of the store: the editors', and those learned from pages."""

from collections.abc import Iterator
from dataclasses import asdict, replace

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.outlets import Outlet, Registry, keys_of
from retrieval.store import tables as t
from retrieval.store.rows import read_article, read_outlet


class OutletBook:
    """The outlets as a transaction sees them; an outlet of a name that is there is that one."""

    def __init__(self, connection: sa.Connection, editors: Registry | None = None) -> None:
        self._connection = connection
        rows = connection.execute(sa.select(t.outlets.c.record).order_by(t.outlets.c.id))
        self._held = {outlet.id: outlet for row in rows for outlet in [read_outlet(row.record)]}
        self._editors = {outlet.id for outlet in editors or ()}
        first = sorted(self._held.values(), key=lambda outlet: outlet.id not in self._editors)
        self._by_name: dict[str, Outlet] = {}
        for outlet in first:
            self._note(outlet)

    def settled(self, article: Article) -> Article:
        """Return an article with its outlet as the store holds it, now at the latest."""
        given = article.source.outlet
        held = self._named_alike(given)
        if held is None:
            self._connection.execute(sa.insert(t.outlets).values(id=given.id, record=asdict(given)))
            self._held[given.id] = given
            self._note(given)
            return article
        if held == given:
            return article
        return replace(article, source=replace(article.source, outlet=held))

    def articles_of_learned_twins(self) -> Iterator[Article]:
        """Yield the articles of outlets that share a name with an outlet of the editors."""
        for outlet in self._held.values():
            if outlet.id in self._editors or self._named_alike(outlet, by_id=False) is None:
                continue
            where = t.articles.c.outlet == outlet.id
            for row in self._connection.execute(sa.select(t.articles).where(where)).all():
                yield read_article(row, outlet)

    def of_editors(self, article: Article) -> Article:
        """Return an article with the editors' outlet that shares a name with its own."""
        outlet = self._named_alike(article.source.outlet, by_id=False)
        return (
            replace(article, source=replace(article.source, outlet=outlet)) if outlet else article
        )

    def _named_alike(self, outlet: Outlet, by_id: bool = True) -> Outlet | None:
        if by_id and outlet.id in self._held:
            return self._held[outlet.id]
        found = (self._by_name.get(key) for key in keys_of(outlet))
        return next((other for other in found if other and other.id != outlet.id), None)

    def _note(self, outlet: Outlet) -> None:
        for key in keys_of(outlet):
            self._by_name.setdefault(key, outlet)


def write_outlets(connection: sa.Connection, registry: Registry) -> None:
    """Keep the editors' outlets as they stand."""
    known = frozenset(connection.scalars(sa.select(t.outlets.c.id)))
    for outlet in registry:
        record = asdict(outlet)
        if outlet.id in known:
            update = sa.update(t.outlets).where(t.outlets.c.id == outlet.id)
            connection.execute(update.values(record=record))
        else:
            connection.execute(sa.insert(t.outlets).values(id=outlet.id, record=record))


def forget_outlets(connection: sa.Connection, registry: Registry) -> None:
    """Drop outlets that are not the editors' and have no article."""
    used = sa.select(t.articles.c.outlet)
    kept = [outlet.id for outlet in registry]
    gone = t.outlets.c.id.not_in(kept) & t.outlets.c.id.not_in(used)
    connection.execute(sa.delete(t.outlets).where(gone))
