"""Outlets that a question demands and that we do not hold: which of ours cite them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from bot.answering.answers import Evidence, Reason, Refusal
from bot.answering.attributions import attribution_of, well_known
from bot.answering.quoting import quote
from bot.answering.sayings.reading import sayings
from retrieval.addressing import Addressing
from retrieval.articles import Article
from retrieval.languages import fold
from retrieval.outlets import Outlet, Registry, keys_of
from retrieval.passages import sentences_of

_MOST = 3  # sentences that cite an outlet
_AND = r"\s*(?:和|与|與|及|以及|跟|或|还是|還是|、|,|，|\band\b|\bor\b|&)\s*"
_JOINED = re.compile(rf"{_AND}(?:the\s+)?$", re.IGNORECASE)
_JOINS = re.compile(rf"^{_AND}(?:the\s+)?", re.IGNORECASE)


def demanded(question: str, registry: Registry) -> tuple[Outlet, ...]:
    """Return the well-known outlets whose words a question asks for and that are not ours."""
    asked = [named.outlet for named in _addressing().read(question) if named.how == "asked"]
    if not asked:
        return ()
    ours = {key for outlet in registry for key in keys_of(outlet)}
    told = {name.outlet.id for s in sayings(fold(question)) for name in well_known().find(s.told)}
    return tuple(o for o in asked if o.id not in told and ours.isdisjoint(keys_of(o)))


def without(question: str, outlets: Sequence[Outlet]) -> str:
    """Return a question without the names of some outlets that stand in a list with others."""
    folded, ids = fold(question), {outlet.id for outlet in outlets}
    names = [name for name in well_known().find(folded) if name.outlet.id in ids]
    if len(folded) != len(question):
        return question
    for name in reversed(names):
        before, behind = question[: name.start], question[name.end :]
        if before.endswith(("《", "「")) and behind.startswith(("》", "」")):
            before, behind = before[:-1], behind[1:]
        if _JOINED.search(before):
            question = _JOINED.sub("", before) + behind
        elif _JOINS.search(behind):
            question = before + _JOINS.sub("", behind)
    return question


def tell_who_cites(
    outlets: Sequence[Outlet], articles: Iterable[Article], people: Sequence[str]
) -> Refusal:
    """Return a refusal that tells where our outlets cite those that were demanded."""
    found = list(articles)
    ids = {outlet.id for outlet in outlets}
    citing = [e for article in found for e in _sentences(article, people) if _cites(e, ids)]
    nearest = () if citing else tuple({a.source.outlet.id: a for a in found}.values())[:_MOST]
    return Refusal(Reason.UNHELD, nearest, tuple(outlets), citing=tuple(citing[:_MOST]))


def _sentences(article: Article, people: Sequence[str]) -> Iterable[Evidence]:
    sentences = sentences_of(article)
    return (quote(article, sentences, sentence.number, people) for sentence in sentences)


def _cites(evidence: Evidence, ids: set[str]) -> bool:
    cited = attribution_of(evidence).cited
    return cited is not None and cited.id in ids


@cache
def _addressing() -> Addressing:
    registry = well_known().registry
    return Addressing(registry, registry)
