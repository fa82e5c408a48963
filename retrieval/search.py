"""From a question to the passages of every outlet that covered it."""

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from retrieval.articles import Article, Match, Passage
from retrieval.embedding import Embedder
from retrieval.faults import Fault
from retrieval.index.keywords import KeywordIndex
from retrieval.index.manifest import MEND, IndexFault, Manifest, read_manifest
from retrieval.index.vectors import VectorIndex
from retrieval.store import Store
from retrieval.terms import Lexicon, Term

_FETCH = 200  # candidates of each leg before slots are dealt
_SLOTS = 6  # passages an outlet may hold in one search
_LIMIT = 40  # passages in all
_RANK_CONSTANT = 60  # Cormack, Clarke and Büttcher (2009), reciprocal rank fusion

_log = logging.getLogger("whosaid.search")


@dataclass(frozen=True, slots=True)
class WeighedTerm:
    """A content word and how telling it is: the rarer in the corpus, the more; see `known`."""

    term: Term
    weight: float
    known: bool  # some passage may hold it


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: the question's content words, and passages, best first."""

    terms: tuple[WeighedTerm, ...] = ()
    matches: tuple[Match, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)  # those of the matches, by id
    by_meaning: bool = False  # the embedder finds what is said in other words, too


class HybridSearch:
    """Keywords and vectors fused by weighted reciprocal rank, with slots per outlet."""

    def __init__(
        self,
        store: Store,
        lexicon: Lexicon,
        embedder: Embedder,
        keywords: KeywordIndex,
        vectors: VectorIndex,
    ) -> None:
        self.store = store
        self._lexicon = lexicon
        self._embedder = embedder
        self._keywords = keywords
        self._vectors = vectors

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return findings for a question; `outlets` (ids) keeps to those."""
        terms = self._lexicon.terms(question)
        by_keyword = self._keywords.best(question, terms, _FETCH)
        legs = [(by_keyword, 1.0), (self._nearest(question), self._embedder.weight)]
        scores = fuse(legs)
        passages = self.store.passages(scores)
        dealt = deal(scores, passages, outlets)
        articles = {a.id: a for a in self.store.articles({m.passage.article for m in dealt})}
        matches = tuple(match for match in dealt if _is_of(match.passage, articles))
        return Findings(self._weigh(terms), matches, articles, self._embedder.weight >= 1)

    def _nearest(self, question: str) -> list[str]:
        try:
            vector = self._embedder.embed([question])[0]
            return self._vectors.nearest(vector, _FETCH) if vector.any() else []
        except Fault as error:  # keywords alone still answer while an endpoint is down
            _log.warning("searching by keywords alone: %s", error)
            return []

    def _weigh(self, terms: Sequence[Term]) -> tuple[WeighedTerm, ...]:
        frequencies = [max(map(self._keywords.frequency, term.forms)) for term in terms]
        return tuple(
            WeighedTerm(
                term,
                self._weight(frequency) * (0.5 if term.is_action else 1),
                frequency > 0,
            )
            for term, frequency in zip(terms, frequencies, strict=True)
        )

    def _weight(self, frequency: int) -> float:
        return max(0.1, math.log((len(self._keywords) + 1) / (frequency + 0.5)))


class ServedSearch:
    """The search over the index that is served now; a new build is taken up when it is there."""

    def __init__(self, store: Store, folder: Path, lexicon: Lexicon, embedder: Embedder) -> None:
        self.store = store
        self._open = partial(open_search, store, folder, lexicon, embedder)
        self._folder = folder
        self._build = _served_build(folder)
        self._search = self._open()

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return findings for a question; `outlets` (ids) keeps to those."""
        build = _served_build(self._folder)
        if build != self._build:
            self._take_up(build)
        return self._search.find(question, outlets)

    def _take_up(self, build: str | None) -> None:
        self._build = build
        try:
            self._search = self._open()
        except IndexFault as fault:
            _log.warning("going on with the index as it was: %s", fault)


def _served_build(folder: Path) -> str | None:
    try:
        manifest = read_manifest(folder)
    except IndexFault:
        return None
    return manifest.build if manifest else None


def open_search(store: Store, folder: Path, lexicon: Lexicon, embedder: Embedder) -> HybridSearch:
    """Open the served index. Raises `IndexFault` if it is missing, damaged or of another kind."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise IndexFault(f"there is no index in {folder}; {MEND}")
    if manifest.embedder != embedder.name:
        raise IndexFault(
            f"the index in {folder} was built with the embedder {manifest.embedder}, "
            f"but the settings name {embedder.name}; {MEND}"
        )
    manifest.check(folder)
    if manifest.passages and not store.has_passages():
        raise IndexFault(f"the store of the index in {folder} is empty; {MEND}")
    keywords, vectors, counts = _open_legs(folder, manifest)
    if counts != {manifest.passages}:
        raise IndexFault(f"the index in {folder} has lost passages; {MEND}")
    return HybridSearch(store, lexicon, embedder, keywords, vectors)


def _is_of(passage: Passage, articles: Mapping[str, Article]) -> bool:
    """Tell whether a passage is of its article as it now stands, which may just have changed."""
    article = articles.get(passage.article)
    start, end = passage.sentences[0].start, passage.sentences[-1].end
    return article is not None and article.text[start:end] == passage.text


def fuse(legs: Iterable[tuple[Sequence[str], float]]) -> dict[str, float]:
    """Return a score per id: the weighted sum of its reciprocal ranks, best first."""
    scores: dict[str, float] = defaultdict(float)
    for ids, weight in legs:
        for rank, id in enumerate(ids, start=1):
            scores[id] += weight / (_RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def deal(
    scores: Mapping[str, float],
    passages: Mapping[str, Passage],
    outlets: Collection[str],
) -> tuple[Match, ...]:
    """Return matches by score, no outlet holding more than its slots."""
    slots = max(_SLOTS, _LIMIT // len(outlets)) if outlets else _SLOTS
    taken: Counter[str] = Counter()
    matches: list[Match] = []
    for id, score in scores.items():
        passage = passages.get(id)
        if passage is None or (outlets and passage.outlet not in outlets):
            continue
        if taken[passage.outlet] < slots and len(matches) < _LIMIT:
            taken[passage.outlet] += 1
            matches.append(Match(passage, score))
    return tuple(matches)


def _open_legs(folder: Path, manifest: Manifest) -> tuple[KeywordIndex, VectorIndex, set[int]]:
    build = folder / manifest.build
    try:
        keywords = KeywordIndex.open(build / "keywords")
        vectors = VectorIndex.open(build / "vectors")
        return keywords, vectors, {len(keywords), len(vectors)}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # Rust's panics are no Exception
        raise IndexFault(f"the index in {folder} does not open; {MEND}") from error
