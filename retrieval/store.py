"""The article store: the truth that every index is built from."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from filelock import FileLock
from numpy.typing import NDArray

from retrieval.articles import Article, Passage, Removal, Sentence, Source
from retrieval.faults import Fault
from retrieval.outlets import Outlet, Registry
from retrieval.passages import passages_of
from retrieval.terms import Alias

VERSION = 1

_tables = sa.MetaData()
_schema = sa.Table("schema", _tables, sa.Column("version", sa.Integer, primary_key=True))
_outlets = sa.Table(
    "outlets",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("record", sa.JSON, nullable=False),
)
_articles = sa.Table(
    "articles",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("outlet", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("removals", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)
_passages = sa.Table(
    "passages",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("article", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("outlet", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("header", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sentences", sa.JSON, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)
_embeddings = sa.Table(
    "embeddings",
    _tables,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("embedder", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

_aliases = sa.Table(
    "aliases",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("names", sa.Text, nullable=False),  # one a line, as the forms
    sa.Column("forms", sa.Text, nullable=False),
)

_IN_BATCHES_OF = 500


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
        self.article = lru_cache(maxsize=1_000)(self._article)

    @classmethod
    def in_folder(cls, folder: Path) -> "Store":
        """Open the store of a data folder, creating both where they are missing."""
        path = folder / "store.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = cls(f"sqlite:///{path}")
            version = store.version() or store.create_once(folder / "store.lock")
        except (OSError, sa.exc.DatabaseError) as error:
            raise Fault(f"cannot open the store {path}: {_first_line(error)}") from error
        if version != VERSION:
            raise Fault(f"the store {path} is of another version; move {folder} away and run again")
        return store

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none."""
        with self._engine.connect() as connection:
            if not sa.inspect(connection).has_table(_schema.name):
                return 0
            return connection.scalar(sa.select(_schema.c.version)) or 0

    def create_once(self, lock: Path) -> int:
        """Create the tables unless another process does it first; return their version."""
        with FileLock(lock):
            if self.version() == 0:
                self.create()
            return self.version()

    def create(self) -> None:
        """Create the tables."""
        with self._engine.begin() as connection:
            _tables.create_all(connection)
            connection.execute(sa.delete(_schema))
            connection.execute(sa.insert(_schema).values(version=VERSION))

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def sync(self, registry: Registry, articles: Sequence[Article]) -> Changes:
        """Make the store hold exactly these articles, in one transaction; say what changed."""
        digests = {article.id: _article_digest(article) for article in articles}
        with self._engine.begin() as connection:
            known = dict(connection.execute(sa.select(_articles.c.id, _articles.c.digest)).all())
            changes = Changes(
                added=tuple(id for id in digests if id not in known),
                updated=tuple(id for id in digests if id in known and known[id] != digests[id]),
                removed=tuple(id for id in known if id not in digests),
            )
            _delete(connection, (*changes.updated, *changes.removed))
            _write_outlets(connection, registry)
            fresh = {*changes.added, *changes.updated}
            _insert(connection, [a for a in articles if a.id in fresh], digests)
        self.article.cache_clear()
        return changes

    def replace_aliases(self, aliases: Sequence[Alias]) -> None:
        """Keep this alias table in place of the former one."""
        rows = [_alias_row(number, alias) for number, alias in enumerate(aliases)]
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_aliases))
            if rows:
                connection.execute(sa.insert(_aliases), rows)

    def aliases(self) -> tuple[Alias, ...]:
        """Return the alias table."""
        query = sa.select(_aliases).order_by(_aliases.c.number)
        with self._engine.connect() as connection:
            return tuple(
                Alias(row.kind, tuple(row.names.split("\n")), tuple(row.forms.split("\n")))
                for row in connection.execute(query)
            )

    def registry(self) -> Registry:
        """Return the outlets the store knows."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_outlets.c.record).order_by(_outlets.c.id))
            return Registry(tuple(_outlet(row.record) for row in rows))

    def article_ids(self) -> tuple[str, ...]:
        """Return the ids of all articles, in order."""
        with self._engine.connect() as connection:
            return tuple(connection.scalars(sa.select(_articles.c.id).order_by(_articles.c.id)))

    def _article(self, id: str) -> Article:
        """Return one article. Raises `KeyError` for an id the store does not hold."""
        query = sa.select(_articles, _outlets.c.record).join(_outlets).where(_articles.c.id == id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(id)
        return _read_article(row)

    def articles(self) -> Iterator[Article]:
        """Yield all articles in the order of their ids."""
        query = sa.select(_articles, _outlets.c.record).join(_outlets).order_by(_articles.c.id)
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=_IN_BATCHES_OF).execute(query):
                yield _read_article(row)

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages with these ids; unknown ids are left out."""
        query = sa.select(_passages).where(_passages.c.id.in_(list(ids)))
        with self._engine.connect() as connection:
            return {row.id: _read_passage(row) for row in connection.execute(query)}

    def passages_of(self, article: str) -> tuple[Passage, ...]:
        """Return the passages of an article, in order."""
        query = (
            sa.select(_passages).where(_passages.c.article == article).order_by(_passages.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(_read_passage(row) for row in connection.execute(query))

    def passage_digests(self) -> dict[str, str]:
        """Return the digest of what is indexed, by passage id."""
        query = sa.select(_passages.c.id, _passages.c.digest).order_by(_passages.c.id)
        with self._engine.connect() as connection:
            return {row.id: row.digest for row in connection.execute(query)}

    def embedded(self, embedder: str) -> frozenset[str]:
        """Return the passage digests for which an embedder's vectors are stored."""
        query = sa.select(_embeddings.c.digest).where(_embeddings.c.embedder == embedder)
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
            connection.execute(sa.insert(_embeddings), rows)

    def vectors(self, embedder: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return stored vectors by passage digest."""
        query = sa.select(_embeddings.c.digest, _embeddings.c.vector).where(
            _embeddings.c.embedder == embedder, _embeddings.c.digest.in_(digests)
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
    connection.execute(sa.delete(_passages).where(_passages.c.article.in_(articles)))
    connection.execute(sa.delete(_articles).where(_articles.c.id.in_(articles)))


def _write_outlets(connection: sa.Connection, registry: Registry) -> None:
    known = frozenset(connection.scalars(sa.select(_outlets.c.id)))
    for outlet in registry:
        record = asdict(outlet)
        if outlet.id in known:
            update = sa.update(_outlets).where(_outlets.c.id == outlet.id)
            connection.execute(update.values(record=record))
        else:
            connection.execute(sa.insert(_outlets).values(id=outlet.id, record=record))


def _insert(
    connection: sa.Connection, articles: Sequence[Article], digests: Mapping[str, str]
) -> None:
    for article in articles:
        connection.execute(
            sa.insert(_articles).values(
                id=article.id,
                outlet=article.source.outlet.id,
                source=_source_record(article.source),
                raw=article.raw,
                removals=[[r.start, r.end, r.reason] for r in article.removals],
                digest=digests[article.id],
            )
        )
        rows = [_passage_row(n, passage) for n, passage in enumerate(passages_of(article))]
        if rows:
            connection.execute(sa.insert(_passages), rows)


def _alias_row(number: int, alias: Alias) -> dict[str, Any]:
    names, forms = "\n".join(alias.names), "\n".join(alias.forms)
    return {"number": number, "kind": alias.kind, "names": names, "forms": forms}


def _source_record(source: Source) -> dict[str, Any]:
    record = {key: value for key, value in asdict(source).items() if key != "outlet"}
    return record | {"inferred": sorted(source.inferred)}


def _passage_row(number: int, passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "article": passage.article,
        "outlet": passage.outlet,
        "number": number,
        "header": passage.header,
        "text": passage.text,
        "sentences": [[s.number, s.start, s.end] for s in passage.sentences],
        "digest": _digest(passage.header, passage.text),
    }


def _outlet(record: Mapping[str, Any]) -> Outlet:
    return Outlet(
        **{
            **record,
            "aliases": tuple(record["aliases"]),
            "domains": tuple(record["domains"]),
        }
    )


def _read_article(row: sa.Row[Any]) -> Article:
    record = dict(row.source)
    inferred = frozenset(record.pop("inferred"))
    source = Source(outlet=_outlet(row.record), inferred=inferred, **record)
    return Article(row.id, source, row.raw, tuple(Removal(*removal) for removal in row.removals))


def _read_passage(row: sa.Row[Any]) -> Passage:
    sentences = tuple(Sentence(row.article, *numbers) for numbers in row.sentences)
    return Passage(row.id, row.article, row.outlet, sentences, row.header, row.text)


def _article_digest(article: Article) -> str:
    removals = [[r.start, r.end, r.reason] for r in article.removals]
    facts = [article.source.outlet.id, _source_record(article.source), removals]
    names = asdict(article.source.outlet)
    return _digest(json.dumps([facts, names], ensure_ascii=False, sort_keys=True), article.raw)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
