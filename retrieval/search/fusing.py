"""Ranks put together, and the places of a list given out fairly."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.articles import article_of

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


def deal(ids: Iterable[str], outlets: Mapping[str, str], slots: Slots = ANSWER) -> list[str]:
    """Return passages in their order, no outlet holding more than its slots.

    `outlets` are those of the passages, by id; one that is not there is passed over.
    """
    found = [id for id in ids if id in outlets]
    if not slots.spreads:
        return _within(found, outlets, slots)
    first = _within(_one_an_article(found), outlets, slots)
    rest = [id for id in found if id not in first]
    chosen = {*first, *rest[: slots.limit - len(first)]}
    return [id for id in found if id in chosen]


def _within(ids: Iterable[str], outlets: Mapping[str, str], slots: Slots) -> list[str]:
    taken: Counter[str] = Counter()
    kept = []
    for id in ids:
        taken[outlets[id]] += 1
        if taken[outlets[id]] <= slots.per_outlet:
            kept.append(id)
    return kept[: slots.limit]


def _one_an_article(ids: Iterable[str]) -> list[str]:
    best: dict[str, str] = {}
    for id in ids:
        best.setdefault(article_of(id), id)
    return list(best.values())
