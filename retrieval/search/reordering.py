"""A second opinion on the order of what was found, from a cross-encoder."""

import logging
from collections.abc import Mapping

from retrieval.articles import Passage
from retrieval.faults import Fault
from retrieval.reranking import Reranker
from retrieval.search.fusing import ranked

FOREMOST = 50  # passages, which is what a cross-encoder reads in a moment

_log = logging.getLogger("whosaid.search")


def reordered(
    reranker: Reranker, question: str, scores: Mapping[str, float], passages: Mapping[str, Passage]
) -> dict[str, float]:
    """Return the same ids, the foremost in the reranker's order, with the scores in order again.

    Where the reranker does not deliver, the order stays.
    """
    ids = [id for id in scores if id in passages]
    if not ids:
        return dict(scores)
    try:
        given = reranker.scores(question, [passages[id].searchable for id in ids])
    except Fault as fault:
        _log.warning("not reranked: %s", fault)
        return dict(scores)
    order = ranked(dict(zip(ids, given, strict=True)))
    foremost = dict(zip(order, (scores[id] for id in ids), strict=True))
    rest = {id: score for id, score in scores.items() if id not in foremost}
    return foremost | rest
