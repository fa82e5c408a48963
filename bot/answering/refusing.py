"""Refusals that help: which articles come nearest to what was asked."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answers import Answer, Reason, Refusal, Reply
from retrieval.articles import Article, Kind
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


def without_opinion(reply: Reply, wants_verdict: bool = False) -> Reply:
    """Return the reply to a reader who wanted the bot's own view: what outlets say, if they do.

    `wants_verdict`: what to do or which is better is asked, and outlets' words are no answer to it.
    """
    if isinstance(reply, Answer) and wants_verdict:
        return Refusal(Reason.OPINION, articles_of(reply), answered_by=reply.answered_by)
    if isinstance(reply, Answer):
        return replace(reply, wants_opinion=True, uncovered=())
    nearest = () if reply.reason is Reason.OFF_TOPIC else reply.nearest
    return replace(reply, reason=Reason.OPINION, nearest=nearest, unmentioned=())


def is_only_commented(findings: Findings) -> bool:
    """Tell whether readers' comments below one of the articles hold all that is asked about.

    One word of it must stand in no article's own text: else the outlets might tell.
    """
    asked = [w for w in findings.terms if w.weight >= _TELLING_WORD and not w.term.is_action]
    if all(weighed.known for weighed in asked):
        return False
    unknown = [weighed.term for weighed in asked if not weighed.known]
    return any(
        all(comments.covers(term) for term in unknown)
        for comments in map(_comments_below, findings.articles.values())
    )


def _comments_below(article: Article) -> Folded:
    zones = (zone for zone in article.zones if zone.kind is Kind.COMMENT)
    return Folded.of("\n".join(article.raw[zone.start : zone.end] for zone in zones))


def _touches(article: Article, terms: Sequence[WeighedTerm]) -> bool:
    text = Folded.of(article.text)
    telling = (w.term for w in terms if w.known and (w.term.is_name or w.weight >= _TELLING_WORD))
    return any(text.covers(term) for term in telling)
