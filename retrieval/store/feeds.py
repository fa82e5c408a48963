"""What is remembered of feeds: where each stands, and which of its entries were seen."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from retrieval.store import tables as t
from retrieval.store.database import Database, rows_among
from retrieval.store.keeping import now


def feed_states(database: Database) -> dict[str, dict[str, Any]]:
    """Return what was last noted of each feed, by the address that editors gave."""
    with database.reading() as connection:
        return {row.url: dict(row.state) for row in connection.execute(sa.select(t.feeds))}


def note_feed(database: Database, url: str, state: Mapping[str, Any]) -> None:
    """Note where a feed stands."""
    with database.writing() as connection:
        connection.execute(sa.delete(t.feeds).where(t.feeds.c.url == url))
        connection.execute(sa.insert(t.feeds).values(url=url, state=dict(state)))


def unseen(database: Database, feed: str, ids: Iterable[str]) -> list[str]:
    """Return those of a feed's entries that were not dealt with yet."""
    wanted = list(dict.fromkeys(ids))
    query = sa.select(t.entries.c.id).where(t.entries.c.feed == feed)
    with database.reading() as connection:
        seen = {row.id for row in rows_among(connection, query, t.entries.c.id, wanted)}
    return [id for id in wanted if id not in seen]


def note_entry(database: Database, feed: str, id: str, outcome: str) -> None:
    """Note what became of an entry: an article's id, or why there is none."""
    with database.writing() as connection:
        where = (t.entries.c.feed == feed, t.entries.c.id == id)
        connection.execute(sa.delete(t.entries).where(*where))
        row = {"feed": feed, "id": id, "seen": now(), "outcome": outcome}
        connection.execute(sa.insert(t.entries).values(row))


def was_removed(database: Database, article: str) -> bool:
    """Tell whether an editor took an article out."""
    query = sa.select(t.removed.c.id).where(t.removed.c.id == article)
    with database.reading() as connection:
        return connection.scalar(query) is not None
