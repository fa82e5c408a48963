"""Keywords and vectors over one build and what changed since."""

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.articles import Article, Match, Passage
from retrieval.embedding import Embedder, Vectors
from retrieval.faults import Fault
from retrieval.glossary.glossary import Glossary
from retrieval.index.delta import Delta
from retrieval.index.keywords import Hit, KeywordIndex
from retrieval.index.vectors import VectorIndex
from retrieval.reprints import BETTER, repeated
from retrieval.reranking import Reranker
from retrieval.scope import EVERYWHERE, Scope
from retrieval.search.findings import Findings, WeighedTerm
from retrieval.search.fusing import ANSWER, Slots, deal, fuse, ranked
from retrieval.search.queries import Query, QuestionReader
from retrieval.search.relevance import relevance
from retrieval.search.reordering import FOREMOST, reordered
from retrieval.search.wholes import by_article, is_of_whole
from retrieval.store import Store
from retrieval.terms import Lexicon, Term

_BY_WORDS = 40  # candidates by the question's own words, looked through one by one
_BY_NAMES = 20  # more of them by what else its names are called
_BY_VECTOR = 100
_BY_LOOKS = 20  # of an embedder that does not know what words mean
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

    def find(
        self,
        question: str,
        scope: Scope = EVERYWHERE,
        slots: Slots = ANSWER,
        about: Sequence[Term] = (),
    ) -> Findings:
        """Return findings for a question, which is `about` these terms beside its own.

        Unless outlets are named, a story that several tell in the same words is told by one.
        """
        beside = self._asked_beside(question, scope)
        query = self._reader.read(question)
        hits = {hit.id: hit for hit in self._hits(query, scope)}
        alone = relevance(query, list(hits.values()))
        found = by_article(query, list(hits.values()), alone, self._of_articles)
        few = len(hits) < slots.limit
        near = beside.result() if beside else self._nearest(question, scope) if few else []
        scores = self._fused(found, near)
        outlets = self._outlets(scores, hits, scope, slots)
        if not scope.outlets:
            for id in self._repeated(query, hits, scores):
                outlets.pop(id, None)
        if self.reranker:
            scores = self._reranked(self.reranker, question, scores, outlets)
        dealt = deal(scores, outlets, slots.for_outlets(scope.outlets))
        passages, articles = self.store.told(dealt)
        matches = (Match(passages[id], score) for id, score in scores.items() if id in passages)
        return Findings(
            self._weigh((*about, *self.lexicon.terms(question))),
            tuple(match for match in matches if _is_of(match.passage, articles)),
            articles,
            self._is_by_meaning,
            max(alone.values(), default=0.0),
        )

    @cached_property
    def _beside(self) -> ThreadPoolExecutor:
        """Where vectors are compared while words are looked through."""
        return ThreadPoolExecutor(max_workers=4, thread_name_prefix="vectors")

    def _asked_beside(self, question: str, scope: Scope) -> Future[list[list[str]]] | None:
        """Start comparing vectors that tell meaning; others only fill up what words leave free."""
        if not self._is_by_meaning:
            return None
        return self._beside.submit(self._nearest, question, scope)

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

    @cached_property
    def _frequency(self) -> Callable[[str], int]:
        """How many passages hold a token."""
        indexes = self._indexes

        @lru_cache(maxsize=100_000)
        def frequency(token: str) -> int:
            return sum(index.frequency(token) for index in indexes)

        return frequency

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

    def _of_articles(self, articles: Sequence[str]) -> list[Hit]:
        kept = [id for id in articles if id not in self.delta.articles]
        new = self.delta.keywords.of_articles(articles) if self.delta.keywords else []
        return [*self.keywords.of_articles(kept), *new]

    def _nearest(self, question: str, scope: Scope) -> list[list[str]]:
        if not (scope.is_open or self._is_by_meaning):
            return []  # vectors that hardly count are not worth an exact search
        try:
            vector = self.embedder.embed_question(question)
            return list(self._by_vector(vector, scope)) if vector.any() else []
        except Fault as error:  # keywords alone still answer while an endpoint is down
            _log.warning("searching by keywords alone: %s", error)
            return []

    def _by_vector(self, vector: Vectors, scope: Scope) -> Iterator[list[str]]:
        if not scope.is_open:
            yield self.store.nearest_within(self.embedder.name, vector, _BY_VECTOR, scope)
            return
        limit = _BY_VECTOR if self._is_by_meaning else _BY_LOOKS
        near = self.vectors.nearest(vector, limit)
        yield [id for id in near if not self.delta.is_stale(id)]
        yield self.delta.nearest(vector, limit)

    def _fused(self, found: Mapping[str, float], near: Iterable[Sequence[str]]) -> dict[str, float]:
        """Return scores to show, best first, in the order of the fused ranks."""
        legs = [(ranked(found), 1.0), *((ids, self.embedder.weight) for ids in near)]
        fused = fuse(legs)
        if self._is_by_meaning:
            best = max(fused.values(), default=1.0)
            return {id: score / best for id, score in fused.items()}
        scores: dict[str, float] = {}
        least = 1.0
        for id in fused:
            least = min(least, found.get(id, 0.0))
            scores[id] = least
        return scores

    def _outlets(
        self, ids: Iterable[str], hits: Mapping[str, Hit], scope: Scope, slots: Slots
    ) -> dict[str, str]:
        """Return the outlets of passages by id; those that words do not find are asked for."""
        outlets = {id: hit.outlet for id, hit in hits.items()}
        if self._is_by_meaning or len(outlets) < slots.limit:
            missing = [id for id in ids if id not in outlets]
            outlets |= {id: p.outlet for id, p in self.store.passages(missing).items()}
        if scope.outlets:
            return {id: outlet for id, outlet in outlets.items() if outlet in scope.outlets}
        return outlets

    def _repeated(
        self, query: Query, hits: Mapping[str, Hit], scores: Mapping[str, float]
    ) -> frozenset[str]:
        origins = self.store.origins({hit.article for hit in hits.values()})
        better = 1.0 if is_of_whole(query) else BETTER
        return repeated({id: hit.windows for id, hit in hits.items()}, scores, origins, better)

    def _reranked(
        self,
        reranker: Reranker,
        question: str,
        scores: Mapping[str, float],
        outlets: Mapping[str, str],
    ) -> dict[str, float]:
        foremost = [id for id in scores if id in outlets][:FOREMOST]
        return reordered(reranker, question, scores, self.store.passages(foremost))

    def _weigh(self, terms: Sequence[Term]) -> tuple[WeighedTerm, ...]:
        frequencies = [max(map(self._reader.frequency_of, term.forms)) for term in terms]
        return tuple(
            WeighedTerm(
                term,
                self._weight(frequency) * (0.5 if term.is_action else 1),
                frequency > 0,
            )
            for term, frequency in zip(terms, frequencies, strict=True)
        )

    def _weight(self, frequency: int) -> float:
        return max(0.1, math.log((len(self.keywords) + 1) / (frequency + 0.5)))


def _is_of(passage: Passage, articles: Mapping[str, Article]) -> bool:
    """Tell whether a passage is of its article as it now stands, which may just have changed."""
    article = articles.get(passage.article)
    start, end = passage.sentences[0].start, passage.sentences[-1].end
    return article is not None and article.text[start:end] == passage.text
