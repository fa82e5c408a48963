"""Answers without a model: the sentences that answer best, outlet by outlet, as they stand."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answers import Answer, Author, Evidence, Question, Reply, Statement
from bot.answering.kinds import Kind, kinds_of
from bot.answering.quoting import quote_to_read
from bot.answering.refusing import refuse
from retrieval.articles import Article, Sentence
from retrieval.passages import sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded

_COVERED = 0.5  # of the weight of a question's content words, in a sentence and its surroundings
_COVERED_OF_UNKNOWN = 0.6  # the same, where a word stands in no article
_IN_SENTENCE = 0.4  # of that weight, in the sentence itself
_NEARBY = 0.5  # what a word counts that stands next to the sentence
_IN_TITLE = 0.3
_OF_BEST = 0.5  # how near the best score another outlet's sentence must come
_A_SENTENCE_MORE = 0.9  # how near its outlet's best score a second sentence must come
_PER_OUTLET = 2
_PER_CHARACTER = 0.0003  # of two sentences that cover as much, the shorter is to the point
_TELLING = 24  # characters; shorter sentences at an article's start are headings
_QUESTION = 0.7  # what a sentence is worth that asks instead of telling

_ASKS = re.compile(r"[?？]$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    sentences: Sequence[Sentence]
    number: int
    score: float
    covered: float
    direct: float
    has_names: bool


def answer_by_extract(question: Question, findings: Findings, people: Sequence[str]) -> Reply:
    """Return the sentences that cover a question's content words, or a refusal where none do."""
    chosen = _choose(_candidates(question, findings), _enough(findings.terms))
    if not chosen:
        return refuse(findings)
    statements = tuple(_statement(candidate, people) for candidate in chosen)
    return Answer(statements, Author.EXTRACTIVE)


def lead(articles: Iterable[Article]) -> Answer | None:
    """Return how each article opens, for a reader who asks only what an outlet wrote."""
    statements = [
        Statement(evidence.quote, (evidence,))
        for article in articles
        for evidence in _opening(article)
    ]
    return Answer(tuple(statements), Author.EXTRACTIVE) if statements else None


def _opening(article: Article) -> list[Evidence]:
    told = [
        sentence
        for sentence in sentences_of(article)
        if not _ASKS.search(article.text[sentence.start : sentence.end])
        and sentence.end - sentence.start >= _TELLING
    ]
    return [Evidence(article, s.start, s.end) for s in told[:_PER_OUTLET]]


def _enough(terms: Sequence[WeighedTerm]) -> float:
    """Return the share of the words' weight that must be covered; over 1 where nothing can be."""
    if not terms or any(w.term.is_name and not w.known for w in terms):
        return math.inf
    all_known = all(w.known or w.term.is_action for w in terms)
    return _COVERED if all_known else _COVERED_OF_UNKNOWN


def _candidates(question: Question, findings: Findings) -> list[_Candidate]:
    asked = kinds_of(question.text)
    numbers: dict[str, set[int]] = defaultdict(set)
    for match in findings.matches:
        numbers[match.passage.article].update(s.number for s in match.passage.sentences)
    return [
        candidate
        for id, found in numbers.items()
        for candidate in _in_article(findings.articles[id], sorted(found), findings.terms, asked)
    ]


def _in_article(
    article: Article,
    numbers: Sequence[int],
    terms: Sequence[WeighedTerm],
    asked: Sequence[Kind],
) -> list[_Candidate]:
    sentences = sentences_of(article)
    read = sorted({n for number in numbers for n in (number - 1, number) if n >= 0})
    written = [article.text[sentences[n].start : sentences[n].end] for n in read]
    texts = dict(zip(read, Folded.lines(written), strict=True))
    title = Folded.of(article.source.title)
    return [
        _candidate(article, sentences, _Surroundings(texts, number, title), terms, asked)
        for number in numbers
    ]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    texts: Mapping[int, Folded]
    number: int
    title: Folded

    @property
    def itself(self) -> Folded:
        return self.texts[self.number]

    def share(self, weighed: WeighedTerm) -> float:
        """Return how well a term is covered here, from 0 to 1."""
        if self.itself.covers(weighed.term):
            return 1.0
        before = self.texts.get(self.number - 1)
        if before and before.covers(weighed.term):
            return _NEARBY
        return _IN_TITLE if self.title.covers(weighed.term) else 0.0


def _candidate(
    article: Article,
    sentences: Sequence[Sentence],
    here: _Surroundings,
    terms: Sequence[WeighedTerm],
    asked: Sequence[Kind],
) -> _Candidate:
    shares = [(weighed, here.share(weighed)) for weighed in terms]
    total = sum(weighed.weight for weighed in terms) or 1.0
    covered = sum(weighed.weight * share for weighed, share in shares) / total
    direct = sum(weighed.weight for weighed, share in shares if share == 1) / total
    lacking = [kind.without for kind in asked if not kind.tells.search(here.itself.folded)]
    asks = _QUESTION if _ASKS.search(here.itself.folded) else 1
    length = len(here.itself.folded)
    return _Candidate(
        article,
        sentences,
        here.number,
        score=covered * min(lacking, default=1) * asks - length * _PER_CHARACTER,
        covered=covered,
        direct=direct,
        has_names=all(share > 0 for weighed, share in shares if weighed.term.is_name),
    )


def _choose(candidates: Iterable[_Candidate], enough: float) -> list[_Candidate]:
    fit = [
        candidate
        for candidate in candidates
        if candidate.covered >= enough and candidate.direct >= _IN_SENTENCE and candidate.has_names
    ]
    best = max((candidate.score for candidate in fit), default=0.0)
    by_outlet: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in sorted(fit, key=lambda c: -c.score):
        by_outlet[candidate.article.source.outlet.id].append(candidate)
    return [
        candidate
        for group in by_outlet.values()
        if group[0].score >= best * _OF_BEST
        for candidate in _of_outlet(group)
    ]


def _of_outlet(group: Sequence[_Candidate]) -> list[_Candidate]:
    good = [c for c in group if c.score >= group[0].score * _A_SENTENCE_MORE][:_PER_OUTLET]
    return sorted(good, key=lambda c: (c.article.id, c.number))


def _statement(candidate: _Candidate, people: Sequence[str]) -> Statement:
    evidence = quote_to_read(candidate.article, candidate.sentences, candidate.number, people)
    return Statement(evidence.quote, (evidence,))
