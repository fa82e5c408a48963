"""Which outlets cover a story and do not tell what is asked of it: only where that is sure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answering.checks.claim import Knowledge
from retrieval.articles import Article
from retrieval.outlets import Outlet
from retrieval.passages import sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Lexicon, Term

_OPENING = 5  # sentences
_STORY = 0.5  # of the articles that tell: a name in so many of their titles is what it is about


def heard_outlets(
    articles: Iterable[Article],
    terms: Sequence[WeighedTerm],
    one_will_do: bool,
    knowledge: Knowledge,
) -> frozenset[Outlet]:
    """Return the outlets with an article that has what is asked in one place.

    That is everything the question asks about, by any of its names, in two neighbouring
    sentences; `one_will_do` where it asks which of two things is so.
    """
    things = _things(terms, knowledge)
    enough = 1 if one_will_do else len(things)
    return frozenset(
        article.source.outlet
        for article in articles
        if _most_together(article, things, enough) >= enough
    )


def covering_outlets(
    findings: Findings, told: Sequence[Article], lexicon: Lexicon
) -> frozenset[Outlet]:
    """Return the outlets with an article on the story told that is neither a copy nor copied."""
    names = _names_of_story(told, lexicon)
    stories = {article.reprint_of or article.id for article in told}
    near = [article for article in findings.articles.values() if _is_about(article, names)]
    copied = {a.source.outlet for a in near if (a.reprint_of or a.id) in stories}
    return frozenset(article.source.outlet for article in near) - copied


def _things(terms: Iterable[WeighedTerm], knowledge: Knowledge) -> list[Term]:
    """Return what is asked about, names apart, with all that the glossary calls it.

    That is looked up there and back: 原创 is groundbreaking, and so is 创新.
    """
    senses = knowledge.meanings.senses
    things = [w.term for w in terms if not w.term.is_name and not w.term.is_action] or [
        w.term for w in terms
    ]
    return [
        replace(
            term, forms=tuple({s for form in term.forms for t in senses(form) for s in senses(t)})
        )
        for term in things
    ]


def _most_together(article: Article, things: Sequence[Term], enough: int) -> int:
    """Return how many things stand together at most; 0 where the text has not `enough` at all."""
    text = Folded.of(article.text)
    if sum(text.covers(thing) for thing in things) < enough:
        return 0
    sentences = [Folded.again(article.words_of(s)) for s in sentences_of(article)]
    held = [frozenset(n for n, thing in enumerate(things) if s.covers(thing)) for s in sentences]
    return max((len(a | b) for a, b in pairwise([frozenset[int](), *held])), default=0)


def _names_of_story(told: Sequence[Article], lexicon: Lexicon) -> list[Term]:
    """Return the names that stand in most titles of the articles that tell."""
    titles = [lexicon.terms(article.source.title) for article in told]
    count = Counter(term for title in titles for term in set(title) if term.is_name)
    return [term for term, times in count.items() if times > _STORY * len(told)]


def _is_about(article: Article, names: Sequence[Term]) -> bool:
    """Tell whether an article's title or its first sentences have one of the names."""
    opening = "\n".join(article.words_of(s) for s in sentences_of(article)[:_OPENING])
    text = Folded.of(f"{article.source.title}\n{opening}")
    return any(text.covers(name) for name in names)
