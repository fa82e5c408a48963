"""What a store can lose and how it is made good: all that is derived, from the articles alone."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.faults import Fault
from retrieval.passages import passages_of
from retrieval.store import tables as t
from retrieval.store.database import Database, delete_among, rows_among
from retrieval.store.keeping import Writer, advance
from retrieval.store.origins import regroup
from retrieval.store.rows import article_digest, passage_row

Rows = list[dict[str, Any]]

_SENTENCES = t.passages.c.sentences
_PASSAGE = (
    *(column for column in t.passages.c if column is not _SENTENCES),
    sa.cast(_SENTENCES, sa.Text).label("sentences"),  # as it came, since it may be damaged
)
_OF_AN_ARTICLE = (t.passages, t.pairs, t.bands, t.versions, t.originals, t.redactions)


def check_database(database: Database) -> None:
    """Raise `Fault` where the database itself is damaged, which nothing here can mend."""
    if not database.is_sqlite:
        return
    with database.reading() as connection:
        try:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        except sa.exc.DatabaseError as error:
            said = str(error.orig)
    if said != "ok":
        raise Fault(
            f"{database.url} is damaged ({said}): move it away, then `whosaid index` and add again"
        )


def kept_states(database: Database, ids: Sequence[str]) -> Iterator[tuple[str, str, Rows]]:
    """Yield for each article its id, its digest, and its passages' rows in order."""
    articles = sa.select(t.articles.c.id, t.articles.c.digest)
    with database.reading() as connection:
        cut = _passage_rows(connection, ids)
        for row in rows_among(connection, articles, t.articles.c.id, ids):
            yield row.id, row.digest, cut.get(row.id, [])


def is_as_kept(article: Article, digest: str, kept: Rows) -> bool:
    """Tell whether an article's digest and its passages' rows are what it comes to."""
    cut = [passage_row(number, passage) for number, passage in enumerate(passages_of(article))]
    return digest == article_digest(article) and cut == kept


def recut(database: Database, articles: Sequence[Article]) -> None:
    """Cut articles into their passages again, whatever their text was before."""
    with database.writing() as connection:
        delete_among(connection, t.bands.c.article, [article.id for article in articles])
        advance(connection, Writer(connection).recut(articles))


def drop(database: Database, ids: Sequence[str]) -> None:
    """Delete articles that nothing can be made of; what goes with them is then an orphan."""
    with database.writing() as connection:
        delete_among(connection, t.passages.c.article, ids)
        delete_among(connection, t.articles.c.id, ids)


def drop_orphans(database: Database) -> dict[str, int]:
    """Delete rows of articles that are not there, and unused vectors; return how many of which."""
    held, used = sa.select(t.articles.c.id), sa.select(t.passages.c.digest)
    dropped: dict[str, int] = {}
    with database.writing() as connection:
        for table in _OF_AN_ARTICLE:
            gone = connection.execute(sa.delete(table).where(table.c.article.not_in(held)))
            dropped[table.name] = gone.rowcount
        gone = connection.execute(sa.delete(t.embeddings).where(t.embeddings.c.digest.not_in(used)))
        dropped["vectors"] = gone.rowcount
    return {name: count for name, count in dropped.items() if count}


def mend_origins(database: Database) -> int:
    """Give articles whose origin is gone another; return how many had to be."""
    held = sa.select(t.articles.c.id)
    lost = sa.select(t.articles.c.origin).where(t.articles.c.origin.not_in(held))
    with database.writing() as connection:
        origins = list(connection.scalars(lost))
        regroup(connection, list(dict.fromkeys(origins)))
    return len(origins)


def _passage_rows(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Rows]:
    rows: dict[str, Rows] = defaultdict(list)
    query = sa.select(*_PASSAGE).order_by(t.passages.c.article, t.passages.c.number)
    for row in rows_among(connection, query, t.passages.c.article, ids):
        kept = dict(row._mapping)
        rows[row.article].append(kept | {"sentences": _loaded(row.sentences)})
    return rows


def _loaded(record: str) -> object:
    """Return what a record holds, None where it is damaged."""
    try:
        return json.loads(record)
    except ValueError:
        return None
