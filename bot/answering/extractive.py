"""Answers without a model: the sentences that answer best, outlet by outlet, as they stand."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby

from bot.answering.answers import Answer, Author, Evidence, Question, Reply, Statement
from bot.answering.fields import loosened
from bot.answering.kinds import (
    asks_for_words,
    asks_who,
    asks_who_else,
    compares,
    mentions_words,
    quoted_in,
)
from bot.answering.quoting import joined, quote, quote_to_read
from bot.answering.ranking import Candidate, persons_of, rank
from bot.answering.refusing import refuse
from bot.answering.translating import as_one, translated
from retrieval.glossary.glossary import Glossary
from retrieval.languages import fold, has_han
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Term

_COVERED = 0.45  # of the weight of a question's content words, in a sentence and its surroundings
_COVERED_OF_UNKNOWN = 0.6  # the same, where a word stands in no article
_IN_SENTENCE = 0.4  # of that weight, in the sentence itself
_IN_SENTENCE_OF_WHO = 0.6  # the same, where somebody is asked for: who did it is told with it
_OF_BEST = 0.6  # how near the best score another outlet's sentence must come
_BEST = 1.0  # what a sentence scores that covers all that is asked
_A_SENTENCE_MORE = 0.9  # how near its outlet's best score a second sentence must come
_PER_OUTLET = 2
_OF_BEST_OF_SEVERAL = 0.35  # the same, where what several say or what outlets quote is asked
_COVERED_BY_OTHERS = 0.35  # and how much of the words, once one outlet covers enough
_YEAR = re.compile(r"(?:19|20)\d\d")


def answer_by_extract(
    question: Question,
    findings: Findings,
    people: Sequence[str],
    organisations: Sequence[str] = (),
    glossary: Glossary | None = None,
    beside: bool = False,
) -> Reply:
    """Return the sentences that cover a question's content words, or a refusal where none do.

    `people` and `organisations` are folded names: they tell who speaks, and whose price, cost or
    head a sentence is about; `glossary`, what words that no article has are called elsewhere.
    `beside`: others tell enough, and what covers less is heard, too.
    """
    findings = as_one(translated(findings, glossary) if glossary else findings)
    if beside:
        findings = as_one(replace(findings, terms=tuple(map(loosened, findings.terms))))
    ranked = rank(question, findings, people, organisations, loosely=beside)
    fit = _fit(ranked, _enough(findings), beside, compares(question.text))
    fit = _as_asked(fit, question.text, persons_of(findings.terms, people), people)
    is_of_several = compares(question.text) or asks_for_words(question.text)
    of_best = _OF_BEST_OF_SEVERAL if is_of_several or beside else _OF_BEST
    chosen = _choose(fit, of_best, _BEST if beside else 0.0)
    if not chosen:
        return refuse(findings)
    statements = [
        Statement(evidence.quote, (evidence,))
        for _, group in groupby(chosen, key=lambda candidate: candidate.article.id)
        for evidence in joined([_evidence(candidate, people) for candidate in group])
    ]
    return Answer(tuple(statements), Author.EXTRACTIVE)


def _as_asked(
    fit: Sequence[Candidate], question: str, persons: Sequence[Term], people: Sequence[str]
) -> list[Candidate]:
    """Keep to the sentences with the words, the doer or the speaker that a question asks for."""
    fit = _with_words(fit, quoted_in(question))
    if asks_who_else(question):
        fit = _said_by_others(fit, persons, people)
    if asks_who(question):
        fit = [c for c in fit if c.direct >= _IN_SENTENCE_OF_WHO] or fit
    if mentions_words(question):
        spoken = _spoken(fit, persons, people)
        fit = spoken if asks_for_words(question) else spoken or fit
    return list(fit)


def _enough(findings: Findings) -> float:
    """Return the share of the words' weight that must be covered; over 1 where nothing can be."""
    terms = findings.terms
    years = {int(a.source.day[:4]) for a in findings.articles.values() if a.source.day}
    things = [weighed for weighed in terms if not weighed.term.is_name]
    if not terms or any(_is_nowhere(weighed, years) for weighed in terms):
        return math.inf
    if any(has_han(w.term.text) for w in things) and not any(w.known for w in things):
        return math.inf  # names alone do not answer; an English word may be told in Chinese
    all_known = all(w.known or w.term.is_action for w in terms)
    return _COVERED if all_known else _COVERED_OF_UNKNOWN


