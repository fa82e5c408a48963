"""One run: every trial asked of every system, and what came of it."""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from benchmarks.retrieval import ours, peers
from benchmarks.retrieval.data import Corpus, Trial
from benchmarks.retrieval.scoring import (
    LIMIT,
    LOSSES,
    Hit,
    Results,
    Values,
    first_scores,
    pooled,
    refusal_curve,
    refused,
    values_of,
)
from benchmarks.retrieval.speed import percentile
from retrieval.embedding import Embedder

_SCORED = (ours.OURS, peers.BM25, peers.BM25_HEADER)  # the fused ranks of the chains carry no score


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many questions without an answer a floor of the score refuses, of one system."""

    system: str
    at_losses: Mapping[float, float]
    curve: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was measured of one trial, or of several: by system, by measure, a question each."""

    name: str
    questions: int
    values: Mapping[str, Mapping[str, Values]]
    groups: tuple[str, ...] = ()
    refusals: tuple[Refusals, ...] = ()


@dataclass
class Asked:
    """What the peers took: seconds to index a corpus, milliseconds a question."""

    corpus: str
    system: str
    index_seconds: float
    times: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return percentile(self.times, 0.95)


@dataclass(frozen=True)
class Runner:
    """Asks the systems; `say` tells how far it is."""

    kept: ours.Kept
    embedder: Embedder
    with_peers: bool
    say: ours.Say
    costs: list[Asked] = field(default_factory=list)

    def run(self, trials: Sequence[Trial]) -> list[Sheet]:
        """Return a sheet for each trial."""
        sheets: list[Sheet] = []
        for _, same in groupby(trials, key=lambda trial: trial.corpus.name):
            sheets += self._of_corpus(list(same))
        return sheets

    def _of_corpus(self, trials: Sequence[Trial]) -> list[Sheet]:
        corpus = trials[0].corpus
        found: list[dict[str, Results]] = [{} for _ in trials]
        folder, _ = ours.built(corpus, self.kept, self.say)
        for results, trial in zip(found, trials, strict=True):
            self.say(f"{trial.name}: asking {ours.OURS}")
            hits = ours.search_all(folder, [q.text for q in trial.questions], LIMIT)
            results[ours.OURS] = ours.named_by(corpus, hits)
        for system in self._peers(corpus):
            self._ask_peer(system, trials, found)
        return [_sheet(trial, results) for trial, results in zip(trials, found, strict=True)]

    def _peers(self, corpus: Corpus) -> tuple[str, ...]:
        if not self.with_peers:
            return ()
        return (*(peers.CHAINS if corpus.with_chains else ()), *peers.KEYWORDS)

    def _ask_peer(
        self, system: str, trials: Sequence[Trial], found: Sequence[dict[str, Results]]
    ) -> None:
        corpus, started = trials[0].corpus, time.perf_counter()
        self.say(f"{corpus.name}: indexing with {system}")
        with peers.opened(system, corpus, self.embedder) as search:
            cost = Asked(corpus.name, system, time.perf_counter() - started)
            for results, trial in zip(found, trials, strict=True):
                self.say(f"{trial.name}: asking {system}")
                results[system] = [
                    _timed(search, question.text, cost) for question in trial.questions
                ]
        self.costs.append(cost)


def grouped(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return a sheet for each group of trials, counted together."""
    parts: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        for group in sheet.groups:
            parts.setdefault(group, []).append(sheet)
    return [
        Sheet(
            name=group,
            questions=sum(sheet.questions for sheet in same),
            values={
                system: pooled([sheet.values[system] for sheet in same])
                for system in same[0].values
            },
        )
        for group, same in parts.items()
    ]


def _timed(search: peers.Search, question: str, cost: Asked) -> list[Hit]:
    started = time.perf_counter()
    hits = search(question)
    cost.times.append((time.perf_counter() - started) * 1000)
    return hits


def _sheet(trial: Trial, results: Mapping[str, Results]) -> Sheet:
    values = {system: values_of(trial.questions, found) for system, found in results.items()}
    refusals: tuple[Refusals, ...] = ()
    if not all(question.is_answerable for question in trial.questions):
        scored = [system for system in _SCORED if system in results]
        refusals = tuple(_refusals(trial, system, results[system]) for system in scored)
    return Sheet(trial.name, len(trial.questions), values, trial.groups, refusals)


def _refusals(trial: Trial, system: str, results: Results) -> Refusals:
    scores = list(zip(trial.questions, first_scores(results), strict=True))
    answerable = [score for question, score in scores if question.is_answerable]
    others = [score for question, score in scores if not question.is_answerable]
    at_losses = {loss: refused(answerable, others, loss) for loss in LOSSES}
    return Refusals(system, at_losses, tuple(refusal_curve(answerable, others)))
