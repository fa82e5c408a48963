"""Refusals that help: which articles come nearest to what was asked."""

from collections.abc import Sequence

from bot.answering.answers import Answer, Reason, Refusal
from retrieval.articles import Article
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded

_NEAREST = 3
_TELLING_WORD = 0.5  # the weight from which a word says what a text is about


def articles_of(answer: Answer) -> tuple[Article, ...]:
    """Return the articles that an answer cites, at most three, one an outlet, in its order."""
    by_outlet: dict[str, Article] = {}
    for statement in answer.statements:
        for evidence in statement.evidence:
            by_outlet.setdefault(evidence.source.outlet.id, evidence.article)
    return tuple(by_outlet.values())[:_NEAREST]


def refuse(findings: Findings) -> Refusal:
    """Return a refusal with the articles that come nearest, one an outlet, best first."""
    by_outlet: dict[str, Article] = {}
    for match in findings.matches:
        by_outlet.setdefault(match.passage.outlet, findings.articles[match.passage.article])
    near = tuple(a for a in by_outlet.values() if _touches(a, findings.terms))
    if near:
        return Refusal(Reason.NOT_COVERED, near[:_NEAREST])
    return Refusal(Reason.OFF_TOPIC, tuple(by_outlet.values())[:_NEAREST])


def _touches(article: Article, terms: Sequence[WeighedTerm]) -> bool:
    text = Folded.of(article.text)
    telling = (w.term for w in terms if w.known and (w.term.is_name or w.weight >= _TELLING_WORD))
    return any(text.covers(term) for term in telling)
