"""Changing what the store holds: each function is one transaction, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.outlets import Registry
from retrieval.store import tables as t
from retrieval.store.database import Database, delete_among, rows_among
from retrieval.store.keeping import SEED, Changes, Draft, Writer, advance, delete_articles, now
from retrieval.store.outlets import OutletBook, forget_outlets, write_outlets


def sync_seeds(database: Database, registry: Registry, articles: Sequence[Article]) -> Changes:
    """Make the store's seeds exactly these, less those an editor removed; leave all else alone."""
    with database.writing() as connection:
        write_outlets(connection, registry)
        adopted = _adopt(connection, registry)
        gone = set(connection.scalars(sa.select(t.removed.c.id)))
        seeds = [Draft(article) for article in articles if article.id not in gone]
        kept = Writer(connection).keep_all(seeds)
        former = connection.scalars(sa.select(t.articles.c.id).where(t.articles.c.via == SEED))
        removed = tuple(sorted(set(former) - {draft.article.id for draft in seeds}))
        delete_articles(connection, removed)
        forget_outlets(connection, registry)
        changes = replace(kept, removed=removed, updated=(*adopted, *kept.updated))
        advance(connection, changes)
    return changes


def put(database: Database, drafts: Iterable[Draft]) -> Changes:
    """Keep articles; one that was there before becomes its new version, the former is history."""
    with database.writing() as connection:
        writer = Writer(connection)
        changes = writer.keep_all(drafts)
        kept = (*changes.added, *changes.updated, *changes.same)
        delete_among(connection, t.removed.c.id, kept)
        advance(connection, changes)
    return changes


def remove(database: Database, ids: Sequence[str]) -> Changes:
    """Take articles out, with all that was kept of them, and remember not to take them in again."""
    with database.writing() as connection:
        held = rows_among(connection, sa.select(t.articles.c.id), t.articles.c.id, ids)
        removed = tuple(sorted(row.id for row in held))
        delete_articles(connection, removed)
        _forget(connection, removed)
        rows = [{"id": id, "at": now()} for id in removed]
        if rows:
            delete_among(connection, t.removed.c.id, removed)
            connection.execute(sa.insert(t.removed), rows)
        changes = Changes(removed=removed)
        advance(connection, changes)
    return changes


def reread(database: Database, article: Article) -> Changes:
    """Keep an article as it now comes out of the same page, if that differs."""
    with database.writing() as connection:
        changes = Writer(connection).reread(article)
        advance(connection, changes)
    return changes


def redact(database: Database, article: Article, record: Mapping[str, object]) -> Changes:
    """Keep an article with a span taken out, and the record of who took what."""
    with database.writing() as connection:
        former = connection.scalar(
            sa.select(sa.func.count())
            .select_from(t.redactions)
            .where(t.redactions.c.article == article.id)
        )
        connection.execute(
            sa.insert(t.redactions).values(
                article=article.id, number=former, record=dict(record), made=now()
            )
        )
        changes = Writer(connection).rewrite([article], "redacted")
        advance(connection, changes)
    return changes


def _adopt(connection: sa.Connection, registry: Registry) -> tuple[str, ...]:
    """Give articles of an outlet learned from pages to the editors' outlet of that name."""
    book = OutletBook(connection, registry)
    moved = list(map(book.of_editors, book.articles_of_learned_twins()))
    return Writer(connection).rewrite(moved, "outlet").updated


def _forget(connection: sa.Connection, ids: Sequence[str]) -> None:
    for table in (t.versions, t.originals, t.redactions):
        delete_among(connection, table.c.article, ids)
