"""From a question to the passages of every outlet that covered it."""

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.articles import Article, Match, Passage
from retrieval.embedding import Embedder
from retrieval.faults import Fault
from retrieval.index.delta import Delta, load_delta
from retrieval.index.keywords import KeywordIndex
from retrieval.index.manifest import MEND, IndexFault, Manifest, read_manifest
from retrieval.index.server import ChromaServer
from retrieval.index.vectors import VectorIndex
from retrieval.reprints import repeated
from retrieval.store import State, Store
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
        delta: Delta,
    ) -> None:
        self.store = store
        self._delta = delta
        self.lexicon = lexicon
        self._embedder = embedder
        self._keywords = keywords
        self._vectors = vectors

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return findings for a question; `outlets` (ids) keeps to those.

        Unless outlets are named, what a reprint repeats of its original is left out.
        """
        terms = self.lexicon.terms(question)
        legs = [(ids, 1.0) for ids in self._by_keyword(question, terms)]
        legs += [(ids, self._embedder.weight) for ids in self._nearest(question)]
        scores = fuse(legs)
        passages = self.store.passages(scores)
        if not outlets:
            again = repeated(passages, self.store)
            passages = {id: passage for id, passage in passages.items() if id not in again}
        dealt = deal(scores, passages, outlets)
        articles = {a.id: a for a in self.store.articles({m.passage.article for m in dealt})}
        matches = tuple(match for match in dealt if _is_of(match.passage, articles))
        return Findings(self._weigh(terms), matches, articles, self._embedder.weight >= 1)

    def _by_keyword(self, question: str, terms: Sequence[Term]) -> Iterator[list[str]]:
        yield self._sound(self._keywords.best(question, terms, _FETCH))
        if self._delta.keywords:
            yield self._delta.keywords.best(question, terms, _FETCH)

    def _nearest(self, question: str) -> Iterator[list[str]]:
        try:
            vector = self._embedder.embed_question(question)
            if vector.any():
                yield self._sound(self._vectors.nearest(vector, _FETCH))
                yield self._delta.nearest(vector, _FETCH)
        except Fault as error:  # keywords alone still answer while an endpoint is down
            _log.warning("searching by keywords alone: %s", error)

    def _sound(self, ids: Iterable[str]) -> list[str]:
        return [id for id in ids if not self._delta.is_stale(id)]

    def _weigh(self, terms: Sequence[Term]) -> tuple[WeighedTerm, ...]:
        frequencies = [max(map(self._frequency, term.forms)) for term in terms]
        return tuple(
            WeighedTerm(
                term,
                self._weight(frequency) * (0.5 if term.is_action else 1),
                frequency > 0,
            )
            for term, frequency in zip(terms, frequencies, strict=True)
        )

    def _frequency(self, form: str) -> int:
        new = self._delta.keywords
        return self._keywords.frequency(form) + (new.frequency(form) if new else 0)

    def _weight(self, frequency: int) -> float:
        return max(0.1, math.log((len(self._keywords) + 1) / (frequency + 0.5)))


class ServedSearch:
    """The search over the index that is served now; new builds and articles are taken up.

    `registry` holds the outlets that a question can name.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        embedder: Embedder,
        server: ChromaServer | None = None,
    ) -> None:
        self.store = store
        self._embedder = embedder
        self._folder = folder
        self._server = server
        self._seen = _served(folder), store.state()
        self._search = self._open()

    @property
    def lexicon(self) -> Lexicon:
        """How questions are read."""
        return self._search.lexicon

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return findings for a question; `outlets` (ids) keeps to those."""
        now = _served(self._folder), self.store.state()
        if now != self._seen:
            self._take_up(*now)
        return self._search.find(question, outlets)

    def _take_up(self, served: Manifest | None, state: State) -> None:
        self._seen = served, state
        try:
            self._search = self._open()
        except IndexFault as fault:
            _log.warning("going on with the index as it was: %s", fault)

    def _open(self) -> HybridSearch:
        """Open the build and what changed since; the outlets may have changed, too."""
        self.registry = self.store.registry().addressable
        lexicon = Lexicon.of(self.store.aliases(), self.registry)
        return open_search(self.store, self._folder, lexicon, self._embedder, self._server)


def _served(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexFault:
        return None


def open_search(
    store: Store,
    folder: Path,
    lexicon: Lexicon,
    embedder: Embedder,
    server: ChromaServer | None = None,
) -> HybridSearch:
    """Open the served index. Raises `IndexFault` if it is missing, damaged or of another kind."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise IndexFault(f"there is no index in {folder}; {MEND}")
    if manifest.embedder != embedder.name:
        raise IndexFault(
            f"the index in {folder} was built with the embedder {manifest.embedder}, "
            f"but the settings name {embedder.name}; {MEND}"
        )
    state = store.state()
    if manifest.store != state.store or manifest.revision > state.revision:
        raise IndexFault(f"the index in {folder} is of another store; {MEND}")
    manifest.check_place(folder, server.url if server else None)
    manifest.check(folder)
    keywords, vectors, counts = _open_legs(folder, manifest, server)
    if counts != {manifest.passages}:
        raise IndexFault(f"the index in {folder} has lost passages; {MEND}")
    delta = load_delta(store, manifest.revision, embedder)
    return HybridSearch(store, lexicon, embedder, keywords, vectors, delta)


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


def _open_legs(
    folder: Path, manifest: Manifest, server: ChromaServer | None
) -> tuple[KeywordIndex, VectorIndex, set[int]]:
    build = folder / manifest.build
    try:
        keywords = KeywordIndex.open(build / "keywords")
        vectors = VectorIndex.open(build / "vectors", server, manifest.collection)
        return keywords, vectors, {len(keywords), _count(vectors, manifest.passages)}
    except (KeyboardInterrupt, SystemExit, IndexFault):
        raise
    except BaseException as error:  # Rust's panics are no Exception
        raise IndexFault(f"the index in {folder} does not open; {MEND}") from error


def _count(vectors: VectorIndex, expected: int) -> int:
    try:
        return len(vectors)
    except IndexFault:
        raise
    except Fault as fault:  # a server that is away may come back; till then keywords answer
        _log.warning("searching by keywords alone: %s", fault)
        return expected
