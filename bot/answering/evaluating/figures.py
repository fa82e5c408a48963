"""What many marked replies amount to."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.answering.evaluating.marking import Marked

_Z = 1.96  # of the normal distribution, at 95 %


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of cases; `values` has 0 to 1 for each. `less_is_better`: it counts errors."""

    name: str
    told: str
    values: tuple[float, ...]
    less_is_better: bool = False

    @property
    def value(self) -> float | None:
        """The mean; None where there was no case."""
        return fmean(self.values) if self.values else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 % (JASA 1927), 0 to 1 where there was no case."""
        if not self.values:
            return 0.0, 1.0
        n, mean = len(self.values), fmean(self.values)
        middle = (mean + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        spread = mean * (1 - mean) / n + _Z**2 / (4 * n**2)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(spread)
        return max(0.0, middle - half), min(1.0, middle + half)

    def meets(self, goal: float) -> bool:
        """Tell whether the share is as good as a goal; without a case it is not."""
        if self.value is None:
            return False
        return self.value <= goal if self.less_is_better else self.value >= goal


def figures(all_marked: Sequence[Marked]) -> list[Figure]:
    """Return the figures of a run."""
    answerable = [m for m in all_marked if not m.expected.refused]
    told = [m for m in all_marked if m.is_told]
    return [
        Figure("managed", "questions whose reply is as expected throughout", _all(all_marked)),
        *_of_citations(told, [m for m in answerable if m.is_told]),
        *_of_outlets(answerable),
        *_of_refusals(all_marked),
        *_of_facts(answerable),
    ]


def groups(
    all_marked: Sequence[Marked], key: Callable[[Marked], str]
) -> Mapping[str, Sequence[Marked]]:
    """Return replies by a key, in the order in which the keys come first."""
    keys = dict.fromkeys(map(key, all_marked))
    return {each: [m for m in all_marked if key(m) == each] for each in keys}


def managed(name: str, some: Sequence[Marked]) -> Figure:
    """Return the share of replies that are as expected."""
    return Figure(name, "", _all(some))


def _all(some: Iterable[Marked]) -> tuple[float, ...]:
    return tuple(not m.faults for m in some)


def _of_citations(told: Sequence[Marked], rightly: Sequence[Marked]) -> list[Figure]:
    stated = [m for m in told if m.cited]  # a refusal that cites states nothing itself
    recall = tuple(fmean(c.recall for c in m.cited) for m in stated)
    precision = tuple(fmean(p for c in m.cited for p in c.precise) for m in stated)
    outlets = [(m, e.source.outlet.id) for m in rightly for e in m.evidence]
    wrong = tuple(outlet in m.wrong for m, outlet in outlets)
    return [
        Figure(
            "citation_recall", "statements that their citations entail (mean by answer)", recall
        ),
        Figure("citation_precision", "citations that are needed (mean by answer)", precision),
        Figure("wrong_outlet", "citations of an outlet that does not tell", wrong, True),
    ]


def _of_outlets(answerable: Sequence[Marked]) -> list[Figure]:
    single = tuple(not m.missing for m in answerable if not m.expected.is_comparison)
    compared = [m for m in answerable if m.expected.is_comparison]
    one_sided = tuple(bool(m.missing) for m in compared if m.is_told)
    return [
        Figure("right_outlet", "questions for one outlet that cite it", single),
        Figure(
            "all_outlets", "comparisons with all outlets", tuple(not m.missing for m in compared)
        ),
        Figure("one_sided", "comparisons told without an outlet that covers it", one_sided, True),
    ]


def _of_refusals(all_marked: Sequence[Marked]) -> list[Figure]:
    rightly = tuple(m.expected.refused for m in all_marked if not m.is_told)
    caught = tuple(not m.is_told for m in all_marked if m.expected.refused)
    lost = tuple(not m.is_told for m in all_marked if not m.expected.refused)
    return [
        Figure("refusal_precision", "refusals of what no article tells", rightly),
        Figure("refusal_recall", "questions that no article answers, refused", caught),
        Figure("answerable_refused", "questions that articles answer, refused", lost, True),
    ]


def _of_facts(answerable: Sequence[Marked]) -> list[Figure]:
    facts = tuple(w[0] not in m.lacks_facts for m in answerable for w in m.expected.facts)
    counted = [m for m in answerable if m.is_told and m.expected.numbers]
    miscounted = tuple(m.miscounts for m in counted)
    return [
        Figure("facts", "expected facts that are told", facts),
        Figure(
            "number_errors", "answers on amounts that lack one or get it wrong", miscounted, True
        ),
    ]
