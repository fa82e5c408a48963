"""The search over the index that is served now."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from retrieval.addressing import Addressing
from retrieval.embedding import Embedder
from retrieval.faults import Fault
from retrieval.glossary.glossary import Glossary
from retrieval.index.delta import load_delta
from retrieval.index.keywords import KeywordIndex
from retrieval.index.manifest import MEND, IndexFault, Manifest, read_manifest, stamp
from retrieval.index.server import ChromaServer
from retrieval.index.vectors import VectorIndex
from retrieval.outlets import Registry
from retrieval.periods import Period, published_in
from retrieval.reranking import Reranker
from retrieval.scope import Scope
from retrieval.search.findings import Findings
from retrieval.search.fusing import ANSWER, Slots
from retrieval.search.hybrid import HybridSearch
from retrieval.store import State, Store
from retrieval.terms import Alias, Lexicon, Term, outlet_term

_LONGEST = 4_000  # characters of a question; what is longer is a text, its beginning will do

_log = logging.getLogger("whosaid.search")


@dataclass(frozen=True, slots=True)
class Legs:
    """A build, opened."""

    manifest: Manifest
    keywords: KeywordIndex
    vectors: VectorIndex


class ServedSearch:
    """The search over the index that is served now; new builds and articles are taken up."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        embedder: Embedder,
        server: ChromaServer | None = None,
        reranker: Reranker | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.store = store
        self._embedder = embedder
        self._folder = folder
        self._server = server
        self._reranker = reranker
        self._today = today
        self._glossary = Glossary.load()
        self._known: tuple[Registry, tuple[Alias, ...]] | None = None
        self._seen = self._standing()
        self._legs = self._opened()
        self._search = self._over(self._legs)

    @property
    def registry(self) -> Registry:
        """The outlets that readers know by name; a portal's name is mostly a firm's."""
        return self._addressing.addressable

    @property
    def everyone(self) -> Registry:
        """Every outlet there is."""
        return self._addressing.everyone

    @property
    def lexicon(self) -> Lexicon:
        """How questions are read."""
        return self._lexicon

    @property
    def glossary(self) -> Glossary:
        """What words are called in the other language."""
        return self._glossary

    @property
    def version(self) -> str:
        """What the same question finds the same by: store, articles, index, and the day it is."""
        self._take_up_changes()
        served, (_, state) = self._legs.manifest, self._seen
        build = f"{served.build} {served.embedder}"
        return f"{state.store} {state.revision} {build} {self._today()}"

    def asked(self, question: str) -> frozenset[str]:
        """Return ids of the outlets whose words a question asks for."""
        read = self._addressing.read(_readable(question))
        return frozenset(named.outlet.id for named in read if named.how == "asked")

    def find(self, question: str, outlets: Collection[str] = (), slots: Slots = ANSWER) -> Findings:
        """Return findings for a question; `outlets` (ids) keeps to those.

        Where a question says when something was published, that is kept to if anything is found.
        """
        self._take_up_changes()
        question = _readable(question)
        scope, about = Scope(frozenset(outlets)), self._mentioned(question)
        period = self._published(question)
        if period:
            days = replace(scope, since=_since(period), until=_until(period))
            rest = f"{question[: period.start]} {question[period.end :]}"
            within = self._search.find(rest, days, slots, about)
            if within.matches:
                return within
        return self._search.find(question, scope, slots, about)

    def within(self, question: str, scope: Scope, slots: Slots = ANSWER) -> Findings:
        """Return findings for a question within a scope, whatever days the question names."""
        self._take_up_changes()
        return self._search.find(_readable(question), scope, slots)

    def _mentioned(self, question: str) -> tuple[Term, ...]:
        """Return the outlets that a question is about, rather than asks, as terms of it."""
        read = self._addressing.read(question)
        return tuple(outlet_term(named.outlet) for named in read if named.how == "mentioned")

    def _published(self, question: str) -> Period | None:
        """Return the days of publication that a question asks for, if it asks for one span."""
        plain = self._addressing.without_names(question)
        published = published_in(plain, self._today())
        periods = [period for period in published if not period.is_soft]
        return periods[0] if len(periods) == 1 else None

    def _take_up_changes(self) -> None:
        standing = self._standing()
        if standing == self._seen:
            return
        try:
            if _served(self._folder) != self._legs.manifest:
                self._legs = self._opened()
            self._search = self._over(self._legs)
            self._seen = standing
        except IndexFault as fault:
            _log.warning("going on with the index as it was: %s", fault)

    def _standing(self) -> tuple[tuple[int, int] | None, State]:
        """Return what changes with every build and every article."""
        return stamp(self._folder), self.store.state()

    def _opened(self) -> Legs:
        return open_legs(self.store, self._folder, self._embedder, self._server)

    def _over(self, legs: Legs) -> HybridSearch:
        """Put legs together with what changed since; the outlets may have changed, too."""
        everyone, aliases = self.store.registry(), self.store.aliases()
        if (everyone, aliases) != self._known:  # their tables take a moment to make
            self._known = everyone, aliases
            self._lexicon = Lexicon.of(aliases, everyone.addressable)
            self._addressing = Addressing(everyone.addressable, everyone)
        delta = load_delta(self.store, legs.manifest.revision, self._embedder)
        return HybridSearch(
            self.store,
            self._lexicon,
            self._glossary,
            self._embedder,
            legs.keywords,
            legs.vectors,
            delta,
            self._reranker,
        )


def _readable(question: str) -> str:
    """Return as much of a question as is read, without halves of characters."""
    return question[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


def _since(period: Period) -> date | None:
    return None if period.first == date.min else period.first


def _until(period: Period) -> date | None:
    return None if period.last == date.max else period.last


def _served(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexFault:
        return None


def open_legs(
    store: Store, folder: Path, embedder: Embedder, server: ChromaServer | None = None
) -> Legs:
    """Open the served build. Raises `IndexFault` if it is missing, damaged or of another kind."""
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
    return Legs(manifest, keywords, vectors)


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
