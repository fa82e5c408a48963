"""What a store can lose and how it is made good: all that is derived, from the articles alone."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.faults import Fault
from retrieval.passages import passages_of
from retrieval.store import tables as t
from retrieval.store.database import Database
from retrieval.store.keeping import Writer
from retrieval.store.origins import regroup
from retrieval.store.rows import article_digest, passage_digest

_OF_AN_ARTICLE = (t.passages, t.bands, t.versions, t.originals, t.redactions)


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


def is_as_kept(article: Article, digest: str, kept: Mapping[str, str]) -> bool:
    """Tell whether an article's digest and passages (digests by id) are what it is cut into."""
    cut = {passage.id: passage_digest(passage) for passage in passages_of(article)}
    return digest == article_digest(article) and cut == kept


def recut(database: Database, articles: Sequence[Article]) -> None:
    """Cut articles into their passages again."""
    with database.writing() as connection:
        Writer(connection).recut(articles)
        connection.execute(sa.update(t.state).values(revision=t.state.c.revision + 1))


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


def kept_states(
    database: Database, ids: Sequence[str]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield for each article its id, its digest, and the digests of its passages by id."""
    with database.reading() as connection:
        where = t.passages.c.article.in_(ids)
        columns = (t.passages.c.article, t.passages.c.id, t.passages.c.digest)
        kept: dict[str, dict[str, str]] = {id: {} for id in ids}
        for article, passage, digest in connection.execute(sa.select(*columns).where(where)):
            kept[article][passage] = digest
        articles = sa.select(t.articles.c.id, t.articles.c.digest).where(t.articles.c.id.in_(ids))
        for id, digest in connection.execute(articles):
            yield id, digest, kept[id]
