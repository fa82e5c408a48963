"""Outlets that a question demands and that we do not hold: which of ours cite them."""

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


def demanded(question: str, registry: Registry) -> tuple[Outlet, ...]:
    """Return the well-known outlets whose words a question asks for and that are not ours."""
    asked = [named.outlet for named in _addressing().read(question) if named.how == "asked"]
    if not asked:
        return ()
    ours = {key for outlet in registry for key in keys_of(outlet)}
    told = {name.outlet.id for s in sayings(fold(question)) for name in well_known().find(s.told)}
    return tuple(o for o in asked if o.id not in told and ours.isdisjoint(keys_of(o)))


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
