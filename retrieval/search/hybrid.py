"""Keywords and vectors over one build and what changed since."""

import logging
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.articles import Article, Passage
from retrieval.embedding import Embedder, Vectors
from retrieval.faults import Fault
from retrieval.glossary.glossary import Glossary
from retrieval.index.delta import Delta
from retrieval.index.keywords import Hit, KeywordIndex
from retrieval.index.vectors import VectorIndex
from retrieval.reprints import repeated
from retrieval.reranking import Reranker
from retrieval.scope import EVERYWHERE, Scope
from retrieval.search.findings import Findings, WeighedTerm
from retrieval.search.fusing import ANSWER, Slots, deal, fuse, ranked
from retrieval.search.queries import Query, QuestionReader
from retrieval.search.relevance import relevance
from retrieval.search.reordering import reordered
from retrieval.store import Store
from retrieval.terms import Lexicon, Term
from retrieval.tokens import keyword_tokens

_BY_WORDS = 60  # candidates by the question's own words, looked through one by one
_BY_NAMES = 30  # more of them by what else its names are called
_BY_VECTOR = 100
_DEALT = 120  # of all candidates, those that may have a place in the list
_BY_MEANING = 0.1  # an embedder of this weight or more finds what is said in other words

_log = logging.getLogger("whosaid.search")


@dataclass(frozen=True)
class HybridSearch:
    """Finds passages by words and by vectors, fused by weighted reciprocal rank."""

    store: Store
    lexicon: Lexicon
    glossary: Glossary
    embedder: Embedder
    keywords: KeywordIndex
    vectors: VectorIndex
    delta: Delta
    reranker: Reranker | None = None

    def find(self, question: str, scope: Scope = EVERYWHERE, slots: Slots = ANSWER) -> Findings:
        """Return findings for a question.

        Unless outlets are named, a story that several tell in the same words is told by one.
        """
        query = self._reader.read(question)
        found = relevance(query, self._hits(query, scope))
        fused = fuse([(ranked(found), 1.0), *self._nearest(question, scope)])
        few = dict(list(fused.items())[:_DEALT])
        passages = self._passages(few, scope)
        scores = self._scores(few, found)
        if self.reranker:
            scores = reordered(self.reranker, question, scores, passages)
        if not scope.outlets:
            again = repeated(passages, scores, self.store)
            passages = {id: passage for id, passage in passages.items() if id not in again}
        dealt = deal(scores, passages, slots.for_outlets(scope.outlets))
        articles = {a.id: a for a in self.store.articles({m.passage.article for m in dealt})}
        return Findings(
            self._weigh(self.lexicon.terms(question)),
            tuple(match for match in dealt if _is_of(match.passage, articles)),
            articles,
            self._is_by_meaning,
            max(found.values(), default=0.0),
        )

    @property
    def _is_by_meaning(self) -> bool:
        return self.embedder.weight >= _BY_MEANING

    @cached_property
    def _reader(self) -> QuestionReader:
        return QuestionReader(self.lexicon, self.glossary, self._count, self._frequency)

    @property
    def _indexes(self) -> list[KeywordIndex]:
        new = self.delta.keywords
        return [self.keywords, new] if new else [self.keywords]

    @property
    def _count(self) -> int:
        return sum(map(len, self._indexes))

    def _frequency(self, token: str) -> int:
        return sum(index.frequency(token) for index in self._indexes)

    def _hits(self, query: Query, scope: Scope) -> list[Hit]:
        found: dict[str, Hit] = {}
        for tokens, limit in ((query.tokens, _BY_WORDS), (query.other_tokens, _BY_NAMES)):
            for hit in self.keywords.best(tokens, limit, scope):
                if not self.delta.is_stale(hit.id):
                    found.setdefault(hit.id, hit)
            if self.delta.keywords:
                new = self.delta.keywords.best(tokens, limit, scope)
                found |= {hit.id: hit for hit in new}
        return list(found.values())

    def _nearest(self, question: str, scope: Scope) -> Iterator[tuple[list[str], float]]:
        if not (scope.is_open or self._is_by_meaning):
            return  # vectors that hardly count are not worth an exact search
        try:
            vector = self.embedder.embed_question(question)
            if vector.any():
                for ids in self._by_vector(vector, scope):
                    yield ids, self.embedder.weight
        except Fault as error:  # keywords alone still answer while an endpoint is down
            _log.warning("searching by keywords alone: %s", error)

    def _by_vector(self, vector: Vectors, scope: Scope) -> Iterator[list[str]]:
        if not scope.is_open:
            yield self.store.nearest_within(self.embedder.name, vector, _BY_VECTOR, scope)
            return
        near = self.vectors.nearest(vector, _BY_VECTOR)
        yield [id for id in near if not self.delta.is_stale(id)]
        yield self.delta.nearest(vector, _BY_VECTOR)

    def _passages(self, ids: Iterable[str], scope: Scope) -> dict[str, Passage]:
        found = self.store.passages(ids)
        if not scope.outlets:
            return found
        return {id: p for id, p in found.items() if p.outlet in scope.outlets}

    def _scores(self, fused: Mapping[str, float], found: Mapping[str, float]) -> dict[str, float]:
        """Return what is shown as a score, in the order of the fused ranks, never rising."""
        if self._is_by_meaning:
            best = max(fused.values(), default=1.0)
            return {id: score / best for id, score in fused.items()}
        scores: dict[str, float] = {}
        least = 1.0
        for id in fused:
            least = min(least, found.get(id, 0.0))
            scores[id] = least
        return scores

    def _weigh(self, terms: Sequence[Term]) -> tuple[WeighedTerm, ...]:
        frequencies = [max(map(self._holding, term.forms)) for term in terms]
        return tuple(
            WeighedTerm(
                term,
                self._weight(frequency) * (0.5 if term.is_action else 1),
                frequency > 0,
            )
            for term, frequency in zip(terms, frequencies, strict=True)
        )

    def _holding(self, form: str) -> int:
        """Return at most how many passages hold a form: how many hold its rarest token."""
        tokens = [t for t in keyword_tokens(form) if len(t) > 1] or keyword_tokens(form)
        return min(map(self._frequency, tokens), default=0)

    def _weight(self, frequency: int) -> float:
        return max(0.1, math.log((len(self.keywords) + 1) / (frequency + 0.5)))


def _is_of(passage: Passage, articles: Mapping[str, Article]) -> bool:
    """Tell whether a passage is of its article as it now stands, which may just have changed."""
    article = articles.get(passage.article)
    start, end = passage.sentences[0].start, passage.sentences[-1].end
    return article is not None and article.text[start:end] == passage.text
