"""Recall of what was found, with 95 % by bootstrap, and differences of two systems, paired."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.data import Question

LIMIT = 10  # results that are asked for and looked at
ALL_OUTLETS, OUTLET_FIRST = "all outlets @10", "right outlet first"
LOSSES = (0.03, 0.05)  # of the answerable questions, at a floor of the score

_RESAMPLES = 2_000

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: an article and its outlet; a higher score is a better match."""

    article: str
    outlet: str
    score: float = 0.0


Results = Sequence[Sequence[Hit]]  # the hits of each question, best first


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of one question's hits, and of which questions."""

    name: str
    applies: Callable[[Question], bool]
    value: Callable[[Question, Sequence[Hit]], float]


def recall(question: Question, hits: Sequence[Hit], k: int) -> float:
    """Return how much of what k results can hold of the right articles they do hold.

    An article that tells the same as a right one counts as it.
    """
    found = {hit.article for hit in hits[:k]}
    if question.near:
        return float(bool(found & (question.gold | question.near)))
    return len(found & question.gold) / min(k, len(question.gold))


def all_outlets(question: Question, hits: Sequence[Hit]) -> float:
    """Return 1 if every right outlet is among the first ten results."""
    return float(question.outlets <= {hit.outlet for hit in hits[:LIMIT]})


def outlet_first(question: Question, hits: Sequence[Hit]) -> float:
    """Return 1 if the first result is of a right outlet."""
    return float(bool(hits) and hits[0].outlet in question.outlets)


MEASURES = (
    *(
        Measure(f"R@{k}", lambda question: question.is_answerable, partial(recall, k=k))
        for k in (1, 5, 10)
    ),
    Measure(ALL_OUTLETS, lambda question: len(question.outlets) > 1, all_outlets),
    Measure(OUTLET_FIRST, lambda question: bool(question.outlets), outlet_first),
)


def values_of(questions: Sequence[Question], results: Results) -> dict[str, Values]:
    """Return each measure's value for each question it applies to; those of none are left out."""
    pairs = list(zip(questions, results, strict=True))
    measured = {
        measure.name: np.array([measure.value(q, hits) for q, hits in pairs if measure.applies(q)])
        for measure in MEASURES
    }
    return {name: values for name, values in measured.items() if len(values)}


def interval(values: Values, seed: int = 1) -> Interval:
    """Return the mean and its 95 % interval from resampling the questions."""
    draw = np.random.default_rng(seed)
    means = [draw.choice(values, len(values)).mean() for _ in range(_RESAMPLES)]
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))


def difference(ours: Values, theirs: Values) -> Interval:
    """Return ours less theirs over the same questions."""
    return interval(ours - theirs)


def refused(answerable: Sequence[float], others: Sequence[float], loss: float) -> float:
    """Return the share of `others` under the highest floor that loses at most so much."""
    ordered = sorted(answerable)
    floor = ordered[int(loss * len(ordered) + 1e-9)]
    return float(np.mean([score < floor for score in others]))


def refusal_curve(
    answerable: Sequence[float], others: Sequence[float]
) -> list[tuple[float, float]]:
    """Return (share of the answerable lost, share of the others refused) at each floor."""
    floors = sorted({*answerable, *others})
    points = [(_share_under(answerable, floor), _share_under(others, floor)) for floor in floors]
    return [*points, (1.0, 1.0)]


def first_scores(results: Results) -> list[float]:
    """Return the best score of each question, of one without results the lowest."""
    return [hits[0].score if hits else float("-inf") for hits in results]


def pooled(parts: Sequence[Mapping[str, Values]]) -> dict[str, Values]:
    """Return the values of several trials as of one."""
    shared = set(parts[0]).intersection(*parts[1:])
    return {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name in shared
    }


def _share_under(scores: Sequence[float], floor: float) -> float:
    return sum(score < floor for score in scores) / len(scores)
