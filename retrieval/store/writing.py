"""Changing what the store holds: each function is one transaction, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.outlets import Registry
from retrieval.store import origins
from retrieval.store import tables as t
from retrieval.store.database import Database
from retrieval.store.keeping import SEED, Changes, Draft, Writer, delete_rows, now
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
        _delete(connection, removed)
        forget_outlets(connection, registry)
        changes = replace(kept, removed=removed, updated=(*adopted, *kept.updated))
        _advance(connection, changes)
    return changes


def put(database: Database, drafts: Iterable[Draft]) -> Changes:
    """Keep articles; one that was there before becomes its new version, the former is history."""
    with database.writing() as connection:
        writer = Writer(connection)
        changes = writer.keep_all(drafts)
        kept = (*changes.added, *changes.updated, *changes.same)
        connection.execute(sa.delete(t.removed).where(t.removed.c.id.in_(kept)))
        _advance(connection, changes)
    return changes


def remove(database: Database, ids: Sequence[str]) -> Changes:
    """Take articles out, with all that was kept of them, and remember not to take them in again."""
    with database.writing() as connection:
        held = connection.scalars(sa.select(t.articles.c.id).where(t.articles.c.id.in_(ids)))
        removed = tuple(sorted(held))
        _delete(connection, removed)
        _forget(connection, removed)
        rows = [{"id": id, "at": now()} for id in removed]
        if rows:
            connection.execute(sa.delete(t.removed).where(t.removed.c.id.in_(removed)))
            connection.execute(sa.insert(t.removed), rows)
        changes = Changes(removed=removed)
        _advance(connection, changes)
    return changes


def reread(database: Database, article: Article) -> Changes:
    """Keep an article as it now comes out of the same page, if that differs."""
    with database.writing() as connection:
        changes = Writer(connection).reread(article)
        _advance(connection, changes)
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
        _advance(connection, changes)
    return changes


def _adopt(connection: sa.Connection, registry: Registry) -> tuple[str, ...]:
    """Give articles of an outlet learned from pages to the editors' outlet of that name."""
    book = OutletBook(connection, registry)
    moved = list(map(book.of_editors, book.articles_of_learned_twins()))
    return Writer(connection).rewrite(moved, "outlet").updated


def _delete(connection: sa.Connection, ids: Sequence[str]) -> None:
    delete_rows(connection, ids)
    origins.regroup(connection, ids)


def _forget(connection: sa.Connection, ids: Sequence[str]) -> None:
    for table in (t.versions, t.originals, t.redactions):
        connection.execute(sa.delete(table).where(table.c.article.in_(ids)))


def _advance(connection: sa.Connection, changes: Changes) -> None:
    if changes:
        connection.execute(sa.update(t.state).values(revision=t.state.c.revision + 1))
