"""The words of the project as rows of the store, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from retrieval.articles import Article, Passage, Removal, Sentence, Source
from retrieval.outlets import Outlet
from retrieval.terms import Alias


def alias_row(number: int, alias: Alias) -> dict[str, Any]:
    """Return an alias as a row of `aliases`."""
    names, forms = "\n".join(alias.names), "\n".join(alias.forms)
    return {"number": number, "kind": alias.kind, "names": names, "forms": forms}


def article_row(article: Article, digest: str) -> dict[str, Any]:
    """Return an article as a row of `articles`."""
    return {
        "id": article.id,
        "outlet": article.source.outlet.id,
        "source": _source_record(article.source),
        "raw": article.raw,
        "removals": [[r.start, r.end, r.reason] for r in article.removals],
        "digest": digest,
    }


def _source_record(source: Source) -> dict[str, Any]:
    record = {key: value for key, value in asdict(source).items() if key != "outlet"}
    return record | {"inferred": sorted(source.inferred)}


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
        "digest": _digest(passage.header, passage.text),
    }


def read_outlet(record: Mapping[str, Any]) -> Outlet:
    """Return the outlet that a record of `outlets` holds."""
    return Outlet(
        **{
            **record,
            "aliases": tuple(record["aliases"]),
            "domains": tuple(record["domains"]),
        }
    )


def read_article(row: sa.Row[Any]) -> Article:
    """Return the article of a row that is joined with its outlet."""
    record = dict(row.source)
    inferred = frozenset(record.pop("inferred"))
    source = Source(outlet=read_outlet(row.record), inferred=inferred, **record)
    return Article(row.id, source, row.raw, tuple(Removal(*removal) for removal in row.removals))


def read_passage(row: sa.Row[Any]) -> Passage:
    """Return the passage of a row."""
    sentences = tuple(Sentence(row.article, *numbers) for numbers in row.sentences)
    return Passage(row.id, row.article, row.outlet, sentences, row.header, row.text)


def article_digest(article: Article) -> str:
    """Return a digest of all that an article is made of."""
    removals = [[r.start, r.end, r.reason] for r in article.removals]
    facts = [article.source.outlet.id, _source_record(article.source), removals]
    names = asdict(article.source.outlet)
    return _digest(json.dumps([facts, names], ensure_ascii=False, sort_keys=True), article.raw)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
