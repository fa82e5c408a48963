"""One story printed by many: which articles print the same, and which of them has it first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from retrieval.articles import Article, text_of
from retrieval.languages import fold
from retrieval.outlets import UNNAMED_SITE
from retrieval.pages.shingles import bands, is_reprint, overlap, sketch
from retrieval.portions import portions
from retrieval.store import tables as t
from retrieval.store.database import rows_among
from retrieval.store.rows import read_zones

_MOST_CANDIDATES = 6  # whose texts are compared; more only share a template
_LEAST_SHARED = 2  # bands: of copies of likeness 0.5, one in twenty shares fewer; of others, many
_SAME_TEXT = 0.95  # of the shingles of both; the rest is a title
_AT_ONCE = 15_000  # keys or ids in one statement; SQLite takes 32,766

# Thousands of numbers: written into the statement, they cost a tenth of what parameters do.
_KEYS: sa.BindParameter[Sequence[int]] = sa.bindparam("keys", expanding=True, literal_execute=True)
_HOLDERS = sa.select(t.bands.c.band, t.bands.c.article).where(t.bands.c.band.in_(_KEYS))

Row = sa.Row[tuple[Any, ...]]
Keys = tuple[int, ...]


def group(connection: sa.Connection, articles: Mapping[str, tuple[Article, Keys]]) -> None:
    """Keep articles' bands and join each with the articles that print the same story."""
    holders = _holders(connection, {key for _, keys in articles.values() for key in keys})
    held = [
        (key, id)
        for id, (_, keys) in articles.items()
        for key in set(keys)
        if id not in holders[key]  # left by a text that was changed by hand
    ]
    for key, id in held:
        holders[key].add(id)
    _keep_bands(connection, held)
    pairs = {
        (min(id, other), max(id, other))
        for id, (_, keys) in articles.items()
        for other in _likely(id, keys, holders)
    }
    texts = _texts(connection, {id for pair in pairs for id in pair})
    same = [pair for pair in pairs if is_reprint(overlap(*(texts[id] for id in pair)))]
    for story in _together(same):
        _join(connection, sorted(story))


def _keep_bands(connection: sa.Connection, held: list[tuple[int, str]]) -> None:
    """Insert rows by the driver itself: there are 36 for every article."""
    insert = sa.insert(t.bands).compile(dialect=connection.dialect)
    if held and insert.positional:
        connection.exec_driver_sql(str(insert), held)
    elif held:
        rows = [{"band": key, "article": id} for key, id in held]
        connection.execute(sa.insert(t.bands), rows)


def _together(pairs: Iterable[tuple[str, str]]) -> Iterable[set[str]]:
    """Return what hangs together by pairs, as sets."""
    stories: dict[str, set[str]] = {}
    for one, other in pairs:
        story = stories.get(one, {one}) | stories.get(other, {other})
        stories.update(dict.fromkeys(story, story))
    return {id(story): story for story in stories.values()}.values()


def ungroup(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Delete the bands of articles that are still there."""
    for id, text in _texts(connection, ids).items():
        mine = (t.bands.c.band.in_(bands(sketch(text))), t.bands.c.article == id)
        connection.execute(sa.delete(t.bands).where(*mine))


def regroup(connection: sa.Connection, gone: Iterable[str]) -> None:
    """Let those that reprinted articles which are gone have an origin among themselves."""
    for id in gone:
        _settle(connection, {id})


def under_its_former_id(connection: sa.Connection, article: Article, keys: Keys) -> Article:
    """Return the article under the id of what its outlet printed there before, if it did.

    That is a copy under the same title, or the same text under any. Its address stays known.
    """
    source = article.source
    likely = _likely(article.id, keys, _holders(connection, set(keys)))
    query = sa.select(t.articles).where(t.articles.c.id.in_(likely))
    for row in connection.execute(query).all():
        held = row.source
        same_outlet = row.outlet == source.outlet.id
        same_place = held["republished_by"] in (source.republished_by, UNNAMED_SITE)
        if same_outlet and same_place and _is_version(article, row):
            return replace(
                article, id=row.id, source=replace(source, url=source.url or held["url"])
            )
    return article


def _holders(connection: sa.Connection, keys: set[int]) -> dict[int, set[str]]:
    """Return which articles of the store have which of these bands."""
    holders: dict[int, set[str]] = {key: set() for key in keys}
    for some in portions(keys, _AT_ONCE):
        for band, article in connection.execute(_HOLDERS, {"keys": some}):
            holders[band].add(article)
    return holders


def _likely(id: str, keys: Keys, holders: Mapping[int, set[str]]) -> list[str]:
    shared = Counter(other for key in keys for other in holders[key] if other != id)
    often = ((other, n) for other, n in shared.most_common(_MOST_CANDIDATES))
    return [other for other, n in often if n >= _LEAST_SHARED]


def _texts(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    query = sa.select(t.articles.c.id, t.articles.c.raw, t.articles.c.zones)
    found = rows_among(connection, query, t.articles.c.id, ids)
    return {row.id: text_of(row.raw, read_zones(row.zones)) for row in found}


def _is_version(article: Article, row: Row) -> bool:
    found = overlap(article.text, text_of(row.raw, read_zones(row.zones)))
    same_title = fold(row.source["title"]) == fold(article.source.title)
    return is_reprint(found) and (same_title or found.jaccard >= _SAME_TEXT)


def _join(connection: sa.Connection, ids: Sequence[str]) -> None:
    query = sa.select(t.articles.c.origin)
    origins = {row.origin for row in rows_among(connection, query, t.articles.c.id, ids)}
    if len(origins) > 1:
        _settle(connection, origins)


def _settle(connection: sa.Connection, origins: Iterable[str]) -> None:
    """Name one origin for all articles of these groups.

    It is the earliest published, or where not all are dated the first that was kept; of those as
    early, one that no other site republished.
    """
    query = sa.select(t.articles.c.id, t.articles.c.source, t.articles.c.revision)
    members = list(rows_among(connection, query, t.articles.c.origin, origins))
    if not members:
        return
    dated = all(row.source["published"] for row in members)
    first = min(_precedence(row, dated) for row in members)[-1]
    for some in portions((member.id for member in members), _AT_ONCE):
        mine = t.articles.c.id.in_(some)
        connection.execute(sa.update(t.articles).where(mine).values(origin=first))


def _precedence(row: Any, dated: bool) -> tuple[str, int, bool, int, str]:
    republished = row.source["republished_by"] is not None
    day = row.source["published"][:10] if dated else ""
    return day, 0 if dated else row.revision, republished, row.revision, row.id
