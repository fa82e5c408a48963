"""Keeping articles within a transaction: new ones, new states of those there, and their history."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from retrieval.articles import Article
from retrieval.pages.shingles import bands, sketch
from retrieval.pages.zones.editing import with_edits
from retrieval.pages.zones.layers import Edit
from retrieval.pairs import pairs_in
from retrieval.passages import passages_of
from retrieval.portions import portions
from retrieval.store import origins
from retrieval.store import tables as t
from retrieval.store.database import delete_among, rows_among
from retrieval.store.outlets import OutletBook
from retrieval.store.rows import article_digest, article_row, pair_row, passage_row

SEED = "seed"

_AT_ONCE = 500  # articles taken out in one go

Row = sa.Row[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Original:
    """What an article was read from, kept to be read again when the rules get better."""

    media: str
    body: bytes
    told: Mapping[str, Any]  # what was known of it beside its bytes
    fetched: str  # ISO 8601 date


@dataclass(frozen=True, slots=True)
class Draft:
    """An article to be kept, and where it comes from."""

    article: Article
    via: str = SEED  # or file, web, feed, telegram
    read_from: str = ""  # digest of what it was read from: the same again need not be read
    original: Original | None = None
    has_own_id: bool = True  # else it replaces what this outlet printed under this title before


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of the store did, as article ids."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


class Writer:
    """Keeps articles within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._outlets = OutletBook(connection)
        self._revision = 1 + (connection.scalar(sa.select(t.state.c.revision)) or 0)
        self._now = now()
        self._with_redactions = frozenset(connection.scalars(sa.select(t.redactions.c.article)))

    def keep_all(self, drafts: Iterable[Draft]) -> Changes:
        """Keep each draft, the last of those with one id; say what that did."""
        given = [self._settled(draft) for draft in drafts]
        fresh = {draft.article.id: _Fresh(draft, article_digest(draft.article)) for draft in given}
        held = self._rows(list(fresh))
        what = {id: _what(new, held.get(id)) for id, new in fresh.items()}
        for id in what:
            if id in held and what[id] == "same":
                self._note_reading(held[id], fresh[id].draft)
        self._replace([held[id] for id in held if what[id] == "updated"], "updated")
        added = {id: row.added for id, row in held.items()}
        self._insert([new for id, new in fresh.items() if what[id] != "same"], added)
        return _changes(what)

    def rewrite(self, articles: Sequence[Article], why: str) -> Changes:
        """Keep another state of articles that are there; the former become versions."""
        held = self._rows([article.id for article in articles])
        self._replace(list(held.values()), why)
        self._insert_again(articles, held)
        return Changes(updated=tuple(held))

    def reread(self, article: Article) -> Changes:
        """Keep an article as it now comes out of its page; the former becomes a version."""
        (row,) = self._rows([article.id]).values()
        article = self._redacted(self._outlets.settled(article))
        if row.digest == article_digest(article):
            return Changes(same=(article.id,))
        return self.rewrite([article], "read again")

    def recut(self, articles: Sequence[Article]) -> Changes:
        """Cut articles that are there into their passages again; they stay what they are."""
        held = self._rows([article.id for article in articles])
        delete_articles(self._connection, list(held))
        self._insert_again(articles, held)
        return Changes(updated=tuple(held))

    def _settled(self, draft: Draft) -> Draft:
        article = self._outlets.settled(draft.article)
        if not draft.has_own_id:
            article = origins.under_its_former_id(self._connection, article, _keys(article))
        return replace(draft, article=self._redacted(article))

    def _redacted(self, article: Article) -> Article:
        """Return an article without what an editor took out of its former versions."""
        if article.id not in self._with_redactions:
            return article
        query = sa.select(t.redactions.c.record).where(t.redactions.c.article == article.id)
        edits = [Edit(**record) for record in self._connection.scalars(query)]
        return with_edits(article, edits, strict=False)

    def _rows(self, ids: Sequence[str]) -> dict[str, Row]:
        found = rows_among(self._connection, sa.select(t.articles), t.articles.c.id, ids)
        return {row.id: row for row in found}

    def _note_reading(self, row: Row, draft: Draft) -> None:
        values = {"read_from": draft.read_from, "via": draft.via}
        if row.via != SEED and (row.read_from, row.via) != (draft.read_from, draft.via):
            where = t.articles.c.id == row.id
            self._connection.execute(sa.update(t.articles).where(where).values(values))

    def _replace(self, rows: Sequence[Row], why: str) -> None:
        """Take rows out to make room for their new state; the former become versions."""
        for row in rows:
            if row.digest:  # else it was kept by an older whosaid and is only read anew
                self._make_history(row, why)
        delete_articles(self._connection, [row.id for row in rows])

    def _insert_again(self, articles: Sequence[Article], held: Mapping[str, Row]) -> None:
        fresh = [
            _Fresh(Draft(a, held[a.id].via, held[a.id].read_from), article_digest(a))
            for a in articles
        ]
        self._insert(fresh, {id: row.added for id, row in held.items()})

    def _insert(self, fresh: Sequence["_Fresh"], added: Mapping[str, str]) -> None:
        rows = [self._row(new, added.get(new.article.id, self._now)) for new in fresh]
        passages = [
            passage_row(number, passage)
            for new in fresh
            for number, passage in enumerate(passages_of(new.article))
        ]
        if rows:
            self._connection.execute(sa.insert(t.articles), rows)
        if passages:
            self._connection.execute(sa.insert(t.passages), passages)
        pairs = [
            pair_row(new.article.id, number, alias)
            for new in fresh
            for number, alias in enumerate(pairs_in(new.article.text))
        ]
        if pairs:
            self._connection.execute(sa.insert(t.pairs), pairs)
        keyed = {new.article.id: (new.article, _keys(new.article)) for new in fresh}
        origins.group(self._connection, keyed)
        for new in fresh:
            self._keep_original(new.draft)

    def _row(self, new: "_Fresh", added: str) -> dict[str, Any]:
        return article_row(new.article, new.digest) | {
            "via": new.draft.via,
            "read_from": new.draft.read_from,
            "origin": new.article.id,
            "revision": self._revision,
            "added": added,
        }

    def _keep_original(self, draft: Draft) -> None:
        if draft.original is None:
            return
        id, original = draft.article.id, draft.original
        self._connection.execute(sa.delete(t.originals).where(t.originals.c.article == id))
        self._connection.execute(
            sa.insert(t.originals).values(
                article=id,
                media=original.media,
                told=dict(original.told),
                fetched=original.fetched,
                body=zlib.compress(original.body),
            )
        )

    def _make_history(self, row: Row, why: str) -> None:
        where = t.versions.c.article == row.id
        count = sa.select(sa.func.count()).select_from(t.versions).where(where)
        self._connection.execute(
            sa.insert(t.versions).values(
                article=row.id,
                number=(self._connection.scalar(count) or 0) + 1,
                outlet=row.outlet,
                source=row.source,
                raw=row.raw,
                zones=row.zones,
                ended=self._now,
                why=why,
            )
        )


