"""Reading the store: the truth that every index is built from."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from retrieval.articles import Article, Passage
from retrieval.languages import has_han
from retrieval.outlets import Outlet, Registry
from retrieval.portions import portions
from retrieval.scope import Scope
from retrieval.store import tables as t
from retrieval.store.database import Database, rows_among
from retrieval.store.keeping import Changes, Original
from retrieval.store.rows import alias_row, read_alias, read_article, read_outlet, read_passage
from retrieval.store.writing import sync_seeds
from retrieval.terms import Alias

_AT_ONCE = 500  # articles held in memory
_MOST_PAIRS = 5_000  # each is looked for in every question; those of most articles first
_COMPARED_AT_ONCE = 10_000  # vectors
_DIGEST = t.embeddings.c.digest
_PUBLISHED = t.articles.c.source["published"].as_string()
# What each question asks for; kept, so that they are put together once.
_STATE = sa.select(t.state.c.store, t.state.c.revision)
_PASSAGES = sa.select(t.passages)
_REPRINTS = sa.select(t.articles.c.id, t.articles.c.origin).where(
    t.articles.c.origin != t.articles.c.id
)
_TOLD = sa.select(
    t.articles.c.id,
    t.articles.c.source,
    t.articles.c.raw,
    t.articles.c.zones,
    t.articles.c.origin,
    t.outlets.c.record,
).join(t.outlets)


@dataclass(frozen=True, slots=True)
class State:
    """Which store this is, and a number that grows with every change of its articles."""

    store: str
    revision: int


class Store:
    """Articles, their passages and the passages' embeddings, in a database or one at a URL."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def in_folder(cls, folder: Path) -> "Store":
        """Open the store of a data folder, creating or migrating it where need be."""
        return cls(Database.in_folder(folder))

    @property
    def url(self) -> str:
        """Where the database is."""
        return self.database.url

    def close(self) -> None:
        """Release the database."""
        self.database.close()

    def state(self) -> State:
        """Return which store this is and where it stands."""
        with self.database.reading() as connection:
            row = connection.execute(_STATE).one()
            return State(row.store, row.revision)

    def sync(self, registry: Registry, articles: Sequence[Article]) -> Changes:
        """Make the store's seeds exactly these, in one transaction; say what changed."""
        return sync_seeds(self.database, registry, articles)

    def replace_aliases(self, aliases: Sequence[Alias]) -> None:
        """Keep this alias table in place of the former one."""
        rows = [alias_row(number, alias) for number, alias in enumerate(aliases)]
        with self.database.writing() as connection:
            connection.execute(sa.delete(t.aliases))
            if rows:
                connection.execute(sa.insert(t.aliases), rows)

    def aliases(self) -> tuple[Alias, ...]:
        """Return the editors' alias table, then what articles call by names of their own.

        Of a Chinese form that the editors list, theirs alone counts.
        """
        table = sa.select(t.aliases).order_by(t.aliases.c.number)
        columns = (t.pairs.c.kind, t.pairs.c.names, t.pairs.c.forms)
        often = sa.func.count().desc()
        pairs = sa.select(*columns).group_by(*columns).order_by(often, *columns).limit(_MOST_PAIRS)
        with self.database.reading() as connection:
            listed = tuple(map(read_alias, connection.execute(table)))
            read = tuple(map(read_alias, connection.execute(pairs)))
        taken = {name for alias in listed for name in alias.names if has_han(name)}
        return (*listed, *(alias for alias in read if taken.isdisjoint(alias.names)))

    def registry(self) -> Registry:
        """Return the outlets the store knows."""
        with self.database.reading() as connection:
            return Registry(tuple(_outlets(connection).values()))

    def count_by_outlet(self) -> tuple[tuple[Outlet, int], ...]:
        """Return the outlets that have articles and how many, most first."""
        number = sa.func.count().label("number")
        query = sa.select(t.articles.c.outlet, number).group_by(t.articles.c.outlet)
        with self.database.reading() as connection:
            outlets = _outlets(connection)
            rows = connection.execute(query.order_by(number.desc(), t.articles.c.outlet))
            return tuple((outlets[row.outlet], row.number) for row in rows)

    def newest(self, limit: int) -> tuple[Article, ...]:
        """Return the articles that came in last, in the order of their ids."""
        query = sa.select(t.articles.c.id).order_by(t.articles.c.revision.desc(), t.articles.c.id)
        with self.database.reading() as connection:
            ids = list(connection.scalars(query.limit(limit)))
        return tuple(self.articles(ids))

    def count(self) -> int:
        """Return how many articles there are."""
        with self.database.reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(t.articles)) or 0

    def article_ids(self) -> tuple[str, ...]:
        """Return the ids of all articles, in order."""
        with self.database.reading() as connection:
            return tuple(connection.scalars(sa.select(t.articles.c.id).order_by(t.articles.c.id)))

    def article(self, id: str) -> Article:
        """Return one article. Raises `KeyError` for an id the store does not hold."""
        for article in self.articles([id]):
            return article
        raise KeyError(id)

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """Yield the articles with these ids, or all, in the order of their ids."""
        query = sa.select(t.articles).order_by(t.articles.c.id)
        query = query.execution_options(yield_per=_AT_ONCE)
        outlets: dict[str, Outlet] = {}
        with self.database.reading() as connection:
            for rows in portions(_rows(connection, query, t.articles.c.id, ids), _AT_ONCE):
                outlets |= _outlets(connection, {row.outlet for row in rows} - outlets.keys())
                yield from (read_article(row, outlets[row.outlet]) for row in rows)

    def ids_of_originals(self) -> tuple[str, ...]:
        """Return ids of the articles whose page is kept as it came."""
        query = sa.select(t.originals.c.article).order_by(t.originals.c.article)
        with self.database.reading() as connection:
            return tuple(connection.scalars(query))

    def original(self, id: str) -> Original:
        """Return what an article was read from. Raises `KeyError` where that was not kept."""
        query = sa.select(t.originals).where(t.originals.c.article == id)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(id)
        return Original(row.media, zlib.decompress(row.body), row.told, row.fetched)

    def article_read_from(self, digest: str) -> Article | None:
        """Return the article that was read from something of this digest, if it is there."""
        query = sa.select(t.articles.c.id).where(t.articles.c.read_from == digest)
        with self.database.reading() as connection:
            id = connection.scalar(query)
        return self.article(id) if id else None

    def origins(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the original's id of each of these articles that is a reprint."""
        with self.database.reading() as connection:
            found = rows_among(connection, _REPRINTS, t.articles.c.id, ids)
            return {row.id: row.origin for row in found}

    def days(self, ids: Iterable[str]) -> dict[str, str | None]:
        """Return the days on which articles were published, `YYYY-MM-DD`, by article id."""
        query = sa.select(t.articles.c.id, _PUBLISHED.label("published"))
        with self.database.reading() as connection:
            found = rows_among(connection, query, t.articles.c.id, ids)
            return {row.id: row.published and row.published[:10] for row in found}

    def read_from(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the digests of what articles were read from, by article id."""
        query = sa.select(t.articles.c.id, t.articles.c.read_from)
        with self.database.reading() as connection:
            found = rows_among(connection, query, t.articles.c.id, ids)
            return {row.id: row.read_from for row in found}

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages with these ids; unknown ids are left out."""
        with self.database.reading() as connection:
            return _passages(connection, ids)

    def told(self, ids: Iterable[str]) -> tuple[dict[str, Passage], dict[str, Article]]:
        """Return the passages with these ids, and their articles, each by its own id."""
        with self.database.reading() as connection:
            passages = _passages(connection, ids)
            of = {passage.article for passage in passages.values()}
            rows = rows_among(connection, _TOLD, t.articles.c.id, of)
            return passages, {row.id: read_article(row, read_outlet(row.record)) for row in rows}

    def passages_of(self, article: str) -> tuple[Passage, ...]:
        """Return the passages of an article, in order."""
        query = (
            sa.select(t.passages)
            .where(t.passages.c.article == article)
            .order_by(t.passages.c.number)
        )
        with self.database.reading() as connection:
            return tuple(read_passage(row) for row in connection.execute(query))

    def changed_since(self, revision: int, most: int | None = None) -> tuple[str, ...]:
        """Return ids of the articles that are new or changed since a revision, oldest first."""
        query = (
            sa.select(t.articles.c.id)
            .where(t.articles.c.revision > revision)
            .order_by(t.articles.c.revision, t.articles.c.id)
            .limit(most)
        )
        with self.database.reading() as connection:
            return tuple(connection.scalars(query))

    def passage_digests(self) -> dict[str, str]:
        """Return the digest of what is indexed, by passage id."""
        query = sa.select(t.passages.c.id, t.passages.c.digest).order_by(t.passages.c.id)
        with self.database.reading() as connection:
            return {row.id: row.digest for row in connection.execute(query)}

    def embedded(self, embedder: str) -> frozenset[str]:
        """Return the passage digests for which an embedder's vectors are stored."""
        with self.database.reading() as connection:
            return frozenset(connection.scalars(_embedded(embedder)))

    def add_vectors(self, embedder: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by passage digest, so that rebuilding an index asks no embedder again.

        Those that are there already, as another process may just have kept them, stay.
        """
        with self.database.writing() as connection:
            query = _embedded(embedder)
            there = {row.digest for row in rows_among(connection, query, _DIGEST, vectors)}
            rows = [
                {"digest": digest, "embedder": embedder, "vector": vector.astype("<f4").tobytes()}
                for digest, vector in vectors.items()
                if digest not in there
            ]
            if rows:
                connection.execute(sa.insert(t.embeddings), rows)

    def vectors(self, embedder: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return stored vectors by passage digest."""
        query = _embedded(embedder).add_columns(t.embeddings.c.vector)
        with self.database.reading() as connection:
            found = rows_among(connection, query, _DIGEST, digests)
            return {row.digest: np.frombuffer(row.vector, dtype="<f4") for row in found}

    def nearest_within(
        self, embedder: str, vector: NDArray[np.float32], limit: int, scope: Scope
    ) -> list[str]:
        """Return ids of the passages of a scope, nearest first, found by comparing all of them."""
        ids, scores = [], []
        for some in portions(self._vectors_within(embedder, scope), _COMPARED_AT_ONCE):
            ids += [id for id, _ in some]
            rows = np.frombuffer(b"".join(row for _, row in some), dtype="<f4")
            scores.append(rows.reshape(len(some), -1) @ vector)
        if not ids:
            return []
        order = np.argsort(-np.concatenate(scores), kind="stable")[:limit]
        return [ids[place] for place in order]

    def _vectors_within(self, embedder: str, scope: Scope) -> Iterator[tuple[str, bytes]]:
        query = (
            sa.select(t.passages.c.id, t.articles.c.outlet, _PUBLISHED, t.embeddings.c.vector)
            .join(t.articles, t.articles.c.id == t.passages.c.article)
            .join(t.embeddings, t.passages.c.digest == _DIGEST)
            .where(t.embeddings.c.embedder == embedder)
        )
        if scope.outlets:
            query = query.where(t.articles.c.outlet.in_(scope.outlets))
        with self.database.reading() as connection:
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
            for id, outlet, published, vector in rows:
                if scope.holds(outlet, published):
                    yield id, vector


def _passages(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Passage]:
    found = rows_among(connection, _PASSAGES, t.passages.c.id, ids)
    return {row.id: read_passage(row) for row in found}


def _embedded(embedder: str) -> sa.Select[Any]:
    return sa.select(_DIGEST).where(t.embeddings.c.embedder == embedder)


def _outlets(connection: sa.Connection, ids: Iterable[str] | None = None) -> dict[str, Outlet]:
    query = sa.select(t.outlets).order_by(t.outlets.c.id)
    rows = _rows(connection, query, t.outlets.c.id, ids)
    return {row.id: read_outlet(row.record) for row in rows}


def _rows(
    connection: sa.Connection,
    query: sa.Select[Any],
    column: sa.Column[str],
    ids: Iterable[str] | None,
) -> Iterable[sa.Row[Any]]:
    """Return the rows with these ids, or all."""
    if ids is None:
        return connection.execute(query)
    return rows_among(connection, query, column, ids)
