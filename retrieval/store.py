"""The article store: the truth that every index is built from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from filelock import FileLock
from numpy.typing import NDArray

from retrieval import tables as t
from retrieval.articles import Article, Passage
from retrieval.faults import Fault
from retrieval.outlets import Registry
from retrieval.passages import passages_of
from retrieval.rows import (
    alias_row,
    article_digest,
    article_row,
    passage_row,
    read_article,
    read_outlet,
    read_passage,
)
from retrieval.terms import Alias

_IN_BATCHES_OF = 500
_FOREIGN = -1  # the version of tables that are not ours


@dataclass(frozen=True, slots=True)
class Changes:
    """What bringing the store in line with a set of articles did, as article ids."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


class Store:
    """Articles, their passages and the passages' embeddings, in any SQLAlchemy database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _configure_sqlite)

    @classmethod
    def in_folder(cls, folder: Path) -> "Store":
        """Open the store of a data folder, creating both where they are missing."""
        path = folder / "store.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = cls(f"sqlite:///{path}")
            version = store.version() or store.create_once(folder / "store.lock")
        except (OSError, sa.exc.DatabaseError) as error:
            raise Fault(
                f"cannot open the store {path} ({_first_line(error)}): "
                f"check that {folder} is a folder you may write, or move a damaged store away"
            ) from error
        if version != t.VERSION:
            raise Fault(f"the store {path} is of another version; move {folder} away and run again")
        return store

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none."""
        with self._engine.connect() as connection:
            names = sa.inspect(connection).get_table_names()
            if t.schema.name not in names:
                return _FOREIGN if names else 0
            return connection.scalar(sa.select(t.schema.c.version)) or 0

    def create_once(self, lock: Path) -> int:
        """Create the tables unless another process does it first; return their version."""
        with FileLock(lock):
            if self.version() == 0:
                self.create()
            return self.version()

    def create(self) -> None:
        """Create the tables."""
        with self._engine.begin() as connection:
            t.metadata.create_all(connection)
            connection.execute(sa.delete(t.schema))
            connection.execute(sa.insert(t.schema).values(version=t.VERSION))

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def sync(self, registry: Registry, articles: Sequence[Article]) -> Changes:
        """Make the store hold exactly these articles, in one transaction; say what changed."""
        digests = {article.id: article_digest(article) for article in articles}
        with self._engine.begin() as connection:
            known = dict(connection.execute(sa.select(t.articles.c.id, t.articles.c.digest)).all())
            changes = Changes(
                added=tuple(id for id in digests if id not in known),
                updated=tuple(id for id in digests if id in known and known[id] != digests[id]),
                removed=tuple(id for id in known if id not in digests),
            )
            _delete(connection, (*changes.updated, *changes.removed))
            _write_outlets(connection, registry)
            fresh = {*changes.added, *changes.updated}
            _insert(connection, [a for a in articles if a.id in fresh], digests)
            _forget_outlets(connection, registry)
        return changes

    def replace_aliases(self, aliases: Sequence[Alias]) -> None:
        """Keep this alias table in place of the former one."""
        rows = [alias_row(number, alias) for number, alias in enumerate(aliases)]
        with self._engine.begin() as connection:
            connection.execute(sa.delete(t.aliases))
            if rows:
                connection.execute(sa.insert(t.aliases), rows)

    def aliases(self) -> tuple[Alias, ...]:
        """Return the alias table."""
        query = sa.select(t.aliases).order_by(t.aliases.c.number)
        with self._engine.connect() as connection:
            return tuple(
                Alias(row.kind, tuple(row.names.split("\n")), tuple(row.forms.split("\n")))
                for row in connection.execute(query)
            )

    def registry(self) -> Registry:
        """Return the outlets the store knows."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(t.outlets.c.record).order_by(t.outlets.c.id))
            return Registry(tuple(read_outlet(row.record) for row in rows))

    def article_ids(self) -> tuple[str, ...]:
        """Return the ids of all articles, in order."""
        with self._engine.connect() as connection:
            return tuple(connection.scalars(sa.select(t.articles.c.id).order_by(t.articles.c.id)))

    def article(self, id: str) -> Article:
        """Return one article. Raises `KeyError` for an id the store does not hold."""
        query = (
            sa.select(t.articles, t.outlets.c.record).join(t.outlets).where(t.articles.c.id == id)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(id)
        return read_article(row)

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """Yield the articles with these ids, or all, in the order of their ids."""
        query = sa.select(t.articles, t.outlets.c.record).join(t.outlets).order_by(t.articles.c.id)
        if ids is not None:
            query = query.where(t.articles.c.id.in_(list(ids)))
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=_IN_BATCHES_OF).execute(query):
                yield read_article(row)

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages with these ids; unknown ids are left out."""
        query = sa.select(t.passages).where(t.passages.c.id.in_(list(ids)))
        with self._engine.connect() as connection:
            return {row.id: read_passage(row) for row in connection.execute(query)}

    def passages_of(self, article: str) -> tuple[Passage, ...]:
        """Return the passages of an article, in order."""
        query = (
            sa.select(t.passages)
            .where(t.passages.c.article == article)
            .order_by(t.passages.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(read_passage(row) for row in connection.execute(query))

    def has_passages(self) -> bool:
        """Tell whether there is anything to find."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(t.passages.c.id).limit(1)).first() is not None

    def passage_digests(self) -> dict[str, str]:
        """Return the digest of what is indexed, by passage id."""
        query = sa.select(t.passages.c.id, t.passages.c.digest).order_by(t.passages.c.id)
        with self._engine.connect() as connection:
            return {row.id: row.digest for row in connection.execute(query)}

    def embedded(self, embedder: str) -> frozenset[str]:
        """Return the passage digests for which an embedder's vectors are stored."""
        query = sa.select(t.embeddings.c.digest).where(t.embeddings.c.embedder == embedder)
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def add_vectors(self, embedder: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by passage digest, so that rebuilding an index asks no embedder again."""
        rows = [
            {
                "digest": digest,
                "embedder": embedder,
                "vector": vector.astype("<f4").tobytes(),
            }
            for digest, vector in vectors.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(sa.insert(t.embeddings), rows)

    def vectors(self, embedder: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return stored vectors by passage digest."""
        query = sa.select(t.embeddings.c.digest, t.embeddings.c.vector).where(
            t.embeddings.c.embedder == embedder, t.embeddings.c.digest.in_(digests)
        )
        with self._engine.connect() as connection:
            return {
                row.digest: np.frombuffer(row.vector, dtype="<f4")
                for row in connection.execute(query)
            }


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA foreign_keys=ON")


def _delete(connection: sa.Connection, articles: Sequence[str]) -> None:
    connection.execute(sa.delete(t.passages).where(t.passages.c.article.in_(articles)))
    connection.execute(sa.delete(t.articles).where(t.articles.c.id.in_(articles)))


def _write_outlets(connection: sa.Connection, registry: Registry) -> None:
    known = frozenset(connection.scalars(sa.select(t.outlets.c.id)))
    for outlet in registry:
        record = asdict(outlet)
        if outlet.id in known:
            update = sa.update(t.outlets).where(t.outlets.c.id == outlet.id)
            connection.execute(update.values(record=record))
        else:
            connection.execute(sa.insert(t.outlets).values(id=outlet.id, record=record))


def _forget_outlets(connection: sa.Connection, registry: Registry) -> None:
    kept = [outlet.id for outlet in registry]
    connection.execute(sa.delete(t.outlets).where(t.outlets.c.id.not_in(kept)))


def _insert(
    connection: sa.Connection, articles: Sequence[Article], digests: Mapping[str, str]
) -> None:
    for article in articles:
        connection.execute(sa.insert(t.articles), article_row(article, digests[article.id]))
        rows = [passage_row(n, passage) for n, passage in enumerate(passages_of(article))]
        if rows:
            connection.execute(sa.insert(t.passages), rows)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