@dataclass(frozen=True, slots=True)
class _Fresh:
    draft: Draft
    digest: str

    @property
    def article(self) -> Article:
        return self.draft.article


def _what(new: _Fresh, row: Row | None) -> str:
    if row is None:
        return "added"
    of_seeds = row.via == SEED != new.draft.via  # which editors keep in shape by hand
    older = not new.draft.has_own_id and _is_older(new.article, row)
    return "same" if of_seeds or older or row.digest == new.digest else "updated"


def _changes(what: Mapping[str, str]) -> Changes:
    def ids(wanted: str) -> tuple[str, ...]:
        return tuple(id for id, became in what.items() if became == wanted)

    return Changes(added=ids("added"), updated=ids("updated"), same=ids("same"))


def _keys(article: Article) -> tuple[int, ...]:
    return bands(sketch(article.text))


def _is_older(article: Article, row: Row) -> bool:
    return (article.source.published or "9999") < (row.source["published"] or "")


def delete_articles(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Take articles and all that is cut from them out, but not their history."""
    for some in portions(ids, _AT_ONCE):
        origins.ungroup(connection, some)
        delete_among(connection, t.passages.c.article, some)
        delete_among(connection, t.pairs.c.article, some)
        delete_among(connection, t.articles.c.id, some)
    origins.regroup(connection, ids)


def advance(connection: sa.Connection, changes: Changes) -> None:
    """Count a change of articles, so that whoever reads them sees that there was one."""
    if changes:
        connection.execute(sa.update(t.state).values(revision=t.state.c.revision + 1))


def now() -> str:
    """Return the time as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