def _is_nowhere(weighed: WeighedTerm, years: AbstractSet[int]) -> bool:
    """Tell whether a word that no article has is a name, or a year that none is near to."""
    if weighed.known:
        return False
    is_year = _YEAR.fullmatch(weighed.term.text)
    is_far = is_year and years.isdisjoint({int(is_year[0]), int(is_year[0]) + 1})
    return weighed.term.is_name or bool(is_far)


def _fit(
    ranked: Sequence[Candidate], enough: float, beside: bool, is_compared: bool
) -> list[Candidate]:
    """Return the candidates that cover enough; those beside them less, where several are asked."""
    fit = [candidate for candidate in ranked if _is_fit(candidate, enough, _IN_SENTENCE)]
    if beside or (fit and is_compared):
        less = _COVERED_BY_OTHERS
        fit = [candidate for candidate in ranked if _is_fit(candidate, less, less)]
    return [candidate for candidate in fit if not candidate.is_heading] or fit


def _is_fit(candidate: Candidate, enough: float, in_sentence: float) -> bool:
    covered = candidate.covered >= enough and candidate.direct >= in_sentence
    return covered and candidate.is_fit


def _with_words(candidates: Sequence[Candidate], quoted: Sequence[str]) -> list[Candidate]:
    """Keep to the sentences that hold what the question quotes to the letter, if any does."""
    holding = [c for c in candidates if any(words in _squeezed(c) for words in quoted)]
    return holding or list(candidates)


def _squeezed(candidate: Candidate) -> str:
    return "".join(fold(candidate.text).split())


def _spoken(
    candidates: Sequence[Candidate], persons: Sequence[Term], people: Sequence[str]
) -> list[Candidate]:
    """Keep to what the persons asked about say themselves, if any person is."""
    if not persons:
        return list(candidates)
    return [c for c in candidates if _is_said_by(_speaker(c, people), persons)]


def _said_by_others(
    candidates: Sequence[Candidate], persons: Sequence[Term], people: Sequence[str]
) -> list[Candidate]:
    """Keep to what the persons asked about do not say themselves."""
    return [c for c in candidates if not _is_said_by(_speaker(c, people), persons)]


def _speaker(candidate: Candidate, people: Sequence[str]) -> str | None:
    return quote(candidate.article, candidate.sentences, candidate.number, people).speaker


def _is_said_by(speaker: str | None, persons: Sequence[Term]) -> bool:
    name = Folded.of(speaker or "")
    return any(name.covers(person) for person in persons)


def _choose(fit: Sequence[Candidate], of_best: float, others: float) -> list[Candidate]:
    """Return the best of each outlet, as far as they come near the best, and what others scored."""
    best = max((others, *(candidate.score for candidate in fit)))
    by_outlet: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(fit, key=lambda c: -c.score):
        by_outlet[candidate.article.source.outlet.id].append(candidate)
    return [
        candidate
        for group in by_outlet.values()
        if group[0].score >= best * of_best
        for candidate in _of_outlet(group)
    ]


def _of_outlet(group: Sequence[Candidate]) -> list[Candidate]:
    good = [c for c in group if c.score >= group[0].score * _A_SENTENCE_MORE][:_PER_OUTLET]
    return sorted(good, key=lambda c: (c.article.id, c.number))


def _evidence(candidate: Candidate, people: Sequence[str]) -> Evidence:
    return quote_to_read(candidate.article, candidate.sentences, candidate.number, people)
