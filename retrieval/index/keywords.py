"""The keyword leg: tantivy over tokens of our own making."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from retrieval.articles import Passage, article_of, id_of
from retrieval.scope import EVERYWHERE, Scope, day_of
from retrieval.tokens import keyword_tokens
from retrieval.windows import Windows, windows_of

_WRITER_HEAP = 500_000_000  # bytes, as they are needed; each time they are full is a segment more
_MOST_OF_ONE = 12  # passages of an article that are looked through whole; few have more
_SMALL_HEAP = 15_000_000  # the least that tantivy takes


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds some of the tokens, and what it holds."""

    id: str
    outlet: str
    windows: Windows

    @property
    def article(self) -> str:
        """The id of its article."""
        return article_of(self.id)


class KeywordIndex:
    """BM25 over passages. A built folder is only ever read."""

    def __init__(self, index: tantivy.Index) -> None:
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """Open a built folder."""
        return cls(tantivy.Index.open(str(folder)))

    @classmethod
    @contextmanager
    def writing(
        cls, folder: Path
    ) -> Iterator[Callable[[Iterable[Passage], Mapping[str, str | None]], None]]:
        """Write a new index into an empty folder: what is yielded adds passages to it.

        It takes passages, and the day of each article's publication.
        """
        folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_WRITER_HEAP, num_threads=1)
        yield partial(_add, writer)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def in_memory(
        cls, passages: Iterable[Passage], days: Mapping[str, str | None]
    ) -> "KeywordIndex":
        """Return an index of a few passages that is never written."""
        index = tantivy.Index(_schema())
        writer = index.writer(_SMALL_HEAP, num_threads=1)
        _add(writer, passages, days)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def best(self, tokens: Mapping[str, float], limit: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return the passages of a scope that hold most of these tokens, by BM25 and boost."""
        if not tokens or limit < 1:
            return []
        query = _scoped(_any_of(tokens), scope)
        hits = self._searcher.search(query, limit, count=False).hits
        return [_hit(self._searcher.doc(address)) for _, address in hits]

    def of_articles(self, articles: Sequence[str]) -> list[Hit]:
        """Return the passages of some articles, of each the first dozen."""
        ids = [id_of(article, number) for article in articles for number in range(_MOST_OF_ONE)]
        query = Query.term_set_query(_schema(), "id", ids)
        hits = self._searcher.search(query, len(ids), count=False).hits if ids else []
        return [_hit(self._searcher.doc(address)) for _, address in hits]

    def frequency(self, token: str) -> int:
        """Return how many passages hold a token."""
        return int(self._searcher.doc_freq("words", token))


def _add(
    writer: tantivy.IndexWriter, passages: Iterable[Passage], days: Mapping[str, str | None]
) -> None:
    for passage in passages:
        document = tantivy.Document(
            id=passage.id,
            outlet=passage.outlet,
            words=" ".join(keyword_tokens(f"{passage.header}\n{passage.text}")),
        )
        document.add_bytes("windows", windows_of(passage).encoded())
        day = day_of(days.get(passage.article))
        if day:
            document.add_integer("day", day.toordinal())
        writer.add_document(document)


def _hit(document: tantivy.Document) -> Hit:
    windows = Windows.decoded(document.get_first("windows") or b"")
    return Hit(str(document.get_first("id")), str(document.get_first("outlet")), windows)


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("windows", stored=True)
    return builder.build()


def _any_of(tokens: Mapping[str, float]) -> Query:
    """Match any token; all are plain terms, so that tantivy passes over what cannot be best."""
    terms = [
        (Occur.Should, Query.boost_query(_in("words", token), boost))
        for token, boost in tokens.items()
    ]
    return Query.boolean_query(terms)


def _scoped(query: Query, scope: Scope) -> Query:
    bounds = []
    if scope.outlets:
        named = [(Occur.Should, _in("outlet", outlet)) for outlet in sorted(scope.outlets)]
        bounds.append(Query.boolean_query(named))
    if scope.since or scope.until:
        first, last = scope.first.toordinal(), scope.last.toordinal()
        bounds.append(Query.range_query(_schema(), "day", FieldType.Integer, first, last))
    if not bounds:
        return query
    must = [(Occur.Must, Query.const_score_query(bound, 0.0)) for bound in bounds]
    return Query.boolean_query([(Occur.Must, query), *must])


def _in(field: str, token: str) -> Query:
    return Query.term_query(_schema(), field, token, "freq" if field == "words" else "basic")
