"""The keyword leg: tantivy over tokens of our own making."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from retrieval.articles import Passage
from retrieval.terms import Term
from retrieval.tokens import keyword_tokens

_QUESTION_BOOST = 0.3  # of all the question's characters, beside its content words
_HEADER_BOOST = 0.5
_ALIAS_BOOST = 0.8
_WRITER_HEAP = 100_000_000  # bytes
_SMALL_HEAP = 15_000_000  # the least that tantivy takes


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
    def writing(cls, folder: Path) -> Iterator[Callable[[Iterable[Passage]], None]]:
        """Write a new index into an empty folder: what is yielded adds passages to it."""
        folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_WRITER_HEAP, num_threads=1)
        yield partial(_add, writer)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def in_memory(cls, passages: Iterable[Passage]) -> "KeywordIndex":
        """Return an index of a few passages that is never written."""
        index = tantivy.Index(_schema())
        writer = index.writer(_SMALL_HEAP, num_threads=1)
        _add(writer, passages)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def best(self, question: str, terms: Sequence[Term], limit: int) -> list[str]:
        """Return ids of the passages that hold the question's words, or their aliases."""
        clauses = [
            _boosted(_token(token), _QUESTION_BOOST)
            for token in dict.fromkeys(keyword_tokens(question))
        ]
        clauses += [_term(term) for term in terms]
        if not clauses or limit < 1:
            return []
        query = Query.boolean_query([(Occur.Should, clause) for clause in clauses])
        hits = self._searcher.search(query, limit, count=False).hits
        return [str(self._searcher.doc(address).get_first("id")) for _, address in hits]

    def frequency(self, form: str) -> int:
        """Return at most how many passages hold a form: how many hold its rarest token."""
        tokens = [t for t in keyword_tokens(form) if len(t) > 1] or keyword_tokens(form)
        return min((self._searcher.doc_freq("text", token) for token in tokens), default=0)


def _add(writer: tantivy.IndexWriter, passages: Iterable[Passage]) -> None:
    for passage in passages:
        writer.add_document(
            tantivy.Document(
                id=passage.id,
                text=" ".join(keyword_tokens(passage.text)),
                header=" ".join(keyword_tokens(passage.header)),
            )
        )


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("text", "header"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _term(term: Term) -> Query:
    """Match a content word as it was asked, or one of its aliases whole."""
    asked = [(Occur.Should, _token(token)) for token in keyword_tokens(term.forms[0])]
    aliases = [_boosted(_all_of(keyword_tokens(form)), _ALIAS_BOOST) for form in term.forms[1:]]
    return Query.disjunction_max_query([Query.boolean_query(asked), *aliases])


def _token(token: str) -> Query:
    header = _boosted(_in("header", token), _HEADER_BOOST)
    return Query.disjunction_max_query([_in("text", token), header], 0.1)


def _all_of(tokens: Sequence[str]) -> Query:
    longest = [token for token in tokens if len(token) > 1] or tokens
    return Query.boolean_query([(Occur.Must, _in("text", token)) for token in longest])


def _in(field: str, token: str) -> Query:
    return Query.term_query(_schema(), field, token, "freq")


def _boosted(query: Query, boost: float) -> Query:
    return Query.boost_query(query, boost)
