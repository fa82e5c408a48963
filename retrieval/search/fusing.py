"""Ranks put together, and the places of a list given out fairly."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.articles import Match, Passage

RANK_CONSTANT = 60  # Cormack, Clarke and Büttcher (2009), reciprocal rank fusion


@dataclass(frozen=True, slots=True)
class Slots:
    """How many passages a list holds, and an outlet of it.

    `spreads`: an article's second passage comes in only when no other article is left, and then
    outlets may hold more than their slots, so that the list is full.
    """

    limit: int = 40
    per_outlet: int = 6
    spreads: bool = False

    @classmethod
    def listing(cls, limit: int) -> "Slots":
        """Return the slots of a list for people: as many articles as it has places."""
        return cls(limit, max(3, limit // 3), spreads=True)

    def for_outlets(self, outlets: Collection[str]) -> "Slots":
        """Return the slots of a list that keeps to some outlets."""
        share = self.limit // len(outlets) if outlets else 0
        return Slots(self.limit, max(self.per_outlet, share), self.spreads)


ANSWER = Slots()


def fuse(legs: Iterable[tuple[Sequence[str], float]]) -> dict[str, float]:
    """Return a score per id: the weighted sum of its reciprocal ranks, best first."""
    scores: dict[str, float] = defaultdict(float)
    for ids, weight in legs:
        for rank, id in enumerate(ids, start=1):
            scores[id] += weight / (RANK_CONSTANT + rank)
    return {id: scores[id] for id in ranked(scores)}


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Return ids by score, best first; a tie is settled by the id."""
    return [id for id, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]


def deal(
    scores: Mapping[str, float], passages: Mapping[str, Passage], slots: Slots = ANSWER
) -> tuple[Match, ...]:
    """Return matches by score, no outlet holding more than its slots."""
    found = [Match(passages[id], score) for id, score in scores.items() if id in passages]
    if not slots.spreads:
        return tuple(_within(found, slots, Counter())[: slots.limit])
    first = _within(_one_an_article(found), slots, Counter())[: slots.limit]
    held = {match.passage.id for match in first}
    rest = [match for match in found if match.passage.id not in held]
    chosen = {match.passage.id for match in (*first, *rest[: slots.limit - len(first)])}
    return tuple(match for match in found if match.passage.id in chosen)


def _within(found: Iterable[Match], slots: Slots, taken: Counter[str]) -> list[Match]:
    kept = []
    for match in found:
        taken[match.passage.outlet] += 1
        if taken[match.passage.outlet] <= slots.per_outlet:
            kept.append(match)
    return kept


def _one_an_article(found: Iterable[Match]) -> list[Match]:
    best: dict[str, Match] = {}
    for match in found:
        best.setdefault(match.passage.article, match)
    return list(best.values())
