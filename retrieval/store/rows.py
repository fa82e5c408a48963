"""The words of the project as rows of the store, and back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from retrieval.articles import Article, Kind, Known, Passage, Sentence, Source, Zone
from retrieval.outlets import Outlet
from retrieval.terms import Alias


def alias_row(number: int, alias: Alias) -> dict[str, Any]:
    """Return an alias as a row of `aliases`."""
    names, forms = "\n".join(alias.names), "\n".join(alias.forms)
    return {"number": number, "kind": alias.kind, "names": names, "forms": forms}


def pair_row(article: str, number: int, alias: Alias) -> dict[str, Any]:
    """Return a name that an article gives in two scripts as a row of `pairs`."""
    return alias_row(number, alias) | {"article": article}


def read_alias(row: Any) -> Alias:
    """Return the alias of a row of `aliases` or `pairs`."""
    return Alias(row.kind, tuple(row.names.split("\n")), tuple(row.forms.split("\n")))


def article_row(article: Article, digest: str) -> dict[str, Any]:
    """Return what an article itself gives of its row of `articles`."""
    return {
        "id": article.id,
        "outlet": article.source.outlet.id,
        "source": _source_record(article.source),
        "raw": article.raw,
        "zones": [[z.start, z.end, z.kind, z.reason] for z in article.zones],
        "digest": digest,
    }


def _source_record(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "language": source.language,
        "published": source.published,
        "author": source.author,
        "republished_by": source.republished_by,
        "url": source.url,
        "known": dict(source.known),
    }


def passage_row(number: int, passage: Passage) -> dict[str, Any]:
    """Return a passage as a row of `passages`, `number` being its place in the article."""
    return {
        "id": passage.id,
        "article": passage.article,
        "outlet": passage.outlet,
        "number": number,
        "header": passage.header,
        "text": passage.text,
        "sentences": [[s.number, s.start, s.end] for s in passage.sentences],
        "digest": passage_digest(passage),
    }


@lru_cache(maxsize=1_024)
def _outlet_record(outlet: Outlet) -> str:
    return json.dumps(asdict(outlet), ensure_ascii=False, sort_keys=True)


def read_outlet(record: Mapping[str, Any]) -> Outlet:
    """Return the outlet that a record of `outlets` holds."""
    return Outlet(
        **{
            **record,
            "aliases": tuple(record["aliases"]),
            "domains": tuple(record["domains"]),
        }
    )


def read_article(row: sa.Row[Any], outlet: Outlet) -> Article:
    """Return the article of a row of `articles`."""
    record = dict(row.source)
    known = {name: Known(how) for name, how in record.pop("known").items()}
    zones = read_zones(row.zones)
    reprint_of = None if row.origin == row.id else row.origin
    return Article(row.id, Source(outlet=outlet, known=known, **record), row.raw, zones, reprint_of)


def read_zones(record: Sequence[tuple[int, int, str, str]]) -> tuple[Zone, ...]:
    """Return the zones of a record of them."""
    return tuple(Zone(start, end, Kind(kind), reason) for start, end, kind, reason in record)


def read_passage(row: sa.Row[Any]) -> Passage:
    """Return the passage of a row."""
    article = row.article
    sentences = tuple([Sentence(article, *numbers) for numbers in row.sentences])
    return Passage(row.id, article, row.outlet, sentences, row.header, row.text)


def article_digest(article: Article) -> str:
    """Return a digest of all that an article is made of, and of its outlet's names."""
    zones = [[z.start, z.end, z.kind, z.reason] for z in article.zones]
    facts = [_source_record(article.source), zones, _outlet_record(article.source.outlet)]
    return digest_of(json.dumps(facts, ensure_ascii=False, sort_keys=True), article.raw)


def passage_digest(passage: Passage) -> str:
    """Return a digest of what is indexed of a passage."""
    return digest_of(passage.header, passage.text)


def digest_of(*parts: str) -> str:
    """Return a digest of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
